"""Tables read as forms: bands, columns, indicators, money rows, sums."""

from gouji.extract.facts.forms.reader import read_forms

__all__ = ["read_forms"]

"""The vocabulary of named rates: words of the part, of the whole, of what is neither."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.lexicon import words


class RateWords(Struct, frozen=True):
    """Vocabulary of one named rate."""

    part: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@cache
def rate_words() -> dict[str, RateWords]:
    """Named rates by name, longest name first."""
    out: dict[str, RateWords] = {}
    for section, listed in words("gouji.extract.facts.prose", "rates.txt").items():
        if "." not in section:
            continue
        names, kind = section.rsplit(".", 1)
        field = "veto" if kind == "not" else kind
        for name in names.split("|"):
            out[name] = replace(out.get(name, RateWords()), **{field: listed})
    return dict(sorted(out.items(), key=lambda pair: -len(pair[0])))

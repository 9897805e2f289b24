"""Personal numbers (phones, identity and card numbers) starred in every text that is put out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from gouji.extract.facts.model import Number
from gouji.extract.numbers.masking import is_personal, mask

Redact = Callable[[str], str]


def redactor(numbers: Iterable[Number]) -> Redact:
    """A function that stars the document's personal numbers wherever they stand in a text."""
    personal = sorted({n.raw for n in numbers if is_personal(n.quantity) and n.raw}, key=len, reverse=True)
    if not personal:
        return _as_it_is
    found = re.compile("|".join(map(re.escape, personal)))
    return lambda text: found.sub(lambda m: mask(m[0]), text)


def _as_it_is(text: str) -> str:
    return text

"""Personal numbers (phones, identity and card numbers) made unreadable for output."""

from __future__ import annotations

from gouji.extract.numbers.quantity import Quantity

_PERSONAL = frozenset(["phone", "id-number", "card-number"])


def is_personal(quantity: Quantity) -> bool:
    """True when the numeral identifies a person and must not be printed whole."""
    return quantity.why in _PERSONAL


def mask(raw: str) -> str:
    """The text with its digits starred except the first three and the last two: ``138******78``."""
    places = [i for i, c in enumerate(raw) if c.isdigit()]
    hidden = set(places[3:-2] if len(places) > 5 else places)
    return "".join("*" if i in hidden else c for i, c in enumerate(raw))


def shown(quantity: Quantity) -> str:
    """``raw`` as it may be printed."""
    return mask(quantity.raw) if is_personal(quantity) else quantity.raw

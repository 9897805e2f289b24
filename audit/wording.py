"""Sums in the printed figures, so that a reader can re-do them with a pencil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from gouji.audit.constraint import Constraint, Term
from gouji.extract.facts.model import Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

DIGITS = re.compile(r"(?:\d{1,3}(?:[ \u2009\u00a0]\d{3})+(?!\d)|\d[\d,，]*)(?:[.．]\d+)?")
"""The figure inside a printed number: plain, with commas, or with thin spaces between its groups of three."""
_GROUPING = re.compile("[,， \u2009\u00a0]")
_POWER = re.compile(r"\s*[十百千万亿]+")
_PLACES = 4
_POWERS = tuple(Fraction(10**k) for k in range(1, 13))
_SIGNS = {"=": "=", "<=": "≤", "<": "<"}


def ungrouped(figure: str) -> str:
    """The digits alone: ``1,459.36`` and ``1 459.36`` → ``1459.36``."""
    return _GROUPING.sub("", figure).replace("．", ".")


def decimal_text(value: Fraction, places: int) -> str:
    """The value rounded half up to that many decimals, never in exponent notation."""
    with localcontext() as context:
        scaled = value * 10**places
        whole = int((abs(scaled) * 2 + 1) // 2)
        context.prec = 60 + whole.bit_length() // 3  # a workbook may hold 1E+308
        out = Decimal(whole if scaled >= 0 else -whole).scaleb(-places)
        return f"{out.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def places_of(number: Number) -> int:
    """Decimals as printed in the raw text."""
    m = DIGITS.search(number.raw)
    if m is None or "." not in m[0].replace("．", "."):
        return 0
    return len(m[0].replace("．", ".").split(".")[1])


def multiplier(number: Number) -> Fraction:
    """What the printed digits are multiplied by inside the raw text: 10000 in ``8.7万名``, else 1."""
    m = DIGITS.search(number.raw)
    value = number.quantity.low if number.quantity.low is not None else number.quantity.high
    if m is None or not value:
        return Fraction(1)
    digits = Fraction(ungrouped(m[0]))
    ratio = abs(Fraction(value) / digits) if digits else Fraction(1)
    return ratio if ratio in _POWERS else Fraction(1)


def printed_step(number: Number) -> Fraction:
    """One unit of the last printed place, in the number's unit (also for exact counts)."""
    if number.quantity.step is not None:
        return Fraction(number.quantity.step)
    return multiplier(number) / Fraction(10 ** places_of(number))


def printed_places(number: Number) -> Fraction:
    """How many values of its printed step a figure of its size could take: 9342 for 93.42%."""
    return abs(number.point or Fraction(0)) / (printed_step(number) * number.factor() or 1)


def figure(number: Number) -> str:
    """The number as printed, without its unit."""
    raw, unit = number.raw.strip(), number.quantity.unit
    if unit and raw.endswith(unit) and len(raw) > len(unit):
        return raw[: -len(unit)].rstrip()
    return raw


def stated(number: Number) -> str:
    """The number as printed, with the unit its caption gives when it has none of its own."""
    raw = number.raw.strip()
    unit = number.context.unit
    return raw + unit if number.quantity.unit is None and unit and not raw.endswith(unit) else raw


def exact_places(value: Fraction) -> int | None:
    """Decimals that print the value exactly, ``None`` when it does not end within a few."""
    for places in range(_PLACES + 3):
        if (value * 10**places).denominator == 1:
            return places
    return None


def amount(value: Fraction, like: Number, *, unit: bool, apart_from: bool = False) -> tuple[str, bool]:
    """A computed value (base units) as that number would print it, and whether nothing was rounded off.

    ``apart_from`` adds decimals until it no longer reads as the number itself.
    """
    times = multiplier(like)
    v = value / like.factor() / times
    places = places_of(like)
    exact = exact_places(v)
    if exact is not None and exact <= max(places, _PLACES):
        places = exact if exact > places else places
        text, whole = decimal_text(v, places), True
    else:
        places = max(places, 2 if like.dimension() == "1" or places else 0)
        text, whole = decimal_text(v, places), False
        own = like.quantity.value
        while apart_from and own is not None and Fraction(text) == Fraction(own) / times and places < 12:
            places += 1
            text = decimal_text(v, places)
    if "," in like.raw or "，" in like.raw:
        head, _, tail = text.partition(".")
        text = f"{int(head):,}" + (f".{tail}" if tail else "")
    suffix = (like.unit or "") if unit else ""
    return text + _power_word(like, times) + suffix, whole


def _power_word(number: Number, times: Fraction) -> str:
    """万 of 29251万人, as it stands behind the figure; empty where the figure is not multiplied."""
    m = DIGITS.search(figure(number))
    power = _POWER.match(figure(number), m.end()) if m and times != 1 else None
    return power[0].strip() if power else ""


def _same_units(numbers: Sequence[Number]) -> bool:
    return len({n.unit for n in numbers}) <= 1


def _side(terms: Sequence[Term], *, bare: bool, first_sign: bool = True) -> str:
    out = ""
    for t in terms:
        shown = figure(t.number) if bare else stated(t.number)
        size = abs(t.coefficient)
        if size != 1:
            shown = f"{size}×{shown}"
        sign = "-" if t.coefficient < 0 else "+"
        if out and shown.startswith(("-", "−")):
            shown = f"({shown})"
        out += shown if not out and (sign == "+" or not first_sign) else sign + shown
    return out


def _wrapped(terms: Sequence[Term], *, bare: bool) -> str:
    text = _side(terms, bare=bare)
    return f"({text})" if len(terms) > 1 else text


def sides(c: Constraint) -> tuple[str, str]:
    """What is computed and what is stated: ``("404+1353+243", "2000")``, by kind of relation."""
    sign = "<" if c.comparison == "<" else "="
    if c.template and sign in c.template:
        filled = c.template
        for n in c.numbers:
            filled = filled.replace("{" + n.id + "}", figure(n))
        left, _, right = filled.rpartition(sign)
        return left, right
    if c.comparison != "=":
        return _bound_sides(c)
    if c.rate is not None and c.divisor:
        return _rate_sides(c)
    result = c.result
    own = [t for t in c.linear if result is not None and t.number.id == result.id]
    others = [t for t in c.linear if result is None or t.number.id != result.id]
    flip = -1 if not own or own[0].coefficient > 0 else 1
    rest = sorted((Term(t.number, t.coefficient * flip) for t in others), key=lambda t: t.coefficient < 0)
    constant = c.constant * flip
    bare = _same_units([t.number for t in c.linear])
    if result is None or not own:
        return _side(rest, bare=bare), decimal_text(-constant, 0)
    left = _side(rest, bare=bare)
    if constant or not left:
        shown = amount(abs(constant), result, unit=False)[0]
        left = left + ("-" if constant < 0 else "+" if left else "") + shown
    if c.kind == "equal":
        return stated(result), left if bare is False else _side(rest, bare=False)
    return left, figure(result) if bare else stated(result)


def _rate_sides(c: Constraint) -> tuple[str, str]:
    assert c.rate is not None
    if c.result is not None and c.result.id != c.rate.id:
        others = [t for t in c.linear if t.number.id != c.result.id]
        flip = [Term(t.number, -t.coefficient) for t in others]
        rate = stated(c.rate) if c.rate.unit else figure(c.rate)
        body = f"{rate}×{_wrapped(c.divisor, bare=False)}"
        return body + (_side(flip, bare=False, first_sign=True) if flip else ""), stated(c.result)
    terms = [t.number for t in (*c.linear, *c.divisor)]
    bare = _same_units(terms)
    return f"{_wrapped(c.linear, bare=bare)}÷{_wrapped(c.divisor, bare=bare)}", stated(c.rate)


def _bound_sides(c: Constraint) -> tuple[str, str]:
    left = [t for t in c.linear if t.coefficient > 0]
    right = [Term(t.number, -t.coefficient) for t in c.linear if t.coefficient < 0]
    if c.rate is not None and c.divisor:
        right_text = f"{stated(c.rate)}×{_wrapped(c.divisor, bare=False)}"
    elif right:
        right_text = _side(right, bare=False)
    else:
        right_text = ""
    if c.constant or not right_text:
        like = left[0].number if left else c.linear[0].number
        shown = amount(abs(c.constant), like, unit=True)[0]
        right_text = (right_text + ("+" if c.constant < 0 else "-") if right_text else "-" if c.constant > 0 else "") + shown
    return _side(left, bare=False) or "0", right_text


def equation(c: Constraint, *, verdict: str, computed: Fraction | None) -> str:
    """The relation with its outcome: ``404+1353+243=2000``, ``12+25+14=51≠50``, ``1÷3=33.33%≈33%``."""
    left, right = sides(c)
    if c.comparison != "=":
        sign = _SIGNS[c.comparison]
        return f"{left}{'>' if c.comparison == '<=' else '≥'}{right}" if verdict == "broken" else f"{left}{sign}{right}"
    result = c.result
    if verdict == "not_assessable" or result is None:
        return f"{left}{'≠' if verdict == 'broken' else '='}{right}"
    if c.kind in ("equal", "count") and len(c.linear) == (1 if c.kind == "count" else 2):
        if c.kind == "count":
            left, right = stated(result), left + (result.unit or "")
        return f"{left}{'≠' if verdict == 'broken' else '=' if verdict == 'holds' and _equal_as_printed(c) else '≈'}{right}"
    if computed is None:
        return f"{left}{'≠' if verdict == 'broken' else '='}{right}"
    value, whole = amount(computed, result, unit=False, apart_from=verdict != "holds")
    if right.endswith(result.unit or "\0"):
        value += result.unit or ""
    if verdict == "broken":
        return f"{left}≠{right}" if left == value else f"{left}{'=' if whole else '≈'}{value}≠{right}"
    own = result.quantity.value
    if own is not None and computed / result.factor() == Fraction(own):
        return f"{left}={right}"
    if result.quantity.interval().exact or own is not None:
        return f"{left}≈{right}" if not whole else f"{left}={value}≈{right}"
    return f"{left}{'=' if whole else '≈'}{value}，{right}"


def _equal_as_printed(c: Constraint) -> bool:
    values = {None if n.quantity.value is None else n.quantity.value * 1 * n.factor().numerator / n.factor().denominator
              for n in c.numbers}
    return c.kind == "count" or len(values) == 1 or None in values


def restyled(number: Number, value: Fraction) -> str | None:
    """The raw text with another value in its own style: ``1,459.36`` → same separators, decimals and unit.

    ``value`` is in the number's own unit; ``None`` when the raw text has no digits or the value does not fit it.
    """
    m = DIGITS.search(number.raw)
    if m is None or value < 0 or len(DIGITS.findall(number.raw)) > 1:
        return None
    shown = value / multiplier(number)
    exact = exact_places(shown)
    text = decimal_text(shown, places_of(number) if exact is None else max(exact, places_of(number)))
    if mark := _GROUPING.search(m[0]):
        head, _, tail = text.partition(".")
        text = f"{int(head):,}".replace(",", "," if mark[0] == "，" else mark[0]) + (f".{tail}" if tail else "")
    return number.raw[: m.start()] + text + number.raw[m.end() :]


def centre(i: Interval) -> Fraction | None:
    """Middle of an interval, its finite end where there is one only."""
    if i.low is not None and i.high is not None:
        return (i.low + i.high) / 2
    return i.low if i.low is not None else i.high

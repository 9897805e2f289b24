"""Units: names, families and factors to a base unit."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from gouji.extract.rational import Fraction

Sort = Literal["money", "ratio", "measure", "time", "score", "count"]

# 十百千万亿 before a unit or inside a denominator (千人, 万元).
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8, "拾": 1, "佰": 2, "仟": 3}
# Counting words used for the same things; only ``compatible`` reads them.
_INTERCHANGEABLE = (
    frozenset("人名位员"), frozenset("家户个"), frozenset("件起例宗"), frozenset("台辆套"), frozenset("座处个所"),
    frozenset("项个条"),
)
_SPELLINGS = {"百分比": "%", "个百分比": "个百分点", "百分点": "个百分点", "人民币元": "元", "元人民币": "元", "人民币": "元", "元钱": "元", "块钱": "元",
              "大方面": "方面", "个方面": "方面", "percent": "%", "yuan": "元"}
_PER = re.compile(r"\s*[/／每]\s*")
_TIMES = re.compile(r"[*×·•xX.]")


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[Sort, str, Fraction]]:
    """Every unit of ``units.txt``: spelling → (sort, base unit, factor)."""
    known: dict[str, tuple[Sort, str, Fraction]] = {}
    for line in (Path(__file__).parent / "units.txt").read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            sort, base, factor, *names = line.split()
            above, _, below = factor.partition("/")
            whole = above.isdecimal()  # nearly all are: a text costs ten times as much
            entry = (sort, base, Fraction(int(above), int(below or 1)) if whole else Fraction(factor))
            known |= dict.fromkeys(names, entry)  # type: ignore[arg-type]
    return known


@lru_cache(maxsize=1)
def by_first() -> dict[str, tuple[str, ...]]:
    """Spellings by first character, longest first."""
    groups: dict[str, list[str]] = {}
    for name in table():
        groups.setdefault(name[0], []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in groups.items()}


@lru_cache(maxsize=2048)
def sort_of(unit: str | None) -> Sort | None:
    """The sort of a unit (of the numerator in a rate); ``None`` when it is unknown or there is none."""
    if not unit:
        return None
    head = _PER.split(unit, maxsplit=1)[0] if unit not in table() else unit
    entry = table().get(head) or table().get(_powers(head)[1])
    return entry[0] if entry else None


@lru_cache(maxsize=2048)
def base_of(unit: str | None) -> tuple[str, Fraction]:
    """Base unit and factor of a unit as printed: ``万元`` → (``元``, 10000); ``None`` → (``""``, 1).

    Rates keep both parts: ``批次/千人`` → (``批次/人``, 1/1000). A unit that is not known is its own base.
    """
    if not unit:
        return "", Fraction(1)
    unit = unit.strip()
    if unit in table():
        _, base, factor = table()[unit]
        return base, factor
    parts = [p for p in _PER.split(unit) if p]
    if len(parts) > 1:
        heads: list[str] = []
        total = Fraction(1)
        for position, part in enumerate(parts):
            for piece in _TIMES.split(part) if position else [part]:
                base, factor = _single(piece)
                heads.append(base)
                total = total / factor if position else total * factor
        return "/".join(heads), total
    return _single(unit)


def _single(unit: str) -> tuple[str, Fraction]:
    """Base and factor of a unit without ``/``; leading 十百千万亿 multiply."""
    known = table().get(unit)
    if known is None:
        power, rest = _powers(unit)
        known = table().get(rest) if power else None
        if known is None:
            return unit, Fraction(1)
        return known[1], known[2] * 10**power
    return known[1], known[2]


def _powers(unit: str) -> tuple[int, str]:
    """Leading 十百千万亿 of a unit as a power of ten, and what is left."""
    power = at = 0
    while at < len(unit) - 1 and unit[at] in POWERS:
        power += POWERS[unit[at]]
        at += 1
    return power, unit[at:]


def without_powers(unit: str | None) -> str:
    """What is counted, without the power of ten before it: 万人次 → 人次; empty where there is no unit or it is a power alone."""
    return (unit or "").lstrip("".join(POWERS))


def normalise_unit(unit: str | None) -> str | None:
    """One spelling for one unit: ``％`` → ``%``, ``圆`` → ``元``, ``元／批次`` → ``元/批次``; powers are kept."""
    if not unit:
        return None
    unit = unit.strip().replace("％", "%").replace("﹪", "%").replace("／", "/").replace("圆", "元")
    return _SPELLINGS.get(unit, unit)


@lru_cache(maxsize=4096)
def compatible(a: str | None, b: str | None) -> bool:
    """True when two units can measure the same thing: one base, interchangeable counting words, or one is missing."""
    if not a or not b:
        return True
    one, other = base_of(a)[0], base_of(b)[0]
    return one == other or any(one in group and other in group for group in _INTERCHANGEABLE)

"""Figures that are to the last digit the sum of a row told right beside them, or of two told shortly before, where chance hardly makes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from gouji.audit.constraint import Constraint, differs_by, slight, sums_to
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.figures import lists
from gouji.extract.facts.prose.flows import flows
from gouji.extract.numbers.units import compatible
from gouji.extract.rational import Fraction

_BACK = 10
"""So many amounts of the same measure before a figure are tried, two by two."""
_CHANCE = Fraction(1, 100)
"""Where more pairs than this share of the figure's places would meet it by chance, to meet it says nothing."""
_ROW_CHANCE = Fraction(1, 25)
"""The same for rows: the words set them side by side."""
_DIGITS = 4
_PAIR = 2
_LONGEST = 12
_ASIDE = 2
"""So many figures may stand between a total and the row of its parts: 决算6.82万元，比预算7.50万元压减0.68万元，其中…."""


def sums_anywhere(facts: FactSet) -> Iterator[Constraint]:
    """One relation for each such figure of a paragraph, of what it and the paragraph before tell. To confirm only."""
    before: dict[str, list[Number]] = {}
    for passage in facts.passages:
        if passage.cell is not None:
            continue
        own: dict[str, list[Number]] = {}
        for item in passage.items:
            number = passage.number(item.mention)
            if not item.plain or item.average or number.quantity.soft or not number.point or number.dimension() in ("1", "", "分", "百分点"):
                continue
            told = own.setdefault(number.dimension(), [])
            changed = any(w in item.mention.before for w in flows()["changed-budget"])  # 年初48.75，调增3.90，调减1.15，调整后52.65
            near = [*before.get(number.dimension(), [])[-_BACK:], *told[-_BACK:]][-_BACK:]
            if len(number.digits) >= _DIGITS and number.point > 0 and not changed:
                yield from _made_of(number, near)
            told.append(number)
        before = own


def rows_anywhere(passage: Passage, settled: Collection[str], above: Sequence[Number] = ()) -> Iterator[Constraint]:
    """Figures that the row right before or behind them comes to: 养老3.66亿元、儿童1.48亿元、其他0.91亿元 behind 6.05亿元. To confirm only."""
    plain = [
        x for x in passage.items
        if x.plain and not (x.average or x.mention.quantity.soft or (x.prior and not any(w in x.label for w in cue_words("carried")))) and x.dimension not in ("1", "", "百分点")
        and not any(w in x.mention.before for w in lists()["gap"])  # 编额45名，实有41名，超编4名
    ]
    for whole in plain if len(plain) > _PAIR else ():
        number = passage.number(whole.mention)
        if number.point and number.point > 0:
            unit = whole.mention.quantity.unit
            alike = [x for x in plain if x.dimension == whole.dimension or compatible(x.mention.quantity.unit, unit)]
            if len(alike) > _PAIR:
                here = next(k for k, x in enumerate(alike) if x is whole)
                yield from map(slight, _row(passage, number, alike, here, again=number.id in settled))
    for number in above:
        yield from map(slight, islice(_rows_of(passage, number, [x for x in plain if x.dimension == number.dimension()]), 1))


def _rows_of(passage: Passage, number: Number, alike: Sequence[Item]) -> Iterator[Constraint]:
    """支出方向：保险补贴892.36万元、岗位补贴615.48万元、… below a table of which they are the sum."""
    parts = [passage.number(x.mention) for x in alike]
    for first in range(len(parts) - 2):
        for end in range(min(len(parts), first + _LONGEST), first + 2, -1):
            if len(number.digits) >= _DIGITS and sum(n.point or Fraction(0) for n in parts[first:end]) == number.point:
                yield sums_to(number, parts[first:end], cue="上表各项")


def _row(passage: Passage, number: Number, alike: Sequence[Item], at: int, *, again: bool) -> Iterator[Constraint]:
    """The longest row first; none where so many would meet the figure by chance; ``again``: another split than the one known, in one row of 、."""
    step = number.quantity.step
    points = [passage.number(x.mention).point or Fraction(0) for x in alike]
    places = (number.point or Fraction(0)) / (Fraction(step) * number.factor() if step else number.factor())
    tried = 0
    sentence = alike[at].mention.sentence
    for aside in range(_ASIDE + 1):
        before, behind = range(max(0, at - _LONGEST), at), range(at + 1 + aside, min(len(alike), at + 1 + aside + _LONGEST))
        rows = [(k, at) for k in before if alike[k].mention.sentence >= sentence - 1] if not aside else []
        rows += [(at + 1 + aside, k + 1) for k in reversed(behind) if alike[k].mention.sentence <= sentence + 1]
        rows = [r for r in rows if r[1] - r[0] > (_PAIR if again else 1) and (not again or _joined(alike[r[0] : r[1]]))]
        for first, end in sorted(rows, key=lambda r: (not _joined(alike[r[0] : r[1]]), r[0] - r[1])):
            tried += 1
            if tried > _ROW_CHANCE * places:
                return
            one = len({x.mention.sentence for x in alike[first:end]}) == 1 and len(set(points[first:end])) > 1
            if one and sum(points[first:end]) == points[at] and all(points[first:end]):
                yield sums_to(number, [passage.number(x.mention) for x in alike[first:end]], cue="并列各数之和")
                return


def _joined(row: Sequence[Item]) -> bool:
    """甲28个、乙24个、丙10个: nothing but 、 between them."""
    return all(x.mention.lead == "、" for x in row[1:])


def _made_of(number: Number, near: Sequence[Number]) -> Iterator[Constraint]:
    """The nearest two that make it; none where so many pairs would by chance."""
    step = number.quantity.step
    point = number.point or Fraction(0)
    places = point / (Fraction(step) * number.factor()) if step else point / number.factor()
    if len(near) * (len(near) - 1) > _CHANCE * places:
        return
    by_value = {n.point: n for n in near if n.point}
    for a in reversed(near):
        if a.point is None or a.point == point:
            continue
        if (rest := by_value.get(point - a.point)) is not None and rest is not a and rest.point != a.point:
            yield sums_to(number, [rest, a], cue="两数之和")
            return
        if (less := by_value.get(a.point - point)) is not None and less is not a:
            yield differs_by(number, a, less, cue="两数之差")
            return

"""Totals that a share may be taken of, by the word 总 in the name of its base: told in prose, or the sum row of a table."""

from __future__ import annotations

import re

from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.prose.item import Attribute

_ALL_OF = re.compile(r"(?:当年|本年|全年|年度)?总(?P<of>收入|支出|费用|成本|资产|负债|投资|产值)")
_WHOLE = ("总", "全部", "整个")
"""Words in the name of a base that make it all there is of something."""
_FAR = 12
_MANY, _TELLING = 8, 4
"""So many amounts are tried as the base of a share, under names of so many characters."""


def of_all_there_is(facts: FactSet, index: int, a: Attribute, part: Number) -> list[Number]:
    """财政总收入: an amount of that kind called a total in this paragraph or shortly before, 公共财政预算总收入."""
    return [
        near.number(x.mention) for near in reversed(facts.passages[max(0, index - 3) : index + 1]) for x in near.items
        if "总" in x.label and x.plain and not x.prior and all_of(a.base_label, x.label) and near.number(x.mention).dimension() == part.dimension()
    ][:1]


def bare_total(facts: FactSet, index: int, a: Attribute, part: Number) -> list[Number]:
    """占总收入的14.79%: of one of the amounts of that kind told before; only a slip tells which."""
    kind = a.base_label.removeprefix("总")
    if not a.base_label.startswith("总") or not 1 < len(kind) <= 3 or part.point is None:
        return []
    return [
        n for near in reversed(facts.passages[max(0, index - _FAR) : index + 1]) for x in near.items
        if x.plain and not x.prior and (x.label.endswith(kind) or x.counted.endswith(kind))
        and (n := near.number(x.mention)).dimension() == part.dimension() and (n.point or 0) > part.point
    ][:_MANY]


def total_in_tables(facts: FactSet, a: Attribute, part: Number) -> list[Number]:
    """占当年总支出的5.35%: of the row 支出合计 of a table, the figure of this year."""
    kind = _ALL_OF.fullmatch(a.base_label)
    names = tuple(f"{lead}{kind['of']}{end}" for lead in ("", "本年") for end in ("合计", "总计", "总额")) if kind is not None else ()
    found = [n for n in facts.quantities if n.cell is not None and n.label.removesuffix("数") in names] if names else []
    return [n for n in found if n.context.role != "prior" and n.dimension() == part.dimension() and n.point is not None and n.point > (part.point or 0)]


def all_of(base: str, label: str) -> bool:
    """行业总收入 is what 行业业务收入 was called; 财政总收入 is another than 一般公共预算收入."""
    bare = next((base.replace(w, "") for w in _WHOLE if w in base), "")
    label = label.partition("（")[0]
    of_it = bare[:2] in label and any(bare[i : i + 2] in label for i in range(len(bare) - 3))
    return len(bare) >= _TELLING and label.endswith(bare[-2:]) and of_it

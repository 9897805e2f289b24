"""GJ105 changes-disagree 各分项增减额之和与总增减额不符."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.prose import Attribute, Group, Item
from gouji.extract.rational import Fraction


@rule(
    "GJ105", "changes-disagree", severity="error",
    zh="{label}写为{stated}，各分项增减额相加为{computed}，相差{difference}",
    en="{label} is stated as {stated}, but the changes of its parts add to {computed}: off by {difference}",
    title_zh="各分项增减额之和与总增减额不符", title_en="Changes of the parts do not make the change of the whole",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 总数等于各分项之和时，总数的增减额也等于各分项增减额之和（减少取负号）。

    为什么重要: 本期加得上、增减加不上，说明上年基数或增减额至少有一个填错，增长率也就不可信。
    何时不算错: 分项未列全；可比口径、剔除因素后的增减；增减额四舍五入的尾差。
    """
    for passage in facts.passages:
        done: set[int] = set()
        for group in passage.groups:
            if group.parent.mention.at not in done:
                for constraint in _changes(passage, group):
                    done.add(group.parent.mention.at)
                    yield constraint


def _changes(passage: Passage, group: Group) -> Iterator[Constraint]:
    """The change of the whole against those of its parts, where the parts make the whole."""
    whole = _change(group.parent)
    parts = [_change(c) for c in group.children]
    if whole is None or len(parts) < 2 or any(p is None for p in parts):
        return
    levels = sums_to(passage.number(group.parent.mention), [passage.number(c.mention) for c in group.children])
    if not held(levels):
        return
    sign = Fraction(-1 if whole.falls else 1)
    terms = [
        Term(passage.number(p.mention), sign * (-1 if p.falls else 1)) for p in parts if p is not None
    ]
    yield sums_to(passage.number(whole.mention), terms, cue="增减额")


def _change(item: Item) -> Attribute | None:
    """The one stated change of an item against the year before."""
    found = [c for c in item.of("change") if not c.adjusted and "月" not in c.compare]
    return found[0] if len(found) == 1 and found[0].mention.quantity.value is not None else None

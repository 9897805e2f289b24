"""GJ0xx: what the tool says about itself. These rules find nothing on their own; the runner uses their words."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.constraint import Constraint
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet


@rule(
    "GJ001", "rule-crashed", severity="warning",
    title_zh="规则运行出错", title_en="A rule could not finish",
    zh="规则{rule}运行出错，其检查内容未完成：{error}", en="rule {rule} could not finish, its checks are missing: {error}",
)
def rule_crashed(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 某条规则在本文件上出错中断；其余规则照常运行。

    为什么重要: 未完成的检查不能当作“没有问题”。
    何时不算错: 从不；请把文件情况反馈给开发者。
    """
    return iter(())


@rule(
    "GJ002", "unreadable-part", severity="warning",
    title_zh="部分内容无法读取", title_en="A part could not be read",
    zh="{problem}", en="{problem}",
)
def unreadable_part(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 文件中有读不出的部分（没有文字层的页、损坏的部件）。

    为什么重要: 读不出的数没有核对过。
    何时不算错: 该部分没有数字。
    """
    return iter(())


@rule(
    "GJ003", "doubtful-reading", severity="warning",
    title_zh="表格读取存疑", title_en="The reading of a table is doubtful",
    zh="该表{total}个勾稽关系中有{broken}个不成立，可能是表格结构读取有误，请先核对表格：{sum}",
    en="{broken} of {total} relations of this table do not hold; its structure may have been misread, look first: {sum}",
)
def doubtful_reading(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 一张表中三分之一以上的勾稽关系同时不成立。

    为什么重要: 这多半是行列读错，逐条报错只会误导。
    何时不算错: 表格确实多处填错；核对后按实际处理。
    """
    return iter(())

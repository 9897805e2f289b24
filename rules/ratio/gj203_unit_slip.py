"""GJ203 unit-slip 计量单位错."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.constraint import Constraint
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet


@rule(
    "GJ203", "unit-slip", severity="error",
    title_zh="计量单位错（元、万元、亿元）", title_en="Amount in the wrong unit (元, 万元, 亿元)",
    zh="{label}{stated}疑为计量单位错，应为{computed}：{sum}",
    en="{stated} looks like a wrong unit, it should read {computed}: {sum}",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 其他规则查出的不成立关系，把其中一个数乘以或除以一万（一亿）后恰好成立。

    本规则自己不找关系：合计、比率、前后数等规则查出矛盾，定位时发现原因是计量单位，即以本代码报告。
    为什么重要: 元与万元混写是最常见、后果最大的笔误，金额相差一万倍。
    何时不算错: 关系本来成立；换单位后仍不成立（按原规则报告）。
    """
    return iter(())

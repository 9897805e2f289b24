"""GJ503 target-copied 完成值照抄目标值."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.rules.cells import name_of, plain, result_forms, row_evidence

_BOUND = re.compile(r"^(?:≥|≤|>|<|>=|<=|不低于|不少于|不超过|不高于|大于|小于)\d[\d.,]*|^\d[\d.,]*[^\d]{0,8}(?:以上|以内)$")
_DEADLINE = re.compile(r"\d{1,2}[月日号.]?\d{0,2}[日号]?(?:之|以)?前(?:完成)?$")


@rule(
    "GJ503", "target-copied", severity="warning",
    zh="{label}完成值“{actual}”照抄目标值，不是实际数",
    en="{label}: the completed value “{actual}” is the target copied, not a result",
    title_zh="完成值照抄目标值", title_en="The completed value is the target copied",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 完成值带≥、≤、以上、…前等界限，且与目标值相同，即未填实际完成数或实际完成日期。

    为什么重要: 完成值应为实测数，照抄目标无法判断完成程度。
    何时不算错: 目标和完成值是同一个确定的数（100%、1300批次）；定性目标的相同表述。照抄完成期限只作参考提示。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _row(facts, form, row)


def _row(facts: FactSet, form: Form, row: Indicator) -> Iterator[Defect]:
    actual, target = plain(row.actual), plain(row.target)
    if not actual:
        return
    bound = _BOUND.match(actual) is not None
    copied = actual == target
    if copied and (bound or _DEADLINE.search(actual)):
        yield Defect(
            row_evidence(facts, form, row, row.actual), {"label": name_of(row), "actual": actual},
            severity=None if bound else "info",
        )
    elif bound and actual[:1] in "≥≤><" and facts.only(form.block, row.actual) is not None:
        yield Defect(
            row_evidence(facts, form, row, row.actual),
            message={
                "zh": f"{name_of(row)}完成值“{actual}”带有“{actual[0]}”，应填实际完成数",
                "en": f"{name_of(row)}: the completed value “{actual}” is a bound, not a result",
            },
        )

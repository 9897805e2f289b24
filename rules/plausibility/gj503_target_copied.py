"""GJ503 target-copied 完成值照抄目标值."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.rules.cells import evidence_of, name_of, plain, result_forms, words

_BOUND = re.compile(
    r"^(?:≥|≤|>|<|>=|<=|不低于|不少于|不超过|不高于|大于|小于)\d[\d.,]*|^\d[\d.,]*[^\d]{0,8}(?:以上|以内)$"
)
_DEADLINE = re.compile(r"\d{1,2}[月日号.]?\d{0,2}[日号]?(?:之|以)?前(?:完成)?$")
_CLAUSE = re.compile(r"[。；;，,、！？!?\n]")
_LINK = re.compile(r"[为是达到至均都在约保持“”\"\s]*$")
_GOAL = re.compile(r"目标|要求|力争|计划|预期|确保|应|不低于|需")


@rule(
    "GJ503", "target-copied", severity="warning",
    zh="{count}项完成值照抄目标值而不是实际数：{names}",
    en="{count} completed values are their targets copied, not results: {names}",
    title_zh="完成值照抄目标值", title_en="A completed value is the target copied",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 完成值带≥、≤、以上、…前等界限（多与目标值相同），即未填实际完成数或实际完成日期。

    为什么重要: 完成值应为实测数，照抄目标无法判断完成程度。
    何时不算错: 目标和完成值是同一个确定的数（100%、1300批次）；定性目标的相同表述。
    照抄完成期限、正文以“96%以上”报告结果的，只作参考提示。
    """
    for form in result_forms(facts):
        bounds = [r for r in form.indicators if _is_bound(facts, form, r)]
        if bounds:
            yield _of_rows(facts, form, bounds)
        late = [
            r for r in form.indicators
            if plain(r.actual) and plain(r.actual) == plain(r.target) and _DEADLINE.search(plain(r.actual))
        ]
        if late:
            yield Defect(
                _evidence(facts, form, late),
                message={
                    "zh": f"{len(late)}项时效指标的完成值照抄完成期限，没有实际完成日期",
                    "en": f"{len(late)} completed values repeat the deadline instead of the date of completion",
                },
                severity="info",
            )
    yield from _in_prose(facts)


def _is_bound(facts: FactSet, form: Form, row: Indicator) -> bool:
    """A figure with an operator for a result; words with figures in them are left alone."""
    actual = plain(row.actual)
    if not actual or _BOUND.match(actual) is None or facts.only(form.block, row.actual) is None:
        return False
    return actual == plain(row.target) or actual[0] in "≥≤><"


def _of_rows(facts: FactSet, form: Form, rows: list[Indicator]) -> Defect:
    shown = [f"{name_of(r)} {plain(r.actual)}" for r in rows[:3]]
    return Defect(
        _evidence(facts, form, rows),
        {"count": str(len(rows)), "names": "、".join(shown) + ("……" if len(rows) > len(shown) else "")},
    )


def _evidence(facts: FactSet, form: Form, rows: list[Indicator]) -> tuple[Evidence, ...]:
    """Completed values first, their targets after."""
    primary = [e for r in rows for e in evidence_of(facts, form, r.actual, "primary")]
    return (*primary, *(e for r in rows for e in evidence_of(facts, form, r.target)))


def _in_prose(facts: FactSet) -> Iterator[Defect]:
    """合格率在96.5%以上: a result given as a bound in a sentence."""
    found: list[Number] = []
    for block, paragraph in enumerate(facts.document.blocks):
        if not isinstance(paragraph, Paragraph):
            continue
        for number in facts.in_paragraph(block):
            quantity = number.quantity
            if number.unit not in ("%", "％") or quantity.high is not None or not quantity.raw.endswith("以上"):
                continue
            clause = _CLAUSE.split(paragraph.text.string[: quantity.start])[-1]
            before = _LINK.sub("", clause)
            if before.endswith(words("share_rates")) and not _GOAL.search(clause):
                found.append(number)
    if found:
        yield Defect(
            (cite(found[0]), *(cite(n, "secondary") for n in found[1:])),
            message={
                "zh": f"{len(found)}处结果写成“…以上”，没有实际数",
                "en": f"{len(found)} results are given as “… or more” instead of the figure",
            },
            severity="info",
        )

"""GJ502 value-type-mismatch 完成值与目标值类型不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Severity
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.rules.cells import blank, name_of, plain, result_forms, row_evidence, words

_DATE = re.compile(
    r"^(?:完成时[间限]:?为?)?(?:截[止至])?(?:(?:19|20)\d\d[年./-]\d{1,2}(?:[月./-]\d{1,2})?[日月号]?|(?:19|20)\d\d年?(?:年?底|年末|年内)|\d{1,2}月(?:底|末|\d{1,2}日)?)"
    r"(?:之?前|以前|底前|底|前完成|完成|前全部完成)*$"
)
_PERCENT = re.compile(r"^(?:[≥≤=><]|>=|<=)?\d+(?:\.\d+)?%(?:以上|以下)?$")
_AMOUNT = re.compile(r"^(?:[≥≤=><]|>=|<=|不低于|不少于|不超过)?\d[\d,]*(?:\.\d+)?(?P<unit>[^\d%％‰.,。，；;]{1,8})?(?:以上|以内|以下)?$")
_DIGIT = re.compile(r"[\d一二三四五六七八九十]")
_KINDS = {
    "date": ("日期", "a date"), "percent": ("百分比", "a percentage"), "amount": ("数值", "a figure"),
    "words": ("定性描述", "words"), "done": ("“完成”", "a mere “done”"),
}


@rule(
    "GJ502", "value-type-mismatch", severity="warning",
    zh="{label}目标值“{target}”是{want}，完成值“{actual}”却是{have}，无法比较",
    en="{label}: the target “{target}” is {want_en}, the completed value “{actual}” is {have_en}: not comparable",
    title_zh="完成值与目标值类型不符", title_en="The completed value is of another type than its target",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 目标是日期的，完成值不应是百分比；目标是数值的，完成值不应只写“完成”；定性目标不应以100%作完成值。

    为什么重要: 类型不同就无法判断目标是否完成，得分没有依据。
    何时不算错: 目标含“率”或百分比；时效目标写“按时完成”而完成值为100%；目标为“完成某事”而完成值为100%（完成进度）；
    完成值写“达成预期指标”等系统用语（只作提示）。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _row(facts, form, row)


def _row(facts: FactSet, form: Form, row: Indicator) -> Iterator[Defect]:
    if row.target is None or row.actual is None or blank(row.target) or blank(row.actual):
        return
    want, have = type_of(row.target), type_of(row.actual)
    severity = mismatch(want, have, row)
    if severity is None:
        return
    yield Defect(
        row_evidence(facts, form, row, row.actual),
        {
            "label": name_of(row), "target": plain(row.target), "actual": plain(row.actual),
            "want": _KINDS[want][0], "have": _KINDS[have][0],
            "want_en": _KINDS[want][1], "have_en": _KINDS[have][1],
        },
        severity=severity,
    )


def type_of(cell: Cell) -> str:
    """``date``, ``percent``, ``amount``, ``done``, ``words``, or ``other`` for what is none of them plainly."""
    text = plain(cell).rstrip("。;")
    if _DATE.match(text):
        return "date"
    if _PERCENT.match(text):
        return "percent"
    if text in words("done"):
        return "done"
    if _AMOUNT.match(text):
        return "amount"
    if not _DIGIT.search(text) and any(w in text for w in words("qualitative")):
        return "words"
    return "other"


def mismatch(want: str, have: str, row: Indicator) -> Severity | None:
    """How bad it is that a target of one type is answered by another."""
    if want == "date" and have == "percent":
        return "warning" if re.search(r"率|比例|程度|进度", row.name) else "error"
    if want == "words" and have == "percent" and "率" not in row.name and "度" not in row.name[-2:]:
        return None if "时效" in row.level2 or "及时" in plain(row.target) else "warning"
    if want == "amount" and have == "percent" and _AMOUNT.match(plain(row.target)):
        unit = _AMOUNT.match(plain(row.target))
        return "warning" if unit is not None and unit["unit"] and "率" not in row.name and not row.unit else None
    if want == "amount" and have == "done":
        return "warning" if plain(row.actual) not in ("达成预期指标", "达成预期目标", "达到预期目标") else "info"
    if want == "amount" and have == "words":
        return "warning"
    return None

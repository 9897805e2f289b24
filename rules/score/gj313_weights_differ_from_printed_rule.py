"""GJ313 weights-differ-from-printed-rule 分值设置与表中说明不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Text
from gouji.extract.facts.model import FactSet, Form
from gouji.rules.cells import result_forms, shown, stated
from gouji.rules.score.parts import block_label

# 分值原则上：产出指标50分、效益指标30分、满意度指标10分、预算执行率10分 (footnote of many sheets).
_RULE = re.compile(
    r"(?P<name>产出|效益|满意度|成本)(?:类)?指标(?:总分|分值)?(?:的)?(?:权重|分值)?(?:统一)?(?:设置|设定|确定)?(?:为|占|:|：)?(?P<points>\d{1,3})(?:分|%)"
)
_FOOTNOTE = re.compile(r"原则上|统一|权重|分值|备注|说明|注[:：]")
_FEWEST = 2


@rule(
    "GJ313", "weights-differ-from-printed-rule", severity="warning",
    zh="表中说明{name}指标为{wanted}分，本表却设为{stated}",
    en="the form's own note gives {name} {wanted} points, the table {stated}",
    title_zh="分值设置与表中说明不符", title_en="The weights differ from the rule printed in the form",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 附注或填表说明写明的一级指标分值（如50/30/10），与表中标签一致。

    为什么重要: 表与自己的说明矛盾，总分口径不一。
    何时不算错: 说明写“特殊情况可调整”并另行注明；说明没有给出两类以上指标的分值；成本指标另设时由产出分出。
    """
    printed = list(_printed_rules(facts))
    if len(printed) != 1:
        return
    wanted, text, places = printed[0]
    for form in result_forms(facts):
        yield from _form(facts, form, wanted, text, places)


def _printed_rules(facts: FactSet) -> Iterator[tuple[dict[str, int], Text, dict[str, tuple[int, int]]]]:
    for _, cell, text in facts.document.texts():
        if (cell is not None and len(text.string) < 30) or "可调整" in text.string or "适当调整" in text.string:
            continue
        found = list(_RULE.finditer(text.string))
        if len({m["name"] for m in found}) < _FEWEST or not _FOOTNOTE.search(text.string):
            continue
        if len({m["name"] for m in found}) == len(found):
            yield {m["name"]: int(m["points"]) for m in found}, text, {m["name"]: m.span() for m in found}


def _form(
    facts: FactSet, form: Form, wanted: dict[str, int], text: Text, places: dict[str, tuple[int, int]]
) -> Iterator[Defect]:
    for block in form.score_blocks:
        label = block_label(facts, form, block)
        name = next((n for n in wanted if block.label.startswith(n)), None)
        if label is None or name is None or stated(label) == wanted[name]:
            continue
        if "成本" not in wanted and any(b.label.startswith("成本") for b in form.score_blocks):
            continue
        start, end = places[name]
        yield Defect(
            (cite(label), Evidence("secondary", text.string[start:end], text.locate(start, end))),
            {"name": name, "wanted": f"{wanted[name]}", "stated": f"{shown(stated(label) or 0)}分"},
            f"{label.raw} ≠ {wanted[name]}分",
        )

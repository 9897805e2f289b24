"""GJ205 control-rate-differs 控制率与实际数、核定数不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import first_held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form
from gouji.rules.cells import plain, stated
from gouji.rules.money import rate_readings

_RATE = re.compile(r"(?P<of>.{0,6})控制率$")
# What is allowed | what there is, as the base-data table of a department (Hunan 附件1) heads its columns.
_PAIRS = (
    (re.compile(r"^编制(?:人?数)?$"), re.compile(r"在职(?:人员)?(?:人?数)?$")),
    (re.compile(r"^(?:批复|计划|核定)规模"), re.compile(r"^实际规模")),
    (re.compile(r"^(?:预算|概算|批复|计划)投资"), re.compile(r"^实际投资")),
)


@rule(
    "GJ205", "control-rate-differs", severity="error",
    zh="控制率写为{stated}，按实际数除以核定数应为{computed}（{sum}）",
    en="the control rate is stated as {stated}; actual divided by allowed gives {computed} ({sum})",
    title_zh="控制率与实际数、核定数不符", title_en="A control rate differs from its figures",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 人员控制率等于在职人数除以编制数；规模控制率、投资概算控制率等于实际除以批复。

    为什么重要: 控制率超过100%即超编、超规模、超概算，是部门整体支出评价的扣分点。
    何时不算错: 0/0和留空；以小数填写；四舍五入。
    """
    for form in facts.forms:
        for i, header in enumerate(form.table.rows[:-1]):
            yield from _under(facts, form, header, form.table.rows[i + 1])


def _under(facts: FactSet, form: Form, header: tuple[Cell, ...], below: tuple[Cell, ...]) -> Iterator[Constraint]:
    """Each 控制率 heading with the two headings before it, and the row of figures under them."""
    texts = [plain(c) for c in header]
    shift = len(below) - len(header)
    for at, text in enumerate(texts):
        if not _RATE.search(text) or at < 2:
            continue
        pair = next((p for p in _PAIRS if p[0].search(texts[at - 2]) and p[1].search(texts[at - 1])), None)
        places = [at - 2 + shift, at - 1 + shift, at + shift]
        if pair is None or min(places) < 0:
            continue
        allowed, actual, rate = (facts.only(form.block, below[p]) for p in places)
        if allowed is None or actual is None or rate is None or (stated(allowed) or 0) <= 0 or stated(actual) is None:
            continue
        ways = [ratio_is(r, actual, allowed, cue="控制率") for r in rate_readings(rate)]
        if ways:
            yield first_held(ways) or ways[-1]

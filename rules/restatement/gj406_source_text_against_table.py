"""GJ406 source-text-against-table 正文所称资金来源与表内来源不符."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.facts.sentences import Sentence, sentences
from gouji.extract.lexicon import words
from gouji.extract.sections import Outline, outline
from gouji.rules.cells import result_forms
from gouji.rules.money import amount


@rule(
    "GJ406", "source-text-against-table", severity="warning",
    zh="正文称“{text}”，自评表却将{amount}全部填在“{row}”，财政拨款为0",
    en="the text speaks of “{text}”, but the sheet puts all {amount} under “{row}” and none under budget funds",
    title_zh="正文所称资金来源与表内来源不符", title_en="The text names another source of money than the table",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一项目的报告正文写明是中央、省级等财政补助资金的，自评表不应将财政拨款填0而全部列为其他资金。

    为什么重要: 资金来源决定管理办法和结余去向，来源填错等于换了一笔钱。
    何时不算错: 正文只是泛称“财政资金管理制度”；表内另有上年结转；报告与表不是同一项目。
    """
    sections = outline(facts.document)
    money = facts.document.said(words("gouji.rules.restatement", "words.txt")["grant-money"])
    found = [s for s in sentences(facts.document) if money and _speaks_of_grant(s.string)]
    if not found:
        return
    for form in result_forms(facts):
        project = sections.parts[sections.part_of(form.block)].project
        other = _all_other(facts, form)
        if project and other is not None:
            yield from _against(form, sections, project, other, found)


def _speaks_of_grant(text: str) -> bool:
    """中央和地方对食品抽检的补助资金: a level of government, then 补助 or 专项 money."""
    lists = words("gouji.rules.restatement", "words.txt")
    level = next((text.find(w) for w in lists["grant-level"] if w in text), -1)
    if level < 0:
        return False
    rest = text[level : level + 24]
    return any(w in rest for w in lists["grant-money"])


def _all_other(facts: FactSet, form: Form) -> tuple[Number, Number, str] | None:
    """Budget funds stated as 0 while another source holds the whole total."""
    zero = whole = None
    for row in form.funds:
        n = amount(facts, form, row, "executed")
        if n is None:
            continue
        value = n.quantity.value
        if row.kind == "part" and "财政拨款" in row.label and value == 0:
            zero = n
        if row.kind == "part" and row.label.strip("：: ").endswith("其他资金") and value and value > 0:
            whole = (n, row.label.strip("：: "))
    total = next((amount(facts, form, r, "executed") for r in form.funds if r.kind == "total"), None)
    if zero is None or whole is None or total is None or total.interval() != whole[0].interval():
        return None
    return zero, whole[0], whole[1]


def _against(
    form: Form, sections: Outline, project: str, other: tuple[Number, Number, str], found: list[Sentence]
) -> Iterator[Defect]:
    zero, whole, label = other
    for s in found:
        about = sections.parts[s.part].project
        if s.place[0] != form.block and about and (about in project or project in about):
            quote = s.string.strip()
            yield Defect(
                (
                    cite(whole, "primary"), cite(zero, "secondary"),
                    Evidence("secondary", quote[:60], s.text.locate(s.start, s.end)),
                ),
                {"text": quote[:40], "amount": f"{whole.raw}{whole.context.unit or ''}", "row": label},
            )
            return

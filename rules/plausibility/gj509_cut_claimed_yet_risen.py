"""GJ509 cut-claimed-yet-risen 称压缩支出而决算高于上年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, at_most
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Form
from gouji.rules.cells import folded, plain, stated, words

_PRIOR = re.compile(r"^(?:(?P<year>\d{4})年?|上年|去年)(?:度)?(?:决算|实际支出)数?(?:[(（].*)?$")
_FINAL = re.compile(r"^(?:(?P<year>\d{4})年?|本年|当年)(?:度)?(?:决算|实际支出)数?(?:[(（].*)?$")
_SAME = {"公务用车": "车", "公车": "车", "车辆": "车", "招待费": "接待", "接待": "接待"}
_CLAUSE = re.compile(r"[。！？!?\n]")


@rule(
    "GJ509", "cut-claimed-yet-risen", severity="warning",
    zh="正文称压缩支出，而{label}决算{stated}高于上年：{sum}",
    en="the report claims spending was cut, yet {label} rose to {stated}: {sum}",
    title_zh="称压缩支出而决算高于上年", title_en="Spending is said to be cut, yet it rose",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 正文称某些经费“实行了压缩支出”的，基础数据表中该项本年决算数不高于上年决算数。

    为什么重要: 定性结论应有数据支持，与本单位自己的数据相反即不可信。
    何时不算错: 正文没有压缩支出的说法；正文没有点到该项经费；表中没有上年和本年两列决算数。
    """
    named = _named(facts)
    if not named:
        return
    for form in facts.forms:
        yield from _rows(facts, form, named)


def _named(facts: FactSet) -> set[str]:
    """Kinds of spending named in the sentences that claim a cut."""
    found: set[str] = set()
    for paragraph in facts.document.blocks:
        if not isinstance(paragraph, Paragraph):
            continue
        for sentence in _CLAUSE.split(paragraph.text.string):
            said = folded(sentence)
            if any(folded(claim) in said for claim in words("cut_claims")):
                found.update(_SAME.get(item, item) for item in words("cut_items") if item in said)
    return found


def _rows(facts: FactSet, form: Form, named: set[str]) -> Iterator[Constraint]:
    """Rows under ``上年决算数 | … | 本年决算数`` whose label names one of these kinds."""
    rows = form.table.rows
    for i, header in enumerate(rows):
        texts = [plain(c) for c in header]
        years = [(n, m) for n, t in enumerate(texts) if (m := _PRIOR.match(t) or _FINAL.match(t))]
        if len(years) != 2 or not _in_order(texts[years[0][0]], texts[years[1][0]]):
            continue
        before, now = (len(header) - n for n, _ in years)
        three_public = {"接待", "车", "出国"} <= named
        for row in rows[i + 1 :]:
            if len(row) != len(header):
                continue
            label = "".join(plain(c) for c in row[: len(row) - before])
            kinds = {_SAME.get(item, item) for item in words("cut_items") if item in label}
            if not (kinds & named or ("三公" in kinds and three_public)):
                continue
            prior, final = facts.only(form.block, row[-before]), facts.only(form.block, row[-now])
            if prior is None or final is None or prior.dimension() != final.dimension() or not stated(prior):
                continue
            yield replace(at_most(final, prior, cue="压缩支出"), severity="warning")
        return


def _in_order(first: str, second: str) -> bool:
    """True when the first heading is the year before the second."""
    a, b = re.search(r"\d{4}", first), re.search(r"\d{4}", second)
    if a and b:
        return int(a[0]) + 1 == int(b[0])
    return first.startswith(("上年", "去年")) and second.startswith(("本年", "当年"))

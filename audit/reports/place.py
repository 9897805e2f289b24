"""Where something stands, in words a person can follow in the printed document."""

from __future__ import annotations

from gouji.audit.finding import Evidence
from gouji.audit.reports.width import clip
from gouji.extract.document import Span
from gouji.extract.facts.model import Number

Lang = str
_STEP_COLUMNS = 40

ROLES: dict[str, dict[str, str]] = {
    "zh": {
        "target": "指标值", "actual": "实际完成值", "budget_initial": "年初预算", "budget": "全年预算",
        "executed": "执行数", "rate": "执行率", "weight": "分值", "score": "得分", "plan": "计划", "prior": "上年",
    },
    "en": {
        "target": "target", "actual": "actual", "budget_initial": "initial budget", "budget": "budget",
        "executed": "executed", "rate": "rate", "weight": "weight", "score": "score", "plan": "plan",
        "prior": "prior year",
    },
}
_PARTS: dict[str, dict[str, str]] = {
    "zh": {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注", "header": "页眉", "footer": "页脚",
           "textboxes": "文本框"},
    "en": {"footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "header": "header",
           "footer": "footer", "textboxes": "text boxes"},
}
_BODY = ("document", "html")


def in_source(span: Span, lang: Lang = "zh") -> str:
    """The place in the file: ``第718行`` (text), ``第3页`` (PDF), ``第12段`` (Word, web page), ``表2!C7`` (workbook)."""
    zh = lang != "en"
    words = []
    if span.part and not span.part.startswith(_BODY):
        names = _PARTS["zh" if zh else "en"]
        words.append(next((v for k, v in names.items() if span.part.startswith(k)), span.part))
    if span.sheet is not None:
        words.append(f"{span.sheet}!{span.address}" if span.address else span.sheet)
    if span.page is not None:
        words.append(f"第{span.page}页" if zh else f"page {span.page}")
    if span.line is not None:
        words.append(f"第{span.line}行" if zh else f"line {span.line}")
    elif span.paragraph is not None and span.table is None:
        words.append(f"第{span.paragraph + 1}段" if zh else f"paragraph {span.paragraph + 1}")
    return " ".join(words)


def in_table(span: Span, lang: Lang = "zh") -> str:
    """``表4第12行`` with rows counted from 1, or nothing outside a table."""
    if span.table is None:
        return ""
    if lang == "en":
        return f"table {span.table + 1}" + (f" row {span.row + 1}" if span.row is not None else "")
    return f"表{span.table + 1}" + (f"第{span.row + 1}行" if span.row is not None else "")


def of_number(number: Number, lang: Lang = "zh") -> str:
    """``附件3 · 食品安全抽检专项 · 产出指标 · 表4第12行 实际完成值 / 第718行``."""
    return of_evidence(Evidence("primary", number.raw, number.span, number), lang)


def of_evidence(evidence: Evidence, lang: Lang = "zh", beside: Evidence | None = None) -> str:
    """The same for a quoted place, which may be no number.

    What it has in common with the place ``beside`` which it is shown is left out: scope, table and row.
    """
    span, number = evidence.span, evidence.number
    steps = _scope(number)
    row = in_table(span, lang)
    if beside is not None and number is not None and steps == _scope(beside.number):
        steps = []
        if row and (span.table, span.row) == (beside.span.table, beside.span.row):
            row = "same row" if lang == "en" else "同行"
    role = ""
    if row and number is not None and number.context.role is not None:
        role = ROLES["en" if lang == "en" else "zh"].get(number.context.role, "")
    if row or role:
        steps = [*steps, f"{row} {role}".strip()]
    source = in_source(span, lang)
    words = " · ".join(steps)
    return f"{words} / {source}" if words and source else words or source


def of_column(evidence: Evidence, lang: Lang = "zh") -> str:
    """``表1 得分``: the table and what the column holds; nothing for a quote that is in no known column."""
    span, number = evidence.span, evidence.number
    if span.table is None or number is None or number.context.role is None:
        return ""
    return f"{in_table(span._replace(row=None), lang)} {ROLES['en' if lang == 'en' else 'zh'][number.context.role]}"


def _scope(number: Number | None) -> list[str]:
    """Steps from the document down to the row, each once, none that is only numbering marks."""
    if number is None:
        return []
    steps = (clip(s, _STEP_COLUMNS) for s in number.context.scope if any(c.isalnum() for c in s))
    return list(dict.fromkeys(steps))

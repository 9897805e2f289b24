"""The document as one HTML page: tables with their merged cells, every number underlined by its status."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from msgspec import Struct

from gouji.audit.ledger import reason_in
from gouji.audit.report import Report
from gouji.audit.reports.redact import Redact, redactor
from gouji.audit.reports.words import WORDS
from gouji.extract.document import Cell, Paragraph, Table
from gouji.extract.facts.model import Number

_STYLE = """
body{font:16px/1.7 "Songti SC",SimSun,"Noto Serif CJK SC",serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0;font-size:.9em}td{border:1px solid #888;padding:.2em .5em;vertical-align:middle}
.furniture{color:#888;font-size:.85em}u{text-decoration-thickness:2px;text-underline-offset:3px}
u.confirmed{text-decoration-color:#2a8a3e}u.within_rounding{text-decoration-color:#6a9a2e;text-decoration-style:dashed}
u.contradicted{text-decoration-color:#c62828;text-decoration-style:double;background:#fdecea}
u.unchecked{text-decoration-color:#999;text-decoration-style:dotted}
"""
_LEGEND = {
    "zh": ("数字下划线", "已核对", "尾差", "有矛盾", "未核对"),
    "en": ("numbers underlined", "confirmed", "within rounding", "contradicted", "unchecked"),
}
_STATUSES = ("confirmed", "within_rounding", "contradicted", "unchecked")
_FURNITURE = ("header", "footer", "page_number")


def render(report: Report, lang: str = "zh") -> str:
    """The page, complete in itself: nothing is loaded from elsewhere, nothing runs. Personal numbers are starred.

    Pointing at a number shows its status and why: the findings about it, or why it could not be checked.
    """
    redact = redactor(report.numbers)
    page = _Page(report, redact, lang, _said(report, redact, lang))
    here = _by_place(report.numbers)
    body = [
        f'<p class="furniture">{WORDS[lang]["problem"]}　{escape(p.en if lang == "en" else p.zh)}</p>' for p in report.problems
    ]
    for index, block in enumerate(report.document.blocks):
        if isinstance(block, Table):
            body.append(_table(block, index, here, page))
        else:
            body.append(_paragraph(block, here.get((index, -1, -1), ()), page))
    words = _LEGEND[lang]
    legend = " · ".join(f'<u class="{s}">{w}</u>' for s, w in zip(_STATUSES, words[1:], strict=True))
    title = escape(report.document.path)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f'<p class="furniture">{title}　{words[0]}：{legend}</p>\n' + "\n".join(body) + "\n</body></html>\n"
    )


class _Page(Struct, frozen=True):
    """What every part of the page needs: the report, how to star and in which language, what is said of a number."""

    report: Report
    redact: Redact
    lang: str
    said: dict[str, list[str]]


def _said(report: Report, redact: Redact, lang: str) -> dict[str, list[str]]:
    """By number: the findings in which it is quoted or which would correct it, each once."""
    said: dict[str, list[str]] = {}
    for f in report.findings:
        about = {e.number.id for e in f.evidence if e.number is not None}
        if f.suggestion is not None:
            about.add(f.suggestion.number.id)
        for number in about:
            said.setdefault(number, []).append(f"{f.code} {redact(f.message[lang])}")
    return said


Places = dict[tuple[int, int, int], list[Number]]


def _by_place(numbers: Iterable[Number]) -> Places:
    places: Places = {}
    for n in numbers:
        key = (n.block, -1, -1) if n.cell is None else (n.block, n.cell.row, n.cell.column)
        places.setdefault(key, []).append(n)
    return places


def _paragraph(block: Paragraph, numbers: Iterable[Number], page: _Page) -> str:
    text = _marked(block.text.string, numbers, page)
    if block.kind == "heading" or block.level is not None:
        level = min(block.level or 2, 6)
        return f"<h{level}>{text}</h{level}>"
    return f'<p class="furniture">{text}</p>' if block.kind in _FURNITURE else f"<p>{text}</p>"


def _table(table: Table, index: int, here: Places, page: _Page) -> str:
    rows = []
    for row in table.rows:
        cells = "".join(
            f"<td{_spans(c)}>{_marked(c.text.string, here.get((index, c.row, c.column), ()), page)}</td>" for c in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _spans(cell: Cell) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return down + across


def _marked(text: str, numbers: Iterable[Number], page: _Page) -> str:
    """The text with its quantities underlined; a number that overlaps the one before stays plain."""
    out: list[str] = []
    at = 0
    for n in sorted(numbers, key=lambda n: n.quantity.start):
        start, end = n.quantity.start, n.quantity.end
        if start < at or n.id not in page.report.statuses:
            continue
        out.append(_plain(text[at:start], page.redact))
        out.append(_underlined(n, text[start:end], page))
        at = end
    out.append(_plain(text[at:], page.redact))
    return "".join(out)


def _underlined(number: Number, raw: str, page: _Page) -> str:
    status, reason = page.report.statuses[number.id]
    words = [f"{number.id} {WORDS[page.lang].get(status, status)}", *page.said.get(number.id, ())]
    if reason:
        words[0] += f"：{reason_in(reason, page.lang)}" if page.lang == "zh" else f": {reason_in(reason, page.lang)}"
    return f'<u class="{status}" title="{escape(chr(10).join(words), quote=True)}">{_plain(raw, page.redact)}</u>'


def _plain(text: str, redact: Redact) -> str:
    return escape(redact(text)).replace("\n", "<br>")

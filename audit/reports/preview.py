"""The document as one HTML page: tables with their merged cells, every number underlined by its status."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

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
    """The page, complete in itself: nothing is loaded from elsewhere, nothing runs. Personal numbers are starred."""
    redact = redactor(report.numbers)
    here = _by_place(report.numbers)
    body: list[str] = []
    for index, block in enumerate(report.document.blocks):
        if isinstance(block, Table):
            body.append(_table(block, index, here, report, redact, lang))
        else:
            body.append(_paragraph(block, here.get((index, -1, -1), ()), report, redact, lang))
    words = _LEGEND[lang]
    legend = " · ".join(f'<u class="{s}">{w}</u>' for s, w in zip(_STATUSES, words[1:], strict=True))
    title = escape(report.document.path)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f'<p class="furniture">{title}　{words[0]}：{legend}</p>\n' + "\n".join(body) + "\n</body></html>\n"
    )


Places = dict[tuple[int, int, int], list[Number]]


def _by_place(numbers: Iterable[Number]) -> Places:
    places: Places = {}
    for n in numbers:
        key = (n.block, -1, -1) if n.cell is None else (n.block, n.cell.row, n.cell.column)
        places.setdefault(key, []).append(n)
    return places


def _paragraph(block: Paragraph, numbers: Iterable[Number], report: Report, redact: Redact, lang: str) -> str:
    text = _marked(block.text.string, numbers, report, redact, lang)
    if block.kind == "heading" or block.level is not None:
        level = min(block.level or 2, 6)
        return f"<h{level}>{text}</h{level}>"
    return f'<p class="furniture">{text}</p>' if block.kind in _FURNITURE else f"<p>{text}</p>"


def _table(table: Table, index: int, here: Places, report: Report, redact: Redact, lang: str) -> str:
    rows = []
    for row in table.rows:
        cells = "".join(
            f"<td{_spans(c)}>{_marked(c.text.string, here.get((index, c.row, c.column), ()), report, redact, lang)}</td>"
            for c in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _spans(cell: Cell) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    across = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return down + across


def _marked(text: str, numbers: Iterable[Number], report: Report, redact: Redact, lang: str) -> str:
    """The text with its quantities underlined; a number that overlaps the one before stays plain."""
    out: list[str] = []
    at = 0
    for n in sorted(numbers, key=lambda n: n.quantity.start):
        start, end = n.quantity.start, n.quantity.end
        if start < at or n.id not in report.statuses:
            continue
        status = report.statuses[n.id][0]
        title = escape(f"{n.id} {WORDS[lang].get(status, status)}", quote=True)
        out.append(_plain(text[at:start], redact))
        out.append(f'<u class="{status}" title="{title}">{_plain(text[start:end], redact)}</u>')
        at = end
    out.append(_plain(text[at:], redact))
    return "".join(out)


def _plain(text: str, redact: Redact) -> str:
    return escape(redact(text)).replace("\n", "<br>")

"""A text file in any encoding, hard-wrapped, with tables aligned by blanks, or as Tika's XHTML: the same filing."""

from __future__ import annotations

import html
import unicodedata
from collections import Counter

import pytest
from same_filing import NAMES, findings, numbers, report_on, samples
from written_files import SAMPLES, Grid, load

import gouji
from gouji.audit.report import Report
from gouji.extract.readers import read_bytes

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")
WIDTH = 76
TRADITIONAL = "全年檢查商戶50戶，其中超市12戶、餐館25戶、藥店14戶。項目支出績效自評報告：預算資金100.00萬元，實際支出95.50萬元，執行率95.5%。\n" * 3


def report(data: bytes, name: str = "a.txt") -> Report:
    return gouji.check(read_bytes(data, name))


def printed(name: str) -> str:
    source = load(SAMPLES / name)
    return (SAMPLES / name / f"{name}.txt").read_text(source.encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["food-inspection", "county-prose", "civil-affairs"])
def test_the_encoding_changes_nothing(name: str, encoding: str) -> None:
    document = read_bytes(printed(name).encode(encoding), "a.txt")
    assert document.blocks == report_on(name, "txt").document.blocks
    assert not document.problems


def test_big5_is_read() -> None:
    document = read_bytes(TRADITIONAL.encode("big5"), "a.txt")
    assert document.blocks == read_bytes(TRADITIONAL.encode(), "a.txt").blocks and not document.problems


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrapped(text: str) -> str:
    """Lines broken at a display width, wherever that falls, as old terminals and mail programs do; tables kept."""
    out: list[str] = []
    for line in text.split("\n"):
        if "|" in line or "\t" in line:
            out.append(line)
            continue
        while wide(line) > WIDTH:
            at = next(i for i in range(len(line), 0, -1) if wide(line[:i]) <= WIDTH)
            while line[at - 1 : at + 1].isascii() and at > WIDTH // 4:  # no figure is broken
                at -= 1
            out.append(line[:at])
            line = line[at:]
        out.append(line)
    return "\n".join(out)


@pytest.mark.parametrize("name", NAMES)
def test_hard_wrapped_lines_give_the_same_numbers_and_findings(name: str) -> None:
    text = printed(name)
    if any("\n\t" in text for _ in "x") and load(SAMPLES / name).style == "tika":
        pytest.skip("in a Tika dump a line break is a paragraph of a cell")
    found = report(wrapped(text).encode())
    assert wrapped(text) != text
    assert _numbers(found) == Counter(numbers(name, "txt"))
    assert _findings(found) == Counter(findings(name, "txt"))


def _numbers(found: Report) -> Counter[str]:
    return Counter(
        f"{samples.written(n)} {found.statuses[n.id][0]}" if n.is_quantity else f"{n.quantity.kind} {samples.squeezed(n.raw)}"
        for n in samples.body_numbers(found)
    )


def _findings(found: Report) -> Counter[str]:
    return Counter(
        f"{f.code} {f.severity} {samples.primary(f)} {f.computation or '-'} {f.suggestion.raw if f.suggestion else '-'}"
        for f in found.findings
    )


def aligned(grid: Grid) -> list[str]:
    """A table as print-outs have it: columns padded with blanks to one display width."""
    rows = [["".join(b.lines) if starts else "" for b, starts in row] for row in grid.rows()]
    widths = [max(wide(row[c]) for row in rows) + 3 for c in range(grid.n_columns)]
    return ["".join(cell + " " * (w - wide(cell)) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def test_a_table_aligned_by_blanks_is_the_table() -> None:
    grid = Grid(tuple(b for b in _money().boxes), _money().n_rows, _money().n_columns)
    text = "\n".join(["全县2023年支出情况如下。", "", "单位：万元", *aligned(grid), "", "以上数据来自决算。"])
    table = read_bytes(text.encode(), "a.txt").tables[0]
    assert [[c.text.string for c in row] for row in table.rows] == [[b.text for b, _ in row] for row in grid.rows()]
    assert [r.verdict for r in report(text.encode()).relations if r.rule == "GJ101"] == ["holds", "holds"]


def _money() -> Grid:
    from builder.source import grid

    return grid("aligned", "科目 | 预算数 | 执行数\n教育支出 | 1,200.50 | 1,100.25\n卫生健康支出 | 800.00 | 750.00\n合计 | 2,000.50 | 1,850.25\n")


def tika(name: str) -> bytes:
    """As Tika writes a Word file: XHTML with its metadata, cells without spans, a paragraph in each."""
    out = ['<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml">', "<head>",
           '<meta name="X-TIKA:Parsed-By" content="org.apache.tika.parser.DefaultParser"/>',
           '<meta name="meta:page-count" content="3"/><title></title></head><body>']  # fmt: skip
    for block in load(SAMPLES / name).blocks:
        if block.grid is not None:
            rows = (
                "".join(f"<td>{''.join(f'<p>{html.escape(line)}</p>' for line in (b.lines if starts else ['']))}</td>\n" for b, starts in row)
                for row in block.grid.rows()
            )
            out.append("<table><tbody>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</tbody></table>")
        elif block.kind != "page":
            out.append(f"<p>{html.escape(block.number + block.text)}</p>")
    return "\n".join([*out, "</body></html>"]).encode()


@pytest.mark.parametrize("name", ["civil-affairs", "final-accounts", "food-inspection", "tea-garden"])
def test_tikas_xhtml_gives_every_number_of_the_filing(name: str) -> None:
    found = report(tika(name), "a.xhtml")
    assert found.document.format == "html" and not found.document.problems
    here = Counter(samples.squeezed(n.raw) for n in samples.body_numbers(found))
    assert here == Counter(samples.squeezed(n.raw) for n in samples.body_numbers(report_on(name, "txt")))
    assert len(found.document.tables) == len(report_on(name, "docx").document.tables)
    errors = {(f.code, samples.primary(f)) for f in found.findings if f.severity == "error"}
    assert errors <= {(f.code, samples.primary(f)) for f in report_on(name, "docx").findings}

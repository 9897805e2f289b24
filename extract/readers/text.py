"""Plain text into a ``Document``: its lines, put together where they were broken, and tables in any of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gouji.extract.document import Block, Cell, Document, Paragraph, Problem, Table
from gouji.extract.errors import LimitExceeded
from gouji.extract.readers.text_aligned import aligned_at
from gouji.extract.readers.text_columns import columns_at
from gouji.extract.readers.text_commas import comma_rows
from gouji.extract.readers.text_delimited import apart, count_pipes, pipe_rows, pipe_run, tab_rows, tab_run
from gouji.extract.readers.text_drawn import drawn_at
from gouji.extract.readers.text_encoding import decode
from gouji.extract.readers.text_lines import Line, split_lines, text_of
from gouji.extract.readers.text_stacked import stacked_at
from gouji.extract.readers.text_tika import read_tables, starts_cell
from gouji.extract.readers.text_wrap import joined, paragraphs

MAX_CELLS = 300_000


def read_text(data: bytes, path: str, sha256: str) -> Document:
    """Read a text file's bytes.

    Args:
        data: the whole file.
        path: its name, for messages and the report.
        sha256: its digest, hexadecimal.

    Raises:
        UnreadableFile: the bytes are no text.
        LimitExceeded: more table cells than any filing has.

    """
    string, _, wrong = decode(data, path)
    problems: tuple[Problem, ...] = ()
    if wrong:
        problems = (
            Problem(
                "GJ002",
                f"有{wrong}个字符无法解码，已用“\ufffd”代替",
                f"{wrong} characters could not be decoded and were replaced by “\ufffd”",
            ),
        )
    return Document(path, "text", sha256, tuple(parse(string, path)), problems=problems)


def parse(string: str, path: str = "") -> list[Block]:
    """Blocks of a decoded text in reading order; empty lines give no block.

    Raises:
        LimitExceeded: more table cells than any filing has.
    """
    lines = split_lines(string)
    if (values := comma_rows(lines, named=path.lower().endswith(".csv"))):
        return _comma_separated(values, path)
    found: list[Line | Table] = []
    tables = cells = 0
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.blank and "\t" not in line.string:
            i += 1
            continue
        here, after = _tables_at(lines, i, tables)
        if not here:
            found += [prose for prose in lines[i:after] if not prose.blank]
            i = after
            continue
        for table in here:
            cells += len(table.cells)
            if cells > MAX_CELLS:
                raise _too_many_cells(path)
            found.append(table)
            tables += 1
        i = after
    return _blocks(found)


def _comma_separated(rows: Sequence[Sequence[Line]], path: str) -> list[Block]:
    """One table, the lines above it that fill a single field (title, 单位：万元) as paragraphs."""
    if len(rows) * len(rows[0]) > MAX_CELLS:
        raise _too_many_cells(path)
    filled = [[field for field in row if field.string] for row in rows]
    above = next((i for i, fields in enumerate(filled) if len(fields) > 1), len(rows))
    titles: list[Block] = [Paragraph(joined(fields, 0)) for fields in filled[:above] if fields]
    body = [row for row, fields in zip(rows, filled, strict=True) if fields][len(titles) :]
    return [*titles, _table(_single(body), 0)] if body else titles


def _blocks(found: Sequence[Line | Table]) -> list[Block]:
    """Tables as they are, lines as paragraphs."""
    prose = [item for item in found if isinstance(item, Line)]
    grouped, widest = paragraphs(prose)
    groups = iter(grouped)
    blocks: list[Block] = []
    passed = 0
    for item in found:
        if isinstance(item, Table):
            blocks.append(item)
        elif passed:
            passed -= 1
        else:
            group = next(groups)
            passed = len(group) - 1
            blocks.append(Paragraph(joined(group, widest)))
    return blocks


def _tables_at(lines: Sequence[Line], i: int, index: int) -> tuple[list[Table], int]:
    """Tables that start at line ``i`` (none, as a rule), and the line after them or after the text there."""
    line = lines[i]
    if "\t" in line.string:
        if _is_dump(lines, i):
            found, end = read_tables(lines, i)
            return [_table(rows, index + n) for n, rows in enumerate(found)], end
        end, is_table = tab_run(lines, i)
        rows = [row for row in tab_rows(lines[i:end]) if any(c.string for c in row)] if is_table else []
        return [_table(_single(sheet), index + n) for n, sheet in enumerate(apart(rows)) if sheet], end
    drawn, end = drawn_at(lines, i, index)
    if drawn is not None:
        return [drawn], end
    if count_pipes(line):
        end = pipe_run(lines, i)
        if end > i:
            rows = pipe_rows(lines[i:end])
            return [_table(_single(sheet), index + n) for n, sheet in enumerate(apart(rows)) if sheet], end
    table, end = stacked_at(lines, i, index)
    if table is None:
        table, end = columns_at(lines, i, index)
    if table is None:
        table, end = aligned_at(lines, i, index)
    return ([] if table is None else [table]), end


def _is_dump(lines: Sequence[Line], start: int) -> bool:
    """True when the lines up to the next empty one are cells of their own rather than tab-separated rows."""
    if not starts_cell(lines[start]):
        return False
    end = start
    while end < len(lines) and lines[end].string:
        end += 1
    tabbed = [line for line in lines[start:end] if "\t" in line.string]
    whole = sum(starts_cell(line) for line in tabbed)
    return 2 * whole > len(tabbed)


def _single(rows: Iterable[Sequence[Line]]) -> list[list[list[Line]]]:
    return [[[cell] for cell in row] for row in rows]


def _table(rows: Sequence[Sequence[Sequence[Line]]], index: int) -> Table:
    cells = tuple(
        Cell(r, c, text_of(fragments, table=index, row=r, column=c))
        for r, row in enumerate(rows)
        for c, fragments in enumerate(row)
    )
    return Table(index, cells, ragged=True)


def _too_many_cells(path: str) -> LimitExceeded:
    return LimitExceeded(
        f"表格超过{MAX_CELLS}个单元格，未读取；请按单位或年度拆成几份再核对",
        f"the tables have more than {MAX_CELLS} cells; not read: split the file, by unit or by year",
        path,
    )

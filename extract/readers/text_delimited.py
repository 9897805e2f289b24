"""Tables with several cells a line: parted by tabs, or by ``|`` with or without outer pipes (Markdown too)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gouji.extract.readers.text_lines import Line

_PIPE = re.compile(r"(?<!\\)[|｜]")
_SEPARATOR_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_CONTENTS_TAIL = re.compile(r"[\s.…·\-]*\d{1,3}\s*")
_MANY_PIPES = 2
_NOTHING = ("（空）", "(空)")
_PROJECT = ("项目名称", "专项名称", "项目（专项）名称", "转移支付（项目）名称", "专项资金名称")
"""What the first row of a sheet on one project says."""
_SHORTEST_SHEET = 8
"""Rows of a sheet at least: shorter ones are lists."""


def count_pipes(line: Line) -> int:
    """Number of cell separators on a line."""
    return len(_PIPE.findall(line.string)) if "|" in line.string or "｜" in line.string else 0


def pipe_run(lines: Sequence[Line], start: int) -> int:
    """End of the run of ``|`` lines from ``start`` if it is a table, else ``start``.

    Two lines in a row make a table, or one with at least two separators; one ``|`` in prose makes none.
    """
    end = start
    while end < len(lines) and (count_pipes(lines[end]) or _is_rule(lines, start, end)):
        end += 1
    many = end - start >= _MANY_PIPES or (end > start and count_pipes(lines[start]) >= _MANY_PIPES)
    return end if many else start


def _is_rule(lines: Sequence[Line], start: int, at: int) -> bool:
    """A Markdown rule without pipes (one column) under a pipe line."""
    return at == start + 1 and "-" in lines[at].string and bool(_SEPARATOR_ROW.fullmatch(lines[at].string))


def pipe_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Cells of a run of ``|`` lines, row by row; blanks around a cell are no part of it.

    Pipes at both ends of every line are a frame. A lone leading pipe (or blank before it) is an empty cell:
    what a merged cell above leaves behind.
    """
    body = [line for i, line in enumerate(lines) if i != 1 or not _is_separator(line)]
    framed = bool(body) and all(_framed(line) for line in body)
    rows = []
    for line in body:
        cells = _split(line, _PIPE)
        if framed:
            cells = cells[1:-1]
        rows.append([_cell(c) for c in cells])
    return rows


def _cell(cell: Line) -> Line:
    """Without blanks at both ends; （空） says that nothing stands there."""
    bare = cell.strip()
    return bare.slice(0, 0) if bare.string in _NOTHING else bare


def apart(rows: list[list[Line]]) -> list[list[list[Line]]]:
    """Sheets that stand one under the other without a line between: each begins with the name of its project."""
    starts = [i for i, row in enumerate(rows) if _names_project(row)]
    starts = [i for n, i in enumerate(starts) if not n or i - starts[n - 1] >= _SHORTEST_SHEET]
    if len(starts) < 2:
        return [rows]
    cuts = [0, *starts[1:], len(rows)]
    return [rows[a:b] for a, b in pairwise(cuts)]


def _names_project(row: Sequence[Line]) -> bool:
    told = [c.string for c in row if c.string]
    return len(told) == _MANY_PIPES and told[0].rstrip("：:") in _PROJECT


def _is_separator(line: Line) -> bool:
    return "-" in line.string and bool(_SEPARATOR_ROW.fullmatch(line.string))


def _framed(line: Line) -> bool:
    bare = line.string.strip()
    return len(bare) > 1 and bare[0] in "|｜" and bare[-1] in "|｜" and not bare.endswith("\\|")


def _split(line: Line, separator: re.Pattern[str]) -> list[Line]:
    cuts = [m.span() for m in separator.finditer(line.string)]
    cells, at = [], 0
    for left, right in cuts:
        cells.append(line.slice(at, left))
        at = right
    return [*cells, line.slice(at)]


_TAB = re.compile("\t")


def tab_run(lines: Sequence[Line], start: int) -> tuple[int, bool]:
    """End of the run of lines with tabs from ``start``, and whether it is a table.

    A single line with one tab is prose (a signature line); lines that all end in a page number are a table of
    contents.
    """
    end = start
    while end < len(lines) and "\t" in lines[end].string.strip(" "):
        end += 1
    run = lines[start:end]
    lone = len(run) == 1 and run[0].string.strip().count("\t") < _MANY_PIPES
    return max(end, start + 1), bool(run) and not lone and not _is_contents(run)


def _is_contents(run: Sequence[Line]) -> bool:
    tails = [line.string.strip().rsplit("\t", 1)[-1] for line in run]
    if not all(line.string.strip().count("\t") == 1 and _CONTENTS_TAIL.fullmatch(t) for line, t in zip(run, tails, strict=True)):
        return False
    pages = [int(re.sub(r"\D", "", t)) for t in tails]
    return len(run) > _MANY_PIPES and pages == sorted(pages) and pages[-1] < 500


def tab_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Cells of a run of tab-separated lines, row by row; blanks around a cell are no part of it."""
    return [[_cell(c) for c in _split(line, _TAB)] for line in lines]

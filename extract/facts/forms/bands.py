"""Cut a table into bands at its header rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.align import lay, stack_headers
from gouji.extract.facts.forms.cells import head, is_cut, is_empty, is_number, label, plain
from gouji.extract.facts.forms.headers import column_of, heads_numbers, is_mark_row, kind_of, look, unit_in
from gouji.extract.facts.forms.layout import MONEY_KINDS, Band, BandKind, Column, Line
from gouji.extract.facts.forms.words import words

Row = tuple[Cell, ...]
_VALUE_KINDS = frozenset(("target", "actual", "completion"))


@dataclass(slots=True)
class _Draft:
    header_rows: list[int]
    body: list[int]
    pairs: bool = False
    indicators: bool = False


_HEADLESS = {(False,): ("budget",), (False, False, True): ("budget", "executed", "rate")}


def cut(table: Table) -> tuple[tuple[Band, ...], tuple[int, ...]]:
    """Bands of a table top to bottom, and the rows that are titles or captions inside it."""
    rows = table.rows
    drafts: list[_Draft] = []
    titles: list[int] = []
    r = 0
    while r < len(rows):
        row = rows[r]
        if not any(not is_empty(c.text.string) for c in row):
            if drafts:
                drafts[-1].body.append(r)
            r += 1
            continue
        if _is_title(table, row) and (not drafts or drafts[-1].pairs):
            titles.append(r)
            r += 1
            continue
        again = _repeated(rows, drafts, r)
        if again:
            titles.extend(range(r, r + again))
            r += again
            continue
        depth = _header_depth(table, rows, r, drafts[-1] if drafts else None)
        if depth:
            header = list(range(r, r + depth))
            drafts.append(_Draft(header, [], indicators=_has_values(rows[r + depth - 1]) or _has_values(row)))
            r += depth
            continue
        pairs = _is_pairs(row)
        if pairs and (not drafts or not drafts[-1].indicators or drafts[-1].pairs):
            if not drafts or not drafts[-1].pairs:
                drafts.append(_Draft([], [], pairs=True))
        elif not drafts or (drafts[-1].pairs and look(row).numbers):
            drafts.append(_Draft([], []))
        drafts[-1].body.append(r)
        r += 1
    return tuple(_band(table, d) for d in drafts), tuple(titles)


def _is_title(table: Table, row: Row) -> bool:
    filled = [c for c in row if not is_empty(c.text.string)]
    if len(filled) != 1 or is_number(filled[0].text.string):
        return False
    cell = filled[0]
    wide = cell.column_span >= table.n_columns if not table.ragged else len(row) == 1
    text = plain(cell.text.string)
    return (wide or text.startswith("单位：")) and len(text) <= 60 and cell.row_span == 1


def _has_values(row: Row) -> bool:
    kinds = {kind_of(c.text.string)[0] for c in row}
    return bool(kinds & _VALUE_KINDS) and bool(kinds & {"level1", "level2", "level3", "weight", "operator", "score"})


def _is_pairs(row: Row) -> bool:
    filled = [c for c in row if not is_empty(c.text.string)]
    if not filled:
        return False
    first = head(filled[0].text.string)
    return first in words().keys or (len(row) in (2, 4) and first.endswith(("名称", "部门", "负责人", "单位名")) and len(first) <= 12)


def _header_depth(table: Table, rows: Sequence[Row], r: int, draft: _Draft | None) -> int:
    """Number of header rows that begin at row ``r``; 0 if it is none."""
    row = rows[r]
    seen = look(row)
    if seen.numbers or seen.filled < 2 or _is_pairs(row):
        return 0
    if draft is not None and draft.indicators:
        if not (seen.is_header and seen.exact >= 2):
            return 0
    elif not seen.is_header and not _by_place(table, rows, r, draft):
        return 0
    depth = 1
    while r + depth < len(rows) and depth < 4 and _is_under(table, rows, r, depth):
        depth += 1
    if r + depth < len(rows) and is_mark_row(rows[r + depth]):
        depth += 1
    return depth


def _by_place(table: Table, rows: Sequence[Row], r: int, draft: _Draft | None) -> bool:
    """A header by position: short words over figures, no figure in it, and not one more body row."""
    row = rows[r]
    seen = look(row)
    if not seen.short or seen.filled < 2:
        return False
    for ahead in (1, 2, 3):
        if r + ahead >= len(rows):
            return False
        below = rows[r + ahead]
        if look(below).numbers:
            break
        if ahead > 1 and not seen.is_header and draft is not None:
            return False
    else:
        return False
    if draft is not None and not draft.pairs:
        filled = [c for c in row if not is_empty(c.text.string)]
        marked = seen.exact + seen.loose + seen.weak > 0 or any(unit_in(c.text.string) for c in filled[1:])
        if not marked or seen.filled < len(row) - 1 or seen.filled < 3:
            return False
    if ahead == 1:
        return heads_numbers(row, below)
    return seen.filled >= 2 and (not table.ragged or len(below) >= len(row))


def _is_under(table: Table, rows: Sequence[Row], r: int, depth: int) -> bool:
    """Row ``r + depth`` is one more level of the header that begins at ``r``."""
    row, above = rows[r + depth], rows[r + depth - 1]
    seen = look(row)
    if seen.numbers or not seen.filled or not seen.short or _is_pairs(row) or r + depth + 1 >= len(rows):
        return False
    if not table.ragged:
        parents = {
            c: [k for k in row if c.column <= k.column < c.column + c.column_span]
            for c in above
            if c.column_span > 1 and c.row_span == 1 and not is_empty(c.text.string)
        }
        own = [c for c in row if not is_empty(c.text.string)]
        under = {k for children in parents.values() for k in children}
        split = any(len(children) > 1 for children in parents.values()) and all(c in under for c in own)
        tall = any(c.row_span > 1 and c.row_span < 5 for c in rows[r])
        known = seen.exact + seen.loose + seen.weak
        return split and (tall or 2 * known >= seen.filled) and not _has_values(above)
    if _has_values(above) or look(above).exact >= 3:
        return False
    return is_empty(row[0].text.string) and seen.filled >= 2 and len(row) > len(above) and bool(
        look(rows[r + depth + 1]).numbers or seen.is_header
    )


def _repeated(rows: Sequence[Row], drafts: Sequence[_Draft], r: int) -> int:
    """Number of rows from ``r`` that print the last band's header again (page break); the last may be cut short."""
    if not drafts or not drafts[-1].header_rows or look(rows[r]).numbers:
        return 0
    before = [_heads(rows[k]) for k in drafts[-1].header_rows]
    now = [_heads(rows[k]) for k in range(r, min(r + len(before), len(rows)))]
    if now[0] == before[0] or (len(now[0]) >= 3 and is_cut(rows[r][-1].text.string) and _begins(now[0], before[0])):
        same = 1
        while same < len(now) and now[same] == before[same]:
            same += 1
        return same
    return 0


def _heads(row: Row) -> list[str]:
    out = [head(c.text.string.split("…")[0]) for c in row]
    while out and not out[-1]:
        out.pop()
    return out


def _begins(part: list[str], whole: list[str]) -> bool:
    return part == whole[: len(part)]


def _band(table: Table, draft: _Draft) -> Band:
    rows = table.rows
    headers = [rows[r] for r in draft.header_rows]
    body = [rows[r] for r in draft.body]
    if table.ragged:
        stacks, placed = lay(stack_headers(headers), body)
        if not stacks:
            stacks = [[] for _ in range(max(map(len, body), default=0))]
        columns = {i: column_of(i, s) for i, s in enumerate(stacks)}
        carried: list[dict[int, Cell]] = [{} for _ in placed]
    else:
        columns, placed, carried = _grid_band(table, draft)
    title, unit = "", None
    first = columns.get(0)
    label_columns = [columns[i] for i in sorted(columns) if columns[i].is_label or i == 0]
    for column in label_columns:
        unit = unit or column.unit
    if first is not None and first.kind == "stub":
        title = first.text
        if any(not is_empty(c.text.string) for p in placed for i, c in p.items() if i == 0):
            columns[0] = Column(0, "label", first.path, None, first.unit, None, first.cell)
    if not draft.header_rows and not draft.pairs:
        unit = _headless(columns, placed) or unit
    lines = tuple(Line(r, p, k) for r, p, k in zip(draft.body, placed, carried, strict=True))
    _mark_labels(columns, lines)
    return Band(_kind(draft, columns, lines), tuple(draft.header_rows), columns, lines, unit, title)


def _headless(columns: dict[int, Column], placed: Sequence[dict[int, Cell]]) -> str | None:
    """Money rows without a header (年度资金总额： | 48, on target sheets; 总额 | 30 | 27 | 90%): give them money columns.

    Returns the unit printed in the block label.
    """
    lists = words()
    figures: dict[int, str] = {}
    unit = None
    for row in placed:
        texts = {i: c.text.string for i, c in row.items() if not is_empty(c.text.string)}
        names = [i for i, t in texts.items() if not is_number(t)]
        names = [i for i in names if lists.fund_total.search(head(label(texts[i]).name)) and "资金" in texts[i]]
        if not names:
            continue
        after = [i for i, t in texts.items() if i > names[-1] and t.lstrip()[:1].isdigit()]
        kinds = _HEADLESS.get(tuple("%" in texts[i] for i in after))
        if kinds is None:
            continue
        figures.update(zip(after, kinds, strict=True))
        unit = unit or next((u for u in map(unit_in, texts.values()) if u), None)
    for i, kind in figures.items():
        if i in columns:
            columns[i] = Column(i, kind, columns[i].path, words().roles[kind], None if kind == "rate" else unit)
    if figures:
        for i in range(min(figures)):
            if i in columns and columns[i].kind == "blank":
                columns[i] = Column(i, "label")
    return unit


def _grid_band(
    table: Table, draft: _Draft
) -> tuple[dict[int, Column], list[dict[int, Cell]], list[dict[int, Cell]]]:
    grid = table.grid
    columns: dict[int, Column] = {}
    for g in range(table.n_columns):
        stack: list[Cell] = []
        for r in draft.header_rows:
            cell = grid[r][g]
            if cell is not None and (not stack or stack[-1] is not cell):
                stack.append(cell)
        columns[g] = column_of(g, stack)
    placed, carried = [], []
    for r in draft.body:
        own: dict[int, Cell] = {}
        above: dict[int, Cell] = {}
        for g in range(table.n_columns):
            cell = grid[r][g]
            if cell is None or cell.column != g:
                continue
            if cell.row == r:
                own[g] = cell
            elif cell.row not in draft.header_rows or g > 0:
                above[g] = cell
        placed.append(own)
        carried.append(above)
    return columns, placed, carried


def _mark_labels(columns: dict[int, Column], lines: Sequence[Line]) -> None:
    """Columns without a telling head are labels when words stand in them."""
    for i, column in columns.items():
        money = column.kind in MONEY_KINDS and i + 1 in columns and columns[i + 1].path == column.path
        if column.kind not in ("", "blank", "stub") and not money:
            continue
        figures = texts = 0
        for line in lines:
            text = line.text(i)
            if is_empty(text):
                continue
            if is_number(text):
                figures += 1
            else:
                texts += 1
        if texts > figures and (money or i == 0 or column.kind != "" or columns.get(i - 1, column).is_label):
            columns[i] = Column(i, "label", column.path, None, column.unit, None, column.cell, column.formula)
        elif column.kind == "blank" and figures > texts and i:
            columns[i] = Column(i, "", column.path, None, column.unit, None, column.cell, column.formula)
        elif column.kind == "" and i == 0 and not figures:
            columns[i] = Column(i, "label", column.path, None, column.unit, None, column.cell)


def _kind(draft: _Draft, columns: dict[int, Column], lines: Sequence[Line]) -> BandKind:
    if draft.pairs:
        return "pairs"
    kinds = {c.kind for c in columns.values()}
    if kinds & {"goal_target", "goal_actual"} and not kinds & {"weight", "score"}:
        return "goals"
    levels = kinds & {"level2", "level3"} or (kinds & {"level1"} and kinds & _VALUE_KINDS)
    if levels and kinds & (_VALUE_KINDS | {"weight", "score", "operator"}):
        return "indicators"
    if kinds & MONEY_KINDS:
        lists = words()
        for line in lines[:3]:
            for i in sorted(line.cells):
                text = line.text(i)
                if is_empty(text) or is_number(text):
                    continue
                name = label(text).name
                bare = head(name)
                if lists.fund_total.search(bare) and ("资金" in bare or _has_parts(lines)):
                    return "funds"
    return "figures"


def _has_parts(lines: Sequence[Line]) -> bool:
    lists = words()
    hits = 0
    for line in lines[1:8]:
        name = next((label(c.text.string).name for i, c in sorted(line.cells.items()) if not is_empty(c.text.string)), "")
        hits += bool(lists.fund_part.search(name))
    return hits >= 1 and hits >= len(lines[1:8]) - 2

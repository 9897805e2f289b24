"""Every table of a document as a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from gouji.extract.document import Block, Cell, Document, Paragraph, Table
from gouji.extract.facts.forms.across import column_totals
from gouji.extract.facts.forms.bands import cut
from gouji.extract.facts.forms.cells import head, is_cut, is_empty, plain
from gouji.extract.facts.forms.contexts import Setting, band_contexts, relabelled, with_composition
from gouji.extract.facts.forms.family import family_of
from gouji.extract.facts.forms.funds import composition_rows, fund_totals, read_composition, read_funds
from gouji.extract.facts.forms.indicators import read_indicators
from gouji.extract.facts.forms.layout import Band
from gouji.extract.facts.forms.totals import row_totals
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Context, Form, FundRow, Indicator, ScoreBlock, Total
from gouji.extract.numbers.quantity import Quantity

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_YEARS = re.compile(r"(?:19|20)\d\d")
_TITLE = re.compile(r"(?:表|报告|情况|一览|明细|清单)(?:[（(][^（()）]*[)）])*$")
_CAPTION_UNIT = re.compile(r"(?:金额)?单位[:：]\s*(万元|亿元|千元|百万元|元|人|个|户|%|吨|公顷|亩)")
_PROJECT_KEYS = ("项目名称", "项目支出名称", "转移支付名称", "转移支付项目名称", "专项名称", "资金名称", "预算部门名称", "部门名称", "单位名称")
_LOOK_BACK = 4
_TITLE_LENGTH = 60


def read_forms(
    document: Document, found: Mapping[tuple[int, int, int], tuple[Quantity, ...]]
) -> tuple[Form, ...]:
    """Read each table of a document.

    Args:
        document: as a reader gave it.
        found: quantities of each cell, by block index, row and column of the cell.

    Returns:
        One form for each table, in order.

    """
    by_block: dict[int, dict[tuple[int, int], tuple[Quantity, ...]]] = {}
    for (block, row, column), quantities in found.items():
        by_block.setdefault(block, {})[row, column] = quantities
    return tuple(
        _read(document.blocks, i, block, by_block.get(i, {}))
        for i, block in enumerate(document.blocks)
        if isinstance(block, Table)
    )


def _read(
    blocks: Sequence[Block], at: int, table: Table, found: Mapping[tuple[int, int], tuple[Quantity, ...]]
) -> Form:
    bands, titles = cut(table)
    title, unit, year = _surroundings(blocks, at, table, titles)
    labels = _labels(bands)
    figures = Figures(found)
    truncated = _is_truncated(blocks, at, table)
    setting = Setting(_root(labels, title), year or _year_of(bands), unit)

    contexts: dict[tuple[int, int], Context] = {}
    indicators: list[Indicator] = []
    funds: list[FundRow] = []
    totals: list[Total] = []
    score_blocks: list[ScoreBlock] = []
    total_weight: Cell | None = None
    total_score: Cell | None = None
    starts = composition_rows(table)
    first_start = min(starts, default=None)
    for k, band in enumerate(bands):
        cut_here = truncated and k == len(bands) - 1
        if band.kind == "indicators":
            part = read_indicators(band, found, cut_here)
            indicators.extend(part.indicators)
            score_blocks.extend(part.blocks)
            total_weight = part.total_weight or total_weight
            total_score = part.total_score or total_score
            contexts.update(band_contexts(band, setting, relabelled(part.indicators)))
            continue
        contexts.update(band_contexts(band, setting, {}))
        if band.kind == "funds":
            rows = read_funds(band, first_start)
            funds.extend(rows)
            totals.extend(fund_totals(rows, figures, cut_here))
        elif band.kind == "figures":
            totals.extend(row_totals(band, figures, cut_here))
            totals.extend(column_totals(band, figures))
    if starts:
        composed, names = read_composition(table, starts, funds, figures)
        totals.extend(composed)
        with_composition(contexts, names, setting, next((b.unit for b in bands if b.kind == "funds"), None))
    kinds = {c.kind for b in bands for c in b.columns.values()}
    target_only = "target" in kinds and not kinds & {"actual", "completion", "score", "executed"}
    return Form(
        block=at,
        table=table,
        family=family_of(table, bands, title),
        title=title,
        unit=unit,
        scored="score" in kinds and not target_only,
        target_only=target_only,
        contexts=contexts,
        indicators=tuple(indicators),
        funds=tuple(funds),
        totals=_once(totals),
        score_blocks=tuple(score_blocks),
        total_score=total_score,
        total_weight=total_weight,
        labels=labels,
        truncated=truncated,
    )


def _once(totals: Sequence[Total]) -> tuple[Total, ...]:
    seen: dict[tuple[tuple[int, int], frozenset[tuple[int, int]]], Total] = {}
    for t in totals:
        key = ((t.total.row, t.total.column), frozenset((p.row, p.column) for p in t.parts))
        if key not in seen or (t.complete and not seen[key].complete):
            seen[key] = t
    return tuple(seen.values())


def _surroundings(
    blocks: Sequence[Block], at: int, table: Table, titles: Sequence[int]
) -> tuple[str, str | None, str | None]:
    """Title, unit and year from the lines above the table and the title rows in it."""
    above: list[str] = []
    k = at - 1
    while k >= 0 and len(above) < _LOOK_BACK:
        block = blocks[k]
        if not isinstance(block, Paragraph) or len(plain(block.text.string)) > _TITLE_LENGTH:
            break
        above.append(block.text.string.strip())
        k -= 1
    inside = [
        c.text.string.strip() for r in titles for c in table.rows[r] if not is_empty(c.text.string)
    ]
    near = [*inside, *([table.caption] if table.caption else []), *above]
    stripped = [_CAPTION_UNIT.sub("", plain(t)) for t in near]
    place = next((k for k, t in enumerate(stripped) if _TITLE.search(t) and "。" not in t and len(t) <= 50), None)
    title = stripped[place] if place is not None else ""
    if place is not None and len(title) <= 6 and place + 1 < len(stripped) and not stripped[place + 1].startswith("附"):
        title = stripped[place + 1] + title
    unit = next((m.group(1) for m in (_CAPTION_UNIT.search(plain(t)) for t in near) if m), None)
    if unit is None:
        unit = _unit_in_first_rows(table)
    year = next((m.group(1) for m in map(_YEAR.search, near) if m), None)
    return title, unit, year


def _unit_in_first_rows(table: Table) -> str | None:
    for row in table.rows[:3]:
        for cell in row:
            found = _CAPTION_UNIT.search(plain(cell.text.string)) if len(cell.text.string) < 30 else None
            if found:
                return found.group(1)
    return None


def _year_of(bands: Sequence[Band]) -> str | None:
    years = [c.period for b in bands for c in b.columns.values() if c.period and _YEARS.fullmatch(c.period)]
    return max(years, default=None)


def _labels(bands: Sequence[Band]) -> dict[str, Cell]:
    """Key-value pairs: the cell after each known key."""
    out: dict[str, Cell] = {}
    keys = words().keys
    for band in bands:
        if band.kind != "pairs":
            continue
        for line in band.lines:
            cells = [line.cells[i] for i in sorted(line.cells)]
            for key, value in pairwise(cells):
                name = head(key.text.string)
                if name in keys and head(value.text.string) not in keys:
                    out.setdefault(name, value)
    return out


def _root(labels: Mapping[str, Cell], title: str) -> tuple[str, ...]:
    for key in _PROJECT_KEYS:
        cell = labels.get(key)
        if cell is not None and not is_empty(cell.text.string):
            return (plain(cell.text.string),)
    return (plain(title),) if title else ()


def _is_truncated(blocks: Sequence[Block], at: int, table: Table) -> bool:
    """The table breaks off: its last row, a row of dots, or the line after it says so."""
    for row in table.rows:
        filled = [plain(c.text.string) for c in row if not is_empty(c.text.string)]
        if filled and all(not t.strip("….·。") for t in filled):
            return True
    last = next((r for r in reversed(table.rows) if any(not is_empty(c.text.string) for c in r)), ())
    texts = [plain(c.text.string) for c in last if not is_empty(c.text.string)]
    if texts and is_cut(texts[-1][-12:]):
        return True
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    return isinstance(after, Paragraph) and is_cut(plain(after.text.string)[:12]) and len(plain(after.text.string)) <= 12



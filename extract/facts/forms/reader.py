"""Every table of a document as a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from gouji.extract.document import Block, Cell, Document, Table
from gouji.extract.facts.forms.accounts import closing_balances
from gouji.extract.facts.forms.across import along, balances, differences, split_columns
from gouji.extract.facts.forms.around import (
    is_same_sheet,
    is_truncated,
    runs_into,
    runs_on,
    surroundings,
    two_units,
)
from gouji.extract.facts.forms.bands import cut
from gouji.extract.facts.forms.cells import head, is_empty, is_glued, label, plain
from gouji.extract.facts.forms.contexts import (
    Setting,
    band_contexts,
    inline_contexts,
    relabelled,
    with_composition,
    with_goals,
    with_units_of_sums,
)
from gouji.extract.facts.forms.family import family_of
from gouji.extract.facts.forms.funds import (
    composition_rows,
    fund_totals,
    inline_funds,
    label_cell,
    nest,
    read_composition,
    read_funds,
)
from gouji.extract.facts.forms.indicators import read_indicators
from gouji.extract.facts.forms.layout import Band
from gouji.extract.facts.forms.paired import paired_sides
from gouji.extract.facts.forms.rates import rate_columns
from gouji.extract.facts.forms.totals import row_totals
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Context, Form, FundRow, Indicator, RateColumn, ScoreBlock, Total
from gouji.extract.numbers.quantity import Quantity

_YEARS = re.compile(r"(?:19|20)\d\d")
_PROJECT_KEYS = ("项目名称", "项目支出名称", "转移支付名称", "转移支付项目名称", "专项名称", "资金名称", "预算部门名称", "部门名称", "单位名称")


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
    for (at, row, column), quantities in found.items():
        by_block.setdefault(at, {})[row, column] = quantities
    out: list[Form] = []
    settings: dict[int, Setting] = {}
    for i, block in enumerate(document.blocks):
        if isinstance(block, Table):
            before = out[-1] if out else None
            form, setting = _read(document.blocks, i, block, by_block.get(i, {}), before, settings)
            out.append(form)
            settings[i] = setting
    return tuple(out)


def _read(
    blocks: Sequence[Block], at: int, table: Table, found: Mapping[tuple[int, int], tuple[Quantity, ...]],
    before: Form | None, settings: Mapping[int, Setting],
) -> tuple[Form, Setting]:
    bands, titles = cut(table)
    title, caption, year = surroundings(blocks, at, table, titles)
    unit, other = two_units(caption)
    labels = _labels(bands)
    figures = Figures(found)
    truncated = is_truncated(blocks, at, table) or runs_on(blocks, at)
    begins_cut = runs_into(blocks, at)
    setting = Setting(_root(labels, title), year or _year_of(bands), unit, other)
    sheet = at
    if before is not None and not title and not labels and (begins_cut or is_same_sheet(blocks, before.block, at)):
        earlier = settings[before.block]
        sheet = before.sheet
        setting = Setting(earlier.root, year or earlier.year, unit or earlier.unit, other or earlier.other)

    contexts: dict[tuple[int, int], Context] = {}
    indicators: list[Indicator] = []
    funds: list[FundRow] = []
    totals: list[Total] = []
    score_blocks: list[ScoreBlock] = []
    grids: list[Band] = []
    total_weight: Cell | None = None
    total_score: Cell | None = None
    rates: list[RateColumn] = []
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
            rates.extend(rate_columns(band))
            totals.extend([*part.subtotals, *differences(band, figures)])
            continue
        contexts.update(band_contexts(band, setting, {}))
        rates.extend(r for side in band.sides() for r in rate_columns(side))
        if band.kind == "funds":
            rows = nest(read_funds(band, first_start), figures)
            funds.extend(rows)
            totals.extend(fund_totals(rows, figures, cut_here))
            totals.extend(balances(band, figures))
            totals.extend(differences(band, figures))
            if any(label(c.text.string).total for c in _unread(band, rows)):
                known = {t.total for t in totals}
                totals.extend(t for t in row_totals(band, figures, cut_here) if t.total not in known)
        elif band.kind == "figures":
            for side in band.sides():
                sums = row_totals(side, figures, cut_here)
                totals.extend(opened(sums, side) if begins_cut and k == 0 else sums)
                totals.extend(along(side, figures, setting.unit))
                split = split_columns(side, figures)
                told = {(t.total.row, t.total.column) for t in totals} if split else set()
                totals.extend(t for t in split if (t.total.row, t.total.column) not in told)
                grids.append(side)
    if grids:
        signed = {t.total for t in totals if t.signs}
        totals.extend(t for t in closing_balances(table, figures, totals) if t.total not in signed)
    if not funds and not any(b.kind == "funds" for b in bands):
        funds.extend(inline_funds(table))
        along_the_row = {cell for row in funds if row.kind == "total" for cell in row.cells.values()}
        totals = [t for t in totals if t.total not in along_the_row or figures.holds(t.total, t.parts)]
        totals.extend(fund_totals(funds, figures, truncated=False))
        contexts.update(inline_contexts(table, funds, setting))
    for pair in paired_sides(table):
        totals.append(pair.total)
        for name, cell in zip(pair.names, pair.cells, strict=True):
            contexts[cell.row, cell.column] = Context(head(name), setting.root, "budget", setting.year, pair.unit or setting.unit)
    if starts:
        composed, names = read_composition(table, starts, funds, figures)
        totals.extend(composed)
        with_composition(contexts, names, setting, next((b.unit for b in bands if b.kind == "funds"), None))
    with_goals(contexts, table, setting)
    with_units_of_sums(contexts, totals)
    kinds = {c.kind for b in bands for c in b.columns.values()}
    target_only = "target" in kinds and not kinds & {"actual", "completion", "score", "executed"}
    form = Form(
        block=at,
        table=table,
        family=family_of(table, bands, title),
        title=title,
        unit=unit,
        scored=not target_only and any(b.of_kind("score") for b in bands if b.kind in ("indicators", "funds")),
        target_only=target_only,
        contexts=contexts,
        indicators=tuple(indicators),
        funds=tuple(funds),
        totals=_once(totals),
        rates=tuple(rates),
        score_blocks=tuple(score_blocks),
        total_score=total_score,
        total_weight=total_weight,
        labels=labels,
        truncated=truncated,
        sheet=sheet,
        glued=tuple(c for c in table.cells if is_glued(c.text.string)),
        grids=tuple(grids),
    )
    return (_without_sums(form) if table.partial else form), setting


def _unread(band: Band, rows: Sequence[FundRow]) -> list[Cell]:
    """Names of the rows behind the money block's own: 基本支出 | 小计 under 部门整体支出 | 合计."""
    last = max((r.row for r in rows), default=-1)
    named = [label_cell(band, line) for line in band.lines if line.row > last]
    return [c for c in named if c is not None]


def _without_sums(form: Form) -> Form:
    """A form some rows or columns of which are not shown: what it shows need not make up its totals."""
    if form.table.narrowed:
        return replace(form, totals=tuple(
            t if all(p.column == t.total.column for p in t.parts) else replace(t, complete=False) for t in form.totals
        ))  # fmt: skip
    return replace(
        form, truncated=True, totals=tuple(replace(t, complete=False) for t in form.totals),
        score_blocks=(), total_score=None, total_weight=None,
    )


def opened(totals: Sequence[Total], band: Band) -> list[Total]:
    """Sums of a band that goes on from the page before: those that begin in its first row may lack parts."""
    first = band.lines[0].row if band.lines else -1
    return [
        replace(t, complete=False) if t.complete and any(p.row == first for p in t.parts) else t for t in totals
    ]


def _once(totals: Sequence[Total]) -> tuple[Total, ...]:
    seen: dict[tuple[tuple[int, int], frozenset[tuple[int, int]]], Total] = {}
    for t in totals:
        key = ((t.total.row, t.total.column), frozenset((p.row, p.column) for p in t.parts))
        if key not in seen or (t.complete and not seen[key].complete):
            seen[key] = t
    return tuple(seen.values())


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

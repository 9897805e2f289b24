"""Sums along the columns of a band: a 合计 column over its neighbours, header formulas such as C=A+B."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import head, is_blank, is_empty, label
from gouji.extract.facts.forms.formulas import header_formulas
from gouji.extract.facts.forms.funds import label_cell
from gouji.extract.facts.forms.grouped import grouped_sums, grouped_totals
from gouji.extract.facts.forms.headers import kind_of, unit_in
from gouji.extract.facts.forms.induced import induced_columns
from gouji.extract.facts.forms.layout import MONEY_KINDS, Band, Column
from gouji.extract.facts.forms.outline import Group, readings
from gouji.extract.facts.forms.points import point_columns
from gouji.extract.facts.forms.totals import adding_columns
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total
from gouji.extract.facts.prose.splits import runs

_GAP = re.compile(r"分差|差额|差值|差异|增减(?:额|数|金额)?$|增加额|变动额|[核审]减|调整(?:数|额|金额)?$|追加")
_SUM_WORDS = re.compile(r"(?:合计|小计|总计|共计|总额)$")
_NO_AMOUNTS = frozenset(("rate", "completion", "reason", "unit", "operator", "sequence"))
_WHOLE = re.compile(r"[总全](?!分|得分)")
_DETAILS, _TERMS = 6, 4
_RUNNING = re.compile(r"累计(?!.{0,6}(?:折旧|摊销|率))")
_BORNE_OUT = 3
"""So many different rows must show two columns to differ by a third."""


def along(band: Band, figures: Figures, unit: str | None = None) -> list[Total]:
    """All sums along the rows of a band of figures; ``unit`` is the caption's, which makes all columns one measure."""
    out = column_totals(band, figures, unit)
    for read in (differences, balances, flows, running, chained, signed_columns, inner_columns, point_columns):
        out.extend(read(band, figures))
    summed = {(t.total, t.parts) for t in out if t.kind == "columns"}
    # 地表水 | 地下水 | 供水合计 | 农业 | 工业: what stands before a sum may make it as well as what stands behind
    out.extend(t for t in trailing_columns(band, figures) if not any(t.total is w and (p == t.parts or not figures.holds(t.total, t.parts)) for w, p in summed))
    return [*out, *induced_columns(band, figures, {t.total for t in out})]


def column_totals(band: Band, figures: Figures, unit: str | None = None) -> list[Total]:
    """Sums of each row over its columns; ``unit`` is the caption's, which makes all of them one measure."""
    out = header_formulas(band)
    said = {t.total for t in out}
    columns = [c for c in adding_columns(band) if c.kind not in ("weight", "score", "deduction")]
    grouped = grouped_sums(columns)
    out.extend(t for t in grouped_totals(band, grouped, figures) if t.total not in said)
    taken = {c.index for whole, parts in grouped for c in (whole, *parts)}
    columns = [c for c in columns if c.index not in taken]
    for family in _families(columns):
        groups, tally, doubtful = _read(band, family, figures)
        doubtful = doubtful or not (unit or band.unit or family[0].unit)
        for group in groups:
            own = figures.check_all(_sums(_without_totals(band), family, group))
            complete = own.is_proven if doubtful or len(groups) > 1 else own.broken <= max(1, own.holds)
            if len(band.lines) > 1 and tally.broken > tally.holds + tally.trivial:
                complete = False
            for total, parts in _sums(band, family, group):
                items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
                if total is None or not items or is_blank(total.text.string) or total in said:
                    continue
                closed = complete and not _is_rate(total, items)
                if closed or figures.holds(total, items):
                    out.append(Total(total, items, head(family[group.total].text), closed, kind="columns"))
    return out


def _is_rate(total: Cell, items: Sequence[Cell]) -> bool:
    """A row of rates in a table of amounts (到位率 | 100% | 96% | 99%): its entries do not add up."""
    return any(c.text.string.rstrip().endswith(("%", "％", "‰")) for c in (total, *items))


def balances(band: Band, figures: Figures) -> list[Total]:
    """结余 columns: what a budget or receipt column leaves over the spent one, by the pair that most rows bear out."""
    rest, spent = band.of_kind("balance"), band.of_kind("executed")
    if len(rest) != 1 or not spent:
        return []
    best: list[tuple[Cell | None, list[Cell | None]]] = []
    merit = Tally()
    for whole in band.of_kind("budget", "arrived", "plan", "budget_initial", "total", ""):
        for used in spent:
            sums = [
                (line.cells.get(whole.index), [line.cells.get(used.index), line.cells.get(rest[0].index)])
                for line in band.lines
            ]
            tally = figures.check_all(sums)
            if not best or tally.merit > merit.merit:
                best, merit = sums, tally
    proven = merit.holds >= 2 and merit.is_regular
    out = []
    for total, parts in best:
        items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
        if total is not None and len(items) == len(parts) and (proven or figures.holds(total, items)):
            out.append(Total(total, items, head(rest[0].text), proven, kind="columns"))
    return out


def flows(band: Band, figures: Figures) -> list[Total]:
    """期初数 + 本期增加 - 本期减少 = 期末数, 上年结余 + 本年收入 - 本年支出 = 年末结余: named by its heads, row by row."""
    found: dict[str, list[Column]] = {}
    for column in band.columns.values():
        name = column.path[-2] if len(column.path) > 1 and label(column.text).total else column.text
        kind = next((k for k, p in words().flows if not column.is_label and p.fullmatch(head(name))), None)
        if kind is not None:
            found.setdefault(kind, []).append(column)
    if any(len(found.get(k, ())) != 1 for k in ("opening", "in", "out", "closing")):
        return []
    opening, plus, minus, closing = (found[k][0].index for k in ("opening", "in", "out", "closing"))
    signs = (1, 1, -1)
    sums = []
    for line in band.lines:
        total, parts = line.cells.get(closing), [line.cells.get(i) for i in (opening, plus, minus)]
        kept = [(p, s) for p, s in zip(parts, signs, strict=True) if p is not None and not is_blank(p.text.string)]
        if total is not None and not is_blank(total.text.string) and len(kept) > 1:
            sums.append((total, tuple(p for p, _ in kept), tuple(s for _, s in kept)))
    tally = sum((figures.check(*one) for one in sums), Tally())
    known = {opening, plus, minus, closing}
    alone = all(i in known or c.is_label or c.kind in _NO_AMOUNTS for i, c in band.columns.items())
    sure = tally.holds >= (max(1, tally.broken) if alone else 2 * max(1, tally.broken))
    return [Total(t, p, "期末数", sure, s, kind="columns") for t, p, s in sums if sure or figures.check(t, p, s).holds]


def running(band: Band, figures: Figures) -> list[Total]:
    """累计 columns: what stood in the row above and what the row itself adds, by the column that most rows bear out."""
    best: list[tuple[Cell, tuple[Cell, ...]]] = []
    merit = Tally()
    columns = [c for c in band.columns.values() if not c.is_label and c.kind not in _NO_AMOUNTS]
    lines = [line for line in band.lines if (c := label_cell(band, line)) is None or not label(c.text.string).total]
    for whole in (c for c in columns if _RUNNING.search(head(c.text))):
        for own in (c for c in columns if c is not whole and not _RUNNING.search(head(c.text))):
            sums = []
            for above, line in pairwise(lines):
                total, parts = line.cells.get(whole.index), (above.cells.get(whole.index), line.cells.get(own.index))
                if total is not None and all(p is not None and not is_blank(p.text.string) for p in (total, *parts)):
                    sums.append((total, tuple(p for p in parts if p is not None)))
            tally = figures.check_all(sums)
            if tally.merit > merit.merit:
                best, merit = sums, tally
    # One wrong entry breaks its own row and the one below.
    off = [k for k, (total, parts) in enumerate(best) if figures.check(total, parts).broken]
    slips = len(off) - sum(b == a + 1 for a, b in pairwise(off))
    if merit.holds < _BORNE_OUT or merit.holds < 2 * slips:
        return []
    return [Total(total, parts, "累计", kind="columns") for total, parts in best]


def signed_columns(band: Band, figures: Figures) -> list[Total]:
    """可用财力 as what all columns before it give, those that are taken away by their names, where nearly all rows bear it out."""
    columns = [c for i in sorted(band.columns) if not (c := band.columns[i]).is_label and c.kind not in _NO_AMOUNTS]
    if len(columns) < _TERMS or any(label(c.text).total or label(c.text).of_which or len(c.path) > 1 for c in columns):
        return []
    *parts, whole = columns
    signs = tuple(-1 if words().taken.search(head(c.text)) else 1 for c in parts)
    if len(set(signs)) == 1:
        return []
    sums = []
    for line in _without_totals(band).lines:
        total, cells = line.cells.get(whole.index), [line.cells.get(c.index) for c in parts]
        kept = [(c, s) for c, s in zip(cells, signs, strict=True) if c is not None and not is_blank(c.text.string)]
        if total is not None and len(kept) > 1 and not is_blank(total.text.string):
            sums.append((total, tuple(c for c, _ in kept), tuple(s for _, s in kept)))
    tally = sum((figures.check(*one) for one in sums), Tally())
    sure = tally.holds >= max(2, 2 * tally.broken)
    return [Total(t, p, head(whole.text), sure, s, kind="columns") for t, p, s in sums] if sure else []


def chained(band: Band, figures: Figures) -> list[Total]:
    """月初余额 is the 月末余额 of the row above: where nearly all rows of a table of periods bear it out."""
    flows = dict(words().flows)
    columns = [c for c in band.columns.values() if not c.is_label and c.kind not in _NO_AMOUNTS]
    opening, closing = ([c for c in columns if flows[k].fullmatch(head(c.text))] for k in ("opening", "closing"))
    if len(opening) != 1 or len(closing) != 1:
        return []
    lines = [line for line in band.lines if (c := label_cell(band, line)) is not None and words().period.fullmatch(head(label(c.text.string).name))]
    links = []
    for above, line in pairwise(lines):
        total, part = line.cells.get(opening[0].index), above.cells.get(closing[0].index)
        if total is not None and part is not None and figures.of(total) is not None and figures.of(part) is not None:
            links.append((total, part))
    kept = sum(not figures.check(t, (p,)).broken for t, p in links)
    sure = kept >= _BORNE_OUT and kept >= 2 * (len(links) - kept)
    return [Total(t, (p,), "上期末余额", kind="columns") for t, p in links] if sure else []


def inner_columns(band: Band, figures: Figures) -> list[Total]:
    """参保人数 | 其中：缴费人数 | 领取待遇人数, 总收入 | 经营收入 | 租赁收入: a column and those that detail it, as its rows bear out."""
    columns = [band.columns[i] for i in sorted(band.columns) if not band.columns[i].is_label]
    out: list[Total] = []
    for k, first in enumerate(columns):
        detailed = k and (label(first.text).of_which or _WHOLE.match(columns[k - 1].text) is not None)
        if not detailed or first.kind in _NO_AMOUNTS:
            continue
        runs = []
        for end in range(k + 2, min(len(columns), k + _DETAILS) + 1):
            if columns[end - 1].kind in _NO_AMOUNTS or label(columns[end - 1].text).total:
                break
            runs.append(columns[k:end])
        best = _borne_out(band, figures, columns[k - 1], runs)
        out += [Total(total, parts, "其中", kind="columns") for total, parts in best if not _is_rate(total, parts)]
    return out


def trailing_columns(band: Band, figures: Figures) -> list[Total]:
    """建设任务 | 中央资金 | 省级资金 | 资金合计: a sum of the few columns right before it, where nearly all rows bear out how many."""
    columns = [band.columns[i] for i in sorted(band.columns) if not band.columns[i].is_label]
    out: list[Total] = []
    for k, whole in enumerate(columns):
        if not label(whole.text).total or whole.kind in _NO_AMOUNTS or whole.formula:
            continue
        runs = []
        for start in range(k - 2, max(-1, k - _DETAILS - 1), -1):
            if columns[start].kind in _NO_AMOUNTS or columns[start + 1].kind in _NO_AMOUNTS or label(columns[start + 1].text).total:
                break
            runs.append(columns[start:k])
        best = _borne_out(band, figures, whole, runs)
        out += [Total(total, parts, head(whole.text), True, kind="columns") for total, parts in best if not _is_rate(total, parts)]
    return out


def _borne_out(band: Band, figures: Figures, whole: Column, runs: Sequence[Sequence[Column]]) -> list[tuple[Cell, tuple[Cell, ...]]]:
    """The sums, row by row, of that run of columns which the rows bear out best; none where too few do."""
    best, merit = list[tuple[Cell, tuple[Cell, ...]]](), Tally()
    for run in runs:
        sums = []
        for line in band.lines:
            total, parts = line.cells.get(whole.index), [line.cells.get(c.index) for c in run]
            kept = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
            if total is not None and kept and not is_blank(total.text.string):
                sums.append((total, kept))
        tally = figures.check_all(sums)
        if tally.merit > merit.merit:
            best, merit = sums, tally
    return best if merit.holds >= _BORNE_OUT and merit.holds >= 2 * merit.broken else []


def split_columns(band: Band, figures: Figures) -> list[Total]:
    """Columns that split another exhaustively (自评为优 | 良 | 中 | 差 beside 项目个数), where nearly all rows bear it out."""
    columns = [band.columns[i] for i in sorted(band.columns)]
    out: list[Total] = []
    for split, k in runs([head(c.text) for c in columns]):
        own = columns[k : k + len(split)]
        others = [c for c in columns if c not in own and not c.is_label and c.kind not in _NO_AMOUNTS]
        sums = {
            whole.index: [(line.cells.get(whole.index), [line.cells.get(c.index) for c in own]) for line in band.lines]
            for whole in others
        }
        best = max(sums.values(), key=lambda s: figures.check_all(s).merit, default=[])
        tally = figures.check_all(best)
        if tally.holds < _BORNE_OUT or tally.holds < 2 * tally.broken:
            continue
        for total, parts in best:
            items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
            if total is not None and len(items) == len(own):
                out.append(Total(total, items, "、".join(head(c.text) for c in own), kind="columns"))
    return out


def differences(band: Band, figures: Figures) -> list[Total]:
    """Columns of differences (分差, 增减额, 调整数): between the two other columns that nearly all rows bear out."""
    out: list[Total] = []
    for gap in band.columns.values():
        if gap.is_label or gap.formula or not _GAP.search(head(gap.text)):
            continue
        others = [
            c for c in band.columns.values()
            if c is not gap and not c.is_label and c.kind not in _NO_AMOUNTS and (unit_in(c.text) or c.unit) == (unit_in(gap.text) or gap.unit)
            and not words().no_sum.search(head(c.text))
        ]
        best: list[tuple[Cell | None, list[Cell | None]]] = []
        merit = Tally()
        for a in others:
            for b in others:
                if a is b:
                    continue
                sums = [
                    (line.cells.get(a.index), [line.cells.get(b.index), line.cells.get(gap.index)])
                    for line in band.lines if not is_empty(line.text(gap.index))
                ]
                tally = figures.check_all(sums)
                if tally.holds >= _BORNE_OUT and tally.merit > merit.merit:
                    best, merit = sums, tally
        if merit.holds < _BORNE_OUT or merit.holds < 3 * merit.broken:
            continue
        for whole, parts in best:
            items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
            if whole is not None and len(items) == len(parts) and not _is_rate(whole, items):
                out.append(Total(whole, items, head(gap.text), kind="columns"))
    return out


def _families(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns that may be summed with each other: one unit, one year or role head above."""
    by_unit: dict[tuple[str | None, str | None], list[Column]] = {}
    for column in columns:
        period = None if label(column.text).total else column.period
        by_unit.setdefault((unit_in(column.text), period), []).append(column)
    plain_unit = by_unit.get((None, None))
    out = [family for family in by_unit.values() if any(label(c.text).total for c in family)]
    if plain_unit is not None and len(by_unit) > 1 and plain_unit not in out:
        out.append(plain_unit)
    nested: dict[str, list[Column]] = {}
    for column in columns:
        if len(column.path) > 1:
            nested.setdefault(column.path[0], []).append(column)
    for whole in columns:  # 预算安排 | 一季度支出 | … | 全年支出合计: the parts of a sum that names its kind are of that kind
        kind = kind_of(_SUM_WORDS.sub("", head(whole.text)))[0] if label(whole.text).total else ""
        alike = [c for c in columns if c.kind == kind or c is whole]
        plain = all(len(c.path) == 1 and (c is whole or not label(c.text).total) for c in alike)
        if plain and kind in MONEY_KINDS and 2 < len(alike) < len(columns) and whole is alike[-1]:
            out = [[c for c in f if c not in alike] for f in out]
            return [*(f for f in out if len(f) > 1 and any(label(c.text).total for c in f)), alike]
    inner = [family for family in nested.values() if len(family) > 2 and any(label(c.text).total for c in family)]
    if not inner:
        return [f for f in out if len(f) > 1 and any(label(c.text).total for c in f)]
    outer = [c for c in columns if not any(c in f for f in inner) or label(c.text).total]
    return [*inner, *([outer] if len(outer) > 2 and any(label(c.text).total for c in outer if len(c.path) == 1) else [])]


def _without_totals(band: Band) -> Band:
    """The band without its sum rows, which go wrong with any row they count and are no witnesses of their own."""
    lines = tuple(line for line in band.lines if (c := label_cell(band, line)) is None or not label(c.text.string).total)
    return replace(band, lines=lines) if len(lines) > 1 else band


def _sums(band: Band, family: Sequence[Column], group: Group) -> list[tuple[Cell | None, list[Cell | None]]]:
    return [
        (line.cells.get(family[group.total].index), [line.cells.get(family[p].index) for p in group.parts])
        for line in band.lines
    ]


def _shortened(groups: list[Group], band: Band, family: Sequence[Column], figures: Figures) -> list[Group]:
    """合计 | 基本支出小计 | 人员经费 | 公用经费 | 项目支出: 小计 ends before 项目支出, where its rows bear that out and not the whole run."""
    def tally(group: Group) -> Tally:
        return figures.check_all(_sums(band, family, group))

    for inner in groups:
        outer = next((g for g in groups if inner.total in g.parts), None)
        own = tally(inner)
        if outer is None or inner.total > min(inner.parts) or not own.broken:
            continue
        most = tally(outer).merit
        for k in range(len(inner.parts) - 1, 1, -1):
            short = Group(inner.total, inner.parts[:k])
            wide = Group(outer.total, tuple(sorted((*outer.parts, *inner.parts[k:]))), outer.open_end)
            found, around = tally(short), tally(wide)
            if found.merit > own.merit and not found.broken and around.merit >= most:
                return [short if g is inner else wide if g is outer else g for g in groups]
    told = {g.total for g in groups}
    for i, column in enumerate(family):
        if i in told or not label(column.text).total:
            continue
        end = next((k for k in range(i + 1, len(family)) if label(family[k].text).total), len(family))
        runs = (Group(i, tuple(range(i + 1, k))) for k in range(end, i + 2, -1))
        own_run = next((g for g in runs if (found := tally(g)).holds and not found.broken), None)
        if own_run is not None:  # 合计 was read over the columns of 小计 themselves
            groups = [*groups, own_run]
    return groups


def _read(band: Band, family: Sequence[Column], figures: Figures) -> tuple[list[Group], Tally, bool]:
    labels = [label(c.text) for c in family]
    best: list[Group] = []
    merit = Tally()
    options = readings(labels)
    for reading in options:
        tally = sum((figures.check_all(_sums(band, family, g)) for g in reading), Tally())
        if not best or tally.merit > merit.merit:
            best, merit = reading, tally
    best = _shortened(best, band, family, figures)
    merit = sum((figures.check_all(_sums(band, family, g)) for g in best), Tally())
    roles = {c.kind for c in family if not label(c.text).total}
    money = bool(roles & {"budget", "budget_initial", "executed", "prior", "plan", "arrived", "count"})
    return best, merit, len(options) > 1 or money or len(band.lines) > 1

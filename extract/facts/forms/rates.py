"""Rate columns of a money table: 执行率, 到位率, 增长率, 占比, and the columns each may be worked out from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.forms.cells import head, is_blank, label, plain
from gouji.extract.facts.forms.funds import label_cell
from gouji.extract.facts.forms.layout import Band, Column, Line
from gouji.extract.facts.model import RateColumn, RateKind, RateLine

_KINDS: tuple[tuple[RateKind, re.Pattern[str]], ...] = (
    ("score", re.compile(r"系数|得分率|得分比")),
    ("arrived", re.compile(r"到位率|到位比例")),
    ("growth", re.compile(r"增长率|增减率|增幅|增长幅度|同比|比上年增减|增减[%％百]|增长[%％百]|增减比例|变动率|比上年.{0,3}[%％]")),
    ("share", re.compile(r"占比|比重|占.{0,6}比例|所占比例")),
    ("executed", re.compile(r"(?:执行|支出|支付|使用|拨付|发放|预算完成|资金完成|兑付|列支)(?:进度|比例|率)|^(?:完成)?进度$|^完成率$|^[为占完成]*(?:年初|调整后?|全年|年度)?预算数?的?[%％]$")),
)
_MADE_OF: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "executed": (("executed",), ("budget", "plan", "budget_initial", "arrived", "total")),
    "arrived": (("arrived",), ("budget", "plan", "budget_initial")),
    "score": (("score",), ("weight",)),
    "growth": (("executed", "budget", "budget_initial"), ("prior",)),
}


def rate_columns(band: Band) -> list[RateColumn]:
    """The rate columns of a band whose head says what rate it is, with every pair of columns it may be made of."""
    out = []
    for column in band.of_kind("rate", "completion", "factor"):
        name = head(column.text) or plain(column.text)
        kind = next((k for k, pattern in _KINDS if pattern.search(name)), None)
        if kind is None or (kind != "score" and band.kind == "indicators"):
            continue
        ways = [w for w in (_lines(band, column, *pair) for pair in _pairs(band, column, kind)) if w]
        if ways:
            out.append(RateColumn(name, kind, tuple(tuple(w) for w in ways)))
    return out


def _pairs(band: Band, rate: Column, kind: str) -> Iterator[tuple[Column, Column | None]]:
    """Columns a rate may be the ratio of, the nearest before it first; a share has its column's total below."""
    before = [band.columns[i] for i in sorted(band.columns, reverse=True) if i < rate.index or kind == "score"]
    if kind == "share":
        money = [c for c in before if not c.is_label and c.kind not in ("rate", "completion", "reason")]
        yield from ((c, None) for c in money[:1])
        return
    uppers, lowers = _MADE_OF[kind]
    own = rate.path[:-1]
    for upper in _of(before, uppers, own):
        for lower in _of(before, lowers, own):
            yield upper, lower
        if kind == "growth":
            yield from ((upper, c) for c in before if c.kind == upper.kind and _earlier(c.period, upper.period))


def _earlier(a: str | None, b: str | None) -> bool:
    """One year before another, as heads name them."""
    return bool(a and b and a.isdigit() and b.isdigit() and int(a) == int(b) - 1)


def _of(columns: Sequence[Column], kinds: Sequence[str], under: tuple[str, ...]) -> list[Column]:
    """Columns of some kinds, those below the same upper head alone where there are any."""
    found = [c for kind in kinds for c in columns if c.kind == kind]
    near = [c for c in found if under and c.path[: len(under)] == under]
    return near or found


def _lines(band: Band, rate: Column, upper: Column, lower: Column | None) -> list[RateLine]:
    whole = None
    if lower is None:
        whole = next(
            (line.cells[upper.index] for line in reversed(band.lines) if upper.index in line.cells and _names_total(band, line)),
            None,
        )
        if whole is None:
            return []
    out = []
    for line in band.lines:
        cell, top = line.cells.get(rate.index), line.cells.get(upper.index)
        bottom = whole if lower is None else line.cells.get(lower.index)
        if cell is None or top is None or bottom is None or any(is_blank(c.text.string) for c in (cell, top, bottom)):
            continue
        named = label_cell(band, line)
        out.append(RateLine(label(named.text.string).name if named is not None else "", cell, top, bottom))
    return out


def _names_total(band: Band, line: Line) -> bool:
    named = label_cell(band, line)
    return named is not None and label(named.text.string).total

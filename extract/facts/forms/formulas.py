"""Sums that a table declares itself: ``C=A+B`` in the heads of its columns, or in a column of marks beside its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import is_blank, is_number, plain
from gouji.extract.facts.forms.layout import Band, Column, Line
from gouji.extract.facts.model import Total

_TERM = re.compile(r"([+\-－＋—]?)([A-Z①-⑳]|\d{1,2}|[一二三四五六七八九十]{1,2})")
_BRACKETED = re.compile(r"[（(](?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})[=＝])?((?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[+\-－＋—](?:\d{1,2}|[一二三四五六七八九十]{1,2}))+)[)）]")
_SPAN = re.compile(r"[^+＋\-－—]+[\-－—][^+＋\-－—]+")
_NUMBERED = re.compile(r"\s*(\d{1,2}|[一二三四五六七八九十]{1,2})[、.．]")
_EQUALS = re.compile(r"[=＝]")


def header_formulas(band: Band) -> list[Total]:
    """Sums of each row over the columns that the heads name: ``C=A+B`` over the columns A and B."""
    marks: dict[str, Column] = {}
    for i in sorted(band.columns):
        mark = _EQUALS.split(plain(band.columns[i].formula))[0]
        if mark:
            marks.setdefault(mark, band.columns[i])
    found = (
        _declared(plain(column.formula), column.index, line, {m: (line, c.index) for m, c in marks.items()})
        for column in marks.values() for line in band.lines
    )
    return list(chain.from_iterable(found))


def row_formulas(band: Band, columns: Sequence[Column]) -> list[Total]:
    """Sums of each column over the rows that a column of marks names: ``A=B+C`` over the rows B and C."""
    out: list[Total] = []
    for column in band.of_kind("marks"):
        texts = [(plain(line.text(column.index)), line) for line in band.lines]
        rows = {_EQUALS.split(text)[0]: line for text, line in texts if text}
        for c in columns:
            marks = {m: (line, c.index) for m, line in rows.items()}
            for text, line in texts:
                out.extend(_declared(text, c.index, line, marks))
    return out


def label_formulas(band: Band, columns: Sequence[Column]) -> list[Total]:
    """审定亏损（1-2-3）, 合计（一+二）: rows whose names say which others they are made of, by their numbers.

    （5-6） alone may be a span, so that it only confirms.
    """
    out: list[Total] = []
    numbers = [c.index for c in band.of_kind("sequence")]
    named = [(next((t for i in sorted(line.cells) if i not in numbers and not is_number(t := line.text(i)) and not is_blank(t)), ""), line) for line in band.lines]
    if not any(_BRACKETED.search(plain(text)) for text, _ in named):
        return out
    rows: dict[str, Line] = {}
    for text, line in named:
        own = next((plain(line.text(i)).rstrip(".．、") for i in numbers if line.text(i).strip()), "") or (m[1] if (m := _NUMBERED.match(text)) else "")
        rows.setdefault(own, line)
    for text, line in named:
        told = _BRACKETED.search(plain(text))
        if told is None:
            continue
        span = _SPAN.fullmatch(told[1]) is not None
        for c in columns:
            marks = {m: (row, c.index) for m, row in rows.items() if m and row is not line}
            out += [replace(t, complete=not span) for t in _declared(f"={told[1]}", c.index, line, marks)]
    return out


def _declared(text: str, index: int, line: Line, marks: Mapping[str, tuple[Line, int]]) -> list[Total]:
    """The sum that ``text`` declares of the cell at ``index`` of a line; none where a mark or a figure is missing."""
    sides = _EQUALS.split(text, maxsplit=1)
    terms = _TERM.findall(sides[1]) if len(sides) == 2 else []
    total = line.cells.get(index)
    if len(terms) < 2 or any(t not in marks for _, t in terms) or total is None or is_blank(total.text.string):
        return []
    pairs = [(marks[t][0].cells.get(marks[t][1]), -1 if s and s in "-－—" else 1) for s, t in terms]
    kept = [(c, s) for c, s in pairs if c is not None and not is_blank(c.text.string)]
    return [_signed(total, kept, text)] if kept else []


def _signed(total: Cell, terms: Sequence[tuple[Cell, int]], text: str) -> Total:
    """``C=A+B`` as it stands, ``C=A-B`` turned into ``A = C+B``; only mixed terms keep their signs."""
    plus = [c for c, s in terms if s > 0]
    minus = [c for c, s in terms if s < 0]
    if not minus:
        return Total(total, tuple(plus), text, kind="formula")
    if len(plus) == 1:
        return Total(plus[0], (total, *minus), text, kind="formula")
    return Total(total, tuple(c for c, _ in terms), text, True, tuple(s for _, s in terms), kind="formula")

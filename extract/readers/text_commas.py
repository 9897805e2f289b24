"""A file that is comma-separated values from its first line to its last: one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gouji.extract.readers.text_lines import Line

_FEWEST_ROWS: Final = 3
_FEWEST_COLUMNS: Final = 3
_FIELD: Final = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"(?=,|$)|(?P<plain>[^,"]*)(?=,|$)')
_THOUSANDS: Final = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)")
_SENTENCE: Final = re.compile(r"[。；！？]$")


def comma_rows(lines: Sequence[Line], *, named: bool = False) -> list[list[Line]]:
    """Fields of a file every line of which has the same number of them, at least three, two where it is ``named`` .csv; else nothing.

    Quotes around a field are no part of it. Lines of prose, and figures with thousands separators that nobody quoted,
    do not come out even, or end a sentence.
    """
    rows: list[list[Line]] = []
    for line in lines:
        if line.blank:
            continue
        row = _fields(line)
        if row is None or len(row) < (2 if named else _FEWEST_COLUMNS) or (rows and len(row) != len(rows[0])):
            return []
        rows.append(row)
    if len(rows) < _FEWEST_ROWS or all(_THOUSANDS.search(line.string) for line in lines if not line.blank):
        return []
    if any(_SENTENCE.search(line.string.rstrip()) for line in lines) and not any('"' in line.string for line in lines):
        return []
    return rows


def _fields(line: Line) -> list[Line] | None:
    """The fields of one line, ``None`` where its quotes do not close."""
    string = line.string.rstrip()
    fields: list[Line] = []
    at = 0
    while True:
        found = _FIELD.match(string, at)
        if found is None:
            return None
        group = "quoted" if found["quoted"] is not None else "plain"
        fields.append(line.slice(*found.span(group)).strip())
        at = found.end()
        if at >= len(string):
            return fields
        at += 1

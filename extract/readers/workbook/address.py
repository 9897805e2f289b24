"""Cell addresses: ``C7`` and ``$C$7:$F$9`` as 0-based rows and columns."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LAST_ROW: Final = 1_048_575
LAST_COLUMN: Final = 16_383
CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LETTERS: Final = 26


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    top: int
    left: int
    bottom: int
    right: int


def parse_cell(address: str) -> tuple[int, int] | None:
    """Row and column of ``C7``, or ``None`` when it is none or lies outside the largest sheet."""
    found = CELL.fullmatch(address)
    if found is None:
        return None
    row, column = int(found[2]) - 1, column_number(found[1])
    return (row, column) if 0 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_area(address: str) -> Area | None:
    """The rectangle of ``B2:F9`` (or of the single cell ``B2``); ``None`` when it is none."""
    first, _, last = address.partition(":")
    a, b = parse_cell(first), parse_cell(last or first)
    if a is None or b is None:
        return None
    return Area(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def column_number(letters: str) -> int:
    """0-based number of column ``AB``."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Letters of a 0-based column."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """``C7`` for row 6, column 2."""
    return f"{column_letters(column)}{row + 1}"

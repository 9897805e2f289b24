"""Formulas as typed, cut into tokens, and the cells they name, moved along where a formula is shared."""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

from gouji.extract.rational import Fraction
from gouji.extract.readers.workbook.address import LAST_COLUMN, LAST_ROW, Area, column_number

LONGEST: Final = 2_000
_TOKEN: Final = re.compile(
    r"\s+"
    r'|"(?P<string>(?:[^"]|"")*)"'
    r"|(?P<sheet>'(?:[^']|'')+'!|[\w.\u4e00-\u9fff]+!)"
    r"|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![A-Za-z0-9(]))"
    r"|(?P<cell>(?P<ca>\$?)(?P<c>[A-Za-z]{1,3})(?P<ra>\$?)(?P<r>[0-9]{1,7})(?![A-Za-z0-9_.(]))"
    r"|(?P<name>[A-Za-z_\u4e00-\u9fff][\w.\u4e00-\u9fff]*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>(),;:%{}\[\]#!@])"
)

TokenKind = Literal["number", "string", "cell", "columns", "name", "sign", "sheet"]


class NotRead(Exception):
    """A formula that says nothing we check: not linear, of functions unknown, too long."""


class FormulaToken(Struct, frozen=True):
    """One token; ``area`` for a cell or whole columns, ``number`` for a figure."""

    kind: TokenKind
    text: str
    area: Area | None = None
    number: Fraction | None = None


def tokens_of(formula: str, move: tuple[int, int] = (0, 0)) -> list[FormulaToken]:
    """Tokens of ``=B2/C2``; ``move`` is by how many rows and columns relative cells are moved.

    Raises:
        NotRead: it holds something else, or is too long.

    """
    if len(formula) > LONGEST or not formula.startswith("="):
        raise NotRead
    out: list[FormulaToken] = []
    at = 1
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        if found is None or found.end() == at:
            raise NotRead
        at = found.end()
        if found["number"] is not None:
            out.append(FormulaToken("number", found["number"], number=Fraction(found["number"])))
        elif found["string"] is not None:
            out.append(FormulaToken("string", found["string"]))
        elif found["sheet"] is not None:
            out.append(FormulaToken("sheet", _sheet_name(found["sheet"])))
        elif found["columns"] is not None:
            first, last = (column_number(c.strip("$")) for c in found["columns"].split(":"))
            out.append(FormulaToken("columns", found[0], Area(0, min(first, last), LAST_ROW, max(first, last))))
        elif found["cell"] is not None:
            row = int(found["r"]) - 1 + (0 if found["ra"] else move[0])
            column = column_number(found["c"]) + (0 if found["ca"] else move[1])
            if not (0 <= row <= LAST_ROW and 0 <= column <= LAST_COLUMN):
                raise NotRead
            out.append(FormulaToken("cell", found["cell"], Area(row, column, row, column)))
        elif found["name"] is not None:
            out.append(FormulaToken("name", found["name"].upper()))
        elif found["sign"] is not None:
            out.append(FormulaToken("sign", found["sign"]))
    return out


def _sheet_name(text: str) -> str:
    name = text[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    if "[" in name:
        raise NotRead
    return name

"""Workbooks to a ``Document``: every shown sheet in the order of the tabs; what is hidden is named, not audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from gouji.extract.document import Document, Problem, Span
from gouji.extract.errors import EmptyFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.workbook.address import column_letters
from gouji.extract.readers.workbook.layout import Layout
from gouji.extract.readers.workbook.relations import with_formulas
from gouji.extract.readers.workbook.sheet import Budget, Sheet

_NAMED: Final = 8


def read_workbook(
    data: bytes, path: str, sha256: str, format: str = "xlsx", limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a workbook as it is shown on the screen.

    A sheet gives a heading with its name, then its title lines as paragraphs and its tables. A cell's text is what
    the sheet shows (``66.9%``), ``Cell.stored`` the figure behind it. Hidden sheets, rows and columns are left out
    and named as problems.

    Args:
        data: the file's bytes.
        path: its name, for messages.
        sha256: its digest, passed on.
        format: ``xlsx`` (and .xlsm), ``xls``, ``xlsb`` or ``ods``.
        limits: what may be spent on it.

    Raises:
        UnreadableFile: or one of its kinds (``EmptyFile``, ``EncryptedFile``, ``LimitExceeded``).

    """
    sheets = _sheets(data, path, format, limits)
    layout = Layout(Budget(path, limits))
    problems: list[Problem] = []
    for sheet in sheets:
        problems.extend(_problems(sheet))
        if not sheet.hidden:
            layout.add(sheet)
    if not layout.blocks and not problems:
        raise EmptyFile("工作簿里没有任何内容", "the workbook has no content", path)
    blocks = with_formulas(layout.blocks, sheets, layout.places)
    return Document(path, format, sha256, blocks, problems=tuple(problems))


def _sheets(data: bytes, path: str, format: str, limits: Limits) -> list[Sheet]:
    if format == "ods":
        from gouji.extract.readers.workbook.ods import read_ods

        return read_ods(data, path, limits)
    if format == "xls":
        from gouji.extract.readers.workbook.xls import read_xls

        return read_xls(data, path, limits)
    if format == "xlsb":
        from gouji.extract.readers.workbook.xlsb import read_xlsb

        return read_xlsb(data, path, limits)
    from gouji.extract.readers.workbook.xlsx import read_xlsx

    return read_xlsx(data, path, limits)


def _problems(sheet: Sheet) -> Iterator[Problem]:
    """What of a sheet was not read, and what is hidden and holds something."""
    place = Span(sheet=sheet.name)
    for zh, en in sheet.losses:
        yield Problem("GJ002", f"工作表“{sheet.name}”：{zh}", f"sheet “{sheet.name}”: {en}", place)
    if not sheet.cells:
        return
    if sheet.hidden:
        yield Problem(
            "GJ002", f"工作表“{sheet.name}”是隐藏的，其内容未审核；如需核对请取消隐藏",
            f"sheet “{sheet.name}” is hidden and was not checked; unhide it if it should be", place,
        )  # fmt: skip
        return
    written = {(r, c) for (r, c), cell in sheet.cells.items() if cell.text.strip()}
    rows = sorted({r for r, _ in written if sheet.row_hidden(r)})
    columns = sorted({c for _, c in written if sheet.column_hidden(c)})
    if rows:
        named = _runs(rows, lambda r: str(r + 1))
        yield Problem(
            "GJ002", f"工作表“{sheet.name}”的第{named}行是隐藏的，其内容未审核",
            f"sheet “{sheet.name}”: rows {named} are hidden and were not checked", place,
        )  # fmt: skip
    if columns:
        named = _runs(columns, column_letters)
        yield Problem(
            "GJ002", f"工作表“{sheet.name}”的第{named}列是隐藏的，其内容未审核",
            f"sheet “{sheet.name}”: columns {named} are hidden and were not checked", place,
        )  # fmt: skip


def _runs(numbers: list[int], name: Callable[[int], str]) -> str:
    """``3、5–9``: runs of numbers, the first few of them."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [n for _, n in group]
        runs.append(name(members[0]) if len(members) == 1 else f"{name(members[0])}–{name(members[-1])}")
    return "、".join(runs[:_NAMED]) + ("…" if len(runs) > _NAMED else "")

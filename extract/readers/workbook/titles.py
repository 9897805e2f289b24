"""Which lines of a region stand above or below its table rather than in it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gouji.extract.lexicon import yaml_of
from gouji.extract.readers.workbook.regions import Anchor, Region
from gouji.extract.titles import annex_of, is_date_line, squeezed, title_kind

_YEAR_LINE: Final = re.compile(r"[（(【]?(?:20\d\d)年?度?[）)】]?")


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(yaml_of(__package__ or "", "words.yaml")[kind])


def is_side_text(text: str) -> bool:
    """True for a line that belongs beside a table: 填报单位：…, 单位：万元, （2023年度）, a date."""
    bare = squeezed(text).strip("（）()")
    if _YEAR_LINE.fullmatch(bare) or is_date_line(text) or annex_of(text) is not None:
        return True
    label, mark, _ = bare.replace(":", "：").partition("：")
    label = label.split("（")[0].split("(")[0]
    return bool(mark) and (label in _words("side_labels") or label.endswith(("单位", "部门", "日期")))


def is_note(text: str) -> bool:
    """True for what stands below a table: 注：…, 填表人：…"""
    return squeezed(text).startswith(_words("note_openings"))


def is_default_name(name: str) -> bool:
    """True for a sheet name that the program gave: ``Sheet1``."""
    return name.strip().rstrip("0123456789 ()").lower() in _words("default_names")


def lines_above(region: Region) -> int:
    """How many of its rows, from the first one, are titles and side lines of the table under them."""
    bordered = region.ruled
    rows = region.rows
    at = 0
    while at < len(rows):
        height = _title_height(region, rows, at, bordered)
        if not height:
            break
        at += height
    return at


def _title_height(region: Region, rows: tuple[int, ...], at: int, bordered: bool) -> int:
    """Rows that a title line at row ``at`` takes, 0 when there is none."""
    here = region.by_row.get(rows[at], [])
    if not here:
        return 0 if bordered and region.bordered(rows[at]) else 1
    bottom = max(a.area.bottom for a in here)
    if bottom > rows[at]:
        if len(here) > 1 or any(region.by_row.get(r) for r in rows if rows[at] < r <= bottom):
            return 0
        height = sum(1 for r in rows[at:] if r <= bottom)
    else:
        height = 1
    texts = [_text(a) for a in here]
    if len(here) == 1 and (title_kind(texts[0]) or is_side_text(texts[0])):
        return height
    if bordered and region.bordered(rows[at]):
        return 0
    if len(here) == 1 and (bordered or height == 1):
        return height
    return height if _beside(texts) else 0


def _beside(texts: list[str]) -> bool:
    """True for a line of several texts that stands beside a table: 填报单位：… 单位：万元."""
    beside = [is_side_text(t) or is_note(t) or title_kind(t) is not None for t in texts]
    return all(beside) or (len(texts) == 2 and any(beside))


def seam_of(region: Region) -> int | None:
    """The sheet row at which a second table's title begins right under a ruled table, without a blank row."""
    if not region.ruled:
        return None
    boxed = False
    rows = region.rows
    last = max((r for r in rows if region.bordered(r)), default=-1)
    reach = -1
    for row in rows:
        here = region.by_row.get(row, [])
        if boxed and row < last and row > reach and not region.bordered(row) and here:
            texts = [_text(a) for a in here]
            if (len(here) == 1 and here[0].cell is not None and here[0].cell.stored is None) or _beside(texts):
                return row
        boxed = boxed or region.bordered(row)
        reach = max([reach, *(a.area.bottom for a in here)])
    return None


def lines_below(region: Region) -> int:
    """How many of its rows, from the last one, are notes and side lines under the table."""
    bordered = region.ruled
    rows = region.rows
    count = 0
    while count < len(rows) - 1:
        row = rows[len(rows) - 1 - count]
        here = region.by_row.get(row, [])
        if not here and any(a.area.top < row <= a.area.bottom for a in region.written):
            break
        if bordered and region.bordered(row):
            if not (len(here) == 1 and _is_last_note(here[0])):
                break
        elif bordered:
            if len(here) > 1 and not _beside([_text(a) for a in here]):
                break
        elif here and not all(is_note(_text(a)) or is_side_text(_text(a)) for a in here):
            break
        count += 1
    return count


def _is_last_note(anchor: Anchor) -> bool:
    """A note boxed in with the table: 注：… merged over several columns."""
    return anchor.area.right > anchor.area.left and squeezed(_text(anchor)).startswith(("注", "说明", "填表说明", "填报说明"))


def is_table(region: Region) -> bool:
    """True when it has rows of several cells, or borders: else it is lines of text."""
    if not region.written:
        return False
    widest = max(len(row) for row in region.by_row.values())
    if widest > 1:
        return len(region.by_row) > 1 or region.ruled or not all(is_side_text(_text(a)) for a in region.written)
    return region.ruled and len(region.columns) > 1


def _text(anchor: Anchor) -> str:
    return anchor.cell.text if anchor.cell is not None else ""

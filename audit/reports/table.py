"""Plain tables for a terminal, columns aligned by display width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gouji.audit.reports.width import clean, clip, pad, width

_GAP = "  "


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, columns: int, right: Sequence[int] = (),
) -> list[str]:
    """Lines of a table: header, rule, rows.

    Args:
        header: column titles.
        rows: as many strings per row as there are titles.
        columns: display width to keep to; the widest column is clipped where the table would be wider.
        right: indexes of right-aligned columns.
    """
    body = [[clean(value) for value in row] for row in rows]
    widths = [max([width(title), *(width(row[i]) for row in body)]) for i, title in enumerate(header)]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > columns and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1

    def line(values: Sequence[str]) -> str:
        cells = (pad(clip(v, w), w, right=i in right) for i, (v, w) in enumerate(zip(values, widths, strict=True)))
        return _GAP.join(cells).rstrip()

    return [line(header), _GAP.join("─" * w for w in widths), *(line(row) for row in body)]

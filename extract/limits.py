"""Safety limits: how much of a stranger's file is read before it is refused."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.errors import BadConfiguration

MEBIBYTE = 1024 * 1024


class Limits(Struct, frozen=True):
    """What a reader may spend on one file; passing one raises ``LimitExceeded``.

    Attributes:
        members: entries of a zip package.
        unzipped_bytes: bytes unpacked from one package, all parts that are read together.
        part_bytes: bytes of one unpacked part.
        ratio: unpacked to packed size of one part.
        ratio_floor: parts up to this many unpacked bytes are not held to ``ratio`` (tiny repetitive parts
            pack very well and harm nobody).
        columns: columns of one table grid, and so the widest merged cell.
        cells: grid positions of all tables of a document together.
        pages: pages of a PDF.
        pixels: pixels of one picture that is recognised.
        archive_depth: archives inside archives.
        archive_bytes: bytes unpacked from one archive and the archives in it.
        member_bytes: bytes of one unpacked member of an archive.

    """

    members: int = 20_000
    unzipped_bytes: int = 256 * MEBIBYTE
    part_bytes: int = 64 * MEBIBYTE
    ratio: int = 200
    ratio_floor: int = 16 * MEBIBYTE
    columns: int = 1_000
    cells: int = 5_000_000
    pages: int = 5_000
    pixels: int = 60_000_000
    archive_depth: int = 3
    archive_bytes: int = 2_048 * MEBIBYTE
    member_bytes: int = 256 * MEBIBYTE


DEFAULT_LIMITS = Limits()


def limits_of(settings: Iterable[str], base: Limits = DEFAULT_LIMITS) -> Limits:
    """``base`` with some limits set: ``["pages=8000", "ratio=500"]``.

    Raises:
        BadConfiguration: no such limit, or no whole number above zero.
    """
    names = list(Limits.__struct_fields__)
    for setting in settings:
        name, _, value = setting.replace("-", "_").partition("=")
        name, value = name.strip(), value.strip()
        if name not in names or not (value.isascii() and value.isdecimal() and int(value)):
            known = ", ".join(names)
            raise BadConfiguration(
                f"不能识别的安全上限“{setting}”；写法为 名称=正整数，名称有：{known}",
                f"unknown limit “{setting}”; write name=number, names are: {known}",
            )
        base = replace(base, **{name: int(value)})
    return base

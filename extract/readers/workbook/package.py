"""The parts of a workbook package (.xlsx, .xlsb, .ods), opened with the guards the Word reader has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from gouji.extract.errors import UnreadableFile
from gouji.extract.readers.docx.package import PROLOG, TOO_MUCH_XML, BrokenPart, Element, Package

__all__ = ["BrokenPart", "Element", "SheetPackage", "holds_text", "local", "misplaced"]

_DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_HOLD_TEXT: Final = frozenset(("table-row", "table-cell", "covered-table-cell", "row", "c", "si", "is", "r"))


class SheetPackage(Package):
    """A zip of parts by name; what is passed on from ``Package`` raises as it does there.

    ``misplaced`` counts elements with text that stood where none may and that ``elements`` has let go of.
    """

    misplaced = 0

    def _open_zip(self, data: bytes) -> None:
        try:
            super()._open_zip(data)
        except UnreadableFile as error:
            if not isinstance(error.__cause__, zipfile.BadZipFile):
                raise
            raise UnreadableFile(
                "文件不完整或已损坏（工作簿压缩包打不开），请重新下载，或用 Excel/WPS 打开修复后另存",
                "the file is truncated or damaged (its zip package does not open); fetch it again, "
                "or open it in Excel to repair and save a copy",
                self._path,
            ) from error

    def _doctype(self) -> UnreadableFile:
        return UnreadableFile(
            "文件内含 DOCTYPE 声明，工作簿不应有，可能是恶意文件，未读取",
            "the file declares a DOCTYPE, which no workbook may, and was not read; it may be hostile",
            self._path,
        )

    def elements(self, name: str, wanted: tuple[str, ...]) -> Iterator[Element]:
        """Elements of some local names of a part, one after the other, let go of when the next is asked for.

        Raises:
            KeyError: no such part.
            BrokenPart: the part or its XML is damaged; what came before has been given.
            LimitExceeded: too large, too deep.
            UnreadableFile: it declares a DOCTYPE.

        """
        data = self.read(name)
        if _DOCTYPE.search(data[:PROLOG]):
            raise self._doctype()
        walk = etree.iterparse(
            BytesIO(data), events=("end",), tag=tuple("{*}" + w for w in wanted), resolve_entities=False,
            no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for _, element in walk:
                yield element
                element.clear()
                parent = element.getparent()
                if parent is not None:
                    inside = local(parent) in _HOLD_TEXT
                    while element.getprevious() is not None:
                        if inside and holds_text(parent[0]):
                            self.misplaced += 1
                        del parent[0]
        except etree.XMLSyntaxError as error:
            if TOO_MUCH_XML.search(str(error)):
                raise self._limit("XML 嵌套过深或过大", "the XML is nested too deeply or too large") from error
            raise BrokenPart(str(error)) from error


def holds_text(element: Element) -> bool:
    """Whether any text stands in an element."""
    return any(text.strip() for text in element.itertext() if isinstance(text, str))


def misplaced(count: int) -> tuple[str, str]:
    """What a sheet says when texts stand where none may."""
    return (
        f"有{count}处内容放在不该有内容的位置（文件可能已损坏），没有读出；请用 Excel/WPS 打开核对并另存",
        f"{count} contents stand where none may (the file may be damaged) and were not read; open it in Excel and save a copy",
    )


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""

"""Which office file a plain XML file is, by the namespaces its beginning declares; others are refused by name."""

from __future__ import annotations

import re
from typing import Final, Literal

from gouji.extract.errors import UnsupportedFormat
from gouji.extract.readers.html_sniff import start_of

Kind = Literal["docx", "wordml", "spreadsheetml"]

_READ: Final[tuple[tuple[str, Kind], ...]] = (
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "docx"),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "wordml"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "spreadsheetml"),
)
_REFUSED: Final[tuple[tuple[str, str, str], ...]] = (
    ("schemas.uof.org", "标文通（UOF）文档", "a UOF document"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "单文件的OpenDocument文档（.fodt、.fods）", "a flat OpenDocument file (.fodt, .fods)"),
)  # fmt: skip
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,20}:)?(?:package|wordDocument|Workbook|document|UOF)[\s>]")


def xml_format(data: bytes, name: str) -> Kind | None:
    """What an XML file is: ``docx`` for Word's Flat OPC; ``None`` when the bytes are no XML.

    Raises:
        UnsupportedFormat: XML of another kind.
    """
    head = start_of(data).lstrip("\ufeff \t\r\n")
    declared = head.startswith("<?xml")
    if not declared and not _ROOT.match(head):
        return None
    for namespace, kind in _READ:
        if namespace in head:
            return kind
    named = next(((zh, en) for mark, zh, en in _REFUSED if mark in head), None)
    if named is None and not declared:
        return None
    zh, en = named or ("XML文件", "an XML file")
    raise UnsupportedFormat(
        f"这是{zh}，不能读取；请用Word、WPS或Excel另存为 .docx 或 .xlsx 后再试",
        f"this is {en}, which cannot be read; save it as .docx or .xlsx and try again",
        name,
    )

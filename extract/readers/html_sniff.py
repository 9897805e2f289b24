"""Whether a file's first bytes are those of a web page or of an MHTML file."""

from __future__ import annotations

import codecs
import re
from typing import Final, Literal

_HEAD: Final = 4096
_BEFORE: Final = re.compile(r"(?:\s|\ufeff|<\?xml\b[^>]{0,200}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->|<!\[[^>]{0,200}>)*")
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FRAGMENT: Final = re.compile(
    r"<(?:head|body|meta|title|style|script|table|div|section|article|main|h[1-6]|p|pre|span|font|center|form|ul|ol)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(r"</(?:head|body|title|style|script|table|td|div|section|article|main|h[1-6]|p|pre|span|ul|ol)>", re.IGNORECASE)
_MAIL_HEADER: Final = re.compile(r"\s*(?:From|MIME-Version|Subject|Date|Content-Type|Message-ID|X-[\w-]+|Snapshot-Content-Location):", re.IGNORECASE)
_MULTIPART: Final = re.compile(
    r"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html|application/xhtml\+xml)", re.IGNORECASE | re.MULTILINE
)


def page_format(data: bytes) -> Literal["html", "mht"] | None:
    """``html`` or ``mht`` when the first bytes say so, else ``None``; XML that is no XHTML is neither."""
    head = start_of(data)
    at = _BEFORE.match(head)
    start = at.end() if at else 0
    if _PAGE.match(head, start):
        return "html"
    if not head[:start].lstrip("\ufeff \t\r\n").startswith("<?xml") and _FRAGMENT.match(head, start):
        # A text that merely begins with a tag in angle brackets does not close it.
        return "html" if _CLOSING.search(head) else None
    if _MAIL_HEADER.match(head) and _MULTIPART.search(head):
        return "mht"
    return None


def start_of(data: bytes) -> str:
    """The first characters, read as the byte order mark or the zeros between them say; as Latin-1 else."""
    head = data[:_HEAD]
    if head.startswith(codecs.BOM_UTF16_BE):
        return head.decode("utf-16-be", "replace")
    if head.startswith(codecs.BOM_UTF16_LE) or head[1:4:2] == b"\0\0":
        return head.decode("utf-16-le", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")

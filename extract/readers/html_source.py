"""Web pages to characters: which encoding a page is in, and which parts of an MHTML file are pages."""

from __future__ import annotations

import codecs
import email.errors
import email.parser
import email.policy
import re
from email.message import Message
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.errors import LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.text_encoding import decode

_HEAD = 4096
_META_CHARSET = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_FRAMESET = re.compile(r"<frameset\b", re.IGNORECASE)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# Pages that say GB2312 use GBK and more; browsers read all of them as the widest member of the family.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}
_WRONG_SHARE = 0.002
_DAMAGES: Final = (
    email.errors.CloseBoundaryNotFoundDefect, email.errors.StartBoundaryNotFoundDefect,
    email.errors.InvalidBase64CharactersDefect, email.errors.InvalidBase64LengthDefect, email.errors.InvalidBase64PaddingDefect,
)  # fmt: skip


class Page(Struct, frozen=True):
    """The source of one page, how many of its characters could not be decoded, whether the file around it breaks off."""

    source: str
    wrong: int
    cut: bool = False


def page_of(data: bytes, path: str, said: str | None = None) -> Page:
    """A page's characters.

    A byte order mark wins, then what the transport ``said``, then the page itself (``<meta charset>``,
    ``<?xml encoding>``); a name that does not fit the bytes gives way to what does.

    Raises:
        UnreadableFile: the bytes are no text in any known encoding.

    """
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for name in (said, _named(data)):
            source = _as(data, name)
            if source is not None:
                return source
    string, _, wrong = decode(data, path)
    return Page(string, wrong)


def _named(data: bytes) -> str | None:
    found = _XML_ENCODING.match(data) or _META_CHARSET.search(data, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None


def _as(data: bytes, name: str | None) -> Page | None:
    """``data`` in the encoding called ``name``, unless it is unknown, wide (it was read as bytes) or does not fit."""
    if name is None:
        return None
    try:
        codec = codecs.lookup(_WIDER.get(name.lower(), name)).name
        if codec.startswith(("utf-16", "utf-32")):
            return None
        string = data.decode(codec, "replace")
    except (LookupError, ValueError, AssertionError):
        return None
    wrong = string.count("\ufffd")
    return Page(string, wrong) if wrong <= _WRONG_SHARE * len(string) else None


def pages_of_mht(data: bytes, path: str, limits: Limits) -> list[Page]:
    """The pages of an MHTML file: its first HTML part; all of them when the first only frames the others.

    Raises:
        UnreadableFile: no HTML part in it.
        LimitExceeded: too many parts.

    """
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
    pages: list[Page] = []
    for count, part in enumerate(message.walk()):
        if count > limits.members:
            raise LimitExceeded(
                f"MHT 文件超过{limits.members}个部件", f"more than {limits.members} parts in the MHT file", path
            )
        if part.get_content_type() not in _PAGE_TYPES or part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            pages.append(replace(page_of(payload, path, _charset(part)), cut=_is_damaged(message, part)))
            if len(pages) == 1 and not _FRAMESET.search(pages[0].source):
                return pages
    if not pages:
        raise UnreadableFile(
            "MHT 文件里没有网页内容，可能不完整，请重新保存",
            "the MHT file holds no page and may be truncated; save it again",
            path,
        )
    return pages[1:] or pages


def _is_damaged(*messages: Message) -> bool:
    """Whether the last boundary is missing or a part is not packed as it says."""
    return any(isinstance(defect, _DAMAGES) for message in messages for defect in message.defects)


def _charset(part: Message) -> str | None:
    return part.get_content_charset()

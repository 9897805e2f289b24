"""Bytes to characters: UTF-8, UTF-16, GB18030 and Big5, told apart by what decodes and what the result holds."""

from __future__ import annotations

import codecs
import re
from functools import cache

from gouji.extract.errors import UnreadableFile
from gouji.extract.lexicon import words

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAUSIBLE = re.compile("[\t\n\r\x0c\x20-\x7e\u00b0-\u00b7\u2010-\u2030\u2190-\u22ff\u2460-\u27bf\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 200_000
_WRONG_SHARE = 0.01
"""Share of undecodable bytes above which a file is called no text."""
_USUAL = 0.25
"""Share of frequent characters from which on Chinese text is what it seems to be …"""
_UNUSUAL = 0.1
"""… and below which it is not."""


def decode(data: bytes, name: str) -> tuple[str, str, int]:
    """Decode a text file.

    Returns:
        The text without byte order mark, the encoding's name, and how many characters could not be decoded.

    Raises:
        UnreadableFile: the bytes are no text in any of the known encodings.

    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding, name)
    wide = _utf16_without_bom(data)
    if wide:
        return _lenient(data, wide, name)
    try:
        return _checked(data.decode("utf-8"), "utf-8", 0, name)
    except UnicodeDecodeError:
        pass
    tries = [(encoding, data.decode(encoding, errors="replace")) for encoding in ("utf-8", "gb18030")]
    encoding, text = min(tries, key=lambda t: t[1].count("\ufffd"))
    if encoding == "gb18030" and _rather_big5(data, text):
        encoding, text = "big5hkscs", data.decode("big5hkscs", errors="replace")
    return _checked(text, encoding, text.count("\ufffd"), name)


def _rather_big5(data: bytes, as_gb: str) -> bool:
    """Whether the bytes are Big5: most of it decodes as GB18030 as well, but to characters nobody uses."""
    if _common(as_gb[:_SAMPLE], "simplified") >= _USUAL:
        return False
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    return _common(text[:_SAMPLE], "traditional") > max(_UNUSUAL, 2 * _common(as_gb[:_SAMPLE], "simplified"))


def _common(text: str, script: str) -> float:
    """Share of the Chinese characters of a text that are among the most frequent ones of a script."""
    usual = _usual(script)
    chinese = [c for c in text if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff"]
    return sum(c in usual for c in chinese) / len(chinese) if chinese else 0.0


@cache
def _usual(script: str) -> frozenset[str]:
    return frozenset("".join(words("gouji.extract.readers", "text_common.txt")[script]))


def _lenient(data: bytes, encoding: str, name: str) -> tuple[str, str, int]:
    text = data.decode(encoding, errors="replace")
    return _checked(text, encoding, text.count("\ufffd"), name)


def _utf16_without_bom(data: bytes) -> str | None:
    """Every second byte of the digits, blanks and line ends of UTF-16 is zero; other text has no zero bytes."""
    head = data[:_SAMPLE]
    if len(data) % 2 or head.count(b"\x00") < 2:
        return None
    low, high = head[0::2].count(b"\x00"), head[1::2].count(b"\x00")
    encoding = "utf-16-le" if high > low else "utf-16-be"
    try:
        text = head[: len(head) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return None
    good = len(_PLAUSIBLE.findall(text))
    return encoding if good >= 0.95 * len(text) else None


def _checked(text: str, encoding: str, wrong: int, name: str) -> tuple[str, str, int]:
    sample = text[:_SAMPLE]
    bad = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    garbled = encoding == "gb18030" and len(_PLAUSIBLE.findall(sample)) < 0.7 * len(sample)
    if bad > max(2, _WRONG_SHARE * len(sample)) or garbled:
        raise UnreadableFile(
            "内容不是文字（二进制数据或未知编码）；支持 UTF-8、GB18030（GBK）、Big5、UTF-16 文本",
            "the content is no text (binary data or unknown encoding); UTF-8, GB18030 (GBK), Big5 and UTF-16 text is read",
            name,
        )
    return text, encoding, wrong

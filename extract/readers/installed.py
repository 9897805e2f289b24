"""What this installation can read now, and what to install for the rest."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

from msgspec import Struct

from gouji.extract.readers import PICTURES, SUPPORTED, Supported
from gouji.extract.readers.soffice import has


class Availability(Struct, frozen=True):
    """A kind of file, whether it can be read here, and the command that would make it so (empty when it can)."""

    format: str
    extensions: tuple[str, ...]
    zh: str
    en: str
    readable: bool
    install: str = ""


def availability() -> tuple[Availability, ...]:
    """All kinds of files gouji knows; nothing is loaded to find out."""
    rows = [_format(kind) for kind in SUPPORTED]
    rows.append(_pictures())
    rows += [
        _optional("7z", (".7z",), "7z压缩包", "7z archives", _has("py7zr"), "pip install 'gouji[archives]'"),
        _optional(
            "rar", (".rar",), "RAR压缩包", "RAR archives",
            _has("rarfile") and any(map(shutil.which, ("unrar", "unar", "bsdtar", "7z", "7zz"))),
            "pip install 'gouji[archives]'; apt install libarchive-tools",
        ),
        _optional(
            "password", (), "有密码的Office文件", "encrypted Office files", _has("msoffcrypto"),
            "pip install 'gouji[passwords]'",
        ),
    ]
    return tuple(rows)


def _has(module: str) -> bool:
    return find_spec(module) is not None


def _optional(
    name: str, extensions: tuple[str, ...], zh: str, en: str, readable: bool, install: str
) -> Availability:
    return Availability(name, extensions, zh, en, readable, "" if readable else install)


def _pictures() -> Availability:
    tesseract = shutil.which("tesseract") is not None and _has("PIL")
    return _optional(
        "image", tuple(sorted(PICTURES)),
        "图片；PDF扫描件加 --ocr（tesseract用 --ocr-engine）",
        "pictures; scanned PDF with --ocr (--ocr-engine tesseract is the other way)",
        (_has("rapidocr") and _has("onnxruntime")) or tesseract, "pip install 'gouji[ocr]'",
    )


def _format(kind: Supported) -> Availability:
    """A format whose text names LibreOffice can be read where that is installed."""
    readable, install = True, ""
    if "LibreOffice" in kind.en:
        needs = "impress" if "impress" in kind.en else "calc" if "calc" in kind.en else "writer"
        readable = has(needs)
        install = "" if readable else f"apt install libreoffice-{needs}"
    return Availability(kind.format, kind.extensions, _bare(kind.zh), _bare(kind.en), readable, install)


def _bare(text: str) -> str:
    """Its description without what to install: that has a column of its own."""
    for mark in ("（需要 LibreOffice", " (through LibreOffice", "（7z、rar需要", " (7z and rar need"):
        text = text.split(mark, 1)[0]
    return text

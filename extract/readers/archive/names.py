"""Names of archive members: bytes of unknown encoding into text, paths that lead nowhere else."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

_DRIVE = re.compile(r"^[A-Za-z]:")
_UNICODE_PATH = 0x7075
_UTF8_FLAG = 0x800
_LONGEST = 400

# What archivers and desktops leave behind: never what someone wants audited.
_LITTER_FOLDERS = frozenset({"__macosx", "@eadir"})
_LITTER_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def safe(name: str) -> str:
    """The name with ``/`` between its parts and nothing that leads out: no root, drive, ``..`` or control character."""
    parts = _DRIVE.sub("", name.replace("\\", "/")).split("/")
    kept = ["".join(c if c.isprintable() else "_" for c in part) for part in parts if part not in ("", ".", "..")]
    return "/".join(kept)[-_LONGEST:] or "_"


def is_litter(name: str) -> bool:
    """Lock files, thumbnails and other litter."""
    *folders, last = name.lower().split("/")
    return last in _LITTER_FILES or last.startswith(("~$", "._")) or any(f in _LITTER_FOLDERS for f in folders)


def of_bytes(raw: bytes, otherwise: str) -> str:
    """A name of unknown encoding: UTF-8 if it is that, else GB18030, else as ``otherwise`` has it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return otherwise


def of_zip(entry: zipfile.ZipInfo) -> str:
    """Name of a zip entry: flagged UTF-8, an Info-ZIP Unicode Path field, else told by its bytes (cp437 last)."""
    name = entry.orig_filename
    if entry.flag_bits & _UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return _unicode_path(entry.extra, raw) or of_bytes(raw, name)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The Info-ZIP Unicode Path field (0x7075), where it belongs to this very name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", errors="replace")
        at += 4 + size
    return None


def of_tar(name: str) -> str:
    """Name of a tar member as tarfile gives it (UTF-8, undecodable bytes as surrogates)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return of_bytes(name.encode("utf-8", "surrogateescape"), name.encode("utf-8", "replace").decode())
    return name

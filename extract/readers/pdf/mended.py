"""A PDF that breaks off before its index: given an end of its own, so that what is left of it opens."""

from __future__ import annotations

import re
from typing import Final

_OBJECT: Final = re.compile(rb"(?<![0-9])([0-9]{1,9})\s+[0-9]{1,5}\s+obj\b")
_CATALOG: Final = re.compile(rb"/Type\s*/Catalog\b")
_ROOT: Final = re.compile(rb"/Pages\s+([0-9]{1,9})\s+[0-9]{1,5}\s+R")
_PAGE: Final = re.compile(rb"/Type\s*/Page\b(?!s)")
_MOST_PAGES: Final = 20_000
_HEAD: Final = 8_192
"""Bytes of an object looked at for what it is: before any stream of it."""


def mended(data: bytes) -> bytes | None:
    """The file with its open stream closed and a trailer; ``None`` when no page is left, or when it is encrypted.

    Where the catalog or the root of the page tree is lost, the pages that are left are put in a new one.
    """
    if b"/Encrypt" in data:
        return None
    end = b""
    if data.rfind(b"endstream") < data.rfind(b"stream") - len(b"end"):
        end = b"\nendstream\nendobj\n"
    numbers: set[int] = set()
    pages: list[int] = []
    catalog = root = None
    found = list(_OBJECT.finditer(data))
    if not found:
        return None
    for this, after in zip(found, [*found[1:], None], strict=True):
        number = int(this[1])
        numbers.add(number)
        body = data[this.end() : min(after.start() if after else len(data), this.end() + _HEAD)]
        body = body.split(b"stream", 1)[0]
        if _CATALOG.search(body):
            catalog, root = number, _ROOT.search(body)
        elif _PAGE.search(body) and number not in pages[-1:]:
            pages.append(number)
    if not pages or len(pages) > _MOST_PAGES:
        return None
    following = max(numbers) + 1
    if catalog is None or root is None or int(root[1]) not in numbers:
        kids = b" ".join(b"%d 0 R" % number for number in dict.fromkeys(pages))
        tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(dict.fromkeys(pages)), kids)
        end += b"\n%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (following, following + 1)
        end += b"%d 0 obj\n%s\nendobj\n" % (following + 1, tree)
        catalog, following = following, following + 2
    return data + end + b"\ntrailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (catalog, following)

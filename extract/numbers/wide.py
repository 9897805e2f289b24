"""Digits of full width, as some offices type them."""

from __future__ import annotations

import re

_WIDE = re.compile(r"[０-９．％＋－]")
_NARROW = str.maketrans("０１２３４５６７８９．％＋－", "0123456789.%+-")
_WIDE_GROUPS = re.compile(r"(?<![０-９])[０-９]{1,3}(?:，[０-９]{3}(?![０-９]))+")
"""６，８４２起: among wide digits the comma of the thousands is wide too."""


def narrow(text: str) -> str:
    """The text with narrow digits and signs, position by position the same."""
    return _WIDE_GROUPS.sub(lambda m: m[0].replace("，", ","), text).translate(_NARROW) if _WIDE.search(text) else text

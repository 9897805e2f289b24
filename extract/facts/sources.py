"""Sources of money by level of government: 中央, 省, 市, 县, 地方, 自筹, 其他."""

from __future__ import annotations

from gouji.extract.lexicon import words


def level_of(label: str) -> str | None:
    """Level a funding label names, ``None`` for a label that names none."""
    for level, names in words("gouji.extract.facts", "sources.txt").items():
        if level and any(n in label for n in names):
            return level
    return None

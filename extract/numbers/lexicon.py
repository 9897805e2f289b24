"""Fixed words whose numerals count nothing (统一, 三公, 一站式), looked up at a numeral."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gouji.extract.numbers.amounts import unit_at
from gouji.extract.numbers.numerals import CHARACTERS

_NUMERAL = frozenset(CHARACTERS + "半几数")
_POWERS = frozenset("十百千万亿点")


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[tuple[int, str], ...]]:
    """Each fixed word by its first numeral and the character behind it (before it, marked ``<``, when it ends the word)."""
    found: dict[str, list[tuple[int, str]]] = {}
    for line in (Path(__file__).parent / "words.txt").read_text("utf8").splitlines():
        if line.startswith("#"):
            continue
        for word in line.split():
            offset = next((i for i, c in enumerate(word) if c in _NUMERAL), None)
            if offset is not None and len(word) > 1:
                key = word[offset:offset + 2] if offset + 1 < len(word) else "<" + word[offset - 1:offset + 1]
                found.setdefault(key, []).append((offset, word))
    return {key: tuple(sorted(set(pairs), key=lambda p: -len(p[1]))) for key, pairs in found.items()}


def fixed_word(text: str, at: int, floor: int) -> int | None:
    """The end of the fixed word whose first numeral stands at ``at``; ``None`` when there is none."""
    words = _words()
    candidates = words.get(text[at:at + 2], ())
    if at > floor:
        candidates += words.get("<" + text[at - 1:at + 1], ())
    for offset, word in candidates:
        if at - offset >= floor and text.startswith(word, at - offset):
            end = at - offset + len(word)
            following = text[end] if end < len(text) else ""
            if (following in _POWERS and word[-1] in _NUMERAL) or (following == "之" and word[-1] == "分"):
                continue  # 一点五, 十分之一
            name = unit_at(text, at + 1)
            if name is not None and at + 1 + len(name) > end:
                continue  # 三公里, not 三公
            return end
    return None

"""GJ620 purposes-change 用途清单前后不一."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Text
from gouji.extract.facts.model import FactSet
from gouji.extract.sections import outline
from gouji.rules.structure.places import at, common_run, texts, whole

_ITEM = re.compile(r"(?:(?<=[：:；;。])|(?<=为))\s*\d{1,2}[.．、](?!\d)")
_BRACKETS = re.compile(r"[（(][^）)]{0,80}[）)]")
_SPLIT = re.compile(r"[、；;。，,]")
_LEAD = re.compile(r"^(?:全力|继续|进一步|大力|切实|积极|不断|加快)")
_FEWEST_ITEMS = 4
_FEWEST = 6
_SHORTEST = 8
_MOST_ALIKE = 0.7
_STILL_SAID = 0.7


class _List(Struct, frozen=True):
    """A numbered list of purposes in one paragraph, and its pieces."""

    part: int
    block: int
    text: Text
    pieces: tuple[tuple[int, str], ...]


@rule(
    "GJ620", "purposes-change", severity="warning",
    zh="前面列出的“{piece}”在后面说明实际用途时没有了（其余{same}项相同）",
    en="“{piece}” is listed as a purpose and is gone where the actual uses are told (the other {same} are the same)",
    title_zh="用途清单前后不一", title_en="The list of purposes changes",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一份报告里编号列出的用途，在后文重述实际用途时应当一项不少。

    为什么重要: 其余各项照抄，独缺一项，说明这一项没有实施或没有支出。
    何时不算错: 后文只提到其中几项（相同的不到七成）；换了说法但字句大半相同；不在同一份报告里。
    """
    listed, prose = _gathered(facts)
    seen: set[str] = set()
    for one in listed:
        for piece_at, piece in one.pieces:
            if piece in seen:
                continue
            lacking = [t for b, t in prose.get(one.part, ()) if b > one.block and _told_without(one, piece, t)]
            if lacking:
                seen.add(piece)
                evidence: list[Evidence] = [at(one.text, piece_at, piece_at + len(piece))]
                evidence += [whole(t, "secondary") for t in lacking[:4]]
                yield Defect(tuple(evidence), {"piece": piece, "same": str(len(one.pieces) - 1)})


def _gathered(facts: FactSet) -> tuple[list[_List], dict[int, list[tuple[int, Text]]]]:
    sections = outline(facts.document)
    listed: list[_List] = []
    prose: dict[int, list[tuple[int, Text]]] = {}
    for block, cell, text in texts(facts.document):
        if cell is not None or len(text.string) < 60:
            continue
        part = sections.part_of(block)
        starts = list(_ITEM.finditer(text.string))
        if len(starts) >= _FEWEST_ITEMS:
            pieces = tuple(_pieces(text.string, [m.end() for m in starts]))
            if len(pieces) >= _FEWEST:
                listed.append(_List(part, block, text, pieces))
        else:
            prose.setdefault(part, []).append((block, text))
    return listed, prose


def _pieces(text: str, starts: list[int]) -> Iterator[tuple[int, str]]:
    """Long pieces of the list's items with their place; what stands in brackets is left out."""
    end = text.find("。", starts[-1])
    body = _BRACKETS.sub(lambda m: "；" * len(m[0]), text[: end if end >= 0 else len(text)])
    for start, stop in zip(starts, [*starts[1:], len(body)], strict=True):
        at_ = start
        for piece in _SPLIT.split(body[start:stop]):
            plain = re.sub(r"\s*\d{1,2}[.．]$", "", piece)
            if len(plain) >= _SHORTEST:
                yield at_, plain
            at_ += len(piece) + 1


def _told_without(one: _List, piece: str, text: Text) -> bool:
    """True when a paragraph tells nearly all of the list but not this piece."""
    others = [p for _, p in one.pieces if p != piece]
    said = sum(1 for p in others if _LEAD.sub("", p) in text.string)
    if said < _MOST_ALIKE * len(others) or said < _FEWEST - 1:
        return False
    return common_run(piece, text.string) < _STILL_SAID * len(piece)

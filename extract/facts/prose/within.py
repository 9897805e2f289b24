"""What a later sentence splits by its name: 在外出人员中，跨省714万人，省内999万人, where 外出人员1713万人 stood before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Item

_NAMED = re.compile(r"(?:^|[。；;，,\s])在(?:全部|所有)?(?P<name>[^，,。；;]{2,16}?)(?:总[数量额])?(?:之)?中[，,：:]?$")
_REACH = 3
"""So many paragraphs before may tell the whole."""
_LEAST = 2


class Within(Struct, frozen=True):
    """Amounts told of something by its name, and the nearest amount of that name."""

    whole: Number
    parts: tuple[Number, ...]
    cue: str


def within(passages: Sequence[Passage]) -> Iterator[Within]:
    """All such lists, one amount to a part."""
    for index, passage in enumerate(passages):
        for i, first in enumerate(passage.items):
            told = _NAMED.search(passage.text[: first.mention.quantity.start].removesuffix(first.mention.before))
            if told is None or not first.plain or first.mention.depth:
                continue
            near = [(p, x) for p in passages[max(0, index - _REACH) : index] for x in p.items]
            near += [(passage, x) for x in passage.items[:i]]
            whole = next(((p, x) for p, x in reversed(near) if _is_named(x, told.group("name"), first)), None)
            parts = _rest_of_sentence(passage.items[i:])
            if whole is not None and len(parts) >= _LEAST:
                yield Within(whole[0].number(whole[1].mention), tuple(passage.number(x.mention) for x in parts), told.group("name"))


def _is_named(item: Item, name: str, first: Item) -> bool:
    return item.dimension == first.dimension and item.plain and item.label.endswith(name)


def _rest_of_sentence(found: Sequence[Item]) -> list[Item]:
    """The amounts of one kind to the end of the sentence, without what stands in brackets."""
    first = found[0]
    out: list[Item] = []
    for x in found:
        if x.mention.sentence != first.mention.sentence or x.cue:
            break
        if x.dimension == first.dimension and x.plain and x.mention.depth == 0 and not (x.average or x.apart):
            out.append(x)
    return out

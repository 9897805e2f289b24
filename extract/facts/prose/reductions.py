"""What a review took off an amount, or a purchase saved of it: 送审2620万元，审定2446万元，核减174万元，核减率6.64%."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.mentions import Mention

_VERBS = "了资金为达共计约额 "


class Reduction(Struct, frozen=True):
    """``off`` was taken of one of ``wholes`` (nearest first), ``rate`` says how much of it.

    ``asked`` and ``settled`` are the amounts before and after, where the words name them.
    """

    off: Number
    rate: Number | None
    wholes: tuple[Number, ...]
    asked: Number | None = None
    settled: Number | None = None


def reductions(passage: Passage) -> Iterator[Reduction]:
    """Amounts taken off that their own sentence or segment gives the amount before of."""
    told = {a.mention.at: a.mention for i in passage.items for a in i.attributes}
    told |= {i.mention.at: i.mention for i in passage.items}
    for off in told.values():
        if not off.before.rstrip(_VERBS).endswith(cue_words("taken-off-amounts")):
            continue
        before = [
            i for i in passage.items
            if i.mention.at < off.at and i.mention.sentence == off.sentence and i.plain and not i.average
            and i.dimension == passage.number(off).dimension() and i.mention.depth <= off.depth
        ]
        if not before:
            continue
        rate = _rate_of(told, off)
        asked, settled = (_named(before, cue_words(k)) for k in ("asked", "settled"))
        if asked is not None and settled is None and len(before) > 1 and before[-1] is not asked and _told_in_a_row(asked, before[-1], off):
            settled = before[-1]  # 送审412株，现场清点成活356株，核减56株
        if asked is not None and settled is not None and not _told_in_a_row(asked, settled, off):
            settled = None
        base = next((a.mention for i in passage.items for a in i.of("base") if a.mention.at == off.at - 1), None)
        if base is not None and before[-1].mention.at == base.at - 1:  # 概算42800万元，较估算45600万元核减2800万元
            numbers = tuple(passage.number(m) for m in (base, before[-1].mention))
            yield Reduction(passage.number(off), None if rate is None else passage.number(rate), numbers, *numbers)
            continue
        yield Reduction(
            passage.number(off), None if rate is None else passage.number(rate),
            tuple(passage.number(i.mention) for i in reversed(before)),
            *(None if i is None else passage.number(i.mention) for i in (asked, settled)),
        )


def _rate_of(told: dict[int, Mention], off: Mention) -> Mention | None:
    """The rate right behind the amount, in its sentence, that has the name of one."""
    rate = told.get(off.at + 1)
    near = rate is not None and rate.sentence == off.sentence
    return rate if rate is not None and near and rate.before.rstrip("为达约：: ").endswith(cue_words("taken-rates")) else None


def _named(before: list[Item], words: tuple[str, ...]) -> Item | None:
    """The last amount that one of the words names."""
    return next((i for i in reversed(before) if any(w in i.mention.before for w in words)), None)


def _told_in_a_row(asked: Item, settled: Item, off: Mention) -> bool:
    """Nothing stands between the amount before, the amount after and what was taken off."""
    at = sorted((asked.mention.at, settled.mention.at))
    return at[1] - at[0] == 1 and off.at - at[1] == 1 and asked.mention.segment == settled.mention.segment == off.segment

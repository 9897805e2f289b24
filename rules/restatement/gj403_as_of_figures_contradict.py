"""GJ403 as-of-figures-contradict 时点数与全年数不能同真."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.asof import as_of
from gouji.extract.lexicon import words


@rule(
    "GJ403", "as-of-figures-contradict", severity="error",
    zh="{when}时{whole}已全部检完、不合格{a}，而全年同一总数的不合格为{b}，二者不能同真",
    en="as of {when} all {whole} were tested with {a} failed, yet {b} failed of the same total for the whole year",
    title_zh="时点数与全年数不能同真", title_en="As-of figures that cannot both be true",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 年中某时点已完成全年总数的检验，其不合格数应等于全年不合格数。

    为什么重要: 总数已经检完，不合格数不会再变；变了，说明两处至少有一处没有更新。
    何时不算错: 时点数的总数小于全年总数（后面还在检）；对象不同。
    """
    tallies = [t for p in facts.passages for t in _tallies(p)]
    early = [t for t in tallies if t.when]
    late = [t for t in tallies if not t.when]
    for a in early:
        for b in late:
            if a.dimension == b.dimension and a.whole == b.whole and a.failed != b.failed and a.whole > 0:
                yield Defect(
                    tuple(
                        cite(n, "primary" if n in a.failures else "secondary")
                        for n in (*a.failures, *a.wholes, *b.failures)
                    ),
                    {
                        "when": a.when, "whole": _total(a.wholes), "a": _total(a.failures), "b": _total(b.failures),
                    },
                    computation=f"{_sum(a.failures)} ≠ {_sum(b.failures)}",
                )
                return


class _Tally(Struct, frozen=True):
    """How many were tested and how many failed, in one passage."""

    when: str
    dimension: str
    wholes: tuple[Number, ...]
    failures: tuple[Number, ...]

    @property
    def whole(self) -> int:
        return _int(self.wholes)

    @property
    def failed(self) -> int:
        return _int(self.failures)


def _int(numbers: tuple[Number, ...]) -> int:
    return sum(int(n.quantity.low or 0) for n in numbers)


def _tallies(passage: Passage) -> Iterator[_Tally]:
    """Tested and failed counts of a passage: as of a date, or for the year."""
    date_at = as_of(passage.text)
    failed = [i for i in passage.items if "不合格" in i.mention.before and i.dimension not in ("1", "元", "")]
    if not failed:
        return
    dimension = failed[0].dimension
    exact = [i for i in failed if i.dimension == dimension and _plain(passage, i)]
    if date_at is not None:
        sentence, when = date_at
        since = [i for i in exact if i.mention.sentence >= sentence]
        tested = [
            i for i in passage.items
            if i.dimension == dimension and i.mention.sentence == sentence and "不合格" not in i.mention.before
            and any(w in i.mention.before for w in words("gouji.rules.restatement", "words.txt")["tested"])
        ]
        if since and tested:
            yield _Tally(when, dimension, _numbers(passage, tested), _numbers(passage, since))
        return
    heads = [i for i in exact if not i.cue]
    if len(heads) != 1:
        return
    passed = [
        i for i in passage.items
        if i.dimension == dimension and "合格" in i.mention.before and "不合格" not in i.mention.before
    ]
    if len(passed) == 1:
        yield _Tally("", dimension, _numbers(passage, [passed[0], heads[0]]), _numbers(passage, heads))


def _plain(passage: Passage, item: Item) -> bool:
    q = passage.number(item.mention).quantity
    return q.value is not None and not q.soft and q.step is None


def _numbers(passage: Passage, found: list[Item]) -> tuple[Number, ...]:
    return tuple(passage.number(i.mention) for i in found)


def _sum(numbers: tuple[Number, ...]) -> str:
    return "+".join(n.raw for n in numbers) + (f"={_int(numbers)}" if len(numbers) > 1 else "")


def _total(numbers: tuple[Number, ...]) -> str:
    unit = numbers[0].unit or ""
    return f"{_int(numbers)}{unit}"

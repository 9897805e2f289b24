"""All but some: 涉及37个小区…。除3个小区拖到10月外，其余34个小区均已供热."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose import Item

_EXCEPT = re.compile(r"除(?:了)?[^，。；、\d]{0,6}$")
_OTHERS = re.compile(r"[^。；]{0,40}?(?:以)?外，其[余他它](?:的)?")
_GRADE = re.compile(r"(?:等[级次]|评[级价])?[为是]?[“\"「](?P<grade>优秀|优|良好|良|中等|中|合格|较差|差|不合格)[”\"」]的?$")
_BACK, _NOUN, _FEWEST = 2, 2, 2


def all_but(passage: Passage) -> Iterator[Constraint | Question]:
    """The whole is the count of that noun told before; also the grades of so many projects, told one behind the other."""
    if "除" in passage.text:
        for k, some in enumerate(passage.items[:-1]):
            rest = passage.items[k + 1]
            between = passage.text[some.mention.quantity.end : rest.mention.quantity.start]
            if _EXCEPT.search(some.mention.before) and _OTHERS.fullmatch(between) and _counts(some, rest):
                yield from _of_all(passage, passage.items[:k], [some, rest], "其余")
    if "“" in passage.text:
        run: list[Item] = []
        for k, x in enumerate((*passage.items, None)):
            goes_on = x is not None and _GRADE.search(x.mention.before.strip()) is not None and (not run or (_counts(run[-1], x) and x.mention.at == run[-1].mention.at + 1))
            if goes_on and x is not None:
                run.append(x)
            elif run:
                if len(run) >= _FEWEST:
                    yield from _of_all(passage, passage.items[: k - len(run)], run, "等级")
                run = []


def _counts(a: Item, b: Item) -> bool:
    """Counts of one unit, of one sentence."""
    plain = a.plain and b.plain and not (a.average or b.average)
    return plain and a.mention.quantity.unit == b.mention.quantity.unit and a.mention.sentence == b.mention.sentence and a.dimension not in ("元", "1", "", "分")


def _of_all(passage: Passage, earlier: list[Item] | tuple[Item, ...], parts: list[Item], cue: str) -> Iterator[Constraint | Question]:
    nouns = [p.counted for p in parts if len(p.counted) >= _NOUN]
    wholes = [
        x for x in reversed(earlier)
        if x.plain and x.mention.quantity.unit == parts[0].mention.quantity.unit and parts[0].mention.sentence - x.mention.sentence <= _BACK
        and len(x.counted) >= _NOUN and (any(x.counted[-_NOUN:] in n for n in nouns) if nouns else "项目" in x.counted)
    ]
    told = [sums_to(passage.number(w.mention), [passage.number(p.mention) for p in parts], cue=cue) for w in wholes]
    fits = first_held(told)
    if fits is not None:
        yield fits
    elif len(told) == 1:
        yield from open_question(told, likely=True)

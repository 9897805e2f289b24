"""What is called done, held against the rows of the table: ≥80 | 71 | 是; 8项指标全部完成，具体如下, and a row of 90.0%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.audit.finding import Defect, Evidence, cite
from gouji.extract.document import Cell, Paragraph
from gouji.extract.facts.model import FactSet, Form, Indicator, Number, Passage
from gouji.extract.lexicon import words
from gouji.rules.cells import compare, name_of, plain, quote, sign_of, stated

_ALL = re.compile(
    r"(?:指标|目标任务|任务指标|绩效目标)(?:值)?(?:已经?|均已?|都已?|已?全部|全部均?)+(?:超额|按期|如期|按时|圆满|顺利)?"
    r"(?:完成|达标|实现|达到|达成)(?:或超额完成|或超过|及以上|目标|预期目标|年度目标|年初目标|或超额完成年度目标)?(?=[，,。；;：:]|$)"
)
_EVERY = re.compile(r"各项|所有|全部|各|均|\d+[项个]")
_OTHERS = re.compile(r"其余|其他|其它|除[^，。；]+外")
_BELOW = re.compile(r"如下|见?下表|详见|见表|表\d")
_RATE_HEAD = re.compile(r"(?:指标)?(?:完成率|完成比例|达成率)(?:[（(][%％][)）]|[%％])?")
_WHOLE, _NEXT = 100, 2
"""So many blocks behind the sentence that points to it stands the table."""


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return dict(words("gouji.rules.restatement", "words.txt"))


def done_marks(facts: FactSet) -> Iterator[Defect]:
    """Rows marked done that missed their target, or the other way round; sentences that call all rows done."""
    for form in facts.forms:
        for indicator, mark in _marks(form):
            yield from _marked(facts, form, indicator, mark)
    for passage in facts.passages:
        block = facts.document.blocks[passage.block]
        if isinstance(block, Paragraph) and (said := _ALL.search(passage.text)) is not None:
            yield from _all_done(facts, passage, block, said)


def _marks(form: Form) -> Iterator[tuple[Indicator, Cell]]:
    """The cells below a head 是否完成, each with the indicator of its row."""
    rows = {i.row: i for i in form.indicators}
    columns: set[int] = set()
    for r, row in enumerate(form.table.rows):
        heads = {c.column for c in row if plain(c) in _lists()["done-heads"]}
        columns = heads or columns
        for cell in row:
            if cell.column in columns and not heads and r in rows:
                yield rows[r], cell


def _marked(facts: FactSet, form: Form, row: Indicator, mark: Cell) -> Iterator[Defect]:
    target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
    if target is None or actual is None or sign_of(row, target) is None:
        return
    verdict, told = compare(row, target, actual), plain(mark)
    yes, no = told in _lists()["done-yes"], told in _lists()["done-no"]
    if (yes and verdict == "missed") or (no and verdict in ("met", "exact")):
        sign = "未达到" if yes else "达到"
        yield Defect(
            (quote(mark, "primary"), cite(actual, "secondary"), cite(target, "secondary")),
            {"a": f"{name_of(row)}：{told}", "b": f"{actual.raw}{sign}{target.raw}"}, computation=f"{actual.raw}{sign}{target.raw}",
        )


def _all_done(facts: FactSet, passage: Passage, block: Paragraph, said: re.Match[str]) -> Iterator[Defect]:
    """The first row of the table pointed to that fell short."""
    if _OTHERS.search(passage.text[: said.start()].rpartition("。")[2]):
        return  # 除标志牌外，其余产出指标均完成
    sentence = passage.text[said.start() :].partition("。")[0]
    if _BELOW.search(sentence[len(said[0]) :]) is not None:
        tables = [passage.block + n for n in range(1, _NEXT + 1)]
    else:
        filed = {f.block for f in facts.forms if any(i.actual is not None and i.target is not None for i in f.indicators)}
        tables = list(filed) if len(filed) == 1 and _EVERY.search(passage.text[: said.end()].rpartition("。")[2]) else []
    own = re.split("[，,。；;：:]", passage.text[: said.end()])[-1]
    level = next((w for w in _lists()["levels"] if f"{w}指标" in own), "")  # 全部产出指标均完成
    short = next((s for block_ in tables if (s := _short(facts, block_, level)) is not None), None)
    if short is not None:
        start = max(passage.text.rfind(c, 0, said.start()) for c in "，。；：") + 1
        told = passage.text[start : said.end()]
        yield Defect(
            (Evidence("primary", told, block.text.locate(start, said.end())), cite(short[1], "secondary")),
            {"a": told, "b": f"{short[0]}{short[1].raw}"}, computation=f"{short[1].raw}{short[2]}",
        )


def _short(facts: FactSet, block: int, level: str) -> tuple[str, Number, str] | None:
    """A row of that table whose rate of completion is below all, or whose value misses its target, and what it falls short of."""
    for form in facts.forms:
        if form.block != block:
            continue
        columns: set[int] = set()
        for row in form.table.rows:
            heads = {c.column for c in row if _RATE_HEAD.fullmatch(plain(c))}
            columns = heads or columns
            for cell in row:
                number = facts.only(form.block, cell) if cell.column in columns and not heads else None
                if number is not None and (value := stated(number)) is not None and value < (1 if number.dimension() == "1" else _WHOLE):
                    return plain(row[0]), number, "<100%"
        for indicator in form.indicators:
            levels = indicator.level1 + indicator.level2
            target, actual = facts.only(form.block, indicator.target), facts.only(form.block, indicator.actual)
            if target is not None and actual is not None and (not levels or level in levels) and _missed(facts, form, indicator, target, actual):
                return name_of(indicator), actual, f"未达到{target.raw}"
    return None


def _missed(facts: FactSet, form: Form, row: Indicator, target: Number, actual: Number) -> bool:
    """Its value misses its target; a target without a sign is missed by less that cost points (318块 | 316块 | 6 | 5.96)."""
    if sign_of(row, target) is not None:
        return compare(row, target, actual) == "missed"
    weight, score = facts.only(form.block, row.weight), facts.only(form.block, row.score)
    if weight is None or score is None or target.dimension() != actual.dimension():
        return False
    aim, value, full, got = stated(target), stated(actual), stated(weight), stated(score)
    return not (aim is None or value is None or full is None or got is None) and value < aim and got < full

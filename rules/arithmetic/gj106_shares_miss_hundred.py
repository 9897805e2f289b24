"""GJ106 shares-miss-hundred 占比之和不是100%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, held, only_slipped, open_question
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.grids import Grid, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.facts.prose.shares import (
    all_named,
    burdens,
    complements,
    graded,
    rates_within,
    ratio_lists,
    share_lists,
    shares_in_brackets,
    splits,
    told_apiece,
)
from gouji.extract.facts.prose.splits import runs
from gouji.extract.lexicon import words
from gouji.extract.rational import Fraction

_KEEPING = 2
"""So many columns must make a hundred for each that does not."""
_OF_SHARE = {
    "zh": "占比写为{stated}，括号内各占比相加为{computed}，相差{difference}",
    "en": "a share of {stated}, but those in the bracket add to {computed}: a difference of {difference}",
}
_BESIDES = re.compile(r"[以及和与或]其[他它余](?=[一-鿿]{2})")
"""城镇私营企业及其他城镇企业: one name, not the rest."""
_ROW, _SLIP = 5, 3
"""So many shares in one row that miss 100 by no more are all there are."""
_FACTORS = 3
_WEIGHTS = re.compile(r"(?<![一-鿿]的)(?:因素|指标)?(?:及|及其|和)?权重(?:分别)?(?:[:：]|[为是][:：]?)(?=(?P<list>(?:(?!，其中)[^。；;：:（(\n])+))")
_SOME = ("主要", "等", "以上", "左右")
_NEAR = 10
"""Shares of a split that miss 100 by more are of different wholes."""


@rule(
    "GJ106", "shares-miss-hundred", severity="error",
    zh="{cue}相加不等于100%：{sum}",
    en="{cue}: the shares do not add to 100%: {sum}",
    title_zh="占比之和不是100%", title_en="Shares do not add to 100 %",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: 各级财政分担比例、三次产业结构等完整的一组占比相加为100%。

    为什么重要: 分担比例加不到100%，就有一部分钱没有人出，或者重复出。
    何时不算错: 只列主要部分；括号内的细分；各占比四舍五入引起的0.1个百分点尾差。
    """
    for grid in grids(facts):
        yield from _rows_of_shares(grid)
    for passage in facts.passages:
        for group in burdens(passage):
            numbers = [passage.number(a.mention) for a in group.shares]
            constraint = hundred(numbers, group.cue)
            if held(constraint) or group.closed:
                yield constraint
        for listed in share_lists(passage):
            outer = _outer(listed)
            if len(outer) < len(listed) and held(of_outer := hundred([passage.number(m) for m in outer], "各占比")):
                yield of_outer  # 住房类占78%，包括购买占21%，…；非住房类占22%，包括…
                continue
            constraint = hundred([passage.number(m) for m in listed], "各占比")
            if held(constraint) or _rest_told(listed):
                yield constraint
            elif _end_to_end(listed):
                yield replace(constraint, severity="warning")
            elif rows := [r for _, run in groupby(listed, key=lambda m: m.segment) if len(r := list(run)) >= _ROW and _nearly(r)]:
                for row in rows:
                    own = hundred([passage.number(m) for m in row], "各占比")
                    yield from [own] if held(own) else open_question([own], likely=True)
            else:
                yield from only_slipped([constraint], telling=True)
        yield from _in_brackets(passage)
        yield from _apiece(passage)
        yield from _rates_listed(passage)
        yield from _weights(passage)
        for group in splits(passage):
            constraint = hundred([passage.number(a.mention) for a in group.shares], group.cue)
            if held(constraint) or abs(sum((a.mention.quantity.low or Decimal(0) for a in group.shares), Decimal(-100))) < _NEAR:
                yield constraint
        yield from _structures(passage)
        for rate, opposite in complements(passage):
            constraint = hundred([passage.number(rate), passage.number(opposite)], "互补的两个比率")
            yield constraint


def _weights(passage: Passage) -> Iterator[Constraint]:
    """分配因素及权重：困难群众数量占60%、财力状况占30%、绩效评价结果占10%: the factors by which something is shared out are all of them."""
    for told in _WEIGHTS.finditer(passage.text):
        listed = [n for n in passage.numbers if told.start("list") <= n.quantity.start and n.quantity.end <= told.end("list") and n.is_quantity]
        plain = all(n.unit in ("%", "％") and n.point is not None and not n.quantity.soft for n in listed)
        if len(listed) >= _FACTORS and plain and not any(w in passage.text[passage.text.rfind("。", 0, told.start()) + 1 : told.end("list")] for w in _SOME):
            yield replace(hundred(listed, "各权重"), severity="warning")


def _outer(listed: list[Mention]) -> list[Mention]:
    """Those of a list that split no other of it: what follows 包括 or 其中 does, up to the next semicolon."""
    out: list[Mention] = []
    inside = -1
    for m in listed:
        if m.segment == inside:
            continue
        if out and any(w in m.context + m.before for w in ("包括", "其中")):
            inside = m.segment
            continue
        out.append(m)
    return out


def _nearly(listed: list[Mention]) -> bool:
    """They miss a hundred by so little that one of them is mistyped, and not that some are left out."""
    made = sum((m.quantity.value or Decimal(0) for m in listed), Decimal(0))
    return abs(made - 100) <= _SLIP and not any("其中" in m.before for m in listed)


def _rows_of_shares(grid: Grid) -> Iterator[Constraint]:
    """第一产业比重, 第二产业比重, 第三产业比重 down the years: where most columns make 100 %, the one that does not is wrong."""
    named = [r for r in grid.rows if r.name.endswith(("比重", "占比", "比例", "构成"))]
    for split, i in runs([r.name for r in named]):
        rows = named[i : i + len(split)]
        columns = [k for k in rows[0].numbers if all(k in r.numbers for r in rows)]
        sums = [hundred([r.numbers[k] for r in rows], "各占比") for k in columns if all(r.numbers[k].dimension() == "1" for r in rows)]
        keeping = sum(map(held, sums))
        missing = len(sums) - keeping
        yield from (c for c in sums if held(c) or keeping >= _KEEPING * missing)


def _rates_listed(passage: Passage) -> Iterator[Constraint | Question]:
    """A rate and those behind its 其中; rates of one sentence told each as a 比例: confirmed, or a slip tells."""
    for whole, parts in rates_within(passage):
        told = [n.point for n in (whole, *parts) if n.point is not None]
        if len(told) > len(parts) and min(told[1:]) <= told[0] <= max(told[1:]):
            continue  # 成活率平均88.7%，其中北部88.6%、中部91.3%、南部86.1%: a mean of them
        yield from _fits(sums_to(whole, parts, cue="其中"))
    for listed in graded(passage):
        yield from _fits(hundred(listed, "各比例"))


def _fits(constraint: Constraint) -> Iterator[Constraint | Question]:
    yield from [constraint] if held(constraint) else only_slipped([constraint], telling=True)


def _in_brackets(passage: Passage) -> Iterator[Constraint | Question]:
    """占71.37%（购买占13.27%，…，其他占0.88%）: the shares of the bracket make the one before it, or a hundred by themselves."""
    for whole, inside in shares_in_brackets(passage):
        parts = [passage.number(m) for m in inside]
        told = replace(sums_to(passage.number(whole), parts, cue="括号内各占比"), message=_OF_SHARE)
        fits = first_held([told, hundred(parts, "各占比")])
        if fits is not None:
            yield fits
        elif _rest_told(inside):
            yield replace(told, severity="warning")
        else:
            yield from only_slipped([told], telling=True)


def _rest_told(listed: list[Mention]) -> bool:
    """咨询类占77%，求助类占13%，其他类占10%: with the rest told, nothing is left out."""
    said = _BESIDES.sub("", listed[-1].before)
    return any(w in said for w in words("gouji.extract.facts.prose", "shares.txt")["the-rest"])


def _end_to_end(listed: list[Mention]) -> bool:
    """未上过学的占1%，…，大专及以上占13%: grades from the lowest, and only the last without an upper end."""
    lists = words("gouji.extract.facts.prose", "shares.txt")
    *rest, last = (m.before for m in listed)
    return (
        any(w in rest[0] for w in lists["lowest"]) and any(w in last for w in lists["no-upper-end"])
        and not any(w in told for told in rest for w in lists["no-upper-end"]) and "其中" not in last
    )


def _apiece(passage: Passage) -> Iterator[Constraint | Question]:
    """甲、乙、丙分别占16.3%、81.4%和2.3%: confirmed; a contradiction where the names leave nothing out, else a slip tells."""
    for told, listed in told_apiece(passage):
        constraint = hundred(listed, "各占比")
        if held(constraint) or any(w in told for w in all_named(len(listed))):
            yield constraint
        else:
            yield from only_slipped([constraint], telling=True)


def _structures(passage: Passage) -> Iterator[Constraint | Question]:
    """三次产业结构 a∶b∶c, whose members also are the shares of the amounts listed before."""
    for listed in ratio_lists(passage):
        numbers = [passage.number(m) for m in listed]
        constraint = hundred(numbers, "结构比", percent=False)
        if held(constraint):
            yield constraint
            shares = list(_shares_of_amounts(passage, numbers))
            yield from shares
            if not shares:  # a wrong amount: left open, for the sum it stands in to be borne out by
                for share in _shares_of_amounts(passage, numbers, but=len(numbers)):
                    yield from open_question([share])
        else:
            shares = list(_shares_of_amounts(passage, numbers, but=1))
            if shares:  # all members but one are shares of the amounts listed: the structure is that of these
                yield constraint
                yield from shares


def _shares_of_amounts(passage: Passage, numbers: list[Number], but: int = 0) -> Iterator[Constraint]:
    """Each member of a structure against its amount, where a split of as many amounts fits all of them ``but`` so many."""
    for group in passage.groups:
        if len(group.children) != len(numbers):
            continue
        whole = passage.number(group.parent.mention)
        constraints = [
            Constraint(
                "ratio", (Term(passage.number(c.mention)),), divisor=(Term(whole, Fraction(1, 100)),), rate=n,
                result=n, cue="结构比",
            )
            for c, n in zip(group.children, numbers, strict=True)
        ]
        if len(constraints) > 2 and sum(not held(c) for c in constraints) <= but:
            yield from constraints
            return


def hundred(numbers: list[Number], cue: str, *, percent: bool = True) -> Constraint:
    """The numbers add to 100 %."""
    return Constraint(
        "sum", tuple(Term(n) for n in numbers), constant=Fraction(-1 if percent else -100), cue=cue,
        template="+".join(f"{{{n.id}}}" for n in numbers) + "=100" + ("%" if percent else ""),
    )

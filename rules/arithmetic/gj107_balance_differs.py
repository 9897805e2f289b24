"""GJ107 balance-differs 收支结余不平."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from gouji.audit.choose import Question, held, open_question, slipped
from gouji.audit.constraint import Constraint, Term, ratio_is, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.facts.prose.balance import Balance, balances
from gouji.extract.facts.prose.net_flows import accounts, net_of_flows, stocks_with_opening_behind
from gouji.extract.facts.prose.stocks import (
    adjusted_budgets,
    grown_stocks,
    net_changes,
    stocks,
    stocks_opened_last,
    stocks_told_back,
)
from gouji.rules.arithmetic.overall_balance import overall_balance

_BACK = 40
"""So many blocks back another whole is looked for."""
_CHAIN = 3
"""So many parts make the chain of an account: what it held, took in and spent."""

_OF_ONE_PARAGRAPH = (stocks, grown_stocks, stocks_told_back, stocks_opened_last, net_changes, net_of_flows, stocks_with_opening_behind, accounts, adjusted_budgets)


@rule(
    "GJ107", "balance-differs", severity="error",
    zh="{label}{stated}，与同处各数算得的{computed}不符，相差{difference}",
    en="{label} {stated} is not what the figures told with it make, {computed}: a difference of {difference}",
    title_zh="收支结余不平", title_en="Spent and left do not make the whole",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: “安排A，支付B，未支付（结余）C”满足 A=B+C；“上年结转+本年收入−本年支出=年末结转”；
    “年初库存+购入−售出=年末库存”；“出生率−死亡率=自然增长率”“出口+进口=进出口”“利润总额−所得税=净利润”等定义式；“新设17处，撤销9处，净增8处”。

    为什么重要: 钱只有花了和没花两种去处，两处相加不等于总数，就有一笔去向不明。
    何时不算错: 另有结余分配、上年结转、收回、调剂等第三个去处；三个数不在同一句、口径未必相同时只核对不判断；
    同段的执行率正是以该数为分母的，结转结余四数齐全而相加不符的，作警告。
    """
    yield from overall_balance(facts)
    told = (read(p) for read in _OF_ONE_PARAGRAPH for p in facts.passages)
    for balance in chain(balances(facts), *told):
        constraint = sums_to(
            balance.whole, [Term(n, s) for n, s in zip(balance.parts, balance.signs, strict=True)], cue=balance.cue,
            severity="warning" if balance.likely else None,
        )
        within = _brought_within(balance)
        if within is not None and not held(constraint):
            yield within
            continue
        if held(constraint) or balance.certain:
            yield constraint
        if held(constraint):
            yield from _in_second_unit(facts, balance)
        if held(constraint) or balance.certain or balance.doubtful:
            continue
        if _met_by_another(facts, balance):
            continue
        said = list(slipped(constraint))
        if (balance.likely or _rate_told(facts, balance)) and not any(isinstance(c, Constraint) for c in said):
            yield from open_question([constraint], likely=True)
        else:
            yield from said


def _brought_within(balance: Balance) -> Constraint | None:
    """加上年初结转305万元，收入总计20090万元；支出19847万元，年末结转243万元: the total holds what was carried over already."""
    if len(balance.parts) != _CHAIN:
        return None
    terms = [Term(n, s) for n, s in zip(balance.parts, balance.signs, strict=True)][1:]
    found = sums_to(balance.whole, terms, cue=balance.cue)
    return found if held(found) else None


def _in_second_unit(facts: FactSet, balance: Balance) -> Iterator[Constraint | Question]:
    """1284户4196人，已消除956户3127人，未消除328户1069人: what holds of the households must hold of their people."""
    numbers = (balance.whole, *balance.parts)
    if any(n.cell is not None or n.block != balance.whole.block for n in numbers):
        return
    here = [n for n in facts.in_paragraph(balance.whole.block) if n.is_quantity]
    beside = {a.id: b for a, b in pairwise(here) if a.quantity.end == b.quantity.start}
    second = [beside.get(n.id) for n in numbers]
    found = [n for n in second if n is not None and n.point is not None]
    if len(found) == len(numbers) and len({n.dimension() for n in found}) == 1 and found[0].dimension() != balance.whole.dimension():
        told = sums_to(found[0], [Term(n, s) for n, s in zip(found[1:], balance.signs, strict=True)], cue=balance.cue)
        yield from [told] if held(told) else open_question([told], likely=True)


def _met_by_another(facts: FactSet, balance: Balance) -> bool:
    """Another amount told shortly before is what was spent plus what was left: 使用186万元，其中上级下达126万元 … 支出178万元，结余8万元."""
    block = balance.parts[0].block
    terms = [Term(n, s) for n, s in zip(balance.parts, balance.signs, strict=True)]
    return any(
        n.is_quantity and n.dimension() == balance.whole.dimension() and n not in balance.parts and held(sums_to(n, terms))
        for at in range(block, max(-1, block - _BACK), -1) for n in facts.in_paragraph(at)
    )


def _rate_told(facts: FactSet, balance: Balance) -> bool:
    """True when a rate in the same paragraph is what was spent of that very whole: then the rest is of it too."""
    spent = balance.parts[0]
    return spent.cell is None and any(
        n.is_quantity and n.dimension() == "1" and n.quantity.step is not None and n.quantity.step < 1
        and held(ratio_is(n, spent, balance.whole)) for n in facts.in_paragraph(spent.block)
    )

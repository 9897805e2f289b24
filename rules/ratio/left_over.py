"""What is left of a budget, told behind the rate at which it was spent: 预算750万元，执行率96.4%，节余27.025万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, Term, ratio_is
from gouji.extract.facts.model import Passage
from gouji.extract.rational import Fraction

_RATE = re.compile(r"[，,、]?(?:预算|资金|项目|实际)?(?:执行|支出|支付|使用|拨付)(?:率|进度)[为是达约]*")
_LEFT = re.compile(r"[，,；;、]?(?:资金)?(?:结余|节余|剩余|结转|余额|余|未支付|未支出|未执行)(?:资金|指标)?[为是]?")
_REST = re.compile(r"[，,；;](?:剩余|其余|余下|余)的?")
_SHARE = re.compile(r"[，,]?(?:占|为|完成|达到?)[^，。；、\d]{0,12}的")
_GIVEN = re.compile(r"(?:预算|安排|下达|到位|批复)[一-鿿]{0,6}$")


def rest_of_share(passage: Passage) -> Iterator[Constraint | Question]:
    """共核销1870万元，占投放金额的85.0%，剩余330万元: part and rest make what the share is of."""
    told = [n for n in passage.numbers if n.is_quantity]
    for part, rate, rest in zip(told, told[1:], told[2:], strict=False):
        between = passage.text[part.quantity.end : rate.quantity.start], passage.text[rate.quantity.end : rest.quantity.start]
        plain = part.point and rate.point and rest.point and not any(n.quantity.soft or n.quantity.operator for n in (part, rate, rest))
        alike = part.dimension() == rest.dimension() not in ("1", "", "分") and rate.dimension() == "1"
        if plain and alike and _SHARE.fullmatch(between[0]) and _REST.fullmatch(between[1]):
            made = ratio_is(rate, part, [Term(part), Term(rest)], cue="剩余")
            yield from [made] if held(made) else open_question([made], likely=True)


def left_over(passage: Passage) -> Iterator[Constraint | Question]:
    """rate = (given - left) / given, for three figures in a row; confirmed, or asked where no other amount stands in the sentence."""
    told = [n for n in passage.numbers if n.is_quantity]
    for given, rate, left in zip(told, told[1:], told[2:], strict=False):
        between = passage.text[given.quantity.end : rate.quantity.start], passage.text[rate.quantity.end : left.quantity.start]
        plain = given.point and left.point is not None and rate.point is not None and not (given.quantity.soft or rate.quantity.soft or left.quantity.soft)
        alike = given.dimension() == left.dimension() == "元" and rate.dimension() == "1"
        if not plain or not alike or not _RATE.fullmatch(between[0]) or not _LEFT.fullmatch(between[1]):
            continue
        made = ratio_is(rate, [Term(given), Term(left, Fraction(-1))], given, cue="结余")
        if held(made):
            yield made
        elif _GIVEN.search(passage.text[: given.quantity.start]):
            yield from open_question([made], likely=True)

"""Two ends and signs: whether a dash joins two numbers, stands for minus, or only stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable

from gouji.extract.numbers import amounts, units
from gouji.extract.numbers.amounts import Amount

SIGN_BEFORE = frozenset(" \t\n\r　(（[【,，、：:；;。|=≥≤><为是率增降值-")
_CHANGES = ("增长", "变动", "增幅", "涨幅", "变化", "盈亏", "差额")
"""自然增长-847人: before a dash these say that it is a sign."""


def minus(text: str, at: int, amount: Amount) -> bool:
    """True when the dash at ``at`` is a sign."""
    if at == 0 or text[at - 1] in SIGN_BEFORE:
        return not (at > 0 and text[at - 1] == "-")
    if text.endswith(_CHANGES, 0, at):
        return True
    return "一" <= text[at - 1] <= "鿿" and amount.place < 0 and amount.unit is not None


def second_end(
    text: str, share: Callable[[int], Amount | None], first: Amount, m: re.Match[str], start: int
) -> Amount | None:
    """The second end of a range, or ``None`` when the two numbers are apart (由30%到50%, 2-1)."""
    begin = m.end()
    if text[begin] in "-负" or first.over:
        return None
    second = share(begin) or amounts.amount_at(text, begin)
    if second is None or (first.chinese != second.chinese and not first.chinese):
        return None
    word = m.group().strip()
    if first.unit is not None:
        if start > 0 and text[start - 1] in "由从自" and word in "至到":
            return None
        if second.unit is None or units.base_of(first.unit) != units.base_of(second.unit):
            return None
    elif second.unit is None:
        if first.mult and not second.mult:
            return None
        if text[second.end:second.end + 1] in ("-", "年", "月", "号"):
            return None
    if second.digits_end < len(text) and text[second.digits_end] in "年月日" and second.sort is None:
        return None
    if second.mult and not first.mult and first.unit is None and first.value < second.value:
        first.mult = second.mult
    if first.plain() >= second.plain():
        return None
    return second

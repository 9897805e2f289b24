"""GJ210 table-rate-differs 表中比率、增减栏与同行各数不符."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise, permutations

from msgspec.structs import replace

from gouji.audit.choose import Question, broken, held, slipped
from gouji.audit.constraint import Constraint, Term, differs_by, grows_to, product_is, ratio_is, sums_to
from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.forms.cells import is_year
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import sort_of
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit
from gouji.rules.ratio.change_rows import changes
from gouji.rules.ratio.of_two import of_two
from gouji.rules.ratio.per_constant import per_constant, per_factor

Way = Callable[[Row, Number], Constraint | None]
_BLANK = re.compile(r"\s+")
_RATE_OF = re.compile(r"([一-鿿]{2})(?:率|进度|比例)(?:$|[（(%％])")
"""执行率, 资金使用率（%）: the word for what was done."""
_OF_WHAT = re.compile(r"(?P<upper>[一-鿿]{2,8}?)(?:为|占)(?P<lower>[一-鿿]{2,10}?)的?(?:比[例重率])?[（(]?[%％]?[)）]?")
_UNIT_PRICE, _AMOUNT = re.compile(r"单价"), re.compile(r"金额|总价|合价|货款")
_PRICE = re.compile(r"^每|标准|单价|造价|单[台件户套亩吨车]|单位成本|[村校院]均|[人户亩次月年床生台]均|均价|平均")
"""Money for each of what is counted."""
_PER_DAY = re.compile(r"/[日天d]$")
_MEAN = re.compile(r"平均(?:分|得分|数|值)?$|均值$")
_PERCENT = ("%", "％", "‰")
_PERCENT_POINT = Fraction(1, 100)
_MOST = 12
"""Columns of numbers among which the two operands are looked for."""
_TRIED = 8
"""Rows by which a reading is first tried."""
_NUDGED = 3
"""So many steps of its last place a share may be off: shares are nudged to make 100 %."""
_MANY, _PAIR, _NAMED = 6, 2, 3
"""So many rows must keep to a reading for two that do not to be told; fewer where the head names what it is made of."""
_FEW = 3
"""So many rows must keep to a reading for one that does not to be worth a word; two where the head names it."""
_SURE = 4
"""So many rows must keep to a reading for one that does not to be an error."""


@rule(
    "GJ210", "table-rate-differs", severity="error",
    zh="{label}写为{stated}，按同行各数应为{computed}，其余各行都按此计算",
    en="{label} is stated as {stated}, but its row gives {computed}; the other rows keep to that",
    title_zh="表中比率、增减栏与同行各数不符", title_en="A rate or change column disagrees with its row",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question | Defect]:
    """检查内容: 数据表中“增长率”“增减额”“占比”“完成预算%”等栏，等于同行另外两栏（或与合计行）算出的结果；
    由哪两栏算出，以多数行都成立的为准。“单价、标准、户均”栏同理：金额等于单价乘数量。
    栏名没有明说、而各行都由同行另外两栏相加减得出的栏，只有一行不合的作警告。

    为什么重要: 比率栏是表的结论；其余各行都对得上、只有一行对不上，这一行必有一个数是错的。
    何时不算错: 多数行都对不上（另有口径，如可比价、同口径）；只有一两行可比；末位四舍五入、为凑足100%的调整。
    """
    for grid in grids(facts):
        if len(grid.heads) <= _MOST:
            carried = {t.total.column for t in grid.form.totals if t.signs and t.kind == "columns"}
            for column, head in grid.heads.items():
                if column in carried:  # 期末余额 = 期初 + 新增 - 偿还: told as a sum
                    continue
                found = list(_column(grid, column, head))
                yield from found
                if not found and any(w in head for w in _lists()["per"]):
                    yield from per_constant(grid, column)
                if not any(isinstance(c, Constraint) for c in found) and _PRICE.search(_BLANK.sub("", head)):
                    yield from per_factor(grid, column)
            yield from changes(grid)
            yield from of_two(grid)


def _column(grid: Grid, column: int, head: str) -> Iterator[Constraint | Question]:
    """The reading of one derived column that most rows keep to, and the row that does not."""
    stated = [(row, _share_of(row.numbers[column], head)) for row in grid.rows if column in row.numbers]
    stated = [(r, n) for r, n in stated if n.quantity.value is not None]
    best: tuple[int, list[Constraint], bool] = (0, [], False)
    for way, named in _ways(grid, column, head):
        tried = [c for row, n in stated[:_TRIED] if (c := way(row, n)) is not None]
        if 2 * sum(map(held, tried)) < len(tried):
            continue
        found = [c for row, n in stated if (c := way(row, n)) is not None]
        keeping = sum(held(c) and _telling(c) for c in found)
        against = sum(map(broken, found))
        if keeping > best[0] and (keeping >= 2 * against or (named and keeping > against)):
            best = (keeping, found, named)
    keeping, found, named = best
    if keeping < 2:
        return
    yield from (c for c in found if held(c))
    yield from _whole_share(grid, column, found)
    off = [c for c in found if broken(c) and not _nudged(c)]
    named = named and not any(rate.head in head and len(rate.ways[0]) > 1 for rate in grid.form.rates)  # GJ204 tells of these
    if (named and 1 < len(off) < keeping) or (named and len(off) == 1 and keeping >= _NAMED) or (len(off) == _PAIR and keeping >= (_SURE if found[0].kind == "difference" else _MANY)):
        yield from (off if found[0].kind != "growth" else [replace(c, severity="warning") for c in off])
    elif len(off) == 1 and keeping >= _SURE and found[0].kind != "growth":
        yield off[0]
    elif len(off) == 1:
        of_both = found[0].kind == "difference" and len(grid.heads) == _PAIR + 1  # 2023年 | 2024年 | 增减额: of nothing else
        enough = keeping >= (_PAIR if named or of_both else _FEW)
        yield from [replace(off[0], severity="warning")] if enough else slipped(off[0])


def _whole_share(grid: Grid, column: int, found: Sequence[Constraint]) -> Iterator[Constraint]:
    """The hundred per cent of the total row, where the shares of the others make it up."""
    whole = next((r.numbers[column] for r in reversed(grid.rows) if r.total and column in r.numbers), None)
    parts = [c.rate for c in found if c.rate is not None and c.kind == "ratio"]
    if whole is not None and len(parts) > 1 and all(p is not whole for p in parts):
        relation = sums_to(whole, parts, cue="占比")
        yield from (relation,) if held(relation) else ()


def _ways(grid: Grid, column: int, head: str) -> Iterator[tuple[Way, bool]]:
    """The readings a head allows: any two other columns, or another column and the total row; whether it names its own.

    使用率 beside 已使用 is what was used over something: two rows that are off do not make it another rate.
    """
    text = _BLANK.sub("", head).lower()
    kinds = {kind for kind in ("growth", "change", "share", "rate") if any(w in text for w in _lists()[kind])}
    others = [i for i in grid.heads if i != column]
    totals = [row for row in grid.rows if row.total] or ([r for r in grid.rows if _is_hundred(r, column)] if "share" in kinds else [])
    for a, b in permutations(others, 2):
        if "growth" in kinds:
            yield _operands(a, b, partial(grows_to, falls=any(w in text for w in _lists()["fall"]), cue=head), rate=True), False
        if "rate" in kinds:
            named = (_names(text, grid.heads[a]) and not _names(text, grid.heads[b])) or _names_both(text, grid.heads[a], grid.heads[b])
            yield _operands(a, b, lambda n, x, y: ratio_is(n, x, y, cue=head), rate=True), named
        if _PRICE.search(text):
            yield _priced(a, b, head), _UNIT_PRICE.search(text) is not None and _AMOUNT.search(grid.heads[a]) is not None
        if "change" in kinds:
            yield _operands(a, b, lambda n, x, y: differs_by(n, x, y, cue=head), rate=False), False
    if "rate" in kinds:
        yield from ((way, True) for way in _over_two(grid, others, head))
    if "growth" in kinds:
        yield from ((_over_last(grid, a, head), False) for a in others)
    if "share" in kinds:
        yield from ((way, False) for way in _of_row(grid, column, head))
    if any(w in text for w in _lists()["margin"]):
        yield from ((_operands(a, b, partial(_left_over, cue=head), rate=True), False) for a, b in permutations(others, 2))
    if _MEAN.search(text):
        yield from ((way, True) for way in _means(others, column, head))
    if "share" in kinds and totals:
        for a in others:
            for total in (totals[0], totals[-1])[: len(totals)]:
                yield _of_total(a, total, head), False


def _is_hundred(row: Row, column: int) -> bool:
    """居民消费支出 | 22782 | 100.0: the row whose share is all there is."""
    number = row.numbers.get(column)
    return number is not None and number.quantity.value == Decimal(100)


def _left_over(rate: Number, whole: Number, part: Number, *, cue: str) -> Constraint:
    """毛利率 = (收入 - 成本) ÷ 收入."""
    return ratio_is(rate, [Term(whole), Term(part, Fraction(-1))], whole, cue=cue)


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    return words("gouji.rules.ratio", "columns.txt")


def _names(rate: str, upper: str) -> bool:
    """支付率 names 已支付金额, 完成率 names 完成投资 as what it is a rate of."""
    found = _RATE_OF.search(rate)
    return found is not None and found[1] in upper


def _names_both(rate: str, upper: str, lower: str) -> bool:
    """决算数为调整预算的% names both of its columns."""
    found = _OF_WHAT.fullmatch(rate)
    return found is not None and found["upper"] in upper and found["lower"].removesuffix("数") in lower and upper != lower


def _operands(a: int, b: int, relation: Callable[[Number, Number, Number], Constraint], *, rate: bool) -> Way:
    """The relation between the derived number and two others of its row, where their units fit."""
    def way(row: Row, number: Number) -> Constraint | None:
        x, y = row.numbers.get(a), row.numbers.get(b)
        if x is not None and y is not None and not rate and number.dimension() == "百分点" and x.dimension() == y.dimension() == "1":
            return replace(relation(number, x, y), linear=(Term(number, _PERCENT_POINT), Term(x, Fraction(-1)), Term(y)))  # 74.33% | 75.78% | 1.45个百分点
        if x is None or y is None or not _plain(x) or not _plain(y):
            return None
        if rate and (x.unit or "") != (y.unit or ""):  # 日均处理量（万吨） over 设计能力（万吨/日）
            x, y = (in_unit(n, _PER_DAY.sub("", n.unit)) if n.unit and _PER_DAY.search(n.unit) else n for n in (x, y))
        if x.dimension() != y.dimension() and not (rate and _counted(x) and _counted(y)):
            return None
        if rate != (number.dimension() == "1") or (not rate and number.dimension() != x.dimension()):
            return None
        return relation(number, x, y) if not rate or y.quantity.value else None

    return way


def _over_two(grid: Grid, others: Sequence[int], head: str) -> Iterator[Way]:
    """办结率 is 本年办结 over 上年结转 and 本年新收 together: what the head names over two columns side by side."""
    for a in (i for i in others if _names(head, grid.heads[i])):
        for b, c in pairwise(i for i in others if i != a):

            def way(row: Row, number: Number, a: int = a, b: int = b, c: int = c) -> Constraint | None:
                top, *below = (row.numbers.get(i) for i in (a, b, c))
                known = [n for n in below if n is not None and _plain(n) and n.quantity.value is not None]
                if top is None or not _plain(top) or len(known) < _PAIR or number.dimension() != "1":
                    return None
                alike = {n.dimension() for n in (top, *known)}
                return ratio_is(number, top, known, cue=head) if len(alike) == 1 and any(n.quantity.value for n in known) else None

            yield way


def _over_last(grid: Grid, a: int, head: str) -> Way:
    """2022年 under 2021年: growth over the row above, in a table of years."""
    above = {id(row): before for before, row in pairwise(grid.rows) if is_year(before.name) and is_year(row.name)}

    def way(row: Row, number: Number) -> Constraint | None:
        now = row.numbers.get(a)
        base = above[id(row)].numbers.get(a) if id(row) in above else None
        if now is None or base is None or not _plain(now) or not _plain(base) or not base.quantity.value or number.dimension() != "1":
            return None
        return grows_to(number, now, base, cue=head)

    return way


def _of_row(grid: Grid, column: int, head: str) -> Iterator[Way]:
    """满意 over 人数 | 占比, 一般 over 人数 | 占比: the share of a head's figure in those of all heads of the row."""
    own = grid.paths.get(column, ())
    if len(own) < 2:
        return
    beside = [i for i, p in grid.paths.items() if i != column and p[:-1] == own[:-1]]
    for a in beside:
        alike = [i for i, p in grid.paths.items() if len(p) > 1 and p[-1] == grid.paths[a][-1]]
        if len(alike) < 2:
            continue

        def way(row: Row, number: Number, a: int = a, alike: Sequence[int] = alike) -> Constraint | None:
            parts = [row.numbers.get(i) for i in alike]
            known = [p for p in parts if p is not None and _plain(p)]
            part = row.numbers.get(a)
            fits = part is not None and len(known) == len(alike) and number.dimension() == "1" and any(p.quantity.value for p in known)
            return ratio_is(number, part, known, cue=head) if fits and part is not None else None

        yield way


def _priced(a: int, b: int, head: str) -> Way:
    """补贴金额 = 补贴标准 × 补贴面积, 户均 = 金额 ÷ 户数: money in one column, what is counted in another."""
    def way(row: Row, number: Number) -> Constraint | None:
        amount, count = row.numbers.get(a), row.numbers.get(b)
        if amount is None or count is None or not _plain(amount) or not _plain(count) or not count.quantity.value:
            return None
        money, _, per = number.dimension().partition("/")
        if not per and sort_of(count.unit) == "measure":
            # 亩均300元 is for each 亩 as printed, not for each square metre
            count = in_unit(count, "万个" if (count.unit or "").startswith("万") else "个")
        fits = amount.dimension() == money == "元" and count.dimension() not in ("元", "1") and "/" not in count.dimension()
        if not fits or (per and count.dimension() not in (per, "") and not (sort_of(count.unit) == "count" and sort_of(per) in (None, "count"))):
            return None
        found = product_is(amount, number, count, cue=head)
        if (count.unit or "").startswith("万") and not held(found):  # 万亩次 | 15 | 12.00 | 180.00: the price is of 万亩次
            each = product_is(amount, number, in_unit(count, "个"), cue=head)
            return each if held(each) else found
        return found

    return way


def _counted(number: Number) -> bool:
    """入住老人（人） over 床位数（张） is a rate all the same, and so is 死亡人数 over a bare 上年死亡."""
    return not number.unit or sort_of(number.unit) == "count"


def _means(others: Sequence[int], column: int, head: str) -> Iterator[Way]:
    """一季度 | 二季度 | 三季度 | 平均: the mean of columns that stand side by side before it."""
    before = [i for i in others if i < column]
    for first in range(len(before) - 1):
        own = before[first:]
        if own[-1] - own[0] != len(own) - 1:
            continue

        def way(row: Row, number: Number, own: Sequence[int] = own) -> Constraint | None:
            parts = [row.numbers.get(i) for i in own]
            known = [p for p in parts if p is not None and _plain(p) and (p.dimension() or number.dimension()) == number.dimension() and p.factor() == number.factor()]
            if len(known) < len(own):
                return None
            terms = (Term(number, Fraction(len(own))), *(Term(p, Fraction(-1)) for p in known))
            shown = "+".join(f"{{{p.id}}}" for p in known)
            return Constraint("sum", terms, result=number, cue=head, template=f"({shown})÷{len(own)}={{{number.id}}}")

        yield way


def _of_total(a: int, total: Row, head: str) -> Way:
    """The share of a column's figure in that of the total row."""
    def way(row: Row, number: Number) -> Constraint | None:
        x, y = row.numbers.get(a), total.numbers.get(a)
        if row is total or x is None or y is None or not _plain(x) or not _plain(y) or not y.quantity.value:
            return None
        return ratio_is(number, x, y, cue=head) if number.dimension() == "1" else None

    return way


def _plain(number: Number) -> bool:
    return number.quantity.value is not None and number.quantity.operator in (None, "=") and number.dimension() != "1"


def _share_of(number: Number, head: str) -> Number:
    """A bare figure under a head in per cent is one."""
    if number.quantity.unit is None and number.unit != "%" and any(p in head for p in _PERCENT):
        return in_unit(number, "%")
    return number


def _telling(constraint: Constraint) -> bool:
    """Not a rate of nothing, and not one that any figures would give."""
    result = constraint.result
    return result is not None and bool(result.quantity.value) and all(n.quantity.value for n in constraint.numbers)


def _nudged(constraint: Constraint) -> bool:
    """Off by a step or two of its last place."""
    result = constraint.result
    if result is None or result.quantity.step is None:
        return False
    wide = replace(result, quantity=replace(result.quantity, step=result.quantity.step * Decimal(_NUDGED)))
    return held(replace(constraint, rate=wide if constraint.rate is result else constraint.rate, result=wide, linear=tuple(
        replace(t, number=wide) if t.number is result else t for t in constraint.linear
    )))

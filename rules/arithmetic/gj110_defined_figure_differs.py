"""GJ110 defined-figure-differs 有定义关系的各行对不上."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from gouji.audit.choose import Question, broken, held, slipped
from gouji.audit.constraint import Constraint, Kind, Term
from gouji.audit.expression import Expression, ExpressionError, parse
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.forms.cells import label
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.lexicon import yaml_of
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit

_NOTES = 12
"""So many blocks below a table are searched for the formulas of its notes."""
_FORMULA = re.compile(
    r"(?P<name>[一-鿿A-Za-z]{2,16})(?:[（(][%％][)）])?\s*[=＝]\s*(?P<of>[一-鿿A-Za-z0-9+＋\-－−×*÷/%％（）()\s]{3,80})"
)
_BARE_SHARE = Fraction(3, 2)
"""A bare ratio above this is meant in per cent."""


@rule(
    "GJ110", "defined-figure-differs", severity="error",
    zh="{label}写为{stated}，按“{cue}”由表中各行计算为{computed}",
    en="{label} is stated as {stated}, but {cue} gives {computed} from the rows of the table",
    title_zh="有定义关系的各行对不上", title_en="Rows that define each other disagree",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: 多年、多地数据表中，按定义相连的各行（资产=负债+所有者权益、全部债务=短期债务+长期债务、资产负债率、
    进出口=出口+进口等），以及表注写明的公式，在每一列都成立。

    为什么重要: 没有合计行的数据表也有勾稽关系；其他各列都成立、只有一列不成立，这一列里必有一个数是错的。
    何时不算错: 表注说明口径不同、经调整；只有一列可比；多数列不成立（说明名称虽同、定义不同）；末位四舍五入。
    """
    for grid in grids(facts):
        names = _rows_by_name(grid)
        for expression, declared in [*((e, True) for e in _declared(facts, grid)), *((e, False) for e in _standing())]:
            rows = [names.get(_common().get(n.text, n.text)) for n in expression.names]
            if all(r is not None for r in rows):
                sums = {i for i, h in grid.heads.items() if label(h).total}
                yield from _in_columns(expression, [r for r in rows if r is not None], sums, declared=declared)


@cache
def _common() -> Mapping[str, str]:
    """The common form of each name."""
    listed = yaml_of("gouji.rules.arithmetic", "identities.yaml")["names"]
    return {name: names[0] for names in listed for name in names}


@cache
def _standing() -> tuple[Expression, ...]:
    return tuple(parse(text) for text in yaml_of("gouji.rules.arithmetic", "identities.yaml")["relations"])


def _rows_by_name(grid: Grid) -> dict[str, Row]:
    """Rows whose name no other row bears."""
    out: dict[str, Row] = {}
    twice: set[str] = set()
    for row in grid.rows:
        name = _common().get(row.name, row.name)
        if name in out:
            twice.add(name)
        out[name] = row
    return {name: row for name, row in out.items() if name and name not in twice}


def _declared(facts: FactSet, grid: Grid) -> Iterator[Expression]:
    """Formulas that the notes below the table state."""
    blocks = facts.document.blocks
    for block in blocks[grid.form.block + 1 : grid.form.block + 1 + _NOTES]:
        if not isinstance(block, Paragraph) or not ("=" in block.text.string or "＝" in block.text.string):
            continue
        for m in _FORMULA.finditer(block.text.string):
            try:
                yield parse(f"{m['name']} = {m['of']}".replace("％", "%").replace("＝", "="))
            except ExpressionError:
                continue


def _in_columns(expression: Expression, rows: Sequence[Row], sums: Set[int], *, declared: bool) -> Iterator[Constraint | Question]:
    """The relation in every column that has all of its rows; broken ones where the other columns keep to it.

    A column that sums up the others goes wrong with any of them.
    """
    columns = [c for c in rows[0].numbers if all(c in r.numbers for r in rows)]
    shares = [c for c in columns if all(r.numbers[c].dimension() == "1" for r in rows)]
    if len(shares) < len(columns):  # 增减率 beside amounts: growth does not add up
        columns = [c for c in columns if c not in shares]
    found = [(k, c) for k in columns if (c := _relation(expression, [r.numbers[k] for r in rows])) is not None]
    keeping = [c for _, c in found if held(c)]
    off = [(k, c) for k, c in found if broken(c)]
    breaking = [c for k, c in off if k not in sums] or [c for _, c in off]
    yield from keeping
    if len(breaking) != 1:
        return
    if len(keeping) >= (1 if declared else 2):
        yield breaking[0]
    elif keeping or declared:
        yield from slipped(breaking[0])


def _relation(expression: Expression, numbers: Sequence[Number]) -> Constraint | None:
    """The relation between the numbers of one column; ``None`` where their units do not fit."""
    at = _rate_of(expression)
    read = [_as_share(n) if i == at and expression.divided else n for i, n in enumerate(numbers)]
    rate = None if at is None else read[at]
    plain = {n.dimension() for n in read if n is not rate}
    if len(plain) != 1 or any(n.quantity.value is None for n in read):
        return None
    linear: list[Term] = []
    divisor: list[Term] = []
    added = Fraction(0)
    for monomial, factor in expression.terms.items():
        if not monomial:
            added += factor
        elif len(monomial) == 1:
            linear.append(Term(read[monomial[0]], factor))
        else:
            other = next(i for i in monomial if i != at)
            divisor.append(Term(read[other], -factor))
    kind: Kind = "sum" if rate is None else "ratio" if expression.divided else "product"
    result = None if expression.alone is None else read[expression.alone]
    template = expression.shape.format(*("{" + n.id + "}" for n in read))
    return Constraint(
        kind, tuple(linear), tuple(divisor), rate, constant=added, result=result, cue=expression.text, template=template
    )


def _rate_of(expression: Expression) -> int | None:
    """The rate: the name that stands alone where every product has it (资产负债率 = 负债 ÷ 资产)."""
    products = [m for m in expression.terms if len(m) > 1]
    alone = expression.alone
    return alone if alone is not None and products and all(alone in m for m in products) else expression.rate


def _as_share(number: Number) -> Number:
    """A bare 61.98 in a row of rates is 61.98 %."""
    value = number.quantity.value
    bare = not number.unit and value is not None and abs(value) > _BARE_SHARE
    return in_unit(number, "%") if bare else number

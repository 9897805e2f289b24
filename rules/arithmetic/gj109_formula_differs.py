"""GJ109 formula-differs 单元格与其公式不符."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, Term
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Formula, FormulaTerm, Table
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction

_SCALES = tuple(Fraction(10) ** n for n in (0, -2, 3, 4, 6, 8, -3))
"""What a shown figure may be to the stored one: itself, a percentage, thousands, 万, millions, 亿, per mille."""


@rule(
    "GJ109", "formula-differs", severity="error",
    zh="{label}显示为{stated}，按其公式{cue}由表中各数计算为{computed}，相差{difference}",
    en="{label} shows {stated}, but its formula {cue} gives {computed} from the figures shown: a difference of {difference}",
    title_zh="单元格与其公式不符", title_en="A cell differs from its own formula",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 工作簿中带公式的单元格，其显示的数等于公式按所引用单元格显示的数算出的结果（加减、求和、相乘、相除）。

    为什么重要: 公式是编表人自己声明的勾稽关系；结果未重新计算，或被引用的数是“文本型数字”而没有加进合计，
    打印出来的表就自相矛盾。
    何时不算错: 各数显示时的四舍五入；公式引用隐藏的行列时按其存储值计入；函数超出四则运算的不核对。
    """
    blocks = {b.index: i for i, b in enumerate(facts.document.blocks) if isinstance(b, Table)}
    for table in facts.document.tables:
        for formula in table.formulas:
            constraint = _constraint(facts, blocks, table, formula)
            if constraint is not None:
                yield constraint


def _constraint(facts: FactSet, blocks: dict[int, int], table: Table, formula: Formula) -> Constraint | None:
    own = FormulaTerm(table.index, formula.row, formula.column)
    stated = _term(facts, blocks, own)
    if stated is None:
        return None
    result = Term(_rounded(stated.number, stated.coefficient, formula.places), stated.coefficient)
    terms = _terms(facts, blocks, formula.terms)
    divisor = _terms(facts, blocks, formula.divisor)
    if terms is None or divisor is None or not terms or any(t.number.id == result.number.id for t in (*terms, *divisor)):
        return None
    constant = formula.constant
    if formula.factor is None and not divisor:
        # in units of the result, so that the sum reads as it is written: 40.50+20.00=60.50
        one = 1 / result.coefficient
        exact = formula.places is None and all(_is_whole(facts, blocks, t) for t in (own, *formula.terms))
        return Constraint(
            "sum", (Term(result.number), *_scaled(terms, -one)), constant=-constant * one, result=result.number,
            cue=formula.text, exact=exact,
        )
    if formula.factor is None:
        # (terms + constant) - result·divisor = 0
        return Constraint(
            "ratio", terms, constant=constant, divisor=_scaled(divisor, result.coefficient), rate=result.number,
            result=result.number, cue=formula.text,
        )
    factor = _term(facts, blocks, formula.factor)
    if factor is None or divisor or factor.number.id == result.number.id:
        return None
    return Constraint(
        "product", (result,), divisor=_scaled(terms, factor.coefficient), rate=factor.number, result=result.number,
        cue=formula.text,
    )


def _terms(facts: FactSet, blocks: dict[int, int], named: Iterable[FormulaTerm]) -> tuple[Term, ...] | None:
    """The named cells as terms that give stored values; blank cells left out, ``None`` when one cannot be told."""
    out: list[Term] = []
    for one in named:
        cell = _cell(facts, blocks, one)
        if cell is not None and not cell.text.string.strip():
            continue
        if cell is not None and cell.stored is not None and not Decimal(cell.stored) and not any(c.isdigit() for c in cell.text.string):
            continue  # an accounting dash
        term = _term(facts, blocks, one)
        if term is None:
            return None
        out.append(Term(term.number, term.coefficient * one.coefficient))
    return tuple(out)


def _cell(facts: FactSet, blocks: dict[int, int], named: FormulaTerm) -> Cell | None:
    table = facts.document.blocks[blocks[named.table]]
    assert isinstance(table, Table)
    return _cells(table).get((named.row, named.column))


def _cells(table: Table) -> dict[tuple[int, int], Cell]:
    """Anchor cells by position; made once and kept with the table."""
    kept = table.__dict__.get("_by_position")
    if not isinstance(kept, dict):
        kept = {(c.row, c.column): c for c in table.cells}
        table.__dict__["_by_position"] = kept
    return kept


def _term(facts: FactSet, blocks: dict[int, int], named: FormulaTerm) -> Term | None:
    """A cell's number and what makes its stored value of its base value; ``None`` when that is not sure."""
    cell = _cell(facts, blocks, named)
    number = facts.only(blocks[named.table], cell)
    if cell is None or number is None or number.quantity.value is None:
        return None
    shown = Fraction(number.quantity.value)
    if cell.stored is None:
        return None if number.quantity.unit == "%" else Term(number, 1 / number.factor())
    stored, half = Fraction(Decimal(cell.stored)), Fraction(_step(number)) / 2
    if not shown and stored:
        return None
    percent = number.quantity.unit in ("%", "％")
    for scale in sorted(_SCALES, key=lambda s: s != (Fraction(1, 100) if percent else 1)):
        if abs(stored / scale - shown) <= half:
            widened = number if stored / scale == shown else _with_step(number, _step(number))
            return Term(widened, scale / number.factor())
    return None


def _is_whole(facts: FactSet, blocks: dict[int, int], named: FormulaTerm) -> bool:
    """True when a cell stores a whole number, or nothing: no rounding explains a sum of such that is off by one."""
    cell = _cell(facts, blocks, named)
    return cell is None or (cell.stored is not None and "." not in cell.stored) or not cell.text.string.strip()


def _step(number: Number) -> Decimal:
    """One unit of the last place shown."""
    if number.quantity.step is not None:
        return number.quantity.step
    value = number.quantity.value
    exponent = value.as_tuple().exponent if value is not None else 0
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _with_step(number: Number, step: Decimal) -> Number:
    return number if number.quantity.step == step else replace(number, quantity=replace(number.quantity, step=step))


def _rounded(number: Number, to_stored: Fraction, places: int | None) -> Number:
    """The number with the step that the formula's own rounding leaves, where that is coarser than what is shown."""
    if places is None:
        return number
    own = Fraction(10) ** -places / (to_stored * number.factor())
    coarse = Decimal(own.numerator) / Decimal(own.denominator)
    return _with_step(number, max(coarse, _step(number)))


def _scaled(terms: tuple[Term, ...], by: Fraction) -> tuple[Term, ...]:
    return tuple(Term(t.number, t.coefficient * by) for t in terms)

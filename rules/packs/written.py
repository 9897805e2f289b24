"""Rules that a bureau writes: the names of a relation found among the facts, the relation put to the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.choose import broken
from gouji.audit.constraint import Constraint, Kind, Term
from gouji.audit.pack import Pack
from gouji.audit.spec import Rule
from gouji.audit.written import WrittenRule
from gouji.audit.written_loader import selected
from gouji.extract.document import Table
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.statements import name_of
from gouji.extract.rational import Fraction
from gouji.extract.sections import outline
from gouji.rules.cells import in_unit

_MESSAGE = {"zh": "不符合“{cue}”：{sum}", "en": "does not satisfy “{cue}”: {sum}"}
_BARE_SHARE = 2
"""A rate without a sign above this is one of a hundred."""

_SPENT = "支出"

Binding = tuple[Number, ...]


class _Wanted(Struct, frozen=True):
    """A name as it is looked for."""

    name: str
    role: str | None
    period: str | None


def rules_of(pack: Pack) -> tuple[Rule, ...]:
    """The pack's own rules, ready to run beside the catalogue's."""
    return tuple(as_rule(written) for written in pack.rules)


def as_rule(written: WrittenRule) -> Rule:
    """A written rule as a rule of the catalogue."""

    def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
        for numbers in bindings(written, facts):
            yield from relations(written, numbers)

    title = {"zh": written.expression.text, "en": written.expression.text}
    return Rule(
        written.code, written.name, written.severity, title, written.message or _MESSAGE, check,
        f"检查内容: {written.expression.text}",
    )


def bindings(written: WrittenRule, facts: FactSet) -> Iterator[Binding]:
    """Every way the names can be meant: one number for each name, in one column, row, table or filing.

    The closest setting in which each name stands once wins; a name that stands twice there is not assessed.
    """
    wanted = [_wanted(written, n.text, n.selector) for n in written.expression.names]
    names = {w.name for w in wanted}
    ends = (*names, *(n + _SPENT for n in names))
    fit = [n for n in facts.quantities if _usable(n) and name_of(n.label).endswith(ends)]
    seen: set[tuple[str, ...]] = set()
    for found in (*_in_tables(wanted, fit, facts), *_in_filings(wanted, fit, facts)):
        key = tuple(n.id for n in found)
        if key not in seen:
            seen.add(key)
            yield found


def _wanted(written: WrittenRule, text: str, selector: str) -> _Wanted:
    role, period = selected(selector)
    return _Wanted(name_of(text), role or written.role, period or written.period)


def _usable(number: Number) -> bool:
    q = number.quantity
    return q.value is not None and q.operator is None and not q.soft


def _in_tables(wanted: list[_Wanted], fit: Sequence[Number], facts: FactSet) -> Iterator[Binding]:
    blocks = sorted({n.block for n in fit if n.cell is not None})
    for block in blocks:
        table = facts.document.blocks[block]
        assert isinstance(table, Table)
        own = [n for n in fit if n.block == block]
        found = list(_by(wanted, own, "column"))
        if not found:
            heads = {row[0].row: name_of(row[0].text.string) for row in table.rows if row}
            found = list(_by(wanted, own, "row", heads))
        yield from found or _settings(wanted, own)


def _by(wanted: list[_Wanted], numbers: Sequence[Number], way: str, heads: dict[int, str] | None = None) -> Iterator[Binding]:
    lines: dict[int, list[Number]] = {}
    for n in numbers:
        assert n.cell is not None
        lines.setdefault(n.cell.column if way == "column" else n.cell.row, []).append(n)
    for at, line in lines.items():
        yield from _settings(wanted, line, (heads or {}).get(at, ""))


def _in_filings(wanted: list[_Wanted], fit: Sequence[Number], facts: FactSet) -> Iterator[Binding]:
    sections = outline(facts.document)
    parts: dict[int, list[Number]] = {}
    for n in fit:
        parts.setdefault(sections.part_of(n.block), []).append(n)
    for numbers in parts.values():
        prose = [n for n in numbers if n.cell is None]
        found = list(_settings(wanted, prose))
        bound_here = any(True for _ in _in_tables(wanted, [n for n in numbers if n.cell is not None], facts))
        yield from found if found or bound_here else _settings(wanted, numbers)


def _settings(wanted: list[_Wanted], numbers: Sequence[Number], head: str = "") -> Iterator[Binding]:
    """The numbers meant, for each role and year that they share."""
    settings = dict.fromkeys((n.context.role, n.context.period) for n in numbers)
    for role, period in settings:
        chosen = [_one(w, numbers, role, period, head) for w in wanted]
        bound = tuple(n for n in chosen if n is not None)
        if len(bound) == len(wanted) and len({n.id for n in bound}) == len(bound):
            yield bound


def _one(w: _Wanted, numbers: Sequence[Number], role: str | None, period: str | None, head: str) -> Number | None:
    """The only number of that name; ``None`` where there is none or two that differ."""
    role_wanted, period_wanted = w.role or role, w.period or period
    found = [
        n for n in numbers
        if _named(n, w.name, head) and n.context.period == period_wanted
        and (n.context.role == role_wanted or (w.role is None and n.context.role is None))
        and (w.role is not None or n.context.role not in ("weight", "score"))
    ]
    values = {(n.quantity.value, n.unit) for n in found}
    cells = [n for n in found if n.cell is not None]
    return found[0] if len(values) == 1 and len(cells) <= 1 else None


def _named(number: Number, name: str, head: str) -> bool:
    """培训费支出 and 培训费 are one name; a row's head may stand before it."""
    label = name_of(number.label)
    return name in (label, label.removesuffix(_SPENT)) or bool(head and label == head + name)


def relations(written: WrittenRule, numbers: Binding) -> Iterator[Constraint]:
    """The relation between those numbers; nothing where their units do not fit one another."""
    expression = written.expression
    numbers = _shares_read(written, numbers)
    if not _units_fit(written, numbers):
        return
    rate = None if expression.rate is None else numbers[expression.rate]
    linear, divisor, added = [], [], Fraction(0)
    for monomial, factor in expression.terms.items():
        if not monomial:
            added += factor
        elif len(monomial) == 1:
            linear.append(Term(numbers[monomial[0]], factor))
        else:
            other = next(i for i in monomial if i != expression.rate)
            divisor.append(Term(numbers[other], -factor))
    result = None if expression.alone is None else numbers[expression.alone]
    relation = Constraint(
        _kind(written), tuple(linear), tuple(divisor), rate, constant=added, comparison=expression.comparison,
        result=result, cue=expression.text, template=_template(written, numbers),
        exact=written.exact,
    )
    if written.tolerance and expression.comparison == "=" and broken(relation):
        within = _within(relation, written.tolerance)
        if not any(broken(c) for c in within):
            yield from within
            return
    elif written.tolerance and expression.comparison != "=":
        relation = replace(relation, constant=relation.constant - written.tolerance)
    yield relation


def _kind(written: WrittenRule) -> Kind:
    expression = written.expression
    if expression.comparison != "=":
        return "bound"
    if expression.rate is not None:
        return "ratio" if expression.divided else "product"
    return "equal" if len(expression.terms) == 2 and () not in expression.terms else "sum"


def _template(written: WrittenRule, numbers: Binding) -> str:
    if written.expression.comparison != "=":
        return ""
    return written.expression.shape.format(*("{" + n.id + "}" for n in numbers))


def _within(c: Constraint, tolerance: Fraction) -> tuple[Constraint, Constraint]:
    """``-t <= N <= t``: two bounds that hold where the difference is let pass."""
    def turned(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(Term(t.number, -t.coefficient) for t in terms)

    upper = replace(c, kind="bound", comparison="<=", constant=c.constant - tolerance, template="")
    lower = replace(
        c, kind="bound", comparison="<=", constant=-c.constant - tolerance, template="", linear=turned(c.linear),
        divisor=turned(c.divisor),
    )
    return upper, lower


def _shares_read(written: WrittenRule, numbers: Binding) -> Binding:
    """A bare 95.8 where a rate is wanted is 95.8 %."""
    expression = written.expression
    if not expression.divided or expression.alone is None or expression.alone != expression.rate:
        return numbers
    rate = numbers[expression.alone]
    if rate.dimension() or (rate.quantity.value or 0) <= _BARE_SHARE:
        return numbers
    return tuple(in_unit(n, "%") if n is rate else n for n in numbers)


def _units_fit(written: WrittenRule, numbers: Binding) -> bool:
    """Whether all that is added and compared is of one dimension."""
    expression = written.expression
    signatures = set()
    for monomial in expression.terms:
        if monomial:
            signatures.add(_signature([numbers[i].dimension() for i in monomial], only_money=expression.rate is not None))
        elif expression.unit:
            signatures.add((("元", 1),))
    bare = any(not m for m in expression.terms) and not expression.unit
    return len(signatures) <= 1 and not (bare and signatures == {(("元", 1),)})


def _signature(dimensions: list[str], *, only_money: bool) -> tuple[tuple[str, int], ...]:
    powers: Counter[str] = Counter()
    for dimension in dimensions:
        above, _, below = dimension.partition("/")
        powers[above] += 1
        if below:
            powers[below] -= 1
    return tuple(sorted((d, p) for d, p in powers.items() if p and d not in ("", "1") and (not only_money or d == "元")))

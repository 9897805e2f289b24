"""Statements of one thing under names that differ in words only: those that agree, and those that do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gouji.extract.facts.forms.cells import label
from gouji.extract.facts.forms.headers import kind_of
from gouji.extract.facts.forms.words import words as form_words
from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.model import FactSet, Number, Role
from gouji.extract.facts.naming import read_label
from gouji.extract.facts.statements import Statement, caliber, generic
from gouji.extract.lexicon import words
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction
from gouji.extract.sections import outline

_CROWD = 48
"""So many names of one value, or in one block of like names, are compared with their nearest neighbours only."""
_LONG, _NEARLY = 4, 80
"""So many digits must two values have in common for a transposition to tell, and so like must their names be."""
_TWINS = 3
"""So many rows of one name must differ between two tables that are of two things."""
_RUN_IN = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]?\s*(?P<of>[^，。；：\d]{2,14})[。：]")
_BARE = ("预算", "执行")
"""Labels of amounts told of the whole: of which budget, or what was executed, is not said."""
_DIGITS = re.compile(r"[^\d.]")
_NAME = 4
"""Shortest name that two differing values may be held against each other under."""


def agreeing(found: Iterable[Statement]) -> Iterator[list[Statement]]:
    """Statements of one value, dimension and period whose names mean the same though words or role differ.

    Planned and done may stand together (a target met to the digit), a prior year's value never with this year's.
    Linear: only statements of one value are compared, and in a crowd only neighbours in reading order.
    """
    buckets: dict[tuple[str, str | None, Fraction | Interval, bool, bool], list[Statement]] = defaultdict(list)
    for s in found:
        value = s.number.interval() if s.loose else s.value
        if not s.counted and value and len(s.name) > 1:
            rough = s.loose
            buckets[s.number.dimension(), s.number.context.period, value, rough, s.kind == "prior"].append(s)
    for members in buckets.values():
        if len(members) == 1:
            continue
        families: list[list[Statement]] = []
        columns: list[tuple[int, int] | None] = []
        for s in members:
            own = _column(s)
            near_by = zip(families[-_CROWD:], columns[-_CROWD:], strict=True)
            project, name = s.project, s.name
            home = next((
                f for f, column in near_by
                if (column is None or column != own or name == f[0].name)
                and (project in f[0].project or f[0].project in project) and _belongs(s, f[0])
            ), None)
            if home is None:
                families.append([s])
                columns.append(own)
            else:
                home.append(s)
        for family in families:
            if len(family) > 1 and (family[0].loose or len({s.name for s in family}) > 1 or len({s.kind for s in family}) > 1):
                yield family


def _belongs(s: Statement, head: Statement) -> bool:
    """The statement names what the head of a family of the same project names."""
    if s.part != head.part and {s.name, head.name} & generic():
        return False
    return s.name == head.name or _same(s, head, any_role=True)


def _column(s: Statement) -> tuple[int, int] | None:
    """The column of a table a statement stands in: two rows of it are two things."""
    cell = s.number.cell
    return None if cell is None else (s.number.block, cell.column)


def differing(found: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of single statements, like in name, kind, dimension, period and project, but not in value.

    Names too general, totals and parts of lists, two rows of one table and names with several values are left out.
    Linear: names are compared only with those that share one of their two rarest pairs of characters.
    """
    groups: dict[tuple[str, str | None, str], dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for s in found:
        if s.kind in ("planned", "done") and not s.counted and s.number.dimension():
            groups[s.number.dimension(), s.number.context.period, s.kind][s.name].append(s)
    for named in groups.values():
        whole = {p for many in named.values() for s in many for p in (*s.parts, s.parent)}
        single = [
            many[0] for name, many in named.items()
            if len({s.value for s in many}) == 1 and _telling(name) and not any(s.parts or s.parent for s in many)
            and many[0].value not in whole
        ]
        for a, b in alike_names(single):
            if a.value != b.value and a.number.block != b.number.block and a.text != b.text and a.spell == b.spell and _apart(a, b) and _same(a, b):
                yield a, b


def mistyped(found: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """What a sentence says was done, and the row of like name whose completed value has two of its digits swapped.

    培训高素质农民846人 beside 高素质农民培训 | 864人. A figure that any row of the table prints is not mistyped.
    """
    rows = [s for s in found if s.place == "table" and s.kind == "done" and _telling(s.name) and s.number.dimension()]
    printed = {(s.number.dimension(), s.value) for s in found if s.place == "table"}
    told = [
        s for s in found if s.place == "prose" and s.kind in ("", "done") and not s.counted and _telling(s.name)
        and s.number.dimension() and (s.number.dimension(), s.value) not in printed
    ]
    by_digits: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in rows:
        by_digits[s.number.dimension(), _sorted_digits(s)].append(s)
    for said in told:
        for row in by_digits.get((said.number.dimension(), _sorted_digits(said)), ())[:_CROWD]:
            if row.spell != said.spell or not _apart(row, said) or row.name == said.name:
                continue
            like = likeness(row.label, said.label, unit_a=row.number.unit, unit_b=said.number.unit, any_role=True)
            long = _LONG - (like.verdict == "same")
            if (like.verdict == "same" or like.score >= _NEARLY) and swapped(row.number.raw, said.number.raw, long):
                yield row, said


def _sorted_digits(s: Statement) -> str:
    """What two figures have in common that differ in the order of their digits."""
    return "".join(sorted(_DIGITS.sub("", s.number.raw)))


class Twins:
    """Pairs of tables with rows and columns of the same names that mostly hold other values: of two things (一般债务, 专项债务)."""

    def __init__(self, found: Iterable[Statement]) -> None:
        self._told: dict[int, dict[tuple[str, str, str | None, str], Statement | None]] = defaultdict(dict)
        for s in found:
            if s.place == "table" and s.value:
                own, key = self._told[s.number.block], (s.name, s.kind, s.number.context.period, s.number.dimension())
                own[key] = None if key in own else s
        self._known: dict[tuple[int, int], bool] = {}

    def are(self, a: Statement, b: Statement) -> bool:
        """True when the two statements stand in two such tables."""
        pair = a.number.block, b.number.block
        if pair not in self._known:
            first, second = (self._told.get(block, {}) for block in pair)
            both = [(x, y) for key in first.keys() & second.keys() if (x := first[key]) and (y := second[key])]
            other = sum(not x.number.interval().meets(y.number.interval()) for x, y in both)
            self._known[pair] = pair[0] != pair[1] and other >= _TWINS and 2 * other > len(both)
        return self._known[pair]


def swapped(a: str, b: str, long: int) -> bool:
    """Two figures of at least so many digits that differ in the order of two neighbouring ones: 543.75, 534.75."""
    p, q = (_DIGITS.sub("", s) for s in (a, b))
    if len(p) != len(q) or p.find(".") != q.find(".") or len(p.replace(".", "").strip("0")) < long:
        return False
    p, q = p.replace(".", ""), q.replace(".", "")
    off = [i for i, (x, y) in enumerate(zip(p, q, strict=True)) if x != y]
    return len(off) == 2 and off[1] == off[0] + 1 and p[off[0]] == q[off[1]] and p[off[1]] == q[off[0]]


def _telling(name: str) -> bool:
    return len(name) >= _NAME and name not in generic() and not any(w in name for w in caliber())


def _apart(a: Statement, b: Statement) -> bool:
    """One in a table and one in the prose about it: two rows of a table are two indicators, whatever they are called."""
    together = a.part == b.part or bool(a.project and a.project == b.project)
    return together and a.place != b.place and not a.number.interval().meets(b.number.interval())


def alike_names(found: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs that share a rare pair of characters; each pair once."""
    places: dict[str, list[int]] = defaultdict(list)
    pieces = []
    for i, s in enumerate(found):
        content = read_label(s.label).content
        own = sorted({content[k : k + 2] for k in range(max(1, len(content) - 1))})
        pieces.append(own)
        for piece in own:
            places[piece].append(i)
    seen: set[tuple[int, int]] = set()
    for i, own in enumerate(pieces):
        for piece in sorted(own, key=lambda p: (len(places[p]), p))[:2]:
            for k in places[piece][:_CROWD]:
                pair = (min(i, k), max(i, k))
                if i != k and pair not in seen:
                    seen.add(pair)
                    yield found[pair[0]], found[pair[1]]


def near(a: Statement, b: Statement) -> bool:
    """Two statements of one project, or one of which names none."""
    return a.project in b.project or b.project in a.project


def _same(a: Statement, b: Statement, *, any_role: bool = False) -> bool:
    x, y = a.number, b.number
    return likeness(a.label, b.label, unit_a=x.unit, unit_b=y.unit, any_role=any_role).verdict == "same"


def project_money(facts: FactSet, found: Sequence[Statement]) -> Iterator[list[Number]]:
    """The total of a project's money block and the amounts its report calls the project's money, where they agree."""
    sections = outline(facts.document)
    names = words("gouji.extract.facts", "likeness.txt")["fund"]
    told: dict[Fraction | None, list[Statement]] = defaultdict(list)
    for s in found:
        whole = s.place == "prose" and not s.counted and s.parent is None
        if whole and s.project and s.number.dimension() == "元" and s.label.endswith(names):
            told[s.value].append(s)
    for form in facts.forms:
        project = sections.parts[sections.part_of(form.block)].project
        totals = [f for f in form.funds if f.kind == "total"]
        if not project or len(totals) != 1:
            continue
        cells = [n for c in totals[0].cells.values() if (n := facts.only(form.block, c)) is not None]
        for value in dict.fromkeys(_base(n) for n in cells if n.dimension() == "元"):
            prose = [s.number for s in told.get(value, ()) if value and (s.project in project or project in s.project)]
            if prose:
                yield [*(n for n in cells if _base(n) == value and n.dimension() == "元"), *prose]


def money_told(facts: FactSet, found: Sequence[Statement]) -> Iterator[tuple[Number, list[Number]]]:
    """What a report calls its project's money, or its rate of execution, with what the only money block may say of it.

    The words (预算资金, 实际支出) need not mean the total, or mean it before an adjustment: to be asked, not told.
    """
    sections = outline(facts.document)
    names = words("gouji.extract.facts", "likeness.txt")
    told = [
        s for s in found
        if s.place == "prose" and not s.counted and s.parent is None and s.value
        and (s.label.endswith(names["fund"]) or s.label.endswith(names["fund-whole"]) or s.label.endswith(names["fund-rate"]))
    ]
    blocks = []
    for form in facts.forms:
        totals = [f for f in form.funds if f.kind == "total"]
        if len(totals) == 1:
            project = sections.parts[sections.part_of(form.block)].project or ""
            cells = [n for c in totals[0].cells.values() if (n := facts.only(form.block, c)) is not None]
            blocks.append((project, cells))
    for s in told:
        mine = [cells for project, cells in blocks if s.project in project or project in s.project]
        if len(mine) != 1 or not (len(blocks) == 1 or s.project):
            continue
        rate = s.label.endswith(names["fund-rate"])
        same = [n for n in mine[0] if n.dimension() == s.number.dimension() and (rate or n.dimension() == "元") and _base(n)]
        if same:
            yield s.number, same


def totals_told(facts: FactSet, found: Sequence[Statement]) -> Iterator[list[tuple[Number, Number]]]:
    """The grand totals of a table's money columns (计划支出数, 实际支出数) and the one amount told elsewhere as 计划安排资金, 实际支出.

    One list a table: what is told, and the total it should be. Amounts told twice with different values tell nothing.
    """
    sections = outline(facts.document)
    told: dict[tuple[str, Role], list[Statement]] = defaultdict(list)
    for s in found:
        kind, sure = kind_of(s.label)
        role = form_words().roles.get(kind)
        sure = sure or (s.label in _BARE and role == s.number.context.role)  # 全年执行数, of nothing in particular
        if sure and role is not None and s.number.dimension() == "元" and not s.counted and s.parent is None and not _of_its_own(s.text):
            told[s.project, role].append(s)
    for form in facts.forms:
        project = sections.parts[sections.part_of(form.block)].project or ""
        out = []
        for total in form.totals:
            context = form.contexts.get((total.total.row, total.total.column))
            number = facts.only(form.block, total.total)
            if total.kind != "rows" or not total.complete or context is None or context.role is None or number is None:
                continue
            if label(total.cue).rank > 1 and not total.cue.endswith("支出合计"):
                continue
            elsewhere = [s for s in told.get((project, context.role), ()) if s.number.block != form.block]
            if len({s.value for s in elsewhere}) == 1 and number.dimension() == "元":
                out += [(s.number, number) for s in elsewhere]
        if len({total.id for _, total in out}) > 1:
            yield out


def _of_its_own(text: str) -> bool:
    """（三）“三公”经费。预算38.50万元，支出29.16万元: what heads the paragraph is not all the money."""
    headed = _RUN_IN.match(text)
    return headed is not None and not any(w in headed["of"] for w in words("gouji.extract.facts", "likeness.txt")["money-heads"])


def _base(number: Number) -> Fraction | None:
    value = number.quantity.value
    return None if value is None else Fraction(value) * number.factor()

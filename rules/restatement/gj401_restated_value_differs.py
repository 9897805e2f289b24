"""GJ401 restated-value-differs 同一数据前后不一致."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, held, open_question
from gouji.audit.constraint import Constraint, all_equal, equals
from gouji.audit.finding import Severity
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.goals import goal_pairs
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.parallel import parallels, unsettled
from gouji.extract.facts.restated import (
    Twins,
    agreeing,
    differing,
    mistyped,
    money_told,
    project_money,
    swapped,
    totals_told,
)
from gouji.extract.facts.satisfaction import satisfaction_told
from gouji.extract.facts.statements import Statement, all_statements, caliber, generic
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction
from gouji.extract.sections import Outline, outline
from gouji.rules.cells import in_unit
from gouji.rules.restatement.against_rows import rates_beside, rates_of_rows, rows_told
from gouji.rules.restatement.echoed_rows import echoed_rows
from gouji.rules.restatement.named_cells import named_cells
from gouji.rules.restatement.point_slips import point_slips
from gouji.rules.restatement.two_ways import converted, converted_in_cells, spelt_out

_LEFT = re.compile(r"[，,；;、（(](?:其余|剩余|余下|尚有|尚余|还有|未[一-鿿]{1,3})(?P<n>\d[\d,.]*)(?P<u>[一-鿿]{1,2})")
_DIVIDED = ("支出", "收入", "类")
"""Ends of names that each budget has for itself: under a heading that names one they mean its share only."""
_ENTRY = ("（项）", "(项)", "（款）", "(款)", "（类）", "(类)")
"""How an entry of accounts is headed: by the last level of its subject."""
_ACCOUNTS = ("支出决算", "决算", "决算数", "支出决算数")
_NUMBERED = re.compile(r"^\s*(?:[（(][\d一二三四五六七八九十]{1,3}[)）]|[\d一二三四五六七八九十]{1,3}[.．、])")
_HEADED = re.compile(r"^\s*[^，。：:\d]{2,12}[：:]")
_SAID_OF_ANOTHER = frozenset("对占比较按")
"""对全市利润的贡献率 is that of whatever the sentence is about."""
_LONG = 4
"""So many digits must two values have in common for a transposition to tell."""
_ONE_SUM = Fraction(1, 20)
"""Two sums that differ by less may be one, stated in two ways or wrongly."""
_WORD = 3
"""Shortest name that is one under two labels (全县低保户, 低保户)."""
_NAME = 4
"""Shortest name that may mean one thing throughout a document."""

_PLAIN_NAME, _TELLING_DIGITS = 4, 3
"""A name of so many characters is one thing's; so many digits are hardly the same by chance."""

@rule(
    "GJ401", "restated-value-differs", severity="error",
    zh="{label}前后不一致：一处为{stated}，另一处为{computed}",
    en="{label} is stated twice with different values: {stated} here, {computed} there",
    title_zh="同一数据前后不一致", title_en="The same quantity is stated twice with different values",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: 同一指标、同一口径、同一性质（计划/完成/上年）、同一年度的数，在表格、正文、附件、目标栏各处应当一致。

    为什么重要: 表里1300、文里700，必有一处是错的；审核人员只看其中一处就会被误导。
    何时不算错: 一处是总数、另一处是其中一项而名称相同；年初数与调整数；不同项目、不同单位、不同层级、不同预算（一般公共预算财政拨款／全部资金）的同名数；
    约数；同一段文字重复印刷不算两处旁证。正文与表中一列多数相同、只有个别不同的，作警告。名称只是相近（村道日常养护里程/村道养护里程）而数值不同的，只作警告。
    """
    clusters: dict[tuple[str, str, str | None, bool], list[Statement]] = defaultdict(list)
    every = [_apiece(s) for s in all_statements(facts)]
    found = [s for s in every if not s.loose]
    for s in found:
        clusters[s.name, s.number.dimension(), s.number.context.period, s.counted].append(s)
    kin = _kin({s.project for s in found})
    twins = Twins(found)
    rows = {(s.number.block, s.number.cell.row, s.value) for s in found if s.number.cell is not None}
    sections = outline(facts.document)
    for members in clusters.values():
        if len(members) > 1:
            for group in _compatible(members, kin):
                yield from _compare(group, twins, sections, rows)
            yield from _mistyped(members)
            yield from _point_slipped(members)
    for family in agreeing(every):
        yield all_equal([s.number for s in family], cue=family[0].number.label)
    for money in project_money(facts, found):
        yield all_equal(money, cue=money[0].label)
    for passage in facts.passages:
        yield from _headed(passage)
        yield from converted(passage.text, passage.numbers)
        yield from spelt_out(passage)
    yield from converted_in_cells(facts)
    for number, cells in money_told(facts, found):
        pairs = [equals(number, cell, cue=number.label) for cell in cells]
        same = first_held(pairs)
        if same is None:
            yield from open_question(pairs)
        elif number.dimension() == "1":
            yield same
    for totals in totals_told(facts, found):
        pairs = [equals(number, total, cue=number.label) for number, total in totals]
        agree = any(held(c) for c in pairs)
        yield from (c if held(c) else replace(c, severity="warning") for c in pairs if held(c) or agree)
    for number, cell in satisfaction_told(facts, found):
        told_so = equals(number, cell, cue=cell.label)
        yield from [told_so] if held(told_so) else open_question([told_so], likely=True)
    yield from point_slips(found)
    yield from rows_told(facts)
    yield from named_cells(facts)
    yield from echoed_rows(facts)
    yield from rates_of_rows(found)
    yield from rates_beside(facts, found)
    for a, b in (*differing(found), *mistyped(found)):
        yield _equal(b, a, "warning")
    for pair in goal_pairs(facts):
        severity: Severity | None = None if pair.agrees else "warning"
        yield equals(pair.told, pair.row, cue=pair.row.label, exact=not pair.agrees, severity=severity)
    for a, b in parallels(found):
        yield from open_question([_equal(a, b)], likely=True)
    for namesakes in unsettled(found):
        yield from open_question(_equal(a, b) for a, b in namesakes)


def _apiece(s: Statement) -> Statement:
    """人均补助 391.20元 in a sentence is told of one person, and so is the row 人均补助 421.20 without a word of it."""
    unit, _, per = (s.number.unit or "").partition("/")
    return replace(s, number=in_unit(s.number, unit)) if per and "均" in s.name and s.number.dimension().startswith("元/") else s


def _headed(passage: Passage) -> Iterator[Constraint]:
    """职业年金缴费支出（项）257.14万元，主要用于…。年初预算为…，支出决算为257.14万元: the entry's amount said twice."""
    if len(passage.items) < 2 or passage.cell is not None:
        return
    head, *rest = passage.items
    if head.stated in ("budget", "prior") or head.prior or not head.plain or not head.label.endswith(_ENTRY):
        return
    spent = [x for x in rest if x.label in _ACCOUNTS and x.dimension == head.dimension and x.plain and not x.prior]
    if len(spent) == 1:
        yield equals(passage.number(spent[0].mention), passage.number(head.mention), cue=head.label)


def _compatible(members: Sequence[Statement], kin: Mapping[str, Set[str]]) -> Iterator[list[Statement]]:
    """Statements of one kind about one project: the ones that must agree. ``kin``: projects that may be one.

    One whose kind nothing tells joins every kind that states the same value, and the only kind there is.
    """
    kinds = {s.kind for s in members} - {""}
    for kind in sorted(kinds) or [""]:
        known = [s for s in members if s.kind == kind]
        values = {s.value for s in known}
        mine = [
            s for s in members
            if s.kind == kind or (s.kind == "" and (len(kinds) == 1 or s.value in values))
        ]
        by_project: dict[str, list[Statement]] = defaultdict(list)
        for s in mine:
            by_project[s.project].append(s)
        for project in sorted(by_project):
            here = kin[project] & by_project.keys()
            group = by_project[project] if len(here) == 1 else [s for s in mine if s.project in here]
            if len(group) > 1 and min(here) == project:
                yield group


def _kin(projects: Set[str]) -> dict[str, Set[str]]:
    """Every project and those whose name holds its own, or is held by it."""
    return {a: {b for b in projects if a == b or (a and b and (a in b or b in a))} for a in projects}


def _compare(
    group: Sequence[Statement], twins: Twins, sections: Outline, rows: Set[tuple[int, int, Fraction | None]]
) -> Iterator[Constraint]:
    """Equal statements confirm each other; an outlier among them is reported."""
    values = _values(group)
    if len(values) > 2 and group[0].number.dimension() == "分":
        return  # 自评得分 of every item: equal by chance
    for same in values:
        yield from _agreement(same)
    if len(values) != 2 or group[0].counted or _different_calibers(group):
        return
    if all(twins.are(a, b) for a in values[0] for b in values[1]):
        return
    if any(_of_another_column(a, b, rows) or _of_another_column(b, a, rows) for a in values[0] for b in values[1]):
        return
    if group[0].kind == "rate" and _under_siblings(values[0], values[1], sections):
        return
    values.sort(key=_witnesses, reverse=True)
    accepted, others = values[0], values[1:]
    for other in others:
        if any(_less_what_is_left(a, b) or _less_what_is_left(b, a) for a in accepted for b in other):
            continue
        severity = _severity(accepted, other)
        if severity is not None:
            yield _equal(other[0], _nearest(accepted, other[0]), severity)
        elif _transposed(accepted[0], other[0]):
            yield _equal(other[0], accepted[0], "warning")


def _less_what_is_left(told: Statement, whole: Statement) -> bool:
    """追回6.10万元，其余1.84万元正在联系 beside 责令追回7.94万元: what is left is told right behind."""
    at = told.text.find(told.number.raw)
    left = _LEFT.match(told.text, at + len(told.number.raw)) if at >= 0 else None
    if left is None or left["u"] != (told.number.unit or "") or told.number.dimension() != whole.number.dimension():
        return False
    a, b = told.number.quantity.value, whole.number.quantity.value
    return a is not None and b is not None and told.number.unit == whole.number.unit and a + Decimal(left["n"].replace(",", "")) == b


def _of_another_column(told: Statement, cell: Statement, rows: Set[tuple[int, int, Fraction | None]]) -> bool:
    """项目支出3052.55万元, and its row 预算数 1680.00 | 决算数 3052.55: what nothing tells the kind of is told of the other column."""
    own = cell.number.cell
    open_ = (told.kind == "" and told.place == "prose") or (told.place == "table" and told.number.block != cell.number.block)
    return open_ and own is not None and cell.place == "table" and (cell.number.block, own.row, told.value) in rows


def _under_siblings(a: Sequence[Statement], b: Sequence[Statement], sections: Outline) -> bool:
    """（一）食品抽检…不合格率2.97%。（二）工业产品抽检…不合格率6.40%: each under its own heading of one level."""
    heads = [{sections.path_of(s.number.block) for s in side} for side in (a, b)]
    if any(len(h) != 1 for h in heads):
        return False
    (one,), (other,) = heads
    return len(one) == len(other) > 1 and one[:-1] == other[:-1] and one[-1] != other[-1]


def _agreement(same: Sequence[Statement]) -> Iterator[Constraint]:
    """One relation for all places that state the value; general names only within one filing."""
    first = same[0]
    near = [s for s in same if s.part == first.part] if first.name in generic() or first.counted else list(same)
    if len(near) < 2 or len(first.name) < 2:
        return
    exact = all(s.value == first.value for s in near)
    if exact:
        yield all_equal([s.number for s in near], cue=first.number.label)
        return
    yield from (c for a, b in pairwise(near) if held(c := _equal(a, b)))


def _values(group: Sequence[Statement]) -> list[list[Statement]]:
    """Statements sorted by value; rounded ones stand with the first value they round, or that rounds them.

    Values printed in one form agree when they are equal; in two forms, when some true value would print as both.
    """
    out: list[list[Statement]] = []
    same: dict[Fraction | None, int] = {}
    forms: dict[tuple[str | None, Decimal | None], list[tuple[int, Interval]]] = defaultdict(list)
    for s in group:
        number, value = s.number, s.value
        form = number.unit, number.quantity.step
        home = same.get(value, len(out))
        for other, heads in forms.items():
            if other != form:
                home = min(home, next((at for at, own in heads if at >= home or own.meets(number.interval())), home))
        if home == len(out):
            out.append([s])
            same.setdefault(value, home)
            forms[form].append((home, number.interval()))
        else:
            out[home].append(s)
    return out


def _witnesses(same: Sequence[Statement]) -> tuple[int, int]:
    """How many independent places state the value: copies of one text count once."""
    return len({s.text for s in same}), len(same)


def _different_calibers(group: Sequence[Statement]) -> bool:
    """True when one statement's value is a part, or the whole, of another's: one name at two levels."""
    values = {s.value for s in group}
    for s in group:
        if any(p in values and p != s.value for p in s.parts) or (s.parent in values and s.parent != s.value):
            return True
    parents = {s.parent for s in group if s.parent is not None}
    return len(parents) > 1 or any(_of_another_whole(s, t) for s in group for t in group)


def _of_another_whole(told: Statement, cell: Statement) -> bool:
    """应付利息2944万元，其中甲项目768万元, and 甲项目 in a column that adds up to quite another sum: two measures."""
    if told.parent is None or not cell.wholes:
        return False
    return all(w is not None and abs(w - told.parent) > abs(told.parent) * _ONE_SUM for w in cell.wholes)


def _severity(accepted: Sequence[Statement], other: Sequence[Statement]) -> Severity | None:
    """How sure the contradiction is."""
    name = other[0].name
    if name in generic() or len(name) < _NAME or any(w in name for w in caliber()):
        return None
    if {s.number.block for s in (*accepted, *other)} == {other[0].number.block} or name[0] in _SAID_OF_ANOTHER:
        return None
    tables = {s.place for s in (*accepted, *other)} == {"table"}
    if other[0].budget != accepted[0].budget and (tables or name.endswith(_DIVIDED)):
        return None  # 公路水路运输 under 一般公共预算支出 and under all that was spent
    if not {s.spell for s in accepted} & {s.spell for s in other} or _entries_of_one_list([*accepted, *other]):
        return None
    strong, weak = _witnesses(accepted)[0], _witnesses(other)[0]
    known = bool(other[0].kind) and all(s.kind == other[0].kind for s in accepted)
    if strong >= 2 and weak == 1 and known:
        return "error"
    places = {s.place for s in (*accepted, *other)}
    if strong == weak == 1:
        if known and len(places) == 2 and other[0].kind != "rate":
            return "error" if _same_part(accepted, other) else "warning"
        return "warning" if _same_part(accepted, other) and len(name) > _NAME and _comparable(accepted, other) else None
    return None


def _comparable(a: Sequence[Statement], b: Sequence[Statement]) -> bool:
    """Two sentences that give values of one size: 不批准逮捕3件 under 未成年人 is not a misprint of 33件 of all."""
    one, other = abs(a[0].value or Fraction(0)), abs(b[0].value or Fraction(0))
    return a[0].place != "prose" or b[0].place != "prose" or max(one, other) <= 2 * min(one, other)


def _entries_of_one_list(found: Sequence[Statement]) -> bool:
    """Each opens another entry of one list: （一）甲县…总投资…；（二）乙县…总投资…; 甲省：…，乙省：…."""
    heads = [_HEADED.match(s.text) for s in found if s.place == "prose"]
    if len(heads) == len(found) and all(heads) and len({m[0] for m in heads if m}) == len(heads):
        return True
    marks = [_NUMBERED.match(s.text) for s in found if s.place == "prose"]
    told = [m for m in marks if m is not None]
    styles = {re.sub(r"[\d一二三四五六七八九十]+", "1", m[0]) for m in told}
    return len(told) == len(found) and len(styles) == 1 and len({m[0] for m in told}) == len(told)


def _transposed(a: Statement, b: Statement) -> bool:
    """543.75 and 534.75 under one label (本县低保户, 低保户): two neighbouring digits changed places, whatever the label."""
    if a.spell != b.spell or (a.label != b.label and len(a.name) < _WORD) or not _same_part([a], [b]) or a.budget != b.budget:
        return False
    long = _LONG - (a.label == b.label and len(a.name) > _NAME)
    if a.place == b.place == "table":
        if a.number.block == b.number.block:
            return False
        long = _LONG + 1
    return a.number.unit == b.number.unit and swapped(a.number.raw, b.number.raw, long)


def _mistyped(members: Sequence[Statement]) -> Iterator[Constraint]:
    """A figure of which nothing tells whether it is planned or done, where it is neither, but one of the two mistyped."""
    known = [s for s in members if s.kind]
    if len({s.kind for s in known}) < 2:
        return
    for told in members:
        if told.kind or told.counted or any(told.value == s.value for s in members if s is not told):
            continue
        meant = {s.value: s for s in known if _transposed(s, told)}
        if len(meant) == 1:
            yield from (_equal(told, s, "warning") for s in meant.values())


def _point_slipped(members: Sequence[Statement]) -> Iterator[Constraint]:
    """长期借款18500.00万元, and 长期借款仍有18.5亿元: the very digits, the point in another place, in another unit; told no third way."""
    values = {s.value: s for s in members if not s.counted}
    if len(values) != 2 or any(len(s.name) < _PLAIN_NAME or s.kind in ("planned", "prior") for s in members):
        return
    a, b = values.values()
    digits = a.number.digits
    if len(digits) >= _TELLING_DIGITS and digits == b.number.digits and a.number.unit != b.number.unit and a.number.block != b.number.block:
        yield _equal(b, a, "warning")


def _same_part(a: Sequence[Statement], b: Sequence[Statement]) -> bool:
    return bool({s.part for s in a} & {s.part for s in b}) or bool(a[0].project and a[0].project == b[0].project)


def _nearest(accepted: Sequence[Statement], other: Statement) -> Statement:
    """The witness to hold it against: one of another place first."""
    return next((s for s in accepted if s.place != other.place), accepted[0])


def _equal(a: Statement, b: Statement, severity: Severity | None = None) -> Constraint:
    same = a.number.unit == b.number.unit and a.number.quantity.step == b.number.quantity.step
    return equals(a.number, b.number, cue=a.number.label, exact=same, severity=severity)

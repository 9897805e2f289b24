"""What a sentence says of one row of a table: its target, completed value, score or rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, equals
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.facts.restated import near
from gouji.extract.facts.statements import Statement, generic, name_of
from gouji.extract.rational import Fraction
from gouji.rules.cells import result_forms
from gouji.rules.score.parts import Scored, sheet_of
from gouji.rules.score.sentences import items, told_scores

_LONG = 4
"""So many digits must an amount have to be known again in a row."""
_NAME = 4
"""Shortest name that may mean one thing throughout a document."""
_REACH = 40
"""So many characters before an amount name the row that prints it."""
_OF_MONEY = ("执行率", "支付率", "支出率", "使用率", "支出进度", "执行进度", "到位率")


def rows_told(facts: FactSet) -> Iterator[Constraint]:
    """目标值…，完成值…，得10分 in a sentence about an indicator, against the only row of that name."""
    rows: dict[str, list[tuple[Form, Scored]]] = defaultdict(list)
    for form in result_forms(facts):
        for row in sheet_of(facts, form).rows:
            rows[name_of(row.row.name)].append((form, row))
    for item in items(facts):
        for form, row in _only_row(rows, item.about):
            target, actual = facts.only(form.block, row.row.target), facts.only(form.block, row.row.actual)
            for told, cell in ((item.target, target), (item.actual, actual), (item.full, row.weight)):
                if told is not None and cell is not None and cell.dimension() in ("", told.dimension()):
                    yield equals(told, cell, cue=row.row.name, severity="warning")
    for about, score in told_scores(facts):
        for _, row in _only_row(rows, about):
            if row.score is not None:
                yield equals(score, row.score, cue=row.row.name, severity="warning")


def rates_of_rows(found: Sequence[Statement]) -> Iterator[Constraint | Question]:
    """当年开工项目完工率95% in a sentence, and the one row of that name whose completed value is 90%."""
    rows: dict[str, list[Statement]] = defaultdict(list)
    told: dict[str, list[Statement]] = defaultdict(list)
    for s in found:
        if s.number.dimension() == "1" and len(s.name) >= _NAME and s.name not in generic() and not s.counted:
            if s.place == "table" and s.kind in ("done", "planned"):
                rows[s.name].append(s)
            elif s.place == "prose" and s.kind in ("rate", ""):
                told[s.name].append(s)
    for name, said in told.items():
        done = [s for s in rows.get(name, ()) if s.kind == "done"]
        if len(done) != 1 or len({s.value for s in said}) != 1:
            continue
        for s in said:
            row = done[0]
            same_time = s.number.context.period == row.number.context.period and not s.spell
            aimed = any(s.number.interval().meets(t.number.interval()) for t in rows[name] if t.kind == "planned")
            if same_time and near(s, row) and not aimed:
                pair = equals(s.number, row.number, cue=row.number.label)
                yield from [pair] if held(pair) else open_question([pair], likely=True)


def rates_beside(facts: FactSet, found: Sequence[Statement]) -> Iterator[Constraint | Question]:
    """区级资金支出876.94万元，执行率97.80%, and the one row that prints that amount, with a rate of 95.80%."""
    rows: dict[tuple[Fraction | None, str], dict[tuple[int, int], str]] = defaultdict(dict)
    rates: dict[tuple[int, int], list[Number]] = defaultdict(list)
    for s in found:
        cell = s.number.cell
        if s.place != "table" or cell is None:
            continue
        if s.kind == "rate" and s.number.dimension() == "1":
            rates[s.number.block, cell.row].append(s.number)
        elif len(s.number.digits) >= _LONG:
            rows[s.value, s.number.dimension()][s.number.block, cell.row] = s.name
    for passage in facts.passages if rates else ():
        for item in passage.items:
            number = passage.number(item.mention)
            before = passage.text[max(0, item.mention.quantity.start - _REACH) : item.mention.quantity.start]
            printed = {at for at, name in rows.get((number.point, number.dimension()), {}).items() if name[:2] in before}
            for a in item.of("rate"):
                told = passage.number(a.mention)
                own = [rates[at] for at in printed if at in rates and at[0] != passage.block]
                if a.mention.at != item.mention.at + 1 or not a.label.endswith(_OF_MONEY) or len(own) != 1 or len(own[0]) != 1:
                    continue
                pair = equals(told, own[0][0], cue=a.label)
                yield from [pair] if held(pair) else open_question([pair], likely=True)


def _only_row(rows: Mapping[str, Sequence[tuple[Form, Scored]]], about: str) -> Sequence[tuple[Form, Scored]]:
    """The row an item is about, where it is the only one of its name."""
    name = name_of(about)
    found = rows.get(name, ())
    return found if len(found) == 1 and (len(name) >= _NAME or about == found[0][1].row.name) else ()

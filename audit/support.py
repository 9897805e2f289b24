"""Relations that the words only suggest: which of the broken ones other relations bear out.

None of them is a finding by itself. But where one number, given one other value, would settle two of them at once, or
one of them together with a relation that surely is broken, and nothing that holds speaks against it, chance hardly
explains it: the number is wrong, and both relations are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.choose import Question, held, room, with_value
from gouji.audit.constraint import Constraint
from gouji.audit.evaluate import Outcome, box_of, point_of
from gouji.audit.polynomial import Polynomial
from gouji.audit.repairs import slip_of
from gouji.audit.wording import printed_step
from gouji.extract.facts.model import Number
from gouji.extract.rational import Fraction

_CHANCE_ALONE = Fraction(1, 50)
"""Two suggested relations are borne out by each other where a random value would settle both less often than this …"""
_CHANCE_BESIDE = Fraction(1, 8)
"""… and one beside a relation that is broken for certain: there only the culprit is at stake."""
_VALUES = 8
_CROWD = 60
"""A number in more open relations than this is not looked into."""


class _Trial(Struct, frozen=True):
    """A broken relation: one alternative of a question, or (``question`` below 0) one broken for certain."""

    question: int
    constraint: Constraint
    shape: Polynomial
    choices: int = 1

    @property
    def sure(self) -> bool:
        return self.question < 0


class _Settled(Struct, frozen=True):
    """What one value of one number settles, each question once, and how likely that is by chance."""

    trials: tuple[_Trial, ...]
    witnesses: int
    chance: Fraction


def borne_out(questions: Sequence[Question], outcomes: Iterable[Outcome], sure: Iterable[Outcome]) -> list[Constraint]:
    """The suggested relations that are to be reported, as warnings.

    Args:
        questions: suggested relations, of which none of the alternatives holds.
        outcomes: all other relations of the document; those that hold must go on holding, but for those that chance may have made.
        sure: those of them that are broken and reported.

    """
    trials = [
        _Trial(i, c, Polynomial.of(c), len(q.alternatives)) for i, q in enumerate(questions) for c in q.alternatives
    ]
    if not trials:
        return []
    trials += [_Trial(-i, o.constraint, Polynomial.of(o.constraint)) for i, o in enumerate(sure, 1)]
    touching: dict[str, list[_Trial]] = {}
    numbers: dict[str, Number] = {}
    for t in trials:
        for n in t.constraint.numbers:
            touching.setdefault(n.id, []).append(t)
            numbers[n.id] = n
    holding: dict[str, list[Constraint]] = {}
    for o in outcomes:
        if o.holds and not o.constraint.slight:
            for n in o.constraint.numbers:
                holding.setdefault(n.id, []).append(o.constraint)
    found = [
        settled for key, mine in touching.items()
        if len({t.question for t in mine}) > 1 and len(mine) <= _CROWD and any(not t.sure for t in mine)
        for settled in _settled(numbers[key], mine, holding.get(key, ()))
    ]
    found.sort(key=lambda s: (-s.witnesses, s.chance))
    taken: set[int] = set()
    meant = list(_undisputed(found, taken))
    for i, q in enumerate(questions):
        if q.likely and i not in taken and any(_free(c, holding) for c in q.alternatives[:1]):
            meant.append(replace(q.alternatives[0], severity="warning"))
    return meant


def _free(constraint: Constraint, holding: Mapping[str, Sequence[Constraint]]) -> bool:
    """True when some number of a relation may be what the others ask for without breaking anything that holds."""
    shape = Polynomial.of(constraint)
    for n in constraint.numbers:
        point = point_of(o for o in constraint.numbers if o is not n)
        value = None if point is None else shape.solve_at(n.id, point)
        if value is not None and all(held(with_value(c, n, value / n.factor())) for c in holding.get(n.id, ())):
            return True
    return False


def _undisputed(found: Sequence[_Settled], taken: set[int]) -> Iterator[Constraint]:
    """Best explained first; a relation, and every other reading of its question, is explained once."""
    for settled in found:
        questions = {t.question for t in settled.trials}
        if questions & taken:
            continue
        taken |= questions
        for t in settled.trials:
            if not t.sure:
                yield replace(t.constraint, severity="warning")


def _settled(number: Number, trials: Sequence[_Trial], holding: Sequence[Constraint]) -> Iterator[_Settled]:
    """What each value that one of the relations asks of the number would settle."""
    own = number.quantity.value
    if own is None or number.quantity.soft:
        return
    rooms = [room(t.constraint, t.shape, number) for t in trials]
    for value in _values(number, trials):
        if value == own or not value:
            continue
        once: dict[int, _Trial] = {}
        for t, within in zip(trials, rooms, strict=True):
            if t.question not in once and value in within and held(with_value(t.constraint, number, value)):
                once[t.question] = t
        found = tuple(once.values())
        witnesses = {_witness(t, number) for t in found}
        if len(witnesses) < 2 or all(t.sure for t in found):
            continue
        chance = _chance(number, value, found)
        anchored = any(t.sure for t in found)
        if not anchored and all(_is_whole(number, t.constraint) for t in found) and not _slip(number, value):
            continue  # parts and shares of a whole that is not printed: any figure taken for it could be mended so
        if chance <= (_CHANCE_BESIDE if anchored else _CHANCE_ALONE) and all(held(with_value(c, number, value)) for c in holding):
            yield _Settled(found, len(witnesses), chance)


def _values(number: Number, trials: Sequence[_Trial]) -> list[Fraction]:
    """Values (own units) that the relations ask for, those of sums and equalities first; rates ask at printed precision."""
    exact: dict[Fraction, None] = {}
    rough: dict[Fraction, None] = {}
    step = printed_step(number)
    for t in trials:
        point = point_of(n for n in t.constraint.numbers if n is not number)
        value = None if point is None or t.shape.inequality else t.shape.solve_at(number.id, point)
        if value is None:
            continue
        value /= number.factor()
        if t.shape.below:
            rough[(2 * value + step) // (2 * step) * step] = None
        else:
            exact[value] = None
    return [*exact, *(v for v in rough if v not in exact)][:_VALUES]


def _witness(trial: _Trial, number: Number) -> tuple[object, ...]:
    """What a relation rests on: the same figures told twice, or a value told in several places, are one witness."""
    c = trial.constraint
    if c.kind == "equal":
        return ("equal",)
    others = tuple(sorted(str(n.quantity.value) + (n.unit or "") for n in c.numbers if n is not number))
    return (c.kind if c.kind in ("ratio", "growth") else "", others)


def _is_whole(number: Number, c: Constraint) -> bool:
    """True when the number is the total, or the base, of what else the relation names."""
    if c.rate is not None and any(t.number is number for t in c.divisor):
        return True
    return c.kind == "sum" and number is c.result


def _slip(number: Number, value: Fraction) -> bool:
    """True when a slip of hand worth naming turns the value into what is printed."""
    return slip_of(number, lambda v: v == value, required=value) is not None


def _chance(number: Number, value: Fraction, trials: Sequence[_Trial]) -> Fraction:
    """How often a value at random would settle what these relations ask, the readings to choose from counted in."""
    size = abs(value) * number.factor()
    step = printed_step(number) * number.factor()
    shares = []
    for t in trials:
        wanted = t.shape.solve(number.id, box_of(t.constraint))
        if wanted is None or wanted.low is None or wanted.high is None:
            shares.append((Fraction(1), t.sure))
        else:
            shares.append((min(Fraction(1), (wanted.high - wanted.low + step) / size * t.choices), t.sure))
    sharpest = min(range(len(shares)), key=lambda i: (not shares[i][1], shares[i][0]))
    chance = Fraction(1)
    for i, (share, _) in enumerate(shares):
        if i != sharpest:
            chance *= share
    if not any(sure for _, sure in shares):
        chance *= trials[sharpest].choices
    return chance

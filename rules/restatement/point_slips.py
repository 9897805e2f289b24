"""The very digits of an amount, told again under a name that holds its own, with the point in another place: 345.68万元 and 345680元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gouji.audit.choose import Question, open_question
from gouji.audit.constraint import equals
from gouji.extract.facts.statements import Statement, generic

_DIGITS, _NAME = 5, 3
"""So many digits are hardly the same by chance; a name of so many characters says of what."""
_TENS = frozenset(10**k for k in range(1, 9))


def point_slips(found: Sequence[Statement]) -> Iterator[Question]:
    """Asked of money in prose that is told with that value once, beside one value of a table or of another sentence."""
    alike: dict[str, list[Statement]] = defaultdict(list)
    for s in found:
        if s.number.dimension() == "元" and not s.counted and len(s.number.digits) >= _DIGITS and s.name not in generic() and s.value:
            alike[s.number.digits].append(s)
    for same in alike.values():
        values = {s.value: s for s in same}
        if len(values) != 2:
            continue
        a, b = values.values()
        larger, smaller = sorted((a.value or 0, b.value or 0), reverse=True)
        named = min(len(a.name), len(b.name)) >= _NAME and a.name != b.name and (a.name in b.name or b.name in a.name)
        told = a if a.place == "prose" else b
        if named and told.place == "prose" and larger % smaller == 0 and larger // smaller in _TENS and a.number.unit != b.number.unit:
            yield from open_question([equals(told.number, (b if told is a else a).number, cue=told.number.label)], likely=True)

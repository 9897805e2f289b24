"""When two labels mean the same thing.

Both labels are taken apart (``naming``). Unit, period, role, scope, kind of measure and contrast words veto; what is
left of the names is compared word by word, fillers counting little, and spelling differences by rapidfuzz. The weights
and limits were chosen on one half of ``bench/likeness.tsv``; the other half measures them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from gouji.extract.facts.naming import Label, read_label
from gouji.extract.facts.segments import segments
from gouji.extract.lexicon import alternatives, words
from gouji.extract.numbers.units import base_of

Verdict = Literal["same", "different", "unsure"]

SAME = 90
"""Lowest score of two labels that mean the same."""
UNSURE = 70
"""Lowest score of two labels that may mean the same."""
_FILLER, _WORD = 1, 30
"""Weight of one character of a filler and of any other word."""
_COUNTS = frozenset(("people", "times", "batches", "households", "visits", "count", "person_times", "number"))
_SHARES = frozenset(("rate", "growth", "satisfaction", "standard"))
_OPEN = frozenset(("", "tail"))
_ROLES = {
    "target": "planned", "plan": "planned", "planned": "planned", "budget": "planned", "budget_initial": "planned",
    "actual": "done", "executed": "done", "done": "done", "prior": "prior",
}


class Likeness(NamedTuple):
    """How alike two labels are: ``score`` from 0 to 100, the verdict, and the reason in words."""

    score: int
    verdict: Verdict
    why: str


def likeness(
    a: str, b: str, *,
    unit_a: str | None = None, unit_b: str | None = None,
    period_a: str | None = None, period_b: str | None = None,
    role_a: str | None = None, role_b: str | None = None,
    scope_a: Iterable[str] = (), scope_b: Iterable[str] = (),
    any_role: bool = False,
) -> Likeness:
    """How alike two labels are.

    Args:
        a: a label as printed.
        b: another; their order does not matter.
        unit_a: unit of the number ``a`` names; units of two dimensions veto.
        unit_b: the same of ``b``.
        period_a: year or period; two different ones veto.
        period_b: the same of ``b``.
        role_a: role (target, actual, prior …); planned against done against prior vetoes.
        role_b: the same of ``b``.
        scope_a: what it is said of (reporting unit, project); scopes without a common member veto.
        scope_b: the same of ``b``.
        any_role: role words in the labels (计划…, 完成…) do not veto: asked is what is counted, planned or done.

    Returns:
        score, verdict and reason. Never raises.

    """
    if unit_a is not None and unit_b is not None and unit_a != unit_b and base_of(unit_a)[0] != base_of(unit_b)[0]:
        return Likeness(0, "different", f"单位{unit_a}≠{unit_b}")
    if period_a is not None and period_b is not None and period_a != period_b:
        return Likeness(0, "different", f"期间{period_a}≠{period_b}")
    if role_a is not None and role_b is not None and _ROLES.get(role_a, role_b) != _ROLES.get(role_b, role_a):
        return Likeness(0, "different", f"性质{role_a}≠{role_b}")
    if (scope_a or scope_b) and (left := set(scope_a)) and (right := set(scope_b)) and not left & right:
        return Likeness(0, "different", "范围不同")
    one_unit = unit_a is not None and unit_b is not None
    return _alike(a, b, one_unit, any_role) if a <= b else _alike(b, a, one_unit, any_role)


@lru_cache(maxsize=65536)
def _alike(a: str, b: str, one_unit: bool, any_role: bool) -> Likeness:
    """Likeness of two labels by their words; ``one_unit``: their numbers are known to be of one dimension."""
    if a == b:
        return _EQUAL
    x, y = read_label(a), read_label(b)
    veto = _veto(x, y, any_role)
    if veto:
        return Likeness(0, "different", veto)
    found = _compared(x, y)
    if found.verdict == "same":
        doubt = _doubt(x, y, one_unit)
        if doubt:
            return Likeness(min(found.score, SAME - 1), "unsure", doubt)
    return found


def _doubt(x: Label, y: Label, one_unit: bool) -> str:
    """Why labels of one name may yet mean two things, or nothing."""
    if x.role != y.role and "due" in (x.role, y.role):
        return "应有数"
    if x.level != y.level and (x.level + y.level).endswith("本级"):
        return "一方只说本级"
    if x.periods != y.periods and any(not p.isdigit() for p in x.periods | y.periods):
        return "一方只说一段时间"
    if x.kind != y.kind and not one_unit and not {x.kind, y.kind} <= _COUNTS | _OPEN:
        named_money = "amount" in (x.kind, y.kind) and x.content.endswith(_money()) and y.content.endswith(_money())
        return "" if named_money else "一方没有计量词"
    return ""


_EQUAL = Likeness(100, "same", "相同")
_DISJOINT = Likeness(0, "different", "没有共同的字")


def _veto(x: Label, y: Label, any_role: bool) -> str:
    """Why the labels cannot mean the same, or nothing."""
    common = x.groups & y.groups
    if common and not x.marks & y.marks:
        return "对立词"
    if common:
        for mine, group in _groups():
            if common & group:
                p, q = x.marks & mine, y.marks & mine
                if not p & q:
                    return "对立词"
    if x.kind != y.kind and not _compatible(x.kind, y.kind):
        return f"计量{x.kind or '无'}≠{y.kind or '无'}"
    if x.average != y.average:
        return "平均数与总数"
    if x.unit and y.unit and base_of(x.unit)[0] != base_of(y.unit)[0]:
        return f"单位{x.unit}≠{y.unit}"
    if x.role and y.role and x.role != y.role and not any_role:
        return "计划与完成"
    if x.periods and y.periods and x.periods != y.periods and "上年" not in x.periods ^ y.periods:
        return "期间不同"
    if x.level != y.level and x.level and y.level:
        return "层级不同"
    if x.place and y.place and x.place != y.place:
        return "地方不同"
    return ""


@cache
def _groups() -> tuple[tuple[int, int], ...]:
    """Mask of the members and bit of each contrast group."""
    out = []
    bit = 0
    for index, group in enumerate(words("gouji.extract.facts", "likeness.txt")["contrast"]):
        size = group.count("|") + 1
        out.append((((1 << size) - 1) << bit, 1 << index))
        bit += size
    return tuple(out)


def _compatible(p: str, q: str) -> bool:
    """Two kinds of measure that may belong to one number: none goes with any plain one, 数量 with any count."""
    if p in _OPEN or q in _OPEN:
        return p not in _SHARES and q not in _SHARES
    if "number" in (p, q):
        return p in _COUNTS and q in _COUNTS
    return {p, q} == {"count", "times"}


def _compared(x: Label, y: Label) -> Likeness:
    """Names without their measures, word by word."""
    a, b = x.content, y.content
    if a == b:
        return Likeness(100, "same", "去掉单位、年度、计量词后相同") if a or x.kind == y.kind else _DISJOINT
    if not a or not b:
        return Likeness(0, "different", "一方没有名称")
    shared = x.letters & y.letters
    if not shared:
        return _DISJOINT
    if not (x.letters ^ y.letters) <= _filler_letters():
        return _apart(a, b, len(shared))
    if len(a) == len(b) and sorted(a) == sorted(b):
        if x.kind == "satisfaction":
            return Likeness(80, "unsure", "词序不同，谁对谁满意不明")
        return Likeness(98, "same", "词序不同")
    return _word_by_word(a, b)


def _apart(a: str, b: str, shared: int) -> Likeness:
    """Names with a character that no filler has: never the same; unsure when only one of them says more."""
    score = 100 * 2 * shared // (len(a) + len(b))
    narrower = _people_in(a) ^ _people_in(b)
    if narrower:
        return Likeness(min(score, UNSURE - 1), "different", f"范围词：{'、'.join(sorted(narrower))}")
    if score >= UNSURE and (set(a) <= set(b) or set(b) <= set(a)):
        return Likeness(min(score, SAME - 1), "unsure", "一方多出实词")
    return Likeness(min(score, UNSURE - 1), "different", "实词不同")


def _word_by_word(a: str, b: str) -> Likeness:
    """Names whose characters differ by fillers at most."""
    only_a, only_b, shared = _difference(a, b)
    if not shared:
        return Likeness(0, "different", "没有共同的词")
    rest = (*only_a, *only_b)
    weight = sum(len(w) * (_FILLER if w in _fillers() else _WORD) for w in rest)
    score = 100 - 100 * weight // (2 * shared * _WORD + weight)
    if score >= SAME and _fillers().issuperset(rest):
        return Likeness(score, "same", f"多出虚词：{'、'.join(rest)}")
    return Likeness(min(score, SAME - 1), "unsure" if score >= UNSURE else "different", f"多出：{'、'.join(rest)}")


@cache
def _money() -> tuple[str, ...]:
    return words("gouji.extract.facts", "likeness.txt")["money"]


@cache
def _narrowing() -> re.Pattern[str]:
    return re.compile(alternatives(words("gouji.extract.facts", "likeness.txt")["people"]))


@lru_cache(maxsize=32768)
def _people_in(content: str) -> frozenset[str]:
    return frozenset(_narrowing().findall(content))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(words("gouji.extract.facts", "likeness.txt")["filler"])


@cache
def _filler_letters() -> frozenset[str]:
    return frozenset("".join(_fillers()))


def _difference(a: str, b: str) -> tuple[list[str], list[str], int]:
    """Words of each name that the other lacks, and the number of characters they share."""
    p, q = Counter(segments(a)), Counter(segments(b))
    only_a, only_b = list((p - q).elements()), list((q - p).elements())
    shared = sum(len(w) * n for w, n in (p & q).items())
    if only_a and only_b:
        only_a, only_b, again = _spelling(only_a, only_b)
        shared += again
    return only_a, only_b, shared


def _spelling(p: list[str], q: list[str]) -> tuple[list[str], list[str], int]:
    """Words that were only cut or spelt otherwise (综合性/综合, 农产品/农产|品) paired off; the rest, and what was shared."""
    from rapidfuzz.fuzz import ratio

    shared = 0
    for w in sorted(p, key=len, reverse=True):
        if len(w) < 2:
            continue
        best = max(q, key=lambda v: ratio(w, v), default="")
        if len(best) >= 2 and (ratio(w, best) >= 79 or _inside(w, best)):
            shared += min(len(w), len(best))
            p = [v for v in p if v is not w]
            q = [v for v in q if v is not best]
            p += [v for v in (_beyond(w, best),) if v]
            q += [v for v in (_beyond(best, w),) if v]
    joined_p, joined_q = "".join(sorted("".join(p))), "".join(sorted("".join(q)))
    if p and q and joined_p == joined_q:
        return [], [], shared + len(joined_p)
    return p, q, shared


def _inside(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and short in long


def _beyond(a: str, b: str) -> str:
    """What a word has beyond another."""
    return a.replace(b, "", 1) if b in a else "".join((Counter(a) - Counter(b)).elements())

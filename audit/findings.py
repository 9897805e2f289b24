"""Findings: broken relations and defects put into words, with the evidence on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gouji.audit.diagnosis import Broken, Diagnosis
from gouji.audit.finding import Defect, Evidence, Finding, Severity, cite
from gouji.audit.spec import REGISTRY, Rule
from gouji.audit.wording import stated
from gouji.extract.document import Document, Span
from gouji.extract.facts.model import Number
from gouji.extract.rational import Fraction

RANK: dict[str, int] = {"error": 0, "warning": 1, "info": 2}
_ONE_OF = {"zh": "（{names}，其中之一有误）", "en": " (one of {names} is wrong)"}
_REPAIRS = {"zh": "；改1处可消{n}处矛盾", "en": "; one correction settles {n} contradictions"}
_UNITS = {"zh": "；{a}与{b}相差悬殊，疑有计量单位错", "en": "; {a} and {b} are worlds apart: one unit is probably wrong"}
_ANOTHER_UNIT = 2000
_NAMED_AT_MOST = 4


class _Words(dict[str, str]):
    """Place-holders; an unknown one stays empty instead of breaking the report."""

    def __missing__(self, key: str) -> str:
        return ""


def worded(templates: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Message templates filled in, both languages."""
    return {lang: templates.get(lang, "").format_map(_Words(words)) for lang in ("zh", "en")}


def of_defect(defect: Defect, rule: Rule) -> Finding:
    """The finding a rule's defect stands for."""
    return Finding(
        rule.code, rule.name, defect.severity or rule.severity,
        worded(defect.message or rule.message, defect.words), defect.evidence, defect.computation,
    )


def of_crash(rule: Rule, error: BaseException) -> Finding:
    """GJ001: a rule that raised."""
    own = REGISTRY["GJ001"]
    words = {"rule": rule.code, "error": f"{type(error).__name__}: {error}"[:300]}
    return Finding(own.code, own.name, own.severity, worded(own.message, words), ())


def of_diagnosis(diagnosis: Diagnosis, rules: Mapping[str, Rule]) -> Finding:
    """One finding for all broken relations that share an explanation.

    The most severe relation gives code and message; the culprit (or every candidate) is the primary evidence, the
    numbers it was held against are secondary.
    """
    if diagnosis.doubtful is not None:
        return _doubtful(diagnosis)
    lead = min(diagnosis.broken, key=lambda b: _lead_rank(b, diagnosis))
    rule = rules[lead.rule]
    if diagnosis.slip_code and lead.severity == "error" and diagnosis.slip_code in REGISTRY:
        rule = REGISTRY[diagnosis.slip_code]
        message = worded(rule.message, _slip_words(lead, diagnosis))
    else:
        message = worded(lead.outcome.constraint.message or rule.message, lead.outcome.words())
        message = _with_units(_with_suspects(message, diagnosis), lead)
    return Finding(
        rule.code, rule.name, lead.severity, message, _evidence(diagnosis, lead),
        "；".join(dict.fromkeys(b.outcome.text for b in diagnosis.broken)),
        diagnosis.suggestion, tuple(b.id for b in diagnosis.broken),
    )


def _lead_rank(b: Broken, diagnosis: Diagnosis) -> tuple[int, int, str]:
    """Most severe first; then a relation whose stated result is the culprit."""
    result = b.outcome.constraint.result
    about = diagnosis.culprit is not None and result is not None and result.id == diagnosis.culprit.id
    return RANK[b.severity], 0 if about else 1, b.rule


def _slip_words(lead: Broken, diagnosis: Diagnosis) -> dict[str, str]:
    s = diagnosis.suggestion
    words = lead.outcome.words()
    if s is not None:
        words |= {"stated": stated(s.number), "computed": s.raw, "label": s.number.label or words["label"]}
    return words


def _with_suspects(message: dict[str, str], diagnosis: Diagnosis) -> dict[str, str]:
    """The message, with the candidates where several corrections are as good, or the number of relations repaired."""
    out = dict(message)
    if diagnosis.culprit is None and 1 < len(diagnosis.candidates) <= _NAMED_AT_MOST:
        names = "、".join(dict.fromkeys(stated(n) for n in diagnosis.candidates))
        if "、" in names and any(b.outcome.constraint.comparison == "=" for b in diagnosis.broken):
            out = {lang: text + _ONE_OF[lang].format(names=names) for lang, text in out.items()}
    elif diagnosis.culprit is not None and diagnosis.suggestion is not None and diagnosis.suggestion.repairs > 1:
        n = str(diagnosis.suggestion.repairs)
        out = {lang: text + _REPAIRS[lang].format(n=n) for lang, text in out.items()}
    return out


def _with_units(message: dict[str, str], lead: Broken) -> dict[str, str]:
    """The message of a rate, with the two amounts that one unit cannot both have: 18.6亿元 against 16.9万元."""
    constraint = lead.outcome.constraint
    money = [n for n in constraint.numbers if n.dimension() == "元" and n.point]
    if constraint.rate is None or len(money) != 2 or len({n.unit for n in money}) != 2:
        return message
    one, other = (abs(n.point or Fraction(0)) for n in money)
    high, low = money if one > other else reversed(money)
    if max(one, other) < min(one, other) * _ANOTHER_UNIT:
        return message
    return {lang: text + _UNITS[lang].format(a=stated(high), b=stated(low)) for lang, text in message.items()}


def _evidence(diagnosis: Diagnosis, lead: Broken) -> tuple[Evidence, ...]:
    """Primary: the culprit, else the suggested or stated number. Secondary: everything it is held against."""
    first = diagnosis.culprit
    if first is None:
        suggested = diagnosis.suggestion
        first = suggested.number if suggested is not None else lead.outcome.constraint.result
    if first is None:
        first = lead.outcome.constraint.numbers[0]
    others: dict[str, Number] = {}
    for b in (lead, *diagnosis.broken):
        for n in b.outcome.constraint.numbers:
            others.setdefault(n.id, n)
    for n in diagnosis.copies:
        others.setdefault(n.id, n)
    others.pop(first.id, None)
    return (cite(first), *(cite(n, "secondary") for n in others.values()))


def _doubtful(diagnosis: Diagnosis) -> Finding:
    own = REGISTRY["GJ003"]
    assert diagnosis.doubtful is not None
    broken, total = diagnosis.doubtful
    sums = "；".join(b.outcome.text for b in diagnosis.broken[:3]) + ("…" if len(diagnosis.broken) > 3 else "")
    words = {"broken": str(broken), "total": str(total), "sum": sums}
    shown: dict[str, Number] = {}
    for b in diagnosis.broken:
        n = b.outcome.constraint.result or b.outcome.constraint.numbers[0]
        shown.setdefault(n.id, n)
    evidence = tuple(cite(n, "secondary" if i else "primary") for i, n in enumerate(shown.values()))
    return Finding(
        own.code, own.name, own.severity, worded(own.message, words), evidence, sums, None,
        tuple(b.id for b in diagnosis.broken),
    )


def sorted_by_place(findings: Sequence[Finding], document: Document, numbers: Sequence[Number]) -> list[Finding]:
    """Most severe first, then in reading order; the same finding twice is kept once."""
    order = {n.id: (n.block, i) for i, n in enumerate(numbers)}
    wanted = {_bare(f.evidence[0].span) for f in findings if f.evidence and f.evidence[0].number is None}
    places: dict[Span, int] = {}
    for block, _, text in document.texts() if wanted else ():
        for piece in text.pieces:
            if (place := _bare(piece.span)) in wanted:
                places.setdefault(place, block)

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        if not finding.evidence:
            return RANK[finding.severity], 1 << 30, 0, 0, finding.code
        e = finding.evidence[0]
        block, index = order.get(e.number.id, (0, 0)) if e.number else (places.get(_bare(e.span), 1 << 30), 0)
        return RANK[finding.severity], block, index, e.span.start or 0, finding.code

    seen: set[tuple[object, ...]] = set()
    out = []
    for f in sorted(findings, key=key):
        same = (f.code, f.message["zh"], tuple((e.quote, e.span) for e in f.evidence))
        if same not in seen:
            seen.add(same)
            out.append(f)
    return out


def _bare(span: Span) -> Span:
    return span._replace(start=None, end=None, bbox=None)


def weaker(a: Severity, b: Severity) -> Severity:
    """The less severe of two."""
    return a if RANK[a] >= RANK[b] else b

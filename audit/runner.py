"""Run the rules over one document and put together its report."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

import gouji.audit.tool_rules  # noqa: F401  (declares GJ0xx)
from gouji.audit import findings as words
from gouji.audit.choose import Question
from gouji.audit.constraint import Constraint
from gouji.audit.diagnosis import Broken
from gouji.audit.evaluate import Outcome, canonical_key, evaluate
from gouji.audit.explained import reconsidered, told_of_another
from gouji.audit.finding import Defect, Finding, Relation, Severity
from gouji.audit.ledger import statuses_of
from gouji.audit.localise import localise
from gouji.audit.pack import Pack
from gouji.audit.recognition import SURE, with_doubt
from gouji.audit.report import Report
from gouji.audit.spec import Rule
from gouji.audit.support import borne_out
from gouji.audit.unshown import with_hidden_rows
from gouji.extract.document import Document
from gouji.extract.facts.model import FactSet


def audit(
    document: Document, rules: Iterable[Rule], pack: Pack | None = None, facts: FactSet | None = None,
    sure: float = SURE,
) -> Report:
    """Check a document against the enabled rules.

    A rule that raises becomes a GJ001 finding; what it gave before is kept and the others still run. ``facts`` may be
    given when they are known already. A figure recognised in a scan with less confidence than ``sure`` makes no error.
    """
    if facts is None:
        from gouji.extract.facts import facts_of

        facts = facts_of(document)
    active = {r.code: r for r in rules if r.enabled}
    outcomes, results = _outcomes(facts, active, pack)
    relations = tuple(Relation(f"r{i}", o) for i, o in enumerate(outcomes, 1))
    broken = [
        Broken(r.id, r.rule, severity_of(o, active[r.rule]), o)
        for r, o in zip(relations, outcomes, strict=True) if o.verdict == "broken"
    ]
    diagnoses = localise(facts, outcomes, broken)
    results.extend(words.of_diagnosis(d, active) for d in diagnoses)
    results = with_hidden_rows(with_doubt(results, sure), document)
    suspects = {
        n.id for d in diagnoses if d.doubtful is None and any(b.severity != "info" for b in d.broken)
        for n in (*d.candidates, *d.copies)
    }
    suspects |= {  # what an error is about is not confirmed by another relation that happens to hold
        e.number.id for f in results if f.severity == "error" for e in f.evidence
        if e.number is not None and e.role == "primary"
    }
    disputed = {
        e.number.id for f in results if f.severity != "info" for e in f.evidence
        if e.number is not None and e.role == "primary"
    }
    return Report(
        document, facts, facts.numbers, statuses_of(facts, outcomes, suspects, disputed), relations,
        tuple(words.sorted_by_place(results, document, facts.numbers)), document.problems,
    )


def _outcomes(
    facts: FactSet, active: dict[str, Rule], pack: Pack | None = None
) -> tuple[list[Outcome], list[Finding]]:
    """Every relation of a document as evaluated, in reading order, and the findings that need no arithmetic."""
    given = _run(active.values(), facts, pack or Pack())
    kept: dict[tuple[object, ...], Outcome] = {}
    _once(given.relations, active, kept)
    if given.questions:
        outcomes = list(kept.values())
        sure = [o for o in outcomes if o.verdict == "broken" and severity_of(o, active[o.constraint.rule]) != "info"]
        _once(borne_out(given.questions, outcomes, sure), active, kept)
    outcomes = told_of_another([reconsidered(o, severity_of(o, active[o.constraint.rule]), facts) for o in kept.values()])
    order = {n.id: i for i, n in enumerate(facts.numbers)}
    outcomes.sort(key=lambda o: sorted(order.get(n.id, -1) for n in o.constraint.numbers))
    return outcomes, given.findings


class _Given(Struct, frozen=True):
    """What the rules give: relations to check, open questions, and findings that need no arithmetic."""

    relations: list[Constraint] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def _run(rules: Iterable[Rule], facts: FactSet, pack: Pack) -> _Given:
    given = _Given()
    for rule in rules:
        try:
            for item in rule.check(facts, pack):
                if isinstance(item, Defect):
                    given.findings.append(words.of_defect(item, rule))
                elif isinstance(item, Question):
                    given.questions.append(item.named(rule.code))
                else:
                    given.relations.append(item.named(rule.code))
        except Exception as error:  # one broken rule must not cost the document the others
            given.findings.append(words.of_crash(rule, error))
    return given


def _once(relations: Iterable[Constraint], rules: dict[str, Rule], kept: dict[tuple[object, ...], Outcome]) -> None:
    """Evaluate every relation into ``kept``; one that was found twice is kept as its most severe finder sees it."""
    for c in relations:
        outcome = evaluate(c)
        key = canonical_key(c)
        other = kept.get(key)
        if other is None or _weight(outcome, rules) < _weight(other, rules):
            kept[key] = outcome


def _weight(o: Outcome, rules: dict[str, Rule]) -> tuple[bool, int, int]:
    """Broken before held, severe before mild, then the later code: it is the more particular rule."""
    code = o.constraint.rule
    return o.verdict != "broken", words.RANK[severity_of(o, rules[code])], -int(code[2:])


def severity_of(outcome: Outcome, rule: Rule) -> Severity:
    """Severity of a broken relation: its own, else its rule's; a vague word in it makes it a warning at most."""
    severity = outcome.constraint.severity or rule.severity
    return words.weaker(severity, "warning") if outcome.soft else severity


def with_findings(report: Report, findings: Iterable[Finding]) -> Report:
    """The same report with other findings (selected, waived, re-graded)."""
    return replace(report, findings=tuple(findings))

"""Examples of a pack's own rules, run through the whole pipeline: text in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.audit.finding import Relation
from gouji.audit.pack import Pack
from gouji.audit.runner import audit
from gouji.audit.written import Example, WrittenRule
from gouji.extract.errors import GoujiError
from gouji.extract.readers import read_bytes
from gouji.rules.packs.written import as_rule


class Outcome(Struct, frozen=True):
    """Whether an example came out as it says; what happened instead, in both languages."""

    rule: WrittenRule
    example: Example
    ok: bool
    zh: str = ""
    en: str = ""


def outcomes(pack: Pack) -> Iterator[Outcome]:
    """Every example of every rule of the pack, in the order of the file."""
    for rule in pack.rules:
        for example in sorted(rule.examples, key=lambda e: e.line):
            yield _tried(rule, example, pack)


def _tried(rule: WrittenRule, example: Example, pack: Pack) -> Outcome:
    try:
        report = audit(read_bytes(example.text.encode(), "example.txt"), [as_rule(rule)], pack)
    except GoujiError as error:
        return Outcome(rule, example, False, error.message("zh"), error.message("en"))
    reported = [f for f in report.findings if f.code == rule.code]
    held = [r for r in report.relations if r.verdict in ("holds", "within_rounding")]
    if example.kind == "fail":
        if not reported and not report.relations:
            return Outcome(rule, example, False, "没有找到关系式里的指标", "the names were not found")
        if not reported:
            return Outcome(rule, example, False, f"没有报告：{_shown(held)}", f"not reported: {_shown(held)}")
        if not any(example.at in e.quote for f in reported for e in f.evidence):
            return Outcome(rule, example, False, f"没有指出“{example.at}”", f"does not point at “{example.at}”")
    elif reported:
        return Outcome(rule, example, False, reported[0].message["zh"], reported[0].message["en"])
    elif example.kind == "pass" and not held:
        return Outcome(rule, example, False, "没有核对到：找不到关系式里的指标", "nothing was checked: the names were not found")
    return Outcome(rule, example, True)


def _shown(relations: Sequence[Relation]) -> str:
    return "；".join(r.text for r in relations)

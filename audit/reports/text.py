"""The report for people: by file, by culprit, with place, quotes, computation and correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.finding import Evidence, Finding, Severity
from gouji.audit.ledger import reason_in
from gouji.audit.repairs import slip_in
from gouji.audit.reports import place
from gouji.audit.reports.ledger import Ledger
from gouji.audit.reports.redact import Redact, redactor
from gouji.audit.reports.shown import SEVERITIES, Shown, shown, summed
from gouji.audit.reports.table import table
from gouji.audit.reports.width import clean, clip, pad, width, wrap, wrap_steps
from gouji.audit.reports.words import WORDS

if TYPE_CHECKING:
    from gouji.audit.report import Report

_COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32", "dim": "2", "bold": "1"}
_SHOWN_AGAINST = 4
_QUOTE_COLUMNS = 120


class Style(Struct, frozen=True):
    """How to write: language, display width, colour or none, with or without the whole ledger."""

    lang: str = "zh"
    columns: int = 100
    colour: bool = False
    ledger: bool = False
    redact: Redact = str

    def clean(self, text: str) -> str:
        """A text of the document made fit to print: one line, no personal numbers."""
        return clean(self.redact(text))

    def paint(self, text: str, *names: str) -> str:
        """The text in a colour, where colours are wanted."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_COLOURS[n] for n in names)}m{text}\x1b[0m"

    def word(self, key: str, **values: object) -> str:
        """A word or phrase of the report in its language."""
        return WORDS["en" if self.lang == "en" else "zh"][key].format(**values)


def render(reports: Sequence[Report], style: Style) -> str:
    """The report on several documents as text."""
    return joined([document(report, style) for report in reports], style)


def document(report: Report, style: Style) -> Shown:
    """One document's part of the text."""
    return shown(report, "\n".join(document_lines(report, style)))


def joined(parts: Sequence[Shown], style: Style) -> str:
    """The parts of several documents and their sum."""
    lines = [part.text for part in parts]
    if len(parts) > 1:
        lines.extend(_all_files(parts, style))
    return "\n".join(lines).rstrip("\n") + "\n"


def document_lines(report: Report, style: Style) -> Iterator[str]:
    """One document: its name, its problems, its findings by culprit, its last lines."""
    style = replace(style, redact=redactor(report.numbers))
    yield style.paint(clean(report.document.path), "bold")
    for problem in report.problems:
        text = problem.en if style.lang == "en" else problem.zh
        where = place.in_source(problem.span, style.lang)
        yield from _hanging(style.word("problem"), f"{text}{_bracket(where, style)}", style, "warning")
    for group in _by_culprit(report.findings):
        yield ""
        yield from _group(group, style)
    if style.ledger:
        yield ""
        yield from _whole_ledger(report, style)
    yield ""
    yield from _closing(*summed([shown(report, "")]), style)
    yield ""


def _by_culprit(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that one correction repairs, or that are about one number, stand together, in the given order."""
    groups: dict[object, list[Finding]] = {}
    for index, finding in enumerate(findings):
        first = _subject(finding)
        if finding.suggestion is not None:
            key: object = finding.suggestion.number.id
        elif first is not None and first.number is not None:
            key = first.number.id
        else:
            key = index
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _subject(finding: Finding) -> Evidence | None:
    """What the finding is about: its culprit's quote, else its first primary evidence."""
    if finding.suggestion is not None:
        culprit = finding.suggestion.number
        for e in finding.evidence:
            if e.number is not None and e.number.id == culprit.id:
                return e
        return Evidence("primary", culprit.raw, culprit.span, culprit)
    return next((e for e in finding.evidence if e.role == "primary"), next(iter(finding.evidence), None))


def _group(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    """The culprit once, then each finding about it."""
    subject = _subject(findings[0])
    worst = min((f.severity for f in findings), key=SEVERITIES.index)
    bar = style.paint("▌", worst)
    if subject is not None:
        quote = clip(_quote(subject, style), style.columns - 4)
        label = style.clean(subject.number.label) if subject.number is not None else ""
        head = style.paint(quote, "bold")
        if label and label not in quote and width(label) + width(quote) + 6 <= style.columns:
            head = f"{label}  {head}"
        yield f" {bar} {head}"
        for line in wrap_steps(style.clean(place.of_evidence(subject, style.lang)), style.columns - 4):
            yield f" {bar} {style.paint(line, 'dim')}"
    for suggestion in _suggestions(findings, style):
        yield f" {bar} {style.paint(suggestion, 'good')}"
    for finding in findings:
        yield from _finding(finding, subject, style)


def _suggestions(findings: Sequence[Finding], style: Style) -> list[str]:
    """``应为700批次，改1处可消3处矛盾``; each different one once."""
    out: dict[str, None] = {}
    for f in findings:
        if f.suggestion is not None:
            key = "correction" if f.suggestion.repairs > 1 else "correction_one"
            text = style.word(key, raw=clean(f.suggestion.raw), repairs=f.suggestion.repairs)
            out[text + _bracket(slip_in(f.suggestion.slip, style.lang), style)] = None
    return list(out)


def _finding(finding: Finding, subject: Evidence | None, style: Style) -> Iterator[str]:
    name = f"{style.word(finding.severity)} {finding.code}"
    message = finding.message["en" if style.lang == "en" else "zh"]
    yield from _hanging(name, message, style, finding.severity)
    indent = " " * (width(name) + 5)
    others = _by_place(finding, subject, style)
    for (role, where), quotes in others[:_SHOWN_AGAINST]:
        yield from _item(indent, style.word(role), "、".join(quotes), style.clean(where), style)
    if len(others) > _SHOWN_AGAINST:
        rest = sum(len(quotes) for _, quotes in others[_SHOWN_AGAINST:])
        yield f"{indent}{pad('', _label_columns(style))}{style.word('more', count=rest)}"
    if finding.computation:
        yield from _item(indent, style.word("computation"), style.clean(finding.computation), "", style)


def _by_place(
    finding: Finding, subject: Evidence | None, style: Style
) -> list[tuple[tuple[str, str], list[str]]]:
    """The other quotes of a finding, those of one place together: ``((role, place), quotes)``.

    Where there are many places, those of one table column count as one (the parts of a long sum).
    """
    here = "" if subject is None else place.of_evidence(subject, style.lang, beside=subject)
    places: dict[tuple[str, str], list[str]] = {}
    for e in finding.evidence:
        if subject is None or (e.span, e.quote) != (subject.span, subject.quote):
            where = place.of_evidence(e, style.lang, beside=subject)
            if subject is not None and where == here:
                where = ""
            places.setdefault((e.role, where), []).append(_quote(e, style))
    if len(places) <= _SHOWN_AGAINST:
        return list(places.items())
    columns: dict[tuple[str, str], list[str]] = {}
    for e in finding.evidence:
        if subject is None or (e.span, e.quote) != (subject.span, subject.quote):
            where = place.of_column(e, style.lang) or place.of_evidence(e, style.lang, beside=subject)
            columns.setdefault((e.role, where), []).append(_quote(e, style))
    return list(columns.items())


def _hanging(name: str, text: str, style: Style, colour: str) -> Iterator[str]:
    """A coloured name, the text hanging beside it."""
    room = style.columns - width(name) - 5
    for i, line in enumerate(wrap(style.clean(text), max(room, 20))):
        lead = style.paint(name, colour, "bold") if i == 0 else " " * width(name)
        yield f"   {lead}  {line}"


def _item(indent: str, label: str, text: str, where: str, style: Style) -> Iterator[str]:
    """``对照  食用农产品监督抽检700批次  正文 / 第1163行``; the place goes below where it does not fit."""
    columns = _label_columns(style)
    room = max(style.columns - len(indent) - columns, 24)
    lines = wrap(text, room)
    lead = style.paint(pad(label, columns), "dim")
    fits = where and width(lines[-1]) + 2 + width(where) <= room
    for i, line in enumerate(lines):
        tail = f"  {style.paint(where, 'dim')}" if fits and i == len(lines) - 1 else ""
        yield f"{indent}{lead if i == 0 else ' ' * columns}{line}{tail}"
    if where and not fits:
        for line in wrap_steps(where, room):
            yield f"{indent}{' ' * columns}{style.paint(line, 'dim')}"


def _label_columns(style: Style) -> int:
    return max(width(style.word(k)) for k in ("primary", "secondary", "computation")) + 2


def _quote(evidence: Evidence, style: Style) -> str:
    return clip(style.clean(evidence.quote), _QUOTE_COLUMNS)


def _bracket(text: str, style: Style) -> str:
    if not text:
        return ""
    return f" ({text})" if style.lang == "en" else f"（{text}）"


def _whole_ledger(report: Report, style: Style) -> Iterator[str]:
    """Every quantity with its status and the reason."""
    rows = []
    for n in report.numbers:
        if n.is_quantity:
            status, reason = report.statuses.get(n.id, ("unchecked", None))
            where = place.of_number(n, style.lang)
            cells = (style.word(status), n.raw, n.label, reason_in(reason, style.lang) or "", where)
            rows.append([style.redact(cell) for cell in cells])
    titles = [style.word(k) for k in ("status", "number", "indicator", "reason", "place")]
    for line in table(titles, rows, columns=style.columns - 1):
        yield f" {line}"


def _closing(ledger: Ledger, found: Mapping[Severity, int], style: Style) -> Iterator[str]:
    """How many findings of each severity, and the ledger line."""
    said = [style.paint(style.word(f"{s}_count", count=n), s) for s, n in found.items() if n]
    if said:
        yield " " + style.word("and").join(said)
    elif ledger.quantities:
        yield " " + style.paint(style.word("clean"), "good")
    else:  # a file that lost its figures, or was named wrongly, must not pass for a clean one
        yield " " + style.paint(style.word("nothing"), "warning")
    yield " " + ledger.line(style.lang)


def _all_files(parts: Sequence[Shown], style: Style) -> Iterator[str]:
    bad = sum(part.found.get("error", 0) > 0 for part in parts)
    yield style.paint(style.word("all_files", files=len(parts), bad=bad), "bold")
    yield from _closing(*summed(parts), style)

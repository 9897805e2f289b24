"""A finding's fingerprint: the same defect keeps it when lines are added above or the table moves."""

from __future__ import annotations

import hashlib
import unicodedata

from gouji.audit.finding import Finding


def normalised(quote: str) -> str:
    """A quote without what typing changes but meaning does not: blanks, full-width forms, thousands commas."""
    text = unicodedata.normalize("NFKC", quote)
    return "".join(c for c in text if not c.isspace() and c != ",")


def fingerprint(finding: Finding) -> str:
    """Sixteen hex digits from the code, the indicators' labels and the quotes; never from places."""
    labels = sorted({e.number.label for e in finding.evidence if e.number is not None and e.number.label})
    quotes = sorted(f"{e.role}:{normalised(e.quote)}" for e in finding.evidence)
    words = [finding.code, *map(normalised, labels), *quotes]
    return hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]

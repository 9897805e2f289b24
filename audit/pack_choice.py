"""Which pack fits a document: by the place its titles name, the family of its forms, and the rule it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from gouji.audit.pack import Pack
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet
from gouji.extract.sections import outline

_SPACES = re.compile(r"\s+")
_TITLE = 40


def choose(facts: FactSet, packs: Iterable[Pack]) -> Pack | None:
    """The pack of the place the document is from, else of its forms' family, else of the rule it names.

    A place counts where a title, a unit name or the head of a form names it, not where a sentence mentions it; the
    place named most often wins, and a draw decides nothing. ``None`` if no pack fits.
    """
    packs = tuple(packs)
    heads = tuple(_heads(facts))
    votes = Counter({p.name: sum(1 for h in heads if any(w in h for w in p.places)) for p in packs})
    families = Counter(f.family for f in facts.forms if f.family)
    by_family = Counter({p.name: sum(families[f] for f in p.families) for p in packs})
    for counted in (votes, by_family):
        best = [(name, n) for name, n in counted.most_common(2) if n]
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return next(p for p in packs if p.name == best[0][0])
    return next((p for p in packs if p.headers and _cited(facts, heads, p.headers)), None)


def _heads(facts: FactSet) -> Iterator[str]:
    """Titles of the filings and forms, and what stands beside their labels (unit, project)."""
    for part in outline(facts.document).parts:
        if part.name:
            yield _bare(part.name)
        for block in part.title_blocks:
            shown = facts.document.blocks[block]
            if isinstance(shown, Paragraph):
                yield _bare(shown.text.string)
    for form in facts.forms:
        if form.title:
            yield _bare(form.title)
        for cell in form.labels.values():
            yield _bare(cell.text.string)


def _cited(facts: FactSet, heads: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether a head holds one of the words, or a sentence one that is a rule's number (财预〔2020〕10号)."""
    if any(h in head for head in heads for h in headers):
        return True
    numbers = [_brackets(h) for h in headers if h.endswith("号")]
    if not numbers:
        return False
    whole = _brackets("\0".join(text.string for _, _, text in facts.document.texts()))
    return any(n in whole for n in numbers)


def _bare(text: str) -> str:
    return _SPACES.sub("", text)[: _TITLE * 2]


def _brackets(text: str) -> str:
    return _SPACES.sub("", text).translate(str.maketrans("［【[(（］】])）", "〔〔〔〔〔〕〕〕〕〕"))

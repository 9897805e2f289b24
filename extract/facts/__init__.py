"""Facts: numerals tied to what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.extract.document import Document
    from gouji.extract.facts.model import FactSet


def facts_of(document: Document) -> FactSet:
    """All facts of a document: numerals with their context, tables as forms, sentences as items."""
    from gouji.extract.facts.build import facts_of as build  # the model must load without the builders

    return build(document)

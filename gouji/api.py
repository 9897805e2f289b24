"""The Python interface: read a file, check it, look at its numbers. Heavy modules are loaded where they are used."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gouji.config import Config
from gouji.extract.document import Document
from gouji.extract.reading import DEFAULT_READING, Reading

if TYPE_CHECKING:
    import pandas as pd

    from gouji.audit.report import Report
    from gouji.extract.errors import GoujiError
    from gouji.extract.numbers import Quantity

__all__ = ["Config", "check", "frames", "quantities", "read", "read_many"]


def read(
    path: str | PathLike[str], *, password: str | None = None, reading: Reading = DEFAULT_READING
) -> Document:
    """Read a file (text, Word, PDF …) into a ``Document``; ``password`` opens an encrypted one.

    ``reading`` chooses the PDF engine and whether pages that are pictures are recognised.

    Raises:
        UnreadableFile: (or a subclass) when it cannot be read; the message names the file, why, and what to do.
    """
    from gouji.extract.readers import read as read_file

    return read_file(Path(fspath(path)), password=password, reading=reading)


def read_many(path: str | PathLike[str], *, password: str | None = None) -> Iterator[Document | GoujiError]:
    """Read a file, a folder with the folders in it, or an archive: a document or an error for every file.

    Members of archives are named ``archive.zip!/dir/name.docx``. What a folder or an archive holds of other kinds comes
    as ``PassedOver``.
    """
    from gouji.extract.readers.archive import read_many as read_all
    from gouji.sources import find, left_out

    sources = find([Path(fspath(path))])
    yield from sources.errors
    for file in sources.files:
        yield from read_all(file, password=password)
    yield from left_out(sources)


def check(
    source: str | PathLike[str] | Document, config: Config | None = None, *, password: str | None = None
) -> Report:
    """Audit a file or a document already read.

    Returns:
        A report: every number with its status, every relation with its verdict, the findings.

    Raises:
        UnreadableFile: the file cannot be read.
        BadConfiguration: an unknown rule code or pack.
    """
    from gouji import rules
    from gouji.audit.runner import audit
    from gouji.extract.facts import facts_of
    from gouji.rules.packs import AUTO, pack, pack_for
    from gouji.rules.packs.written import rules_of

    config = config or Config()
    given = None if config.pack == AUTO else pack(config.pack)
    document = source if isinstance(source, Document) else read(source, password=password, reading=config.reading)
    facts = facts_of(document)
    settings = pack_for(facts) if given is None else given
    report = audit(document, config.chosen((*rules.load(), *rules_of(settings))), settings, facts, config.sure)
    return replace(report, findings=config.wanted(report.findings)) if config.ignore else report


def quantities(text: str) -> list[Quantity]:
    """Every numeral of one string: ``raw``, ``start``, ``end``, ``low``, ``high``, ``unit``, ``kind``."""
    from gouji.extract.numbers import quantities as find

    return list(find(text))


def frames(source: Document | Report) -> dict[str, pd.DataFrame]:
    """Facts of a document, or facts and findings of a report, as pandas frames (see ``docs/frames.md``)."""
    from gouji.audit.frames import frames as make

    return make(source)

"""``gouji facts``: the numbers of a file, before any checking."""

from __future__ import annotations

import csv
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gouji.commands import options
from gouji.commands.check import write
from gouji.commands.usage import Command
from gouji.extract.errors import BadConfiguration, reason_of
from gouji.extract.limits import Limits
from gouji.extract.reading import OcrEngine, PdfEngine, Reading
from gouji.terminal import columns

if TYPE_CHECKING:
    from gouji.audit.report import Report
    from gouji.extract.facts.model import FactSet


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "parquet"]), default="table", show_default=True,
    help="输出格式；parquet须同时给出 --output Output format.",
)
@options.output
@click.option("--all", "everything", is_flag=True, help="表中也列出日期、编号等 Dates, numbering … too.")
@options.language
@options.reading
@options.recognition
def facts(
    file: str, form: str, output: str | None, everything: bool, lang: str,
    password: str | None, timeout: float, memory: int, limits: Limits,
    pdf_engine: PdfEngine, ocr: bool, ocr_engine: OcrEngine,
) -> int:
    """列出文件中的每一个数。List the numbers of a file.

    table 只列数量（--all 列全部）；json、csv、parquet 总是列全部。
    """
    from gouji.batch import read_apart
    from gouji.extract.facts import facts_of
    from gouji.workers import MEBIBYTE, Spending

    spending = Spending(timeout, memory * MEBIBYTE)
    reading = Reading(pdf_engine, ocr, ocr_engine, limits=limits)
    found = facts_of(read_apart(file, password=password, spending=spending, reading=reading))
    if form == "table":
        write(as_table(found, everything, lang), output)
    elif form == "json":
        write(as_json(found), output)
    elif form == "csv":
        # The mark at the beginning tells Excel that a CSV file is UTF-8; a pipe needs none.
        write(as_csv(found) if output is None else "\ufeff" + as_csv(found), output)
    else:
        write_parquet(found, output)
    return 0


def as_table(found: FactSet, everything: bool, lang: str) -> str:
    """A table for the screen."""
    from gouji.audit.reports import place
    from gouji.audit.reports.redact import redactor
    from gouji.audit.reports.table import table

    redact = redactor(found.numbers)
    titles = (
        ("id", "number", "low", "high", "unit", "indicator", "role", "period", "place") if lang == "en"
        else ("编号", "数", "下限", "上限", "单位", "指标", "角色", "期间", "位置")
    )
    rows = [
        (n.id, redact(n.raw), _plain(n.quantity.low), _plain(n.quantity.high), n.unit or "",
         redact(n.label), place.ROLES[lang].get(n.context.role or "", ""), n.context.period or "",
         f"{place.in_table(n.span, lang)} {place.in_source(n.span, lang)}".strip())
        for n in found.numbers if everything or n.is_quantity
    ]
    return "\n".join(table(titles, rows, columns=columns(sys.stdout), right=(2, 3)))


def as_json(found: FactSet) -> str:
    """A list of number objects as in the machine report, without status."""
    import json

    from gouji.audit.reports.json import number_object
    from gouji.audit.reports.redact import redactor

    redact = redactor(found.numbers)
    rows = []
    for n in found.numbers:
        row = number_object(n, None, None, redact)
        del row["status"], row["reason"]
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_csv(found: FactSet) -> str:
    """The columns of the frame ``numbers``; values in plain decimal notation."""
    from gouji.audit.records import NUMBER_COLUMNS, number_records

    out = io.StringIO()
    writer = csv.DictWriter(out, NUMBER_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in number_records(found.numbers):
        writer.writerow({k: _cell(v) for k, v in row.items()})
    return out.getvalue()


def write_parquet(found: FactSet | Report, output: str | None) -> None:
    """The frame ``numbers`` (of a report with the status of each), values as decimal strings.

    Raises:
        BadConfiguration: no ``--output``, it cannot be written, or pyarrow is not installed.
    """
    if output is None:
        raise BadConfiguration("parquet 须用 --output 指定文件", "parquet needs --output FILE")
    try:
        import pyarrow  # noqa: F401
    except ImportError as cause:
        raise BadConfiguration(
            "写parquet需要pyarrow：pip install 'gouji[parquet]'", "parquet needs pyarrow: pip install 'gouji[parquet]'"
        ) from cause
    from gouji.audit.frames import numbers as frame_of

    numbers = frame_of(found)
    for name in ("low", "high", "step"):
        numbers[name] = numbers[name].map(_plain, na_action="ignore").astype("string")
    try:
        numbers.to_parquet(Path(output), index=False)
    except OSError as cause:
        raise BadConfiguration(f"不能写入（{reason_of(cause)}）", f"cannot be written ({cause.strerror})", output) from cause


def _plain(value: Decimal | None) -> str:
    from gouji.audit.reports.json import decimal_string

    return decimal_string(value) or ""


def _cell(value: Any) -> str:
    """A CSV cell; one that a spreadsheet would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _plain(value)
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text

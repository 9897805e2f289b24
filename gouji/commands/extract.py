"""``gouji extract``: what was read of a file, as text, tables and a page to look at."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.commands import options
from gouji.commands.usage import Command
from gouji.config import Config
from gouji.extract.errors import BadConfiguration, GoujiError, PassedOver, reason_of
from gouji.extract.limits import Limits
from gouji.extract.reading import OcrEngine, PdfEngine, Reading
from gouji.terminal import complain, emit

if TYPE_CHECKING:
    from gouji.audit.report import Report
    from gouji.extract.document import Table

FAILED = 2


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option("--to", "folder", required=True, metavar="DIR", help="写入的文件夹，没有则新建 Folder to write to.")
@options.language
@options.reading
@options.recognition
def extract(
    file: str, folder: str, lang: str, password: str | None, timeout: float, memory: int, limits: Limits,
    pdf_engine: PdfEngine, ocr: bool, ocr_engine: OcrEngine,
) -> int:
    """把读到的内容写成文本、CSV表格、HTML预览和Parquet。Write what was read.

    text.txt 为全文；table-001.csv 等为各表；preview.html 按原样显示合并单元格，数字下划线表示核对状态；
    numbers.parquet 为全部数字及其核对状态（需要 pip install 'gouji[parquet]'）。压缩包中每个文件各写一个文件夹。
    """
    from gouji.batch import Task, audited
    from gouji.workers import MEBIBYTE, Crash, Spending

    if Path(file).is_dir():
        raise BadConfiguration("这是文件夹；extract 一次读取一个文件", "this is a folder; extract reads one file", file)
    config = Config(reading=Reading(pdf_engine, ocr, ocr_engine, limits=limits))
    spending = Spending(timeout, memory * MEBIBYTE)
    failed = False
    reports: list[Report] = []
    for _, result in audited([Task(file, config, password)], _itself, spending=spending):
        if isinstance(result, Crash):
            raise RuntimeError(result.error)
        if isinstance(result, GoujiError):
            complain(result, lang)
            failed = failed or not isinstance(result, PassedOver)
        else:
            reports.append(result)
            for problem in result.problems:
                complain(f"{result.document.path}: {problem.en if lang == 'en' else problem.zh}")
    for number, report in enumerate(reports, 1):
        inner = report.document.path != file
        target = Path(folder) / f"{number:03d}-{_safe(report.document.path)}" if inner else Path(folder)
        for written in _written(report, target, Path(file), lang):
            emit(str(written))
    return FAILED if failed else 0


def _itself(report: Report) -> Report:
    return report


def _written(report: Report, folder: Path, source: Path, lang: str) -> list[Path]:
    """Write all files of one document.

    Raises:
        BadConfiguration: a file cannot be written, or it would be the source itself.
    """
    from gouji.audit.reports import preview
    from gouji.audit.reports.redact import redactor

    redact = redactor(report.numbers)
    contents = {"text.txt": as_text(report, redact), "preview.html": preview.render(report, lang)}
    for table in report.document.tables:
        contents[f"table-{table.index + 1:03d}.csv"] = as_csv(table, redact)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            path = folder / name
            if path.exists() and source.exists() and path.samefile(source):
                raise BadConfiguration("会覆盖原文件", "this would overwrite the source file", str(path))
            # The mark at the beginning tells Excel that a CSV file is UTF-8.
            path.write_text(content, "utf-8-sig" if path.suffix == ".csv" else "utf-8", errors="replace", newline="")
            written.append(path)
    except OSError as cause:
        raise BadConfiguration(
            f"不能写入（{reason_of(cause)}）", f"cannot be written ({cause.strerror})", str(folder)
        ) from cause
    try:
        from gouji.commands.facts import write_parquet

        path = folder / "numbers.parquet"
        write_parquet(report, str(path))
        written.append(path)
    except BadConfiguration as error:
        complain(error, lang)
    return written


def as_text(report: Report, redact: Callable[[str], str]) -> str:
    """Paragraphs as lines, tables as lines with tabs between the cells."""
    from gouji.extract.document import Table

    lines: list[str] = []
    for block in report.document.blocks:
        if isinstance(block, Table):
            lines += ["", *("\t".join(" ".join(redact(c).split()) for c in row) for row in positions(block)), ""]
        else:
            lines.append(redact(block.text.string))
    return "\n".join(lines) + "\n"


def as_csv(table: Table, redact: Callable[[str], str]) -> str:
    """The grid; a merged cell stands at its top left position, the others it covers are blank.

    A cell that a spreadsheet would run as a formula gets an apostrophe.
    """
    from gouji.commands.facts import _cell

    out = io.StringIO()
    csv.writer(out).writerows([_cell(redact(cell)) for cell in row] for row in positions(table))
    return out.getvalue()


def positions(table: Table) -> list[list[str]]:
    """Texts by grid position."""
    rows = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text.string
    return rows


def _safe(path: str) -> str:
    """Last part of a member's name with nothing in it that could leave the folder."""
    stem = path.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in stem).strip(".")[:80] or "file"

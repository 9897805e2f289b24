"""``gouji check``: audit files and folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from gouji import __version__
from gouji.commands import options
from gouji.commands.usage import Command
from gouji.config import Config
from gouji.extract.errors import BadConfiguration, GoujiError, PassedOver, reason_of
from gouji.extract.limits import Limits
from gouji.extract.reading import OcrEngine, PdfEngine, Reading
from gouji.terminal import Progress, colour, columns, complain, emit

if TYPE_CHECKING:
    from gouji.audit.finding import Severity
    from gouji.audit.report import Report
    from gouji.audit.reports.shown import Shown
    from gouji.batch import Task
    from gouji.sources import Sources
    from gouji.workers import Crash, Spending

_LEVELS: tuple[Severity, ...] = ("error", "warning", "info")
FOUND, FAILED = 1, 2


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--stdin-name", default="stdin.txt", show_default=True, help="PATH为“-”时标准输入的文件名 Name of “-”.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="输出格式 Output format.",
)
@options.output
@click.option("--select", type=options.Codes(), multiple=True, help="只用这些规则，如 GJ101,GJ4 Only these rules.")
@click.option("--ignore", type=options.Codes(), multiple=True, help="不用这些规则 Leave these out.")
@click.option(
    "--fail-on", type=click.Choice([*_LEVELS, "never"]), default="error", show_default=True,
    help="有此级别以上的发现时退出码为1 Exit with 1 at this severity.",
)
@options.language
@click.option("--ledger", is_flag=True, help="列出每个数的核对状态与原因 Status of every number.")
@click.option("--pack", default="auto", show_default=True, help="省份或表式的规则包：名称、YAML文件，auto按表式和地名选择 Pack.")
@options.reading
@options.recognition
@click.option(
    "--ocr-confidence", "sure", type=click.FloatRange(0, 1), default=0.95, show_default=True,
    help="置信度低于此值的识别数字不作为错误的依据 Less sure figures make no errors.",
)
@click.option(
    "--jobs", type=click.IntRange(min=0), metavar="N",
    help="同时处理几个文件，默认为处理器数；0为不另开进程、不限时限内存 Files at a time.",
)
def check(
    paths: tuple[str, ...], stdin_name: str, form: str, output: str | None, select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...], fail_on: str, lang: str, ledger: bool, pack: str,
    password: str | None, timeout: float, memory: int, limits: Limits, jobs: int | None,
    pdf_engine: PdfEngine, ocr: bool, ocr_engine: OcrEngine, sure: float,
) -> int:
    """审计文件或文件夹，列出矛盾。Audit files and folders.

    PATH 是文件、文件夹（含下级）或“-”（标准输入）。
    """
    reading = Reading(pdf_engine, ocr, ocr_engine, limits=limits)
    config = Config(options.flat(select), options.flat(ignore), pack, reading, sure)
    validated(config)
    from gouji.workers import MEBIBYTE, Spending

    view = view_of(form, lang, ledger, output is None)
    tasks, failed = tasks_of(paths, stdin_name, config, password, lang)
    parts, lost = audited(tasks, view.document, lang, jobs, Spending(timeout, memory * MEBIBYTE))
    failed = failed or lost
    if parts or not failed:
        write(view.joined(parts), output)
    if failed:
        return FAILED
    if fail_on == "never":
        return 0
    counted = _LEVELS[: _LEVELS.index(fail_on) + 1]
    return FOUND if any(part.found.get(severity) for part in parts for severity in counted) else 0


def validated(config: Config) -> None:
    """Refuse unknown codes and packs before any file is read.

    Raises:
        BadConfiguration: an unknown rule code or pack.
    """
    from gouji import rules
    from gouji.rules.packs import pack

    config.chosen(rules.load())
    pack(config.pack)


def tasks_of(
    paths: Sequence[str], stdin_name: str, config: Config, password: str | None, lang: str
) -> tuple[list[Task], bool]:
    """The files to audit, in order; and whether something named could not be found or opened, which is said here."""
    from gouji.batch import Task
    from gouji.sources import content, find

    sources = find((Path(p) for p in paths if p != "-"), pictures=config.reading.ocr)
    failed = _say_what_was_left(sources, lang)
    tasks = [Task(str(file), config, password) for file in sources.files]
    if "-" in paths:
        try:
            tasks.append(Task(stdin_name, config, password, content(sys.stdin.buffer, stdin_name)))
        except GoujiError as error:
            complain(error, lang)
            failed = True
    return tasks, failed


def audited(
    tasks: Sequence[Task], view: Callable[[Report], Shown], lang: str, jobs: int | None, spending: Spending
) -> tuple[list[Shown], bool]:
    """Audit every file and every file of every archive; gives their reports and whether anything could not be read."""
    from gouji import batch, workers

    parts: list[Shown] = []
    failed = False
    progress = Progress(len(tasks))
    last: Task | None = None
    for task, result in batch.audited(tasks, view, jobs=jobs, spending=spending):
        if task is not last:
            progress.next(task.name)
            last = task
        if isinstance(result, GoujiError):
            progress.clear()
            complain(result, lang)
            failed = failed or not isinstance(result, PassedOver)
        elif isinstance(result, workers.Crash):
            progress.clear()
            if os.environ.get("GOUJI_DEBUG"):
                print(result.trace, file=sys.stderr)
            complain(_unforeseen(result, lang))
            failed = True
        else:
            parts.append(result)
    progress.clear()
    return parts, failed


def _say_what_was_left(sources: Sources, lang: str) -> bool:
    from gouji.sources import left_out

    for error in sources.errors:
        complain(error, lang)
    for note in left_out(sources):
        complain(note, lang)
    return bool(sources.errors)


def _unforeseen(crash: Crash, lang: str) -> str:
    if lang == "en":
        return f"{crash.name}: could not be audited, internal error ({crash.error}); GOUJI_DEBUG=1 shows the traceback"
    return f"{crash.name}: 未能完成审计，内部错误（{crash.error}）；设置环境变量 GOUJI_DEBUG=1 可查看详情"


class View(NamedTuple):
    """How reports are written: each by itself, in the process that made it, then all of them together."""

    document: Callable[[Report], Shown]
    joined: Callable[[Sequence[Shown]], str]


def view_of(form: str, lang: str, ledger: bool, to_screen: bool) -> View:
    """The format asked for."""
    if form == "json":
        from gouji.audit.reports import json

        return View(partial(json.document, lang=lang), partial(json.joined, version=__version__))
    from gouji.audit.reports import text

    style = text.Style(lang, columns(sys.stdout), to_screen and colour(sys.stdout), ledger)
    return View(partial(text.document, style=style), partial(text.joined, style=style))


def write(text: str, output: str | None) -> None:
    """Write to the screen or to a file.

    Raises:
        BadConfiguration: the file cannot be written.
    """
    if output is None:
        emit(text)
        return
    try:
        Path(output).write_text(text if text.endswith("\n") else text + "\n", "utf-8", errors="replace")
    except OSError as cause:
        raise BadConfiguration(
            f"不能写入（{reason_of(cause)}）", f"cannot be written ({cause.strerror})", output
        ) from cause

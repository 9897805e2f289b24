"""``gouji check``: audit files and folders."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji import __version__
from gouji.commands import options
from gouji.config import Config
from gouji.extract.errors import BadConfiguration, GoujiError
from gouji.terminal import Progress, colour, columns, complain, emit

if TYPE_CHECKING:
    from gouji.audit.report import Report
    from gouji.sources import Sources

_LEVELS = ("error", "warning", "info")
FOUND, FAILED = 1, 2


@click.command()
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
def check(
    paths: tuple[str, ...], stdin_name: str, form: str, output: str | None, select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...], fail_on: str, lang: str, ledger: bool, pack: str,
) -> int:
    """审计文件或文件夹，列出矛盾。Audit files and folders.

    PATH 是文件、文件夹（含下级）或“-”（标准输入）。
    """
    config = Config(options.flat(select), options.flat(ignore), pack)
    validated(config)
    reports, failed = audited(paths, stdin_name, config, lang)
    if reports or not failed:
        write(rendered(reports, form, lang, ledger, output is None), output)
    if failed:
        return FAILED
    if fail_on == "never":
        return 0
    counted = _LEVELS[: _LEVELS.index(fail_on) + 1]
    return FOUND if any(f.severity in counted for r in reports for f in r.findings) else 0


def validated(config: Config) -> None:
    """Refuse unknown codes and packs before any file is read.

    Raises:
        BadConfiguration: an unknown rule code or pack.
    """
    from gouji import rules
    from gouji.rules.packs import pack

    config.chosen(rules.load())
    pack(config.pack)


def audited(paths: Sequence[str], stdin_name: str, config: Config, lang: str) -> tuple[list[Report], bool]:
    """Audit everything named; gives the reports and whether anything could not be read."""
    from gouji.sources import find

    sources = find(Path(p) for p in paths if p != "-")
    failed = _say_what_was_left(sources, lang)
    names: list[Path | None] = [*sources.files]
    if "-" in paths:
        names.append(None)
    reports: list[Report] = []
    progress = Progress(len(names))
    for path in names:
        progress.next(str(path or stdin_name))
        try:
            reports.append(_one(path, stdin_name, config))
        except BadConfiguration:
            raise
        except GoujiError as error:
            progress.clear()
            complain(error, lang)
            failed = True
        except Exception as error:  # one odd file must not cost the others their audit
            progress.clear()
            if os.environ.get("GOUJI_DEBUG"):
                traceback.print_exc()
            complain(_unforeseen(str(path or stdin_name), error, lang))
            failed = True
    progress.clear()
    return reports, failed


def _one(path: Path | None, stdin_name: str, config: Config) -> Report:
    from gouji import api
    from gouji.extract.readers import read_bytes
    from gouji.sources import content

    if path is None:
        return api.check(read_bytes(content(sys.stdin.buffer, stdin_name), stdin_name), config)
    if path.is_fifo():  # a pipe the shell made: gouji check <(unzip -p county.zip a.docx)
        with path.open("rb") as stream:
            return api.check(read_bytes(content(stream, str(path)), str(path)), config)
    return api.check(path, config)


def _say_what_was_left(sources: Sources, lang: str) -> bool:
    for error in sources.errors:
        complain(error, lang)
    for folder, others in sources.passed_over:
        kinds = ", ".join(f"{k} ×{n}" for k, n in others.most_common(5))
        complain(
            f"{folder}: {sum(others.values())} files of other kinds were not read ({kinds})" if lang == "en"
            else f"{folder}: 有{sum(others.values())}个其他类型的文件未读（{kinds}）"
        )
    return bool(sources.errors)


def _unforeseen(path: str, error: Exception, lang: str) -> str:
    what = f"{type(error).__name__}: {error}"
    if lang == "en":
        return f"{path}: could not be audited, internal error ({what}); GOUJI_DEBUG=1 shows the traceback"
    return f"{path}: 未能完成审计，内部错误（{what}）；设置环境变量 GOUJI_DEBUG=1 可查看详情"


def rendered(reports: Sequence[Report], form: str, lang: str, ledger: bool, to_screen: bool) -> str:
    """The reports as text in the format asked for."""
    if form == "json":
        from gouji.audit.reports import json

        return json.render(reports, version=__version__, lang=lang)
    from gouji.audit.reports import text

    style = text.Style(lang, columns(sys.stdout), to_screen and colour(sys.stdout), ledger)
    return text.render(reports, style)


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
            f"不能写入（{cause.strerror}）", f"cannot be written ({cause.strerror})", output
        ) from cause

"""Options that several sub-commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from gouji.config import codes
from gouji.extract.limits import Limits, limits_of

F = TypeVar("F", bound=Callable[..., Any])


class Codes(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A comma list of rule codes or their beginnings."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """``GJ101,GJ4`` as a tuple in capitals."""
        return value if isinstance(value, tuple) else codes(value)


def _limits(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Limits:
    return limits_of(values)


def language(command: F) -> F:
    """``--lang zh|en``."""
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
        help="输出语言 Language of messages.",
    )(command)


def output(command: F) -> F:
    """``--output FILE``."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, writable=True), metavar="FILE",
        help="写入文件，不写到屏幕 Write to a file.",
    )(command)


def reading(command: F) -> F:
    """``--password``, ``--timeout``, ``--memory``, ``--limit``: how files are opened and what one may cost."""
    for option in (
        click.option(
            "--limit", "limits", multiple=True, metavar="NAME=N", callback=_limits,
            help="安全上限，可多次给出，如 pages=8000、ratio=500、cells=9000000 A safety limit.",
        ),
        click.option(
            "--memory", type=click.IntRange(min=0), default=2048, show_default=True, metavar="MIB",
            help="每个文件可用内存，0为不限 Memory a file, MiB.",
        ),
        click.option(
            "--timeout", type=click.FloatRange(min=0), default=120, show_default=True, metavar="SECONDS",
            help="每个文件可用秒数，0为不限 Seconds a file.",
        ),
        click.option(
            "--password", envvar="GOUJI_PASSWORD", metavar="TEXT",
            help="打开加密文件的密码（也可用环境变量GOUJI_PASSWORD） Password of encrypted files.",
        ),
    ):
        command = option(command)
    return command


def recognition(command: F) -> F:
    """``--pdf-engine``, ``--ocr``, ``--ocr-engine``: see ``Reading``."""
    for option in (
        click.option(
            "--ocr-engine", type=click.Choice(["rapidocr", "tesseract"]), default="rapidocr", show_default=True,
            help="文字识别引擎 What recognises scans.",
        ),
        click.option(
            "--ocr", is_flag=True,
            help="识别PDF中没有文字层的页（需要 pip install 'gouji[ocr]'；每页几秒，页多时请加大--timeout） Recognise scans.",
        ),
        click.option(
            "--pdf-engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium", show_default=True,
            help="读取PDF的引擎；pdfplumber慢得多，供对照 PDF engine.",
        ),
    ):
        command = option(command)
    return command


def flat(values: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """An option given several times, each a comma list, as one list."""
    return tuple(code for part in values for code in part)

"""Options that several sub-commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from gouji.config import codes

F = TypeVar("F", bound=Callable[..., Any])


class Codes(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A comma list of rule codes or their beginnings."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """``GJ101,GJ4`` as a tuple in capitals."""
        return value if isinstance(value, tuple) else codes(value)


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
    """``--password``, ``--timeout``, ``--memory``: how files are opened and what one may cost."""
    for option in (
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


def flat(values: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """An option given several times, each a comma list, as one list."""
    return tuple(code for part in values for code in part)

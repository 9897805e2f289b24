"""What is said of a command line that cannot be followed, and the headings of the help: click itself speaks English only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click

_QUOTED: Final = re.compile(r"""^(?P<quote>['"])(?P<value>.*)(?P=quote) is not""", re.DOTALL)
_BARE: Final = re.compile(r"^(?P<value>\S+) is not in the range")
_EXTRA: Final = re.compile(r"^Got unexpected extra arguments? \((?P<found>.*)\)$", re.DOTALL)
_NO_COMMAND: Final = re.compile(r"^No such command ['\"](?P<found>.*?)['\"]\.", re.DOTALL)
_HEADINGS: Final = (
    (re.compile(r"^Usage:", re.M), "用法 Usage:"),
    (re.compile(r"^Options:", re.M), "选项 Options:"),
    (re.compile(r"^Commands:", re.M), "子命令 Commands:"),
    (re.compile(r"^Positional arguments:", re.M), "参数 Arguments:"),
    (re.compile(r"Show this message and exit\."), "显示帮助 Show this message."),
    (re.compile(r"Show the version and exit\."), "显示版本 Show the version."),
)


class Command(click.Command):
    """A command whose help has its headings in both languages, as the texts below them are."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        text = super().get_help(ctx)
        for heading, both in _HEADINGS:
            text = heading.sub(both, text)
        return text


class Group(Command, click.Group):
    """The command of the sub-commands."""


def said(bad: click.ClickException, lang: str) -> str:
    """One line: what is wrong with the command line, and which help tells how it is used."""
    context = getattr(bad, "ctx", None)
    help_of = f"{context.command_path} --help" if context is not None else "gouji --help"
    if lang == "en":
        return f"{bad.format_message()} ({help_of})"
    return f"{_in_chinese(bad)}（用法见 {help_of}）"


def _in_chinese(bad: click.ClickException) -> str:
    if isinstance(bad, click.MissingParameter):
        return f"缺少{_named(bad.param)}"
    if isinstance(bad, click.NoSuchOption):
        return f"没有选项 {bad.option_name}{_perhaps(bad.possibilities or ())}"
    if isinstance(bad, click.BadOptionUsage):
        return f"选项 {bad.option_name} {'不带值' if 'does not take' in bad.message else '后面要写上它的值'}"
    if isinstance(bad, click.BadParameter) and bad.param is not None:
        return _bad_value(bad, bad.param)
    if (extra := _EXTRA.match(bad.message)) is not None:
        return f"多出参数：{extra['found']}（名称中有空格的路径请加引号）"
    if (command := _NO_COMMAND.match(bad.message)) is not None:
        return _no_command(command["found"], getattr(bad, "possibilities", None) or ())
    if bad.message.startswith("Missing command"):
        return "缺少子命令，如 gouji check"
    return bad.format_message()


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return f"选项 {' / '.join(parameter.opts)}"
    return f"参数 {parameter.metavar or parameter.name}" if parameter is not None else "参数"


def _no_command(found: str, near: Sequence[str]) -> str:
    if Path(found).suffix or Path(found).exists():
        return f"没有子命令“{found}”；要核对这份文件，请用 gouji check {found}"
    return f"没有子命令“{found}”" + _perhaps(near)


def _perhaps(near: Sequence[str]) -> str:
    return f"，是不是 {'、'.join(near)}" if near else ""


def _bad_value(bad: click.BadParameter, parameter: click.Parameter) -> str:
    given = _QUOTED.match(bad.message) or _BARE.match(bad.message)
    value = f"“{given['value']}”" if given is not None else ""
    kind = parameter.type
    wanted = next((say(kind) for of, say in _WANTED if isinstance(kind, of)), "")
    if isinstance(kind, click.Path):
        wanted = "是文件夹，要的是文件" if "is a directory" in bad.message else "不能读写"
    return f"{_named(parameter)} 的值{value}无效" + (f"，{wanted}" if wanted else f"（{bad.message}）")


def _range(kind: click.IntRange | click.FloatRange) -> str:
    number = "整数" if isinstance(kind, click.IntRange) else "数"
    low = f"不小于{kind.min:g}" if kind.min is not None else ""
    high = f"不大于{kind.max:g}" if kind.max is not None else ""
    return f"要的是{'、'.join(filter(None, (low, high)))}的{number}"


_WANTED: Final[tuple[tuple[type, Callable[..., str]], ...]] = (
    (click.Choice, lambda kind: f"可用：{'、'.join(map(str, kind.choices))}"),
    (click.IntRange, _range),
    (click.FloatRange, _range),
)

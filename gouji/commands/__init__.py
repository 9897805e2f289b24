"""The sub-commands. Whatever goes wrong ends as one line on standard error and status 2, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from gouji import __version__
from gouji.commands import usage
from gouji.commands.catalogue import formats, rule, rules, schema
from gouji.commands.check import check
from gouji.commands.examples import examples
from gouji.commands.extract import extract
from gouji.commands.facts import facts
from gouji.extract.errors import GoujiError
from gouji.terminal import complain, utf8

FAILED = 2
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=usage.Group, context_settings=_SETTINGS)
@click.version_option(__version__, message="gouji %(version)s")
def cli() -> None:
    """gouji 勾稽：核对绩效报告中的每一个数，找出自相矛盾之处。

    Find the contradictions in a report before someone acts on it. Exit status: 0 nothing at or above --fail-on,
    1 something, 2 the command could not do its work.
    """


for _command in (check, facts, extract, rule, rules, schema, formats, examples):
    cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit status."""
    utf8()
    try:
        status = cli.main(args=list(arguments), prog_name="gouji", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as helped:
        print(helped.format_message())
        return FAILED
    except click.ClickException as bad:
        complain(usage.said(bad, language(arguments)))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted" if language(arguments) == "en" else "已中断")
        return FAILED
    except GoujiError as error:
        complain(error, language(arguments))
        return FAILED
    except Exception as error:  # the last line of defence: a tool for auditors shows no traceback
        if os.environ.get("GOUJI_DEBUG"):
            import traceback

            traceback.print_exc()
        else:
            complain(unexpected(error, language(arguments)))
        return FAILED
    return status if isinstance(status, int) else 0


def language(arguments: Sequence[str]) -> str:
    """The language asked for, also where the options could not be parsed."""
    text = " ".join(arguments)
    return "en" if "--lang en" in text or "--lang=en" in text else "zh"


def unexpected(error: BaseException, lang: str) -> str:
    """One line for an error nobody foresaw, with how to see more."""
    what = f"{type(error).__name__}: {error}"
    if lang == "en":
        return f"internal error ({what}); set GOUJI_DEBUG=1 to see the traceback"
    return f"内部错误（{what}）；设置环境变量 GOUJI_DEBUG=1 可查看详情"



"""``gouji rule``, ``rules``, ``schema``, ``formats``: what gouji knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from gouji.commands import options
from gouji.commands.usage import Command
from gouji.extract.errors import BadConfiguration
from gouji.terminal import columns, emit

if TYPE_CHECKING:
    from gouji.audit.spec import Rule


@click.command(cls=Command)
@click.argument("code", metavar="CODE")
@options.language
def rule(code: str, lang: str) -> int:
    """解释一条规则：检查什么、为何重要、何时不算错、例子。Explain a rule."""
    from gouji import rules as catalogue
    from gouji.rules.page import page

    wanted = code.strip().upper()
    found = [r for r in catalogue.load() if r.code == wanted or r.name == code.strip().lower()]
    if not found:
        raise BadConfiguration(
            f"没有规则“{code}”；用 gouji rules 查看全部规则", f"no rule “{code}”; gouji rules lists them all"
        )
    emit(page(found[0], lang))
    return 0


@click.command(cls=Command)
@options.language
def rules(lang: str) -> int:
    """列出全部规则。List all rules."""
    from gouji import rules as catalogue
    from gouji.audit.reports.table import table

    titles = ("code", "severity", "name", "what it finds") if lang == "en" else ("代码", "级别", "名称", "发现什么")
    rows = [(r.code, _level(r, lang), r.name, r.title[lang]) for r in catalogue.load()]
    emit("\n".join(table(titles, rows, columns=columns(sys.stdout))))
    return 0


def _level(rule: Rule, lang: str) -> str:
    from gouji.audit.reports.words import WORDS

    if rule.enabled:
        return WORDS[lang][rule.severity]
    return f"{WORDS[lang][rule.severity]} (off)" if lang == "en" else f"{WORDS[lang][rule.severity]}（默认关）"


@click.command(cls=Command)
def schema() -> int:
    """打印JSON报告的格式（JSON Schema）。Print the JSON Schema of the report."""
    from gouji.audit.reports import json

    emit(json.schema())
    return 0


@click.command(cls=Command)
@options.language
def formats(lang: str) -> int:
    """列出本机能读取的文件格式，及其余格式要安装什么。List the formats this installation reads."""
    from gouji.audit.reports.table import table
    from gouji.extract.readers.installed import availability

    english = lang == "en"
    titles = ("format", "extensions", "here", "what it reads") if english else ("格式", "扩展名", "可用", "说明")
    yes, no = ("yes", "no") if english else ("是", "否")
    kinds = availability()
    rows = [
        (k.format, " ".join(k.extensions), yes if k.readable else no, k.en if english else k.zh) for k in kinds
    ]
    lines = table(titles, rows, columns=columns(sys.stdout))
    # Below the table, where no column cuts a command short.
    missing = [f"{k.format}: {k.install}" for k in kinds if k.install]
    if missing:
        lines = [*lines, "", "To read the rest:" if english else "其余格式需要安装：", *missing]
    emit("\n".join(lines))
    return 0

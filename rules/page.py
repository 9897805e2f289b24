"""A rule's page: what it checks, why, when it is no error, and its cases. Made from the rule and its cases file."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gouji.audit.spec import Rule

_SECTION = re.compile(r"^\s*(检查内容|为什么重要|何时不算错)[:：]\s*", re.M)
_HEADINGS = {
    "zh": {
        "检查内容": "检查内容", "为什么重要": "为什么重要", "何时不算错": "何时不算错", "level": "级别", "off": "默认关闭",
        "error": "错误", "warning": "警告", "info": "提示", "message": "报告用语", "fail": "报告的例子",
        "pass": "核对通过的例子", "near_miss": "形似而不报告的例子", "at": "指出", "suggest": "建议改为", "pack": "口径",
        "preface": "", "quote": "「{}」", "comma": "，",
    },
    "en": {
        "检查内容": "What it checks", "为什么重要": "Why it matters", "何时不算错": "When it is no error",
        "level": "severity", "off": "off by default", "error": "error", "warning": "warning", "info": "info",
        "message": "Message", "fail": "Reported", "pass": "Confirmed", "near_miss": "Looks alike, not reported",
        "at": "points at", "suggest": "suggests", "pack": "pack",
        "preface": "*The explanations and examples below are in Chinese, as the documents are that they are about.*",
        "quote": " “{}”", "comma": ", ",
    },
}


def page(rule: Rule, lang: str = "zh") -> str:
    """The page as Markdown. Cases are read from the YAML beside the rule."""
    words = _HEADINGS["en" if lang == "en" else "zh"]
    level = words[rule.severity] + ("" if rule.enabled else f" ({words['off']})")
    out = [f"# {rule.code} {rule.title[lang]}", "", f"`{rule.name}` · {words['level']}: {level}", ""]
    message = [f"**{words['message']}** {rule.message[lang]}", ""]
    out += [*message, words["preface"], ""] if words["preface"] else []
    for heading, text in sections(rule).items():
        out += [f"**{words[heading]}** {text}", ""]
    out += [] if words["preface"] else message
    listed = cases(rule)
    for kind in ("fail", "near_miss", "pass"):
        if listed.get(kind):
            out += [f"## {words[kind]}", ""]
            for case in listed[kind]:
                out += [*_case(case, words), ""]
    return "\n".join(out).rstrip() + "\n"


def sections(rule: Rule) -> dict[str, str]:
    """The parts of the rule's docstring by heading, each as one line."""
    pieces = _SECTION.split(rule.doc)
    return {
        heading: _one_line(text) for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def cases(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    """The rule's cases (``fail``, ``pass``, ``near_miss``); none for a code of the tool itself."""
    module = sys.modules[rule.check.__module__]
    folder = Path(module.__file__ or "").parent
    path = folder / f"{rule.code.lower()}.cases.yaml"
    if not path.exists():
        return {}
    import yaml

    return yaml.safe_load(path.read_text("utf-8")) or {}


def _case(case: dict[str, Any], words: dict[str, str]) -> list[str]:
    text = str(case["text"]).rstrip("\n").expandtabs(4)
    out = ["```text", *text.split("\n"), "```"]
    notes = [words["at"] + words["quote"].format(case["at"])] if case.get("at") else []
    if case.get("suggest"):
        notes.append(words["suggest"] + words["quote"].format(case["suggest"]))
    if case.get("severity"):
        notes.append(f"{words['level']}: {words[case['severity']]}")
    if case.get("pack"):
        notes.append(f"{words['pack']}: {case['pack']}")
    if case.get("note"):
        notes.append(str(case["note"]))
    return [*out, "→ " + words["comma"].join(notes)] if notes else out


def _one_line(text: str) -> str:
    """Wrapped lines joined; a blank only between Latin words."""
    lines = [line.strip() for line in text.strip().splitlines()]
    joined = ""
    for line in lines:
        latin = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii()
        joined += (" " if latin and joined else "") + line
    return joined

"""The page ``docs/catalogue.md``: what reviewers look for, the rules that look for it, and what must stay silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from gouji import rules
from gouji.rules.page import cases

FOLDER = Path(rules.__file__).resolve().parent
KINDS = {"M": "可证", "J": "判断，默认关"}
TOOL = "GJ0"


def lines() -> list[dict[str, Any]]:
    """The catalogue's lines."""
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / "catalogue.yaml").read_text("utf-8"))["lines"]
    return found


def false_alarms() -> list[dict[str, str]]:
    """Texts that must stay without an error."""
    found: list[dict[str, str]] = yaml.safe_load((FOLDER / "false_alarms.yaml").read_text("utf-8"))
    return found


def page() -> str:
    """The whole page."""
    known = {r.code: r for r in rules.load()}
    out = [
        "# 审核要点与规则 The catalogue", "",
        "由 `rules/catalogue.yaml` 和 `rules/false_alarms.yaml` 生成（`make docs`），请勿手改。Generated; do not edit.", "",
        "例数依次为：报告的、核对通过的、形似而不报告的。Cases: reported, confirmed, near misses.", "",
        "| 要点 | 审核中看什么 | What reviewers look for | 性质 | 规则（例数） |", "|---|---|---|---|---|",
    ]
    for line in lines():
        found = "；".join(_rule(code, known[code]) for code in line["rules"])
        out.append(f"| GJ{line['at']} | {line['zh']} | {line['en']} | {KINDS[line['kind']]} | {found} |")
    out += [
        "", "## 不能误报的 False alarms that cost trust", "",
        "下列写法形似矛盾而不是矛盾；每一条都有例文，测试时用全部规则核对，不得出现错误。", "",
        "| 写法 | In English | 例文 |", "|---|---|---|",
    ]
    starts = _starts()
    for alarm in false_alarms():
        place = f"[第{starts[alarm['zh']]}行](../rules/false_alarms.yaml#L{starts[alarm['zh']]})"
        out.append(f"| {alarm['zh']} | {alarm['en']} | {place} |")
    return "\n".join(out) + "\n"


def _rule(code: str, rule: Any) -> str:
    listed = cases(rule)
    counts = "/".join(str(len(listed.get(kind, []))) for kind in ("fail", "pass", "near_miss"))
    return f"[{code}](rules/{code}.md) {rule.title['zh']}（{counts}）"


def _starts() -> dict[str, int]:
    """Line of the file on which each false alarm begins."""
    text = (FOLDER / "false_alarms.yaml").read_text("utf-8")
    return {
        line.removeprefix("- zh: ").strip(): i for i, line in enumerate(text.split("\n"), 1) if line.startswith("- zh: ")
    }

"""Write the rule pages and the excerpt of the READMEs; ``--check`` tells whether they are in step."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import catalogue_page

import gouji
from gouji import rules
from gouji.audit.reports import text
from gouji.rules.page import page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
CATALOGUE = ROOT / "docs" / "catalogue.md"
DEMO = "samples/food-inspection/food-inspection.docx"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
SHOWN = ("GJ308", "GJ301")
EXCERPT = re.compile(r"(?<=\n```text\n)\$ gouji check .*?(?=\n```\n)", re.S)
FAMILIES = {
    "GJ0": "工具本身 the tool", "GJ1": "算术 arithmetic", "GJ2": "比率与增长 ratios, growth, unit price",
    "GJ3": "分值与得分 weights, scores, deductions", "GJ4": "同一数据两处不同 the same quantity in two places",
    "GJ5": "合理性 plausibility", "GJ6": "完整性与结构 completeness, structure", "GJ7": "跨文件跨年度 across documents",
}
SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}


def pages() -> dict[str, str]:
    """File name → text of every page, the index included."""
    out = {f"{rule.code}.md": page(rule) for rule in rules.load()}
    out["index.md"] = index()
    return out


def index() -> str:
    """The table of all rules by family."""
    lines = ["# 规则目录 Rules", "", "由规则生成（`make docs`），请勿手改。Generated from the rules; do not edit.", ""]
    for family, title in FAMILIES.items():
        found = [r for r in rules.load() if r.code.startswith(family)]
        if found:
            lines += [f"## {family}xx {title}", "", "| 代码 | 级别 | 名称 | 发现什么 | What it finds |", "|---|---|---|---|---|"]
            lines += [
                f"| [{r.code}]({r.code}.md) | {SEVERITY[r.severity]} | `{r.name}` | {r.title['zh']} | {r.title['en']} |"
                for r in found
            ]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def readme(name: str, lang: str) -> str:
    """A README with what the demo prints now: its name, two of its findings, its last lines."""
    document = gouji.read(ROOT / DEMO)
    printed = text.render([gouji.check(document)], text.Style(lang)).replace(str(ROOT / DEMO), DEMO).rstrip()
    first, *blocks, last = printed.split("\n\n")
    found = [b for b in blocks if any(code in b for code in SHOWN)]
    command = f"$ gouji check {DEMO}" + (" --lang en" if lang == "en" else "")
    excerpt = "\n\n".join([f"{command}\n{first}", *found, "   …", last])
    return EXCERPT.sub(lambda _: excerpt, (ROOT / name).read_text("utf-8"), count=1)


def out_of_step() -> list[str]:
    """Names of pages that are missing, stale, or belong to no rule."""
    wanted = pages()
    present = {p.name: p.read_text("utf-8") for p in FOLDER.glob("*.md")}
    stale = [name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)]
    stale += [name for name, lang in READMES.items() if readme(name, lang) != (ROOT / name).read_text("utf-8")]
    if not CATALOGUE.exists() or CATALOGUE.read_text("utf-8") != catalogue_page.page():
        stale.append(CATALOGUE.name)
    return sorted(stale)


def main() -> int:
    """Write or check; gives the exit status."""
    if "--check" in sys.argv[1:]:
        stale = out_of_step()
        print("rule pages: " + (f"out of step, run make docs: {', '.join(stale)}" if stale else "in step"))
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, content in wanted.items():
        (FOLDER / name).write_text(content, "utf-8")
    CATALOGUE.write_text(catalogue_page.page(), "utf-8")
    for name, lang in READMES.items():
        (ROOT / name).write_text(readme(name, lang), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

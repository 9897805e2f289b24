"""``gouji test``: run the examples of a pack's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gouji.commands import options
from gouji.commands.usage import Command
from gouji.terminal import emit

if TYPE_CHECKING:
    from gouji.audit.written import Example
    from gouji.trial import Outcome

FOUND = 1
_KINDS = {"fail": ("应报告", "to be reported"), "pass": ("应核对通过", "to be confirmed"), "near_miss": ("应不报告", "to stay silent")}


@click.command("test", cls=Command)
@click.argument("pack", metavar="PACK")
@options.language
def examples(pack: str, lang: str) -> int:
    """运行规则包自带的例子（退出码0全对，1有不对，2文件有误）。Run the examples of a pack's own rules.

    PACK 是规则包名称或YAML文件。
    """
    from gouji.rules.packs import pack as load
    from gouji.trial import outcomes

    chosen = load(pack)
    found = list(outcomes(chosen))
    lines = [_line(o.rule.code, o.example, o, lang) for o in found]
    bad = sum(not o.ok for o in found)
    bare = [r.code for r in chosen.rules if {e.kind for e in r.examples} < {"fail", "pass"}]
    if bare:
        lines.append(
            f"no example that is reported, or none that is confirmed: {', '.join(bare)}" if lang == "en"
            else f"没有“应报告”或“应核对通过”的例子：{'、'.join(bare)}"
        )
    lines.append(
        f"{chosen.name}: {len(chosen.rules)} rules, {len(found)} examples, {bad} wrong" if lang == "en"
        else f"{chosen.name}：{len(chosen.rules)}条规则，{len(found)}个例子，{bad}个不对"
    )
    emit("\n".join(lines))
    return FOUND if bad else 0


def _line(code: str, example: Example, outcome: Outcome, lang: str) -> str:
    kind = _KINDS[example.kind][lang == "en"]
    if lang == "en":
        return f"{'ok  ' if outcome.ok else 'WRONG'} {code} line {example.line} {kind}" + (f": {outcome.en}" if not outcome.ok else "")
    return f"{'通过' if outcome.ok else '不对'} {code} 第{example.line}行 {kind}" + (f"：{outcome.zh}" if not outcome.ok else "")

"""GJ617 closed-for-until “截止”用作“截至”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.lexicon import alternatives
from gouji.rules.structure.places import at, graded, texts, words

_MOST = 8


@cache
def _closed() -> re.Pattern[str]:
    return re.compile(r"截止(?=\s*(?:" + alternatives(words("date_begins")) + r"|20\d\d\s*年|\d{1,2}\s*月|[一二三四五六七八九十]{1,2}月))")


@rule(
    "GJ617", "closed-for-until", severity="info",
    zh="“截止”应为“截至”，共{count}处", en="“截止” (closed) stands for “截至” (until), {count} places",
    title_zh="“截止”用作“截至”", title_en="“截止” written for “截至”",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 后面接日期或“目前”的应写“截至”。

    为什么重要: “截止”是到期停止，后面不接时间；行文规范。
    何时不算错: “截止到”“截止日期”“于12月截止”。
    """
    pattern = _closed()
    found = [
        at(t, m.start(), m.end()) for _, _, t in texts(facts.document) if "截止" in t.string for m in pattern.finditer(t.string)
    ]
    if found:
        yield Defect(graded(found[:_MOST]), {"count": str(len(found))})

"""GJ610 field-residue 书签或域代码残留."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, graded, texts, words


@cache
def _residue() -> re.Pattern[str]:
    return re.compile("|".join(words("residue")))


@rule(
    "GJ610", "field-residue", severity="info",
    zh="正文里有书签、域代码或网页标记的残留，共{count}处", en="{count} remains of bookmarks, fields or web markup in the text",
    title_zh="书签或域代码残留", title_en="Remains of bookmarks or fields",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 书签名、失效的交叉引用（错误！未找到引用源）、域代码、网页字符实体、无法解码的字符。

    为什么重要: 失效的引用表明它所指的表或图已不在文中。
    何时不算错: 无；转换软件也会留下书签名，所以只作提示。
    """
    pattern = _residue()
    if not facts.document.matches(pattern):
        return
    found = [at(t, m.start(), m.end()) for _, _, t in texts(facts.document) for m in pattern.finditer(t.string)]
    if found:
        yield Defect(graded(found), {"count": str(len(found))})

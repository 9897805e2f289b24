"""GJ618 levels-listed-two-ways 等级前后不一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, texts

_LEVELS = re.compile(r"(?P<items>[A-E甲乙丙丁](?:[、,，][A-E甲乙丙丁]){1,4})(?P<count>[两二三四五2-5])?(?P<kind>级|类|等级|档)")
_SENTENCE = re.compile(r"[^。；;\n]+")


@rule(
    "GJ618", "levels-listed-two-ways", severity="warning",
    zh="同一句里“{a}”与“{b}”不是同一组等级", en="“{a}” and “{b}” in one sentence are not the same levels",
    title_zh="等级前后不一", title_en="Levels listed in two ways",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 一句话里先后列出的等级（B、C、D三级；A、B、C三级）个数相同时，应是同一组。

    为什么重要: 前面的家数和覆盖率按一组算，后面的结论按另一组说，口径不清。
    何时不算错: 一组是另一组的一部分（A、B、C三级中的A、B两级）；两组没有共同的等级（A、B级一年两次，C、D级一年四次）；不在同一句。
    """
    for _, _, text in texts(facts.document):
        if "、" not in text.string:
            continue
        for sentence in _SENTENCE.finditer(text.string):
            found = list(_LEVELS.finditer(text.string, sentence.start(), sentence.end()))
            for a, b in combinations(found, 2):
                x, y = (frozenset(re.findall(r"[A-E甲乙丙丁]", m["items"])) for m in (a, b))
                if a["kind"] == b["kind"] and x != y and x & y and not x < y and not y < x and len(x) == len(y):
                    yield Defect(
                        (at(text, a.start(), a.end()), at(text, b.start(), b.end(), "secondary")), {"a": a[0], "b": b[0]}
                    )

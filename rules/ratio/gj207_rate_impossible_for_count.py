"""GJ207 rate-impossible-for-count 没有整数个案能得出的比率."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.lexicon import words
from gouji.extract.rational import Fraction

_LARGEST = 200
"""Above this many cases nearly every rate printed to 0.1 % is some whole number of them."""


@rule(
    "GJ207", "rate-impossible-for-count", severity="warning",
    zh="{whole}中没有任何整数能得出{rate}（最接近的是{near}）",
    en="no whole number out of {whole} gives {rate} (the nearest is {near})",
    title_zh="没有整数个案能得出的比率", title_en="A rate that no whole number of cases gives",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: “共检查40户，合格率98.3%”——合格户数必是整数，40户里没有一个整数能得出98.3%。

    为什么重要: 这种比率不是数出来的，多半是估的或抄来的。
    何时不算错: 比率的分母另有所指；句中另列了分子；总数较大，任何一位小数的比率都能凑出来。
    """
    for passage in facts.passages:
        for item in passage.items:
            for a in item.attributes:
                if a.kind == "rate" and a.label.endswith(words("gouji.extract.facts.prose", "rates.txt")["counted"]):
                    found = _impossible(passage, item, passage.number(a.mention), a.label, a.mention.before)
                    if found is not None:
                        yield found


def _impossible(passage: Passage, item: Item, rate: Number, label: str, before: str) -> Defect | None:
    """A rate right behind the only count of its sentence, itself stated without its numerator."""
    counts = [
        i for i in passage.items
        if i.mention.sentence == item.mention.sentence and i.dimension not in ("1", "元", "", "分", "百分点")
    ]
    stem = label[:-1][-2:]
    if len(counts) != 1 or counts[0] is not item or stem in item.mention.before or rate.quantity.value is None:
        return None
    sentence = passage.text[: rate.quantity.start].rsplit("。", 1)[-1]
    if "分别" in before or "平均" in label or "分别" in sentence:
        return None  # 肉制品、蛋制品等5大类食品，不合格率分别为…: a rate each of what was sampled of them
    whole = passage.number(item.mention)
    n = whole.quantity.value
    if n is None or n != int(n) or whole.unit in words("gouji.extract.facts.prose", "rates.txt")["no-cases"] or not 2 <= n <= _LARGEST or whole.quantity.step is not None or rate.quantity.soft:
        return None
    interval = rate.interval()
    if interval.low is None or interval.high is None or interval.high > 1:
        return None
    total = int(n)
    if any(Fraction(k, total) in interval for k in range(floor(interval.low * total), ceil(interval.high * total) + 1)):
        return None
    k = round(interval.low * total)
    share = f"{k}÷{total}={_percent(Fraction(k, total))}"
    return Defect(
        (cite(rate), cite(whole, "secondary")), {"whole": whole.raw, "rate": rate.raw, "near": share},
        computation=share,
    )


def _percent(share: Fraction) -> str:
    """A share in percent to two decimals, without floats."""
    hundredths = round(share * 10000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"

"""Unit price × quantity = amount, where one sentence names all three; a standard for a time × heads × times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.facts.goals import shares
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.cues import cues as cues_of
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.priced import counts_the_same, kin
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import base_of, without_powers
from gouji.extract.rational import Fraction

_MONTHLY = 5
"""So many characters before a price may say that it is one of a month."""
_EACH_ITS_OWN = re.compile(r"每[一-鿿]{1,8}分别[为是][^，；]*$")
_IN_TURN = re.compile(r"分别(?:为|是)?$")
_CLOSES = re.compile(r"[^，,、；;。（(]{0,6}[）)]")
_NOUN = 3
"""A noun that is all that is counted: 12个村, 3个标段."""
_TWICE = re.compile(r"每(?P<head>[一-鿿]{1,2}?)每(?P<time>学期|学年|小时|课时|[一-鿿]{1,2}?)(?=[^每]*$)|(?P<one>[人户生床辆])均(?P<spell>[月年日天])(?=[^每均]*$)")
"""每人每月, 每生每天: a standard for one head and one spell of time."""


class Product(Struct, frozen=True):
    """``amount = price × count × times``.

    ``certain`` where the sentence holds nothing else to multiply; ``likely`` where the three stand side by side;
    ``spells`` where the spells of time are told, ``whole_year`` where the amount is one of a whole year; ``doubtful`` where
    it may only confirm: several prices share an amount, the amount is a part, the count stands in brackets.
    """

    amount: Number
    price: Number
    count: Number
    cue: str
    certain: bool = False
    likely: bool = False
    times: Fraction = Fraction(1)
    spells: bool = False
    whole_year: bool = False
    doubtful: bool = False


def products(passage: Passage) -> Iterator[Product]:
    """Prices told by 每…, 分别, 各, 均 or by their unit (元/户), with the counts and amounts around them."""
    cues = words("gouji.extract.facts.prose", "products.txt")
    for price in passage.items:
        unit = price.mention.quantity.unit or ""
        per = unit.split("/")[1] if "/" in unit else _per(price, cues["per"]) or _of_the_count_before(passage, price)
        each = not per and any(price.mention.before.rstrip().endswith(w) or w in price.mention.before[-6:] for w in cues["each"])
        if (not per and not each) or "月" in unit or "月" in price.mention.before[-_MONTHLY:] or unit.count("/") > 1 or price.mention.before.count("每") > 1:
            continue  # 每生每天4元, 人均月补助300元: prices of two counts
        if _EACH_ITS_OWN.search(passage.text[: price.mention.quantity.start].rpartition("。")[2]):
            continue  # 每次金额分别为98.60万元、96.40万元、…: so many prices
        if each and not per and (cues_of().up.search(price.mention.before) or cues_of().down.search(price.mention.before)):
            continue  # 分别提高30元和360元
        if not per and price.dimension != "元":
            continue  # 分别减少5起、4人
        if not (price.average or each) or not price.plain:
            continue
        yield from _around(passage, price, per, each)


def _told_in_turn(passage: Passage, price: Item) -> bool:
    """向3个镇拨付62万元，分别为26万元、21万元、15万元: behind 分别, and right before another amount of its measure."""
    after = next((x for x in passage.items if x.mention.at == price.mention.at + 1), None)
    like = after is not None and after.mention.lead == "、" and after.dimension == price.dimension and not after.mention.before.strip()
    return like and _IN_TURN.search(price.mention.before.rstrip()) is not None


def _of_the_count_before(passage: Passage, price: Item) -> str:
    """购置消防摩托26辆，单价1.9万元: the unit of what stands right before the price; empty where it is no unit price."""
    at = passage.items.index(price)
    before = passage.items[at - 1] if at else None
    told = price.dimension == "元" and "单价" in price.mention.before and before is not None and before.mention.at == price.mention.at - 1
    return without_powers(before.mention.quantity.unit) if told and before is not None and before.plain and before.dimension not in ("元", "1") else ""


def standards(passage: Passage) -> Iterator[Product]:
    """补助120人，每人每月300元，发放12个月，共43.2万元: heads, standard, spells of time and amount of one sentence.

    ``certain`` where the sentence has one of each and the amount is announced as the total.
    """
    cues = words("gouji.extract.facts.prose", "products.txt")
    for price in passage.items:
        head, time = _head_and_time(price)
        heads, spells = kin(cues["heads"], head), kin(cues["spells"], time)
        if not heads or not spells or not price.plain:
            continue
        here = _in_its_bracket(passage, price) or _in_its_segment(passage, price)
        counts = [x for x in here if without_powers(x.mention.quantity.unit) in heads and x.plain]
        times = [x for x in here if x.mention.quantity.unit in spells and x.plain]
        amounts = [x for x in here if x.dimension == "元" and not x.average and x.plain]
        prices = [x for x in here if "元" in x.dimension and x.average]
        due = [x for x in amounts if x.mention.before.lstrip("，、").startswith("应")]
        amounts = due if len(due) == 1 else amounts  # 应拨1200万元，实拨1080万元，少拨120万元
        if not times and time in ("月", "个月") and amounts:
            yield from _over_the_year(passage, price, counts, amounts)
        if not times and time in ("年", "期", "学期", "学年", "季") and len(counts) == len(amounts) == 1 and not prices:
            near = max(x.mention.at for x in (counts[0], amounts[0])) - price.mention.at
            at = [x.mention.at for x in (amounts[0], counts[0], price)]
            by_rule = at[0] == at[1] + 1 == at[2] + 2 or (at[0] + 2 == at[1] + 1 == at[2] and price.mention.depth > amounts[0].mention.depth)
            yield Product(
                passage.number(amounts[0].mention), as_rule(passage.number(price.mention), head), passage.number(counts[0].mention),
                "标准×人数", likely=(near == 1 and counts[0].mention.at == price.mention.at - 1) or by_rule, spells=True,
            )
        alone = len(counts) == len(times) == len(amounts) == 1 and not prices
        sure = alone and amounts[0].total
        for amount in amounts:
            for count in counts:
                for spell in times:
                    yield Product(
                        passage.number(amount.mention), as_rule(passage.number(price.mention), head), passage.number(count.mention),
                        "标准×人数×时间", certain=sure and count.mention.sentence == spell.mention.sentence, likely=alone, spells=True,
                        times=Fraction(spell.mention.quantity.value or 0),
                    )


def _in_its_segment(passage: Passage, price: Item) -> list[Item]:
    """What stands between the semicolons around the price, where that has a count and an amount; else its whole sentence."""
    sentence = [x for x in passage.items if x.mention.sentence == price.mention.sentence and x is not price]
    own = [x for x in sentence if x.mention.segment == price.mention.segment]
    whole = any(x.dimension == "元" and not x.average for x in own) and any(x.dimension not in ("元", "1", "") for x in own)
    return own if whole else sentence


def _in_its_bracket(passage: Passage, price: Item) -> list[Item]:
    """劳务费231.12万元（107名管护员，人均月补助1800元，12个月）: what the bracket holds, and the amount right before it."""
    if not price.mention.depth:
        return []
    items, at = passage.items, passage.items.index(price)
    first = at
    while first and items[first - 1].mention.depth == price.mention.depth and items[first].mention.lead not in "（(":
        first -= 1
    last = at
    while last + 1 < len(items) and items[last + 1].mention.depth == price.mention.depth and items[last + 1].mention.lead not in "（(":
        last += 1
    inside = [x for x in items[first : last + 1] if x is not price]
    before = items[first - 1] if first else None
    beside = before is not None and before.mention.at == items[first].mention.at - 1 and before.mention.depth < price.mention.depth
    if before is None or not beside:
        return []
    head, _ = _head_and_time(price)
    heads = kin(words("gouji.extract.facts.prose", "products.txt")["heads"], head)
    if len(inside) > 1 or any(without_powers(x.mention.quantity.unit) in heads for x in inside):
        return [before, *inside]
    # 聘用护路员310名，…发放补助297.6万元（每人每月800元，12个月）: the heads stand before the amount
    told = [x for x in items[: first - 1] if x.mention.sentence == price.mention.sentence and x.dimension not in ("元", "1", "")]
    return [before, *inside, *told] if inside and before.dimension == "元" else []


def _over_the_year(passage: Passage, price: Item, counts: Sequence[Item], amounts: Sequence[Item]) -> Iterator[Product]:
    """特别扶助847人，每人每月760元，发放772.46万元: for how many months the words leave open, a year most likely."""
    for amount in amounts:
        for count in counts:
            beside = count.mention.at == price.mention.at - 1 and amount.mention.at == price.mention.at + 1
            if any(w in amount.mention.before for w in ("当月", "本月", "每月", "月发放")):
                yield Product(
                    passage.number(amount.mention), as_rule(passage.number(price.mention)), passage.number(count.mention), "标准×人数", likely=True,
                    spells=True,
                )
                continue
            yield Product(
                passage.number(amount.mention), as_rule(passage.number(price.mention)), passage.number(count.mention),
                "标准×人数×12个月", likely=beside, times=Fraction(12), whole_year="全年" in amount.mention.before,
            )


def _as_mean(price: Item, number: Number) -> Number:
    """平均每村300户 of 3605 in 12 villages: a mean is rounded to its last place, counts or not; 每人次补贴10元 is a rule, and exact."""
    value = number.quantity.value
    if "/" in (number.unit or "") and number.quantity.step is None and value is not None and not (number.unit or "").startswith("元"):
        return replace(number, quantity=replace(number.quantity, step=Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))))  # 365天计3190人次/天
    if "每" in price.mention.before and "均" not in price.mention.before and not number.quantity.soft and "/" not in number.raw:
        return replace(number, quantity=replace(number.quantity, step=None)) if "元" in (number.unit or "") else number
    if "均" not in price.mention.before or number.quantity.step is not None or value is None:
        return number
    place = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    return replace(number, quantity=replace(number.quantity, step=place))


def as_rule(price: Number, head: str = "") -> Number:
    """A standard in whole 元 is the rule that money was paid by, and no rounded figure; heads and time are counted apart.

    What is weighed or measured is told per unit: 110元/吨 of 12万吨.
    """
    measured = f"/{head}" if head and base_of(head)[1] != 1 else ""
    price = replace(price, quantity=replace(price.quantity, unit=(price.unit or "元").partition("/")[0] + measured))
    whole = price.quantity.step == 1 and (price.unit or "").startswith("元")
    return replace(price, quantity=replace(price.quantity, step=None)) if whole else price


def _head_and_time(price: Item) -> tuple[str, str]:
    """What a standard is for, by its unit (元/人·月) or by the words before it (每生每天)."""
    unit = price.mention.quantity.unit or ""
    if unit.startswith("元/") and len(per := re.split(r"[·/]", unit)[1:]) == 2:
        return per[0], per[1]
    told = _TWICE.search(price.mention.before)
    if told is None or price.dimension.partition("/")[0] != "元":
        return "", ""
    return told["head"] or told["one"], told["time"] or told["spell"]


def _per(price: Item, per: tuple[str, ...]) -> str:
    """The counted unit of 每户7500元, 人均300元; empty if none."""
    before = price.mention.before
    for word in per:
        at = before.rfind(word)
        if at >= 0:
            rest = before[at + len(word) :]
            return rest[:2] if word == "每" else word[0]
    return ""


def _around(passage: Passage, price: Item, per: str, each: bool) -> Iterator[Product]:
    near = [
        x for x in passage.items
        if abs(x.mention.sentence - price.mention.sentence) <= 1 and x is not price and x.plain and not x.average
    ]
    whole = price.dimension.split("/")[0]
    counts = [
        x for x in near if x.dimension not in (whole, "元", "1", "", "分")
        and (each or (x.mention.quantity.unit or "-") in per or counts_the_same(x, per) or _named(x, per))
    ]
    counts = [x for x in counts if not x.mention.before.lstrip("，、；： ").startswith("未")]  # 未取证的450人不予补贴
    amounts = [x for x in near if x.dimension == whole or (x.dimension, whole) == ("人次", "人")]
    here = [x for x in passage.items if x.mention.segment == price.mention.segment and x.dimension.partition("/")[0] == "元"]
    tiered = price.mention.quantity.unit is not None and sum(x.average for x in here) > sum(not x.average for x in here)
    tiered = tiered or (price.mention.depth > 0 and any(  # （甲每人6000元、乙每人1500元，分别180人、1040人）
        x is not price and x.mention.depth == price.mention.depth and x.mention.segment == price.mention.segment and x.dimension.partition("/")[0] == "元"
        and (x.average or "每" in x.mention.before) and abs(x.mention.at - price.mention.at) == 1 for x in passage.items
    ))
    if any(_beside_it(x, price) for x in passage.items) and len(amounts) == 1:
        return  # 钩臂箱26个、保洁车13辆，投入54.6万元，其中钩臂箱每个1.2万元、保洁车每辆1.8万元: of both together
    for amount in amounts:
        for count in counts:
            together = {amount.mention.sentence, count.mention.sentence, price.mention.sentence}
            sure = len(counts) == len(amounts) == 1 and len(together) == 1 and amount.total and not each
            mean = len(counts) == len(amounts) == 1 and _mean_of(passage, price, amount, count, per)
            part = "其中" in passage.text[price.mention.quantity.end : amount.mention.quantity.start]  # 户均1.53万元；其中合作社386.90万元
            doubtful = tiered or part or gained(price.label, amount.label + amount.mention.before) or _told_in_turn(passage, price) or count.mention.depth > price.mention.depth
            beside = _side_by_side(amount, price, count, per) or _by_unit(passage, price, amount, count, counts)
            bracketed = _bracketed(passage, price, amount, count, per)
            yield Product(
                passage.number(amount.mention), _as_mean(price, passage.number(price.mention)), passage.number(count.mention),
                "单价×数量", certain=sure and not doubtful, likely=bracketed or (not doubtful and (mean or beside)),
                doubtful=doubtful and not bracketed,
            )


def gained(label: str, told: str) -> bool:
    """总投资2640万元，覆盖24个村，村均增收6.8万元: what each gains is no share of what was spent."""
    _, mean, of_it = label.rpartition("均")
    gains = words("gouji.extract.facts.prose", "products.txt")["gains"]
    return bool(mean) and any(w in of_it for w in gains) and not shares(of_it, told)


def _beside_it(item: Item, price: Item) -> bool:
    """Another price of the sentence, of a unit of its own."""
    here = item is not price and item.mention.sentence == price.mention.sentence and item.average and price.average
    return here and "每" in item.mention.before and "每" in price.mention.before and item.dimension.split("/")[0] == price.dimension.split("/")[0] == "元" and (
        item.mention.before[item.mention.before.rfind("每") :] != price.mention.before[price.mention.before.rfind("每") :]
    )


def _mean_of(passage: Passage, price: Item, amount: Item, count: Item, per: str) -> bool:
    """火化遗体10326具。减免费用826.4万元，平均每具减免800元: a mean right behind the only amount, over the only count of its unit."""
    unit = without_powers(count.mention.quantity.unit)
    mean = "平均" in price.mention.before or price.mention.before.lstrip("，").startswith(f"{per}均")
    after = passage.items[passage.items.index(amount) + 1 :]
    behind = bool(after) and after[0] is price and price.mention.sentence == amount.mention.sentence
    told = amount.dimension == "元" and not (amount.cue or count.cue) and not amount.of("change") and amount.mention.depth == count.mention.depth == price.mention.depth
    return bool(unit) and per not in ("人", "年", "月", "日", "天") and per.startswith(unit) and mean and behind and told


def _bracketed(passage: Passage, price: Item, amount: Item, count: Item, per: str) -> bool:
    """扶持资金100万元（每户5000元，计200户）: price and count fill the bracket right behind the amount."""
    first, last = sorted((price, count), key=lambda x: x.mention.at)
    in_a_row = first.mention.at == amount.mention.at + 1 == last.mention.at - 1
    inside = first.mention.depth == last.mention.depth == amount.mention.depth + 1 and first.mention.lead in ("（", "(")
    told = amount.dimension == "元" and counts_the_same(count, per) and "均" not in price.mention.before
    return in_a_row and inside and told and _CLOSES.match(passage.text, last.mention.quantity.end) is not None


def _by_unit(passage: Passage, price: Item, amount: Item, count: Item, counts: Sequence[Item]) -> bool:
    """销售面积21.37万平方米；销售额9.62亿元，平均售价4502元/平方米: the amount right before, over the only whole that its unit names."""
    told = "/" in (price.mention.quantity.unit or "") and "均" in price.mention.before and amount.dimension == "元" and amount.mention.at == price.mention.at - 1
    parts = {id(c) for g in passage.groups for c in g.children} if told else set()
    whole = [x for x in counts if x.mention.sentence == price.mention.sentence and id(x) not in parts]
    return told and len(whole) == 1 and whole[0] is count and count.mention.at < amount.mention.at and amount.mention.segment == price.mention.segment


def _named(count: Item, per: str) -> bool:
    """12个村，平均每村300户: counted by its noun."""
    short = count.counted.startswith(per[:1]) and len(count.counted) <= _NOUN
    return bool(per) and (short or (count.mention.quantity.unit == "个" and count.counted.endswith(per[:1])))  # 8个乡镇文化站每站5万元


def _side_by_side(amount: Item, price: Item, count: Item, per: str) -> bool:
    """630盏，每盏1200元，支出75.6万元; 3128户10260人，户均3.28人: one behind the other, none of them a part of more."""
    at = [x.mention.at for x in (count, price, amount)]
    close = max(at) - min(at) == 2 and len({x.mention.segment for x in (amount, price, count)}) == 1
    if not close or not (counts_the_same(count, per) or _named(count, per)) or (any(x.cue not in ("", "：") for x in (amount, price, count)) and price.mention.lead not in ("（", "(")):
        return False
    cues = words("gouji.extract.facts.prose", "products.txt")
    if at[0] < at[1] < at[2]:
        return any(w in amount.mention.before for w in cues["spent"])
    if at[1] == max(at) and at[2] < at[0] and amount.dimension != "元":
        return True  # 全长12公里，分3段，每段4公里
    spent = words("gouji.extract.facts.prose", "products.txt")["spent"]
    ruled = "均" in price.mention.before or ("标准" in price.mention.before and "/" in (price.mention.quantity.unit or ""))
    if at[2] < at[0] < at[1] and ruled and any(w in amount.mention.before for w in spent):
        return True  # 补助3767.4万元，教师897人，年人均4.20万元; 补贴3876.14万元，面积369156.19亩，标准105元/亩
    of_it = re.split("[均每]", price.label)[-1]
    if at[1] == max(at) and at[0] < at[2] and per != "人" and "均" in price.mention.before and len(of_it) > 1 and shares(of_it, amount.label):
        return True  # 举办招聘会24场，提供岗位8640个，场均提供岗位360个
    units = {without_powers(x.mention.quantity.unit).partition("/")[0] for x in (price, amount)}
    if at[0] < at[2] < at[1] and "平均每" in price.mention.before and len(of_it) < _NOUN and len(units) == 1 and per != "人":
        return True  # 培训24期，参训1560人次，平均每期65人次
    joined = count.mention.at < amount.mention.at and not amount.mention.lead
    return at[1] == max(at) and (joined or any(w in count.mention.before for w in cues["all"]))

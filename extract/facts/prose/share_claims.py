"""Shares in prose, 占…p%: which amount each may be taken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.claim import OPPOSITE, Claim, each_its_own, of_a_place
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.facts.prose.share_bases import all_of, bare_total, of_all_there_is, total_in_tables
from gouji.extract.numbers.units import base_of, without_powers

_TOTAL_OF = re.compile(r"(?:总数|总额|总量|总人数|总户数|总计|合计|(?<=[一-鿿]{2})总)$")
_SPLIT = re.compile(r"\s*(?:按|从|分)[^，。；：]{1,14}(?:分|看|来看|划分)，")
_COUNT_OF = re.compile(r"(?P<of>[一-鿿]{2})(?:(?P<unit>[笔件户人家个宗起项条次批份])数|金额)的$")
_OWN_COUNT = re.compile(r"(?:(?P<unit>[笔件户人家个宗起项条次批份])数|金额|资金)占(?:比|比为)?")
"""74笔、19862万元，其中9笔、1347万元…，笔数占12.16%，金额占6.78%."""
_AIMED = re.compile(r"年度|全年|当年|年初|计划|目标|任务|预算|指标|总数|总额|数|完成")
_THIS_YEAR = re.compile(r"^(?:当年|本年|全年|当期)(?=[一-鿿]{2})")
_SPENT = re.compile(r"(?:财政拨款|实际|本年|全年)?(?:支出|收入)?(?:决算|总额|合计|总计)?(?:数|额)?")
_COMMAS = ("，", ",")
_CLAUSE = 30
"""So many characters before an amount are searched for the words of the base of a share."""
_NEAREST, _CONFIRMING = 6, 16
"""So many amounts before a share may be what it was meant of; so many more may bear it out."""
_NAME_HEAD = 2
"""Shortest lead that makes a base narrower than the amount its name ends in."""
_MANY, _TELLING = 8, 4
"""So many amounts are tried as the base of a share; in tables only under names of so many characters."""


def share_claims(
    facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute, group: object
) -> list[Claim]:
    """Readings of 占…p%."""
    rate, part = passage.number(a.mention), passage.number(item.mention)
    if of_all_told(a):
        return []  # 三级手术5638台次、四级手术2417台次，三、四级手术合计占56.01%: no share of the last of them
    near = a.mention.sentence == item.mention.sentence
    own = not a.subject or _said_of(a.subject, item.label) or item.label in a.subject
    if a.base is not None:
        whole = passage.number(a.base)
        if whole.dimension() != part.dimension() or not own:
            return _in_the_measure_of(passage, a, rate, whole) if own else []
        # 办理1286件，超额完成目标1200件的7.2%: what lies beyond the task, or, loosely told, what was done of it
        over = any(w in a.base.before for w in cue_words("over"))
        namesake = [
            x for x in passage.items
            if x.mention.sentence == item.mention.sentence and x.mention.at < item.mention.at and x.dimension == item.dimension and x.plain
            and _speaks_of(x.label, a.base_label)
        ]
        if namesake and not _speaks_of(item.label, a.base_label):  # 化解2.85亿元，年末余额11.35亿元，完成化解计划2.50亿元的114%
            return [Claim(rate, passage.number(namesake[-1].mention), whole, "占", certain=near), Claim(rate, part, whole, "占", slips=False)]
        told = [Claim(rate, part, whole, "超出", certain=False, beyond=True)] if over else []
        sure = near and not over
        # 筹集4300套，其中新建1260套、盘活3040套，完成计划4000套的107.5%: of all that the list splits
        split = getattr(group, "parent", None)
        of_all = split is not None and a.base.lead in _COMMAS and passage.number(split.mention).dimension() == whole.dimension()
        upper = [Claim(rate, passage.number(split.mention), whole, "占", certain=sure)] if split is not None and of_all else []
        aim = a.base_label.rstrip("数值的").endswith(cue_words("aimed"))
        return [*told, *upper, Claim(rate, part, whole, "占", certain=sure, aim=aim)]
    counted = of_the_count(passage, a)
    if counted is not None:
        return [counted]
    before = [
        x for x in passage.items
        if x.mention.at < a.mention.at and x.dimension == item.dimension and x is not item and x.plain and not _apiece(x) and (x.prior or not item.prior)
    ]
    out: list[Claim] = []
    parent = getattr(group, "parent", None)
    if own and not a.base_label and parent is not None:
        sure = near and getattr(group, "certain", False) and getattr(group, "cue", "") in ("其中", "含", "包括", "：")
        sure = sure and not _is_share(parent)  # 少数民族18万人，占24%，其中回族17万人，占23%: both of all there are
        out.append(Claim(rate, part, passage.number(parent.mention), "占", certain=sure, slips=not _is_share(parent)))
    if own:
        if a.base_label:
            upper = [] if parent is None else [Claim(
                rate, part, passage.number(parent.mention), f"占{a.base_label}", slips=False,
                likely=getattr(group, "certain", False) and (all_of(a.base_label, parent.label) or _heads(a.base_label, parent.label)),
            )]
            return out + _of_named_base(facts, index, passage, item, a) + upper
        named = of_a_place(a.mention.before)
        lone = _lone_whole(item, a, before) if parent is None and not named else None
        if lone is not None and any(x.mention.before.startswith("占") for x in passage.items if x.mention.at < item.mention.at):
            lone = None
        other = _other_half(passage, item, a)
        half = [Claim(rate, part, passage.number(other.mention), "占", rest=True)] if other is not None else []
        return out + half + [
            Claim(rate, part, passage.number(x.mention), "占", lone=x is lone, slips=not (named or _is_share(x)) and k < _NEAREST)
            for k, x in enumerate(list(reversed(before))[:_CONFIRMING])
        ] + ([] if item.prior else _of_split_before(facts, index, passage, rate, part))
    subjects = [x for x in [*before, item] if _said_of(a.subject[:2], x.label) or x.label in a.subject]
    if not subjects:
        out += _of_elsewhere(facts, index, passage, a, rate)
        subjects = [item]
    out += _both_named(passage, [*before, item], a, rate)
    for s in subjects:
        for w in [*before, item] if not a.base_label else ():
            if w is not s and w.dimension == s.dimension and w.plain and s.plain:
                out.append(Claim(rate, passage.number(s.mention), passage.number(w.mention), f"{a.subject}占"))
    return out[:12]


def _apiece(x: Item) -> bool:
    """两年凭证各60份: so many of each, and no whole."""
    return x.mention.before.rstrip().endswith("各")


def _in_the_measure_of(passage: Passage, a: Attribute, rate: Number, whole: Number) -> list[Claim]:
    """人机不符6台，涉及补贴7.38万元，占抽查机具240台的2.5%: the amount before that is told in the unit of the base."""
    here = [x for x in passage.items if x.mention.sentence == a.mention.sentence and x.mention.quantity.end <= whole.quantity.start and x.plain]
    alike = [x for x in here if x.dimension == whole.dimension()]
    priced = [x for x in here[-1:] if x.dimension.partition("/")[0] == whole.dimension() == "元"]  # 每平方米16.80元，为市场租金21.00元的80%
    return [Claim(rate, passage.number(x.mention), whole, "占", slips=False, likely=len(alike) == 1) for x in alike[-1:] or priced]


def _speaks_of(label: str, base: str) -> bool:
    """化解债务 and 年度化解计划 have two characters in common that tell something."""
    stem = _AIMED.sub(" ", base)
    return any(not stem[i : i + 2].count(" ") and stem[i : i + 2] in label for i in range(len(stem) - 1))


def of_all_told(a: Attribute) -> bool:
    """三、四级手术合计占56.01%: of what the amounts before come to together."""
    return a.mention.before.partition("占")[0].rstrip().endswith(cue_words("all-of-them"))


def of_the_count(passage: Passage, a: Attribute) -> Claim | None:
    """抽查46笔、4.38亿元，有11笔、9540万元未…，占抽查笔数的23.9%、抽查金额的21.8%: of the two figures in the unit that the base counts."""
    own = _OWN_COUNT.fullmatch(a.mention.before.strip("，、 其中"))
    named = own or _COUNT_OF.search(a.mention.before)
    if named is None:
        return None
    here = [
        x for x in passage.items
        if x.mention.at < a.mention.at and x.mention.sentence == a.mention.sentence and x.plain and not x.average
        and ((x.mention.quantity.unit or "")[-1:] == named["unit"] if named["unit"] else x.dimension == "元")
    ]
    if len(here) != 2:
        return None
    if own is not None:
        whole, part = (passage.number(x.mention) for x in here)
        return Claim(passage.number(a.mention), part, whole, own[0], likely=True)
    said = passage.text[: here[0].mention.quantity.start]
    said = said[max(said.rfind(mark) for mark in "。；\n") + 1 :]
    if named["of"] not in said and not any(w in named["of"] for w in "占总全"):
        return None  # 增加投资1486万元、减少投资353万元，净增1134万元，占已支出金额的2.07%: of an amount told elsewhere
    whole, part = (passage.number(x.mention) for x in here)
    return Claim(passage.number(a.mention), part, whole, f"占{named[0]}", likely=True)


def _heads(base: str, label: str) -> bool:
    """国内企业总量 behind 国内企业拥有专利190万件: what all of it is, by the words the amount before begins with."""
    stem = _TOTAL_OF.sub("", base)
    return stem != base and len(stem) >= _TELLING and label.startswith(stem)


def _both_named(passage: Passage, found: Sequence[Item], a: Attribute, rate: Number) -> list[Claim]:
    """职工312人，其中技术人员176人…；技术人员占职工总数的56.4%: part and whole are both told by name, each once."""
    stem = _TOTAL_OF.sub("", a.base_label)
    wholes = [x for x in found if a.base_label and _names(x.label, a.base_label, stem) and x.plain and not x.prior]
    parts = [x for x in found if x.label == a.subject and x.plain and not x.prior]
    if len(wholes) != 1 or len(parts) != 1 or wholes[0] is parts[0] or a.adjusted or a.mention.depth:
        return []
    whole, part = wholes[0], parts[0]
    near = a.mention.sentence == part.mention.sentence == whole.mention.sentence
    return [
        Claim(rate, passage.number(part.mention), passage.number(whole.mention), f"{a.subject}占", likely=near)
    ] if whole.dimension == part.dimension and not each_its_own(a.base_label) else []


def _of_split_before(facts: FactSet, index: int, passage: Passage, rate: Number, part: Number) -> list[Claim]:
    """按区域分，东部…占58.8%: of a total that a paragraph shortly before states; to confirm only."""
    if not _SPLIT.match(passage.text):
        return []
    heads = (p.number(x.mention) for p in reversed(facts.passages[max(0, index - 4) : index]) for x in p.items[:2] if x.plain)
    return [Claim(rate, part, w, "占", slips=False) for w in heads if w.dimension() == part.dimension()]


def _said_of(subject: str, label: str) -> bool:
    """The label holds the subject and not its opposite: 税收 is said of 税收收入, not of 非税收入."""
    at = label.find(subject)
    return at >= 0 and label[max(0, at - 1) : at] not in OPPOSITE


def _is_share(item: Item) -> bool:
    """A share of its own makes an amount a part of something: it is no whole for those beside it."""
    return any(a.base is None and not a.subject for a in item.of("share"))


def _lone_whole(item: Item, a: Attribute, before: Sequence[Item]) -> Item | None:
    """The only larger amount of the sentence before 产业类项目投入1.54亿元，占比62.6%: what else would it be a share of."""
    near = takewhile(lambda x: x.mention.sentence == item.mention.sentence, reversed(before))
    here = list(islice(near, 2))
    if len(here) != 1 or _is_share(here[0]) or (item.mention.before.lstrip("，").startswith("与") and "相差" in item.mention.before):
        return None  # 男性70万人，占51%；女性67万人，占49%: of what both are parts of; 与验收面积相差3.9万亩，占6.2%: of that
    if a.mention.at != item.mention.at + 1 or not (here[0].plain and item.plain) or here[0].average:
        return None
    whole, part = here[0].mention.quantity.interval(), item.mention.quantity.interval()
    factors = [base_of(x.mention.quantity.unit)[1] for x in (here[0], item)]
    larger = whole.low is not None and part.low is not None and whole.low * factors[0] > part.low * factors[1]
    return here[0] if larger and not here[0].prior else None


def _other_half(passage: Passage, item: Item, a: Attribute) -> Item | None:
    """Its fellow in 财政拨款150万元，占80.65%；自筹36万元，占19.35%: two amounts, a share each, of both together."""
    here = list(islice((
        x for x in passage.items
        if x.mention.sentence == item.mention.sentence and x.dimension == item.dimension and x.plain
    ), 3))
    alone = len(here) == 2 and item in here and all(len(x.of("share")) == 1 and x.attributes[0].mention.at == x.mention.at + 1 for x in here)
    alone = alone and not any(of_a_place(x.attributes[0].mention.before) for x in here)
    return next(x for x in here if x is not item) if alone and not a.base_label else None


def _of_named_base(facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute) -> list[Claim]:
    """Readings of 占M的p%, 完成预算的p%: the base by its name; where the item itself bears it, the amount before is the part."""
    rate, part = passage.number(a.mention), passage.number(item.mention)
    pair = _budget_and_spent(passage, item, a)
    if pair is not None:
        return [Claim(rate, part, pair, f"占{a.base_label}", certain=True)]
    cue = f"占{a.base_label}"
    named = _called(facts, index, passage, a.base_label, part)
    called = named or _described(passage, item, a.base_label)
    here = {w.quantity.value for w in called if (w.block, w.cell) == (part.block, part.cell)}
    # 前三位的：甲783件、乙579件、丙562件，占总量的77%: what all of the list makes of it
    beside_it = next((x for x in passage.items if x.mention.at == item.mention.at - 1), None)
    listed = item.mention.lead == "、" and beside_it is not None and beside_it.dimension == item.dimension
    of_all = listed and a.mention.lead in _COMMAS and a.mention.at == item.mention.at + 1
    common = not each_its_own(a.base_label) and not of_all
    labels = {passage.number(x.mention).id: x.label for x in passage.items}
    if named and all(_of_a_narrower(a.base_label, labels.get(w.id, w.label)) for w in named):
        common, cue = False, f"{a.base_label}占比"  # of a part of it: to confirm only
    sure = common and len(here) == 1 and len(a.base_label) >= _TELLING and not a.adjusted and not _has_its_subject(passage, item, a)
    beside = common and len(called) == 1 and a.mention.at == item.mention.at + 1 and _in_sentence(passage, item, called[0])
    out = [
        Claim(
            rate, part, w, cue, likely=sure and (w.block, w.cell) == (part.block, part.cell), lone=beside,
            slips=not of_all and (len(a.base_label) >= _TELLING or _in_sentence(passage, item, w)),  # 预算 may be that of each item
        )
        for w in called
    ]
    if not called:
        out += [Claim(rate, part, w, cue) for w in of_all_there_is(facts, index, a, part) or bare_total(facts, index, a, part)]
    if not called:
        in_tables = total_in_tables(facts, a, part)
        out += [Claim(rate, part, w, cue, likely=len(in_tables) == 1) for w in in_tables]
    if not called and not of_all:
        out += [Claim(rate, part, w, cue) for w in _kindred(passage, item, a.base_label)]
    if _names(item.label, a.base_label, a.base_label):
        before = [x for x in passage.items if x.mention.at < item.mention.at and x.dimension == item.dimension]
        out += [Claim(rate, passage.number(x.mention), part, cue) for x in reversed(before[-2:])]
    return out


def _has_its_subject(passage: Passage, item: Item, a: Attribute) -> bool:
    """结余13.20万元。公益支出占净资产的74.3%，占总收入的88.6%: a sentence that begins with what another share is of speaks of that."""
    if item.mention.sentence == a.mention.sentence:
        return False
    said = passage.text[: a.mention.quantity.start].rpartition("。")[2]
    subject, _, rest = said.partition("占")
    return "占" in rest and len(subject.strip("，、 ")) > 1 and subject.strip("，、 ") not in item.label


def _budget_and_spent(passage: Passage, item: Item, a: Attribute) -> Number | None:
    """The budget of 预算为0.60万元，支出决算为0.37万元，完成预算的61.67%: three figures in a row between two semicolons."""
    if not a.base_label.endswith("预算") or a.mention.at != item.mention.at + 1 or item.stated != "executed":
        return None
    before = [x for x in passage.items if x.mention.at == item.mention.at - 1 and x.mention.segment == a.mention.segment]
    if len(before) != 1 or not (before[0].plain and item.plain) or before[0].dimension != item.dimension:
        return None
    budget = before[0]
    told = budget.stated == "budget" and budget.mention.depth == item.mention.depth == a.mention.depth
    own = budget.mention.before.rstrip("数额为是：: ").endswith(a.base_label)
    return passage.number(budget.mention) if told and own and len(item.mention.before.strip()) <= 8 else None


def _of_elsewhere(facts: FactSet, index: int, passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """一般债务余额占39.3%: an amount of that very name shortly before, and the totals it was told with."""
    out = []
    for near in reversed(facts.passages[max(0, index - 12) : index]):
        for x in near.items:
            if len(a.subject) >= _TELLING and x.label.endswith(a.subject) and x.plain:
                wholes = [w for w in near.items if w is not x and w.dimension == x.dimension and w.mention.at < x.mention.at]
                out += [Claim(rate, near.number(x.mention), near.number(w.mention), "占") for w in reversed(wholes)]
    return out[:_MANY]


def _called(facts: FactSet, index: int, passage: Passage, name: str, part: Number) -> list[Number]:
    """Amounts by the name a share gives its base, nearest first: in this passage, then in those before it, then in tables."""
    out = []
    stem = _TOTAL_OF.sub("", name)
    for near in (passage, *reversed(facts.passages[max(0, index - 30) : index])):
        for x in reversed(near.items):
            number = near.number(x.mention)
            named = _names(x.label, name, stem) or _moved_to(x, name) or _by_unit(x, name)
            beside = any(a.base_label == name for a in x.of("share"))  # 商品类投诉…，占投诉总量的57%: not 投诉总量 itself
            if named and not beside and number is not part and x.plain and not _apiece(x) and number.dimension() == part.dimension():
                out.append(number)
    if len(out) < _MANY and len(stem) >= _TELLING:
        out += [
            n for n in facts.quantities
            if n.cell is not None and _names(n.label, name, stem) and n.dimension() == part.dimension()
        ]
    return out[:_MANY]


def _of_a_narrower(name: str, label: str) -> bool:
    """医院总诊疗人次 is a narrower base than the 总诊疗 of all: an amount that bears its end only is not it."""
    lead = name[: -len(label)] if label and name.endswith(label) else ""
    return len(lead) >= _NAME_HEAD and not lead.endswith(cue_words("of-all"))


def _in_sentence(passage: Passage, item: Item, whole: Number) -> bool:
    """The base stands before the part in its own sentence, and is the larger of the two."""
    found = next((x for x in passage.items if passage.number(x.mention) is whole), None)
    if found is None or found.mention.sentence != item.mention.sentence or found.mention.at > item.mention.at:
        return False
    larger, own = whole.interval().low, passage.number(item.mention).interval().low
    return larger is not None and own is not None and larger > own


def _described(passage: Passage, item: Item, name: str) -> list[Number]:
    """抽查资金: an amount of the sentence whose clause has both words, 抽查 and 资金, some way apart."""
    pieces = [name[i : i + 2] for i in range(0, len(name) - 1, 2)]
    if len(name) < _TELLING or len(name) % 2:
        return []
    out = []
    for x in passage.items:
        words_before = passage.text[max(0, x.mention.quantity.start - _CLAUSE) : x.mention.quantity.start]
        words_before = re.split("[。；;]", words_before)[-1]
        if any(a.base_label == name for a in x.of("share")):
            continue
        near = x.mention.sentence == item.mention.sentence and x.mention.at < item.mention.at
        if near and x.plain and not _apiece(x) and x.dimension == item.dimension and all(p in words_before for p in pieces):
            out.append(passage.number(x.mention))
    return out


def _kindred(passage: Passage, item: Item, name: str) -> list[Number]:
    """有罪人犯 after 判处发生法律效力的人犯27208人: the only larger amount before that ends in the same noun."""
    own = passage.number(item.mention)
    if name.endswith(without_powers(item.mention.quantity.unit) or "-"):
        return []  # 医院总诊疗人次: all that is counted so ends in 人次
    found = [
        n for x in passage.items
        if x.mention.at < item.mention.at and x.plain and not x.prior and x.dimension == item.dimension
        and len(name) >= _TELLING and x.label.endswith(name[-2:]) and (n := passage.number(x.mention)).point is not None
    ]
    larger = [n for n in found if own.point is not None and (n.point or 0) > own.point]
    return larger if len(larger) == 1 else []


def _names(label: str, name: str, stem: str) -> bool:
    """The label ends in the name of the base, with or without 总数, or the other way round."""
    if (bare := _THIS_YEAR.sub("", name)) != name and label == bare:
        return True  # 占当年缴存额的
    if len(name) >= _TELLING and label.startswith(name) and _SPENT.fullmatch(label[len(name) :]):
        return True  # “三公”经费财政拨款支出决算 is the “三公”经费
    return label.endswith(name) or (len(label) >= 4 and name.endswith(label)) or (len(stem) >= 2 and label.endswith(stem))


def _by_unit(item: Item, name: str) -> bool:
    """接待查档5216人次 is the 接待人次."""
    unit = without_powers(item.mention.quantity.unit)
    said = name.removesuffix(unit)
    return len(unit) > 1 and said != name and len(said) > 1 and item.label.startswith(said)


def _moved_to(item: Item, name: str) -> bool:
    """调整为162000万元 is the 调整预算."""
    return name.startswith("调整") and item.mention.before.rstrip("了到至为").endswith("调整")

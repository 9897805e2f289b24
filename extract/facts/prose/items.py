"""Sentences as items with attributes: an amount, its share of something, its growth, its increase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gouji.extract.facts.model import Role
from gouji.extract.facts.prose.apart import set_apart, without_full_marks
from gouji.extract.facts.prose.attributes import attribute_of, compared_with, is_base, prior_value
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.inherited import inherit_units
from gouji.extract.facts.prose.item import Attribute, Item, is_percentage
from gouji.extract.facts.prose.labels import clean, noun_after
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.facts.prose.priced import prices_in_a_row
from gouji.extract.facts.prose.series import changes_in_turn, names_in_turn, tell_in_turn
from gouji.extract.numbers.units import base_of

_BUDGET_NAMES = re.compile(r"(?:一般公共|政府性基金|基金|国有资本经营|社会保险基金|财政)预算(?=收入|支出|财政|拨款)")
"""Names of the four budgets: the word 预算 in them says nothing of a number's role."""

_BLOCK_NAMES = re.compile(
    r"(?:数量|质量|时效|成本|产出|效益|影响|满意度|绩效|核心|投入|过程|管理|[一二三四]级)指标(?!值|数|任务)(?:完成情况|分析)?"
    r"|应用|应急|应届|应对|响应|供应|反应|适应|感应"
)
"""Names of the blocks of an indicator table and words with 应 in them: 数量指标：, 应用研究 tell no target and no money allotted."""

_PARTS_OF = re.compile(r"(?:^|[，。；：])在?(?P<of>[一-鿿]{2,14}?)当?中[，：]?[^，：。；]*$")
"""税收收入中，增值税 …: a list of the parts of what was named before."""

_AMONG = re.compile(r"[一-鿿]{1,6}(?<![其集途期空当])中(?P<label>[一-鿿]{1,8})")
_INSIDE = re.compile(r"[一-鿿]{0,8}当?中[，：]")
"""Between a figure and the first of its parts: 完成的4068批次抽检中，普通食品…."""

_ITS_BUDGET = re.compile(r"(?<=[一-鿿”]{3})(?:年初|全年|调整)?预算数?$")
_ONLY_SPENT = re.compile(r"(?:实际|全年)?(?:支出|执行)?(?:决算|支出|执行)数?")

_NOT_WITHIN = re.compile(r"[不未免]含|含[税息]|包含于|含量|含水率")
_BUDGETS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")
_PRICE_AID = re.compile(r"价格(?:临时|补贴|调节|干预|监测|风险|联动)+")
"""Paid on account of prices, and no price."""
_CLOSED = re.compile(r"[（(][^（()）]*[）)]")
"""A bracket that is closed again opens no list: 预算26.93亿元（含某镇），实际支出24.98亿元."""
_REST_OF_BRACKET = re.compile(r"^[^（()）]*[）)]")
"""What is left of a bracket behind the figure in it: （按380元/人标准，含资助参保），财政补助…."""
_TOGETHER = re.compile(r"(?P<label>[一-鿿]{2,10}?)(?:一共|总共|合计|总计|共计|共)(?:有|为)?")
_LAST_NAME = re.compile(r"([一-鿿]{2,10})、$")

_NAMED_SPENDING = re.compile(r"[一-鿿]{2,8}支出")
_CASES = ("起", "例", "件", "人", "次")
_NOUN = 8
_PER_SO_MANY = re.compile(r"(?:事故|死亡|发生|伤亡|故障|投诉|感染|案发)率[为是达约]?$")
"""百万公里责任事故率1.14起: cases for so many of something."""
_ADJUSTED = re.compile(r"[调追增减核]")
"""Before what a budget was changed by."""
_SIGNED = re.compile(r"[加减][：:]?\s*$")
_OF = re.compile(r"占")
_COMPARED_WITH = re.compile(r"(?:年度|年初)?(?:目标|计划|任务|预算|要求|标准|指标)(?:值|数)?(?:为|是|：)?$|(?:上年|去年|(?:19|20)\d\d年)(?:同期)?(?:为|是)?$")
"""106.00%（目标700人）: in the bracket stands what it was compared with."""
_AGAINST = ("相比", "相较", "比较")
_NAMED = 2
"""So many characters make a name."""
_COMPARED = frozenset(("base", "change", "growth", "points"))
_TIME = frozenset(("日", "天", "个工作日", "工作日", "年", "个月", "月", "小时", "分钟"))

_SPLIT_INTO = re.compile(r"(?:^|[，。；：])(?P<of>[一-鿿]{2,14}?)(?:共|具体|又|可)?(?:划)?分为[，：:]?[^，。；：:]*$")
"""专项资金分为： …: all the parts of what was named before."""

def items(found: Sequence[Mention], text: str = "") -> list[Item]:
    """Items of one paragraph in order, each with its attributes."""
    out: list[Item] = []
    pending_base: Mention | None = None
    for index, m in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        owner = _owner(out, m, pending_base)
        attribute = prior_value(m, owner, following) or attribute_of(m, owner, pending_base)
        if attribute is not None and owner is not None:
            _name_what_was_reached(owner, attribute)
            owner.attributes.append(attribute)
            pending_base = None
            continue
        if attribute is not None:
            pending_base = None
            alone = _item(m, out)
            alone.attributes.append(attribute)
            out.append(alone)
        elif is_base(m, following):
            pending_base = m
        else:
            out.append(_item(m, out))
    names_in_turn(out)
    tell_in_turn(out)
    changes_in_turn(out)
    out = without_full_marks(out)
    set_apart(out)
    prices_in_a_row(out)
    inherit_units(out, text)
    _carry_cues(out)
    _carry_subjects(out)
    _carry_roles(out)
    _budgeted_parts(out)
    _carry_names(out)
    _of_the_plan(out)
    return out


def _of_the_plan(out: list[Item]) -> None:
    """主要建设内容包括：加装电梯60部，新增停车位2200个: 新增 says what is to be done, not what was."""
    planned = -1
    for item in out:
        said = item.mention.context + item.mention.before
        if any(w in said for w in cue_words("contents-planned")):
            planned = item.mention.sentence
        if item.mention.sentence == planned and item.role == "actual" and not any(w in said for w in cue_words("surely-done")):
            item.role = "target"


def _carry_cues(out: list[Item]) -> None:
    """其中14岁以上不满16岁的327人: the limits only describe the part, the list is one of people."""
    for before, item in pairwise(out):
        glued = not item.mention.lead and item.mention.at == before.mention.at + 1 and not item.cue
        if glued and not before.plain and before.dimension not in (item.dimension, "1"):
            item.cue = before.cue
            if len(item.label) < _NAMED:
                item.label = before.mention.quantity.raw + item.label
        elif glued and not before.plain and not item.plain:
            item.cue = before.cue
        aside = before.mention.lead in ("（", "(") and item.mention.lead in ("）", ")") and before.mention.depth > item.mention.depth
        if aside and before.cue in ("其中", "包括") and not item.cue and before.dimension != item.dimension:
            item.cue, before.cue = before.cue, ""  # 其中一档（每生每期1250元）526人，二档（…）1316人: the bracket is an aside


def _carry_subjects(out: list[Item]) -> None:
    """支出1494万元；宣传占支出的17.9%，比上年的251万元增长6.7%: a comparison without a subject is said of the last one named."""
    c = cues()
    for item in out:
        last: Attribute | None = None
        for a in item.attributes:
            compared = c.compare.search(a.mention.before) or c.up.search(a.mention.before) or c.down.search(a.mention.before)
            named = clean(a.mention.before[: compared.start()]) if compared else ""
            if a.subject and a.subject not in item.label:
                last = a
            elif named and named in item.label:
                last = None  # 支出比上年增长5%: the amount itself is named again
            elif last is not None and a.kind in _COMPARED and _within_reach(last.mention, a.mention):
                a.subject = last.subject


def _within_reach(m: Mention, later: Mention) -> bool:
    """In one sentence, and not in a bracket that is closed again."""
    return m.sentence == later.sentence and m.depth <= later.depth


def _carry_names(out: list[Item]) -> None:
    """支出决算为0.37万元 right behind 公务接待费支出预算为0.60万元 is what was spent of it: it bears that name."""
    for before, item in pairwise(out):
        own = item.dimension == before.dimension and item.mention.segment == before.mention.segment
        budget = _ITS_BUDGET.search(before.label)
        if own and budget is not None and item.role == "executed" and _ONLY_SPENT.fullmatch(item.label):
            item.label = before.label[: budget.start()]


def _carry_roles(out: list[Item]) -> None:
    """An item without a role word shares that of the item before it in its sentence: 需完成A 3批次，B 4批次."""
    for before, item in pairwise(out):
        if item.role is None and item.mention.sentence == before.mention.sentence and item.dimension == before.dimension:
            item.role = before.role


def _budgeted_parts(out: list[Item]) -> None:
    """年初预算3286万元，其中基本支出1652万元，项目支出1634万元: what a budget is split into was allotted, not spent."""
    sentence = -1
    for before, item in pairwise(out):
        if item.cue:
            sentence = item.mention.sentence if item.cue == "其中" and before.stated == "budget" and not _ADJUSTED.search(before.mention.before) else -1
        if item.mention.sentence == sentence and item.role == "executed" and _NAMED_SPENDING.fullmatch(item.mention.before.strip("，、； ").removeprefix("其中").lstrip("：")):
            item.role = "budget"


def _name_what_was_reached(owner: Item, a: Attribute) -> None:
    """满意度目标≥90%，实际94.2%: what was reached is named with what was aimed at."""
    aim = owner.attributes[-1] if owner.attributes else None
    beside = aim is not None and aim.kind == a.kind == "rate" and aim.mention.at == a.mention.at - 1 and aim.mention.sentence == a.mention.sentence
    if aim is not None and beside and a.label in cue_words("reached") and aim.label.endswith("目标"):
        a.label = aim.label.removesuffix("目标")


def _owner(out: list[Item], m: Mention, base: Mention | None) -> Item | None:
    """The item a share or growth belongs to: the last one at no greater depth, in this sentence or the one before.

    A time limit is passed over where the sentence has an amount: 1.4亿元未在30日内下达，占12%.
    """
    time = None
    for item in reversed(out):
        if item.prior and item.mention.after.lstrip().startswith(_AGAINST):
            continue  # 与上年的N相比，减少…: what grew or fell is the amount before
        if item.mention.depth <= m.depth or m.sentence > item.mention.sentence:
            if m.sentence - item.mention.sentence > 1:
                break
            if is_percentage(m) and item.mention.quantity.unit in _TIME and item.mention.sentence == m.sentence:
                time = time or item
                continue
            if not item.plain and any(x.plain and x.dimension == item.dimension and x.mention.sentence == m.sentence for x in out if x is not item):
                continue  # 决算31.85万元，控制在预算36.00万元以内，较上年38.62万元减少6.77万元: a limit is no amount that fell
            said = m.before if base is None else base.before
            if is_percentage(m) and item.average and _OF.search(said) and _summable_before(out, item):
                continue  # 年课时总量21344课时，人均116课时，占总课时的21.66%
            return time if time is not None and item.mention.sentence != m.sentence else item
    return time


def _summable_before(out: Sequence[Item], item: Item) -> bool:
    """An amount of the same measure stands before the average, in its sentence."""
    whole = item.dimension.split("/")[0]
    return any(x is not item and x.mention.sentence == item.mention.sentence and x.dimension == whole and not x.average for x in out)


def _item(m: Mention, out: list[Item]) -> Item:
    """An amount of its own, with label, role and the cue that ties it to what came before."""
    c = cues()
    phrase = m.before
    label = clean(phrase) or noun_after(m.after)
    tail_of_context = re.split(r"[；;。]", m.context)[-1]
    if len(label) < 2 and m.lead in "，,、：:（(" and tail_of_context.strip("，,、：:（( "):
        label = clean(re.split(r"[，,、：:（(]", tail_of_context.rstrip("，,、：:（( "))[-1]) + label
    if len(clean(phrase)) < _NAMED and m.lead in "）)":
        label = clean(re.split(r"[，、：（]", _CLOSED.sub("", tail_of_context))[-1]) or label
    if phrase.strip() in ("）", ")") and out and out[-1].mention.depth > m.depth:
        label = clean(re.split(r"[，、：]", out[-1].mention.context.rstrip("（("))[-1])
    if len(label) < 2:
        label = noun_after(m.after) or phrase.strip() or label
    label = "合计" if label in ("共", "共有") else label
    if m.lead == "、" and (both := _TOGETHER.fullmatch(phrase.strip())) and (first := _LAST_NAME.search(m.context)):
        label = f"{first[1]}、{both['label']}"  # 宿舍楼、附属用房共4100平方米 is of neither alone
    cue = ""
    lead_in = tail_of_context + phrase
    if out and out[-1].mention.depth > m.depth:
        lead_in = _REST_OF_BRACKET.sub("", lead_in)
    by = c.by.search(lead_in)
    within = c.within.findall(_NOT_WITHIN.sub("", _CLOSED.sub("", lead_in)))
    if by:
        cue = by.group().rstrip("，：: ")
    elif within:
        # 其中高速公路、农村公路分别完成981亿元和317亿元: parts told in turn, not all there are
        cue = "其中" if within[-1].startswith("分别") and "其中" in within else within[-1]
    elif _INSIDE.fullmatch(tail_of_context) and out and out[-1].mention.at == m.at - 1 and out[-1].mention.sentence == m.sentence and out[-1].dimension == base_of(m.quantity.unit)[0]:
        cue = "其内"  # no 其中 of the sentence goes on behind it
    elif not m.lead and out and out[-1].mention.at == m.at - 1 and out[-1].dimension == base_of(m.quantity.unit)[0] and (among := _AMONG.fullmatch(phrase.strip())):
        cue, label = "其内", clean(among["label"]) or label  # 3户企业中盈利2户、亏损1户
    elif by is None and (of := _PARTS_OF.search(lead_in)) and _last_with(out, of.group("of")) is not None:
        cue = f"{of.group('of')}中"
    elif (into := _SPLIT_INTO.search(lead_in)) and _last_with(out, into.group("of")) is not None:
        cue = f"{into.group('of')}分为"
    elif m.lead and m.lead in "：:" and m.quantity.unit and out and out[-1].mention.sentence == m.sentence and not _SIGNED.search(m.context):
        cue = "："
    elif m.lead and m.lead in "（(" and m.quantity.unit and _right_after(out, m) and label != noun_after(m.after) and not _COMPARED_WITH.match(phrase.strip()):
        cue = "（"
    return Item(
        mention=m, label=label, counted=_counted(m), role=_role(lead_in, m.after), dimension=base_of(m.quantity.unit)[0], cue=cue,
        total=bool(c.total.search(phrase)), residual=bool(c.residual.search(label)),
        open=m.after.lstrip().startswith("等"), prior=bool(c.roles[0][1].search(phrase) or c.compare.match(phrase.lstrip()) or _is_base_of_change(m)) or m.after.lstrip().startswith(_AGAINST),
        plain=m.quantity.value is not None and m.quantity.operator in (None, "="),
        stated=_stated(phrase),
        average=_is_mean(m, phrase),
    )


def _is_mean(m: Mention, phrase: str) -> bool:
    """人均, 单价 and units per something; a rate told in cases (事故率1.14起): figures that do not add up."""
    in_cases = m.quantity.unit in _CASES and _PER_SO_MANY.search(phrase) is not None
    return in_cases or "/" in base_of(m.quantity.unit)[0] or bool(cues().average.search(_PRICE_AID.sub("", phrase)))


def _is_base_of_change(m: Mention) -> bool:
    """总成本比2022年的15646万元增加268万元: the amount compared with, whatever it is told of stands elsewhere."""
    return compared_with(m.before) is not None and bool(cues().up.match(m.after) or cues().down.match(m.after))


def _right_after(out: list[Item], m: Mention) -> bool:
    """True when the bracket the mention opens stands right behind an amount: 基本支出120万元（人员经费100万元，…）."""
    if not out or out[-1].mention.depth >= m.depth:
        return False
    told = [out[-1].mention, *(a.mention for a in out[-1].attributes if a.kind != "rate")]  # 322万元，增长29%（税收131万元；非税191万元）
    ends = {x.quantity.end for x in told}
    noun = out[-1].mention.after
    if out[-1].counted and len(noun) <= _NOUN and out[-1].mention.quantity.unit == m.quantity.unit:
        ends.add(out[-1].mention.quantity.end + len(noun))  # 审计17所学校（高中2所、初中5所、…）
    return m.quantity.start - len(m.before) - 1 in ends


def _last_with(out: list[Item], name: str) -> Item | None:
    """The nearest earlier item that bears this name."""
    name = clean(name)
    return next((i for i in reversed(out) if name and i.label.endswith(name)), None)


def _counted(m: Mention) -> str:
    """The noun a count stands before; empty for money, rates and scores."""
    unit = m.quantity.unit
    if not unit or "/" in unit or base_of(unit)[0] in ("元", "1", "分", "百分点"):
        return ""
    return noun_after(m.after)


def _stated(phrase: str) -> Role | None:
    """Role told by the very words before the figure: 执行422万元, 预算260万元; 土地使用权出让收入 tells none."""
    text = phrase.rstrip("数额了为约达共计金资 　")
    if text.endswith(_BUDGETS):
        return None  # 一般公共预算130万元，政府性基金57万元: names of what they are
    for role, pattern in cues().roles:
        if any(hit.end() == len(text) for hit in pattern.finditer(text)):
            return role
    return None


def _role(before: str, after: str) -> Role | None:
    """Role told by the nearest cue word before the number, else by one right after it."""
    before = _BLOCK_NAMES.sub("", _BUDGET_NAMES.sub("", before))
    best: tuple[int, Role | None] = (-1, None)
    for role, pattern in cues().roles:
        for hit in pattern.finditer(before):
            if hit.end() > best[0]:
                best = (hit.end(), role)
    if best[1] is None:
        for role, pattern in cues().roles:
            if pattern.match(after.lstrip("的 ")):
                return role
    return best[1]

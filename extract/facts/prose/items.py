"""Sentences as items with attributes: an amount, its share of something, its growth, its increase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct, field

from gouji.extract.facts.model import Role
from gouji.extract.facts.prose.apart import set_apart, without_full_marks
from gouji.extract.facts.prose.labels import base_name, clean, noun_after
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.facts.prose.series import tell_in_turn
from gouji.extract.lexicon import alternatives, words
from gouji.extract.numbers.units import base_of

_BUDGET_NAMES = re.compile(r"(?:一般公共|政府性基金|基金|国有资本经营|社会保险基金|财政)预算(?=收入|支出|财政|拨款)")
"""Names of the four budgets: the word 预算 in them says nothing of a number's role."""

_BLOCK_NAMES = re.compile(
    r"(?:数量|质量|时效|成本|产出|效益|影响|满意度|绩效|核心|投入|过程|管理|[一二三四]级)指标(?!值|数|任务)(?:完成情况|分析)?"
)
"""Names of the blocks of an indicator table: a heading 数量指标： does not make what follows a target or money allotted."""

_PARTS_OF = re.compile(r"(?:^|[，。；：])(?P<of>[一-鿿]{2,14}?)当?中[，：]?[^，：。；]*$")
"""税收收入中，增值税 …: a list of the parts of what was named before."""

_BOTH_SIDES = re.compile(r"^(?:收入?、?)?(?:支出?)?(?:总计|合计)?(?:各|均|分别)?(?=$|增|减|下|上|提)")
"""收、支总计各 before 增加: both sides of the account that was named before."""

_ITS_BUDGET = re.compile(r"(?<=[一-鿿”]{3})(?:年初|全年|调整)?预算数?$")
_ONLY_SPENT = re.compile(r"(?:实际|全年)?(?:支出|执行)?(?:决算|支出|执行)数?")

_CLOSED = re.compile(r"[（(][^（()）]*[）)]")
"""A bracket that is closed again opens no list: 预算26.93亿元（含某镇），实际支出24.98亿元."""

_MORE_THAN_THEN = re.compile(r"[多少][增减降]")
"""多增: the increase is larger than last year's by so much; the value itself has not grown by it."""

_AGAINST = ("相比", "相较", "比较")
_COMPARED = frozenset(("base", "change", "growth", "points"))
_TIME = frozenset(("日", "天", "个工作日", "工作日", "年", "个月", "月", "小时", "分钟"))

_SPLIT_INTO = re.compile(r"(?:^|[，。；：])(?P<of>[一-鿿]{2,14}?)(?:共|具体|又|可)?(?:划)?分为[，：:]?[^，。；：:]*$")
"""专项资金分为： …: all the parts of what was named before."""

Kind = Literal["item", "rate", "share", "base", "growth", "change", "points", "ratio_part"]


class Attribute(Struct):
    """A number that says something of an item: share, growth, change or named rate."""

    kind: Kind
    mention: Mention
    falls: bool = False
    adjusted: bool = False
    base: Mention | None = None
    base_label: str = ""
    subject: str = ""
    label: str = ""
    compare: str = ""


class Item(Struct):
    """An amount of its own with what the sentence says about it.

    ``counted`` is the noun right after a count (4家企业 → 企业). ``plain`` is false
    for a bound (≥95%) or a range; ``stated`` is the role told by the words right before the figure; ``average`` marks 人均, 单价 and other figures that do not add up, ``apart`` the value of the year before beside that of this year. ``cue`` is the word that makes it a part of what came before (其中, 分别为, ``：``, 按…分), empty else.
    """

    mention: Mention
    label: str
    role: Role | None
    dimension: str
    counted: str = ""
    cue: str = ""
    total: bool = False
    residual: bool = False
    open: bool = False
    prior: bool = False
    plain: bool = True
    stated: Role | None = None
    average: bool = False
    apart: bool = False
    attributes: list[Attribute] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Attribute]:
        """Its attributes of one kind."""
        return [a for a in self.attributes if a.kind == kind]


class _Cues(Struct, frozen=True, dict=True):
    share: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    to: re.Pattern[str]
    adjusted: re.Pattern[str]
    compare: re.Pattern[str]
    within: re.Pattern[str]
    by: re.Pattern[str]
    total: re.Pattern[str]
    residual: re.Pattern[str]
    open: re.Pattern[str]
    average: re.Pattern[str]
    roles: tuple[tuple[Role, re.Pattern[str]], ...]


@cache
def cues() -> _Cues:
    """Patterns of the cue words, built once."""
    w = words("gouji.extract.facts.prose", "cues.txt")
    tail = r"(?:了|幅度?|率|幅为|约|近|超|超过|额)?(?:为|达到?|是|：)?\s*$"
    return _Cues(
        share=re.compile(rf"(?:{alternatives(w['share'])})(?P<of>[^占，。；]*?)(?:的比重|的比例|比例|比重)?(?:[（(][一-鿿]*[）)])?(?:的|为|达|达到|约|：)?\s*$"),
        up=re.compile(rf"(?:{alternatives(w['up'])}){tail}"),
        down=re.compile(rf"(?:{alternatives(w['down'])}){tail}"),
        to=re.compile(rf"(?:{alternatives(w['to'])})\s*$"),
        adjusted=re.compile(alternatives(w["adjusted"])),
        compare=re.compile(rf"{alternatives(w['compare'])}|[比较与]\s*(?:19|20)\d\d\s*年(?:度|末|底|同期)?"),
        within=re.compile(rf"(?:{alternatives(w['within'])})(?<!分别(?={alternatives(w['each-placed'])}))"),
        by=re.compile(r"(?:按[^，。；：]{1,14}?(?:分|看|划分|分类|统计)|分[^，。；：]{1,8}看)(?:[，：:]|$)"),
        total=re.compile(rf"(?<!公)(?:{alternatives(w['total'])})(?!同|享|建|产值|值|产量|人口|收入|支出)"),
        residual=re.compile(rf"^(?:{alternatives(w['residual'])})"),
        open=re.compile(rf"(?:{alternatives(w['open'])})"),
        average=re.compile(alternatives(w["average"])),
        roles=(
            ("prior", re.compile(alternatives(w["prior"]))),
            ("executed", re.compile(alternatives(w["executed"]))),
            ("budget", re.compile(alternatives(w["budget"]))),
            ("target", re.compile(alternatives(w["target"]))),
            ("actual", re.compile(alternatives(w["actual"]))),
        ),
    )


def is_percentage(m: Mention) -> bool:
    """True for %, ‰ and 成."""
    return m.quantity.unit in ("%", "‰", "％", "成", "百分比")


def items(found: Sequence[Mention]) -> list[Item]:
    """Items of one paragraph in order, each with its attributes."""
    out: list[Item] = []
    pending_base: Mention | None = None
    for index, m in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        owner = _owner(out, m)
        attribute = _prior_value(m, owner, following) or _attribute(m, owner, pending_base)
        if attribute is not None and owner is not None:
            owner.attributes.append(attribute)
            pending_base = None
            continue
        if attribute is not None:
            pending_base = None
            alone = _item(m, out)
            alone.attributes.append(attribute)
            out.append(alone)
        elif _is_base(m, following):
            pending_base = m
        else:
            out.append(_item(m, out))
    tell_in_turn(out)
    out = without_full_marks(out)
    set_apart(out)
    _carry_subjects(out)
    _carry_roles(out)
    _carry_names(out)
    return out


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


def _owner(out: list[Item], m: Mention) -> Item | None:
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
            return time if time is not None and item.mention.sentence != m.sentence else item
    return time


def _prior_value(m: Mention, owner: Item | None, following: Mention | None) -> Attribute | None:
    """The value compared with, where the change follows at once: 支出2.05万元，较上年2.08万元减少0.03万元."""
    c = cues()
    if owner is None or following is None or following.clause != m.clause or is_percentage(m):
        return None
    compared = c.compare.search(m.before)
    changes = _moves(following.before) is not None and not c.to.search(following.before)
    if compared is None or not changes or m.before[compared.end() :].strip("的同期数决算预实际支出收入为 "):
        return None
    own = {owner.dimension, owner.dimension.split("/")[0]}  # 人均收入14986元，比上年的13980元增长7.2%
    same = {base_of(x.quantity.unit)[0] for x in (m, following) if x.quantity.unit and not is_percentage(x)} <= own
    said = m.before[: compared.start()]
    subject = subject_of(said) if _foreign(said, owner) else ""
    return Attribute("base", m, compare=compared.group(), subject=subject) if same else None


def _moves(before: str) -> Literal["up", "down"] | None:
    """Whether the words before a change say more or less; a lone 多 or 少 does after a value compared with."""
    c = cues()
    bare = before.strip().removesuffix("了")
    if c.down.search(before) or bare == "少":
        return "down"
    return "up" if c.up.search(before) or bare == "多" else None


def _attribute(m: Mention, owner: Item | None, base: Mention | None) -> Attribute | None:
    """What the mention says of another number, or ``None`` when it is an amount of its own."""
    c = cues()
    before = m.before
    adjusted = bool(c.adjusted.search(m.before) or (m.lead in "，,（(" and c.adjusted.search(m.context[-12:])))
    adjusted = adjusted or (owner is not None and bool(c.adjusted.search(owner.label))) or bool(_MORE_THAN_THEN.search(before))
    compare = found.group() if (found := c.compare.search(m.context[-14:] + m.before)) else ""
    if m.quantity.unit == "个百分点":
        return Attribute("points", m, falls=bool(c.down.search(before)), adjusted=adjusted)
    if is_percentage(m):
        if base is not None and not before.strip("的之 为约达到"):
            return Attribute("share", m, base=base, base_label=base_name(base.before), label=base.before)
        share = c.share.search(before)
        if share is not None:
            return Attribute(
                "share", m, base_label=base_name(share.group("of")), label=before, subject=clean(before[: share.start()])
            )
        of = re.search(r"(?:为|完成|达到|是)(?P<of>[^，。；]*?(?:预算|计划|任务|目标)[数值]?)的$", before)
        if of is not None:
            return Attribute("share", m, base_label=base_name(of.group("of")), label=before)
        falls = bool(c.down.search(before))
        if (falls or c.up.search(before)) and not _named_rate(before):
            return Attribute(
                "growth", m, falls=falls, adjusted=adjusted, compare=compare, label=clean(before),
                subject=subject_of(before) if owner is None or _foreign(before, owner) else "",
            )
        return Attribute("rate", m, label=clean(before) or clean(m.context.split("，")[-1]))
    if owner is not None and not c.to.search(before):
        behind = bool(owner.attributes) and owner.attributes[-1].kind == "base" and owner.attributes[-1].mention.at == m.at - 1
        way = _moves(c.compare.sub("", before)) if behind or c.compare.search(before) else None
        falls = way == "down" or bool(c.down.search(before))
        same = base_of(m.quantity.unit)[0] in (owner.dimension, owner.dimension.split("/")[0])
        part = way is None and c.within.search(before)  # 其中新增4.2万亩、改造0.8万亩 are parts, 比上年新增4.2万亩 a change
        if same and not part and (falls or way or c.up.search(before)) and len(clean(before)) <= 14 and not _foreign(before, owner):
            return Attribute("change", m, falls=falls, adjusted=adjusted, compare=compare)
    return None


def _named_rate(before: str) -> bool:
    """True for a rate that has a name of its own: 自然增长率, unlike 增长率."""
    return before.rstrip("为达到是约：: ").endswith("率") and bool(subject_of(before.rstrip("为达到是约：: ")[:-1]))


def subject_of(before: str) -> str:
    """What 增长 or 减少 is said of, when the words before it name something of their own: 其中税收增长20%."""
    c = cues()
    rest = c.compare.sub("", before)
    rest = re.sub(r"(?:20\d\d年(?:度|同期)?|与|比|较|相比|同期|全年|预算|决算|数|口径|实际|累计|平均)", "", rest)
    rest = _BOTH_SIDES.sub("", rest)
    rest = clean(c.down.sub("", c.up.sub("", rest)))
    return rest if len(rest) >= 2 else ""


def _foreign(before: str, owner: Item) -> bool:
    """True when 增长 is said of something else than the owner: 收、支总计100万元，收、支总计各增加5万元 is not."""
    subject = subject_of(before).removesuffix("各").removesuffix("分别")
    return bool(subject) and subject not in owner.label


def _is_base(m: Mention, following: Mention | None) -> bool:
    """An amount inside 占年初预算1000万元的43%: followed by 的 and a percentage without a break."""
    if following is None or not is_percentage(following) or following.clause != m.clause:
        return False
    return bool(re.fullmatch(r"\s*的\s*(?:比例|比重)?(?:为|约)?\s*", m.after))


def _item(m: Mention, out: list[Item]) -> Item:
    """An amount of its own, with label, role and the cue that ties it to what came before."""
    c = cues()
    phrase = m.before
    label = clean(phrase) or noun_after(m.after)
    tail_of_context = re.split(r"[；;。]", m.context)[-1]
    if len(label) < 2 and m.lead in "，,、：:（(" and tail_of_context.strip("，,、：:（( "):
        label = clean(re.split(r"[，,、：:（(]", tail_of_context.rstrip("，,、：:（( "))[-1]) + label
    if len(label) < 2:
        label = noun_after(m.after) or phrase.strip() or label
    cue = ""
    lead_in = tail_of_context + phrase
    by = c.by.search(lead_in)
    within = c.within.findall(_CLOSED.sub("", lead_in))
    if by:
        cue = by.group().rstrip("，：: ")
    elif within:
        cue = within[-1]
    elif by is None and (of := _PARTS_OF.search(lead_in)) and _last_with(out, of.group("of")) is not None:
        cue = f"{of.group('of')}中"
    elif (into := _SPLIT_INTO.search(lead_in)) and _last_with(out, into.group("of")) is not None:
        cue = f"{into.group('of')}分为"
    elif m.lead and m.lead in "：:" and m.quantity.unit and out and out[-1].mention.sentence == m.sentence:
        cue = "："
    elif m.lead and m.lead in "（(" and m.quantity.unit and _right_after(out, m) and label != noun_after(m.after):
        cue = "（"
    return Item(
        mention=m, label=label, counted=_counted(m), role=_role(lead_in, m.after), dimension=base_of(m.quantity.unit)[0], cue=cue,
        total=bool(c.total.search(phrase)), residual=bool(c.residual.search(label)),
        open=m.after.lstrip().startswith("等"), prior=bool(c.roles[0][1].search(phrase) or c.compare.match(phrase.lstrip())) or m.after.lstrip().startswith(_AGAINST),
        plain=m.quantity.value is not None and m.quantity.operator in (None, "="),
        stated=_stated(phrase),
        average="/" in base_of(m.quantity.unit)[0] or bool(c.average.search(phrase)),
    )


def _right_after(out: list[Item], m: Mention) -> bool:
    """True when the bracket the mention opens stands right behind an amount: 基本支出120万元（人员经费100万元，…）."""
    return bool(out) and out[-1].mention.depth < m.depth and m.quantity.start - len(m.before) - 1 == out[-1].mention.quantity.end


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

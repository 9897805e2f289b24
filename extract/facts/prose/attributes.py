"""Numbers that say something of another: a share, a growth, a change, the value compared with."""

from __future__ import annotations

import re
from typing import Literal

from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.item import Attribute, Item, is_percentage
from gouji.extract.facts.prose.labels import base_name, clean
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.numbers.units import base_of

_BOTH_SIDES = re.compile(r"^(?:收入?、?)?(?:支出?)?(?:总计|合计)?(?:各|均|分别)?(?=$|增|减|下|上|提)")
"""收、支总计各 before 增加: both sides of the account that was named before."""

_MORE, _LESS = re.compile(r"多[一-鿿]{0,3}|超出?|超过|高出?|增多"), re.compile(r"少[一-鿿]{0,3}|节约|节省|节支|低|短|缩短|压减")
"""Behind a value compared with: 比上年860套多筹集280套, 比计划40公里超出5公里, 比预算46万元节约4.65万元."""
_OPENING_YEAR = re.compile(r"^(?:(?:19|20)\d\d年度?|当年|本年|全年)")
_GOAL = re.compile(r"(?:完成|达到|为|占)[^，。；]{0,8}(?:目标|任务|计划|预算)[数值]?$")
_NAMED_BASE = re.compile(r"[比较](?![重例为大好])[一-鿿、]{2,16}?(?:的每[一-鿿]{1,3}|的)?")
"""较可研批复的每公里130万元低5.89万元: whatever the amount is called that another is held against."""
_MORE_THAN_THEN = re.compile(r"[多少][增减降]")
"""多增: the increase is larger than last year's by so much; the value itself has not grown by it."""


def prior_value(m: Mention, owner: Item | None, following: Mention | None) -> Attribute | None:
    """The value compared with, where the change follows at once: 支出2.05万元，较上年2.08万元减少0.03万元."""
    c = cues()
    if owner is None or following is None or following.clause != m.clause or is_percentage(m):
        return None
    compared = compared_with(m.before)
    changes = _moves(following.before) is not None and not c.to.search(following.before)
    if compared is None or not changes:
        return None
    if compared.re is _NAMED_BASE and owner.mention.sentence != m.sentence:
        return None  # a sentence of its own has its own subject
    own = {owner.dimension, owner.dimension.split("/")[0]}  # 人均收入14986元，比上年的13980元增长7.2%
    same = {base_of(x.quantity.unit)[0] for x in (m, following) if x.quantity.unit and not is_percentage(x)} <= own
    said = m.before[: compared.start()]
    subject = subject_of(said) if is_foreign(said, owner) else ""
    return Attribute("base", m, compare=compared.group(), subject=subject) if same else None


def compared_with(before: str) -> re.Match[str] | None:
    """The words that make the figure behind them one that something is compared with: 比2022年的."""
    compared = cues().compare.search(before)
    if compared is None or before[compared.end() :].strip("的同期数决算预实际支出收入为 "):
        return _NAMED_BASE.fullmatch(before.strip())
    return compared


def _moves(before: str) -> Literal["up", "down"] | None:
    """Whether the words before a change say more or less; a lone 多 or 少 does after a value compared with."""
    c = cues()
    bare = _OPENING_YEAR.sub("", before.strip("， ").removesuffix("了"))
    if c.down.search(before) or _LESS.fullmatch(bare):
        return "down"
    return "up" if c.up.search(before) or _MORE.fullmatch(bare) else None


def attribute_of(m: Mention, owner: Item | None, base: Mention | None) -> Attribute | None:
    """What the mention says of another number, or ``None`` when it is an amount of its own."""
    c = cues()
    before = m.before + ("占" if "占" in m.quantity.raw[:3] else "")  # 约占90%
    adjusted = bool(c.adjusted.search(m.before) or (m.lead in "，,（(" and c.adjusted.search(m.context[-12:])))
    adjusted = adjusted or (owner is not None and bool(c.adjusted.search(owner.label))) or bool(_MORE_THAN_THEN.search(before))
    compare = found.group() if (found := c.compare.search(m.context[-14:] + m.before)) else ""
    if m.quantity.unit == "个百分点":
        return Attribute("points", m, falls=bool(c.down.search(before)), adjusted=adjusted)
    if is_percentage(m):
        if base is not None and not before.strip("）)的之 为约达到"):
            of_what = base.before.strip() or base.context.strip("，、（(")
            return Attribute("share", m, base=base, base_label=base_name(of_what), label=of_what)
        share = c.share.search(before)
        if share is not None and m.lead in ("）", ")") and m.context.endswith(("）", ")")):  # 新能源车（纯电动和混合动力）占95.7%
            named = clean(re.split(r"[，、；。]", m.context.rpartition("（")[0])[-1])
            return Attribute("share", m, base_label=base_name(share.group("of")), label=before, subject=named)
        if share is not None:
            return Attribute(
                "share", m, base_label=base_name(share.group("of")), label=before, subject=clean(before[: share.start()])
            )
        of = re.search(r"(?:为|完成|达到|是)(?P<of>[^，。；]*?(?:预算|计划|任务|目标)[数值]?)的$", before)
        if of is not None:
            return Attribute("share", m, base_label=base_name(of.group("of")), label=before)
        falls = bool(c.down.search(before))
        if before.rstrip("为达约：: ").endswith(cue_words("taken-rates")):
            return Attribute("rate", m, label=clean(before))
        if (falls or c.up.search(before)) and not _named_rate(before):
            return Attribute(
                "growth", m, falls=falls, adjusted=adjusted, compare=compare, label=clean(before),
                subject=subject_of(before) if owner is None or is_foreign(before, owner) else "",
            )
        return Attribute("rate", m, label=clean(before) or clean(m.context.split("，")[-1]))
    done = owner is not None and owner.role == "target" and before.strip().startswith("实际")  # 新增车位计划860个，实际新增905个
    if owner is not None and not done and not c.to.search(before):
        behind = bool(owner.attributes) and owner.attributes[-1].kind == "base" and owner.attributes[-1].mention.at == m.at - 1
        way = _moves(c.compare.sub("", before)) if behind or c.compare.search(before) else None
        falls = way == "down" or bool(c.down.search(before))
        inside = any(a.kind == "change" and a.mention.depth < m.depth for a in owner.attributes)  # 净增155人（新增418人，退出263人）
        same = not inside and "单价" not in owner.mention.before and base_of(m.quantity.unit)[0] in (owner.dimension, owner.dimension.split("/")[0])
        part = way is None and c.within.search(before)  # 其中新增4.2万亩、改造0.8万亩 are parts, 比上年新增4.2万亩 a change
        if same and not part and (falls or way or c.up.search(before)) and len(clean(before)) <= 14 and not is_foreign(before, owner):
            if any(w in owner.label for w in cue_words("deeper")):
                falls = not falls
            return Attribute("change", m, falls=falls, adjusted=adjusted, compare=compare)
    return None


def _named_rate(before: str) -> bool:
    """True for a rate that has a name of its own: 自然增长率, unlike 增长率."""
    return before.rstrip("为达到是约：: ").endswith("率") and bool(subject_of(before.rstrip("为达到是约：: ")[:-1]))


def subject_of(before: str) -> str:
    """What 增长 or 减少 is said of, when the words before it name something of their own: 其中税收增长20%."""
    c = cues()
    rest = c.compare.sub("", before)
    rest = re.sub(r"(?:20\d\d年(?:度|同期)?|与|比|较|相比|同期|全年|预算|决算|数|口径|实际|累计|平均|亩均|户均|人均|净)", "", rest)
    if _MORE.fullmatch(rest) or _LESS.fullmatch(rest):
        return ""
    rest = _BOTH_SIDES.sub("", rest)
    rest = clean(c.down.sub("", c.up.sub("", rest)))
    return rest if len(rest) >= 2 else ""


def is_foreign(before: str, owner: Item) -> bool:
    """True when 增长 is said of something else than the owner: 收、支总计100万元，收、支总计各增加5万元 is not."""
    subject = subject_of(before).removesuffix("各").removesuffix("分别")
    return bool(subject) and subject not in owner.label


def is_base(m: Mention, following: Mention | None) -> bool:
    """An amount inside 占年初预算1000万元的43%: followed by 的 and a percentage without a break."""
    if following is None or not is_percentage(following):
        return False
    if m.lead in ("（", "(") and not m.before.strip():  # 完成年度目标任务（30000人）的108.7%
        closed = following.depth < m.depth and following.before.strip() in ("的", "的比例")
        return closed and _GOAL.search(m.context.rstrip("（(")) is not None
    if following.clause != m.clause:
        return False
    return bool(re.fullmatch(r"\s*的\s*(?:比例|比重)?(?:为|约)?\s*", m.after))

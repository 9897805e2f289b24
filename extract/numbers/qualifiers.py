"""Words and signs around an amount: 不低于, 约, ≥ before it; 以上, 左右, 以内 after it."""

from __future__ import annotations

import re

# Before the number. The longest word that ends where the number begins wins.
BEFORE: dict[str, str] = {}
for _operator, _words in {
    "≥": "≥ >= ＞= ≧ ⩾ => >＝ ＞＝ 不低于 不少于 不小于 不下于 不得低于 不得少于 不得小于 至少 最少 起码 大于等于 大于或等于 大于或者等于 高于或等于"
         " 不低于每年",
    "≤": "≤ <= ＜= ≦ ⩽ =< <＝ ＜＝ 不高于 不大于 不超过 不多于 不超 不得超过 不得高于 不得大于 不得多于 不能超过 未超过 没有超过 最多 至多 小于等于"
         " 小于或等于 小于或者等于 低于或等于",
    ">": "> ＞ 大于 超过 超出 高于 多于 突破 逾 超 已超 超过了",
    "<": "< ＜ 小于 低于 少于 不足 不到 未满 不满 未达到 未达",
    "=": "= ＝ 等于",
    "±": "± 正负",
}.items():
    for _word in _words.split():
        BEFORE[_word] = _operator
SOFT_BEFORE = frozenset("近 约 大约 大概 将近 接近 约为 约有 约占 约计 约合 约达 差不多 ≈ 几近 上 可达约".split())
# 节约16万元, 签约38家, 附近3个村: the last character of another word. 合约, 整合约 and the like are left to be vague.
_OTHER_WORDS = {"约": frozenset("节签履违特契毁邀预"), "近": frozenset("附最邻临靠毗")}
_DIFFERENCE = frozenset(("超出", "超过"))
_COMPARED, _BACK = re.compile(r"[比较][^，。；、：]*[^，。；、：比较]$"), 24
LAST_CHARACTERS = frozenset(w[-1] for w in [*BEFORE, *SOFT_BEFORE])
_LONGEST = max(map(len, BEFORE))

AFTER = re.compile(
    r"\s?(?:[（(]不?含[^（）()]{0,6}[）)])?(?:(?P<ge>(?:及|或)?以上)|(?P<le>(?:及|或)?以下|以内|之内|封顶)"
    r"|(?P<soft>左右|上下|不等|出头|开外)|(?P<over>[多余](?=$|[^\w]|的))|(?P<half>半(?=$|[^\w]|的|时间|以))|(?P<whole>[整正](?=$|[^\w])))"
)
AFTER_FIRST = frozenset("及或以之左上不出开多余半整正封（( ")


_PLAINLY = {"大约": "约", "大概": "约", "约为": "约", "约有": "约", "约占": "约", "约计": "约", "约合": "约", "约达": "约", "差不多": "约", "≈": "约", "可达约": "约",
            "将近": "近", "接近": "近", "几近": "近"}
INCLUDED = re.compile(r"[（(]含[^（）()]{0,8}[）)]")


def before(text: str, at: int, floor: int) -> tuple[int, str | None, str | None]:
    """What stands before ``at`` and not before ``floor``: (start of it, operator, soft word)."""
    end = at
    while end > floor and at - end < 2 and text[end - 1] in "  　":
        end -= 1
    if end <= floor or text[end - 1] not in LAST_CHARACTERS:
        return at, None, None
    for length in range(min(_LONGEST, end - floor), 0, -1):
        word = text[end - length:end]
        if word in BEFORE:
            if word in _DIFFERENCE and _COMPARED.search(text, max(0, end - length - _BACK), end - length):
                return at, None, None  # 比计划的40公里超出5公里: a difference, no bound
            return end - length, BEFORE[word], None
        if word in SOFT_BEFORE and word != "上":
            start = end - length
            if start > floor and text[start - 1] in _OTHER_WORDS.get(word, ()):
                return at, None, None
            # 约≥5, 超过约5 do not occur; 不超过约 does.
            return start, None, _PLAINLY.get(word, word)
    return at, None, None

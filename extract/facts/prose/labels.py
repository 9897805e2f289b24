"""What a number in a sentence counts: the noun phrase, without the verbs and adverbs around it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gouji.extract.lexicon import alternatives, words

_YEAR = r"(?:20\d\d|19\d\d|二〇..)\s*年(?:度|末|底)?"
_DATE = rf"(?:截至|截止|至|到)?(?:{_YEAR})?(?:\d{{1,2}}\s*[-—－~至]\s*\d{{1,2}}\s*月份?|\d{{1,2}}\s*月(?:份|底|末)?(?:\d{{1,2}}\s*日)?|[一二三四]季度|上半年|下半年|前[一二三]季度)"
_NUMBERING = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)"
_BLANK = re.compile(r"\s+")
_LONGEST = 120
"""Characters before a number that may name it: what is longer is no name."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    cues = words("gouji.extract.facts.prose", "cues.txt")
    lead = re.compile(rf"^(?:{_NUMBERING}|{_DATE}|{_YEAR}|{alternatives(cues['lead'])}|[的，、：:“”\"\s]|中(?=[，、：:\s]))+")
    tail = re.compile(rf"(?:{alternatives(cues['verbs'])}|[的“”\"\s：:])+$")
    year = re.compile(_YEAR)
    return lead, tail, year


@lru_cache(maxsize=8192)
def clean(phrase: str) -> str:
    """The noun phrase of the words before a number: ``2023年全局现有人员共`` → ``全局现有人员``."""
    lead, tail, _ = _patterns()
    text = _BLANK.sub("", phrase)[-_LONGEST:]
    previous = None
    while previous != text:
        previous = text
        text = tail.sub("", lead.sub("", text))
    return text


def base_name(phrase: str) -> str:
    """What a share is taken of: ``占年初预算`` → ``年初预算``."""
    name = re.sub(r"^(?:占|为|完成|达到|相当于)+", "", _BLANK.sub("", phrase))
    return clean(name) or name


def noun_after(phrase: str) -> str:
    """The noun a number counts when it stands before it: ``家企业入驻`` → ``企业入驻``; cut at 16 characters."""
    text = _BLANK.sub("", phrase)
    if text[:1] in "，、；。：":
        return ""
    pieces = re.split(r"[的并和与及，、]|通过|用于|开展|参与|实现", text)
    return next((p for p in pieces[:2] if p), "").strip("“”\"")[:16]


def year_in(phrase: str) -> str | None:
    """The last year named in the words: ``2022年决算`` → ``2022``."""
    _, _, year = _patterns()
    found = year.findall(phrase)
    digits = re.sub(r"\D", "", found[-1])[:4] if found else ""
    return digits or None

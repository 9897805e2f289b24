"""Patterns of the words that say what a number is to its sentence; the words stand in ``cues.txt``."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from gouji.extract.facts.model import Role
from gouji.extract.lexicon import alternatives, words


@cache
def cue_words(section: str) -> tuple[str, ...]:
    """Words of one section of ``cues.txt``."""
    return words("gouji.extract.facts.prose", "cues.txt")[section]


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
        by=re.compile(r"(?:按[^，。；：]{1,14}?(?:分|看|划分|分类|统计)|分[^，。；：]{1,8}看)(?:[，：:]|$)|分(?:年度|年|地区|区域|标段|类别|批次|级次|季度|县区|乡镇)(?:为|是)(?=[^，。；：]{2,12}$)|按(?:类别|类型|性质|用途|级次|来源|资金来源|区域|地区|规模|行业|渠道|功能|标段|年度)(?=[：:，])"),
        total=re.compile(rf"(?<!公)(?:{alternatives(w['total'])})(?!同|享|建|产值|值|产量|人口|收入|支出)"),
        residual=re.compile(rf"^(?:{alternatives(w['residual'])})|(?:等|及|和)其[他它余]$"),
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

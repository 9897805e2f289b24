"""Title lines, annex headings and cover lines: what opens a new filing inside a file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from gouji.extract.lexicon import alternatives, yaml_of
from gouji.extract.numbering import RESIDUE, numbering_of

TitleKind = Literal["report", "form", "table"]

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_INNER = r"[^（）()【】\[\]]"
_TAIL = re.compile(rf"(?:[（(【\[]{_INNER}{{0,60}}(?:[（(〔\[]{_INNER}{{0,12}}[）)〕\]]{_INNER}{{0,60}}){{0,2}}[）)】\]])+$")
_YEAR_TAIL = re.compile(r"[（(【\[](?:20\d\d[-－—–~至]?)?20\d\d年?度?[）)】\]]")
_ANNEX = re.compile(
    r"附\s*[件表录]\s*(?P<number>(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?:\s*[-－—–.]\s*\d{1,2})?)?"
    r"\s*(?P<mark>[:：、.．]?)\s*(?P<title>.*)"
)
_STOP = re.compile(r"[。；;！？!?]|[，,](?=.{12})")
_TOC_TAIL = re.compile(r"(?:\.{3,}|…{1,}|·{3,}|-{3,}|\t)\s*\d{1,3}\s*$")
_YEAR = re.compile(r"(20\d\d)\s*(?:[-－—–~至]\s*(20\d\d)\s*)?年")
_BLANK_DATE = re.compile(r"(?:填报|评价|报告|编制)?(?:日期|时间)?[:：]?(?:20)?[_＿]*年[_＿]*月[_＿]*日?")
_DATE = re.compile(r"(?:填报|评价|报告|编制)?(?:日期|时间)?[:：]?(?:20\d\d|[二〇○Ｏ零一三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月(?:[0-9一二三四五六七八九十]{1,3}日)?")
_VERSION_TAIL = re.compile(r"[（(【\[](?:.{0,8}类|.{0,4}(?:稿|版|本|样式|模板|模版|参考|摘要|表|一|二|三|四|五|\d))[）)】\]]")
_REPORT_WORDS = re.compile(
    r"(?:的)?(?:项目)?(?:专项)?(?:资金)?(?:支出)?(?:财政)?(?:重点)?(?:绩效)?(?:目标)?(?:自我|自)?(?:评价|评|运行监控)?"
    r"(?:工作)?(?:情况)?(?:总结)?(?:报告|报告书|表|总结|说明|目标申报表|申报表|评分表)$"
)
_PUNCTUATION = re.compile(r"[。；;，,：:！？、?]")
_UNIT_TAIL = re.compile(r"[（(]?(?:金额)?单位[:：].{0,4}元.{0,2}$")
_WHOSE = re.compile(
    r"^(?:[一-鿿]{1,8}?(?:省|自治区|自治州|市|县|区|旗|盟|州|镇|乡)(?!级|本级|直))+?"
    r"(?:[一-鿿]{2,14}?(?:局|委员会|厅|办公室|中心|政府|办|院|校|会|馆|站|所|队))?"
)
_FORM_CODE = re.compile(r"^(?:\d{4,}[0-9A-Za-z_]*[-－_]?(?=[一-鿿])(?!年)|(?:预算|决算|公开|附)?(?:第?\d{1,2}|\d{1,2}-\d{1,2})表[-－:：]?)")
"""510000_0013zp部门预算项目支出绩效自评表: what the system calls the form."""
_MAX_TITLE = 60
_LONGEST_LINE = 200


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ...]]:
    """The word lists of titles.yaml."""
    data = yaml_of("gouji.extract", "titles.yaml")
    return {key: tuple(value) for key, value in data.items()}


@lru_cache(maxsize=8192)
def squeezed(line: str) -> str:
    """The line without residue and blanks: ``自 评 报 告`` → ``自评报告``."""
    return _BLANKS.sub("", line[RESIDUE.match(line).end() :])  # type: ignore[union-attr]


class Annex(Struct, frozen=True):
    """An annex heading: label without blanks (``附件3``), number if any, the title behind it."""

    label: str
    number: int | None
    title: str
    colon: bool


def annex_of(line: str) -> Annex | None:
    """The annex a line announces or opens, or ``None``; sentences about annexes are none."""
    if len(line) > _LONGEST_LINE:
        return None
    bare = line[RESIDUE.match(line).end() :].strip()  # type: ignore[union-attr]
    found = _ANNEX.fullmatch(bare)
    if not found or len(bare) > _MAX_TITLE + 10 or _STOP.search(bare) or _TOC_TAIL.search(bare):
        return None
    number, title = found["number"], _BLANKS.sub("", found["title"])
    if not number and not found["mark"] and title:
        return None
    if number and not found["mark"] and title and not (bare[found.start("title") - 1].isspace() or title_kind(title)):
        return None
    value = None
    if number:
        first = re.split(r"[-－—–.]", number)[0].strip()
        from gouji.extract.numbering import chinese_number

        value = int(first) if first.isdecimal() else chinese_number(first)
    label = "附" + bare[1:].lstrip()[0] + _BLANKS.sub("", number or "")
    return Annex(label, value, title, bool(found["mark"]))


@lru_cache(maxsize=8192)
def title_kind(line: str) -> TitleKind | None:
    """Kind of title a line is by its ending, or ``None``: prose, numbered lines, contents lines are none."""
    if len(line) > _LONGEST_LINE or _TOC_TAIL.search(line):
        return None
    bare = squeezed(line)
    if not 3 <= len(bare) <= _MAX_TITLE or _STOP.search(bare) or numbering_of(line):
        return None
    if bare.endswith(("：", ":")) or "：" in bare.split("（")[0][:8]:
        return None
    bare = without_unit(bare)
    core = _TAIL.sub("", bare)
    lists = words()
    if not core or any(w in core for w in lists["sentence_words"]):
        return None
    if core.endswith(lists["report_endings"]):
        return "report"
    if core.endswith(lists["form_endings"]):
        return "form"
    if core.endswith(lists["table_endings"]) and not core.endswith(("代表", "如下表", "见表", "下表", "见附表")):
        return "table"
    return None


def without_unit(title: str) -> str:
    """The title without a ``单位：万元`` that stands behind it on the same line."""
    return _UNIT_TAIL.sub("", title)


def is_plain_line(line: str) -> bool:
    """True for a short line without punctuation that is no heading, date or field: perhaps half a title."""
    bare = squeezed(line)
    return (
        3 <= len(bare) <= 40
        and not _PUNCTUATION.search(bare)
        and not (numbering_of(line) or annex_of(line) or is_date_line(line) or is_cover_mark(line))
    )


def opens_itself(line: str) -> bool:
    """True for a plain line that by its own words begins a title even in the middle of text."""
    bare = squeezed(line)
    return is_plain_line(line) and (bare.endswith(words()["unit_endings"]) or bool(re.match("20\\d\\d年|关于", bare)))


def title_year(title: str) -> str | None:
    """The year a title is about; a year inside the name of a project in brackets does not count."""
    tail = _TAIL.search(title)
    if tail and not _YEAR_TAIL.fullmatch(tail[0]):
        return year_in(title[: tail.start()])
    return year_in(title) or (re.findall(r"20\d\d", tail[0])[-1] if tail else None)


def is_blank_date(line: str) -> bool:
    """True for ``年 月 日`` without figures."""
    return bool(_BLANK_DATE.fullmatch(squeezed(line)))


def is_date_line(line: str) -> bool:
    """True for a line that is a date and nothing else, filled in or blank."""
    bare = squeezed(line)
    return bool(_DATE.fullmatch(bare) or _BLANK_DATE.fullmatch(bare))


def cover_field(line: str) -> tuple[str, str] | None:
    """Field and value of a cover line such as ``部 门 名 称 ： 某局``."""
    bare = squeezed(line)
    name, mark, value = bare.replace(":", "：").partition("：")
    if not mark:
        return None
    for field in words()["cover_fields"]:
        if name == field or name == f"{field}（盖章）" or name == f"{field}(盖章)":
            return field, value
    return None


def is_cover_mark(line: str) -> bool:
    """True for ``（此页为封面）`` and the like."""
    bare = squeezed(line).strip("（）()【】[]")
    return bare in words()["cover_marks"]


def year_in(line: str) -> str | None:
    """The (last) year a line names, ``2023``; of a span of years the last."""
    found = [m[2] or m[1] for m in _YEAR.finditer(line)]
    return found[-1] if found else None


def project_in(title: str) -> str | None:
    """The project a report's or form's title names, or ``None``: ``…自评报告（食品抽检）`` → ``食品抽检``."""
    bare = without_unit(squeezed(title))
    lists = words()
    if any(w in bare for w in lists["whole_department"]):
        return None
    tail = _TAIL.search(bare)
    core = bare[: tail.start()] if tail else bare
    if not core.endswith(lists["report_endings"]) and not core.endswith(lists["form_endings"]):
        return None
    if tail and not _YEAR_TAIL.fullmatch(tail[0]) and not _VERSION_TAIL.fullmatch(tail[0]):
        return re.sub(r"^[（(【\[]|[）)】\]]$", "", tail[0]) or None
    core = _REPORT_WORDS.sub("", _FORM_CODE.sub("", core).removeprefix("关于"))
    years = list(_YEAR.finditer(core))
    if years:
        after = core[years[-1].end() :].removeprefix("度")
        core = after or core[: years[0].start()]
    for generic in lists["generic"]:
        core = core.removesuffix(generic)
    if len(core) < 2 or core.endswith(lists["unit_only_endings"]):
        return None
    # 某省省级部门预算, 某县水务局部门预算: whose form it is, and then nothing but the kind of form
    if any(len(_form_words().sub("", rest)) < 2 for rest in (core, _WHOSE.sub("", core, count=1))):
        return None
    return core


@lru_cache(maxsize=1)
def _form_words() -> re.Pattern[str]:
    """Words that name a kind of form, not a project: 部门预算, 中央对地方转移支付区域."""
    return re.compile(alternatives(words()["form_words"]) + r"|[（()）]")

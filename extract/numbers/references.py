"""Arabic digits that count nothing: document numbers, phones, list numbers, annexes, codes."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from gouji.extract.numbers.amounts import unit_at
from gouji.extract.numbers.quantity import Kind
from gouji.extract.numbers.units import POWERS

DOCUMENT = re.compile(
    r"[〔\[(（【﹝〖]\s?(?:19|20)[0-9]{2}\s?年?[〕\])）】﹞〗〔]\s?(?:第|字第)?\s?[0-9]{1,6}(?:[-、—和][0-9]{1,6})*\s?号"
)
_BRACKETED_YEAR = re.compile(r"[〔\[(（【﹝](?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?[〕\])）】﹞]")
_LOST_BRACKETS = re.compile(r"(?:19|20)[0-9]{2}[ ]?[0-9]{1,4}号")
PHONE = re.compile(
    r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—– ]?[0-9]{7,8}(?:[-转][0-9]{1,5})?|[48]00[-－— ]?[0-9]{3,4}[-－— ]?[0-9]{3,4})(?![0-9.])"
)
_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?:[0-9Xx])(?![0-9])")
_MASKED = re.compile(r"[0-9]+\*{2,}[0-9]*")
_MULTIDOT = re.compile(r"[0-9]+(?:\.[0-9]+){2,}\.?")
CODE = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:[A-Za-z_]+[0-9]*)*(?:[-–/_:.+][0-9A-Za-z]+)*")
_CODE_TAIL = re.compile(r"[0-9]+(?:[-－_.][0-9A-Za-z]+)*[A-Za-z_]*")
_YEAR_OF = re.compile(r"(?:年度|年份)[:：]$")
_TIMES = frozenset("×*＊xX✕ ")
_FORMULA = re.compile(r"[）)\]】A-Za-z一-鿿]\s?[×*＊xX✕]\s?$")
"""B/A×100%, （执行数/预算数）*100%: the factor that makes a share a percentage says nothing of the filing."""
_LETTER = re.compile(r"[A-Za-z_]")
_KEYED = re.compile(
    r"(?:电话|热线|手机|传真|联系方式|邮编|邮政编码|账号|帐号|账户|卡号|身份证号?码?|证号|编号|编码|代码|识别号|QQ|微信|车牌|工号|学号|文号|许可证"
    r"|登记号|索引号|单号|Tel|TEL|No\.?|NO\.?|№)[^0-9，。；;,\n万元%个]{0,6}$"
)
_KEY_HINT = re.compile("[话线机真式编码号户证别Q信牌记单TtNn№o]")
_DECIMALS = re.compile("[.,][0-9]")
_PHONE_KEY = re.compile(r"电话|热线|手机|传真|联系方式|Tel|TEL")
_HOTLINE = re.compile(r"[^0-9，。；\n]{0,8}(?:热线|平台|投诉电话|举报电话)")
_STRONG_LABEL = re.compile(r"(?:附件|附表|附图|附录|附|专栏|图表|案例|Annex|Table|表格)[  　]?$")
_LABEL_ENDS = frozenset("件表图录附栏例格xe  　")
_WEAK_LABEL = re.compile(r"(?:(?<![代报发统])表|图|指标|备注|注|目标|步骤|阶段|方案|选项|例|任务|项目|措施|问题|类型|序号|标段|包)[  　]?$")
_LABEL_NUMBER = re.compile(r"[0-9]{1,3}(?:[-－.—][0-9]{1,3})*(?![0-9%])")
_STRONG_BOUNDARY = frozenset("…。；;：:！!？?”」\"）)】]|\n\r☑□☐☒✓√■")
_SPACES = " \t　 "
_PAGE_LINE = re.compile(r"\s*[-—–·]\s*[0-9]{1,4}\s*[-—–·]\s*(?:\n|$)")
_HEADING_TAIL = re.compile(r"[.、．]?[  　\t]*[一-鿿A-Za-z“《（]")
_ORDINAL_TAIL = re.compile(r"[ ]?(?:届|季度|批次|批|位|名|次|期|条|款|项|章|节|号|类|页|轮|个|人|年|周|天|家|站|代|号线|标段|小学|中学|人民医院|中队|大队)?")
_NUMBERED = re.compile(r"[ ]?(?:号(?!召)|#)(?:文件?|线|楼|院|路|令|公告|地块|机|井|桥|厂房|馆|台风)?")
_RANK = re.compile(r"[0-9]{1,4}[ ]?(?:强|甲|等奖|等功|级别|年级|季度|国道|省道|县道)")
_RANK_FOLLOWS = frozenset("强甲等级年季国省县 ")
_FRACTION = re.compile(r"([0-9]{1,4})[/／]([0-9]{1,4})(?![0-9/／.])")
_NAMED_DAY = re.compile(r"[0-9]{1,2}[·•・][0-9]{1,2}(?![0-9%])")
_OCR_DOT = re.compile(r"[0-9]+[·•・][0-9]+")


class Reading(Struct):
    """Digits that are no amount: where they end, what they are, why; ``start`` may reach back to 第 or 〔."""

    start: int
    end: int
    kind: Kind
    why: str


@lru_cache(maxsize=1)
def _hotlines() -> frozenset[str]:
    """The numbers of ``hotlines.txt``."""
    lines = (Path(__file__).parent / "hotlines.txt").read_text("utf8").splitlines()
    return frozenset(number for line in lines if not line.startswith("#") for number in line.split())


def line_start(text: str, at: int, floor: int) -> bool:
    """True when only blanks stand between the start of the line (or of the cell) and ``at``."""
    while at > floor and text[at - 1] in _SPACES:
        at -= 1
    return at == 0 or text[at - 1] in "\n\r"


def before_amount(text: str, at: int, end: int, floor: int, *, cell: bool) -> Reading | None:
    """What the digit run ``text[at:end]`` is when its surroundings say so before any unit is looked at."""
    previous = text[at - 1] if at > floor else "\0"
    following = text[end] if end < len(text) else "\0"
    length = end - at
    if previous in "〔[(（【﹝〖" and previous:
        m = DOCUMENT.match(text, at - 1)
        if m:
            return Reading(at - 1, m.end(), "reference", "document-number")
        if length == 4 and (m := _BRACKETED_YEAR.match(text, at - 1)):
            return Reading(at, m.end() - 1, "date", "year")
        if previous in "〔﹝" and length > 4 and text[at:at + 2] in ("19", "20"):
            return Reading(at, end, "other", "glued")
        if previous in "[【" and following and following in "]】" and length <= 6:
            return Reading(at, end, "reference", "footnote" if length <= 2 else "code")
    if length == 4 and previous in "：:" and _YEAR_OF.search(text, max(floor, at - 5), at) and text[at:at + 2] in ("19", "20"):
        return Reading(at, end, "date", "year")
    if previous in _TIMES and text[at:end] == "100" and following in "%％" and following and _FORMULA.search(text, max(floor, at - 4), at):
        return Reading(at, end + 1, "other", "factor")
    if length <= 3 and previous and "A" <= previous <= "Z" and following != "." and line_start(text, at - 1, floor):
        return Reading(at, end, "reference", "code")
    if length >= 3 and text.startswith("00", at) and following != ".":
        return Reading(at, end, "reference", "code")
    if previous == "第":
        m = _ORDINAL_TAIL.match(text, end)
        tail = m.end() if m else end
        if following and following in "-—－~至到、":
            tail = end
        return Reading(at - 1, tail, "ordinal", "ordinal")
    if (length >= 5 or (length == 4 and following == " ")) and text[at:at + 2] in ("19", "20") and (m := _LOST_BRACKETS.match(text, at)):
        return Reading(at, m.end(), "reference", "document-number")
    if length >= 3:
        if m := PHONE.match(text, at):
            if length == 11 or m.end() > end or text[at] == "0" or _phone_key(text, at, floor):
                return Reading(at, m.end(), "reference", "phone")
        elif length >= 15 and (m := _IDENTITY.match(text, at)):
            return Reading(at, m.end(), "reference", "id-number")
        if length >= 15:
            return Reading(at, end, "reference", "card-number" if length <= 20 else "code")
        if (text[at:end] in _hotlines() and _HOTLINE.match(text, end)):
            return Reading(at, end, "reference", "hotline")
        if following == "*" and (m := _MASKED.match(text, at)):
            return Reading(at, m.end(), "reference", "masked")
        if _keyed(text, at, floor) and (length >= 7 or (following not in POWERS and not _DECIMALS.match(text, end) and unit_at(text, end) is None)):
            m = _CODE_TAIL.match(text, at)
            phone = length >= 7 and _phone_key(text, at, floor)
            return Reading(at, m.end() if m else end, "reference", "phone" if phone else "code")
    if following == "." and (m := _MULTIDOT.match(text, at)):
        return _multidot(text, at, m.end(), floor)
    if following and following in "·•・":
        if m := _NAMED_DAY.match(text, at):
            return Reading(at, m.end(), "date", "named-day")
        if m := _OCR_DOT.match(text, at):
            return Reading(at, m.end(), "other", "unreadable")
    if length <= 3 and following and following in "、.．)）":
        reading = listed(text, at, end, floor)
        if reading:
            return reading
    if previous == "表" and length <= 2 and following in (" ", "\u3000") and line_start(text, at - 1, floor):
        return Reading(at, end, "ordinal", "annex")  # 表1 分行业增加值: no 1分
    if following in ("届", "级") and length == 4 and text[at] in "12":
        return Reading(at, end + 1, "ordinal", "ordinal")  # 2023届毕业生
    if following == "表" and previous == "开" and length == 2 and text.startswith("公开", at - 2):
        return Reading(at, end + 1, "ordinal", "label")  # 公开02表: how the tables of published accounts are called
    if length <= 3 and previous in _LABEL_ENDS and (m := _STRONG_LABEL.search(text, max(floor, at - 8), at)):
        m = _LABEL_NUMBER.match(text, at)
        return Reading(at, max(end, m.end() if m else end), "ordinal", "annex")
    if previous == "-" or previous in "—–·":
        start = at - 1
        while start > floor and text[start - 1] in " \t":
            start -= 1
        if (start == 0 or text[start - 1] in "\n\r") and (m := _PAGE_LINE.match(text, start)):
            return Reading(at, end, "other", "page-number")
    if following in _RANK_FOLLOWS and (m := _RANK.match(text, at)):
        if following in "强甲" and previous != "前" and not (previous in "百十" and previous):
            return None
        return Reading(at, m.end(), "ordinal", "rank" if following in "强甲等" else "ordinal")
    if previous == "前" and following and following in "名位" and length <= 3:
        return Reading(at, end + 1, "ordinal", "rank")
    if following and following in "号#" and (m := _NUMBERED.match(text, end)):
        return Reading(at, m.end(), "reference", "number")
    return None


def after_amount(text: str, at: int, end: int, floor: int, *, cell: bool, unit: str | None, dotted: bool) -> Reading | None:
    """What a number without a telling unit is: code, year, heading, label. ``end`` is the end of its digits."""
    previous = text[at - 1] if at > floor else "\0"
    following = text[end] if end < len(text) else "\0"
    digits = text[at:end]
    if unit is None:
        if _LETTER.match(previous) or _LETTER.match(following) or (previous == "%" and len(digits) <= 2 and following == "%"):
            m = CODE.match(text, at)
            return Reading(at, m.end() if m else end, "reference", "code")
        if previous in (" ", "/", "-") and re.search(r"(?:[A-Z]{2,}(?:/[A-Z])?|[A-Z]/[A-Z])[ /-]$", text[max(floor, at - 8):at]) and not dotted \
                and text[max(0, at - 4):at - 1] not in ("GDP", "CPI", "PPI", "PMI", "RMB", "USD", "CNY", "EUR", "GBP", "JPY", "HKD"):
            m = CODE.match(text, at)
            return Reading(at, m.end() if m else end, "reference", "code")
        if following and following in "-－_" and cell and len(digits) >= 3 and not dotted and re.match(r"[-－_][一-鿿A-Za-z]", text[end:end + 2]):
            return Reading(at, end, "reference", "code")
        if following and following in "-－" and not dotted and (m := re.compile(r"[0-9]+(?:[-－][0-9A-Za-z]+){2,}").match(text, at)):
            return Reading(at, m.end(), "reference", "code")
        whole = at == 0 and end == len(text)
        if len(digits) == 4 and digits[:2] in ("19", "20") and not (cell or whole) and _bare_year(text, at, end, floor):
            return Reading(at, end, "date", "year")
        if not dotted and len(digits) <= 3 and not whole:
            if _WEAK_LABEL.search(text, max(floor, at - 6), at):
                m = _LABEL_NUMBER.match(text, at)
                return Reading(at, max(end, m.end() if m else end), "ordinal", "annex")
            if len(digits) <= 2 and following and following in _SPACES and line_start(text, at, floor) and not cell \
                    and re.match(r"[\s]+[一-鿿“《]", text[end:end + 4]):
                return Reading(at, end, "ordinal", "heading-number")
    if dotted and following and re.fullmatch(r"[1-9][0-9]?\.[0-9]{1,2}", digits) and (unit is None or unit in "项个级条类部门线面点种") \
            and (line_start(text, at, floor) or (at == floor and at > 0)) and _HEADING_TAIL.match(text, end):
        return Reading(at, end, "ordinal", "heading-number")
    return None


def fraction_at(text: str, at: int) -> tuple[int, int, int] | None:
    """A fraction such as 2/3 in figures: (end, numerator, denominator); larger or odd ones are no fractions."""
    m = _FRACTION.match(text, at)
    if m is None:
        return None
    top, bottom = int(m.group(1)), int(m.group(2))
    return (m.end(), top, bottom) if 0 < top < bottom <= 100 and bottom > 1 else None


def listed(text: str, at: int, end: int, floor: int) -> Reading | None:
    """``1.`` ``2、`` ``（3）`` and ``4）`` as numbering."""
    following = text[end]
    previous = text[at - 1] if at > floor else "\0"
    begins = line_start(text, at, floor)
    spaced = at
    while spaced > floor and text[spaced - 1] in _SPACES:
        spaced -= 1
    edge = spaced > 0 and (
        text[spaced - 1] in _STRONG_BOUNDARY or (spaced > 1 and text[spaced - 1] == "、" and text[spaced - 2] in "一二三四五六七八九十")
    )
    next_digit = end + 1 < len(text) and text[end + 1].isdigit()
    if following in ")）":
        if previous and previous in "(（":
            if end - at <= 2:
                return Reading(at, end, "ordinal", "list-number")
            return None
        if begins or edge or spaced < at:
            return Reading(at, end + 1, "ordinal", "list-number") if end - at <= 2 and "(" not in text[max(floor, at - 12):at] and "（" not in text[max(floor, at - 12):at] else None
        return None
    if end - at > 2:
        return None
    if next_digit and following in ".．":
        # 1.2022年: a list number before a year; every other figure after a point is a decimal.
        if (begins or edge) and re.match(r"[.．](?:19|20)[0-9]{2}\s?(?:年|-)", text[end:end + 8]):
            return Reading(at, end + 1, "ordinal", "list-number")
        return None
    if next_digit and re.match(r"、[0-9]{1,3}(?:[、和及与]|[  ]?月|[  ]?季度)", text[end:end + 6]):
        return None
    if end + 1 == len(text) and not begins:
        return None
    if begins or edge:
        return Reading(at, end + 1, "ordinal", "list-number")
    return None


def _multidot(text: str, at: int, end: int, floor: int) -> Reading:
    """1.2.3: a heading, a version, an address, or cells glued together."""
    if text[end - 1] == ".":
        end -= 1
    parts = text[at:end].split(".")
    if len(parts) == 4 and all(len(p) <= 3 and int(p) < 256 for p in parts) and at > floor and len(text[at:end]) > 9:
        return Reading(at, end, "reference", "code")
    if all(len(p) <= 2 for p in parts):
        return Reading(at, end, "ordinal", "heading-number")
    return Reading(at, end, "other", "glued")


def _bare_year(text: str, at: int, end: int, floor: int) -> bool:
    """2023 without 年, where only a year can stand."""
    previous = text[at - 1] if at > 0 else "\0"
    following = text[end] if end < len(text) else "\0"
    if not text[at:end].isdecimal() or not 1949 <= int(text[at:end]) <= 2060:
        return False
    if line_start(text, at, floor) and following and (following in _SPACES or "一" <= following <= "鿿"):
        return True
    if previous in "到至" and at > 1 and text[at - 2] in "达加升高增减降低提少多扩大缩":
        return False  # 达到2000
    return previous in "在于至到自从~～" and not (following and following in "余多")


def _keyed(text: str, at: int, floor: int) -> bool:
    """True after 电话：, 账号 and the like."""
    begin = max(floor, at - 12)
    return _KEY_HINT.search(text, begin, at) is not None and _KEYED.search(text, begin, at) is not None


def _phone_key(text: str, at: int, floor: int) -> bool:
    """True after a word for phones."""
    return _PHONE_KEY.search(text, max(floor, at - 12), at) is not None

"""GJ625 span-differs 时长与起止日期不符."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise, takewhile

from msgspec import Struct

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Document, Table, Text
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.numbers.numerals import read_integer
from gouji.rules.structure.places import at, bare, texts, whole

_DATE = r"(?:(?P<{0}y>20\d\d)\s*年\s*)?(?P<{0}m>\d{{1,2}})\s*月(?:\s*(?P<{0}d>\d{{1,2}})\s*[日号])?"
_LONG = r"(?P<n>\d{1,4}|[一二两三四五六七八九十]{1,3})\s*(?P<u>个?日历天|天|日|个月|年)(?!以[上内下前]|左右|内)"
_BETWEEN = _DATE.format("a") + r"(?:起|开始)?(?:实施|执行|施行|运行|计算)?[，,]?\s*(?:至|到|—+|－|-|~|～)\s*" + _DATE.format("b")
_SPAN = re.compile(
    _BETWEEN + r"(?:止|底|末)?\s*(?:[，,（(]\s*)?(?:共计?|计|合计|为期|历时|总计|总工期|工期|期限|服务期限?)(?:为|共)?\s*" + _LONG
)
_FROM_TO = re.compile(_BETWEEN)
_SAME_MONTH = re.compile(
    _DATE.format("a") + r"\s*(?:至|到|—+|－|-|~|～)\s*(?P<bd>\d{1,2})\s*[日号]\s*[（(]\s*(?:共计?|计|为期|历时)?\s*(?P<n>\d{1,3})(?P<u>天)[)）]"
)
"""2月10日至17日（8天）: within one month."""
_TOOK = re.compile(r"(?:实际用时|实际工期|实际历时|用时|历时|总工期)(?:为|共|约)?\s*" + _LONG)
_TERM = re.compile(r"(?:工期|期限|服务期|合同期)(?:为|是)?\s*自?\s*" + _BETWEEN)
_ALL_IN_TIME = re.compile(r"(?:均|都|全部)(?:已)?(?:在|按)(?:合同|规定|约定)?(?:工期|期限|时间)(?:之?内|要求)?(?:完工|完成)?")
_FINISHED = re.compile(_DATE.format("a") + r"[^，。；、0-9]{0,6}(?:竣工|完工|完成|交付|验收)")
_STEPS = (
    re.compile(r"(?:中标|成交)通知书(?:发出|下达|签发)?(?:日期|时间)?(?:为|是|：)?\s*" + _DATE.format("a")),
    re.compile(r"(?:采购)?合同签订(?:日期|时间)?(?:为|是|：)?\s*" + _DATE.format("a")),
)
"""Steps of a purchase by the words before their dates, in the order that the law gives them."""
_TOLD = re.compile(_DATE.format("a"))
_SHIFT = r"(?:提前|提早|推迟|延期|延后|延迟|逾期|超期|滞后)了?\s*" + _LONG
_SHIFTED = re.compile(_SHIFT)
_BEGUN = re.compile(r"[^，。；、]{0,8}?(?:开工|动工|启动|开始实施|进场施工|立项|签订)")
_ENDED = re.compile(r"[^，。；、]{0,8}?(?:竣工|完工|验收|建成|投入使用|通过验收|结项|完成(?:最后|全部|所有))(?!的)")
_RECEIVED = re.compile(r"[^，。；、\d]{0,8}?(?:收到|收文|到账|受理|申请)(?!的|后|之日)")
_PASSED_ON = re.compile(r"[^，。；、\d]{0,8}?(?P<step>下达|分解|分配|拨付|发放|支付|办结)(?!的|后)")
_IN_DAYS = re.compile(
    r"(?:^|[，,；。])(?:两批|各批|资金|文件|指标)?(?:均|都|全部|已|并)*(?:是)?在(?:收到|收文|到账|受理|申请)(?:资金|文件|指标文?)?(?:之日起|后|以后)(?:的)?(?P<n>\d{1,3})\s*(?P<u>日历天|天|日)(?:之?内|以内)"
)
"""Two steps by their dates, and the days said to lie between them at most."""
_PLANNED = re.compile(r"(?:计划|合同|约定|要求)(?:的)?(?:竣工|完工|完成|交付|交工)(?:日期|时间)?(?:为|是|：)?\s*" + _DATE.format("a"))
"""The day by which something was to be done."""
_DONE_LATE = re.compile(_DATE.format("a") + r"[^，。；、0-9]{0,6}(?:竣工|完工|完成|交付|交工|验收)[，,（(]\s*" + _SHIFT)
_BUILT = re.compile(r"[^，。；、]{0,6}?(?:竣工|完工|建成|调试完成|安装完成|全部到货|设备到货)(?!的|验收|结算|决算)")
_ACCEPTED = re.compile(r"[^，。；、]{0,10}?(?:验收|初验|终验)(?!的)")
_AWARDED = re.compile(
    r"[^，。；、\d]{0,10}?(?:开标|定标|(?:中标|成交)(?:结果)?(?:公示|公告)|完成(?:公开|邀请)?(?:招标|招投标|磋商|谈判)|确定(?:中标|成交|供应商))"
)
_SIGNED = re.compile(r"[^，。；、\d]{0,16}?签订[^，。；、\d]{0,10}?(?:合同|协议)")
_BEGUN_HEAD = re.compile(r"(?:实际)?(?:开工|动工|开始|启动|起始|合同签订)(?:日期|时间)?")
_ENDED_HEAD = re.compile(r"(?:实际)?(?:竣工|完工|结束|完成|终止|验收|竣工验收)(?:日期|时间)?")
_DOTTED = re.compile(r"(20\d\d)(?:年|[-./])(\d{1,2})(?:月|(?:[-./](\d{1,2})))?(?:(?<=月)(\d{1,2})日)?")
_MONTH = 30.4375
_SEASON = 100
"""Dates without a year further apart are of two years."""
_SENTENCE = re.compile(r"(?:[^。；\n]|；(?=\s*(?:19|20)\d\d年(?!度)))+")
"""A date right behind a semicolon is told of the same thing."""
_TO_THE_STOP = re.compile(r"[^。\n]+")


class _Day(Struct, frozen=True):
    """A date as told: the day it names, and whether day and year stand there."""

    day: date
    start: int
    end: int
    exact: bool
    dated: bool


@rule(
    "GJ625", "span-differs", severity="warning",
    zh="写的是{stated}，按起止日期应为{computed}", en="{stated} is written, the two dates make {computed}",
    title_zh="时长与起止日期不符", title_en="A length of time does not fit its dates",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: “3月1日至12月31日，共10个月”的时长与起止日期相符；“计划10月31日完工，实际10月15日完工，提前16天”的天数等于两日之差；竣工、验收不早于开工，合同不早于开标；“均在收到后30日内下达”与两个日期。

    为什么重要: 工期、服务期、提前或逾期天数是时效指标的依据，日期对不上，时效得分就没有根据。
    何时不算错: 首尾两日算一天还是两天、不足月按月计，两种算法都可以（括号里写一月之内天数的，如2月10日至17日（8天），首尾都算）；只写月份的；日期多于两个、说不清比的是哪两个的。
    """
    for block, cell, text in texts(facts.document):
        if "月" not in text.string:
            continue
        numbers = facts.in_cell(block, cell) if cell is not None else facts.in_paragraph(block)
        yield from _late(text, numbers)
        yield from _steps(text)
        yield from _backwards(text)
        yield from _in_time(text)
        for sentence in _SENTENCE.finditer(text.string):
            yield from _spans(text, numbers, sentence.start(), sentence.end())
            yield from _shifts(text, numbers, sentence.start(), sentence.end())
            yield from _within_a_month(text, numbers, sentence.start(), sentence.end())
            yield from _took(text, numbers, sentence.start(), sentence.end())
            yield from _order(text, sentence.start(), sentence.end())
        for sentence in _TO_THE_STOP.finditer(text.string):
            yield from _tendered(text, sentence.start(), sentence.end())
            yield from _in_days(text, numbers, sentence.start(), sentence.end())
    yield from _columns(facts.document)


def _in_time(text: Text) -> Iterator[Defect]:
    """工期自4月1日到11月30日。一标段10月26日完工，二标段12月17日完工，均在工期内: a day told so lies behind the last."""
    string = text.string
    for claim in _ALL_IN_TIME.finditer(string):
        *_, limit = None, *_TERM.finditer(string, 0, claim.start())
        last = _day(limit["by"], limit["bm"], limit["bd"], limit["ay"]) if limit is not None and (limit["by"] or limit["ay"]) else None
        if limit is None or last is None or not limit["bd"]:
            continue
        start = max(limit.end(), string.rfind("。", 0, claim.start()) + 1, string.rfind("；", 0, claim.start()) + 1)
        for told in _FINISHED.finditer(string, start, claim.start()):
            day = _day(told["ay"], told["am"], told["ad"], str(last.year))
            if day is not None and told["ad"] and day > last:
                said = bare(string[told.start() : told.end()])
                yield Defect(
                    (at(text, told.start(), told.end()), at(text, claim.start(), claim.end(), "secondary"), at(text, limit.start(), limit.end(), "secondary")),
                    computation=f"{said}晚于{bare(limit[0])}",
                    message={"zh": f"称{claim[0]}，而{said}晚于{bare(limit[0])}", "en": f"said to be in time, yet {said} lies behind {bare(limit[0])}"},
                )


def _in_days(text: Text, numbers: tuple[Number, ...], start: int, end: int) -> Iterator[Defect]:
    """第一批1月16日收到、1月30日下达，第二批7月10日收到、8月24日下达，均在收到后30日内下达: a pair that lies further apart."""
    claim = _IN_DAYS.search(text.string, start, end)
    days = _days(text.string, start, claim.start()) if claim is not None else []
    for first, last in pairwise(days):
        passed = _PASSED_ON.match(text.string, last.end)
        apart = (last.day - first.day).days
        if claim is None or passed is None or _RECEIVED.match(text.string, first.end) is None or passed["step"] not in text.string[claim.end() : end]:
            continue
        if first.exact and last.exact and first.dated == last.dated and apart > int(claim["n"]):
            yield _defect(text, numbers, claim.start("n"), claim.end("u"), f"{apart}{claim['u']}", first.start, last.end)


def _columns(document: Document) -> Iterator[Defect]:
    """开工日期 | 竣工日期: a row whose end comes before its beginning."""
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        for at_row, row in enumerate(block.rows):
            heads = {c.column: bare(c.text.string) for c in row}
            begun = [k for k, t in heads.items() if _BEGUN_HEAD.fullmatch(t)]
            ended = [k for k, t in heads.items() if _ENDED_HEAD.fullmatch(t)]
            if len(begun) == len(ended) == 1:
                yield from _rows(block.rows[at_row + 1 :], begun[0], ended[0])
                break


def _rows(rows: Sequence[Sequence[Cell]], begun: int, ended: int) -> Iterator[Defect]:
    for row in rows:
        cells = {c.column: c for c in row}
        first, last = cells.get(begun), cells.get(ended)
        days = [_full_date(c.text.string) if c is not None else None for c in (first, last)]
        if first is not None and last is not None and days[0] is not None and days[1] is not None and days[1] < days[0]:
            told = first.text.string.strip(), last.text.string.strip()
            yield Defect(
                (whole(last.text), whole(first.text, "secondary")), computation=f"{told[1]}早于{told[0]}",
                message={"zh": f"竣工（结束）日期{told[1]}早于开工（开始）日期{told[0]}", "en": f"{told[1]}, the end, comes before the beginning, {told[0]}"},
            )


def _full_date(text: str) -> date | None:
    found = _DOTTED.fullmatch(bare(text))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or found[4] or 1))
    except ValueError:
        return None


def _spans(text: Text, numbers: tuple[Number, ...], start: int, end: int) -> Iterator[Defect]:
    """D1至D2，共N."""
    for found in _SPAN.finditer(text.string, start, end):
        first = _day(found["ay"], found["am"], found["ad"], None)
        last = _day(found["by"], found["bm"], found["bd"], found["ay"])
        n = _count(found["n"])
        if first is None or last is None or n is None or last < first or (found["by"] and not found["ay"]):
            continue
        exact = bool(found["ad"] and found["bd"])
        due = _lengths(first, last, found["u"], exact=exact)
        if due and n not in due:
            yield _defect(text, numbers, found.start("n"), found.end("u"), _told(due, found["u"]), found.start("am"), found.end())


def _within_a_month(text: Text, numbers: tuple[Number, ...], start: int, end: int) -> Iterator[Defect]:
    """2月10日至17日（7天）."""
    for found in _SAME_MONTH.finditer(text.string, start, end):
        first, last = _day(found["ay"], found["am"], found["ad"], None), _day(found["ay"], found["am"], found["bd"], None)
        n = _count(found["n"])
        if first is not None and last is not None and n is not None and found["ad"] and last > first and n != (last - first).days + 1:
            yield _defect(text, numbers, found.start("n"), found.end("u"), f"{(last - first).days + 1}天", found.start("am"), found.end())


def _took(text: Text, numbers: tuple[Number, ...], start: int, end: int) -> Iterator[Defect]:
    """2022年4月1日开工，2022年8月9日完工，实际用时131天."""
    found = _TOOK.search(text.string, start, end)
    days = _days(text.string, start, found.start()) if found is not None else []
    n = _count(found["n"]) if found is not None else None
    ends = len(days) == 2 and _BEGUN.match(text.string, days[0].end) and _ENDED.match(text.string, days[1].end)
    if found is None or n is None or not ends or not all(d.exact for d in days) or days[0].dated != days[1].dated:
        return
    due = _lengths(days[0].day, days[1].day, found["u"], exact=True)
    if due and days[1].day > days[0].day and n not in due:
        yield _defect(text, numbers, found.start("n"), found.end("u"), _told(due, found["u"]), days[0].start, days[1].end)


def _steps(text: Text) -> Iterator[Defect]:
    """成交通知书发出日期2023年6月12日，合同签订日期2023年5月27日: no contract before the notice."""
    told = [list(step.finditer(text.string)) for step in _STEPS]
    days = [_day(f[0]["ay"], f[0]["am"], f[0]["ad"], None) if len(f) == 1 and f[0]["ay"] and f[0]["ad"] else None for f in told]
    notice, signed = days
    if notice is not None and signed is not None and signed < notice:
        first, second = told[0][0], told[1][0]
        yield Defect(
            (at(text, second.start(), second.end()), at(text, first.start(), first.end(), "secondary")), computation=f"{signed}早于{notice}",
            message={"zh": f"合同签订日期{signed}早于通知书日期{notice}", "en": f"the contract of {signed} comes before the notice of {notice}"},
        )


def _backwards(text: Text) -> Iterator[Defect]:
    """2024年1月22日至1月13日: the end of a span before its beginning, where no turn of the year lies between."""
    for found in _FROM_TO.finditer(text.string):
        first = _day(found["ay"], found["am"], found["ad"], None)
        last = _day(found["by"], found["bm"], found["bd"], found["ay"])
        told = found["ay"] and found["ad"] and found["bd"] and (found["by"] or found["am"] == found["bm"])
        if told and first is not None and last is not None and last < first:
            ends = text.string[found.start("bm") : found.end()], text.string[found.start() : found.end("ad") + 1]
            yield Defect(
                (at(text, found.start(), found.end()),), computation=f"{last}早于{first}",
                message={"zh": f"止于{ends[0]}，早于起始的{ends[1]}", "en": f"ends on {last}, before it begins on {first}"},
            )


def _shifts(text: Text, numbers: tuple[Number, ...], start: int, end: int) -> Iterator[Defect]:
    """计划D1…，实际D2…，提前N天: two dates of the sentence, and no third."""
    found = _SHIFTED.search(text.string, start, end)
    days = _days(text.string, start, end) if found is not None else []
    n = _count(found["n"]) if found is not None else None
    if found is None or n is None or len(days) != 2 or not all(d.exact for d in days) or found["u"] == "年":
        return
    if any(_BEGUN.match(text.string, d.end) for d in days) and any(_ENDED.match(text.string, d.end) for d in days):
        return  # 4月12日开工、12月8日完工，逾期69天: later than a date that stands elsewhere
    apart = abs((days[1].day - days[0].day).days)
    if days[0].dated != days[1].dated and not days[0].dated:
        return  # 10月31日 … 2024年1月15日: of which year the first is, is not said
    if found["u"] == "个月":
        fits = abs(apart / _MONTH - n) < 1
        due = {round(apart / _MONTH)}
    else:
        fits, due = abs(apart - n) <= 1, {apart}
    if not fits:
        yield _defect(text, numbers, found.start("n"), found.end("u"), _told(due, found["u"]), days[0].start, days[1].end)


def _late(text: Text, numbers: tuple[Number, ...]) -> Iterator[Defect]:
    """计划竣工日期D。1号楼D1竣工，逾期N天；2号楼D2竣工，逾期M天: each against the one day that was planned."""
    planned = list(_PLANNED.finditer(text.string))
    due = _day(planned[0]["ay"], planned[0]["am"], planned[0]["ad"], None) if len(planned) == 1 and planned[0]["ay"] and planned[0]["ad"] else None
    if due is None:
        return
    for found in _DONE_LATE.finditer(text.string, planned[0].end()):
        day, n = _day(found["ay"], found["am"], found["ad"], None), _count(found["n"])
        apart = abs((day - due).days) if day is not None else 0
        told = found["ay"] and found["ad"] and found["u"] not in ("年", "个月") and n is not None
        if told and "。" in text.string[planned[0].end() : found.start()] and n is not None and abs(apart - n) > 1:
            yield _defect(text, numbers, found.start("n"), found.end("u"), f"{apart}{found['u']}", planned[0].start("ay"), planned[0].end())


def _order(text: Text, start: int, end: int) -> Iterator[Defect]:
    """2023年5月开工，2023年3月竣工."""
    days = _days(text.string, start, end)
    undated = not any(d.dated for d in days)  # 11月20日完工，11月15日完成初验: of one year, as neither tells its own
    for k, begun in enumerate(days):
        step = 0 if _BEGUN.match(text.string, begun.end) else 1 if _BUILT.match(text.string, begun.end) else 2
        if not (begun.dated or (undated and begun.exact)) or step > 1:
            continue
        # 计划3月20日开工、9月30日完工，实际4月12日开工、12月8日完工: each beginning has the ends up to the next
        own = list(takewhile(lambda d: not _BEGUN.match(text.string, d.end), days[k + 1 :]))
        later = (_ENDED, _ACCEPTED)[step]
        for ended in (d for d in own if (d.dated or (undated and d.exact)) and later.match(text.string, d.end)):
            near = not undated or (begun.day - ended.day).days <= _SEASON
            if near and _before(ended, begun):
                told = [text.string[d.start : d.end] for d in (begun, ended)]
                yield Defect(
                    (at(text, ended.start, ended.end), at(text, begun.start, begun.end, "secondary")), computation=f"{told[1]}早于{told[0]}",
                    message={
                        "zh": f"验收日期{told[1]}早于完工日期{told[0]}" if step else f"竣工（验收）日期{told[1]}早于开工（启动）日期{told[0]}",
                        "en": f"{told[1]}, the later step, comes before {told[0]}, the earlier",
                    },
                )
                break


def _tendered(text: Text, start: int, end: int) -> Iterator[Defect]:
    """5月18日完成招标并发布中标公示，4月29日与中标单位签订合同: one of each in the sentence, and the contract first."""
    days = [d for d in _days(text.string, start, end) if d.exact]
    awarded, signed = ([d for d in days if step.match(text.string, d.end)] for step in (_AWARDED, _SIGNED))
    if len(awarded) != 1 or len(signed) != 1 or not _before(signed[0], awarded[0]):
        return
    dated = signed[0].dated and awarded[0].dated
    if dated or (not (signed[0].dated or awarded[0].dated) and (awarded[0].day - signed[0].day).days <= _SEASON):
        told = [text.string[d.start : d.end] for d in (awarded[0], signed[0])]
        yield Defect(
            (at(text, signed[0].start, signed[0].end), at(text, awarded[0].start, awarded[0].end, "secondary")), computation=f"{told[1]}早于{told[0]}",
            message={"zh": f"合同签订日期{told[1]}早于开标（中标）日期{told[0]}", "en": f"the contract of {told[1]} comes before the award of {told[0]}"},
        )


def _before(a: _Day, b: _Day) -> bool:
    """The one comes before the other, as far as both are told."""
    months = (a.day.year, a.day.month) < (b.day.year, b.day.month)
    return months or (a.exact and b.exact and a.day < b.day)


def _days(string: str, start: int, end: int) -> list[_Day]:
    """Dates of a sentence in order; one without a year is of the year named before it."""
    out: list[_Day] = []
    year: str | None = None
    for found in _TOLD.finditer(string, start, end):
        day = _day(found["ay"], found["am"], found["ad"], year)
        if day is not None:
            out.append(_Day(day, found.start(), found.end(), found["ad"] is not None, bool(found["ay"] or year)))
        year = found["ay"] or year
    return out


def _day(year: str | None, month: str, day: str | None, before: str | None) -> date | None:
    try:
        return date(int(year or before or 2023), int(month), int(day or 1))
    except ValueError:
        return None


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else read_integer(word)


def _lengths(first: date, last: date, unit: str, *, exact: bool) -> set[int]:
    """Every length that one way of counting or another gives."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if unit == "年":
        beyond = last + timedelta(days=1)
        if exact and beyond.day == first.day and _months(first, beyond) % 12 == 0:
            return {_months(first, beyond) // 12}  # 2021年1月1日至2023年12月31日
        return {months // 12, -(-months // 12), (months + 1) // 12, -(-(months + 1) // 12)}
    if unit == "个月":
        if not exact:
            return {months, months + 1}
        beyond = last + timedelta(days=1)
        whole = _months(first, beyond)
        return {whole} if beyond.day == first.day else {_months(first, last), whole, whole + 1}
    return {(last - first).days, (last - first).days + 1} if exact else set()


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _told(due: set[int], unit: str) -> str:
    return f"{max(due)}{unit}"


def _defect(text: Text, numbers: tuple[Number, ...], start: int, end: int, due: str, first: int, last: int) -> Defect:
    number = next((n for n in numbers if n.quantity.start == start), None)
    place: Evidence = cite(number) if number is not None else at(text, start, end)
    stated = text.string[start:end]
    return Defect((place, at(text, first, last, "secondary")), {"stated": stated, "computed": due}, computation=f"{due}≠{stated}")

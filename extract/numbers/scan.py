"""Find every numeral of a text and say what it is: the one entry is ``quantities``."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from gouji.extract.numbers import (
    amounts,
    chinese,
    context,
    dates,
    ends,
    fast,
    lexicon,
    numerals,
    qualifiers,
    ranges,
    references,
    units,
)
from gouji.extract.numbers.amounts import POW10, Amount, unit_at
from gouji.extract.numbers.quantity import Quantity
from gouji.extract.numbers.wide import narrow

_NUMERALS = numerals.CHARACTERS.replace("万", "").replace("萬", "").replace("亿", "").replace("億", "").replace("○", "").replace("幺", "")


def _seed() -> re.Pattern[str]:
    """Digits, and Chinese numerals that are followed by something that can make them count."""
    follows = "".join({*numerals.CHARACTERS, *units.by_first(), *"余多几点分成又数到至季角来0O "} - set("-]^\\"))
    return re.compile(rf"[0-9半数几上万{_NUMERALS}](?:(?<=[0-9])|(?<=[半{_NUMERALS}])(?=$|[{follows}\W])|(?<=[数几上])(?=[十百千万亿{''.join(c for c in '个家名位件项次人年天户处')}])|(?<=万)(?=分之))")


_SEED: re.Pattern[str] | None = None
_RANGE = re.compile(r"[  ]?(?:-{1,2}|—{1,2}|–|－|~|～|∼|至|到|﹣|~)[  ]?(?=[0-9一二两三四五六七八九十百千半零负-])")
_GLUED_ON = re.compile(r"[0-9]+(?:,[0-9]{3})*\.[0-9]+(?:,[0-9]{3}[0-9,.]*)+[%％]?")
"""7,650.006,885.0090.00%: a thousands comma behind decimals belongs to the next figure."""
_PARTICLES = re.compile(r"2\.5|10(?![0-9.])|1(?![0-9.])")
"""PM2.5, PM10: names of what is measured."""
_RANKED = frozenset("级区座层口站路期段度线代版类款点号型房")
_PLAINLY_COUNTED = frozenset(["个", "家", "件", "台", "套", "次", "人", "批", "批次", "项", "名", "户", "辆", "份"])
_FULL_NEGATIVE = re.compile(r"\s*[（(]\s*([0-9][0-9,]*(?:\.[0-9]+)?%?)\s*[）)]\s*$")


def quantities(text: str, *, cell: bool = False) -> list[Quantity]:
    """Every numeral of ``text``, in order, without overlap.

    Every run of Arabic digits lies in exactly one of them; Chinese numerals are there when they count, date or rank
    something. ``cell`` says that the text is a table cell: bare numbers are amounts without a unit, （35.6） is negative.
    Offsets are code points of ``text``; no text raises an error.
    """
    global _SEED
    if _SEED is None:
        _SEED = _seed()
    plain = narrow(text)
    found: list[Quantity] = []
    search = _SEED.search
    position = floor = 0
    scanner = _Scanner(plain, text, cell)
    while True:
        m = search(plain, position)
        if m is None:
            return found
        at = m.start()
        if "0" <= plain[at] <= "9":
            quantity = (scanner.ordinary(at, floor) if not cell and at > floor else None) or scanner.arabic(at, floor)
            if found and (shared := context.shared_rate(plain, found[-1], quantity)) is not None:
                quantity = replace(quantity, unit=shared)
            position = floor = quantity.end
            found.append(quantity)
        else:
            end, some = scanner.chinese_numeral(at, floor)
            position = end
            if some is not None:
                found.append(some)
                floor = some.end


class _Scanner:
    """One text being read; ``plain`` is the text with narrow digits, position by position the same."""

    __slots__ = ("cell", "plain", "suffixes", "text")

    def __init__(self, plain: str, text: str, cell: bool) -> None:
        self.plain = plain
        self.text = text
        self.cell = cell
        self.suffixes = fast.suffixes()

    def ordinary(self, at: int, floor: int) -> Quantity | None:
        """A number with a plain unit, punctuation behind and an ordinary word before; ``None``: the general way."""
        text = self.plain
        if not fast.ordinary_before(text[at - 1]):
            return None
        m = fast.PLAIN.match(text, at)
        if m is None:
            return None
        kept = self.suffixes.get(m[2])
        if kept is None:
            return None
        unit, shift, exact, rated = kept
        value, step = fast.ends_and_step(m[1], shift, exact)
        if rated and (rate := context.rate(text, at)):
            unit = unit + "/" + rate
        return Quantity(self.text[at:m.end()], at, m.end(), "quantity", value, value, False, False, step, unit)

    def arabic(self, at: int, floor: int) -> Quantity:
        """The numeral whose first Arabic digit stands at ``at``."""
        text, cell = self.plain, self.cell
        n = len(text)
        end = at + 1
        while end < n and "0" <= text[end] <= "9":
            end += 1
        following = text[end] if end < n else "\0"
        if at > 1 and text[at - 2 : at] == "PM" and (fine := _PARTICLES.match(text, at)) is not None:
            return self._other(references.Reading(at, fine.end(), "reference", "code"))
        reading = self._date(at, end, following, floor)
        if reading is not None:
            return self._other(reading)
        reading = references.before_amount(text, at, end, floor, cell=cell)
        if reading is not None:
            return self._other(reading)
        if following in "/／" and following and (fraction := references.fraction_at(text, at)) is not None:
            return self._fraction(at, fraction)
        amount = amounts.amount_at(text, at, loose=cell)
        if amount is None:
            m = amounts.ARABIC.match(text, at)
            return self._other(references.Reading(at, m.end() if m else end, "reference", "code"))
        dotted = "." in text[at:amount.digits_end]
        if dotted and amount.unit is None and (glued := _GLUED_ON.match(text, at)) is not None:
            return self._other(references.Reading(at, glued.end(), "other", "glued"))
        if amount.unit is None or (dotted and amount.sort == "count"):
            scientific = following in "eE" and amount.digits_end > end + 1
            digits_end = amount.digits_end if dotted or scientific else end
            reading = references.after_amount(text, at, digits_end, floor, cell=cell, unit=amount.unit, dotted=dotted)
            if reading is not None and not (amount.mult or amount.over):
                return self._other(reading)
        elif at > floor and amount.sort == "count" and text[at - 1].isascii() and text[at - 1].isalpha() and (
                amount.unit in _RANKED or (end - at == 1 and amount.unit not in _PLAINLY_COUNTED)):
            return self._other(references.Reading(at, end, "reference", "code"))
        if amount.unit == "%" and amount.value >= 100000 and "," not in text[at:amount.digits_end]:
            return self._other(references.Reading(at, amount.end, "other", "glued"))
        if amount.sort == "measure" and amount.unit == "V" and amount.unit not in text[at:amount.digits_end + 2]:
            amount.unit = None
        return self._amount(amount, floor)

    def _date(self, at: int, end: int, following: str, floor: int) -> references.Reading | None:
        """A date, year or time that begins with the digits ``at:end``."""
        text, cell = self.plain, self.cell
        if end - at <= 4 and following in dates.DATE_FOLLOWS:
            m = dates.DATE.match(text, at)
            if m is None or self._ratio(at, m.end(), floor) or not dates.plausible(m.group()):
                return None
            word = m.group()
            if end - at == 4 and cell and word.count(".") == 1:
                return None  # 2023.12 in a cell is an amount
            if following in ".．" and end - at <= 2 and references.listed(text, at, end, floor):
                return None
            if end - at == 4 and len(word) <= 6:
                return references.Reading(at, m.end(), "date", "year")
            why = "time" if re.match(r"[0-9]{1,2}[:：时点]", word) else "date"
            return references.Reading(at, m.end(), "date", why)
        alone = not cell and not (following.isascii() and (following.isalnum() or following in "%.,"))
        counts = following in units.POWERS or unit_at(text, end) is not None  # 20100501万元, 19990101人
        if end - at == 8 and alone and not counts and self._compact_date(at, end):
            return references.Reading(at, end, "date", "date")
        return None

    def chinese_numeral(self, at: int, floor: int) -> tuple[int, Quantity | None]:
        """The Chinese numeral at ``at``: where to go on, and the quantity if it is one."""
        text = self.plain
        c = text[at]
        if at > floor and text[at - 1] == "第":
            m = chinese.ORDINAL.match(text, at)
            if m:
                return self._out(self._other(references.Reading(at - 1, m.end(), "ordinal", "ordinal")))
            return at + 1, None
        skip = lexicon.fixed_word(text, at, floor)
        if skip is not None:
            return skip, None
        if c == "半":
            half = chinese.half_at(text, at)
            return (at + 1, None) if half is None else self._out(self._amount(half, floor))
        share = self._share(at)
        if share is not None:
            return self._out(self._amount(share, floor))
        if c in "万":
            return at + 1, None
        if c in "数几上" or (rough := chinese.rough_at(text, at)) is not None:
            rough = chinese.rough_at(text, at)
            if rough is None or (c in "数上" and at > floor and text[at - 1] in "人户件次个家额总指分系参函倍岁点以加路线向晚早马网之"):
                return at + 1, None
            return self._out(self._rough(at, rough, floor))
        m = amounts.CHINESE.match(text, at)
        run_end = m.end() if m else at + 1
        day = chinese.date_end(text, at)
        if day is not None:
            return self._out(self._other(references.Reading(at, day, "date", "date")))
        if (rough := self._some(at)) is not None:
            return self._out(self._rough(at, rough, floor))
        amount = amounts.amount_at(text, at)
        if amount is None:
            return run_end, None
        if not chinese.counts(text, at, amount, floor):
            if amount.unit in ("届", "级"):
                return amount.end, None
            second = _RANGE.match(text, amount.end)
            other = amounts.amount_at(text, second.end()) if second else None
            if other is None or other.unit is None or not other.chinese or amount.unit is not None or (at and text[at - 1] in "“第"):
                return max(run_end, at + 1), None
        return self._out(self._amount(amount, floor))

    def _share(self, at: int) -> Amount | None:
        """百分之五, 三分之一, 六成五 at ``at``."""
        text = self.plain
        tenths = chinese.tenths_at(text, at)
        if tenths is not None:
            end, value, place = tenths
            return Amount(at, end, end, value, place, 0, None, "成", "ratio", True)
        share = chinese.share_at(text, at)
        if share is None:
            return None
        end, value, place, unit = share
        if unit is None:
            return amounts.finish(text, at, end, value, place, 0, chinese=True)
        return Amount(at, end, end, value, place, 0, None, unit, "ratio", True)

    def _some(self, at: int) -> chinese.Rough | None:
        """十几个, 二十几家: a numeral followed by 几."""
        text = self.plain
        for width in (1, 2):
            if text[at + width:at + width + 1] == "几":
                return chinese.rough_at(text, at)
        return None

    @staticmethod
    def _out(quantity: Quantity) -> tuple[int, Quantity]:
        """Where to go on after a quantity, and the quantity."""
        return quantity.end, quantity

    def _other(self, reading: references.Reading) -> Quantity:
        """A numeral that is no quantity."""
        return Quantity(self.text[reading.start:reading.end], reading.start, reading.end, reading.kind, why=reading.why)

    def _ratio(self, at: int, end: int, floor: int) -> bool:
        """True for 1:10 after 比例 and the like, which is no time of day."""
        text = self.plain
        if (":" not in text[at:end] and "：" not in text[at:end]) or "." in text[at:end] or "-" in text[at:end]:
            return False
        return any(word in text[max(floor, at - 8):at] for word in ("比", "结构", "占", "按"))

    def _compact_date(self, at: int, end: int) -> bool:
        """True for 20231231."""
        digits = self.plain[at:end]
        return digits[:2] in ("19", "20") and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31

    def _fraction(self, at: int, fraction: tuple[int, int, int]) -> Quantity:
        """2/3 in figures."""
        end, top, bottom = fraction
        value = Decimal(top) / Decimal(bottom)
        exponent = value.as_tuple().exponent
        step = None if not isinstance(exponent, int) or exponent > -20 else POW10[exponent]
        return Quantity(self.text[at:end], at, end, low=value, high=value, step=step)

    def _amount(self, amount: Amount, floor: int) -> Quantity:
        """Signs and words around an amount, ranges, rates said in words; the finished quantity."""
        text = self.plain
        start = amount.start
        unit, sort = amount.unit, amount.sort
        value, place, mult = amount.value, amount.place, amount.mult
        end = amount.end
        previous = text[start - 1] if start > floor else "\0"
        if previous and previous in context.CURRENCY_LAST:
            m = context.CURRENCY.search(text, max(floor, start - 4), start)
            if m:
                start = m.start()
                previous = text[start - 1] if start > floor else "\0"
                if sort != "money":
                    unit, sort, end = context.CURRENCIES[m.group().strip()], "money", amount.digits_end
                    if (power := context.MAGNITUDE.match(text, end)) is not None:  # $4.8 million
                        end, tens = power.end(), context.MAGNITUDES[power[1].lower()]
                        value, place = value * POW10[tens], place + tens
                        amount.place = place
        negative = False
        if (previous == "负" and amount.start == start and not text.endswith("正", max(0, start - 2), start - 1)) or (previous in ("-", "−", "﹣") and previous and ranges.minus(text, start - 1, amount)):
            negative, start = True, start - 1
        elif previous == "+" and previous:
            start -= 1
        if self.cell and not negative and (m := _FULL_NEGATIVE.match(text)) and m.start(1) == start and ("." in m.group(1) or len(m.group(1)) > 2):
            return self._finish(0, len(text.rstrip()), -value, None, amount, unit, sort, None, None)
        start, operator, soft = qualifiers.before(text, start, floor)
        if soft and sort == "time" and soft == "近" and unit in ("年", "天", "个月", "日", "周"):
            start, soft = start + 1, None
        if operator and soft is None:
            # 约不低于 is not said; 不低于约 hardly.
            pass
        second: Amount | None = None
        m = _RANGE.match(text, end) if not (operator == "±" or negative) else None
        if m:
            second = ranges.second_end(text, self._share, amount, m, start)
        if second is not None:
            end, mult = second.end, amount.mult
            unit, sort = second.unit or unit, second.sort or sort
        elif operator is None and end < len(text) and text[end] in "±" :
            tolerance = amounts.amount_at(text, end + 1)
            if tolerance is not None:
                return self._tolerance(start, amount, tolerance)
        if unit == "元" and second is None and place >= 0 and mult == 0 and (small := amounts.jiao_at(text, end)) is not None:
            end, more, place = small
            value += more
        after_le = after_ge = False
        half = False
        over = amount.over
        if end < len(text) and text[end] in qualifiers.AFTER_FIRST and (m := qualifiers.AFTER.match(text, end)):
            end = m.end()
            after_ge, after_le = m["ge"] is not None, m["le"] is not None
            soft = soft or m["soft"]
            over = over or m["over"]
            half = m["half"] is not None
        if half:
            value += Decimal("0.5")
        if negative:
            value = -value
        low: Decimal | None = value
        high: Decimal | None = value
        low_open = high_open = False
        approximate = soft
        if second is not None:
            high = second.value * POW10[second.mult - mult] if second.mult != mult else second.value
        elif over in ("余", "多", "几", "来") and value >= 0:
            size = POW10[0] if amount.end != end and amount.over is None else ends.last_unit(value)
            high, high_open = value + size, True
            approximate = soft or ("余" if over == "余" else "多")
        if operator is None and (after_ge or after_le):
            operator = "≥" if after_ge else "≤"
            if second is None:
                approximate = approximate if over is None else None
        if second is None and operator:
            low, high, low_open, high_open = ends.bounded(operator, value)
            if (low_open or high_open) and text[end:end + 1] in ("（", "(") and (m := qualifiers.INCLUDED.match(text, end)):
                end, low_open, high_open = m.end(), False, False  # 低于10%（含10%）
        return self._finish(start, end, low, high, amount, unit, sort, operator, approximate,
                            low_open=low_open, high_open=high_open, place=min(place, second.place) if second else place)

    def _finish(self, start: int, end: int, low: Decimal | None, high: Decimal | None, amount: Amount, unit: str | None, sort: units.Sort | None,
                operator: str | None, approximate: str | None, *, low_open: bool = False, high_open: bool = False, place: int | None = None) -> Quantity:
        """Scale to the unit that is kept, derive the step, add the denominator said in words."""
        place = amount.place if place is None else place
        mult = amount.mult
        if high is None and operator is None:
            high = low
        text = self.plain
        if sort is None and mult in (4, 8) and unit is None and context.money(text, start, amount.digits_end, self.cell):
            unit, sort = "元", "money"
        if unit is None and start > 2 and (labelled := context.bracketed_unit(text, start)):
            unit, power_said = labelled
            mult += power_said
            sort = units.sort_of(unit)
        if sort == "money":
            power, shift = ("", mult) if mult < 4 else ("万", mult - 4) if mult < 8 else ("亿", mult - 8)
            unit = power + units.normalise_unit(unit) if unit else None  # type: ignore[operator]
        else:
            shift = mult
        if shift:
            low = None if low is None else low * POW10[shift]
            high = None if high is None else high * POW10[shift]
        last = place + shift
        low, high = ends.plain(low, last), ends.plain(high, last)
        if (sort in ("count", "time", "score") and (last == 0 or (amount.chinese and mult == 0 and last >= 0))) or amount.over or (high_open and low is not None and operator is None):
            step = None
        else:
            step = POW10.get(max(last, -40))
        if sort in ("money", "count", "measure") and unit and "/" not in unit and start > 1:
            rate = context.rate(text, start)
            if rate:
                unit = unit + "/" + rate
        return Quantity(self.text[start:end], start, end, "quantity", low, high, low_open, high_open, step,
                        units.normalise_unit(unit), approximate, operator)

    def _tolerance(self, start: int, amount: Amount, tolerance: Amount) -> Quantity:
        """5±0.5: both ends."""
        value, width = amount.value, tolerance.value
        unit, sort = tolerance.unit or amount.unit, tolerance.sort or amount.sort
        amount.mult = tolerance.mult or amount.mult
        return self._finish(start, tolerance.end, value - width, value + width, amount, unit, sort, "±", None)

    def _rough(self, at: int, rough: chinese.Rough, floor: int) -> Quantity:
        """二三十个, 数百人."""
        start, operator, soft = qualifiers.before(self.plain, at, floor)
        end = rough.end
        if end < len(self.plain) and self.plain[end] in qualifiers.AFTER_FIRST and (m := qualifiers.AFTER.match(self.plain, end)) and m["soft"]:
            end = m.end()
        unit, sort = rough.unit, rough.sort
        if unit is None and start - 3 >= floor and self.plain.startswith("百分之", start - 3):
            start, unit, sort = start - 3, "%", "ratio"  # 百分之七八十
        amount = Amount(start, end, rough.end, rough.low, 0, rough.mult, None, unit, sort, True)
        return self._finish(start, end, rough.low, rough.high, amount, unit, sort, operator, soft or rough.word, high_open=rough.high_open)

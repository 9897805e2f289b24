"""What every cell of a band counts: indicator words, scope, role, period, unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.cells import (
    YEAR_HEAD,
    Label,
    head,
    is_empty,
    is_glued,
    is_number,
    is_year,
    label,
    plain,
)
from gouji.extract.facts.forms.funds import label_cell
from gouji.extract.facts.forms.headers import kind_of, period_in, unit_in
from gouji.extract.facts.forms.layout import MONEY_KINDS, MONEY_UNITS, Band, Column, Line
from gouji.extract.facts.model import Context, FundRow, Indicator, Role, Total
from gouji.extract.facts.prose.spells import spell_in
from gouji.extract.numbers.units import sort_of

_COUNTED = re.compile(r"(人|户|股|个|件|次|辆|家|面积|里程|数量|(?<!认缴)(?<!实缴)(?<!资金)(?<!投资)(?<!贷款)(?<!债券)(?<!发行)(?<!基金)(?<!融资)(?<!授信)规模|批次|编制|学校|比例|率)数?$|^(人口|面积|数量)|[评为][优良中差]$")
_COUNT_OF = re.compile(r"(人|户|个|件|家|辆|所|项|起|例|次|宗|处|座|台|套|只|头|株|间|栋|张|份|场|期)数$|(人次|户次|台次|批次|场次)数?$|(?:项目|企业|单位|机构|学校|医院|村|社区|乡镇|班级|门店|网点|站点|合作社)(?:个)?数$|[评为][优良中差]$")
"""Heads that name what they count: 项目个数 | 自评为优. Their figures are whole, not rounded."""
_MEASURED = re.compile(r"(?:面积|里程|长度|产量|水量|人数|户数|数量|件数|场次|批次|人次|股数)$")
_PRICED = re.compile(r"单价|金额|总价|总额|价款|货款|合价|[费款]$")
_SHARE_ROW = re.compile(r"(?:率|比例|比重|占比|增幅|增速)$")
_MONEY_HEAD = re.compile(
    r"金额|资金|经费|补助|补贴|预算|支出|收入|投资|奖励|[费款]$|^(?:合计|总计|小计|中央|省级?|市级?|县级?|区级?|上级|本级|自筹|其他)|元[）)]"
)
_LEADING_YEAR = re.compile(r"^(?:(?:19|20)\d\d年度?|本年度?|上年度?)(?=[^末底]|[末底].)")
_PROSE_LENGTH = 12
_GOAL_ROLES: dict[str, Role] = {"goal_target": "target", "goal_actual": "actual", "actual": "actual"}
_OPENING, _CLOSING = re.compile(r"年初(?:数|余额)?"), re.compile(r"[年期]末")
_DATED_BUDGET = re.compile(r"(?:(?:19|20)\d\d年|本年)预算数?$")

_DONE_RATE = re.compile(r"执行|支出|支付|使用|完成|进度|到位|拨付|发放|兑付|控制|增|减|同比|升|降|变动")
_SCORE_RATE = re.compile("得分率|评分率")
"""The points given over those to be had: a rate of its own beside the indicator's value."""
_YEAR_ROW = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<plain>年度?)?")


class Setting:
    """What holds for a whole form: its root scope, its year, the unit of its caption, and a second one beside money."""

    def __init__(self, root: tuple[str, ...], year: str | None, unit: str | None, other: str | None = None) -> None:
        self.root, self.year, self.unit, self.other = root, year, unit, other

    def period(self, words: str | None) -> str | None:
        """Resolve 上年 and 本年 against the form's year."""
        if words == "上年":
            return str(int(self.year) - 1) if self.year else "上年"
        if words in (None, "本年"):
            return self.year
        return words


def band_contexts(
    band: Band, setting: Setting, indicators: Mapping[int, Indicator]
) -> dict[tuple[int, int], Context]:
    """A context for each printed cell of the band's body."""
    if band.kind == "pairs":
        return _pairs(band, setting)
    roles = {i: _role(band, c, setting) for i, c in band.columns.items()}
    periods = {i: setting.period(c.period) for i, c in band.columns.items()}
    spells = {i: spell_in("".join(c.path)) for i, c in band.columns.items()}
    out: dict[tuple[int, int], Context] = {}
    parents: list[Label] = []
    groups: dict[int, str] = {}
    units = [c.index for c in band.of_kind("unit")]
    weights = [c.index for c in band.of_kind("weight")]
    weighed = {i - 1 for i in weights[:-1] if i - 1 in band.columns and band.columns[i - 1].kind in ("level1", "level2")}
    for line in band.lines:
        indicator = indicators.get(line.row)
        named = label_cell(band, line)
        scope, words, row_unit = _row_words(band, line, named, indicator, setting, parents, groups)
        row_unit = next((plain(line.text(i)) for i in units if not is_empty(line.text(i))), row_unit)
        year = year_of(band, line) if indicator is None else None
        if year is not None:
            words = ""
        nearer = words
        for i in sorted(line.cells):
            cell = line.cells[i]
            if is_empty(cell.text.string):
                continue
            column = band.columns.get(i)
            if column is None or is_glued(cell.text.string):
                out[cell.row, cell.column] = Context(words, scope, None, setting.year, None)
                continue
            names = column.kind == "label" or (column.kind == "sequence" and not is_number(cell.text.string))
            if indicator is None and names and named is not None and cell.column > named.column:
                nearer, scope = head(label(cell.text.string).name), setting.root
            period = periods[i] if year is None or column.period else year
            found = _context(band, column, cell, nearer, scope, indicator, setting, row_unit, roles[i], period, weighed)
            out[cell.row, cell.column] = replace(found, spell=spells[i]) if spells[i] else found
    return out


def _context(
    band: Band, column: Column, cell: Cell, words: str, scope: tuple[str, ...], indicator: Indicator | None,
    setting: Setting, row_unit: str | None, role: Role | None, period: str | None, weighed: Collection[int],
) -> Context:
    text = cell.text.string
    if column.is_label:
        if indicator is not None and column.kind in ("level1", "level2"):
            above = scope[: len(setting.root) + (column.kind == "level2")]
            weighs = any(c.isdigit() for c in text)
            return Context(head(text), above, "weight" if weighs else None, period, "分" if weighs else None)
        return Context(words, scope, None, period, None)
    if indicator is not None and column.kind == "weight" and column.index - 1 in weighed:
        level1 = band.columns[column.index - 1].kind == "level1"
        above = setting.root if level1 else scope[:-1]
        return Context(indicator.level1 if level1 else indicator.level2, above, role, period, "分")
    phrase = _phrase(band, column, words, indicator)
    if not is_number(text) and len(plain(text)) > _PROSE_LENGTH:
        return Context(phrase if role or indicator else words, scope, role, period, None)
    if indicator is None:
        return Context(phrase, scope, role, period, _unit(band, column, setting, row_unit, words))
    unit: str | None = indicator.unit
    if column.kind in ("weight", "score"):
        unit = "分"
    elif column.kind not in ("target", "actual"):
        unit = column.unit
    return Context(phrase, scope, role, period, unit)


def year_of(band: Band, line: Line) -> str | None:
    """The year a row is of: 2022年, or 2022 below 年份."""
    first = min(line.cells, default=None)
    column = None if first is None else band.columns.get(first)
    if first is None or column is None:
        return None
    found = _YEAR_ROW.fullmatch(plain(line.text(first)))
    return found["year"] if found and (found["plain"] or YEAR_HEAD.match("".join(column.path))) else None


def _row_words(
    band: Band, line: Line, named: Cell | None, indicator: Indicator | None, setting: Setting,
    parents: list[Label], groups: dict[int, str],
) -> tuple[tuple[str, ...], str, str | None]:
    if indicator is not None:
        scope = (*setting.root, *(w for w in (indicator.level1, indicator.level2) if w))
        return scope, indicator.name or indicator.level2 or indicator.level1, None
    if band.kind == "goals" or named is None:
        title = band.title or (band.columns[0].text if 0 in band.columns else "")
        return (*setting.root, *((head(title),) if title else ())), "", None
    name = label(named.text.string)
    for i in sorted(line.cells):
        column = band.columns.get(i)
        if column is not None and column.is_label and line.cells[i] is not named and not is_empty(line.text(i)):
            groups[i] = label(line.text(i)).name
            for later in [k for k in groups if k > i]:
                del groups[later]
    above = [groups[i] for i in sorted(groups) if i < named.column and not is_number(groups[i])]
    _close(parents, name)
    scope = (*setting.root, *above, *(head(p.name) for p in parents))
    if not name.total:
        parents.append(name)
    return tuple(dict.fromkeys(scope)), head(name.name) or name.name, unit_in(named.text.string)


def _close(parents: list[Label], name: Label) -> None:
    """Leave only the labels that a row stands under: by numbering, 其中 and indentation."""
    if not name.level and not name.of_which and not name.indent:
        parents.clear()
    while parents:
        last = parents[-1]
        if name.level:
            under = last.level < name.level and not last.of_which and not (last.indent and not last.level)
        elif name.of_which:
            under = not last.of_which and last.indent <= name.indent
        else:
            under = not last.of_which and last.indent < name.indent
        if under:
            return
        parents.pop()


def _phrase(band: Band, column: Column, words: str, indicator: Indicator | None) -> str:
    """Row words, with the column's where the column is more than a role."""
    if indicator is not None and column.role == "rate" and (scored := _SCORE_RATE.search(column.text)) is not None:
        return words + scored[0]
    plain_role = column.role is not None and words and not _shares_role(band, column)
    if indicator is not None or column.is_label or (plain_role and not _own_rate(band, column)):
        return words
    if band.kind == "goals":
        return ""
    if words and label(column.text).total and label(column.text).rank in (0, 1, 5):
        above = head(column.path[-2]) if len(column.path) > 1 else ""
        return words + _LEADING_YEAR.sub("", above) if above and not is_year(above) else words
    own = _LEADING_YEAR.sub("", head(column.text)) or head(column.text)
    if column.kind in MONEY_KINDS and not words:
        return head(band.columns[0].text) if 0 in band.columns else own
    return words + own


def _own_rate(band: Band, column: Column) -> bool:
    """占比, 毕业去向落实率 of a table of figures: a rate of something, where 执行率 and 完成率 say how much of it was done."""
    return band.kind == "figures" and column.role == "rate" and _DONE_RATE.search(column.text) is None


def _shares_role(band: Band, column: Column) -> bool:
    """Another column of the band has the same role and year (基本支出, 项目支出): its head tells them apart."""
    if band.kind != "figures":
        return False
    return any(
        c.index != column.index and c.role == column.role and c.period == column.period and c.text != column.text
        for c in band.columns.values()
    )


def _role(band: Band, column: Column, setting: Setting) -> Role | None:
    role = column.role
    if role is None:
        return None
    period = column.period or next((p for p in map(period_in, column.path) if p), None)
    if "预计" in column.text and role in ("actual", "executed"):
        return "plan"
    if period == "上年" or (period and period.isdigit() and setting.year and int(period) < int(setting.year)):
        return "prior" if column.kind in MONEY_KINDS or column.kind == "actual" else role
    if role == "budget_initial" and _OPENING.fullmatch(head(column.text)) and any(_CLOSING.match(c.text) for c in band.columns.values()):
        return "prior"  # 年初数 beside 年末数: what there was, no budget
    if band.kind == "figures" and role == "budget" and _DATED_BUDGET.search(column.text):
        return "budget_initial" if band.of_kind("executed", "prior") else role
    return role


def _unit(band: Band, column: Column, setting: Setting, row_unit: str | None, words: str) -> str | None:
    if column.unit:
        return "%" if row_unit in ("%", "％") else column.unit
    if column.kind in ("weight", "score", "deduction"):
        return "分"
    if column.is_label or column.kind in ("rate", "completion", "reason", "goal_target", "goal_actual"):
        return None
    priced = setting.unit in MONEY_UNITS and (column.kind in MONEY_KINDS or _PRICED.search(head(column.text)))
    if row_unit and not (priced and row_unit not in MONEY_UNITS and band.of_kind("unit")):
        return row_unit
    if band.unit:
        return band.unit
    if setting.other in ("%", "％") and not _SHARE_ROW.search(words):
        return setting.unit
    measured = _MEASURED.search(head(column.text)) is not None  # 计划里程 beside 计划投资
    money = not measured and (column.kind in MONEY_KINDS or _MONEY_HEAD.search("".join(column.path)) is not None)
    whole = _detailed(band, column) if setting.other and not money else None
    if whole is not None:
        return _unit(band, whole, setting, row_unit, words)
    if setting.other and not money:
        return setting.other
    counted = _COUNT_OF.search(head(column.text)) if column.kind in ("", "count", "change", "prior") else None
    if counted is not None:
        return counted.group(1) or counted.group(2) or "个"
    if column.kind == "count" and head(column.text).endswith("投资"):
        return setting.unit
    if column.kind in ("count", "target", "actual") and setting.unit not in MONEY_UNITS:
        return setting.unit
    if sort_of(setting.unit) == "measure" and _MEASURED.search(head(column.text)):
        return setting.unit
    if measured and setting.unit in MONEY_UNITS:
        return None
    plain = ("", "total", "change", "balance", *(("target", "actual") if band.kind == "figures" else ()))  # 年度计划 | 实际完成
    if column.kind in MONEY_KINDS or (column.kind in plain and not _COUNTED.search(head(column.text))):
        return setting.unit
    return None


def _detailed(band: Band, column: Column) -> Column | None:
    """The column that this one details: 发放金额 before 其中：农业补贴 | 社会救助."""
    before = [i for i in sorted(band.columns) if i <= column.index]
    for k in range(len(before) - 1, 0, -1):
        here = band.columns[before[k]]
        if here.is_label or here.kind in ("rate", "completion"):
            return None
        if label(here.text).of_which:
            return band.columns[before[k - 1]]
    return None


def _pairs(band: Band, setting: Setting) -> dict[tuple[int, int], Context]:
    out = {}
    for line in band.lines:
        key = ""
        for i in sorted(line.cells):
            text = line.text(i)
            if is_empty(text):
                continue
            out[line.cells[i].row, line.cells[i].column] = Context(key, setting.root, None, setting.year, unit_in(key))
            key = "" if key else plain(text).strip("：:")
    return out


def with_goals(contexts: dict[tuple[int, int], Context], table: Table, setting: Setting) -> None:
    """Contexts of goals told beside their label, 年初设定目标 | … | 年度总体目标完成情况综述 | …: targets, and what came of them."""
    for row in table.rows:
        if all(len(c.text.string) <= _PROSE_LENGTH for c in row):
            continue
        for key, told in pairwise(c for c in row if not is_empty(c.text.string)):
            if len(told.text.string) <= _PROSE_LENGTH or len(plain(told.text.string)) <= _PROSE_LENGTH:
                continue
            kind, sure = kind_of(key.text.string)
            role = _GOAL_ROLES.get(kind) if sure else None
            if role is not None and not is_number(told.text.string):
                scope = (*setting.root, head(key.text.string))
                contexts[told.row, told.column] = Context("", scope, role, setting.year, None)


def inline_contexts(
    table: Table, rows: Sequence[FundRow], setting: Setting
) -> dict[tuple[int, int], Context]:
    """Contexts of sources written along one row; the unit may stand in the row's first label."""
    out = {}
    for fund in rows:
        unit = next((u for u in (unit_in(c.text.string) for c in table.rows[fund.row]) if u), setting.unit)
        for cell in fund.cells.values():
            out[cell.row, cell.column] = Context(fund.label, setting.root, "budget", setting.year, unit)
    return out


def with_units_of_sums(contexts: dict[tuple[int, int], Context], totals: Sequence[Total]) -> None:
    """Parts whose rows print no unit have that of their 其中 sum: 计划安排资金（万元） | 846, 其中：省财政 | 260."""
    for total in totals:
        whole = contexts.get((total.total.row, total.total.column))
        if total.kind != "of-which" or whole is None or whole.unit is None:
            continue
        for cell in total.parts:
            part = contexts.get((cell.row, cell.column))
            if part is not None and part.unit is None and part.role in (None, whole.role):
                contexts[cell.row, cell.column] = replace(part, unit=whole.unit)


def with_composition(
    contexts: dict[tuple[int, int], Context], labels: Mapping[tuple[int, int], tuple[str, str, Role]],
    setting: Setting, unit: str | None,
) -> None:
    """Contexts of ``其他资金：103.40`` cells: their own label, the heading of their column, the money they split."""
    for place, (name, heading, role) in labels.items():
        contexts[place] = Context(name, (*setting.root, heading), role, setting.year, unit or setting.unit)


def relabelled(indicators: Sequence[Indicator]) -> dict[int, Indicator]:
    """Indicators by row; a name that is only a number gives way to its level in messages."""
    return {
        i.row: replace(i, name=i.level2 or i.level1) if is_number(i.name) else i for i in indicators
    }

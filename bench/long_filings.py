"""Long filings for the benchmarks: the samples' sheets again and again with other projects and other figures.

Each project has a page with a paragraph, its self-evaluation sheet (merged cells, money block, indicators) and every
fifth a list of payments. The figures agree with each other, but for one slip in every tenth sheet, so that an audit
has as much to confirm and as little to report as with a real filing.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples"))

from builder.source import Block, Source, grid

TOWNS = ("青禾", "云麓", "石桥", "白鹭", "柳湾", "枫林", "双溪", "长亭", "望江", "金坪")
WORKS = (
    "道路养护", "校舍修缮", "水渠清淤", "图书采购", "敬老院改造", "茶园补助", "食品抽检", "河道巡查", "乡村医生培训",
    "文物普查", "农机更新", "社区食堂", "公厕改建", "森林防火", "电商培训", "防汛物资", "残疾人康复", "广场照明",
)
KINDS = ("劳务费", "材料费", "设备购置", "委托业务费", "印刷费", "差旅费", "培训费", "其他支出")


def filing(projects: int, seed: int = 7) -> Source:
    """A filing of ``projects`` projects: about a page and a quarter each."""
    figures = random.Random(seed)
    blocks: list[Block] = [Block("title", "青禾县2023年度项目支出绩效自评汇编")]
    for number in range(projects):
        blocks += _project(number, figures)
    return Source(
        name="long", style="pipe", encoding="utf-8", header="青禾县财政局 项目支出绩效自评汇编", blocks=tuple(blocks)
    )


def _project(number: int, figures: random.Random) -> Iterator[Block]:
    town = TOWNS[number % len(TOWNS)]
    name = f"{town}镇{WORKS[number // len(TOWNS) % len(WORKS)]}"
    name += f"{number // (len(TOWNS) * len(WORKS)) + 1}期" if number >= len(TOWNS) * len(WORKS) else ""
    initial = Decimal(figures.randrange(2000, 90000)) / 100
    carried = Decimal(figures.randrange(0, 2000)) / 100
    budget = initial + carried
    spent_initial = _cents(initial * Decimal(figures.randrange(8500, 10000)) / 10000)
    spent = spent_initial + carried
    rate = _cents(spent / budget * 100)
    points = _cents(spent / budget * 10)
    wanted, done = (figures.randrange(40, 900) for _ in range(2))
    done = wanted + done // 20
    share = figures.randrange(91, 100)
    content = 8 if share < 95 else 10
    total = points + 15 + 15 + 10 + 10 + 15 + 15 + content
    slip = Decimal(2) if number % 10 == 3 else Decimal(0)
    yield Block("page")
    yield Block("h1", f"项目{number + 1}：{name}")
    yield Block(
        "p",
        f"{name}项目由{town}镇人民政府组织实施，年初安排资金{initial:.2f}万元，上年结转{carried:.2f}万元，全年预算"
        f"{budget:.2f}万元；全年支出{spent:.2f}万元，预算执行率{rate:.2f}%。全年完成{done}处，超过年初确定的{wanted}处；"
        f"群众满意度{share}%。",
    )
    yield Block("line", "单位：万元")
    yield Block("table", grid=grid(name, f"""\
项目名称 | {name} | < | < | < | < | < | <
主管部门 | 青禾县财政局 | < | < | 实施单位 | {town}镇人民政府 | < | <
项目资金 | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | {initial:.2f} | {budget:.2f} | {spent:.2f} | 10 | {rate:.2f}% | {points:.2f}
^ | 其中：当年财政拨款 | {initial:.2f} | {initial:.2f} | {spent_initial:.2f} | | |
^ | 上年结转资金 | 0.00 | {carried:.2f} | {carried:.2f} | | |
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标（50分） | 数量指标 | {name[3:]}数量 | ≥{wanted}处 | {done}处 | 15 | 15 |
^ | ^ | 开展巡查次数 | ≥12次 | {figures.randrange(12, 15)}次 | 15 | 15 |
^ | 质量指标 | 验收合格率 | 100% | 100% | 10 | 10 |
^ | 时效指标 | 任务完成及时率 | ≥95% | {figures.randrange(95, 101)}% | 10 | 10 |
效益指标（30分） | 社会效益指标 | 受益群众投诉办结率 | 100% | 100% | 15 | 15 |
^ | 可持续影响指标 | 管护制度覆盖率 | ≥90% | {figures.randrange(90, 100)}% | 15 | 15 |
满意度指标（10分） | 服务对象满意度指标 | 群众满意度 | ≥95% | {share}% | 10 | {content} |{_reason(share)}
总分 | < | < | < | < | 100 | {total + slip:.2f} |
"""))
    if number % 5 == 0:
        yield Block("line", f"{name}支出明细（单位：万元）")
        yield Block("table", grid=_payments(figures))


def _reason(share: int) -> str:
    return " 个别群众认为工期偏长，已要求施工单位错峰作业" if share < 95 else ""


def _payments(figures: random.Random):  # type: ignore[no-untyped-def]
    rows, totals = [], [Decimal(0)] * 3
    for i, kind in enumerate(KINDS, 1):
        values = [Decimal(figures.randrange(100, 9000)) / 100 for _ in range(2)]
        values.append(sum(values, Decimal(0)))
        totals = [t + v for t, v in zip(totals, values, strict=True)]
        rows.append(f"{i} | {kind} | " + " | ".join(f"{v:.2f}" for v in values))
    rows.append("合计 | < | " + " | ".join(f"{t:.2f}" for t in totals))
    return grid("payments", "序号 | 支出内容 | 上半年 | 下半年 | 全年\n" + "\n".join(rows))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)

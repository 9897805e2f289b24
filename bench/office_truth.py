"""As ``table_truth``, of PDFs that LibreOffice writes: tables without rules or with three, wrapped, in several looks.

    python bench/office_truth.py [-v] [LOOK …]

The tables are those of the samples, a long filing, and plain tables of figures made here; evaluation sheets, with labels
merged over several rows, are counted apart: where no rule and no white parts their rows, they are left as text. Every
cell with text counts, by its first row and column; *wrong* are cells read that are not there. ``-v`` prints each source;
without LibreOffice nothing is measured.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "samples"), str(HERE.parent / "tests" / "every_format")]

import docx  # noqa: E402
from builder.pdf import FIGURE  # noqa: E402
from builder.source import Block, Grid, Source, grid, load  # noqa: E402
from builder.word import word  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls, qn  # noqa: E402
from docx.shared import Pt  # noqa: E402
from long_filings import filing  # noqa: E402
from table_truth import _grids, _places, _read_places, _with_text, matched  # noqa: E402
from written_files import NAMES, OFFICE, SAMPLES  # noqa: E402

from gouji.extract.readers import read_bytes  # noqa: E402


class Look(NamedTuple):
    """How a table is set: which rules (``none``, ``three``, ``all``), where its texts stand, their size, from line to line."""

    rules: str = "none"
    align: str = "left"
    size: float = 9
    leading: float = 1.0
    middle: bool = False


LOOKS = {
    "none": Look(), "none-right": Look(align="right"), "none-centre": Look(align="centre", middle=True),
    "none-large": Look(align="right", size=10.5, leading=1.3, middle=True), "none-tight": Look(align="right", size=7.5),
    "three": Look("three"), "three-right": Look("three", "right", 10.5), "three-centre": Look("three", "centre", middle=True),
    "all": Look("all"),
}  # fmt: skip
ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def main() -> int:
    """Measure and print."""
    told = "-v" in sys.argv
    chosen = [a for a in sys.argv[1:] if a != "-v"] or list(LOOKS)
    if OFFICE is None:
        print("LibreOffice is not installed")
        return 0
    for name in chosen:
        counts: dict[str, Counter[str]] = {"figures": Counter(), "sheets": Counter()}
        for source, pdf in printed(name):
            found = [_with_text(_read_places(t)) for t in read_bytes(pdf, f"{source.name}.pdf").tables]
            wanted = [_with_text(_places(grid)) for grid in _grids(source)]
            right, cells = matched(wanted, found)
            wrong = sum(map(len, found)) - right
            counts["sheets" if _has_sheet(source) else "figures"].update(right=right, cells=cells, wrong=wrong)
            if told:
                print(f"      {source.name:24}{right:6} of {cells}, {wrong} wrong")
        shown = (f"{kind} {n['right']:5} of {n['cells']} ({n['right'] / n['cells']:.1%}), {n['wrong']} wrong" for kind, n in counts.items())
        print(f"  {name:14}" + "; ".join(shown), flush=True)
    return 0


def _has_sheet(source: Source) -> bool:
    return any(box.rows > 1 and box.row > 1 for grid in _grids(source) for box in grid.boxes)


@cache
def sources() -> tuple[Source, ...]:
    """What is printed."""
    return (*(load(SAMPLES / name) for name in NAMES), filing(8), *plain())


def printed(look: str) -> list[tuple[Source, bytes]]:
    """Every source as LibreOffice prints it, all in one start."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        for i, source in enumerate(sources()):
            word(source, home / f"{i}.docx")
            restyled(home / f"{i}.docx", LOOKS[look])
        subprocess.run(
            [str(OFFICE), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", str(home / "out"), *(str(home / f"{i}.docx") for i in range(len(sources())))],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return [(source, (home / "out" / f"{i}.pdf").read_bytes()) for i, source in enumerate(sources())]


def restyled(path: Path, look: Look) -> None:
    """The Word file with its tables set otherwise."""
    document = docx.Document(str(path))
    for table in document.tables:
        if look.rules != "all":
            table.style = document.styles["Normal Table"]
        head = sum(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows) or 1
        seen = set()
        for r, row in enumerate(table.rows):
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    _set(cell, look)
            if look.rules == "three":
                _ruled(row, r, head, len(table.rows))
    document.save(str(path))


def _set(cell: Any, look: Look) -> None:
    if look.middle:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    for paragraph in cell.paragraphs:
        figure = FIGURE.fullmatch(paragraph.text) is not None
        paragraph.alignment = ALIGNED["left" if look.align == "right" and not figure else look.align]
        paragraph.paragraph_format.line_spacing = look.leading
        paragraph.paragraph_format.space_after = Pt(0)
        for run in paragraph.runs:
            run.font.size = Pt(look.size)


def _ruled(row: Any, number: int, head: int, height: int) -> None:
    sides = {"top": 12} if number == 0 else {}
    sides |= {"bottom": 12 if number == height - 1 else 6} if number in (head - 1, height - 1) else {}
    if not sides:
        return
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="000000"/>' for side, size in sides.items())
    for element in row._tr.findall(qn("w:tc")):
        properties = element.get_or_add_tcPr()
        properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>"))


def plain() -> Iterator[Source]:
    """Tables of figures as accounts and bulletins have them."""
    chance = random.Random(11)
    units = ("县教育局", "县农业农村局", "县市场监督管理局", "县文化广电旅游体育局", "县人力资源和社会保障局", "县水利局", "县退役军人事务局", "县应急管理局")
    items = ("基本支出", "其中：人员经费", "日常公用经费", "项目支出", "其中：基本建设类项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    long_items = ("困难群众临时生活救助及价格临时补贴发放资金", "高标准农田建设及农业综合生产能力提升项目", "农村义务教育学生营养改善计划补助资金", "食品药品安全监管及监督抽检经费", "城乡居民基本养老保险基础养老金提标补助")
    yield _one("units", "部门预算执行情况表", 1, [["单位名称", "年初预算数", "调整预算数", "决算数", "执行率"], *_rows(chance, units, "fffp")])
    yield _one("items", "支出决算表", 1, [["项目", "2022年决算数", "2023年预算数", "2023年决算数"], *_rows(chance, items, "fff")])
    yield _one("wrapped", "专项资金安排情况表", 1, [["序号", "项目名称", "预算金额", "实际支出金额", "受益人数"], *([str(i), *row] for i, row in enumerate(_rows(chance, long_items, "ffn"), 1))])
    yield _one("two-lines", "收支情况表", 2, [["项目", "2022年", "<", "2023年", "<"], ["^", "预算数", "决算数", "预算数", "决算数"], *_rows(chance, items, "ffff")])
    yield _one("long-heads", "政府采购情况表", 1, [["采购项目名称", "政府采购预算总金额（万元）", "政府采购合同授予中小企业金额（万元）", "授予小微企业合同金额占比（%）"], *_rows(chance, units[:6], "ffp")])
    many = [f"{town}{kind}" for town in ("青禾镇", "云麓镇", "石桥乡", "白鹭乡", "柳湾镇", "枫林乡") for kind in ("道路养护", "水渠清淤", "校舍修缮", "图书采购", "河道巡查", "公厕改建", "茶园补助", "森林防火", "广场照明", "防汛物资")]
    yield _one("pages", "项目资金明细表", 1, [["序号", "项目", "下达数", "支出数", "结余数"], *([str(i), *row] for i, row in enumerate(_rows(chance, many, "fff"), 1))])
    towns = ("青禾镇人民政府", "云麓镇人民政府经济发展和社会事务办公室", "石桥乡", "白鹭乡综合行政执法办公室", "柳湾镇", "枫林乡自然资源所")
    works = ("道路养护", "农村生活污水处理设施运行维护及管网改造", "校舍修缮", "图书采购", "公益性岗位补助及技能培训", "森林防火", "广场照明", "防汛物资")
    for repeat in (0, 1):
        rows = _rows(chance, [town + work for town in towns for work in works], "fff")
        yield _one(f"long-{repeat}", "项目资金明细表", repeat, [["项目", "下达数", "支出数", "结余数"], *rows])
    blank = _rows(chance, items, "fff")
    for r, c in ((1, 2), (3, 1), (4, 3), (6, 1), (6, 2)):
        blank[r][c] = ""
    yield _one("blanks", "支出决算明细表", 1, [["项目", "合计", "基本支出", "项目支出"], *blank])
    yield _one("notes", "绩效指标完成情况表", 1, [["指标名称", "指标值", "完成值", "偏差原因"], *(
        [name, f"≥{n}次", f"{n + d}次", note] for name, n, d, note in (
            ("开展监督检查次数", 12, 1, ""), ("组织培训场次", 8, -2, "受场地限制，两场培训推迟到下一年度第一季度举办，经费已作结转处理"),
            ("抽检批次", 400, 20, ""), ("投诉举报办结数", 60, -4, "四件仍在办理期限内"), ("宣传活动", 6, 0, "")))])


    yield _several(chance, units)


def _several(chance: random.Random, units: Sequence[str]) -> Source:
    """Tables that follow each other with captions, notes and a sentence between them, one over years."""
    said = "从表中可以看出，各单位预算执行总体较好，全年支出1,234.50万元，执行率96.5%，其中教育支出占比最高，达到42.3%。"
    notes = ("", "按进度支付，余款结转下年使用")
    tables = (
        [["单位", "预算数", "决算数", "结余"], *_rows(chance, [f"{u}（本级）" for u in units], "fff")],
        [["指标", "2021", "2022", "2023"], *_rows(chance, [f"{u[1:]}办件量" for u in units], "nnn")],
        [["序号", "项目", "预算数", "决算数", "备注"], *(
            [str(i), *row, notes[i % 2]] for i, row in enumerate(_rows(chance, [f"{u}专项" for u in units], "ff"), 1))],
    )  # fmt: skip
    blocks: list[Block] = [Block("title", "有关情况表")]
    for i, rows in enumerate(tables, 1):
        table = grid("several", "\n".join(" | ".join(row) for row in rows))
        blocks += [Block("line", f"表{i}  有关情况表"), Block("line", "单位：万元"), Block("table", grid=table, repeat=1)]
        blocks += [Block("line", "注：本表数据来自部门决算，因四舍五入存在尾差。"), Block("p", said)]
    return Source("several", "pipe", "utf-8", "青禾县财政局", tuple(blocks))


def _one(name: str, title: str, repeat: int, rows: Sequence[Sequence[str]]) -> Source:
    table: Grid = grid(name, "\n".join(" | ".join(row) for row in rows))
    about = "全年预算执行总体平稳，资金按规定用途使用，未发现截留、挤占、挪用等情况，有关数据见下表，口径与上年一致，金额单位为万元。"
    blocks = (Block("title", title), Block("p", about), Block("line", "单位：万元"), Block("table", grid=table, repeat=repeat), Block("p", about))
    return Source(name, "pipe", "utf-8", "青禾县财政局", blocks)


def _rows(chance: random.Random, names: Sequence[str], kinds: str) -> list[list[str]]:
    def value(kind: str) -> str:
        match kind:
            case "p":
                return f"{chance.randint(8000, 10000) / 100:.2f}%"
            case "n":
                return str(chance.randint(20, 9000))
        return f"{chance.randint(100, 900_000) / 100:,.2f}"

    return [[name, *map(value, kinds)] for name in names]


if __name__ == "__main__":
    sys.exit(main())

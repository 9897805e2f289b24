"""One workbook with all that a reader must see, written here as .xlsx; saved from it as .xls, .ods by a spreadsheet.

``python tests/readers_workbook/whole_book.py`` writes ``data/whole.xls`` and ``data/whole.ods`` anew through LibreOffice.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from made_workbooks import Figure, MadeSheet, figure, xlsx
from made_xlsb import xlsb

DATA = Path(__file__).parent / "data"


def whole_sheets() -> tuple[MadeSheet, ...]:
    """Formats, formulas that hold and one that does not, merges, hidden rows, columns and sheets, two tables on a sheet."""
    money = MadeSheet(
        [
            ["2023年度河道保洁资金明细表"],
            ["填报单位：清源县水利局", None, None, "单位：万元"],
            ["项目", "预算数", "执行数", "执行率"],
            ["人工", figure("40.50"), figure("30.25"), Figure("0.74691358024691357", "0.0%", "C4/B4")],
            ["设备", figure("1,020.00"), figure("519.00"), Figure("0.50882352941176467", "0.0%", "C5/B5")],
            ["旧项", figure("5.00"), figure("5.00"), Figure("1", "0.0%", "C6/B6")],
            ["合计", Figure("1065.5", "#,##0.00", "SUM(B4:B6)"), Figure("564.25", "#,##0.00", "SUM(C4:C6)"), Figure("0.6686", "0.0%")],
            ["注：数据来自国库支付系统。"],
            [],
            ["乡镇", "户数", "占比"],
            ["柳林镇", figure("40"), Figure("0.4", "0%")],
            ["石桥镇", figure("60"), Figure("0.6", "0%")],
            ["合计", Figure("101", "0", "SUM(B11:B12)"), Figure("1", "0%")],
        ],
        "资金表",
        merges=["A1:D1"],
        hidden_rows=[5],
    )
    scores = MadeSheet(
        [
            ["指标", None, "分值", "得分", "底稿", "日期"],
            ["产出", "数量", figure("50"), figure("48.5"), figure("9"), Figure("45292", "yyyy-mm-dd")],
            [None, "质量", figure("50"), figure("49"), figure("9"), Figure("45293", "yyyy-mm-dd")],
            ["总分", None, Figure("100", "0", "SUM(C2:C3)"), Figure("97.5", "0.0", "SUM(D2:D3)"), None, None],
        ],
        "得分表",
        merges=["A1:B1", "A2:A3", "A4:B4"],
        hidden_columns=[4],
        bordered_rows=[0, 1, 2, 3],
    )
    notes = MadeSheet([["旧数", figure("7")], ["新数", figure("8")]], "底稿", state="hidden")
    return money, scores, notes


def whole_book(kind: str = "xlsx") -> bytes:
    """The workbook as a file: written here (.xlsx, .xlsb) or kept as a spreadsheet saved it (.xls, .ods)."""
    if kind in ("xlsx", "xlsb"):
        return (xlsx if kind == "xlsx" else xlsb)(*whole_sheets())
    return (DATA / f"whole.{kind}").read_bytes()


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "whole.xlsx"
        book.write_bytes(whole_book())
        for kind in ("xls:MS Excel 97", "ods"):
            subprocess.run(
                ["soffice", f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}", "--headless",
                 "--convert-to", kind, "--outdir", str(DATA), str(book)],
                check=True, capture_output=True, timeout=120,
            )  # fmt: skip


if __name__ == "__main__":
    main()

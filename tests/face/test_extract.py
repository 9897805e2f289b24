"""``gouji extract`` writes what was read; ``gouji formats`` says what can be read here."""

import csv
import re
import shutil
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gouji.commands import run
from gouji.extract.readers import SUPPORTED

SAMPLE = Path(__file__).parents[2] / "samples" / "food-inspection" / "food-inspection.docx"


class _Page(HTMLParser):
    """Counts the cells of a page, adds up what their spans cover, keeps what is underlined by status."""

    def __init__(self, text):
        super().__init__()
        self.covered, self.cells, self.spanned, self.scripts = 0, 0, 0, 0
        self.underlined = {}
        self.status = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "td":
            self.cells += 1
            area = int(given.get("rowspan", 1)) * int(given.get("colspan", 1))
            self.covered += area
            self.spanned += area > 1
        self.scripts += tag in ("script", "img", "link", "iframe")
        if tag == "u":
            self.status = given["class"]

    def handle_endtag(self, tag):
        if tag == "u":
            self.status = None

    def handle_data(self, data):
        if self.status:
            self.underlined.setdefault(self.status, []).append(data)


@pytest.fixture
def extracted(tmp_path):
    assert run(["extract", str(SAMPLE), "--to", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def test_the_text_has_every_paragraph_and_the_cells_of_a_row_on_one_line(extracted):
    text = (extracted / "text.txt").read_text("utf-8")
    assert "一、项目基本情况" in text
    assert "\t年度资金总额\t100.00\t120.00\t114.60\t10\t95.50%\t9.55" in text


def test_a_table_is_a_csv_file_in_the_shape_of_its_grid(extracted):
    rows = list(csv.reader((extracted / "table-001.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 15
    assert {len(row) for row in rows} == {8}
    assert rows[3][1:5] == ["年度资金总额", "100.00", "120.00", "114.60"]


def test_the_preview_keeps_merged_cells_and_loads_nothing(extracted):
    page = _Page((extracted / "preview.html").read_text("utf-8"))
    assert page.covered == 15 * 8
    assert page.spanned >= 8
    assert page.scripts == 0


def test_numbers_in_the_preview_are_underlined_by_their_status(extracted):
    page = _Page((extracted / "preview.html").read_text("utf-8"))
    assert "460批次" in page.underlined["contradicted"]
    assert "95.50%" in page.underlined["confirmed"]
    assert len(page.underlined["unchecked"]) > 5


def test_the_numbers_are_a_parquet_file(extracted):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(extracted / "numbers.parquet")
    assert "114.60" in table.column("low").to_pylist()


def test_the_parquet_file_says_the_status_and_the_cell(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    book = tmp_path / "a.xlsx"
    book.write_bytes(workbook())
    assert run(["extract", str(book), "--to", str(tmp_path / "out")]) == 0
    rows = {r["cell"]: r for r in parquet.read_table(tmp_path / "out" / "numbers.parquet").to_pylist()}
    assert rows["B4"]["sheet"] == "资金表" and rows["B4"]["status"] == "contradicted"
    assert rows["B2"]["raw"] == "40.50" and rows["B2"]["low"] == "40.50"


def workbook() -> bytes:
    """Two amounts and a total that is not theirs and a hidden sheet."""
    import io

    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "资金表"
    for row in (["项目", "金额（万元）"], ["人工", 40.5], ["设备", 20], ["合计", 66.5]):
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2, min_col=2):
        row[0].number_format = "0.00"
    notes = book.create_sheet("底稿")
    notes.append(["旧数", 7])
    notes.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_pointing_at_a_number_shows_the_finding_or_why_it_is_unchecked(extracted):
    page = (extracted / "preview.html").read_text("utf-8")
    assert re.search(r'class="contradicted" title="n\d+ 有矛盾\nGJ\d{3} [^"]+">460批次<', page)
    assert re.search(r'class="unchecked" title="n\d+ 未核对：[^"]+"', page)


def test_what_could_not_be_read_is_said_and_stands_in_the_preview(tmp_path, capsys):
    book = tmp_path / "a.xlsx"
    book.write_bytes(workbook())
    for lang, words in (("zh", "“底稿”是隐藏的"), ("en", "“底稿” is hidden")):
        assert run(["extract", str(book), "--to", str(tmp_path / lang), "--lang", lang]) == 0
        assert words in capsys.readouterr().err
        assert words in (tmp_path / lang / "preview.html").read_text("utf-8")


def test_what_looks_like_markup_or_a_formula_is_only_text(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("说明<script>alert(1)</script>共3项\n\n项目\t金额\n=HYPERLINK(1)\t3\n合计\t3\n", "utf-8")
    assert run(["extract", str(source), "--to", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "preview.html").read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "'=HYPERLINK(1)" in (tmp_path / "out" / "table-001.csv").read_text("utf-8-sig")


def test_every_file_of_an_archive_gets_a_folder_within_the_folder(tmp_path):
    packed = tmp_path / "two.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(SAMPLE, "县级/甲.docx")
        archive.writestr("乙.txt", "全年检查50户，其中超市20户、餐馆30户。")
    assert run(["extract", str(packed), "--to", str(tmp_path / "out")]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["001-甲.docx", "002-乙.txt"]
    assert (tmp_path / "out" / "002-乙.txt" / "text.txt").read_text("utf-8").startswith("全年检查50户")


def test_the_source_is_never_overwritten(tmp_path, capsys):
    source = tmp_path / "text.txt"
    source.write_text("全年检查50户。", "utf-8")
    assert run(["extract", str(source), "--to", str(tmp_path)]) == 2
    assert "覆盖" in capsys.readouterr().err
    assert source.read_text("utf-8") == "全年检查50户。"


def test_a_file_that_cannot_be_read_gives_status_2_and_no_folder(tmp_path, capsys):
    assert run(["extract", str(tmp_path / "none.docx"), "--to", str(tmp_path / "out")]) == 2
    assert "none.docx" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_formats_lists_every_kind_there_is(capsys):
    assert run(["formats"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert {kind.format for kind in SUPPORTED} | {"image", "7z", "rar"} <= set(listed)


def test_formats_names_what_to_install_for_the_rest(capsys, monkeypatch):
    from gouji.extract.readers import installed

    monkeypatch.setattr(installed, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name, *more: None)
    monkeypatch.setenv("GOUJI_SOFFICE", "/nowhere/soffice")
    assert run(["formats", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "image: pip install 'gouji[ocr]'" in out
    assert "rtf: apt install libreoffice-writer" in out
    assert "7z: pip install 'gouji[archives]'" in out


def test_formats_loads_none_of_the_readers():
    import subprocess

    code = (
        "import sys; from gouji.commands import run; run(['formats']);"
        "sys.exit(any(m in sys.modules for m in ('rapidocr', 'pypdfium2', 'numpy', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0

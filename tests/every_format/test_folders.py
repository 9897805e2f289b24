"""A folder as it is really received: every readable kind is found, by extension or by content; the rest is named."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from written_files import file_of

from gouji.commands import run
from gouji.extract.readers import PICTURES, SUPPORTED, extensions
from gouji.extract.readers.archive import opened
from gouji.sources import find

SAMPLE = "rural-water"


def test_every_listed_extension_is_picked_up_in_capitals_too(tmp_path: Path) -> None:
    wanted = extensions()
    assert wanted == {e for kind in SUPPORTED for e in kind.extensions if e != ".xml"}
    for extension in wanted:
        (tmp_path / f"a{extension}").write_bytes(b"x")
        (tmp_path / f"B{extension.upper()}").write_bytes(b"x")
    assert len(find([tmp_path]).files) == 2 * len(wanted)


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "mht", "xlsx", "ofd"])
def test_a_document_whose_name_says_nothing_is_told_by_its_content(form: str, tmp_path: Path) -> None:
    for name in ("自评报告", "自评.bak", "自评.docx.tmp"):
        (tmp_path / name).write_bytes(file_of(SAMPLE, form))
    assert [f.name for f in find([tmp_path]).files] == ["自评.bak", "自评.docx.tmp", "自评报告"]


def test_what_is_no_document_is_counted_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "自评.docx").write_bytes(file_of(SAMPLE, "docx"))
    (tmp_path / "run.log").write_text("started 12:00\n", "utf-8")
    (tmp_path / "settings.xml").write_text("<?xml version='1.0'?><a/>", "utf-8")
    (tmp_path / "main.py").write_text("print(1)\n", "utf-8")
    with ZipFile(tmp_path / "plugin.jar", "w") as archive:
        archive.writestr("a.txt", "x")
    (tmp_path / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(["check", str(tmp_path)]) == 0
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "有5个其他类型的文件未读" in err
    for extension in (".log", ".xml", ".py", ".jar", ".png"):
        assert f"{extension} ×1" in err


def test_an_unreadable_file_is_named_in_one_line_and_the_others_are_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docx").write_bytes(file_of(SAMPLE, "docx")[:60])
    (tmp_path / "b.xlsx").write_bytes(file_of(SAMPLE, "xlsx"))
    assert run(["check", str(tmp_path), "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert [Path(d["path"]).name for d in json.loads(out)["documents"]] == ["b.xlsx"]
    assert err.count("\n") == 1 and "a.docx" in err


@pytest.mark.parametrize("names", [(), ("main.py", "run.log")])
def test_a_folder_without_anything_to_read_is_status_2(names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deeper").mkdir()
    for name in names:
        (tmp_path / "deeper" / name).write_text("x", "utf-8")
    assert run(["check", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and str(tmp_path) in err


def test_archives_in_archives_in_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "上报").mkdir()
    path = tmp_path / "上报" / "甲县.zip"
    path.write_bytes(_zip({"附件/乙镇.zip": _zip({"自评.pdf": file_of(SAMPLE, "pdf")}), "总表.xlsx": file_of(SAMPLE, "xlsx")}))
    assert run(["check", str(tmp_path), "--format", "json"]) == 0
    found = [d["path"] for d in json.loads(capsys.readouterr().out)["documents"]]
    assert found == [f"{path}!/附件/乙镇.zip!/自评.pdf", f"{path}!/总表.xlsx"]


@pytest.mark.parametrize(("form", "name"), [("docx", "县级自评.docx"), ("pdf", "没有扩展名"), ("zip", "上报.zip")])
def test_standard_input_is_told_by_its_content(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _zip({"a.docx": file_of(SAMPLE, "docx")}) if form == "zip" else file_of(SAMPLE, form)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(["check", "-", "--stdin-name", name, "--format", "json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["path"] == (f"{name}!/a.docx" if form == "zip" else name)


def test_pictures_are_taken_where_recognition_is_asked_for(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    for extension in PICTURES:
        (tmp_path / f"a{extension}").write_bytes(picture)
    assert not find([tmp_path]).files
    assert len(find([tmp_path], pictures=True).files) == len(PICTURES)
    packed = _zip({"扫描.png": picture, "a.txt": "全年检查8次。".encode()})
    assert [getattr(s, "name", "") for s in opened(packed, "a.zip", pictures=True)] == ["a.zip!/扫描.png", "a.zip!/a.txt"]
    assert next(getattr(s, "name", "") for s in opened(packed, "a.zip")) == "a.zip!/a.txt"


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()

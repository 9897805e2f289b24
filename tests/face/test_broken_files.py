"""A file that cannot be read costs one clear line and status 2, and nothing else."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filings import FAULTY, Gouji, broken_files, docx_bytes

from gouji import sources

BROKEN = broken_files()


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_line_names_the_file_and_the_reason(name: str, lang: str, tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    status, out, err = gouji("check", path, "--lang", lang)
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1, err
    assert err.startswith(f"gouji: {path}: ")
    reason = err.removeprefix(f"gouji: {path}: ").strip()
    assert len(reason) > 5
    assert "Traceback" not in err
    assert "内部错误" not in err and "internal error" not in err
    assert reason.isascii() == (lang == "en") or lang == "en"


@pytest.mark.parametrize("name", BROKEN)
def test_the_good_file_beside_it_is_still_audited(name: str, tmp_path: Path, faulty: Path, gouji: Gouji) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    status, out, err = gouji("check", path, faulty, "--format", "json")
    assert status == 2
    assert str(path) in err
    documents = json.loads(out)["documents"]
    assert [d["path"] for d in documents] == [str(faulty)]
    assert [f["code"] for f in documents[0]["findings"]] == ["GJ101"]


def test_all_broken_files_in_one_folder_cost_a_line_each(tmp_path: Path, gouji: Gouji) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    (folder / "good.docx").write_bytes(docx_bytes(FAULTY))
    status, out, err = gouji("check", folder)
    assert status == 2
    lines = err.splitlines()
    assert len(lines) == len(BROKEN)
    for name in BROKEN:
        assert sum(f"{name}:" in line for line in lines) == 1
    assert "good.docx" in out and "GJ101" in out


def test_the_source_file_is_left_as_it_was(tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / "a.docx"
    data = docx_bytes(FAULTY)
    path.write_bytes(data)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    gouji("check", path)
    assert path.read_bytes() == data
    assert path.stat().st_mtime == 1_000_000_000
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_a_missing_file_is_told(tmp_path: Path, gouji: Gouji) -> None:
    status, out, err = gouji("check", tmp_path / "nowhere.txt")
    assert (status, out) == (2, "")
    assert "找不到文件" in err


def test_an_empty_folder_is_told(tmp_path: Path, gouji: Gouji) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    status, out, err = gouji("check", folder)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "文件夹是空的" in err and str(folder) in err


def test_a_folder_without_readable_files_is_told(tmp_path: Path, gouji: Gouji) -> None:
    folder = tmp_path / "pictures"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "b.exe").write_bytes(b"MZ\x90\x00")
    status, out, err = gouji("check", folder, "--lang", "en")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert ".jpg ×1" in err and ".exe ×1" in err


def test_files_of_other_kinds_in_a_folder_are_not_silently_clean(tmp_path: Path, sound: Path, gouji: Gouji) -> None:
    (tmp_path / "ledger.jpg").write_bytes(b"\xff\xd8\xff")
    status, out, err = gouji("check", tmp_path)
    assert status == 0
    assert "sound.txt" in out
    assert ".jpg ×1" in err


def test_lock_files_and_hidden_files_are_passed_over(tmp_path: Path, sound: Path, gouji: Gouji) -> None:
    (tmp_path / "~$sound.docx").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("共3个，其中a1个、b1个。", "utf-8")
    status, out, err = gouji("check", tmp_path, "--format", "json")
    assert (status, err) == (0, "")
    assert len(json.loads(out)["documents"]) == 1


def test_a_device_is_refused_instead_of_read_for_ever(gouji: Gouji) -> None:
    status, out, err = gouji("check", "/dev/zero")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "/dev/zero: 这是设备" in err


def test_a_pipe_in_a_folder_does_not_stop_the_audit(tmp_path: Path, sound: Path, gouji: Gouji) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    status, out, _ = gouji("check", tmp_path)
    assert status == 0
    assert "sound.txt" in out


def test_standard_input_has_a_limit(monkeypatch: pytest.MonkeyPatch, gouji: Gouji) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))
    status, out, err = gouji("check", "-")
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(faulty: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "gouji", "check", str(faulty)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1


def test_odd_file_names_come_through(tmp_path: Path, gouji: Gouji) -> None:
    for name in (b"a\nb\x1b[31m.txt", b"\xff\xfe.txt", "空 格.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text(FAULTY, "utf-8")
    status, out, err = gouji("check", tmp_path)
    assert (status, err) == (1, "")
    assert out.count("GJ101") == 3
    assert "\x1b" not in out
    assert len(json.loads(gouji("check", tmp_path, "--format", "json")[1])["documents"]) == 3


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path, gouji: Gouji) -> None:
    (tmp_path / "a.txt").write_text("全年检查商户51户，其中超市12户、餐馆39户。\n", "utf-8")
    (tmp_path / "b.docx").symlink_to(tmp_path / "gone.docx")
    status, out, errors = gouji("check", tmp_path)
    assert status == 2 and "a.txt" in out
    assert "b.docx" in errors and "链接指向的文件不存在" in errors

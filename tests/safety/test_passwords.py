"""Encrypted files are opened with the password given; without it, or with a wrong one, they say so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import SOUND, TEXT, docx, locked_office, locked_pdf, locked_zip, tarred, workbook

from gouji.extract.errors import EncryptedFile
from gouji.extract.readers import read_bytes

PASSWORD = "勾稽2024"
LINES = ["total 50, of these 12, 25 and 14"]


def _made(kind: str) -> bytes:
    if kind == "pdf":
        pytest.importorskip("reportlab")
        return locked_pdf(LINES, "goujipw")
    if kind == "zip":
        return locked_zip({"县/a.txt": TEXT.encode(), "b.docx": docx()}, PASSWORD)
    pytest.importorskip("msoffcrypto")
    return locked_office(docx() if kind == "docx" else workbook(), PASSWORD)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_a_locked_file_is_read_with_its_password_only(kind: str) -> None:
    data, name = _made(kind), f"a.{kind}"
    right = "goujipw" if kind == "pdf" else PASSWORD
    document = read_bytes(data, name, password=right)
    assert document.format == kind
    assert any("50" in text.string for _, _, text in document.texts())
    for wrong in (None, "", "no", right + "x"):
        with pytest.raises(EncryptedFile) as caught:
            read_bytes(data, name, password=wrong)
        assert "密码" in caught.value.zh and caught.value.path == name


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_without_a_password_the_message_says_how_to_give_it(kind: str) -> None:
    with pytest.raises(EncryptedFile) as caught:
        read_bytes(_made(kind), f"a.{kind}")
    assert "--password" in caught.value.zh and "--password" in caught.value.en


@pytest.mark.parametrize("kind", ["docx", "pdf", "zip"])
def test_the_command_takes_the_password(kind: str, put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]) -> None:
    path = put(f"a.{kind}", _made(kind))
    right = "goujipw" if kind == "pdf" else PASSWORD
    status, out, _ = gouji("check", path, "--format", "json", "--password", right)
    read = json.loads(out)["documents"]
    assert len(read) == (2 if kind == "zip" else 1)
    assert status == (0 if kind == "pdf" else 1)
    for arguments in ((), ("--password", "no")):
        status, out, err = gouji("check", path, *arguments)
        assert (status, out) == (2, "")
        assert str(path) in err and "密码" in err


def test_the_password_is_taken_from_the_environment(
    put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_PASSWORD", PASSWORD)
    assert gouji("check", put("a.zip", _made("zip")))[0] == 1


def test_one_password_opens_the_archive_and_the_files_in_it(
    put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]
) -> None:
    pytest.importorskip("msoffcrypto")
    pytest.importorskip("reportlab")
    inner = {
        "a.docx": locked_office(docx(), PASSWORD), "b.xlsx": locked_office(workbook(), PASSWORD), "c.txt": SOUND.encode(),
    }  # fmt: skip
    for data, name in ((locked_zip(inner, PASSWORD), "x.zip"), (tarred(inner), "x.tar.gz")):
        path = put(name, data)
        _, out, err = gouji("check", path, "--format", "json", "--password", PASSWORD)
        assert [d["path"][-6:] for d in json.loads(out)["documents"]] == ["a.docx", "b.xlsx", "/c.txt"]
        assert err == ""
    status, out, err = gouji("check", put("y.tar.gz", tarred(inner)), "--format", "json")
    assert status == 2
    assert [d["path"][-5:] for d in json.loads(out)["documents"]] == ["c.txt"]
    assert err.count("--password") == 2

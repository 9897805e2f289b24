"""A file that breaks off is read as far as it goes, and the loss is said; nothing is raised that has no clear word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import PACKAGES, SOUND, TEXT, docx, stored_rar, text_pdf, zipped

from gouji.extract.document import Document
from gouji.extract.errors import GoujiError, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers import read_bytes
from gouji.extract.readers.archive import read_many_bytes
from gouji.extract.readers.salvage import salvaged

LONG = "".join(f"第{i}项检查商户{i * 37 % 991}户。\n" for i in range(400))
OLE = Path(__file__).parents[1] / "readers_ole" / "data" / "form.doc"


def shown(document: Document) -> str:
    return "".join(text.string for _, _, text in document.texts())


@pytest.mark.parametrize("kind", PACKAGES)
def test_without_its_directory_all_of_a_package_is_read(kind: str) -> None:
    data = PACKAGES[kind][0](TEXT)
    whole = read_bytes(data, f"a.{kind}")
    cut = read_bytes(data[: data.index(b"PK\x01\x02")], f"a.{kind}")
    assert cut.blocks == whole.blocks
    assert whole.problems == ()
    assert "不完整" in cut.problems[0].zh and cut.problems[0].code == "GJ002"


def test_a_body_that_breaks_off_is_read_up_to_there() -> None:
    data = docx(LONG)
    at = data.index(b"word/document.xml")
    size = len(data)
    lengths = []
    for share in (0.3, 0.6, 0.9):
        end = at + 60 + int((data.index(b"PK\x03\x04", at) - at - 60) * share)
        assert end < size
        document = read_bytes(data[:end], "a.docx")
        text = shown(document)
        assert text.startswith("第0项检查商户0户。")
        assert text.replace("\n", "") == LONG.replace("\n", "")[: len(text)] or text[:-20] in LONG.replace("\n", "")
        assert any("document.xml" in p.zh for p in document.problems)
        lengths.append(len(text))
    assert lengths == sorted(lengths) and 0 < lengths[0] < lengths[-1] < len(LONG)


@pytest.mark.parametrize("kind", PACKAGES)
def test_wherever_a_package_breaks_off_it_is_read_or_refused(kind: str) -> None:
    data = PACKAGES[kind][0](TEXT)
    outcomes = set()
    for end in range(0, len(data), max(len(data) // 60, 1)):
        try:
            document = read_bytes(data[:end], f"a.{kind}")
        except GoujiError as error:
            outcomes.add(type(error).__name__)
            assert error.path == f"a.{kind}"
            continue
        assert document.problems, end
        outcomes.add("read")
    assert "read" in outcomes and "UnreadableFile" in outcomes


def test_the_loss_is_in_the_report(put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]) -> None:
    data = docx(TEXT)
    path = put("a.docx", data[: data.index(b"PK\x01\x02")])
    _, out, _ = gouji("check", path, "--format", "json")
    (report,) = json.loads(out)["documents"]
    assert "不完整" in report["problems"][0]["message"]
    assert [f["code"] for f in report["findings"]] == ["GJ101"]
    assert "不完整" in gouji("check", path)[1]


def test_an_archive_without_its_directory_gives_its_members() -> None:
    data = zipped({"县/a.txt": TEXT, "b.docx": docx(), "c.txt": SOUND})
    found = list(read_many_bytes(data[: data.index(b"PK\x01\x02") - 20], "a.zip"))
    assert [(type(r).__name__, r.path) for r in found] == [
        ("Document", "a.zip!/县/a.txt"), ("Document", "a.zip!/b.docx"), ("UnreadableFile", "a.zip!/c.txt"),
        ("UnreadableFile", "a.zip"),
    ]  # fmt: skip


def test_a_rar_without_its_end_is_told() -> None:
    data = stored_rar({"a.txt": TEXT.encode(), "b.txt": SOUND.encode()})
    pytest.importorskip("rarfile")
    assert [type(r).__name__ for r in read_many_bytes(data, "a.rar")] == ["Document", "Document"]
    found = list(read_many_bytes(data[:-7], "a.rar"))
    assert [type(r).__name__ for r in found] == ["Document", "Document", "UnreadableFile"]


def test_a_pdf_without_its_end_is_read_and_told() -> None:
    data = text_pdf(["total 120 of 340", "second 560"])
    for end in (len(data) - 6, data.rindex(b"startxref"), data.rindex(b"trailer"), data.rindex(b"xref\n0")):
        document = read_bytes(data[:end], "a.pdf")
        assert "120" in shown(document) and "560" in shown(document)
        assert document.problems
    for end in (8, 40, 100):
        with pytest.raises(UnreadableFile):
            read_bytes(data[:end], "a.pdf")


def test_a_word_file_of_old_without_its_directory_is_read_and_told() -> None:
    data = OLE.read_bytes()
    whole = shown(read_bytes(data, "a.doc"))
    refused = 0
    for share in (30, 60, 75, 90, 99):
        try:
            document = read_bytes(data[: len(data) * share // 100], "a.doc")
        except UnreadableFile as error:
            assert "不完整" in error.zh or "损坏" in error.zh
            refused += 1
            continue
        assert document.problems or shown(document) == whole
    assert refused < 5


def test_what_is_salvaged_keeps_the_limits() -> None:
    data = zipped({"word/document.xml": b" " * 3_000_000, "b.txt": b"x" * 10})
    cut = data[: data.index(b"PK\x01\x02")]
    rescued = salvaged(cut, Limits(part_bytes=1_000))
    assert rescued is not None and rescued.cut == ("word/document.xml",)
    assert len(rescued.data) < 3_000
    assert salvaged(data) is None
    assert salvaged(b"PK\x03\x04" * 5_000) is None
    many = salvaged(zipped({f"{i}.txt": "x" for i in range(50)})[:-30], Limits(members=10))
    assert many is not None and many.data.count(b"PK\x01\x02") == 10

"""Archives: every member a file of its own, nothing written, nothing endless."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hostile import SOUND, TEXT, docx, gbk_zip, overlapping_zip, stored_rar, tarred, zipped

import gouji as public
from gouji.extract.document import Document
from gouji.extract.errors import (
    EncryptedFile,
    GoujiError,
    LimitExceeded,
    PassedOver,
    UnreadableFile,
    UnsupportedFormat,
)
from gouji.extract.limits import Limits
from gouji.extract.readers.archive import read_many_bytes


def read(data: bytes, name: str = "a.zip", **more: object) -> list[Document | GoujiError]:
    return list(read_many_bytes(data, name, **more))  # type: ignore[arg-type]


def paths(data: bytes, name: str = "a.zip", **more: object) -> list[str]:
    return [r.path for r in read(data, name, **more)]


def test_members_are_documents_named_after_the_archive() -> None:
    inner = zipped({"b.txt": TEXT})
    found = read(zipped({"县/a.docx": docx(), "inner.zip": inner, "c.txt": SOUND}))
    assert [(r.path, r.format) for r in found if isinstance(r, Document)] == [
        ("a.zip!/县/a.docx", "docx"), ("a.zip!/inner.zip!/b.txt", "text"), ("a.zip!/c.txt", "text"),
    ]  # fmt: skip
    assert len(found) == 3


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_flag_are_told_by_their_bytes(encoding: str) -> None:
    assert paths(gbk_zip({"青禾县/自评报告.txt": TEXT.encode()}, encoding)) == ["a.zip!/青禾县/自评报告.txt"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_in_every_packing(mode: str) -> None:
    assert paths(tarred({"a/b.txt": TEXT.encode(), "c.docx": docx()}, mode), "x.tar") == ["x.tar!/a/b.txt", "x.tar!/c.docx"]


def test_a_file_packed_alone() -> None:
    assert paths(gzip.compress(TEXT.encode()), "县/report.txt.gz") == ["县/report.txt.gz!/report.txt"]


def test_seven_zip_with_and_without_a_password() -> None:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="abc") as archive:
        archive.writestr(TEXT.encode(), "县/a.txt")
        archive.writestr(docx(), "b.docx")
    data = out.getvalue()
    assert paths(data, "a.7z", password="abc") == ["a.7z!/县/a.txt", "a.7z!/b.docx"]
    for password in (None, "no"):
        (error,) = read(data, "a.7z", password=password)
        assert type(error) is EncryptedFile
    (error,) = read(data[: len(data) // 2], "a.7z")
    assert isinstance(error, UnreadableFile)


def test_a_stored_rar_needs_no_program_and_a_packed_one_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    rarfile = pytest.importorskip("rarfile")
    assert paths(stored_rar({"a.txt": TEXT.encode()}), "a.rar") == ["a.rar!/a.txt"]

    def none_here(*_: object, **__: object) -> None:
        raise rarfile.RarCannotExec("no program")

    monkeypatch.setattr(rarfile, "tool_setup", none_here)
    (error,) = read(stored_rar({"a.txt": TEXT.encode()}, 0x33), "a.rar")
    assert type(error) is UnsupportedFormat
    assert "bsdtar" in error.zh and "libarchive-tools" in error.en


def test_what_cannot_be_read_is_named_and_the_others_go_on() -> None:
    found = read(zipped({"bad.pdf": b"%PDF-1.4", "empty.txt": b"", "good.txt": TEXT}))
    assert [type(r).__name__ for r in found] == ["UnreadableFile", "EmptyFile", "Document"]


def test_other_kinds_are_counted_and_litter_is_not() -> None:
    found = read(zipped({
        "a.jpg": b"\xff\xd8\xff", "b.jpg": b"\xff\xd8\xff", "run.log": "x", "good.txt": TEXT,
        "__MACOSX/._good.txt": b"x", "~$a.docx": b"x", "Thumbs.db": b"x",
    }))  # fmt: skip
    assert [type(r) for r in found] == [Document, PassedOver]
    assert "3个" in found[1].zh and ".jpg ×2" in found[1].zh  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.txt", "/etc/x.txt", "C:\\Windows\\x.txt", "a/../../x.txt", "..\\..\\x.txt"]
)
def test_paths_that_lead_out_are_only_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    for data in (zipped({name: TEXT}), tarred({name: TEXT.encode()})):
        (path,) = paths(data)
        inner = path.removeprefix("a.zip!/")
        assert ".." not in inner and ":" not in inner and not inner.startswith("/") and "\\" not in inner
    assert [p.name for p in tmp_path.rglob("*")] == ["deep", "er"]


def test_links_are_not_followed() -> None:
    found = read(tarred({"a.txt": TEXT.encode()}, links={"passwd.txt": "/etc/passwd"}), "a.tar.gz")
    assert [type(r) for r in found] == [Document, UnreadableFile]
    assert "链接" in found[1].zh  # type: ignore[union-attr]


def test_archives_in_archives_end() -> None:
    data = zipped({"a.txt": TEXT})
    for depth in range(6):
        data = zipped({f"{depth}.zip": data})
    (error,) = read(data)
    assert type(error) is LimitExceeded
    assert "套" in error.zh


@pytest.mark.parametrize("entries", [2, 5_000])
def test_entries_that_overlap_are_a_bomb(entries: int) -> None:
    (error,) = read(overlapping_zip(b" " * 100_000, entries))
    assert type(error) is LimitExceeded
    assert "重叠" in error.zh
    assert isinstance(read(overlapping_zip(TEXT.encode(), 1))[0], Document)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    megabytes = 2**20
    bomb = zipped({"a.txt": b" " * (20 * megabytes), "b.txt": TEXT})
    first, second = read(bomb)
    assert type(first) is LimitExceeded and "压缩比" in first.zh
    assert isinstance(second, Document)
    (error,) = read(gzip.compress(b" " * (40 * megabytes)), "a.txt.gz")
    assert type(error) is LimitExceeded
    found = read(tarred({"a.txt": bytes(20 * megabytes)}), "a.tar.gz")
    assert {type(r) for r in found} == {LimitExceeded}
    small = Limits(members=3, archive_bytes=4_000, member_bytes=3_000)
    assert LimitExceeded in {type(r) for r in read(zipped({f"{i}.txt": TEXT for i in range(9)}), limits=small)}
    assert LimitExceeded in {type(r) for r in read(zipped({"a.txt": "数" * 1_500}, zipfile.ZIP_STORED), limits=small)}
    many = zipped({f"{i}.txt": "数" * 500 for i in range(3)}, zipfile.ZIP_STORED)
    assert LimitExceeded in {type(r) for r in read(many, limits=small)}


def test_a_size_that_lies_is_noticed() -> None:
    data = bytearray(zipped({"a.txt": TEXT * 50}))
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(magic) + at
        data[place : place + 4] = (10).to_bytes(4, "little")
    (error,) = read(bytes(data))
    assert isinstance(error, UnreadableFile)


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_truncated_tar_gives_what_is_whole_and_says_the_loss(mode: str) -> None:
    data = tarred({f"{i}.txt": (TEXT + str(i) * 600).encode() for i in range(4)}, mode)
    cut = data[:2_560] if mode == "w" else data[: len(data) - 12]
    found = read(cut, "a.tar")
    assert isinstance(found[-1], UnreadableFile)
    if mode == "w":
        assert isinstance(found[0], Document)


def test_a_locked_zip_asks_for_the_password() -> None:
    data = bytearray(zipped({"a.txt": TEXT}, zipfile.ZIP_STORED))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + at] |= 1
    assert "--password" in read(bytes(data))[0].zh  # type: ignore[union-attr]
    assert type(read(bytes(data), password="no")[0]) is EncryptedFile


def test_the_command_audits_members_and_fails_for_the_unreadable(put, gouji) -> None:  # type: ignore[no-untyped-def]
    path = put("county.zip", zipped({"bad.pdf": b"%PDF-1.4", "a.txt": TEXT, "deep/b.txt": SOUND, "x.jpg": b"\xff\xd8\xff"}))
    status, out, err = gouji("check", path.parent, "--format", "json")
    assert status == 2
    assert [d["path"] for d in json.loads(out)["documents"]] == [f"{path}!/a.txt", f"{path}!/deep/b.txt"]
    assert f"{path}!/bad.pdf: " in err and ".jpg ×1" in err
    assert err.count("\n") == 2


def test_other_kinds_in_an_archive_are_no_failure(put, gouji) -> None:  # type: ignore[no-untyped-def]
    path = put("county.zip", zipped({"b.txt": SOUND, "x.jpg": b"\xff\xd8\xff"}))
    assert gouji("check", path)[0] == 0
    nothing = put("pictures.zip", zipped({"x.jpg": b"\xff\xd8\xff"}))
    assert gouji("check", nothing)[0] == 2


def test_a_folder_or_archive_is_read_by_the_api(put) -> None:  # type: ignore[no-untyped-def]
    put("b.txt", SOUND)
    path = put("a.zip", zipped({"a.txt": TEXT, "bad.docx": b"PK\x03\x04"}))
    found = list(public.read_many(path.parent))
    assert [type(r).__name__ for r in found] == ["Document", "UnreadableFile", "Document"]
    assert len(list(public.read_many(path))) == 2


def _with_entry(data: bytes, at: int, value: bytes) -> bytes:
    """The archive with some bytes of its last directory entry replaced."""
    start = data.rindex(b"PK\x01\x02") + at
    return data[:start] + value + data[start + len(value) :]


def test_a_member_without_a_name_is_no_accident() -> None:
    whole = zipped({"b.txt": "全年检查商户51户。".encode(), "a": "全年检查商户14户。".encode()})
    found = list(read_many_bytes(_with_entry(whole, 46, b"\0"), "x.zip"))
    assert [type(f).__name__ for f in found][:1] == ["Document"]


def test_a_member_that_the_directory_swallowed_is_told() -> None:
    whole = zipped({"a.txt": "全年检查商户51户。".encode(), "b.txt": "全年检查商户14户。".encode()})
    first = whole.index(b"PK\x01\x02")
    damaged = whole[: first + 32] + (46 + 5).to_bytes(2, "little") + whole[first + 34 :]
    found = list(read_many_bytes(damaged, "x.zip"))
    assert [type(f).__name__ for f in found] == ["Document", "UnreadableFile"]

"""LibreOffice as a bridge: missing, hanging, batched, without network; and what comes out of it."""

from __future__ import annotations

import subprocess
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from gouji.extract.document import Document
from gouji.extract.errors import EncryptedFile, GoujiError, LimitExceeded, UnreadableFile, UnsupportedFormat
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers import read, read_bytes, soffice
from gouji.extract.readers.office import read_offices
from gouji.extract.readers.soffice import Given, convert, find

DATA = Path(__file__).parent / "data"
NEED = ("libreoffice-writer", "RTF文档", "RTF documents")
RTF = b"{\\rtf1\\ansi\\uc1 \\u25903?\\u20986?12.50\\par}"
with_office = pytest.mark.skipif(find() is None, reason="LibreOffice is not installed")


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place; the test writes what it does."""
    path = tmp_path / "soffice"
    monkeypatch.setenv("GOUJI_SOFFICE", str(path))
    return path


def program(path: Path, script: str) -> None:
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(0o755)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_without_libreoffice_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SOFFICE", "/nowhere/soffice")
    with pytest.raises(UnsupportedFormat) as caught:
        read_bytes(RTF, "报告.rtf")
    assert "apt install libreoffice-writer" in caught.value.zh
    assert "apt install libreoffice-writer" in caught.value.en


def test_a_hanging_converter_is_ended_with_all_it_started(pretend: Path, tmp_path: Path) -> None:
    program(pretend, f"sleep 300 & echo $! > {tmp_path}/child\nsleep 300\n")
    began = time.monotonic()
    found = convert([Given(RTF, "报告.rtf", "rtf")], "docx", [NEED], DEFAULT_LIMITS, seconds=1)
    assert time.monotonic() - began < 150  # far from the 300 it would sleep
    assert isinstance(found[0], LimitExceeded) and "1 秒" in found[0].zh
    child = int((tmp_path / "child").read_text())
    assert not alive(child)


def test_one_that_hangs_does_not_take_the_others_with_it(pretend: Path) -> None:
    program(
        pretend,
        'for last; do :; done\ncase "$*" in *.odt*) sleep 300;; esac\n'
        'dir=$(dirname "$last")/../out; mkdir -p $dir; for f; do case $f in */in/*) '
        "cp $f $dir/$(basename ${f%.*}).docx;; esac; done\n",
    )
    files = [Given(b"one", "a.rtf", "rtf"), Given(b"hangs", "b.odt", "odt"), Given(b"three", "c.rtf", "rtf")]
    found = convert(files, "docx", [NEED] * 3, DEFAULT_LIMITS, seconds=1)
    assert (found[0], found[2]) == (b"one", b"three")
    assert isinstance(found[1], LimitExceeded)


def test_a_start_that_got_stuck_is_made_again(pretend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "FIRST_SECONDS", 1)
    program(
        pretend,
        f"if mkdir {tmp_path}/begun; then sleep 300; fi\nfor last; do :; done\n"
        'd=$(dirname "$last")/../out; mkdir -p $d; echo made > $d/0.docx\n',
    )
    assert convert([Given(RTF, "a.rtf", "rtf")], "docx", [NEED], DEFAULT_LIMITS) == [b"made\n"]


def test_an_output_beyond_the_limit_is_not_taken(pretend: Path) -> None:
    program(pretend, 'for last; do :; done\nmkdir ../out 2>/dev/null; d=$(dirname "$last")/../out; mkdir -p $d; head -c 5000 /dev/zero > $d/0.docx\n')  # fmt: skip
    found = convert([Given(RTF, "a.rtf", "rtf")], "docx", [NEED], Limits(unzipped_bytes=4000))
    assert isinstance(found[0], LimitExceeded)


def test_the_profile_forbids_links_and_macros(pretend: Path, tmp_path: Path) -> None:
    program(pretend, f'cp "$HOME/profile/user/registrymodifications.xcu" {tmp_path}/seen\n')
    convert([Given(RTF, "a.rtf", "rtf")], "docx", [NEED], DEFAULT_LIMITS)
    seen = (tmp_path / "seen").read_text()
    assert 'name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true<' in seen
    assert 'name="DisableMacrosExecution" oor:op="fuse"><value>true<' in seen


def test_an_open_document_with_a_password_or_a_bomb_never_reaches_the_converter(
    pretend: Path, tmp_path: Path
) -> None:
    program(pretend, f"touch {tmp_path}/started\n")
    kind = "application/vnd.oasis.opendocument.text"
    locked = packed(mimetype=kind, content="<a/>", manifest="<m><encryption-data/></m>")
    with pytest.raises(EncryptedFile):
        read_bytes(locked, "报告.odt")
    entities = '<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;</a>'
    with pytest.raises(UnreadableFile):
        read_bytes(packed(mimetype=kind, content=entities, manifest="<m/>"), "报告.odt")
    assert not (tmp_path / "started").exists()


def packed(mimetype: str, content: str, manifest: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mixed form saved by LibreOffice as RTF and OpenDocument text."""
    folder = tmp_path_factory.mktemp("saved")
    for extension in ("rtf", "odt"):
        subprocess.run(
            [str(find()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
             extension, "--outdir", str(folder), str(DATA / "form.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return folder


@with_office
def test_rtf_and_open_document_give_the_cells_of_the_word_file(saved: Path) -> None:
    paths = [saved / "form.rtf", saved / "form.odt"]
    found = read_offices([(p.read_bytes(), p.name, "0", p.suffix[1:]) for p in paths])
    word = read(DATA / "form.docx")
    for path, document in zip(paths, found, strict=True):
        assert isinstance(document, Document)
        assert document.format == path.suffix[1:]
        assert [
            {(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in t.cells}
            for t in document.tables
        ] == [
            {(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in t.cells}
            for t in word.tables
        ]
        assert [p.text.string for p in document.paragraphs if p.kind in ("body", "heading")] == [
            p.text.string for p in word.paragraphs if p.kind in ("body", "heading")
        ]


@with_office
def test_an_rtf_without_its_end_is_read_and_the_loss_said() -> None:
    cut = RTF[:-1] + b" \\u25903?\\u20986?3.5"
    try:
        document = read_bytes(cut, "报告.rtf")
    except UnreadableFile:
        return
    assert [p.code for p in document.problems] == ["GJ002"]


@with_office
def test_several_files_in_one_start_come_back_in_their_order() -> None:
    files = [(RTF.replace(b"12.50", f"{i}.25".encode()), f"{i}.rtf", "0", "rtf") for i in range(3)]
    files.insert(1, (b"{\\rtf1 \0\0", "broken.rtf", "0", "rtf"))
    found = read_offices(files)
    texts = [d.paragraphs[0].text.string if isinstance(d, Document) else type(d).__name__ for d in found]
    assert texts[0] == "支出0.25" and texts[2:] == ["支出1.25", "支出2.25"]
    assert isinstance(found[1], GoujiError) or found[1].problems


@with_office
@pytest.mark.parametrize("guarded", [True, False])
def test_a_picture_elsewhere_is_never_fetched(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if not guarded:
        monkeypatch.setattr(soffice, "_guards", tuple)
    url = f"http://127.0.0.1:{server.server_port}/a.png"
    link = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{url}" \\\\d}}{{\\fldrslt x}}}}'
    try:
        document = read_bytes(RTF[:-1] + link.encode() + b"\\par}", "报告.rtf")
    finally:
        server.shutdown()
        server.server_close()
    assert "支出12.50" in document.paragraphs[0].text.string
    assert asked == []


def test_nothing_is_left_behind(pretend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    program(pretend, "exit 3\n")
    found = convert([Given(RTF, "a.rtf", "rtf")], "docx", [NEED], DEFAULT_LIMITS)
    assert isinstance(found[0], UnreadableFile)
    assert not list(scratch.iterdir())

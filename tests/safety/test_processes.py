"""A file that hangs, eats memory or breaks its reader is ended and named; the others go on, in order."""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import SOUND, TEXT, zipped

from gouji.extract import readers
from gouji.processes import FORKS
from gouji.workers import Begun, Crash, Spending, apart, here

pytestmark = pytest.mark.skipif(not FORKS, reason="the faults are planted in the parent and inherited by forking")

REAL = readers.read_bytes
SECONDS = 8
"""What the sound files beside the hanging one need on a busy machine, many times over."""


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that go wrong as C code does, told by the file's name."""

    def read_bytes(data: bytes, path: str, **more: Any) -> Any:
        name = path.rsplit("/", 1)[-1]  # the folder of a test may be named after it
        if "hang" in name:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            ctypes.CDLL(None).sleep(600)
        if "loop" in name:
            while True:
                pass
        if "eat" in name:
            return [bytearray(2**26) for _ in range(1_000)]
        if "crash" in name:
            faulthandler.disable()
            ctypes.string_at(0)
        if "slip" in name:
            raise ZeroDivisionError("a slip of ours")
        return REAL(data, path, **more)

    monkeypatch.setattr(readers, "read_bytes", read_bytes)


@pytest.mark.parametrize(
    ("name", "words"),
    [("hang.txt", (f"超过{SECONDS}秒", "--timeout")), ("loop.txt", (f"超过{SECONDS}秒", "--timeout")), ("eat.txt", ("内存", "--memory")), ("crash.txt", ("SIGSEGV",)), ("slip.txt", ("a slip of ours",))],
)
@pytest.mark.usefixtures("planted")
def test_it_is_named_in_one_line_and_the_others_are_audited(name: str, words: tuple[str, ...], put, gouji) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", TEXT)
    bad = put(name, TEXT)
    put("z.txt", SOUND)
    status, out, err = gouji("check", bad.parent, "--format", "json", "--timeout", SECONDS, "--memory", "600")
    assert status == 2
    assert [Path(d["path"]).name for d in json.loads(out)["documents"]] == ["a.txt", "z.txt"]
    assert err.count("\n") == 1
    assert f"{bad}: " in err
    for word in words:
        assert word in err


@pytest.mark.usefixtures("planted")
def test_in_an_archive_the_other_members_go_on(put, gouji) -> None:  # type: ignore[no-untyped-def]
    path = put("a.zip", zipped({"1.txt": TEXT, "2-hang.txt": TEXT, "3-crash.txt": TEXT, "4-eat.txt": TEXT, "5.txt": SOUND}))
    status, out, err = gouji("check", path, "--format", "json", "--timeout", SECONDS, "--memory", "600")
    assert status == 2
    assert [d["path"][-5:] for d in json.loads(out)["documents"]] == ["1.txt", "5.txt"]
    assert [line.split("!/")[1][:1] for line in err.splitlines()] == ["2", "3", "4"]
    for line, word in zip(err.splitlines(), ("--timeout", "SIGSEGV", "--memory"), strict=True):
        assert word in line


@pytest.mark.usefixtures("planted")
def test_an_archive_of_crashing_members_is_given_up(put, gouji) -> None:  # type: ignore[no-untyped-def]
    path = put("a.zip", zipped({f"{i}-crash.txt": TEXT for i in range(50)}))
    status, _, err = gouji("check", path)
    assert status == 2
    assert len(err.splitlines()) == 6
    assert "其余成员未读" in err


@pytest.mark.usefixtures("planted")
def test_the_facts_are_read_apart_too(put, gouji) -> None:  # type: ignore[no-untyped-def]
    status, out, err = gouji("facts", put("hang.txt", TEXT), "--timeout", SECONDS)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert gouji("facts", put("a.txt", TEXT))[0] == 0


def test_reports_come_in_the_order_of_the_files_however_many_work(put, gouji) -> None:  # type: ignore[no-untyped-def]
    paths = [put(f"{i:02}.txt", TEXT * (1 if i % 3 else 60)) for i in range(12)]
    folder = paths[0].parent
    outputs = {gouji("check", folder, "--format", "json", "--jobs", jobs)[1] for jobs in (0, 1, 4)}
    assert len(outputs) == 1
    assert [Path(d["path"]).stem for d in json.loads(outputs.pop())["documents"]] == [f"{i:02}" for i in range(12)]


def test_the_limits_are_the_users(put, gouji) -> None:  # type: ignore[no-untyped-def]
    path = put("a.txt", TEXT)
    for bad in (("--timeout", "-1"), ("--memory", "x"), ("--jobs", "-1")):
        assert gouji("check", path, *bad)[0] == 2
    assert gouji("check", path, "--timeout", "0", "--memory", "0")[0] == 1


def work(task: int, skip: int) -> Any:
    for item in range(skip, 3):
        yield Begun(f"{task}.{item}")
        if (task, item) == (1, 1):
            os.kill(os.getpid(), signal.SIGKILL)
        yield task * 10 + item


def test_a_task_goes_on_behind_the_item_it_lost() -> None:
    found = [r for _, r in apart([0, 1, 2], work, str, jobs=2, spending=Spending(20))]
    assert [r if isinstance(r, int) else r.path for r in found] == [0, 1, 2, 10, "1.1", 12, 20, 21, 22]
    assert "SIGKILL" in found[4].zh


def grandchild(task: str, skip: int) -> Any:
    yield Begun("x")
    process = os.fork()
    if process == 0:
        time.sleep(600)
        os._exit(0)
    Path(task).write_text(str(process))
    time.sleep(600)


def test_what_a_reader_started_is_ended_with_it(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    list(apart([str(noted)], grandchild, str, spending=Spending(5)))
    state = Path(f"/proc/{noted.read_text()}/stat")
    assert _soon(lambda: not state.exists() or state.read_text().split()[2] == "Z")


def _soon(true: Callable[[], bool]) -> bool:
    """Whether something comes true within a minute."""
    for _ in range(600):
        if true():
            return True
        time.sleep(0.1)
    return False


def raising(task: int, skip: int) -> Any:
    yield Begun("a.txt")
    raise ValueError("odd")


def test_an_unforeseen_error_keeps_its_traceback() -> None:
    for results in (apart([0], raising, str), here([0], raising, str)):
        ((_, crash),) = results
        assert isinstance(crash, Crash)
        assert (crash.name, crash.error) == ("a.txt", "ValueError: odd")
        assert "raising" in crash.trace


def test_a_process_started_anew_does_the_same() -> None:
    from gouji.processes import _Spawned

    child = _Spawned(work, (0, 1), Spending())
    found = []
    while not child.ended:
        for ready in _Spawned.wait([child], 30):
            found += ready.received()
    assert child.reap() == "well"
    assert found == [Begun("0.1"), 1, Begun("0.2"), 2]
    assert sys.platform

"""LibreOffice as a converter: found, started without network, macros or links, watched, and ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from gouji.extract.errors import GoujiError, LimitExceeded, UnreadableFile, UnsupportedFormat
from gouji.extract.limits import Limits

PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
FIRST_SECONDS: Final = 60
"""A cold start with a fresh profile takes two to four seconds; the rest is for the file."""
MORE_SECONDS: Final = 20
AGAIN_SECONDS: Final = 40
"""Time of a second start after one that got stuck; both stay within the time a file has by default."""
KILL_AFTER: Final = 2
FILTERS: Final = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
LIBRARIES: Final = {"writer": "swlo.", "calc": "sclo.", "impress": "sdlo."}
SETTINGS: Final = (
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
)


class Given(Struct, frozen=True):
    """A file to convert: bytes, its name for messages, and the extension LibreOffice is told."""

    data: bytes
    name: str
    extension: str


def find() -> str | None:
    """Path of LibreOffice's ``soffice``; ``None`` when it is not installed. ``GOUJI_SOFFICE`` names another."""
    named = os.environ.get("GOUJI_SOFFICE")
    if named is not None:
        return shutil.which(named)
    return (
        shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, PLACES), None)
    )


def has(part: str) -> bool:
    """Whether LibreOffice is installed with one of its parts: ``writer``, ``calc`` or ``impress``.

    Told by the part's library beside the program; where the program stands in a layout not known here, it is taken to be.
    """
    program = find()
    if program is None:
        return False
    folder = Path(program).resolve().parent
    places = (folder, folder.parent / "Frameworks")
    libraries = {p.name for place in places if place.is_dir() for p in place.glob("*lo.*")}
    return not libraries or any(name.removeprefix("lib").startswith(LIBRARIES[part]) for name in libraries)


def convert(
    files: Sequence[Given], target: str, needs: Sequence[tuple[str, str, str]], limits: Limits, seconds: float | None = None
) -> list[bytes | GoujiError]:  # fmt: skip
    """Convert files to ``target`` (docx, xlsx, pdf) in one start.

    Args:
        files: what to convert.
        target: the format to make.
        needs: for each file the Debian package that reads it and what it is, in Chinese and English, for messages.
        limits: an output larger than ``unzipped_bytes`` is not taken.
        seconds: time for all files together; by default a minute, and more for every further file.

    Returns:
        for each file, in order, the converted bytes or why there are none.

    """
    program = find()
    if program is None or not all(has(package.removeprefix("libreoffice-")) for package, _, _ in needs):
        return [_missing(file.name, target, *need) for file, need in zip(files, needs, strict=True)]
    allowed = seconds if seconds is not None else FIRST_SECONDS + MORE_SECONDS * (len(files) - 1)
    made, finished = _made(program, files, target, allowed, limits)
    if not finished and len(files) > 1:  # one that hangs must not take the others with it
        return [convert([f], target, [n], limits, seconds)[0] for f, n in zip(files, needs, strict=True)]
    if not finished and seconds is None:  # on a busy machine a start may get stuck where the next one does not
        made, finished = _made(program, files, target, AGAIN_SECONDS, limits)
    return [
        _result(one, file, target, need, finished, allowed) for one, file, need in zip(made, files, needs, strict=True)
    ]


def _made(
    program: str, files: Sequence[Given], target: str, allowed: float, limits: Limits
) -> tuple[list[bytes | int], bool]:
    """What one start makes of the files, of one too large its size; and whether it ended in time."""
    with tempfile.TemporaryDirectory(prefix="gouji-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        _profile(home / "profile")
        (home / "in").mkdir()
        inputs: list[Path] = []
        for i, file in enumerate(files):
            path = home / "in" / f"{i}.{file.extension}"
            path.write_bytes(file.data)
            inputs.append(path)
        finished = _run(program, home, inputs, target, allowed)
        return [_output(home / "out" / f"{i}.{target}", finished, limits) for i in range(len(files))], finished


def _output(path: Path, finished: bool, limits: Limits) -> bytes | int:
    try:
        size = path.stat().st_size
        if size > limits.unzipped_bytes:
            return size
        return path.read_bytes() if finished else b""
    except OSError:
        return b""


def _profile(folder: Path) -> None:
    """A profile of our own: no macros, no links followed, whatever the user's own profile allows."""
    (folder / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in SETTINGS
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


@cache
def _guards() -> tuple[str, ...]:
    """What the program is started under, as far as this system allows: no network."""
    unshare = shutil.which("unshare")
    if unshare is not None:
        for options in (("-n",), ("-r", "-n")):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                if not subprocess.run([unshare, *options, "true"], capture_output=True, timeout=5).returncode:
                    return (unshare, *options)
    return ()


def _run(program: str, home: Path, inputs: Sequence[Path], target: str, seconds: float) -> bool:
    """Start the program and wait; whether it ended in time. Its whole process group is ended otherwise."""
    # timeout(1) ends it even when this process is itself killed in the meantime.
    watch = shutil.which("timeout")
    command = [
        *((watch, "-k", str(KILL_AFTER), str(seconds + KILL_AFTER)) if watch is not None else ()),
        *_guards(), program, f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to", FILTERS[target],
        "--outdir", str(home / "out"), *map(str, inputs),
    ]  # fmt: skip
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        process = subprocess.Popen(
            command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return True
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _result(
    made: bytes | int, file: Given, target: str, need: tuple[str, str, str], finished: bool, seconds: float
) -> bytes | GoujiError:
    package, zh, en = need
    if isinstance(made, int):
        return LimitExceeded(
            f"转换结果有 {made} 字节，超过安全上限，未读取",
            f"the converted file has {made} bytes, above the safety limit; not read",
            file.name,
        )
    if made:
        return made
    if not finished:
        return LimitExceeded(
            f"LibreOffice 在 {seconds:g} 秒内没有读完，已中止；请另存为 .{target} 后再试",
            f"LibreOffice did not finish within {seconds:g} seconds and was ended; save the file as .{target} and try again",
            file.name,
        )
    return UnreadableFile(
        f"LibreOffice 打不开这份{zh}：文件已损坏、有密码，或没有安装 {package}；请另存为 .{target} 后再试",
        f"LibreOffice could not open it ({en}): it is damaged or encrypted, or {package} is not installed; "
        f"save it as .{target} and try again",
        file.name,
    )


def _missing(name: str, target: str, package: str, zh: str, en: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"读取{zh}需要 LibreOffice（{package}）：请安装（Debian/Ubuntu：apt install {package}），或另存为 .{target} 后再试",
        f"reading {en} needs LibreOffice ({package}): install it (Debian/Ubuntu: apt install {package}), "
        f"or save the file as .{target} and try again",
        name,
    )

"""What an installation keeps of regular expressions: made of its own examples, behind the first command, once."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gouji

MADE_BY = f"{gouji.__version__} on {sys.version}"
PACKAGE = Path(gouji.__file__).parent
WORD = "碧螺坞街道"
TEXT = f"{WORD}办事处联系电话13800000000。全年检查商户51户，其中超市12户、餐馆25户、药店14户。\n"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """An installation that has kept nothing."""
    there = tmp_path / "lib"
    shutil.copytree(PACKAGE, there / "gouji", ignore=shutil.ignore_patterns("*.bin", "*.making"))
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return there


def check(installed: Path, *options: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [sys.executable, *options, "-P", "-m", "gouji", "check", str(installed.parent / "a.txt")],
        env={**environment, "PYTHONPATH": str(installed)}, check=True, capture_output=True,
    )


def kept(installed: Path) -> Path | None:
    """The file of kept expressions, waited for as long as one is being made."""
    folder = installed / "gouji" / "__pycache__"
    for _ in range(600):
        if not list(folder.glob("*.making")):
            return next(folder.glob("patterns.*.bin"), None)
        time.sleep(0.2)
    raise AssertionError("still being made")


def test_the_first_command_keeps_what_the_examples_take(installed: Path) -> None:
    """From the second command on it is there; no word of the file that was audited is in it."""
    check(installed)
    file = kept(installed)
    assert file is not None
    content = file.read_bytes()
    version, expressions = marshal.loads(content)
    assert version == MADE_BY and len(expressions) > 300
    assert not any(WORD in expression or "13800" in expression for expression, _ in expressions)
    made = file.stat().st_mtime_ns
    check(installed)
    assert kept(installed) == file and file.stat().st_mtime_ns == made


def test_nothing_is_kept_where_byte_code_is_not_wanted(installed: Path) -> None:
    """``-B`` starts nothing behind the command."""
    check(installed, "-B")
    assert kept(installed) is None


@pytest.mark.parametrize("other", ["another", f"0.0.1 on {sys.version}"])
def test_kept_by_another_is_made_anew(installed: Path, other: str) -> None:
    """What another Python or another release wrote is neither used nor left."""
    folder = installed / "gouji" / "__pycache__"
    folder.mkdir(exist_ok=True)
    old = folder / f"patterns.{sys.implementation.cache_tag}.bin"
    old.write_bytes(marshal.dumps((other, {})))
    check(installed)
    file = kept(installed)
    assert file == old and marshal.loads(file.read_bytes())[0] == MADE_BY

"""The command run in this process, and two small filings."""

from __future__ import annotations

from pathlib import Path

import pytest
from filings import FAULTY, SOUND, Gouji

from gouji.commands import run


@pytest.fixture
def gouji(capsys: pytest.CaptureFixture[str]) -> Gouji:
    """Run the command in this process: arguments in; status, standard output, standard error out."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.txt"
    path.write_text(FAULTY, "utf-8")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.txt"
    path.write_text(SOUND, "utf-8")
    return path

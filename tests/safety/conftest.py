"""The command, in this process; the files it audits go to processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gouji.commands import run

Gouji = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gouji(capsys: pytest.CaptureFixture[str]) -> Gouji:
    def call(*arguments: object) -> tuple[int, str, str]:
        status = run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write

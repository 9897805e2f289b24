"""A data file is parsed once, and anew when it was changed; nothing kept is trusted further than that."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gouji.audit.marked import load, load_own
from gouji.audit.pack_loader import load_own_pack, load_pack
from gouji.extract.parsed import kept_beside

PACKS = Path(__file__).parents[2] / "rules" / "packs"


class _Counted:
    """A parser that counts how often it is asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.__qualname__ = "counted"

    def __call__(self, text: str) -> dict[str, object]:
        self.texts.append(text)
        return {"text": text, "nested": [1, ("a", None, 2.5)]}


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_parsed_once_then_again_when_changed(tmp_path: Path) -> None:
    """The second reading comes from what was kept; a change of the same size and date is seen."""
    file, parse = tmp_path / "words.yaml", _Counted()
    file.write_text("甲: 1\n", "utf-8")
    first = kept_beside(file, parse)
    assert kept_beside(file, parse) == first and len(parse.texts) == 1
    file.write_text("乙: 2\n", "utf-8")
    assert kept_beside(file, parse)["text"] == "乙: 2\n" and len(parse.texts) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xe9" * 40, b"i\x01\x00\x00\x00"])
def test_damaged_kept_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """What was kept and then damaged costs a parse, not an error."""
    file, parse = tmp_path / "words.yaml", _Counted()
    file.write_text("甲: 1\n", "utf-8")
    kept_beside(file, parse)
    for kept in (tmp_path / "__pycache__").iterdir():
        kept.write_bytes(damage)
    assert kept_beside(file, parse)["text"] == "甲: 1\n" and len(parse.texts) == 2
    assert kept_beside(file, parse)["text"] == "甲: 1\n" and len(parse.texts) == 2


def test_nothing_is_written_where_byte_code_is_not_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-B`` keeps nothing."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    file = tmp_path / "words.yaml"
    file.write_text("甲: 1\n", "utf-8")
    kept_beside(file, _Counted())
    assert [p.name for p in tmp_path.iterdir()] == ["words.yaml"]


@pytest.mark.parametrize("file", sorted(PACKS.glob("*.yaml")), ids=lambda p: p.stem)
def test_pack_kept_is_the_pack_read(file: Path) -> None:
    """A bundled pack is the same whether parsed or kept, lines included."""
    for _ in range(2):
        assert load_own(file) == load(file)
        assert load_own_pack(file) == load_pack(file)

"""Characters that whatever read a file could not decode are told, in any format."""

from __future__ import annotations

import pytest

from gouji.extract.readers import read_bytes

PAGE = "<html><body><p>全年拨付6\ufffd50万元，其中中央资金3600万元。</p></body></html>"


def test_a_page_that_holds_undecoded_characters_says_so() -> None:
    """Another program put U+FFFD where it lost a digit: what is left is no whole figure."""
    problems = read_bytes(PAGE.encode(), "a.html").problems
    assert [p.code for p in problems] == ["GJ002"] and "1个字符无法解码" in problems[0].zh


@pytest.mark.parametrize("data", [PAGE.replace("\ufffd", ",8").encode(), "共拨付6,850万元。".encode("gb18030")])
def test_nothing_is_said_of_a_whole_one(data: bytes) -> None:
    """Every character is there."""
    assert not read_bytes(data, "a.html" if data.startswith(b"<") else "a.txt").problems


def test_a_text_says_it_once() -> None:
    """The reader of texts tells it itself."""
    data = ("全年拨付6850万元，其中中央资金3600万元。\n" * 20).encode() + b"\xff" + "共120户。".encode()
    assert sum("无法解码" in p.zh for p in read_bytes(data, "a.txt").problems) == 1

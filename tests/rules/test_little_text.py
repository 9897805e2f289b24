"""Rules take a document with hardly anything in it: no text, one blank paragraph, a table of nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gouji import rules
from gouji.audit.runner import audit
from gouji.extract.document import Document
from gouji.extract.readers import read_bytes

TABLE = "项目\t数\n\t\n"


@pytest.mark.parametrize("text", ["", " \n", "附件\n", "一、\n", "一、\n1\n", TABLE, "合计\t\n", "1\t2\n3\t4\n", "单位：万元\n" + TABLE])
def test_every_rule_finishes(text: str) -> None:
    """Also those that are off by default."""
    read = read_bytes(text.encode(), "little.txt") if text.strip() else Document("little.txt", "text", "", ())
    every = [replace(r, enabled=True) for r in rules.load()]
    assert not [f for f in audit(read, every).findings if f.code == "GJ001"]

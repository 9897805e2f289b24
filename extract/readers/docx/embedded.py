"""Objects of other programs within a Word file: what of them is a loss to be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gouji.extract.document import Problem, Span

_DOCUMENTS: Final = ("excel", "et.", "ket.", "word", "wps", "kwps", "package")
_EQUATIONS: Final = ("equation",)
"""Equation 3.0, MathType and WPS: what they show is no text of the file."""


def tell_embedded(programs: Iterable[str], part: str, problems: list[Problem]) -> None:
    """Add to ``problems`` that the content of embedded objects was not read, once for each kind of object in a part."""
    for program in programs:
        if not program:
            zh = "嵌入对象（文件没有写明是哪种）中的内容未读取，其中如有数字请打开核对"
            en = "the content of an embedded object of no named kind was not read; look at the figures in it yourself"
        elif program.lower().startswith(_DOCUMENTS):
            zh = f"嵌入对象（{program}）中的内容未读取，请打开核对或改为普通表格"
            en = f"the content of an embedded object ({program}) was not read; turn it into a plain table"
        elif program.lower().startswith(_EQUATIONS):
            zh = f"公式对象（{program}）中的内容未读取，其中的数请打开核对"
            en = f"what equation objects ({program}) show was not read; look at the figures in them yourself"
        else:
            continue
        problem = Problem("GJ002", zh, en, Span(part=part))
        if problem not in problems:
            problems.append(problem)

"""Objects of other programs within a Word file: what of them is a loss to be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gouji.extract.document import Problem, Span

_DOCUMENTS: Final = ("excel", "et.", "ket.", "word", "wps", "kwps", "package")
_EQUATIONS: Final = ("equation",)
"""Equation 3.0, MathType and WPS: what they show is no text of the file."""
_CHARTS: Final = ("chart", "msgraph")
_DIAGRAMS: Final = ("smartart",)
_PARTS: Final = ("subdocument",)


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
        elif program.lower().startswith(_CHARTS):
            zh = "文中有图表，图上的数未读取，请与正文和表格核对"
            en = "the figures of a chart were not read; compare them with the text and the tables yourself"
        elif program.lower().startswith(_DIAGRAMS):
            zh = "文中有SmartArt图形，其中的文字和数未读取，请打开核对"
            en = "the text of a SmartArt diagram was not read; look at it yourself"
        elif program.lower().startswith(_PARTS):
            zh = "文中引用了子文档，其内容未读取；请用 Word 展开并另存后再检查"
            en = "a subdocument was not read; expand it in Word and save a copy"
        else:
            continue
        problem = Problem("GJ002", zh, en, Span(part=part))
        if problem not in problems:
            problems.append(problem)

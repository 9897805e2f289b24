"""A sample as a Word file: styles, automatic numbers, really merged cells, running head and page numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from builder.source import Block, Grid, Source

FONT = "宋体"
LEVELS = {"h1": ("chineseCounting", "%1、", "nothing"), "item": ("decimal", "%1.", "space")}


def word(source: Source, path: Path) -> None:
    """Write the file."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    _running(document, source.header)
    numbers = _Numbers(document)
    for block in source.blocks:
        if block.grid is not None:
            _table(document, block.grid, block.repeat)
        elif block.kind == "page":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _paragraph(document, block, numbers)
    document.core_properties.author = "gouji"
    document.save(str(path))


def _paragraph(document: Any, block: Block, numbers: _Numbers) -> None:
    style = {"title": "Title", "h1": "Heading 1", "h2": "Heading 2"}.get(block.kind, "Normal")
    paragraph = document.add_paragraph(block.text, style=style)
    if block.kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "p":
        paragraph.paragraph_format.first_line_indent = Cm(0.85)
    if block.number:
        numbers.apply(paragraph, block)


class _Numbers:
    """Automatic numbers: one abstract list a kind, a new list each time the count begins again."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        taken = [int(e.get(qn("w:abstractNumId"))) for e in self._root.findall(qn("w:abstractNum"))]
        self._abstract = {kind: max(taken, default=0) + 1 + i for i, kind in enumerate(LEVELS)}
        first = self._root.find(qn("w:num"))
        for kind, (form, template, suffix) in LEVELS.items():
            element = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._abstract[kind]}">'
                f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{template}"/>'
                '<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
            )
            first.addprevious(element)
        self._current: dict[str, int] = {}

    def apply(self, paragraph: Any, block: Block) -> None:
        """Let Word number the paragraph."""
        if block.starts or block.kind not in self._current:
            num = self._root.add_num(self._abstract[block.kind])
            num.add_lvlOverride(ilvl=0).add_startOverride(1)
            self._current[block.kind] = num.numId
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._current[block.kind]


def _table(document: Any, grid: Grid, repeat: int) -> None:
    table = document.add_table(rows=grid.n_rows, cols=grid.n_columns, style="Table Grid")
    cells = [list(row.cells) for row in table.rows]
    for box in grid.boxes:
        cell = cells[box.row][box.column]
        if box.rows * box.columns > 1:
            cell = cell.merge(cells[box.row + box.rows - 1][box.column + box.columns - 1])
        first, *others = box.lines
        cell.paragraphs[0].text = first
        for line in others:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(9)
    for row in table.rows[:repeat]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _running(document: Any, header: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = header
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    footer._p.append(field)

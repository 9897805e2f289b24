"""Names of the XML elements and attributes of a Word file (transitional namespaces)."""

from __future__ import annotations

from typing import Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPE_OVERRIDE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
SUB_DOCUMENT: Final = W + "subDoc"
FOREIGN: Final = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "Chart",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "Chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "SmartArt",
}
"""Drawings kept in parts of their own, and what they are called."""
OLE_OBJECT: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"

VAL: Final = W + "val"
ID: Final = W + "id"
TYPE: Final = W + "type"
STYLE_ID: Final = W + "styleId"
REL_ID: Final = R + "id"

BODY: Final = W + "body"
P: Final = W + "p"
P_PR: Final = W + "pPr"
P_STYLE: Final = W + "pStyle"
NUM_PR: Final = W + "numPr"
NUM_ID: Final = W + "numId"
ILVL: Final = W + "ilvl"
OUTLINE: Final = W + "outlineLvl"
RUN: Final = W + "r"
R_PR: Final = W + "rPr"
R_STYLE: Final = W + "rStyle"
R_FONTS: Final = W + "rFonts"
VANISH: Final = W + "vanish"
STRUCK: Final = frozenset((W + "strike", W + "dstrike"))
"""A line through the text: what its author took back by hand."""
VERT_ALIGN: Final = W + "vertAlign"
T: Final = W + "t"
SYM: Final = W + "sym"
RUBY: Final = W + "ruby"
FLD_CHAR: Final = W + "fldChar"
INSTRUCTION: Final = W + "instrText"
DEL: Final = W + "del"
MOVE_FROM: Final = W + "moveFrom"

TBL: Final = W + "tbl"
TR: Final = W + "tr"
TR_PR: Final = W + "trPr"
TC: Final = W + "tc"
TC_PR: Final = W + "tcPr"
GRID_SPAN: Final = W + "gridSpan"
GRID_BEFORE: Final = W + "gridBefore"
V_MERGE: Final = W + "vMerge"
H_MERGE: Final = W + "hMerge"
CELL_DEL: Final = W + "cellDel"

SDT: Final = W + "sdt"
SDT_CONTENT: Final = W + "sdtContent"
ALT_CHUNK: Final = W + "altChunk"
SECT_PR: Final = W + "sectPr"
TXBX_CONTENT: Final = W + "txbxContent"
FLD_SIMPLE: Final = W + "fldSimple"
ALTERNATE: Final = MC + "AlternateContent"
CHOICE: Final = MC + "Choice"
FALLBACK: Final = MC + "Fallback"
O_MATH: Final = M + "oMath"
O_MATH_PARA: Final = M + "oMathPara"

TRANSPARENT: Final = frozenset(
    W + name for name in ("customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")
)
"""Elements that only wrap content: what is in them stands where they stand."""


def is_on(value: str | None) -> bool:
    """Whether an on/off property's ``w:val`` switches it on; a missing value does."""
    return value not in ("0", "false", "off")


def whole(value: str | None, otherwise: int) -> int:
    """An attribute as a whole number; ``otherwise`` when it is missing or is none."""
    try:
        return int(value) if value is not None else otherwise
    except ValueError:
        return otherwise

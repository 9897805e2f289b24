"""Workbooks as a person would have saved them: every cell with its stored figure, its format, its formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NOTED = re.compile(r"(?P<shown>.*?)\s*\{(?P<formula>=[^}]*)\}")
_FIGURE = re.compile(r"-?[\d,]*\d(?P<decimals>\.\d+)?(?P<percent>%?)")


@dataclass(frozen=True)
class Figure:
    """A stored figure with its number format and formula."""

    stored: str
    code: str = "General"
    formula: str = ""


Made = str | Figure | None


@dataclass
class MadeSheet:
    """One sheet: rows of cells from A1 on, merges, what is hidden, rows that have borders (0-based)."""

    rows: Sequence[Sequence[Made]]
    name: str = "资金表"
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    state: str = "visible"
    bordered_rows: Sequence[int] = ()
    extra: Mapping[str, Made] = field(default_factory=dict)


def figure(noted: str) -> Made:
    """A cell as a case notes it: ``1,959.5 {=B2-C2}`` or ``66.9%`` is a figure, anything else a text."""
    found = _NOTED.fullmatch(noted)
    shown, formula = (found["shown"], found["formula"]) if found else (noted, "")
    number = _FIGURE.fullmatch(shown)
    if number is None:
        return shown
    decimals = len(number["decimals"] or ".") - 1
    code = ("#,##0" if "," in shown else "0") + ("." + "0" * decimals if decimals else "") + number["percent"]
    bare = shown.replace(",", "").rstrip("%")
    if number["percent"]:
        bare = _shifted(bare)
    return Figure(bare, code, formula.removeprefix("="))


def _shifted(text: str) -> str:
    from decimal import Decimal

    return format(Decimal(text).scaleb(-2), "f")


def noted_sheet(text: str, name: str = "资金表") -> MadeSheet:
    """A sheet from lines with tabs, its cells as ``figure`` reads them."""
    return MadeSheet([[figure(c.strip()) for c in line.split("\t")] for line in text.rstrip("\n").split("\n")], name)


def letters(column: int) -> str:
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def xlsx(*sheets: MadeSheet, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Bytes of an .xlsx; ``parts`` replace or add parts of the package."""
    codes: list[str] = ["General"]
    pages = {f"xl/worksheets/sheet{i}.xml": _sheet(sheet, codes).encode() for i, sheet in enumerate(sheets, 1)}
    entries = "".join(
        f'<sheet name={quoteattr(s.name)} sheetId="{i}" state="{s.state}" r:id="rId{i}"/>' for i, s in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    fonts = '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    formats = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(c)}/>' for i, c in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{200 + i}" borderId="{b}"/>' for i in range(len(codes)) for b in (0, 1))
    side = '<{0} style="thin"/>'
    box = "".join(side.format(s) for s in ("left", "right", "top", "bottom"))
    made: dict[str, bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
            + "".join(f'<Override PartName="/{n}" ContentType="{SPREADSHEET}.worksheet+xml"/>' for n in pages) + "</Types>"
        ).encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'.encode(),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>{fonts}<borders><border/><border>{box}</border></borders><cellXfs>{styles}</cellXfs></styleSheet>'.encode(),
    }
    made |= pages | dict(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in made.items():
            package.writestr(name, data)
    return out.getvalue()


def _sheet(sheet: MadeSheet, codes: list[str]) -> str:
    columns = "".join(f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1"/>' for c in sheet.hidden_columns)
    rows = []
    for r, row in enumerate(sheet.rows):
        cells = "".join(_cell(f"{letters(c)}{r + 1}", made, codes, r in sheet.bordered_rows) for c, made in enumerate(row))
        hidden = ' hidden="1"' if r in sheet.hidden_rows else ""
        rows.append(f'<row r="{r + 1}"{hidden}>{cells}</row>')
    for address, made in sheet.extra.items():
        number = re.sub(r"\D", "", address)
        rows.append(f'<row r="{number}">{_cell(address, made, codes, False)}</row>')
    merges = "".join(f'<mergeCell ref="{m}"/>' for m in sheet.merges)
    return (
        f'<worksheet xmlns="{MAIN}">' + (f"<cols>{columns}</cols>" if columns else "")
        + f"<sheetData>{''.join(rows)}</sheetData>" + (f"<mergeCells>{merges}</mergeCells>" if merges else "") + "</worksheet>"
    )


def _cell(address: str, made: Made, codes: list[str], bordered: bool) -> str:
    if made is None or made == "":
        return f'<c r="{address}" s="1"/>' if bordered else ""
    if isinstance(made, str):
        return f'<c r="{address}" s="{int(bordered)}" t="inlineStr"><is><t xml:space="preserve">{escape(made)}</t></is></c>'
    if made.code not in codes:
        codes.append(made.code)
    style = 2 * codes.index(made.code) + int(bordered)
    formula = f"<f>{escape(made.formula)}</f>" if made.formula else ""
    value = f"<v>{made.stored}</v>" if made.stored else ""
    return f'<c r="{address}" s="{style}">{formula}{value}</c>'

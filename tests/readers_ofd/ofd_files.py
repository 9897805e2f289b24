"""OFD files for the tests, written element by element as the common writers do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from gouji.extract.document import Document
from gouji.extract.document import Table as ReadTable
from gouji.extract.readers import read_bytes

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4.2


def em(character: str) -> float:
    return 1.0 if ord(character) > 0x2E7F else 0.5


def run_lengths(values: Sequence[float]) -> str:
    """Distances as writers abbreviate them: ``g 3 4.2 2.1``."""
    out: list[str] = []
    i = 0
    while i < len(values):
        j = i
        while j < len(values) and values[j] == values[i]:
            j += 1
        out.append(f"g {j - i} {values[i]:g}" if j - i > 1 else f"{values[i]:g}")
        i = j
    return " ".join(out)


@dataclass
class Page:
    """One page: objects in millimetres from the top left."""

    objects: list[str] = field(default_factory=list)
    template: bool = False
    box: str | None = None

    def text(self, x: float, y: float, string: str, size: float = SIZE, extra: str = "") -> None:
        """A line of text whose top left corner is ``(x, y)``."""
        deltas = run_lengths([em(c) * size for c in string[:-1]])
        delta = f' DeltaX="{deltas}"' if deltas else ""
        width = sum(em(c) * size for c in string)
        self.objects.append(
            f'<ofd:TextObject ID="1" Boundary="{x:g} {y:g} {width:g} {size:g}" Font="1" Size="{size:g}" {extra}>'
            f'<ofd:TextCode X="0" Y="{0.86 * size:g}"{delta}>{escape(string)}</ofd:TextCode></ofd:TextObject>'
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked line, relative to its boundary as writers have it."""
        self.objects.append(
            f'<ofd:PathObject ID="2" Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A filled thin box, as other writers draw their rules."""
        self.objects.append(
            f'<ofd:PathObject ID="2" Boundary="{x:g} {y:g} {width:g} {height:g}" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def grid(
        self, x: float, y: float, widths: Sequence[float], height: float, cells: Sequence[tuple[int, int, int, int, str]]
    ) -> None:
        """A ruled table of cells ``(row, column, row span, column span, text)``."""
        xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        for row, column, down, wide, string in cells:
            left, right, top, bottom = xs[column], xs[column + wide], y + row * height, y + (row + down) * height
            for ends in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom), (right, top, right, bottom)):
                self.rule(*ends)
            for i, line in enumerate(string.split("\n")):
                if line:
                    self.text(left + 1, top + 1 + i * SIZE * 1.2, line)


def ofd(*pages: Page, template: Page | None = None, extra: dict[str, str] | None = None, resources: str = "") -> bytes:
    """The bytes of an OFD file; ``template`` lies under the pages that say so."""
    parts = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    }
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    if template is not None:
        common += '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = _content(template)
    if resources:
        common += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        parts["Doc_0/DocumentRes.xml"] = f"<ofd:Res {NAMESPACE}>{resources}</ofd:Res>"
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts["Doc_0/Document.xml"] = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    for i, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = _content(page)
    return packed({**parts, **(extra or {})})


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return out.getvalue()


def _content(page: Page) -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{page.box}</ofd:PhysicalBox></ofd:Area>" if page.box else ""
    used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if page.template else ""
    return (
        f'<ofd:Page {NAMESPACE}>{used}{area}<ofd:Content><ofd:Layer Type="Body" ID="3">{"".join(page.objects)}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def read(data: bytes) -> Document:
    return read_bytes(data, "报告.ofd")


def shape(table: ReadTable) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in table.cells]


def body(document: Document) -> list[str]:
    return [p.text.string for p in document.paragraphs if p.kind == "body"]

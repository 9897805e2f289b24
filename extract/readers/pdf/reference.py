"""The same pages read by pdfplumber: slow, used as the reference and as the other engine."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt

from gouji.extract.errors import LimitExceeded, UnreadableFile
from gouji.extract.readers.pdf.arrays import Floats
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.raw import RawPage, locked


class ReferenceDocument:
    """A PDF opened by pdfplumber, with the face of ``RawDocument``."""

    def __init__(self, data: bytes, path: str, max_pages: int, password: str | None = None) -> None:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            self._document: Any = pdfplumber.open(io.BytesIO(data), password=password)
        except PdfminerException as cause:
            if isinstance(cause.args[0] if cause.args else None, PDFPasswordIncorrect):
                raise locked(path, password) from cause
            raise UnreadableFile(
                "PDF 已损坏，无法打开；请重新获取文件", "the PDF is broken and cannot be opened; fetch it again", path
            ) from cause
        self.pages = len(self._document.pages)
        if self.pages > max_pages:
            raise LimitExceeded(
                f"PDF 有{self.pages}页，超过上限{max_pages}页；如确属正常文件可用 --limit pages={self.pages} 放宽",
                f"{self.pages} pages, limit {max_pages}; if the file is sound, allow more with --limit pages={self.pages}",
                path,
            )

    def __enter__(self) -> ReferenceDocument:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def page(self, index: int) -> RawPage | None:
        """Characters and rules of page ``index`` (0-based)."""
        page = self._document.pages[index]
        characters = [c for c in page.chars if len(c["text"]) == 1 and c["upright"]]
        boxes = _boxes(characters)
        raw = RawPage(
            number=index + 1,
            width=float(page.width),
            height=float(page.height),
            codes=np.array([ord(c["text"]) for c in characters], np.uint32),
            boxes=boxes,
            shown=boxes,
            rules=_boxes(page.edges),
            images=_boxes(page.images),
        )
        page.close()
        return raw

    def picture(self, index: int, dpi: float) -> npt.NDArray[np.uint8]:
        """Page ``index`` (0-based) as a viewer shows it: rows × columns × (red, green, blue)."""
        page = self._document.pages[index]
        drawn = page.to_image(resolution=dpi).original.convert("RGB")
        page.close()
        return np.asarray(drawn, np.uint8)

    def lattices(self, index: int) -> list[Lattice]:
        """The ruled tables pdfplumber finds on page ``index``, cells from top to bottom, left to right."""
        page = self._document.pages[index]
        found = [np.array(table.cells, np.float64) for table in page.find_tables()]
        page.close()
        return [Lattice(boxes[np.lexsort((boxes[:, 0], boxes[:, 1]))]) for boxes in found]


def _boxes(objects: list[dict[str, Any]]) -> Floats:
    return np.array([(o["x0"], o["top"], o["x1"], o["bottom"]) for o in objects], np.float64).reshape(-1, 4)

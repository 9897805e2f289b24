"""PDFium's C interface: what stands on a page, as arrays of characters and rules, read with as few calls as possible."""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.errors import EncryptedFile, LimitExceeded, UnreadableFile
from gouji.extract.readers.pdf import binding
from gouji.extract.readers.pdf.annotations import with_fields
from gouji.extract.readers.pdf.arrays import Bools, Codes, Floats, Ints
from gouji.extract.readers.pdf.binding import pdfium
from gouji.extract.readers.pdf.objects import Drawn, drawn
from gouji.extract.readers.pdf.seals import inside_seals

MAX_CHARACTERS_PER_PAGE = 400_000
MAX_PIXELS = 60_000_000


class RawPage(Struct, frozen=True):
    """One page as PDFium sees it, in the frame the text is read in: points, origin top left, y downwards.

    Attributes:
        number: 1-based page number.
        width: width of the page as read.
        height: height of the page as read.
        codes: code point of every character in the order of the content stream.
        boxes: their boxes ``(x0, top, x1, bottom)``.
        shown: the same boxes on the page as a viewer shows it; differs when the text lies on its side.
        rules: straight strokes and sides of rectangles, ``(x0, top, x1, bottom)``, horizontal or vertical only.
        images: boxes of images.
        unmapped: characters whose font does not say which character they are.
        cut: more stands on the page than the limits let through.
        turned: quarter turns of each character against the text, counted like its angle; ``None`` where none is turned.
        blank_fields: filled fields of a form that the file has no picture of.
        outside: characters off the page.
        base: where its text begins among the offsets of the page; not 0 for a part that lies on its side.
        aside: it is the head and foot of a page the rest of which lies on its side.

    """

    number: int
    width: float
    height: float
    codes: Codes
    boxes: Floats
    shown: Floats
    rules: Floats
    images: Floats
    unmapped: int = 0
    cut: bool = False
    turned: Ints | None = None
    blank_fields: int = 0
    outside: int = 0
    base: int = 0
    aside: bool = False


def locked(path: str, password: str | None) -> EncryptedFile:
    """The PDF needs a password, or another one."""
    if password:
        return EncryptedFile("PDF 的密码不对，请核对后用 --password 重新给出", "the password of the PDF is wrong; give the right one with --password", path)
    return EncryptedFile(
        "PDF 已加密，需要密码，请用 --password 给出", "the PDF is encrypted; give its password with --password", path
    )


class RawDocument:
    """An open PDF. Use it in a ``with`` block; the bytes are kept alive as long as PDFium reads from them."""

    def __init__(self, data: bytes, path: str, max_pages: int, password: str | None = None) -> None:
        pdfium.FPDF_InitLibrary()
        self._rooms = binding.Rooms()
        self._data = data
        secret = None if password is None else password.encode()
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
        if not self._document:
            code = pdfium.FPDF_GetLastError()
            if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise locked(path, password)
            raise UnreadableFile(
                "PDF 已损坏或不完整，无法打开；请重新获取文件", "the PDF is broken or truncated and cannot be opened; fetch it again", path
            )
        self.pages: int = pdfium.FPDF_GetPageCount(self._document)
        if self.pages > max_pages:
            self.close()
            raise LimitExceeded(
                f"PDF 有{self.pages}页，超过上限{max_pages}页；如确属正常文件可用 --limit pages={self.pages} 放宽",
                f"{self.pages} pages, limit {max_pages}; if the file is sound, allow more with --limit pages={self.pages}",
                path,
            )

    def __enter__(self) -> RawDocument:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the document back to PDFium."""
        if self._document:
            pdfium.FPDF_CloseDocument(self._document)
            self._document = None

    def picture(self, index: int, dpi: float) -> npt.NDArray[np.uint8]:
        """Page ``index`` (0-based) as a viewer shows it: rows × columns × (red, green, blue).

        Raises:
            LimitExceeded: it would have more pixels than ``MAX_PIXELS``.
        """
        page = pdfium.FPDF_LoadPage(self._document, index)
        bitmap = None
        try:
            width, height = (
                max(1, round(side(page) * dpi / 72)) for side in (pdfium.FPDF_GetPageWidthF, pdfium.FPDF_GetPageHeightF)
            )
            if width * height > MAX_PIXELS:
                raise LimitExceeded(
                    f"第{index + 1}页太大（{width}×{height}像素），不能识别",
                    f"page {index + 1} is too large to be recognised ({width} × {height} pixels)",
                )
            bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            start = binding.address(pdfium.FPDFBitmap_GetBuffer(bitmap))
            rows = np.frombuffer((ctypes.c_uint8 * (stride * height)).from_address(start), np.uint8)
            return rows.reshape(height, stride)[:, : width * 3].reshape(height, width, 3)[:, :, ::-1].copy()
        finally:
            if bitmap:
                pdfium.FPDFBitmap_Destroy(bitmap)
            if page:
                pdfium.FPDF_ClosePage(page)

    def page(self, index: int) -> RawPage | None:
        """Characters and rules of page ``index`` (0-based); ``None`` when PDFium cannot load the page."""
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            return None
        text = None
        try:
            marks = drawn(page, self._rooms)
            bare, (page, blank) = page, with_fields(self._document, index, page)
            if not page:
                return None
            if page is not bare:  # the frames of fields are no rules, but their texts want a width
                drawn(page, self._rooms)
            text = pdfium.FPDFText_LoadPage(page)
            return replace(_read_page(page, text, index + 1, marks, self._rooms.boxes), blank_fields=blank)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
            if page:
                pdfium.FPDF_ClosePage(page)


def _read_page(page: Any, text: Any, number: int, marks: Drawn, room: binding.Room) -> RawPage:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        box.left, box.bottom, box.right, box.top = 0.0, 0.0, 595.0, 842.0
    frame = (box.left, box.bottom, box.right, box.top)
    turns = pdfium.FPDFPage_GetRotation(page) % 4
    codes, raw, reading, turned = _characters(text, turns, room)
    mapped = ~_is_unmapped(codes)
    unmapped = len(codes) - int(mapped.sum())
    on_page = _on_page(raw, frame)
    kept = mapped & on_page
    if not kept.all():
        codes, raw, turned = codes[kept], raw[kept], turned[kept]
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if reading % 2:
        width, height = height, width
    boxes = _turned(raw, frame, reading)
    return RawPage(
        number=number,
        width=width,
        height=height,
        codes=codes,
        boxes=boxes,
        shown=boxes if reading == turns else _turned(raw, frame, turns),
        rules=_turned(marks.strokes, frame, reading),
        images=_turned(marks.images, frame, reading),
        unmapped=unmapped,
        outside=len(on_page) - int(on_page.sum()),
        cut=marks.cut or len(codes) >= MAX_CHARACTERS_PER_PAGE,
        turned=turned if turned.any() else None,
    )


def _on_page(boxes: Floats, frame: tuple[float, float, float, float]) -> Bools:
    """Which boxes ``(left, bottom, right, top)`` are not wholly off the page, as marks for the printer are."""
    left, bottom, right, top = boxes.T
    x_min, y_min, x_max, y_max = frame
    return np.asarray((right > x_min) & (left < x_max) & (top > y_min) & (bottom < y_max))


def _turned(boxes: Floats, frame: tuple[float, float, float, float], turns: int) -> Floats:
    """Boxes ``(left, bottom, right, top)`` of PDF space as ``(x0, top, x1, bottom)`` after ``turns`` clockwise quarters."""
    if not len(boxes):
        return boxes
    left, bottom, right, top = boxes.T
    x_min, y_min, x_max, y_max = frame
    if turns == 0:
        columns = (left - x_min, y_max - top, right - x_min, y_max - bottom)
    elif turns == 1:
        columns = (bottom - y_min, left - x_min, top - y_min, right - x_min)
    elif turns == 2:
        columns = (x_max - right, bottom - y_min, x_max - left, top - y_min)
    else:
        columns = (y_max - top, x_max - right, y_max - bottom, x_max - left)
    return np.stack(columns, axis=1)


def _characters(text: Any, turns: int, room: binding.Room) -> tuple[Codes, Floats, int, Ints]:
    """Codes and boxes of the characters that leave ink or are true spaces, the quarter turns they are read in, and their own."""
    count = pdfium.FPDFText_CountChars(text) if text else 0
    count = min(count, MAX_CHARACTERS_PER_PAGE)
    if count <= 0:
        return np.zeros(0, np.uint32), np.zeros((0, 4)), turns, np.zeros(0, np.intp)
    handle = binding.address(text)
    boxes = binding.loose_boxes(text, count, room)
    codes = _codes(text, handle, count)
    codes[binding.unmapped(text, count)] = 0
    flat = (boxes[:, 2] - boxes[:, 0] <= 0) | (boxes[:, 3] - boxes[:, 1] <= 0)
    # What PDFium puts in between (line ends, spaces) has no area; control characters are never content.
    keep = ~flat & ((codes >= 32) | (codes == 0)) & (codes != 0xFFFE) & (codes != 0xFFFF) & (codes != 0xAD)
    indices = np.flatnonzero(keep)
    reading = turns
    turned = np.zeros(0, np.intp)
    if len(indices):
        sample = indices[:: max(1, len(indices) // 25)]
        # PDFium counts the angle of writing clockwise; turning the page back is counted the same way.
        quarters = [-round(turn / (np.pi / 2)) % 4 for turn in map(binding.angle, repeat(handle), sample.tolist())]
        best = max(set(quarters), key=quarters.count)
        if quarters.count(best) > 0.6 * len(quarters):
            reading = best
        slanted, turned = _slanted(handle, boxes[indices], indices, reading)
        if slanted.any():
            slanted |= inside_seals(text, boxes[indices], indices, slanted)
        indices, turned = indices[~slanted], turned[~slanted]
    return codes[indices], boxes[indices], reading, turned


def _codes(text: Any, handle: int, count: int) -> Codes:
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, units)
    codes: Codes = np.frombuffer(memoryview(units), np.uint16)[:count].astype(np.uint32)
    if written == count + 1 and not ((codes >= 0xD800) & (codes < 0xE000)).any():
        return codes
    return np.fromiter(map(binding.unicode, repeat(handle), range(count)), np.uint32, count)


def _is_unmapped(codes: Codes) -> Bools:
    """Characters without a meaning of their own: none given, the replacement character, private use."""
    return np.asarray((codes == 0) | (codes == 0xFFFD) | ((codes >= 0xE000) & (codes < 0xF900)))


def _slanted(handle: int, boxes: Floats, indices: Ints, reading: int) -> tuple[Bools, Ints]:
    """Characters of a watermark: written at another angle than the page. Only those off their neighbours' line are asked.

    Also how many quarter turns the others are turned against the text.
    """
    low, high = (boxes[:, 0], boxes[:, 2]) if reading % 2 else (boxes[:, 1], boxes[:, 3])
    middle, size = (low + high) / 2, high - low
    step = np.abs(middle[1:] - middle[:-1]) > 0.12 * np.minimum(size[1:], size[:-1])
    alone = np.ones(len(boxes), np.bool_)
    alone[1:] &= step
    alone[:-1] &= step
    slanted = np.zeros(len(boxes), np.bool_)
    turned = np.zeros(len(boxes), np.intp)
    straight: list[int] = []
    for i in np.flatnonzero(alone).tolist():
        turn = binding.angle(handle, int(indices[i])) / (np.pi / 2)
        slanted[i] = abs(turn - round(turn)) > 0.05
        if not slanted[i]:
            turned[i] = (-round(turn) - reading) % 4
            straight.append(i)
    # Of the characters round a seal some happen to stand straight.
    for i in straight:
        beside = slanted[max(i - 1, 0) : i + 2].sum()
        slanted[i] = beside == 2 or (beside == 1 and turned[i] != 0)
    return slanted, turned

"""Pictures of pages (PNG, JPEG, TIFF, BMP, WebP): bytes in, a ``Document`` out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from gouji.extract.document import Document
from gouji.extract.errors import LimitExceeded, NoTextLayer, UnreadableFile, UnsupportedFormat
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.ocr.engine import Picture, engine_of
from gouji.extract.readers.ocr.page import ScannedPage, scanned_page, with_confidence
from gouji.extract.readers.pdf.flow import blocks_of
from gouji.extract.readers.pdf.layout import layout
from gouji.extract.reading import DEFAULT_READING, Reading

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
NAMES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif")
_PAGE_INCHES = 11.69
_LIKELY_DPI = (100.0, 700.0)


def read_image(
    data: bytes, path: str, sha256: str, *, reading: Reading = DEFAULT_READING, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Recognise a picture; a TIFF may have several pages.

    Returns:
        Paragraphs and tables as of a PDF: page, box in points (1/72 inch, by the resolution the picture states, else
        by taking its long side for that of an A4 page), and the confidence of every piece.

    Raises:
        UnsupportedFormat: the engine is not installed.
        UnreadableFile: broken, or no text was recognised (``NoTextLayer``).
        LimitExceeded: more pixels or pages than the limits let through.
    """
    try:
        recognise = engine_of(reading.ocr_engine, path)
    except UnsupportedFormat as missing:
        raise _misnamed(path, missing) from missing
    scans: dict[int, ScannedPage] = {}
    for number, (picture, dpi) in enumerate(_pictures(data, path, limits), 1):
        scans[number] = scanned_page(picture, number, dpi, recognise, path)
    if not any(len(scan.raw.codes) for scan in scans.values()):
        raise NoTextLayer("图片中没有识别出文字", "no text was recognised in the picture", path)
    blocks = blocks_of([layout(scan.raw) for scan in scans.values()], limits, path)
    return Document(path, "image", sha256, with_confidence(blocks, scans), len(scans))


def _misnamed(path: str, missing: UnsupportedFormat) -> UnsupportedFormat:
    """Of a picture by the name of a document, that first: its owner may have sent the wrong file."""
    extension = PurePath(path).suffix.lower()
    if not extension or extension in NAMES:
        return missing
    return UnsupportedFormat(
        f"内容是图片，与扩展名 {extension} 不符：请找到原来的文档，或安装文字识别（pip install 'gouji[ocr]'）",
        f"this is a picture, whatever its name ({extension}) says: find the document, or pip install 'gouji[ocr]'",
        path,
    )


def _pictures(data: bytes, path: str, limits: Limits) -> Iterator[tuple[Picture, float]]:
    """Frames as arrays, each with its resolution in dots per inch."""
    try:
        from PIL import Image as Pictures
        from PIL import ImageOps, ImageSequence
    except ImportError as cause:
        raise UnsupportedFormat(
            "读取图片需要安装：pip install 'gouji[ocr]'", "pictures need: pip install 'gouji[ocr]'", path
        ) from cause
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pictures.open(io.BytesIO(data), formats=FORMATS) as image:
                for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                    if number > limits.pages:
                        raise LimitExceeded("图片页数过多", f"more than {limits.pages} pages", path)
                    if frame.width * frame.height > limits.pixels:
                        raise LimitExceeded(
                            f"图片太大（{frame.width}×{frame.height}像素）",
                            f"the picture is too large ({frame.width} × {frame.height} pixels)",
                            path,
                        )
                    dpi = _dpi(frame.info.get("dpi"), max(frame.size))
                    upright = ImageOps.exif_transpose(frame)
                    yield np.asarray(_on_white(upright), np.uint8), dpi
    except LimitExceeded:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Pictures.DecompressionBombError) as cause:
        raise UnreadableFile(
            "图片已损坏或不完整，无法打开；请重新获取文件", "the picture is broken or truncated and cannot be opened; fetch it again", path
        ) from cause


def _on_white(image: Image) -> Image:
    """RGB, with what is transparent as paper."""
    from PIL.Image import alpha_composite, new

    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = new("RGBA", layered.size, "white")
    return alpha_composite(paper, layered).convert("RGB")


def _dpi(stated: object, long_side: int) -> float:
    """The stated resolution where it is one a page can have, else that of an A4 page of so many pixels."""
    value = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    if _LIKELY_DPI[0] <= value <= _LIKELY_DPI[1]:
        return value
    return min(max(long_side / _PAGE_INCHES, 72.0), _LIKELY_DPI[1])

"""Scans and pictures give the same kind of document as a PDF with text, and say how sure they are."""

import shutil
import subprocess
import sys

import pytest
from scans import ROWS, encoded, page, pdf_of

from gouji.extract.errors import LimitExceeded, NoTextLayer, UnreadableFile, UnsupportedFormat
from gouji.extract.facts import facts_of
from gouji.extract.limits import Limits
from gouji.extract.readers import Reading, read_bytes
from gouji.extract.readers.ocr.reader import read_image

try:
    import rapidocr
except ImportError:
    rapidocr = None
recognises = pytest.mark.skipif(rapidocr is None, reason="needs gouji[ocr]")


def _cells(document):
    return tuple(tuple(c.text.string for c in row) for row in document.tables[0].rows)


@recognises
def test_a_picture_gives_its_table_cell_by_cell():
    document = read_bytes(encoded(page()), "scan.png")
    assert (document.format, document.pages) == ("image", 1)
    assert _cells(document) == ROWS


@recognises
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "BMP", "WEBP"])
def test_every_kind_of_picture_is_told_by_its_content(kind):
    document = read_bytes(encoded(page(ROWS[:2]), kind), "scan.dat")
    assert _cells(document) == ROWS[:2]


@recognises
def test_every_number_has_its_place_and_its_confidence():
    facts = facts_of(read_bytes(encoded(page()), "scan.png"))
    (spent,) = (n for n in facts.numbers if n.raw == "850.75")
    assert (spent.span.page, spent.span.table, spent.span.row, spent.span.column) == (1, 0, 2, 2)
    x0, top, x1, bottom = (v * 200 / 72 for v in spent.span.bbox)
    assert 790 < x0 < 850 and 910 < x1 < 970 and 450 < top < 500 and 480 < bottom < 540
    assert 0.5 < spent.confidence <= 1


@recognises
def test_a_scanned_pdf_is_recognised_when_asked():
    document = read_bytes(pdf_of(page(), page(ROWS[:2])), "scan.pdf", reading=Reading(ocr=True))
    assert document.format == "pdf"
    assert document.pages == 2
    assert document.problems == ()
    assert _cells(document)[:4] == ROWS


def test_a_scanned_pdf_says_how_it_can_be_read():
    with pytest.raises(NoTextLayer) as error:
        read_bytes(pdf_of(page()), "scan.pdf")
    assert "--ocr" in error.value.zh and "gouji[ocr]" in error.value.en


@recognises
def test_a_picture_without_text_says_so():
    with pytest.raises(NoTextLayer):
        read_bytes(encoded(page((), words="")), "blank.png")


@recognises
def test_a_truncated_picture_says_so():
    whole = encoded(page())
    with pytest.raises(UnreadableFile):
        read_bytes(whole[: len(whole) // 2], "scan.png")


@recognises
def test_a_picture_of_too_many_pixels_is_refused():
    with pytest.raises(LimitExceeded):
        read_image(encoded(page()), "scan.png", "0" * 64, limits=Limits(pixels=1_000_000))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
def test_tesseract_is_the_other_engine():
    document = read_bytes(encoded(page()), "scan.png", reading=Reading(ocr_engine="tesseract"))
    found = {c for row in _cells(document) for c in row}
    assert len(found & {c for row in ROWS for c in row}) >= 10


def test_without_the_extra_the_message_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    from gouji.extract.readers.ocr import engine

    engine._rapid.cache_clear()
    with pytest.raises(UnsupportedFormat) as error:
        read_bytes(encoded(page()), "scan.png")
    assert "pip install 'gouji[ocr]'" in error.value.zh


def test_reading_a_pdf_with_text_does_not_load_the_engine():
    code = "import sys, gouji.extract.readers.pdf; sys.exit('rapidocr' in sys.modules or 'PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

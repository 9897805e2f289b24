"""Ruled lines are found in the picture itself; that needs no engine."""

import numpy as np
from PIL import Image, ImageDraw
from scans import DPI, page

from gouji.extract.readers.ocr.rules import ruled
from gouji.extract.readers.pdf import lattice


def _tables(image):
    return lattice.find(*lattice.rules(ruled(np.asarray(image), DPI) * 72 / DPI))


def test_a_ruled_table_gives_its_cells():
    (table,) = _tables(page())
    assert len(table.boxes) == 16
    assert np.allclose(table.box, [v * 72 / DPI for v in (200, 300, 1400, 620)], atol=2)


def test_letters_are_no_rules():
    assert len(ruled(np.asarray(page(lines=False)), DPI)) == 0


def test_a_rule_broken_by_specks_of_dust_is_one_rule():
    image = page()
    draw = ImageDraw.Draw(image)
    for x in (450, 800, 1250):
        draw.rectangle((x, 290, x + 1, 630), fill="white")
    (table,) = _tables(image)
    assert len(table.boxes) == 16


def test_a_page_that_leans_a_little_keeps_its_table():
    leaning = page().rotate(0.1, fillcolor="white", resample=Image.Resampling.BICUBIC)
    (table,) = _tables(leaning)
    assert len(table.boxes) == 16


def test_rules_on_grey_paper_are_found():
    grey = Image.eval(page(), lambda v: 40 + v * 150 // 255)
    (table,) = _tables(grey)
    assert len(table.boxes) == 16


def test_a_filled_area_is_no_rule():
    image = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(image).rectangle((50, 50, 550, 300), fill="black")
    assert len(ruled(np.asarray(image), DPI)) == 0

"""How many digits of the samples are read right from a clean scan of 200 dpi: each PDF drawn as pictures, recognised.

    python bench/recognised.py [NAME …]

The samples' PDF name a Chinese font without embedding it, so one must be on the machine (Debian: fonts-wqy-zenhei).
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
DPI = 200
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def report(names: tuple[str, ...] = ("food-inspection", "final-accounts", "tea-garden")) -> None:
    """Print the figures by sample and together."""
    right = total = whole = tokens = ordered = 0
    for name in names:
        start = time.perf_counter()
        good, digits, same, numbers, pages, row = measured(SAMPLES / name / f"{name}.pdf")
        right, total, whole, tokens, ordered = right + good, total + digits, whole + same, tokens + numbers, ordered + row
        seconds = (time.perf_counter() - start) / pages
        print(f"  {name}: {good} of {digits} digits, {same} of {numbers} numbers, {seconds:.1f} s a page")
    print(
        f"  OCR at {DPI} dpi: {right / total:.2%} of {total} digits right (bar 99.5%; in the order of the text "
        f"{ordered / total:.2%}), {whole / tokens:.2%} of {tokens} numbers"
    )


def measured(path: Path) -> tuple[int, int, int, int, int, int]:
    """Digits right, digits, numbers right, numbers, pages, digits right and in the order of the text."""
    from PIL import Image

    from gouji.extract.document import Document
    from gouji.extract.readers import read_bytes
    from gouji.extract.readers.pdf.raw import RawDocument

    def digits(document: Document) -> list[str]:
        texts = (text.string for _, _, text in document.texts())
        return [token for text in texts for token in _NUMBER.findall(text)]

    data = path.read_bytes()
    truth = digits(read_bytes(data, path.name))
    with RawDocument(data, path.name, 500) as document:
        pictures = [Image.fromarray(document.picture(i, DPI)) for i in range(document.pages)]
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", dpi=(DPI, DPI), save_all=True, append_images=pictures[1:], compression="tiff_lzw")
    found = digits(read_bytes(out.getvalue(), path.with_suffix(".tif").name))
    # Page heads and numbers may come in another order than from the PDF: numbers are compared as a whole, what is left
    # over on both sides digit by digit.
    equal = Counter(truth) & Counter(found)
    missed, other = (sorted((Counter(tokens) - equal).elements()) for tokens in (truth, found))
    left, instead = "".join(missed), "".join(other)
    blocks = SequenceMatcher(None, left, instead, autojunk=False).get_matching_blocks()
    same = equal.total()
    right = _digits("".join(equal.elements())) + sum(_digits(left[b.a : b.a + b.size]) for b in blocks)
    one, two = ("".join(c for token in tokens for c in token if c.isdigit()) for tokens in (truth, found))
    in_order = sum(b.size for b in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks())
    return right, _digits("".join(truth)), same, len(truth), len(pictures), in_order


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


if __name__ == "__main__":
    report(*([tuple(sys.argv[1:])] if sys.argv[1:] else []))

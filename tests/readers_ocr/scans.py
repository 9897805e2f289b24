"""Pictures of pages for the tests: drawn with the font that comes with Pillow, which has digits and Latin letters."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

DPI = 200
SIZE = (1654, 2339)
ROWS = (
    ("Item", "Budget", "Spent", "Rate"),
    ("Roads", "120.00", "114.60", "95.50%"),
    ("Schools", "864.25", "850.75", "98.44%"),
    ("Total", "984.25", "965.35", "98.08%"),
)


def page(rows: tuple[tuple[str, ...], ...] = ROWS, lines: bool = True, words: str = "Report 2023") -> Image.Image:
    """A page of 200 dpi with a line of text and a table."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(34)
    if words:
        draw.text((200, 150), words, font=font, fill="black")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = 200 + 300 * c, 300 + 80 * r
            draw.text((x + 20, y + 20), text, font=font, fill="black")
            if lines:
                draw.rectangle((x, y, x + 300, y + 80), outline="black", width=2)
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **{"dpi": (DPI, DPI), **options})
    return out.getvalue()


def pdf_of(*images: Image.Image) -> bytes:
    """A PDF of pictures only, as a scanner writes it."""
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(images[1:]))
    return out.getvalue()

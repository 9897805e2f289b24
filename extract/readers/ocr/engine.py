"""What recognises characters in a picture: rapidocr (PP-OCR models, which come in its package) or Tesseract."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gouji.extract.errors import UnreadableFile, UnsupportedFormat
from gouji.extract.reading import OcrEngine

Picture = npt.NDArray[np.uint8]
"""Rows × columns × (red, green, blue)."""

_TESSERACT_LANGUAGES = "chi_sim+eng"
_TESSERACT_SECONDS = 120
_CLOSED_UP = 0.7


class Recognised(NamedTuple):
    """One character: code point, box in pixels ``(x0, top, x1, bottom)``, how sure the engine is of it (0 to 1)."""

    code: int
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


Engine = Callable[[Picture, str], list[Recognised]]
"""A picture and the file's name to its characters."""


def engine_of(name: OcrEngine, path: str) -> Engine:
    """The engine of that name, ready to be called.

    Raises:
        UnsupportedFormat: it is not installed; the message says how to install it.
    """
    if name == "tesseract":
        if shutil.which("tesseract") is None:
            raise UnsupportedFormat(
                "文字识别需要安装tesseract及中文数据（Debian：apt install tesseract-ocr tesseract-ocr-chi-sim）",
                "recognition needs tesseract with its Chinese data (Debian: tesseract-ocr, tesseract-ocr-chi-sim)",
                path,
            )
        return _tesseract
    try:
        _rapid()
    except ImportError as cause:
        raise UnsupportedFormat(
            "这是扫描件或图片，识别文字需要安装：pip install 'gouji[ocr]'",
            "this is a scan or a picture; recognising it needs: pip install 'gouji[ocr]'",
            path,
        ) from cause
    return _by_rapid


@lru_cache(maxsize=1)
def _rapid() -> Any:
    from rapidocr import RapidOCR

    # The classifier of upside-down lines turns a short 100% into 001: pages are upright, it stays off.
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical", "Global.max_side_len": 4000})


def _by_rapid(picture: Picture, path: str) -> list[Recognised]:
    found = _rapid()(np.ascontiguousarray(picture[:, :, ::-1]), return_word_box=True, return_single_char_box=True)
    if found.txts is None:
        return []
    out: list[Recognised] = []
    for text, corners, score, words in zip(found.txts, found.boxes, found.scores, found.word_results, strict=True):
        line = np.asarray(corners, np.float64)
        (left, top), (right, bottom) = line.min(axis=0).tolist(), line.max(axis=0).tolist()
        if "".join(word[0] for word in words).replace(" ", "") == text.replace(" ", ""):
            line_of: list[Recognised] = []
            for string, confidence, at in words:
                inner = np.asarray(at, np.float64)
                # Upright ends of the whole line: those of single characters dance.
                x0, x1 = float(inner[:, 0].min()), float(inner[:, 0].max())
                line_of += _spread(string, x0, top, x1, bottom, min(float(confidence), 1.0))
            out += _closed_up(line_of, text)
        else:
            out += _spread(text, left, top, right, bottom, min(float(score), 1.0))
    return out


def _closed_up(line: list[Recognised], text: str) -> list[Recognised]:
    """Characters that ``text`` writes without a space between them, made to touch: their boxes are only roughly known."""
    parted = [bool(i) and text[i - 1].isspace() for i, c in enumerate(text) if not c.isspace()]
    if len(parted) != len(line):
        return line
    out = line[:1]
    for one, apart in zip(line[1:], parted[1:], strict=True):
        before = out[-1]
        if not apart and 0 < one.x0 - before.x1 < _CLOSED_UP * (one.bottom - one.top):
            middle = (before.x1 + one.x0) / 2
            out[-1] = before._replace(x1=middle)
            one = one._replace(x0=middle)
        out.append(one)
    return out


def _tesseract(picture: Picture, path: str) -> list[Recognised]:
    """By the ``tesseract`` command; its words have one confidence each."""
    from PIL import Image

    given = io.BytesIO()
    Image.fromarray(picture).save(given, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", _TESSERACT_LANGUAGES, "--psm", "11", "tsv"]
    try:
        run = subprocess.run(
            command, input=given.getvalue(), capture_output=True, timeout=_TESSERACT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as cause:
        raise UnreadableFile("文字识别超时", "recognition took too long", path) from cause
    if run.returncode:
        why = run.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnreadableFile(
            f"tesseract 未能识别（{why[-1] if why else run.returncode}）", f"tesseract failed ({why[-1:]})", path
        )
    out: list[Recognised] = []
    for row in csv.DictReader(io.StringIO(run.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if not text:
            continue
        x0, top = float(row["left"]), float(row["top"])
        x1, bottom = x0 + float(row["width"]), top + float(row["height"])
        out += _spread(text, x0, top, x1, bottom, max(0.0, float(row["conf"]) / 100))
    return out


def _spread(text: str, x0: float, top: float, x1: float, bottom: float, confidence: float) -> list[Recognised]:
    """Characters of a string over its box, each as wide as its kind is; spaces take room and are left out."""
    shares = np.cumsum([0.0, *(0.55 if ord(c) < 0x2E80 else 1.0 for c in text)])
    edges = (x0 + (x1 - x0) * shares / shares[-1]).tolist()
    return [
        Recognised(ord(c), edges[i], top, edges[i + 1], bottom, confidence)
        for i, c in enumerate(text) if not c.isspace()
    ]

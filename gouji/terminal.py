"""Standard output and error: encoding, colour, closed pipes, one line per trouble."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from gouji.extract.errors import BadConfiguration, GoujiError, reason_of

_WIDEST = 110
_NOT_A_TERMINAL = 100


def utf8() -> None:
    """Write UTF-8 whatever the locale says; what cannot be encoded becomes ``?`` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(encoding="utf-8", errors="replace")


def is_terminal(stream: TextIO) -> bool:
    """True when a person looks at the stream."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def colour(stream: TextIO) -> bool:
    """Colour only on a terminal that did not ask for none (NO_COLOR, TERM=dumb)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(stream: TextIO) -> int:
    """Display width to write for."""
    if not is_terminal(stream):
        return _NOT_A_TERMINAL
    import shutil

    return max(40, min(shutil.get_terminal_size((_NOT_A_TERMINAL, 24)).columns, _WIDEST))


def emit(text: str) -> None:
    """Write to standard output; a reader that stopped listening (``| head``) is no error.

    Raises:
        BadConfiguration: it cannot be written (disk full).
    """
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _nowhere()
    except OSError as cause:
        _nowhere()
        raise BadConfiguration(
            f"不能写到标准输出（{reason_of(cause)}）", f"standard output cannot be written ({cause.strerror})"
        ) from cause


def _nowhere() -> None:
    """Python flushes standard output again at exit: give it somewhere to flush to."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: GoujiError | str, lang: str = "zh") -> None:
    """One line on standard error."""
    text = error.message(lang) if isinstance(error, GoujiError) else error
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    with suppress(BrokenPipeError):
        print(f"gouji: {line}", file=sys.stderr, flush=True)


class Progress:
    """``[12/300] county.docx`` on one line of a terminal; silent elsewhere and for a single file."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.shown = total > 1 and is_terminal(sys.stderr)

    def next(self, name: str) -> None:
        """Another file is begun."""
        self.done += 1
        if self.shown:
            sys.stderr.write(f"\r\x1b[K[{self.done}/{self.total}] {Path(name).name[:60]}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

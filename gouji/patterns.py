"""Regular expressions compiled once for an installation, as Python keeps its byte code: a third of a short audit.

The five hundred expressions of the word lists and rules take longer to compile than most files to read. What the
compiler of ``re`` made of each is kept in ``__pycache__`` for this release on this version of Python, and put back
into the cache that ``re.compile`` looks into first. An expression that was changed is another key, so nothing kept
can be out of date; where anything is missing, of another version or cannot be written, ``re`` compiles as ever.

What is kept comes from auditing the examples of gouji's own rules, never from a user's file: an expression made of a
document's words must not outlive its audit. ``python -m gouji.patterns`` keeps them, and the word lists as parsed
(``extract.parsed``); the first command of an installation that has none does so behind itself, after its work.
"""

from __future__ import annotations

import importlib
import marshal
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from gouji import __version__

_MADE_BY = f"{__version__} on {sys.version}"
"""What is kept serves this very release on this very Python."""
_FILE = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}.bin"
_CLAIM = _FILE.with_suffix(".making")
_MOST = 1_500
"""So many are kept at most."""

Kept = dict[tuple[str, int], tuple[Any, ...]]
"""By expression and flags, what ``re`` compiles of them."""
_kept: Kept = {}
_wanting = False
"""Whether ``restore`` found nothing."""
_STALE = 60
"""Seconds after which another command's attempt to keep is given up on."""
_new: list[tuple[Any, tuple[Any, ...]]] = []
"""Expressions compiled in this run and what they were compiled from."""


class _Recorder:
    """The module ``re`` compiles with as it is, remembering what it was given."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def compile(self, *given: Any) -> Any:
        """Compile, and remember."""
        made = self._real.compile(*given)
        _new.append((made, given))
        return made


def restore() -> None:
    """Put the kept expressions where ``re`` finds them."""
    global _wanting
    internals: Any = re
    with suppress(Exception):  # a part of Python that may change: without it everything works, only later
        compiler: Any = importlib.import_module("re._compiler")
        make = compiler._sre.compile
        with suppress(OSError, ValueError, EOFError, TypeError):
            version, content = marshal.loads(_FILE.read_bytes())
            if version == _MADE_BY:
                _kept.update(content)
        _wanting = not _kept
        internals._MAXCACHE = max(internals._MAXCACHE, _MOST)
        cache = internals._cache
        for (pattern, flags), given in _kept.items():
            cache[str, pattern, flags] = make(pattern, *given)


def record() -> None:
    """Remember from now on what ``re`` has to compile."""
    internals: Any = re
    with suppress(Exception):
        internals._MAXCACHE = max(internals._MAXCACHE, _MOST)
        compiler: Any = importlib.import_module("re._compiler")
        compiler._sre = _Recorder(compiler._sre)


def keep() -> None:
    """Keep what was compiled since ``record`` for later runs."""
    with suppress(Exception):
        made_of = {id(made): given for made, given in _new}
        internals: Any = re
        for (kind, pattern, flags), made in internals._cache.items():
            if kind is str and id(made) in made_of and len(_kept) < _MOST:
                _, own, code, *rest = made_of[id(made)]
                _kept[pattern, flags] = (int(own), [int(c) for c in code], *rest)
        _FILE.parent.mkdir(exist_ok=True)
        new = _FILE.with_suffix(f".{os.getpid()}")
        new.write_bytes(marshal.dumps((_MADE_BY, _kept)))
        new.replace(_FILE)
    _new.clear()


def keep_behind() -> None:
    """Where nothing is kept yet and it may be, do so in a process of its own that the command does not wait for."""
    if not _wanting or sys.dont_write_bytecode or not sys.executable or not os.access(_FILE.parent, os.W_OK):
        return
    with suppress(OSError):
        if time.time() - _CLAIM.stat().st_mtime > _STALE:
            _CLAIM.unlink()
    with suppress(OSError):  # another command is at it, or nothing can be written or started
        os.close(os.open(_CLAIM, os.O_CREAT | os.O_EXCL))
        import subprocess

        nowhere = subprocess.DEVNULL
        subprocess.Popen(
            [sys.executable, "-P", "-m", __name__], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )


def main(files: Sequence[str]) -> None:
    """Audit the examples of the rules, and the files named, and keep the expressions that took."""
    sys.dont_write_bytecode = False  # what is asked for here is kept, also where byte code is not
    record()
    try:
        import click  # noqa: F401  (the command reads its options with it)

        from gouji import api, extract
        from gouji.extract.readers import read_bytes

        for module in walk_packages(extract.__path__, f"{extract.__name__}."):  # what the other readers compile at once
            with suppress(ImportError):
                importlib.import_module(module.name)
        for text in _examples():
            api.check(read_bytes(text.encode(), "example.txt"))
        for path in files:
            api.check(path)
        keep()
    finally:
        _CLAIM.unlink(missing_ok=True)


def _examples() -> Iterator[str]:
    """One example of each rule, as the rules have them beside them."""
    from gouji import rules
    from gouji.extract.lexicon import parsed

    for path in sorted(Path(rules.__file__).parent.glob("*/gj*.cases.yaml")):
        cases = parsed(path.read_text("utf-8"))
        yield from (case["text"] for case in cases.get("fail", ())[:1] if "sheet" not in case)


if __name__ == "__main__":
    main(sys.argv[1:])

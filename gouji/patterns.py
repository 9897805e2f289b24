"""Regular expressions compiled once for an installation, as Python keeps its byte code: a third of a short audit.

The four hundred expressions of the word lists and rules take longer to compile than most files to read. What the
compiler of ``re`` made of each is kept in ``__pycache__`` for this very version of Python, and put back into the cache
that ``re.compile`` looks into first. An expression that was changed is another key, so nothing kept can be out of
date; where anything is missing, of another version or cannot be written, ``re`` compiles as ever.

``python -m gouji.patterns FILE…`` keeps those that auditing these files takes, and the word lists as parsed
(``extract.parsed``); ``make setup`` does so with a sample. The
command itself keeps nothing: an expression made of a document's words must not outlive its audit.
"""

from __future__ import annotations

import importlib
import marshal
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}.bin"
_MOST = 1_500
"""So many are kept at most."""

Kept = dict[tuple[str, int], tuple[Any, ...]]
"""By expression and flags, what ``re`` compiles of them."""
_kept: Kept = {}
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
    internals: Any = re
    with suppress(Exception):  # a part of Python that may change: without it everything works, only later
        compiler: Any = importlib.import_module("re._compiler")
        make = compiler._sre.compile
        with suppress(OSError, ValueError, EOFError, TypeError):
            version, content = marshal.loads(_FILE.read_bytes())
            if version == sys.version:
                _kept.update(content)
        internals._MAXCACHE = max(internals._MAXCACHE, _MOST)
        cache = internals._cache
        for (pattern, flags), given in _kept.items():
            cache[str, pattern, flags] = make(pattern, *given)


def record() -> None:
    """Remember from now on what ``re`` has to compile."""
    with suppress(Exception):
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
        new.write_bytes(marshal.dumps((sys.version, _kept)))
        new.replace(_FILE)
    _new.clear()


def main() -> None:
    """Audit the files named on the command line and keep the expressions and word lists that took."""
    sys.dont_write_bytecode = False  # what is asked for here is kept, also where byte code is not
    restore()
    record()
    import click  # noqa: F401  (the command reads its options with it)

    from gouji import api

    for path in sys.argv[1:]:
        api.check(path)
    keep()


if __name__ == "__main__":
    main()

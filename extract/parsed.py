"""The project's own data files, parsed once for an installation, as Python keeps its byte code.

Parsing the YAML word lists and packs costs more than reading a short filing. What the parser made of a file is kept in
the ``__pycache__`` beside it, with the file's own bytes: a file that was changed is parsed anew, whatever its dates say.
Where nothing can be written, or byte code is not wanted (``-B``), the file is parsed as ever.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def kept_beside(path: Path, parse: Callable[[str], Any]) -> Any:
    """What ``parse`` makes of the text of a data file: plain values (mappings, lists, tuples, texts, numbers).

    Raises:
        OSError: the file cannot be read; and what ``parse`` raises.
    """
    source = path.read_bytes()
    kept = path.parent / "__pycache__" / f"{path.name}.{sys.implementation.cache_tag}.bin"
    with suppress(OSError, ValueError, EOFError, TypeError):
        made_from, made_by, content = marshal.loads(kept.read_bytes())
        if made_from == source and made_by == (sys.version, parse.__qualname__):
            return content
    content = parse(source.decode("utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):
            kept.parent.mkdir(exist_ok=True)
            new = kept.with_suffix(f".{os.getpid()}")
            new.write_bytes(marshal.dumps((source, (sys.version, parse.__qualname__), content)))
            new.replace(kept)
    return content

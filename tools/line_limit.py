"""No module longer than 400 lines: then it is two things. ``python tools/line_limit.py FOLDER…``."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT = 400


def too_long(folders: list[str]) -> list[str]:
    """Messages for the modules past the limit; links to folders are not followed."""
    out = []
    for folder in map(Path, folders):
        if not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*.py")):
            if any(parent.is_symlink() for parent in path.parents):
                continue
            lines = len(path.read_text("utf-8").splitlines())
            if lines > LIMIT:
                out.append(f"{path}: {lines} lines, the limit is {LIMIT}")
    return out


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("line limit: name the folders to look through")
    found = too_long(sys.argv[1:])
    print("\n".join(found) or "line limit: kept")
    sys.exit(1 if found else 0)

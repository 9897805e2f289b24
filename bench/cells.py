"""Share of table cells read as expected: ``python bench/cells.py FILE EXPECTED.json``.

``EXPECTED.json`` holds ``{"tables": [{"rows": [{"cells": ["…", …]}, …]}, …]}``; a cell's paragraphs are joined by
a newline. Exit status 0 when every cell is equal.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gouji.extract.readers import read


def main(file: str, expected: str) -> int:
    wanted = [[row["cells"] for row in t["rows"]] for t in json.loads(Path(expected).read_text("utf-8"))["tables"]]
    got = [[[c.text.string for c in row] for row in t.rows] for t in read(file).tables]
    total = equal = 0
    for i, table in enumerate(wanted):
        have = got[i] if i < len(got) else []
        for r, row in enumerate(table):
            found = have[r] if r < len(have) else []
            for c, cell in enumerate(row):
                total += 1
                if c < len(found) and found[c] == cell and len(found) == len(row):
                    equal += 1
                else:
                    print(f"table {i} row {r} column {c}: {cell!r} read as {found[c] if c < len(found) else None!r}")
    surplus = sum(len(row) for t in got for row in t) - total
    print(f"cells {equal}/{total} equal ({100 * equal / max(total, 1):.2f} %), surplus {surplus}")
    print(f"tables {len(got)} of {len(wanted)}, rows {sum(map(len, got))} of {sum(map(len, wanted))}")
    return 0 if equal == total and not surplus and len(got) == len(wanted) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

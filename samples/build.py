"""Write the samples: ``NAME/source.yaml`` → ``NAME/NAME.txt``, ``.docx`` and ``.pdf``.

``python samples/build.py`` writes all, ``python samples/build.py NAME …`` some, ``--to FOLDER`` elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from builder.pdf import pdf  # noqa: E402
from builder.source import load  # noqa: E402
from builder.text import text  # noqa: E402
from builder.word import word  # noqa: E402


def names() -> list[str]:
    """The samples that have a source."""
    return sorted(p.parent.name for p in HERE.glob("*/source.yaml"))


def build(name: str, to: Path | None = None) -> list[Path]:
    """Write the three files of one sample; gives their paths."""
    source = load(HERE / name)
    folder = (to or HERE) / name
    folder.mkdir(parents=True, exist_ok=True)
    txt, docx_, pdf_ = (folder / f"{name}.{kind}" for kind in ("txt", "docx", "pdf"))
    txt.write_text(text(source), source.encoding)
    word(source, docx_)
    pdf(source, pdf_)
    return [txt, docx_, pdf_]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--to", type=Path, help="another folder")
    options = parser.parse_args()
    for name in options.names or names():
        for path in build(name, options.to):
            print(path)


if __name__ == "__main__":
    main()

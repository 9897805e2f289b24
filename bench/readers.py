"""What reading costs beside other tools, in one run on the same files: time, memory, cells equal to the truth.

    python bench/readers.py [--pages 20 200] [--rounds 3] [--files FOLDER] [--ocr]

The files are written from ``long_filings`` (their cells are the truth) and from the samples. Every figure is the
median of processes of their own. Tools that are no dependency of the project run where the environment variable
``GOUJI_BENCH_PYTHON`` points to a Python that has them (pdfplumber, pdfminer.six, markitdown, docling, python-docx,
docx2python, mammoth); what is missing is named and left out. pandoc is taken from the path.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import long_filings  # noqa: E402
import table_truth  # noqa: E402
from builder.pdf import pdf  # noqa: E402
from builder.source import Source  # noqa: E402
from builder.word import word  # noqa: E402

OTHERS = os.environ.get("GOUJI_BENCH_PYTHON", sys.executable)
PAGES_A_PROJECT = 1.0

# Each prints the seconds its work took after its imports, by the clock and of the processor; the whole process is timed
# from outside.
_TIMED = (
    "import sys,time\n{imports}\nt,c=time.perf_counter(),time.process_time()\n{work}\n"
    "print(time.perf_counter()-t,time.process_time()-c)\n"
)
TOOLS: dict[str, dict[str, tuple[str, str, str]]] = {
    "pdf": {
        "gouji read": (
            sys.executable, "from pathlib import Path\nfrom gouji.extract.readers.pdf import read_pdf",
            "read_pdf(Path(sys.argv[1]).read_bytes(), 'f', '0')",
        ),
        "gouji tables": (
            sys.executable,
            "from pathlib import Path\nfrom gouji.extract.readers.pdf.raw import RawDocument\n"
            "from gouji.extract.collection import without_collection\n"
            "from gouji.extract.readers.pdf import lattice, glyphs, tables, openings",
            "with without_collection(), RawDocument(Path(sys.argv[1]).read_bytes(), 'f', 9999) as d:\n"
            "    for i in range(d.pages):\n"
            "        p = d.page(i); found = lattice.find(*openings.closed(*lattice.rules(p.rules)))\n"
            "        tables.page_tables(glyphs.page_text(p, tables.places(p, found)), found)",
        ),
        "pdfplumber extract_tables": (
            OTHERS, "import pdfplumber",
            "with pdfplumber.open(sys.argv[1]) as d:\n    for p in d.pages: p.extract_tables(); p.close()",
        ),
        "pdfminer.six extract_text": (OTHERS, "from pdfminer.high_level import extract_text", "extract_text(sys.argv[1])"),
        "markitdown": (OTHERS, "from markitdown import MarkItDown", "MarkItDown().convert(sys.argv[1])"),
    },
    "docx": {
        "gouji read": (sys.executable, "from gouji.extract.readers import read", "read(sys.argv[1])"),
        "python-docx row.cells": (
            OTHERS, "import docx", "[c.text for t in docx.Document(sys.argv[1]).tables for r in t.rows for c in r.cells]",
        ),
        "docx2python": (OTHERS, "from docx2python import docx2python", "docx2python(sys.argv[1]).body"),
        "mammoth": (OTHERS, "import mammoth", "mammoth.convert_to_html(open(sys.argv[1], 'rb'))"),
        "markitdown": (OTHERS, "from markitdown import MarkItDown", "MarkItDown().convert(sys.argv[1])"),
        "docling": (
            OTHERS, "from docling.document_converter import DocumentConverter",
            "DocumentConverter().convert(sys.argv[1]).document.export_to_markdown()",
        ),
    },
}
SLOW = ("markitdown", "docling", "pdfplumber extract_tables", "pdfminer.six extract_text")


@dataclass(frozen=True)
class Cost:
    """Seconds of the work itself and of the whole process, each by the clock and of the processor; peak memory in MiB.

    Where the machine is busy with other things, those of the processor are the fair ones.
    """

    inside: float
    inside_processor: float
    whole: float
    processor: float
    memory: float


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[20, 200])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", nargs="+", default=[], metavar="TOOL", help="tools left out")
    parser.add_argument("--files", type=Path, help="folder for the files, kept between runs")
    parser.add_argument("--linear", type=int, nargs="*", default=[20, 50, 100, 200], help="pages to compare for growth")
    parser.add_argument("--ocr", action="store_true", help="also recognise the samples' scans at 200 dpi")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = options.files or Path(folder)
        files.mkdir(parents=True, exist_ok=True)
        for pages in options.pages:
            _measure(pages, files, options.rounds, options.without)
        _growth(options.linear, files, options.rounds)
    print("\ncells of the samples' tables read as written, spans included, by format")
    table_truth.report()
    if options.ocr:
        from recognised import report

        report()


def _measure(pages: int, files: Path, rounds: int, without: list[str]) -> None:
    source = long_filings.filing(round(pages / PAGES_A_PROJECT))
    for kind, write in (("pdf", pdf), ("docx", word)):
        path = files / f"{pages}.{kind}"
        if not path.exists():
            write(source, path)
        print(f"\n{kind}, {_pages_of(files / f'{pages}.pdf')} pages, {path.stat().st_size / 2**20:.1f} MiB")
        right, total = _cells(path, source)
        print(f"  cells equal to the truth, spans included: {right} of {total} = {right / total:.2%}")
        costs = {"gouji check (whole audit)": _check(path, rounds)}
        for name, (python, imports, work) in TOOLS[kind].items():
            if name in without:
                continue
            few = 1 if name in SLOW and pages > 50 else rounds
            cost = _median([python, "-c", _TIMED.format(imports=imports, work=work), str(path)], few)
            if cost is None:
                print(f"  {name}: not installed, or failed")
            else:
                costs[name] = cost
        if kind == "docx" and (pandoc := shutil.which("pandoc")):
            cost = _median([pandoc, "-t", "html", str(path), "-o", os.devnull], rounds)
            if cost is not None:
                costs["pandoc -t html"] = cost
        _table(costs)
        _ratios(kind, costs)


def _growth(sizes: list[int], files: Path, rounds: int) -> None:
    """Processor seconds a page for files of growing length: the same for all when time is linear in pages."""
    for kind, write in (("pdf", pdf), ("docx", word)):
        if sizes:
            print(f"\n{kind}: milliseconds of the processor a page, reading and whole audit")
        for pages in sizes:
            path = files / f"{pages}.{kind}"
            if not path.exists():
                write(long_filings.filing(round(pages / PAGES_A_PROJECT)), path)
            python, imports, work = TOOLS[kind]["gouji read"]
            read = _median([python, "-c", _TIMED.format(imports=imports, work=work), str(path)], rounds)
            if read is not None:
                audit = _check(path, rounds).processor
                print(f"  {pages:4} pages {1000 * read.inside_processor / pages:8.1f}{1000 * audit / pages:8.1f}")


def _check(path: Path, rounds: int) -> Cost:
    """The command as a user runs it: start, limits, report written."""
    command = [sys.executable, "-m", "gouji", "check", str(path), "--fail-on", "never", "-o", os.devnull]
    cost = _median(command, rounds)
    if cost is None:
        raise SystemExit(f"gouji check failed on {path}")
    return cost


def _median(command: list[str], rounds: int) -> Cost | None:
    runs = [_once(command) for _ in range(rounds)]
    done = [r for r in runs if r is not None]
    if len(done) < rounds:
        return None
    return Cost(*(statistics.median(getattr(run, field.name) for run in done) for field in fields(Cost)))


_MEASURED = """
import json, resource, subprocess, sys, time
t = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
whole = time.perf_counter() - t
used = resource.getrusage(resource.RUSAGE_CHILDREN)
spent, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(json.dumps([run.returncode, whole, spent, peak, run.stdout.decode("utf-8", "replace")[-200:]]))
"""


def _once(command: list[str]) -> Cost | None:
    """One run under a small process of its own, whose only children it and its workers are."""
    ran = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=True)
    status, whole, spent, peak, out = json.loads(ran.stdout)
    if status != 0:
        return None
    try:
        inside, inside_spent = map(float, out.split()[-2:])
    except ValueError:
        inside, inside_spent = whole, spent
    return Cost(inside, inside_spent, whole, spent, peak)


def _cells(path: Path, source: Source) -> tuple[int, int]:
    """Cells with the right place, spans and text; and how many there are."""
    from gouji.extract.readers import read

    truth = [
        {(b.row, b.column, b.rows, b.columns, "".join(b.lines).replace(" ", "")) for b in block.grid.boxes}
        for block in source.blocks if block.grid is not None
    ]
    found = [
        {
            (c.row, c.column, c.row_span, c.column_span, "".join(c.text.string.split()))
            for c in table.cells
        }
        for table in read(path).tables
    ]
    right = sum(len(a & b) for a, b in zip(truth, found, strict=False))
    return right, sum(map(len, truth))


def _pages_of(path: Path) -> int:
    from gouji.extract.readers import read

    return read(path).pages or 0


def _table(costs: dict[str, Cost]) -> None:
    print(f"  {'':28}{'in process':>12}{'(processor)':>13}{'whole':>10}{'(processor)':>13}{'peak MiB':>10}")
    for name, cost in costs.items():
        print(
            f"  {name:28}{cost.inside:>10.2f} s{cost.inside_processor:>11.2f} s{cost.whole:>8.2f} s"
            f"{cost.processor:>11.2f} s{cost.memory:>10.0f}"
        )


def _ratios(kind: str, costs: dict[str, Cost]) -> None:
    audit, read = costs["gouji check (whole audit)"], costs["gouji read"]
    if kind == "pdf" and (other := costs.get("pdfplumber extract_tables")):
        tables = costs["gouji tables"]
        spent = other.inside_processor / tables.inside_processor
        print(f"  tables in process: {other.inside / tables.inside:.1f}× faster than pdfplumber (bar 15; processor {spent:.1f}×)")
        spent = other.inside_processor / read.inside_processor
        print(f"  read_pdf in process: {other.inside / read.inside:.1f}× (processor {spent:.1f}×)")
        spent = other.processor / audit.processor
        print(
            f"  whole audit: {other.whole / audit.whole:.1f}× faster than pdfplumber's extract_tables alone "
            f"(bar 8; processor {spent:.1f}×)"
        )
    for name, bar in (("pandoc -t html", 1.0), ("markitdown", 0.15)):
        if kind == "docx" and (other := costs.get(name)):
            spent = audit.processor / other.processor
            print(f"  whole audit: {audit.whole / other.whole:.2f}× the time of {name} (bar {bar}; processor {spent:.2f}×)")
    print(f"  whole audit: {audit.memory:.0f} MiB at most (bar 300)")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

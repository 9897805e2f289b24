"""The command starts fast because it loads little; told by the modules loaded, not by the clock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from filings import pdf_bytes

import gouji

PROBE = """
import json, sys
sys.argv = ["gouji", *{arguments!r}]
from gouji.cli import main
try:
    main()
finally:
    print("\\n" + json.dumps(sorted(sys.modules)))
"""
HEAVY = {"pandas", "numpy", "scipy", "lxml", "pdfplumber", "pypdfium2", "pyarrow", "docx"}


def modules_after(*arguments: str) -> tuple[str, set[str]]:
    run = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=list(arguments))], capture_output=True, text=True, check=True
    )
    *out, listed = run.stdout.strip().splitlines()
    return "\n".join(out), {name.split(".")[0] for name in json.loads(listed)} | {
        name for name in json.loads(listed) if name.startswith("gouji")
    }


def test_the_version_costs_nothing() -> None:
    out, loaded = modules_after("--version")
    assert out.strip() == f"gouji {gouji.__version__}"
    assert not loaded & (HEAVY | {"click", "yaml", "jieba", "rjieba", "dataclasses", "decimal"})
    assert {name for name in loaded if name.startswith("gouji")} == {"gouji", "gouji.cli"}


def test_help_loads_no_reader_and_no_rule() -> None:
    _, loaded = modules_after("--help")
    assert not loaded & HEAVY
    assert not any(name.startswith(("gouji.rules", "gouji.extract.readers")) for name in loaded)


def test_checking_a_text_loads_no_frames_and_no_other_reader(sound: Path) -> None:
    _, loaded = modules_after("check", str(sound), "--jobs", "0")
    assert "gouji.extract.readers.text" in loaded
    assert not loaded & (HEAVY - {"numpy", "scipy"})


def test_what_a_pdf_needs_is_loaded_in_the_process_that_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes())
    assert {"numpy", "pypdfium2_raw"} <= modules_after("check", str(path), "--jobs", "0")[1]
    assert not {"numpy", "pypdfium2_raw"} & modules_after("check", str(path))[1]


def test_importing_gouji_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import gouji; print(sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "click" not in run.stdout and "decimal" not in run.stdout and "pandas" not in run.stdout


def test_the_public_names_are_there() -> None:
    assert {"check", "frames", "quantities", "read"} <= set(dir(gouji))
    assert (Path(gouji.__file__).parent / "py.typed").exists()


def test_every_package_is_in_the_wheel() -> None:
    """The packages are listed by hand: one that is forgotten is missing from the wheel only."""
    import tomllib

    root = Path(__file__).resolve().parents[2]
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {p.parent for top in ("extract", "audit", "rules") for p in (root / top).rglob("__init__.py")}
    named = {"gouji." + ".".join(f.relative_to(root).parts) for f in folders} | {"gouji", "gouji.commands"}
    assert named == set(settings["packages"])
    assert len(settings["packages"]) == len(named)

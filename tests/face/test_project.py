"""The project's outside: lock, links, commands of the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKED = re.compile(r"([a-z0-9-]+)==[0-9][\w.+!-]*(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


def test_the_lock_holds_names_versions_and_hashes_only() -> None:
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        assert LOCKED.fullmatch(line) or HASH.fullmatch(line), line


def test_everything_asked_for_is_locked() -> None:
    locked = {m[1] for m in map(LOCKED.match, (ROOT / "requirements.lock").read_text("utf-8").splitlines()) if m}
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for name, extra in PROJECT["project"]["optional-dependencies"].items():
        if name != "ocr":  # 300 MB that the tests do without: they skip where it is missing
            wanted += extra
    assert {canonical(r) for r in wanted} <= locked


def test_the_rooms_are_linked_into_the_package() -> None:
    for name in ("extract", "audit", "rules"):
        link = ROOT / "gouji" / name
        assert link.is_symlink()
        assert str(link.readlink()) == f"../{name}"


def test_the_two_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for readme in ("README.md", "README.zh-CN.md"):
        for target in re.findall(r"make (\w+)", (ROOT / readme).read_text("utf-8")):
            assert re.search(rf"^{target}:", makefile, re.M), (readme, target)


def test_links_in_the_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), (path.name, target)

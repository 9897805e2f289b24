"""Packs: read from YAML, wrong settings refused by name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gouji.audit.pack import Pack
from gouji.audit.pack_loader import load_pack
from gouji.extract.errors import BadConfiguration
from gouji.rules.packs import names, pack
from gouji.rules.score.gj311_grade_differs import grade_of


@pytest.mark.parametrize("name", names())
def test_every_pack_that_comes_with_gouji_loads_under_its_own_name(name: str) -> None:
    assert pack(name).name == name


def test_the_generic_file_says_what_the_code_takes_for_granted() -> None:
    generic = load_pack(Path(__file__).parents[2] / "rules" / "packs" / "generic.yaml")
    assert generic == Pack(name=generic.name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("over_targt: '1.3'\n", "over_targt"),
        ("over_target: viel\n", "over_target"),
        ("over_target: -1\n", "over_target"),
        ("rate_base: last_year\n", "rate_base"),
        ("score_cap: 1\n", "score_cap"),
        ("grades: [90, 80]\n", "grades"),
        ("budget_points: [0]\n", "budget_points"),
        ("- a\n- b\n", "清单"),
        ("a: [\n", "读不出"),
    ],
)
def test_a_wrong_setting_is_refused_and_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf8")
    with pytest.raises(BadConfiguration) as error:
        load_pack(path)
    assert named in error.value.message("zh")
    assert "own.yaml" in error.value.message("en")


def test_own_grades_are_read_from_the_highest_down(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("name: own\ngrades: {差: 0, 优: 95, 良: 85, 中: 70}\n", "utf8")
    own = load_pack(path)
    assert [grade_of(Decimal(s), own) for s in ("95", "94.9", "85", "70", "12")] == ["优", "良", "良", "中", "差"]

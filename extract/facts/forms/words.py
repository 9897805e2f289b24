"""The word lists of the form reader, loaded once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from msgspec import Struct

from gouji.extract.facts.model import Role
from gouji.extract.lexicon import yaml_of


class Words(Struct, frozen=True):
    """Word lists in the shape the reader asks for."""

    columns: dict[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    roles: dict[str, Role]
    stubs: frozenset[str]
    level1: frozenset[str]
    keys: frozenset[str]
    totals: tuple[str, ...]
    whole_places: frozenset[str]
    whole_periods: frozenset[str]
    fund_total: re.Pattern[str]
    fund_part: re.Pattern[str]
    fund_subpart: re.Pattern[str]
    no_sum: re.Pattern[str]
    area_heads: re.Pattern[str]
    flows: tuple[tuple[str, re.Pattern[str]], ...]
    left: re.Pattern[str]
    own_sum: re.Pattern[str]
    surplus: re.Pattern[str]
    stock: dict[str, re.Pattern[str]]
    level: re.Pattern[str]
    remains: re.Pattern[str]
    taken: re.Pattern[str]
    cases: dict[str, re.Pattern[str]]
    period: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists of ``words.yaml``."""
    raw = yaml_of("gouji.extract.facts.forms", "words.yaml")
    return Words(
        columns={text: kind for kind, texts in raw["columns"].items() for text in texts},
        patterns=tuple((kind, re.compile(pattern)) for kind, pattern in raw["patterns"].items()),
        roles={kind: cast("Role", role) for kind, role in raw["roles"].items()},
        stubs=frozenset(raw["stubs"]),
        level1=frozenset(raw["level1"]),
        keys=frozenset(raw["keys"]),
        totals=tuple(raw["total"]),
        whole_places=frozenset(raw["whole_places"]),
        whole_periods=frozenset(raw["whole_periods"]),
        fund_total=re.compile(raw["fund_total"]),
        fund_part=re.compile(raw["fund_part"]),
        fund_subpart=re.compile(raw["fund_subpart"]),
        no_sum=re.compile(raw["no_sum"]),
        area_heads=re.compile(raw["area_heads"]),
        flows=tuple((kind, re.compile(pattern)) for kind, pattern in raw["flows"].items()),
        left=re.compile(raw["left"]),
        own_sum=re.compile(raw["own_sum"]),
        surplus=re.compile(raw["surplus"]),
        level=re.compile(raw["level"]),
        remains=re.compile(raw["remains"]),
        taken=re.compile(raw["taken"]),
        cases={kind: re.compile(pattern) for kind, pattern in raw["cases"].items()},
        period=re.compile(raw["period"]),
        stock={kind: re.compile(pattern) for kind, pattern in raw["stock"].items()},
    )

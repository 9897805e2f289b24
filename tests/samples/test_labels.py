"""The labels themselves are right: every listed relation holds when it is worked out, every listed figure is printed."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
import sample_files as samples
from sample_files import NAMES

FIGURE = re.compile(r"(\d+(?:\.\d+)?)(%?)")
EQUATION = re.compile(r"[\d.+\-×÷%()]+=[\d.\-%]+")
LABEL = re.compile(
    r"(?P<raw>\S+) = (?P<value>~?-?[\d.]+|[\[(](?:-∞|[\d.]+), (?:∞|[\d.]+)[\])]) (?P<unit>\S+)"
)
MYRIADS = (Fraction(1), Fraction(10_000), Fraction(1, 10_000))
"""A price in 元 times a count is a cost in 万元: the figures are printed as they stand in the text."""


def worked_out(side: str) -> Fraction:
    """The exact value of one side; ``%`` is a hundredth."""
    exact = FIGURE.sub(lambda m: f"(F('{m[1]}'){'/100' if m[2] else ''})", side)
    value = eval(exact.replace("×", "*").replace("÷", "/"), {"__builtins__": {}, "F": Fraction})
    assert isinstance(value, Fraction)
    return value


def half_step(side: str) -> Fraction:
    """Half a unit of the last printed place of a figure."""
    exponent = Decimal(side.rstrip("%")).as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent / 2 / (100 if side.endswith("%") else 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_relation_holds(name: str) -> None:
    for tick in samples.expected(name)["ticks"]:
        assert EQUATION.fullmatch(tick), tick
        left, right = tick.split("=")
        off = [abs(worked_out(left) * scale - worked_out(right)) for scale in MYRIADS]
        assert min(off) <= half_step(right), tick


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_relation_and_every_label_is_printed(name: str) -> None:
    text = samples.printed(name)
    plain = text.replace(",", "")
    for tick in samples.expected(name)["ticks"]:
        for figure, percent in FIGURE.findall(tick):
            printed = figure in plain or f"{figure}{percent}" == "100%" or figure == "100"
            assert printed, f"{figure} of {tick}"
    labels = [line for line in samples.expected(name)["numbers"].split("\n") if line]
    assert len(labels) >= 59
    for line in labels:
        label = LABEL.fullmatch(line)
        assert label is not None, line
        assert label["raw"] in text, line


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_in_the_text(name: str) -> None:
    text = samples.printed(name)
    for fault in samples.expected(name)["findings"]:
        assert samples.squeezed(str(fault["at"])) in text, fault
        assert fault["severity"] in ("error", "warning", "info")

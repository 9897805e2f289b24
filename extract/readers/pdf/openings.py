"""Tables drawn without their outer rules: the side is put where the inner rules end together."""

from __future__ import annotations

import numpy as np

from gouji.extract.readers.pdf.arrays import Bools, Floats
from gouji.extract.readers.pdf.lattice import MEET, Rules, clusters

MAX_ASKED = 2_000


def closed(horizontal: Rules, vertical: Rules) -> tuple[Rules, Rules]:
    """The rules with the missing left, right, top and bottom sides of open tables added."""
    if not len(horizontal) or not len(vertical) or len(horizontal) + len(vertical) > MAX_ASKED:
        return horizontal, vertical
    return _with(horizontal, _sides(vertical, horizontal)), _with(vertical, _sides(horizontal, vertical))


def _with(rules: Rules, sides: list[tuple[float, float, float]]) -> Rules:
    if not sides:
        return rules
    at, low, high = np.array(sides, np.float64).T
    return Rules(
        np.concatenate((rules.at, at)), np.concatenate((rules.low, low)), np.concatenate((rules.high, high))
    )


def _sides(rules: Rules, across: Rules) -> list[tuple[float, float, float]]:
    """Missing rules in the direction of ``across``: where at least two ``rules`` end with nothing to end at."""
    sides: list[tuple[float, float, float]] = []
    for ends in (rules.low, rules.high):
        loose = np.flatnonzero(~_ends_at_a_rule(rules, ends, across))
        if len(loose) < 2:
            continue
        group = clusters(ends[loose], MEET)
        for one in np.unique(group):
            members = loose[group == one]
            members = members[np.argsort(rules.at[members])]
            place = float(ends[members].mean())
            for a, b in zip(members[:-1].tolist(), members[1:].tolist(), strict=True):
                links = _links(rules, a, b, across, place)
                if links.any():
                    # To the ends of what links them: the corner cells are open on two sides.
                    low = min(float(rules.at[a]), float(across.low[links].min()))
                    high = max(float(rules.at[b]), float(across.high[links].max()))
                    sides.append((place, low, high))
    return _merged(sides)


def _ends_at_a_rule(rules: Rules, ends: Floats, across: Rules) -> Bools:
    hit = (
        (np.abs(across.at[None, :] - ends[:, None]) <= MEET)
        & (across.low[None, :] - MEET <= rules.at[:, None])
        & (across.high[None, :] + MEET >= rules.at[:, None])
    )
    return np.asarray(hit.any(axis=1))


def _links(rules: Rules, a: int, b: int, across: Rules, end: float) -> Bools:
    """The rules inside that run from ``a`` to ``b``, which shows that the two belong to one table."""
    low, high = max(rules.low[a], rules.low[b]), min(rules.high[a], rules.high[b])
    inside = (across.at > low + MEET) & (across.at < high - MEET) & (np.abs(across.at - end) > MEET)
    spans = (across.low <= rules.at[a] + MEET) & (across.high >= rules.at[b] - MEET)
    return np.asarray(inside & spans)


def _merged(sides: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Touching stretches of one side made one."""
    out: list[tuple[float, float, float]] = []
    for at, low, high in sorted(sides):
        if out and out[-1][0] == at and low <= out[-1][2] + MEET:
            out[-1] = (at, out[-1][1], max(high, out[-1][2]))
        else:
            out.append((at, low, high))
    return out

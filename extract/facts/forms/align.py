"""Rows of a text dump, whose merges are lost, laid under the columns of their header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import is_empty, is_number, label
from gouji.extract.facts.forms.headers import kind_of
from gouji.extract.facts.forms.layout import LABEL_KINDS, MONEY_KINDS
from gouji.extract.facts.forms.words import words

_NAMING = frozenset(("level1", "level2", "level3", "label"))


def stack_headers(headers: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Header cells over each position of the lowest header row.

    In an upper row a merged head stands once: the positions left blank below belong to heads without children,
    the others are dealt out evenly; where that does not come out even, only the lowest row counts.
    """
    if not headers:
        return []
    stacks = [[c] for c in headers[-1]]
    for upper in reversed(headers[:-1]):
        blanks = [i for i, s in enumerate(stacks) if all(is_empty(c.text.string) for c in s)]
        if fills([s[-1] for s in stacks], upper):
            over = upper[0]
            for i, cell in enumerate(upper):
                over = cell if i in blanks or not is_empty(cell.text.string) else over
                stacks[i].insert(0, over)
            continue
        if len(upper) == len(stacks) and not blanks:
            for i, cell in enumerate(upper):
                stacks[i].insert(0, cell)
            continue
        upper = [c for i, c in enumerate(upper) if not i or not is_empty(c.text.string)] if len(upper) > len(blanks) else upper
        filled = len(stacks) - len(blanks)
        parents = len(upper) - len(blanks)
        if parents <= 0 or filled % parents:
            continue
        each, at, left, used = filled // parents, 0, 0, set(blanks)
        for i, stack in enumerate(stacks):
            if at >= len(upper):
                break
            stack.insert(0, upper[at])
            if i in used:
                at, left = at + 1, 0
            else:
                left += 1
                if left == each:
                    at, left = at + 1, 0
    return stacks


def fills(lower: Sequence[Cell], upper: Sequence[Cell]) -> bool:
    """Words stand below every blank right of a head: the cells it was merged over, kept as blanks."""
    if len(lower) != len(upper) or not is_empty(lower[0].text.string) or is_empty(upper[0].text.string):
        return False
    blank = [i for i, c in enumerate(upper) if is_empty(c.text.string)]
    return bool(blank) and all(not is_empty(lower[i].text.string) and not is_empty(lower[i - 1].text.string) for i in blank)


def lay(stacks: list[list[Cell]], rows: Sequence[Sequence[Cell]]) -> tuple[list[list[Cell]], list[dict[int, Cell]]]:
    """Columns (stacks of header cells) and, for each row, its cells by column."""
    stacks = list(stacks)
    widths = Counter(len(r) for r in rows if any(is_number(c.text.string) for c in r)) or Counter(map(len, rows))
    common = max(widths, key=lambda w: (widths[w], w)) if widths else len(stacks)
    stub = 0
    texty = _texty([r for r in rows if len(r) == common])
    first_value = _first_value(stacks, texty)
    doubled = _doubled(stacks, common)
    if doubled:
        stacks = doubled
    elif common > len(stacks) and first_value:
        stacks[first_value:first_value] = [stacks[first_value - 1]] * (common - len(stacks))
    elif common < len(stacks) and _drops_stub(stacks, rows):
        stub = 1
    first_value = _first_value(stacks, texty)
    return stacks, [_place(row, stacks, stub, common, first_value) for row in rows]


def _doubled(stacks: list[list[Cell]], common: int) -> list[list[Cell]]:
    """Money heads each over a name and an amount (中央财政 | 100 | 中央财政 | 100): twice as many columns."""
    money = [kind_of(_head(s))[0] in MONEY_KINDS for s in stacks]
    if sum(money) < 2 or common != len(stacks) + sum(money):
        return []
    return [s for s, twice in zip(stacks, money, strict=True) for _ in range(1 + twice)]


def _head(stack: Sequence[Cell]) -> str:
    return next((c.text.string for c in reversed(stack) if not is_empty(c.text.string)), "")


def _texty(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Positions at which the rows mostly hold words."""
    counts: Counter[int] = Counter()
    for row in rows:
        for i, cell in enumerate(row):
            if not is_empty(cell.text.string):
                counts[i] += -1 if is_number(cell.text.string) else 1
    return {i for i, n in counts.items() if n > 0}


def _first_value(stacks: Sequence[Sequence[Cell]], texty: set[int]) -> int:
    """Index of the first column that is not for names."""
    for i, stack in enumerate(stacks):
        text = _head(stack)
        kind = kind_of(text)[0] if text else "blank"
        if i and kind not in LABEL_KINDS and not (kind == "" and i in texty):
            return i
    return 1 if stacks else 0


def _drops_stub(stacks: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> bool:
    """The block label at the left edge stands only in the header line, and rows begin one column later."""
    lists = words()
    if kind_of(_head(stacks[0]))[0] != "stub" or len(stacks) < 2 or is_empty(_head(stacks[1])):
        return False
    first = next((r for r in rows if r and not is_empty(r[0].text.string)), None)
    if first is None:
        return False
    name = label(first[0].text.string).name
    return kind_of(_head(stacks[1]))[0] == "level1" and any(name.startswith(w) for w in lists.level1)


def _place(
    row: Sequence[Cell], stacks: Sequence[Sequence[Cell]], stub: int, common: int, first_value: int
) -> dict[int, Cell]:
    width, spare = len(row), len(stacks) - len(row)
    texts = [c.text.string for c in row]
    offset = 1 if stub and width <= common else 0
    identity = {i + offset: c for i, c in enumerate(row)}
    if spare <= 0 or not row or is_empty(texts[0]):
        return identity
    blank_head = next((i for i in range(1, first_value) if is_empty(_head(stacks[i]))), None)
    if not stub and blank_head is not None and (width < 2 or is_number(texts[1]) or is_empty(texts[1])):
        identity = {i + (1 if i or blank_head == 1 else 0): c for i, c in enumerate(row)}
    numbers = [i for i, t in enumerate(texts) if i and is_number(t)]
    if not numbers:
        return identity
    here = next((k for k, c in identity.items() if c is row[numbers[0]]), numbers[0])
    last_label = max((i for i, s in enumerate(stacks) if kind_of(_head(s))[0] in _NAMING), default=0)
    spread = here <= last_label and label(texts[0]).total
    if width == common or (here >= first_value and not spread):
        return identity
    return _shifted(row, stacks, numbers, first_value)


def _shifted(
    row: Sequence[Cell], stacks: Sequence[Sequence[Cell]], numbers: Sequence[int], first_value: int
) -> dict[int, Cell]:
    """A row whose label spans several columns: its figures go under the columns for figures, from the right."""
    spare = len(stacks) - len(row)
    kinds = [kind_of(_head(s))[0] for s in stacks]
    takes = {i for i in range(first_value, len(stacks)) if kinds[i] not in ("reason", "target", "actual", "unit", "operator")}
    for shift in range(spare, 0, -1):
        if all(i + shift in takes for i in numbers) and (
            len(numbers) > 1 or kinds[numbers[0] + shift] != "weight" or not any(k == "score" for k in kinds)
        ):
            break
    else:
        points = [i for i in sorted(takes) if kinds[i] in ("weight", "score")]
        if len(points) == len(numbers) > 1:  # 总分 | 100 | 99 where weight and score do not stand side by side
            return {0: row[0], **{at: row[i] for at, i in zip(points, numbers, strict=True)}}
        shift = spare
    placed = {i + shift: c for i, c in enumerate(row) if i}
    placed[min(1, first_value - 1) if is_empty(_head(stacks[0])) else 0] = row[0]
    return placed

"""Lists of parts in the cells of a table, against the total that another row states."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import FactSet


def within_cells(facts: FactSet) -> Iterator[Constraint]:
    """其中260批次…，另1040批次… in a cell, against the total that another row of the same name states: confirmed only."""
    forms = {form.block: form for form in facts.forms}
    for passage in facts.passages:
        cell, form = passage.cell, forms.get(passage.block)
        if cell is None or form is None or not passage.items or passage.items[0].cue != "其中":
            continue
        first = passage.items[0]
        parts = [passage.number(i.mention) for i in passage.items if i.dimension == first.dimension and i.plain]
        context = form.contexts.get((cell.row, cell.column))
        if len(parts) < 2 or context is None or not context.indicator:
            continue
        totals = (
            n for n in facts.quantities
            if n.block == passage.block and n.cell is not None and n.cell.row != cell.row
            and n.label == context.indicator and n.context.role == context.role and n.dimension() == first.dimension
        )
        found = next((c for t in totals if held(c := sums_to(t, parts, cue="其中"))), None)
        if found is not None:
            yield found

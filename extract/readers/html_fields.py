"""What the fields of a form on a page show: a system's sheet saved from a browser keeps its figures in them."""

from __future__ import annotations

from typing import Final

from gouji.extract.readers.html_tree import Element, hidden

_TEXTS: Final = frozenset({"text", "number", "tel", "date", "month", "email", "url"})
_BOXES: Final = frozenset({"checkbox", "radio"})


def filled(element: Element) -> str:
    """The text of a field as the browser shows it, a box with or without its tick; empty for anything else."""
    if element.tag not in ("input", "select") or hidden(element):
        return ""
    if element.tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return "".join(map(str, chosen[-1].itertext())).strip() if chosen else ""
    kind = element.get("type", "text").strip().lower()
    if kind in _BOXES:
        return "☑" if element.get("checked") is not None else "☐"
    return element.get("value", "").strip() if kind in _TEXTS else ""

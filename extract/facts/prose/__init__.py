"""Prose: sentences read as items, attributes and lists of parts."""

from gouji.extract.facts.prose.group import Group
from gouji.extract.facts.prose.groups import groups, orphans
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.facts.prose.items import items
from gouji.extract.facts.prose.mentions import Mention, mentions

__all__ = ["Attribute", "Group", "Item", "Mention", "groups", "items", "mentions", "orphans"]

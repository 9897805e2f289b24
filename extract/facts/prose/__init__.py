"""Prose: sentences read as items, attributes and lists of parts."""

from gouji.extract.facts.prose.groups import Group, groups, orphans
from gouji.extract.facts.prose.items import Attribute, Item, items
from gouji.extract.facts.prose.mentions import Mention, mentions

__all__ = ["Attribute", "Group", "Item", "Mention", "groups", "items", "mentions", "orphans"]

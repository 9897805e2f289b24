"""GJ1xx: totals, parts, differences."""

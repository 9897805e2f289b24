"""GJ6xx: completeness, structure, dates, numbering, copied text."""

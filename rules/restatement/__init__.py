"""GJ4xx: one quantity in two places."""

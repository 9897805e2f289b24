"""GJ2xx: rates, growth, unit prices."""

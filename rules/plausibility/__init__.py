"""Values that cannot be, whatever else the document says (GJ5xx)."""

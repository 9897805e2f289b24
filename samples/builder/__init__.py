"""Writes a sample as text, Word and PDF from its one source."""

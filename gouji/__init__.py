"""gouji 勾稽: find the contradictions in a report before someone acts on it."""

__version__ = "0.1.0"

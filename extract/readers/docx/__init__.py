"""Reader for Word files, straight from their XML."""

from gouji.extract.readers.docx.reader import read_docx

__all__ = ["read_docx"]

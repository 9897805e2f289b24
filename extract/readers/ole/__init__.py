"""Binary Word files: .doc of Word 97–2007 and the .wps of WPS, read from their OLE streams."""

from gouji.extract.readers.ole.reader import read_doc
from gouji.extract.readers.ole.source import OlderWord

__all__ = ["OlderWord", "read_doc"]

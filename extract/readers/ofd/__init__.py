"""OFD files (GB/T 33190, 版式文档): bytes in, a ``Document`` with page and box of every number out."""

from __future__ import annotations

from gouji.extract.readers.ofd.reader import read_ofd

__all__ = ["read_ofd"]

"""Archives (.zip, .tar.*, .7z, .rar, .gz): their members as files of their own, read in memory, never unpacked to disk."""

from gouji.extract.readers.archive.walk import Source, opened, read_many, read_many_bytes

__all__ = ["Source", "opened", "read_many", "read_many_bytes"]

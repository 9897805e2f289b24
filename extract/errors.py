"""Errors. One tree: everything gouji raises on purpose is a ``GoujiError``."""

from __future__ import annotations

import errno


class GoujiError(Exception):
    """Base of all errors; carries the message in both languages.

    Tree: ``GoujiError`` → ``UnreadableFile`` (→ ``EncryptedFile``, ``EmptyFile``, ``NoTextLayer``,
    ``UnsupportedFormat``, ``LimitExceeded``, ``PassedOver``), ``BadConfiguration``.
    """

    def __init__(self, zh: str, en: str, path: str = "") -> None:
        super().__init__(f"{path}: {zh}" if path else zh)
        self.zh, self.en, self.path = zh, en, path

    def __reduce__(self) -> tuple[type[GoujiError], tuple[str, str, str]]:
        """Errors travel between processes."""
        return type(self), (self.zh, self.en, self.path)

    def message(self, lang: str = "zh") -> str:
        """Message with the file's name, in ``zh`` or ``en``."""
        text = self.en if lang == "en" else self.zh
        return f"{self.path}: {text}" if self.path else text


class UnreadableFile(GoujiError):
    """The file cannot be read: broken, truncated, not what it says it is."""


class EncryptedFile(UnreadableFile):
    """The file needs a password."""


class EmptyFile(UnreadableFile):
    """The file has no content."""


class NoTextLayer(UnreadableFile):
    """Pages are images only."""


class UnsupportedFormat(UnreadableFile):
    """No reader for this kind of file."""


class LimitExceeded(UnreadableFile):
    """A safety limit (bytes, members, cells, nesting …) was passed."""


class PassedOver(UnreadableFile):
    """Files of other kinds beside those that were read: said, but no failure of the work asked for."""


class BadConfiguration(GoujiError):
    """Settings, pack or rule file with a mistake."""


_BY_THE_SYSTEM = {
    errno.ENOENT: "文件夹不存在", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的", errno.EISDIR: "那是文件夹", errno.ENOTDIR: "路径中有一段不是文件夹", errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名称太长", errno.EIO: "磁盘读写出错", errno.EDQUOT: "超过磁盘配额", errno.ELOOP: "链接互相指向",
}  # fmt: skip


def reason_of(cause: OSError) -> str:
    """What the system says was the reason, in Chinese where it is a common one."""
    return _BY_THE_SYSTEM.get(cause.errno or 0, cause.strerror or str(cause))

"""Errors. One tree: everything gouji raises on purpose is a ``GoujiError``."""

from __future__ import annotations


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

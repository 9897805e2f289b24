"""Office files with a password, opened with the one given (optional: ``pip install 'gouji[passwords]'``)."""

from __future__ import annotations

import io
from typing import Final

from gouji.extract.errors import EncryptedFile, LimitExceeded, UnsupportedFormat
from gouji.extract.limits import DEFAULT_LIMITS

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def unlocked(data: bytes, name: str, password: str) -> bytes:
    """The bytes of an Office file without its encryption; any other file as it is.

    Args:
        data: the file.
        name: for messages.
        password: what opens it.

    Raises:
        EncryptedFile: the password is wrong.
        UnsupportedFormat: msoffcrypto-tool is not installed, or a kind of encryption it does not know.
    """
    if not data.startswith(OLE_MAGIC):
        return data
    try:
        import msoffcrypto
        from msoffcrypto.exceptions import InvalidKeyError
    except ImportError as cause:
        if "EncryptedPackage".encode("utf-16-le") not in data:
            return data  # nothing tells that it is encrypted: let its reader say what it is
        raise UnsupportedFormat(
            "打开有密码的Office文件需要安装：pip install 'gouji[passwords]'；或先去掉密码",
            "opening an encrypted Office file needs: pip install 'gouji[passwords]'; or remove the password",
            name,
        ) from cause
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
    except Exception:  # no Office file it knows (a .wps, a thumbnail): its reader says what it is
        return data
    out = _Bounded(name)
    try:
        file.load_key(password=password, verify_password=True)
        file.decrypt(out)
    except LimitExceeded:
        raise
    except InvalidKeyError as cause:
        raise _wrong(name) from cause
    except Exception as cause:  # damaged or unknown encryption: struct, OLE and cipher errors of every kind
        raise EncryptedFile(
            f"密码不对，或加密方式不支持、文件已损坏（{type(cause).__name__}）",
            f"the password is wrong, the encryption unknown or the file damaged ({type(cause).__name__})",
            name,
        ) from cause
    return out.getvalue()


class _Bounded(io.BytesIO):
    """A buffer with the limit of an archive member."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > DEFAULT_LIMITS.member_bytes:
            raise LimitExceeded("解密后的内容过大，未读取", "the decrypted content is too large; not read", self._name)
        return super().write(data)


def _wrong(name: str) -> EncryptedFile:
    return EncryptedFile("密码不对，请核对后用 --password 重新给出", "the password is wrong; give the right one with --password", name)

"""gouji 勾稽: find the contradictions in a report before someone acts on it.

    >>> import gouji
    >>> [q.raw for q in gouji.quantities("抽检1300批次，合格率98.5%")]
    ['1300批次', '98.5%']

``read`` gives a file as a ``Document``, ``check`` audits it, ``frames`` turns either into pandas frames. Errors are
all ``gouji.extract.errors.GoujiError``. Names are loaded on first use, so that ``import gouji`` costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gouji.api import Config, check, frames, quantities, read, read_many

__version__ = "0.1.0"
__all__ = ["Config", "check", "frames", "quantities", "read", "read_many"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from gouji import api

        return getattr(api, name)
    raise AttributeError(f"module 'gouji' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

"""A value worked out of a frozen object once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class kept(Generic[Value]):
    """``functools.cached_property`` without the lock it takes until Python 3.12: an audit asks for tens of thousands.

    The object needs a ``__dict__`` (``dict=True`` of a ``Struct``); what is kept is no part of it.
    """

    def __init__(self, made: Callable[[Any], Value]) -> None:
        self._made = made
        self.__doc__ = made.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> kept[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Value: ...

    def __get__(self, instance: object | None, owner: type | None = None) -> kept[Value] | Value:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._made(instance)
        return value

"""What is made of all posts when somebody first asks for it, and counts for no rule's time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Made = TypeVar("Made")

_count = 0


class once(Generic[Made]):  # noqa: N801 - it decorates, as property does
    """A property that is made when first asked for and held from then on."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> once[Made]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Made: ...

    def __get__(self, instance: object | None, owner: type) -> once[Made] | Made:
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._make(instance)
        count()
        return made


def count() -> None:
    """Count something that was made."""
    global _count
    _count += 1


def counted() -> int:
    """How many things were made in this process.

    Work that took too long may begin anew where this has grown meanwhile: of a large site such a thing takes minutes.
    """
    return _count

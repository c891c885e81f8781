"""NamedTuple as typing has it, made quickly: a run makes some hundred and fifty such classes and fills a part of them.

typing compiles each annotation, and ``collections.namedtuple`` a ``__new__`` for each class, which together take 35 ms.
Here annotations are not looked at, and ``__new__`` is made when the first tuple of a class is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter  # what ``collections.namedtuple`` itself makes fields of

    def _new(cls: type, /, *values: Any, **named: Any) -> Any:
        """Stands for the ``__new__`` of a class until its first call."""
        like = _maker_of(len(cls._fields))
        code = like.__code__.replace(
            co_varnames=("_cls", *cls._fields), co_name="__new__", co_qualname=f"{cls.__qualname__}.__new__"
        )
        new = type(like)(code, like.__globals__, None, tuple(cls._field_defaults.values()))
        cls.__new__ = new
        return new(cls, *values, **named)

    _MAKERS: dict[int, Any] = {}

    def _maker_of(count: int) -> Any:
        """A ``__new__`` for so many fields; compiling one for each class would take ten times as long."""
        if count not in _MAKERS:
            listed = "".join(f"f{number}, " for number in range(count))
            _MAKERS[count] = eval(
                f"lambda _cls, {listed}: _new(_cls, ({listed}))", {"_new": tuple.__new__, "__builtins__": {}}
            )
        return _MAKERS[count]

    def _make(cls: type, iterable: Any) -> Any:
        """A tuple of the class with values from an iterable, one for each field."""
        made = tuple.__new__(cls, iterable)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self: Any, /, **named: Any) -> Any:
        """The same tuple with other values in the fields that are named."""
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self: Any) -> dict[str, Any]:
        """The values by field."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self: Any) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({fields})"

    def _getnewargs(self: Any) -> tuple[Any, ...]:
        return tuple(self)

    _COMMON = {
        "__slots__": (),
        "__new__": _new,
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }

    class _Maker(type):
        """Makes a named tuple of a class that lists fields with their types and, for the last ones, defaults."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"a field of {name} without a default follows one that has a default")
            getters = {field: _tuplegetter(number, f"Field {field}") for number, field in enumerate(fields)}
            known = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type(name, (tuple,), {**_COMMON, **known, **getters, **body})

    class NamedTuple(metaclass=_Maker):
        """What a class of fields inherits from; it is no base of what is made of it."""

"""Which objects a worker may send: a delivery may have taken it over, and pickle would run whatever it is told to.

The supervisor makes objects of the given types only, and only with fields of the types that they declare.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from enum import Enum
from itertools import product
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

Words = dict[tuple[str, str], Callable[..., object]]
"""(module, name) as pickle writes them → what makes the object."""


def words(kinds: Iterable[type]) -> Words:
    """The makers of ``kinds``: enums, and dataclasses that pickle as their type with their fields in order."""
    return {(kind.__module__, kind.__qualname__): _maker(kind) for kind in kinds}


def read(message: bytes, known: Words) -> object:
    """The object in ``message``.

    :raises pickle.UnpicklingError: (or whatever else pickle trips over) for what is not made of ``known`` words.
    """
    return _Reader(io.BytesIO(message), known).load()


class _Reader(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, known: Words) -> None:
        super().__init__(stream)
        self._known = known

    def find_class(self, module: str, name: str) -> Any:
        """The maker of an object; an import, which is what pickle does otherwise, runs code."""
        try:
            return self._known[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a worker may send") from None


def _maker(kind: type) -> Callable[..., object]:
    # A bound method of a builtin: pickle could change attributes of an enum itself, and of a plain function.
    return {member.value: member for member in kind}.__getitem__ if issubclass(kind, Enum) else _Maker(kind)


class _Maker:
    """Makes ``kind`` of fields whose types fit; compares all types at once, which is what makes it cheap."""

    __slots__ = ("_kind", "_series", "_shapes")

    def __init__(self, kind: type) -> None:
        hints = list(get_type_hints(kind).values())
        self._kind = kind
        self._shapes = frozenset(product(*map(_types, hints)))
        self._series = [(index, get_args(hint)[0]) for index, hint in enumerate(hints) if get_origin(hint) is tuple]

    def __call__(self, *fields: object) -> object:
        """The object.

        :raises pickle.UnpicklingError: where a field has another type than it was declared with.
        """
        if tuple(map(type, fields)) not in self._shapes or not all(
            _fits(fields[index], inner) for index, inner in self._series
        ):
            raise pickle.UnpicklingError(f"no fields of {self._kind.__name__}")
        return self._kind(*fields)

    def __setstate__(self, _: object) -> None:
        """Refused: pickle would change this object."""
        raise pickle.UnpicklingError("a type cannot be changed")


def _types(hint: Any) -> tuple[type, ...]:
    """The types of values that ``hint`` allows: a class, an optional one, or a tuple."""
    if get_origin(hint) is tuple:
        return (tuple,)
    return tuple(NoneType if each is None else each for each in get_args(hint)) or (hint,)


def _fits(values: Any, inner: Any) -> bool:
    """Whether ``values`` is a series of ``inner``, which may be tuples with one type for each place."""
    if get_origin(inner) is not tuple:
        return set(map(type, values)) <= {inner}
    return all(type(value) is tuple and tuple(map(type, value)) == get_args(inner) for value in values)

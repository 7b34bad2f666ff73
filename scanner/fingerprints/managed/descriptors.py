"""Kinds in the descriptors of class and dex files (Java Virtual Machine Specification, 4.3)."""

from __future__ import annotations

import re

from scanner.fingerprints.managed import platform, shapes
from scanner.formats.managed.pool import dotted

_KIND = re.compile(r"\[*(?:[BCDFIJSZV]|L[^;]{0,1024};)")


class Kinds:
    """The kinds of one file, each descriptor read once: a file may name one of 64 KiB for every method."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._shapes: dict[str, bytes] = {}

    def of(self, descriptor: str) -> str:
        """A type of the platform as it is; any other class as own."""
        known = self._kinds.get(descriptor)
        if known is None:
            inner = descriptor.lstrip("[")
            own = inner.startswith("L") and not platform.is_java(dotted(inner))
            known = "[" * (len(descriptor) - len(inner)) + shapes.OWN if own else descriptor
            self._kinds[descriptor] = known
        return known

    def shape(self, descriptor: str) -> bytes:
        """The shape of a method by its descriptor; empty for one that tells nothing."""
        known = self._shapes.get(descriptor)
        if known is None:
            parameters, _, result = descriptor.partition(")")
            kinds = [self.of(match[0]) for match in _KIND.finditer(parameters)]
            known = self._shapes[descriptor] = shapes.method(kinds, self.of(result))
        return known

"""Java class files: the class they define, the methods they call, the functions they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.managed.jni import jni_name
from scanner.detect.managed.sightings import Sightings
from scanner.formats.managed import pool
from scanner.types import Observation, ParseFailure

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

LOADERS = frozenset(
    {
        ("java.lang.System", "loadLibrary"),
        ("java.lang.System", "load"),
        ("java.lang.Runtime", "loadLibrary"),
        ("java.lang.Runtime", "load"),
        ("com.sun.jna.Native", "load"),
        ("com.sun.jna.Native", "loadLibrary"),
        ("com.sun.jna.Native", "register"),
        ("com.sun.jna.NativeLibrary", "getInstance"),
        ("com.getkeepsafe.relinker.ReLinker", "loadLibrary"),
        ("com.facebook.soloader.SoLoader", "loadLibrary"),
    }
)
"""Methods that load the native library whose name they are given."""
REFLECTION = frozenset(
    {
        ("java.lang.Class", "forName"),
        ("java.lang.ClassLoader", "loadClass"),
        ("dalvik.system.DexClassLoader", "loadClass"),
    }
)
"""Methods that load the class whose dotted name they are given."""
_DESCRIBED = re.compile(r"(?<![^;<>()\[:*+\s-])[BCDFIJSZV]*L([^;<>()\[:\s]{1,255})[;<]")
"""A class in a descriptor or a generic signature (4.3, 4.7.9.1), behind a mark and plain types; a search at every ``L``
would take minutes for a hostile text of nothing else."""


class Java:
    """Reads the constant pool and the method table of a class file."""

    NAME: ClassVar[str] = "java"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "A constant that no instruction uses counts as used: compilers write none, a hostile author can.",
        "Classes that reflection loads are seen where their whole name is a constant of the class that loads them.",
        "A class that calls ten or more wanted functions of a class in its own package counts as a wrapper.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = frozenset({"class"})

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Classes, functions and libraries that the vocabulary names.

        :raises ParseFailure: where the class is broken, after everything that could be read.
        """
        read = pool.read(subject.source.data)
        seen = Sightings(subject.vocabulary, subject.node.path)
        _class(read, seen)
        if read.fault:
            seen.unread(read.fault)
        yield from seen.observations()
        if read.fault:
            raise ParseFailure(read.fault)


def _class(read: pool.ClassFile, seen: Sightings) -> None:
    this = read.class_name(read.this)
    if this:
        offset = read.texts.get(read.refs[read.this][1], ("", None))[1]
        seen.define(this, offset)
    _references(read, seen)
    _methods(read, seen, this)
    loads, reflects = _calls(read, seen, this)
    if loads or reflects:
        for tag, first, _, offset in read.refs.values():
            if tag == pool.STRING and loads:
                seen.need(read.text(first), offset)
            if tag == pool.STRING and reflects:
                seen.refer(read.text(first), offset)


def _references(read: pool.ClassFile, seen: Sightings) -> None:
    """Every class that a constant names: class constants, and what descriptors and signatures say."""
    for tag, first, _, offset in read.refs.values():
        if tag == pool.CLASS:
            seen.refer(pool.dotted(read.text(first)), offset)
    for text, offset in read.texts.values():
        if ";" in text:
            for match in _DESCRIBED.finditer(text):
                seen.refer(pool.dotted(match[1]), offset)


def _methods(read: pool.ClassFile, seen: Sightings, this: str) -> None:
    """Native methods, and the abstract ones of an interface (JNA makes functions of a library of them)."""
    for flags, index, offset in read.methods:
        name = read.text(index)
        if flags & pool.NATIVE:
            seen.declare((name, jni_name(this, name)), this, offset)
        elif flags & pool.ABSTRACT and read.flags & pool.INTERFACE:
            seen.declare((name,), this, offset)


def _calls(read: pool.ClassFile, seen: Sightings, this: str) -> tuple[bool, bool]:
    """Note every method that another class has; whether libraries and classes are loaded by name."""
    called = set()
    for tag, owner, described, offset in read.refs.values():
        if tag in (pool.METHOD, pool.INTERFACE_METHOD):
            _, name, _, _ = read.refs.get(described, (0, 0, 0, 0))
            pair = read.class_name(owner), read.text(name)
            called.add(pair)
            seen.invoke(this, *pair, offset)
    return not called.isdisjoint(LOADERS), not called.isdisjoint(REFLECTION)

"""Names of native functions that the Java Native Interface makes of classes and methods."""

from __future__ import annotations

LONGEST = 1024
"""Characters of a class and a method together; class files may hold 65,535 methods with names of 65,535 bytes."""
_ESCAPES = {".": "_", "/": "_", "_": "_1", ";": "_2", "[": "_3"}
_ASCII = str.maketrans({c: _ESCAPES.get(c) or (c if c.isalnum() else f"_0{ord(c):04x}") for c in map(chr, range(128))})


def jni_name(owner: str, method: str) -> str:
    """``Java_com_acme_Face_compare`` of ``com.acme.Face`` and ``compare``.

    Empty for names that are too long for any. Source: Java Native Interface Specification, chapter 2, "Resolving Native
    Method Names" (short names).
    """
    if len(owner) + len(method) > LONGEST:
        return ""
    return f"Java_{_mangled(owner)}_{_mangled(method)}"


def _mangled(name: str) -> str:
    known = name.translate(_ASCII)
    return known if known.isascii() else "".join(c if c.isascii() else f"_0{ord(c):04x}" for c in known)

"""Names of native functions that the Java Native Interface makes of classes and methods."""

from __future__ import annotations

_ESCAPES = {".": "_", "/": "_", "_": "_1", ";": "_2", "[": "_3"}


def jni_name(owner: str, method: str) -> str:
    """``Java_com_acme_Face_compare`` of ``com.acme.Face`` and ``compare``.

    Source: Java Native Interface Specification, chapter 2, "Resolving Native Method Names" (short names).
    """
    return f"Java_{_mangled(owner)}_{_mangled(method)}"


def _mangled(name: str) -> str:
    return "".join(_ESCAPES.get(c) or (c if c.isascii() and c.isalnum() else f"_0{ord(c):04x}") for c in name)

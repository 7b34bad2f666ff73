"""Byte facts as YARA source: which texts a fact looks for, written so that nothing in them can act as syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scanner.catalogue.vocabulary import Term
from scanner.types import Fact, FactKind

STRINGS_PER_RULE = 500
_WIDE = frozenset({FactKind.STRING, FactKind.SYMBOL, FactKind.SONAME, FactKind.ENDPOINT})
"""Kinds that Windows and .NET programs hold as UTF-16: user strings, resources, names for GetProcAddress."""
_WORD = re.compile(r"[A-Za-z0-9_.]+")
_ENDINGS = "so|dll|py|js|json|xml|pt|pth|t7|bin|dat|onnx|ai|cn|com|io|net|org|ru"
_MEMBER = re.compile(rf"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\.(?!(?:{_ENDINGS})\Z)[A-Za-z_$][\w$]*")
"""Names of members as code writes them, ``module.function``; files and hosts end otherwise."""


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """One YARA text string. ``whole``: not part of a longer run of letters and digits (YARA's fullword)."""

    text: str
    whole: bool
    no_case: bool
    wide: bool

    def source(self, identifier: str) -> str:
        """The declaration of this pattern as ``identifier``."""
        modifiers = (("wide", self.wide), ("nocase", self.no_case), ("fullword", self.whole))
        words = [word for word, used in modifiers if used]
        return f'{identifier} = "{_escaped(self.text)}" {" ".join(["ascii", *words])}'


def _escaped(text: str) -> str:
    r"""``text`` in a YARA string: all but plain ASCII becomes ``\xNN`` of its UTF-8 bytes."""
    plain = (0x20 <= byte < 0x7F and byte not in b'"\\' for byte in text.encode())
    return "".join(chr(byte) if ok else f"\\x{byte:02x}" for byte, ok in zip(text.encode(), plain, strict=True))


def is_member(text: str) -> bool:
    """Whether ``text`` is the name of a member as source code writes it, and no file or host."""
    return _MEMBER.fullmatch(text) is not None


def patterns_of(fact: Fact) -> Iterator[Pattern]:
    """The texts by which ``fact`` shows in bytes; none for kinds that only tables, names and manifests show."""
    if fact.kind is FactKind.CLASS:
        yield from _class_forms(fact)
    elif fact.kind in _WIDE:
        # A sentence may be cut or embedded; a name must not be part of a longer one, unless it is a beginning.
        whole = not fact.prefix and (fact.kind is not FactKind.STRING or _WORD.fullmatch(fact.value) is not None)
        # A letter stands before a path that follows its host, as in https://a.example/b: fullword would miss it.
        whole = whole and not (fact.kind is FactKind.ENDPOINT and fact.value.startswith("/"))
        # UTF-16 of a non-ASCII text is not what YARA's wide makes of its UTF-8 bytes.
        yield Pattern(fact.value, whole, fact.ignore_case, fact.value.isascii())


def _class_forms(fact: Fact) -> Iterator[Pattern]:
    """A Java class as source, manifests and reflection (dotted), class files and dex (slashed) and JNI exports name it.

    .NET namespaces begin with a capital and have the dotted form only. JNI writes ``_`` in a name as ``_1``.
    """
    yield Pattern(fact.value, not fact.prefix, False, wide=False)
    if fact.value[:1].islower() and "." in fact.value:
        yield Pattern(fact.value.replace(".", "/"), False, False, wide=False)
        joined = fact.value.rstrip(".").replace("_", "_1").replace(".", "_")
        yield Pattern(f"Java_{joined}_", False, False, wide=False)


def shared(facts: Iterable[Fact]) -> dict[Pattern, tuple[Term, ...]]:
    """Each pattern once, in a fixed order, with the terms of all facts that it may prove."""
    found: dict[Pattern, set[Term]] = {}
    for fact in facts:
        for pattern in patterns_of(fact):
            found.setdefault(pattern, set()).add((fact.kind, fact.value))
    return {pattern: tuple(sorted(found[pattern], key=lambda t: (t[0].value, t[1]))) for pattern in sorted(found)}


def bytes_source(patterns: Mapping[str, bytes]) -> str:
    """One rule over plain bytes (identifier → bytes), joined with ``or`` as in :func:`yara_source`."""
    lines = "\n".join(f"    {name} = {{ {data.hex(' ')} }}" for name, data in patterns.items())
    return f"rule words {{\n  strings:\n{lines}\n  condition:\n    {' or '.join(patterns)}\n}}\n"


def yara_source(patterns: Mapping[str, Pattern]) -> str:
    """Rules over all ``patterns`` (identifier → pattern), a few hundred to a rule.

    Identifiers are joined with ``or``, not ``any of them``: only so does YARA's fast mode keep one hit per pattern, and
    a hostile file cannot fill memory with a million of them.
    """
    names = list(patterns)
    rules = []
    for number, start in enumerate(range(0, len(names), STRINGS_PER_RULE)):
        some = names[start : start + STRINGS_PER_RULE]
        lines = "\n".join(f"    {patterns[name].source(name)}" for name in some)
        condition = " or ".join(some)
        rules.append(f"rule facts_{number} {{\n  strings:\n{lines}\n  condition:\n    {condition}\n}}\n")
    return "".join(rules)

"""Go modules: ``go.mod`` and ``go.sum`` (go.dev/ref/mod), and the list in compiled programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scanner.detect.manifests.interface import Form, Manifest, Package, declared, form

_MODULE = re.compile(r'^module[ \t]+"?([^\s"]+)', re.M)
_REQUIRE = re.compile(
    r'^[ \t]*(?:require[ \t]+|#[ \t]+)?"?([\w.~-]+(?:/[\w.~-]+)+)"?[ \t]+(v[\w.+-]+)(?:/go\.mod)?(?:[ \t]|$)', re.M
)

_HEAD = 8192
_MARKS = (b"Go\0\0", b"Go build ID")
"""In the note of an ELF program and at the start of the code of others: most programs are dismissed with one look."""
_START = re.compile(re.escape(bytes.fromhex("3077af0c9274080241e1c107e6d618e6")))
_END = bytes.fromhex("f932433186182072008242104116d8f2")
"""The marks around the list: ``infoStart`` and ``infoEnd`` of Go's ``cmd/go/internal/modload/build.go``."""
_TRIES, _LONGEST = 8, 1 << 20
"""Starts that are tried, and bytes of a list; terraform, with 231 modules, has 27 kB."""
_LINKED = re.compile(r"^(?:mod|dep|=>)\t([^\t\n]{1,300})\t([^\t\n]{0,100})", re.M)


def module(manifest: Manifest) -> Iterator[Package]:
    """``go.mod``: the module itself and what it asks for."""
    own = _MODULE.search(manifest.text)
    if own:
        yield Package(f"go:{own[1]}")
    yield from sums(manifest)


def sums(manifest: Manifest) -> Iterator[Package]:
    """``go.sum``: module, version and hash, one a line."""
    yield from (declared(f"go:{match[1]}", match[2]) for match in _REQUIRE.finditer(manifest.text))


def compiled(data: memoryview) -> Iterator[Package]:
    """The modules in a Go program, which its linker lists in it (``go version -m``): all of them are in the program."""
    head = bytes(data[:_HEAD])
    if not any(mark in head for mark in _MARKS):
        return
    for start in islice(_START.finditer(data), _TRIES):
        listed, end, _ = bytes(data[start.end() : start.end() + _LONGEST]).partition(_END)
        if end:
            for match in _LINKED.finditer(listed.decode("utf-8", "replace")):
                yield Package(f"go:{match[1]}", match[2])
            return


FORMS: tuple[Form, ...] = (form(r"go\.mod", module), form(r"go\.sum|vendor/modules\.txt", sums))

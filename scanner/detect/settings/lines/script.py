"""Scripts: what a shell script assigns and starts, the files that it writes, and objects that a program is given.

Nothing is carried out: ``$NAME`` stays text, both branches of a condition count. Which language a file has, its name or
first line says (:mod:`scanner.detect.languages`); of other languages only objects that begin a line are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.comments import Prose
from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content, element
from scanner.detect.settings.lines.commandlines import settings_in
from scanner.detect.settings.nested.objects import settings_of_object
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_SHELLS = frozenset("sh bash zsh ash ksh dash bat cmd mk makefile gnumakefile jenkinsfile profile".split())
_SHELL_LINE = re.compile(r"#!\s*\S*?(?:/|\s)(?:env\s+(?:-\S+\s+)*)?(?:ba|z|k|da|a)?sh\b")
_HERE = re.compile(r"<<-?\s*(?:\"(\w+)\"|'(\w+)'|\\?(\w+))")
_TARGET = re.compile(r">{1,2}\s*[\"']?([^\s\"'|;&<>]+)")
_LINE = re.compile(r"((?:[^\r\n\\]|\\(?:\r\n|[\s\S]))*+)(?:\r\n|\n|\r|\Z)")
_ASSIGNED = re.compile(
    r"^(?:export[ \t]+default[ \t]*+(?=\{)|(?:export[ \t]+)?(?:(?:const|let|var)[ \t]+)?([A-Za-z_][\w.]*+)"
    r"(?:[ \t]*+:[ \t]*+[\w\[\],. ]++)?[ \t]*+=[ \t]*+(?:\r?\n[ \t]*+)?(?=[\[{]))",
    re.M,
)
"""An object or list that is assigned at the beginning of a line; Python may say its type before."""
_WRITERS = re.compile(r"\b(?:tee|kubectl|oc|docker|podman|compose|docker-compose|podman-compose)\b")
"""Programs that take a here document for a file or a manifest."""
LONGEST = 1 << 16
"""Characters of one command."""


class Script:
    """Reads assignments (``NAME``), options (``program/--option``), here documents (below the name of their file) and
    objects (below the name of their variable)."""

    FORMAT: ClassVar[str] = "text:script"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "of shell scripts, assignments, options of commands, pipelines and here documents are read; nothing is run",
        "of a line the first 65,536 characters are read, of a command the first 10,000 words",
        "of other languages, objects and lists that are assigned at the beginning of a line are read as they stand",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the line (of an object: that of the value)."""
        data = content(source, limits)
        text = Decoded(data)
        if is_shell(source.name, text.text):
            return bounded(_commands(text), limits)
        return bounded(_objects(text, Prose(data, source.name), limits), limits)


def is_shell(name: str, text: str) -> bool:
    """Whether the script ``name`` is one of a shell."""
    base = name.lower()
    return (base.rpartition(".")[2] if "." in base else base) in _SHELLS or _SHELL_LINE.match(text[:200]) is not None


def _commands(text: Decoded) -> Iterator[Setting]:
    mark, file, body = "", "", list[str]()
    for found in _LINE.finditer(text.text):
        line, offset = found[1], found.start()
        if mark and line.strip() != mark:
            body.append(line)
        elif mark:
            if file:
                yield Setting((file,), "\n".join(body) + "\n", text.offset(offset))
            mark, body = "", []
        elif line.strip() and not line.lstrip().startswith("#"):
            yield from _said(line[:LONGEST], text.offset(offset))
            mark, file = _begun(line)


def _said(line: str, offset: int) -> Iterator[Setting]:
    for path, value in settings_in(line):
        yield Setting(path, value, offset)
    if "!" in line:
        yield Setting(("line",), line, offset)


def _begun(line: str) -> tuple[str, str]:
    """Mark and file of the here document that ``line`` begins; no file for one that is shown, or is a remark."""
    found = _HERE.search(line) if "<<" in line else None
    if found is None:
        return "", ""
    target = _TARGET.search(line)
    written = target is not None or _WRITERS.search(line) is not None
    name = element(target[1].rpartition("/")[2]) if target is not None else "here"
    return found[1] or found[2] or found[3], name if written else ""


def _objects(text: Decoded, prose: Prose, limits: Limits) -> Iterator[Setting]:
    at = 0
    while (found := _ASSIGNED.search(text.text, at)) is not None:
        at = found.end()
        if prose.covers(text.offset(found.start())):
            continue
        place = tuple(map(element, (found[1] or "default").split(".")))
        for path, value, index in settings_of_object(text.text, at, place, limits):
            yield Setting(path, value, text.offset(index))
            at = max(at, index)

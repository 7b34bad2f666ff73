"""Dockerfiles: the image, what each step runs, and the variables and labels that it sets.

Written after the Dockerfile reference (docs.docker.com/reference/dockerfile): continuation lines, comments between
them, here documents, the ``escape`` directive, both forms of ENV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content, element
from scanner.detect.settings.lines.words import pairs_in
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

STEP_LENGTH = 1 << 20
"""Characters of one step with its continuation lines."""
_LINE = re.compile(r"([^\r\n]*+)(\r\n|\n|\r|\Z)")
_ESCAPE = re.compile(r"\s*#\s*escape\s*=\s*`", re.I)
_STEP = re.compile(r"\s*([A-Za-z]+)(?:\s+(.*))?\Z", re.S)
_HERE = re.compile(r"<<-?\s*[\"']?(\w+)[\"']?")
_PAIRS = frozenset({"ENV", "LABEL", "ARG"})
_NAMES = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME "
    "WORKDIR".split()
)


class Dockerfile:
    """Reads steps as ``RUN``, ``CMD`` … and variables as ``ENV/NAME``, ``ARG/NAME``, ``LABEL/key``; in the second stage
    of a build they are ``RUN[1]`` and ``ENV[1]/NAME``."""

    FORMAT: ClassVar[str] = "text:dockerfile"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "nothing is evaluated: $NAME stays as it is",
        "a line that is no known step is passed over",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the line on which their step begins."""
        return bounded(_settings(Decoded(content(source, limits))), limits)


@dataclass(slots=True)
class _Steps:
    """Puts lines together to steps."""

    escape: str = "\\"
    begun: list[str] = field(default_factory=list)
    at: int = 0
    here: list[str] = field(default_factory=list)

    def take(self, line: str, at: int) -> tuple[int, str] | None:
        """A whole step with the index of its first line, where ``line`` ends one."""
        if self.here:
            self.begun.append("\n" + line)
            if line.strip() == self.here[0]:
                self.here.pop(0)
            return None if self.here else self.end()
        if line.lstrip().startswith("#") or (not line.strip() and self.begun):
            return None
        if not self.begun:
            self.at = at
        if line.rstrip().endswith(self.escape):
            self.begun.append(line.rstrip()[:-1])
            return None
        self.begun.append(line)
        self.here = _HERE.findall(line) if "<<" in line else []
        return None if self.here else self.end()

    def end(self) -> tuple[int, str]:
        step = "".join(self.begun)
        self.begun.clear()
        if len(step) > STEP_LENGTH:
            raise ParseFailure(f"a step of a Dockerfile with {len(step):,} characters")
        return self.at, step


def _settings(text: Decoded) -> Iterator[Setting]:
    steps = _Steps("`" if _ESCAPE.match(text.text[:200]) else "\\")
    stage = 0
    for at, step in _steps(text, steps):
        found = _STEP.match(step)
        name = found[1].upper() if found else ""
        if found is None or name not in _NAMES:
            continue
        stage += name == "FROM"
        yield from _said(name, (found[2] or "").strip(), max(stage - 1, 0), text.offset(at))


def _steps(text: Decoded, steps: _Steps) -> Iterator[tuple[int, str]]:
    for line in _LINE.finditer(text.text):
        step = steps.take(line[1], line.start())
        if step is not None and step[1].strip():
            yield step
    if steps.begun:
        yield steps.end()


def _said(name: str, value: str, stage: int, offset: int) -> Iterator[Setting]:
    step = f"{name}[{stage}]" if stage else name
    if name == "ONBUILD":
        inner = _STEP.match(value)
        if inner is not None and inner[1].upper() in _NAMES - {"ONBUILD"}:
            yield from _said(inner[1].upper(), (inner[2] or "").strip(), stage, offset)
    elif name in _PAIRS:
        for key, said in _pairs(name, value):
            yield Setting((step, element(key)), said, offset)
    else:
        yield Setting((step,), value, offset)


def _pairs(name: str, value: str) -> Iterator[tuple[str, str]]:
    pairs = list(pairs_in(value))
    key, _, rest = value.partition(" ")
    if name == "ENV" and "=" not in key:
        yield key, rest.strip()
    elif name == "ARG" and not pairs:
        yield key, ""
    else:
        yield from pairs

"""GStreamer pipelines in a value: ``gvadetect model=x ! gvaclassify …`` → ``<place>/pipeline/gvadetect/model`` = x.

Written after gst-launch-1.0(1), "Pipeline description". Nothing is resolved: a model in a variable is that text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scanner.detect.settings.interface import Setting, element
from scanner.detect.settings.lines.words import plain
from scanner.detect.settings.views.interface import Derived, without_index

PIPELINE = "pipeline"
ELEMENTS = 500
"""Elements of one pipeline that are read."""
_SIGN = re.compile(r"(?:^|\s)!(?=\s)")
_JOINED = re.compile(r"[ \t]*\\?\r?\n[ \t]*(?=!\s)|(?<=\s!)[ \t]*\\?\r?\n[ \t]*|\\\r?\n")
"""Line ends within a pipeline."""
_SHELL = re.compile(r"(?:^|[\s;&|(])(?:if|elif|while|until|test|\[\[?|&&|\|\||then|do|-a|-o)\s*\Z")
"""What stands before a ``!`` that is no sign of a pipeline: negation in a shell."""
_REMARK = re.compile(r"\s*#")
_LAUNCH = re.compile(r"\bgst-launch(?:-[\d.]+)?\s+(?:-\S+\s+)*+")
_ELEMENT = re.compile(r"[\s\"'(]*([A-Za-z_][\w-]*)(?=\s|\Z)")
_PROPERTY = re.compile(r"""(?<!\S)([A-Za-z_][\w-]*)[ \t]*=[ \t]*("(?:[^"\\]|\\[\s\S])*+"|'[^']*+'|[^\s!]++)""")


def elements_of(text: str, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(path, value) of the properties of all elements, and ``true`` for an element itself; nothing for other texts."""
    if not _SIGN.search(text):
        return
    lines = (_LAUNCH.split(line)[-1] for line in _JOINED.sub(" ", text).splitlines() if not _REMARK.match(line))
    for number, line in enumerate(filter(_is_pipeline, lines)):
        own = (*place[:-1], f"{place[-1]}[{number}]") if number else place
        yield from _elements(line, own)


def _is_pipeline(line: str) -> bool:
    sign = _SIGN.search(line)
    return sign is not None and _SHELL.search(line, 0, sign.start()) is None


def _elements(line: str, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    seen: Counter[str] = Counter()
    for part in _SIGN.split(line)[:ELEMENTS]:
        named = _ELEMENT.match(part)
        if named is None:
            continue
        name = named[1]
        path = (*place, element(f"{name}[{seen[name]}]" if seen[name] else name))
        seen[name] += 1
        yield path, "true"
        for found in _PROPERTY.finditer(part, named.end()):
            yield (*path, element(found[1])), plain(found[2])


class Pipelines:
    """Reads every value that holds `` ! `` between blanks."""

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """The elements of the pipeline in the value of ``setting``."""
        return self._seen(setting) if "!" in setting.value else ()

    def _seen(self, setting: Setting) -> Iterator[Setting]:
        for path, value in elements_of(setting.value, (*without_index(setting.path), PIPELINE)):
            yield Derived(path, value, setting.offset)

    def end(self) -> tuple[Setting, ...]:
        """Nothing: an item of a list begins with its sign."""
        return ()

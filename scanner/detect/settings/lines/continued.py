"""Values that go on in the next lines: behind a backslash, indented, within brackets, or within quotes.

No two programs agree on what goes on. So every line is also read for itself: a key that stands in what may be the rest
of another value is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.detect.settings.interface import Setting
from scanner.detect.settings.lines.lines import QUOTES, unquoted

MOST_LINES = 10_000
"""Lines of one value that are put together."""


@dataclass(slots=True)
class Continued:
    """The setting that was begun last, until it is known where its value ends."""

    indented: bool = True
    """Whether an indented line without a key of its own belongs to the value (configparser of Python)."""
    _path: tuple[str, ...] = ()
    _offset: int = 0
    _lines: list[str] = field(default_factory=list)
    _more: list[str] = field(default_factory=list)
    """Indented lines that belong to the last of ``_lines``, behind a blank each."""
    _depth: int = 0
    _quote: str = ""
    _joins: bool = False

    def begin(self, path: tuple[str, ...], value: str, offset: int) -> None:
        """Begin the setting at ``path`` with the text behind its sign; :meth:`end` must have been called."""
        self._path, self._offset = path, offset
        value = value.strip()
        quoted = value[:1] in QUOTES and value.find(value[0], 1) < 0 if value else False
        self._quote = value[0] if quoted else ""
        self._depth = 0
        self._append(value)

    def takes(self, line: str, has_key: bool) -> bool:
        """Whether ``line`` belongs to the value that was begun; it is then part of it."""
        if not self._path or len(self._lines) + len(self._more) >= MOST_LINES:
            return False
        if not (self._joins or self._quote or self._depth > 0):
            if has_key or not self.indented or line[:1] not in " \t":
                return False
            self._more.append(line.strip())
            return True
        self._append(line.strip())
        if self._quote and line.rstrip().endswith(self._quote):
            self._quote = ""
        return True

    def end(self) -> Iterator[Setting]:
        """The setting with all of its value; nothing where none was begun."""
        if not self._path:
            return
        self._settle()
        first = self._lines[0]
        value = "\n".join(self._lines)
        if len(self._lines) == 1:
            value = unquoted(first)
        elif first[:1] in QUOTES and first and value.endswith(first[0]):
            value = value[1:-1]
        yield Setting(self._path, value.replace("\\\n", " ").strip(), self._offset)
        self._path = ()
        self._lines.clear()

    def _settle(self) -> None:
        if self._more:
            self._lines[-1] = " ".join((self._lines[-1], *self._more))
            self._more.clear()

    def _append(self, text: str) -> None:
        self._settle()
        self._joins = text.endswith("\\")
        self._lines.append(text)
        if self._depth > 0 or (len(self._lines) == 1 and text[:1] in ("{", "[")):
            self._depth += text.count("{") + text.count("[") - text.count("}") - text.count("]")

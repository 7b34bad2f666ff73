"""Lines of Java's properties: key and value separated by ``=``, ``:`` or blanks, and escapes in both.

Written after ``java.util.Properties.load`` (Java SE API). A line ``[section]``, which Java would take for a key, puts
its name before the keys behind it: some programs keep INI under this name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unescaped
from scanner.detect.settings.lines.lines import numbered

_SECTION = re.compile(r"\[([^\]\[]+)\]")
_KEY = re.compile(r"((?:\\.|[^\s=:\\])++)\s*+[=:]?\s*+")


def properties(text: Decoded) -> Iterator[tuple[int, str, str, str]]:
    """(index of the line, the line, key, value) of every line that is no remark, continuation lines for themselves."""
    section = ""
    for index, raw in numbered(text.text):
        line = raw.strip()
        if not line or line[0] in "#!":
            continue
        found = _SECTION.fullmatch(line)
        if found is not None:
            section = found[1].strip().replace(".", "_") + "."
            continue
        match = _KEY.match(line)
        if match is not None:
            value = line[match.end() :]
            yield index, raw, section + unescaped(match[1]), value if value.endswith("\\") else unescaped(value)

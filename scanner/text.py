"""The one door for every hostile name and text: nothing from a delivery is shown without :func:`safe_text`."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal or a reader would obey or not see: controls, bidi and zero-width marks,
surrogates, private and unassigned code points, line and paragraph separators."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are drawn as nothing (Unicode: Default_Ignorable_Code_Point), and the empty Braille cell."""
_GITHUB = (
    "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|"
    "save-state|set-env|set-output|stop-commands|warning"
)
"""Commands of GitHub's runner (actions/runner, ActionCommandManager); C++ names may begin with two colons as well."""
_ORDER = re.compile(rf"(?<=#)#(?=[a-z]*\[)|(?<!\S):(?=:(?:{_GITHUB})(?:\s|::))", re.IGNORECASE)
"""What the log of a CI job obeys: ``##vso[…]`` of Azure, ``##[…]`` of GitHub and ``##teamcity[…]`` anywhere in a line,
``::error::`` of GitHub where a line begins, as it can at every word of a text that is broken into lines."""

ELLIPSIS = "…"

_PLAIN = {
    "…": "...", "■": "#", "▲": "!", "◆": "?", "●": "*", "◇": "<>", "○": "o", "–": "-", "—": "-", "→": "->", "×": "x",
    "’": "'", "‘": "'", "“": '"', "”": '"',
}  # fmt: skip
"""What stands for signs of our own where an encoding lacks them."""


def safe_text(text: str | bytes, limit: int = 4096) -> str:
    """``text`` with every character that could act on a terminal, parser, CI log or reader's eye made visible.

    Bytes are read as UTF-8 with invalid bytes shown as ``\\xNN``; control, bidi, surrogate, private, unassigned and
    blank characters become ``\\xNN`` or ``\\u{NNNN}``, and so does one sign of what a CI log would obey. Applying it
    twice changes nothing. Longer texts are cut in the middle, visibly, to ``limit`` characters.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    if not is_safe(text):
        text = _ORDER.sub(_spelled, "".join(_visible(character) for character in text))
    return shorten(text, limit)


def safe_lines(message: str, limit: int = 1 << 16) -> str:
    """``message``, which is ours and repeats what was given, with every line made safe; its line ends stay."""
    return "\n".join(safe_text(line, limit) for line in message.split("\n"))


def is_safe(text: str) -> bool:
    """Whether :func:`safe_text` would surely leave ``text`` as it is; true for most names of every script."""
    # isprintable is true for no character of _HIDDEN
    plain = text.isprintable() and "##" not in text and "::" not in text
    return plain and (text.isascii() or _BLANK.isdisjoint(text))


def obeyed(text: str) -> bool:
    """Whether the log of a CI job would take a part of ``text`` for a command; never after :func:`safe_text`."""
    return ("##" in text or "::" in text) and _ORDER.search(text) is not None


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters: the middle gives way, the cut is visible."""
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return text[:head] + ELLIPSIS + text[len(text) - (limit - 1 - head) :]


_GOES_ON = re.compile(r"[.?!:;,)\]\u3002\uff0e\uff1a\uff1b]\s")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"'})


def in_sentence(name: str) -> str:
    """``name`` of a file as it stands within a sentence: in quotes where it could be read as a part of that.

    A vendor may call a file ``x). The wording of the law does not reach it. (y``.
    """
    return f"\u201c{name.translate(_QUOTES)}\u201d" if _GOES_ON.search(name) else name


def _visible(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape of an undecodable byte
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) not in _HIDDEN and character not in _BLANK:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04x}}}"


def _spelled(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0]):02x}"


def visible_in(text: str, encoding: str) -> str:
    """``text`` with what ``encoding`` cannot hold replaced visibly: our own signs by ASCII, others by ``\\u{NNNN}``."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(character if _in(character, encoding) else _replaced(character) for character in text)
    return text


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _replaced(character: str) -> str:
    code = ord(character)
    return _PLAIN.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04x}}}")


def plural(count: int, noun: str, many: str | None = None) -> str:
    """``1 file`` or ``1,204 files``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def size_text(size: int) -> str:
    """A size in bytes for people: ``12.3 MB`` (powers of 1,000)."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{size:,} B" if unit == "B" else f"{value:.1f} {unit}"

"""Names of a container's members: safe, unique among their siblings, and cut where they are too long."""

from __future__ import annotations

from scanner.text import safe_text, shorten

_ANY_LENGTH = 1 << 30


class Names:
    """Gives out the paths of one container's members; ``longest`` is in characters as they are shown."""

    def __init__(self, container: str, longest: int) -> None:
        self._container = container
        self._longest = longest
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def path_of(self, name: str | bytes, prefix: str = "") -> tuple[str, bool]:
        """The path of a member called ``name`` (below ``prefix``), and whether the name had to be cut."""
        whole = prefix + (safe_text(name, _ANY_LENGTH).lstrip("/") or "unnamed")
        # "!/" separates a container from its content; a member's own "!" must not look like it.
        whole = whole.replace("!/", "\\x21/")
        whole = whole[:-1] + "\\x21" if whole.endswith("!") else whole
        text = shorten(whole, self._longest)
        return f"{self._container}!/{self._unique(text)}", text != whole

    def _unique(self, text: str) -> str:
        """``text``, with a number where a sibling has it already (a million equal names take no longer than others)."""
        unique, number = text, self._next.get(text, 2)
        while unique in self._taken:
            unique, number = f"{text}#{number}", number + 1
        self._next[text] = number
        self._taken.add(unique)
        return unique

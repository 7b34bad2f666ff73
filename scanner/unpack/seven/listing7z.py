"""The technical listing of 7-Zip (``7zz l -slt``): one block of ``Key = value`` lines for every entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of 7-Zip's listing; control characters in ``path`` are already replaced by it."""

    path: str
    size: int
    folder: bool
    kind: str
    """First letter of the Unix mode: ``l`` link, ``c`` ``b`` device, ``p`` fifo, ``s`` socket, else empty or ``-``."""
    target: str
    encrypted: bool
    packed: int = 0
    """Bytes in the archive, of a solid block at its first member; 0 where the listing has none."""
    stream: bool = False
    """An alternate stream (NTFS) of the entry before it."""
    block: int = -1
    """Number of the solid block that holds it (7z), -1 where the listing has none."""

    @property
    def listable(self) -> bool:
        """Whether the name can stand in 7-Zip's list file, which must be UTF-8."""
        return self.path.isprintable() and bool(self.path)


def entries(output: Path) -> Iterator[Listed]:
    """All entries of the listing that lies in the file ``output``."""
    fields: dict[str, str] = {}
    with output.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            key, separator, value = line.rstrip("\n").partition(" = ")
            if separator or key.endswith(" ="):
                fields[key.removesuffix(" =")] = value
            elif fields:
                yield _listed(fields)
                fields = {}
    if fields:
        yield _listed(fields)


def _listed(fields: dict[str, str]) -> Listed:
    attributes = fields.get("Attributes", "")
    mode = fields.get("Mode") or attributes.rpartition(" ")[2]
    target = fields.get("Symbolic Link", "")
    kind = "l" if target else mode[:1] if len(mode) == 10 else ""
    folder = fields.get("Folder") == "+" or attributes.startswith("D") or kind == "d"
    length, stored = (
        int(text) if text.isdecimal() else 0 for text in (fields.get(key, "") for key in ("Size", "Packed Size"))
    )
    encrypted, stream = (fields.get(key) == "+" for key in ("Encrypted", "Alternate Stream"))
    block = fields.get("Block", "")
    number = int(block) if block.isdecimal() else -1
    return Listed(fields.get("Path", ""), length, folder, kind, target, encrypted, stored, stream, number)

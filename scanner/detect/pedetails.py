"""Version resource, import hash, Rich header and signature of a PE, through pefile. For people; never evidence."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scanner.detect.binary import Remark

if TYPE_CHECKING:
    from scanner.formats.source import Source

VERSION_KEYS = ("CompanyName", "ProductName", "FileDescription", "FileVersion", "ProductVersion", "OriginalFilename")
_SECURITY = 4
"""Index of the certificate table in the data directories."""


def details(source: Source) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """(identity, versions) of the PE in ``source``.

    pefile stumbles over damaged tables in many ways. None of this is evidence, so what it cannot read is an identity
    remark ``pe-details-unreadable`` and no failure of the node.
    """
    import pefile

    identity: list[Remark] = []
    versions: list[Remark] = []
    try:
        with _parsed(source) as pe:
            identity += _identity(pe)
            versions += _versions(pe)
    except (pefile.PEFormatError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        identity.append(("pe-details-unreadable", type(error).__name__))
    return tuple(identity), tuple(versions)


class _parsed:  # noqa: N801 - a context manager, used as a function
    """pefile over a memory map of its own: it slices and searches, which a memoryview cannot do without copies."""

    def __init__(self, source: Source) -> None:
        import pefile

        wanted = [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{name}"] for name in ("IMPORT", "RESOURCE")]
        self._map: mmap.mmap | None = None
        data: bytes | mmap.mmap = b""
        if source.whole:
            data = self._map = source.own_map()
        else:
            data = bytes(source.data)
        try:
            self._pe = pefile.PE(data=data, fast_load=True)
            self._pe.parse_data_directories(directories=wanted)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Any:
        return self._pe

    def __exit__(self, *_error: object) -> None:
        if self._map is not None:
            self._map.close()


def _identity(pe: Any) -> Iterator[Remark]:
    imphash = pe.get_imphash()
    if imphash:
        yield "imphash", imphash
    rich = pe.get_rich_header_hash()
    if rich:
        yield "rich-header", rich
    directories = pe.OPTIONAL_HEADER.DATA_DIRECTORY
    if len(directories) > _SECURITY and directories[_SECURITY].Size:
        yield "authenticode", f"certificate table of {directories[_SECURITY].Size:,} bytes, not verified"


def _versions(pe: Any) -> Iterator[Remark]:
    """(key, text) of the version resource's string tables, in the order of :data:`VERSION_KEYS`."""
    found: dict[str, str] = {}
    for group in getattr(pe, "FileInfo", []):
        for block in group:
            for table in getattr(block, "StringTable", []):
                for key, value in table.entries.items():
                    text = value.decode("utf-8", "surrogateescape").strip("\0 ")
                    if text:
                        found.setdefault(key.decode("utf-8", "replace"), text)
    for key in VERSION_KEYS:
        if key in found:
            yield key, found[key]

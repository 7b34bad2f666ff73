"""Zip files of every use: zip, jar, apk, aar, wheel, docx, self-extracting archives behind their stub."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, Span
from scanner.unpack.archives.apk_signing import signing_block
from scanner.unpack.archives.zip_layout import (
    DESCRIPTOR,
    Directory,
    Member,
    descriptor_end,
    end_fields,
    find_directory,
    hand_over_fields,
    local_header,
    members,
)
from scanner.unpack.archives.zip_locked import Locked, read_locked
from scanner.unpack.archives.zip_members import is_encrypted, read_data
from scanner.unpack.archives.zip_salvage import salvage
from scanner.unpack.archives.zip_virtual import virtual_entries
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted, uniform
from scanner.unpack.volume_sizes import volume_sizes


class Zip:
    """Reads a zip by its central directory and checks that nothing hides between, before and behind the members."""

    NAME: ClassVar[str] = "zip"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"zip"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Where a local header and the central directory disagree, the directory is believed; bytes that it does not "
        "describe are children of their own.",
        "Volumes of a split archive are read together where all of them lie in one folder; else one by one, as broken.",
        "Encrypted members are opened by the passwords that are given, where 7-Zip knows the method and below 4 GiB; "
        "those of a file that is cut are not. A changed bit in one can look like a wrong password.",
        "The content of APK signatures (schemes v2 to v4) is not checked.",
        "Of a file without central directory the members before the damage are read.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        directory = find_directory(source.data, volume_sizes(outlet.node))
        if directory is None:
            salvage(source, outlet)
            return
        _Archive(source, outlet, directory).read()


class _Archive:
    """One walk over the members in the order of their offsets; ``_at`` is the first byte not yet accounted for."""

    def __init__(self, source: Source, outlet: Outlet, directory: Directory) -> None:
        self._source, self._outlet, self._directory = source, outlet, directory
        self._at = 0
        self._first = True
        self._locked: list[Locked] = []

    def read(self) -> None:
        """Members, then the directory with the end records, then what follows."""
        source, outlet, directory = self._source, self._outlet, self._directory
        found = list(members(source.data, directory))
        entries_end = found[-1].entry.end if found else directory.start
        for member in sorted(found, key=lambda m: m.offset):
            self._member(member)
        read_locked(source, outlet, self._locked)
        self._before_directory()
        outlet.parsed(directory.start, entries_end - directory.start)
        broken = "not an entry of the central directory"
        outlet.state(entries_end, directory.end - entries_end, ByteState.FAILED, broken)
        for member in found:
            hand_over_fields(source, outlet, member.fields)
        outlet.parsed(directory.end, directory.finish - directory.end)
        hand_over_fields(source, outlet, end_fields(source.data, directory))
        unaccounted(source, outlet, max(self._at, directory.finish), source.size, "trailing")

    def _member(self, member: Member) -> None:
        source, outlet = self._source, self._outlet
        local = local_header(source.data, member.offset)
        if local is None and self._directory.shift:  # a stub whose writer has already moved the offsets
            local = local_header(source.data, member.offset - self._directory.shift)
        shown = safe_text(member.name, 200)
        if local is None:
            reason = f"member {shown} is not where the directory says"
            outlet.state(member.entry.offset, member.entry.length, ByteState.FAILED, reason)
            return
        start, data = local.member.offset, Span(local.data, member.packed)
        if start < self._at or data.offset < self._directory.start < data.end:
            reason = f"member {shown} overlaps another: refused"
            outlet.state(start, min(data.end, source.size) - start, ByteState.FAILED, reason)
            self._at = max(self._at, min(data.end, source.size))
            return
        self._gap(start)
        outlet.parsed(start, local.data - start)
        hand_over_fields(source, outlet, local.member.fields)
        self._at = min(data.end, source.size)
        if is_encrypted(member):
            self._locked.append(Locked(member, data))
        else:
            read_data(source, outlet, member, data)
        if member.flags & 8:
            end = descriptor_end(source.data, self._at, member)
            outlet.parsed(self._at, end - self._at)
            self._at = end

    def _gap(self, start: int) -> None:
        """Bytes between the members; the first ones are the stub of a self-extractor or the mark of a split archive."""
        source, first = self._source, self._first
        self._first = False
        self._at = virtual_entries(source.data, self._outlet, self._at, start)
        if first and start == 4 and source.data[:4] == DESCRIPTOR:
            self._outlet.parsed(0, 4)
        elif first and start and self._at == 0:
            if uniform(source.data, 0, start):
                self._outlet.state(0, start, ByteState.PADDING)
            else:
                self._outlet.view(".prefix", 0, start)
        else:
            unaccounted(source, self._outlet, self._at, start, "gap")

    def _before_directory(self) -> None:
        start = self._directory.start
        if self._at < start:
            self._at = virtual_entries(self._source.data, self._outlet, self._at, start)
            self._at = signing_block(self._source, self._outlet, self._at, start)
            unaccounted(self._source, self._outlet, self._at, start, "gap")
        self._at = max(self._at, start)

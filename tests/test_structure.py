"""What a container's reader calls structure is not a hiding place: packed data there is unread, names of SDKs count."""

from __future__ import annotations

import base64
import gzip
import json
import struct
from pathlib import Path

import zstandard

import scanner
from scanner.types import CARRIED, ByteState, Verdict
from tests.deliveries import noise
from tests.unpack.build_native import elf
from tests.unpack.harness import read_bytes


def asar(more: dict[str, str]) -> bytes:
    """An archive of one file whose index has further entries, which no program reads."""
    index = json.dumps({"files": {"a.txt": {"size": 6, "offset": "0"}}, **more}).encode()
    index += b" " * (-len(index) % 4)
    return struct.pack("<4I", 4, len(index) + 8, len(index) + 4, len(index)) + index + b"hello\n"


def test_packed_data_in_structure_is_unread(tmp_path: Path) -> None:
    delivery = tmp_path / "app.asar"
    delivery.write_bytes(asar({"more": base64.b64encode(noise()).decode()}))
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert sum(r["length"] for r in report.screening["ledger"]["regions"] if r["state"] == "opaque") >= 650_000


def test_names_in_structure_are_found(tmp_path: Path) -> None:
    delivery = tmp_path / "app.asar"
    words = " ".join(f"word{number}" for number in range(2000))
    delivery.write_bytes(asar({"more": f"{words} ASFFaceFeatureCompare {words}"}))
    report = scanner.screen(delivery)
    assert "ASFFaceFeatureCompare" in json.dumps(report.screening["findings"])


class Credulous:
    """A reader that understands whatever it is given."""

    NAME, FORMATS, LIMITATIONS, TOOLS, SCANNED = "credulous", frozenset({"text"}), ("",), (), False

    def read(self, source, outlet) -> None:
        outlet.parsed(0, 100)
        outlet.parsed(100, source.size - 100)


def test_programs_in_structure_become_children() -> None:
    program = elf(b"payload of a program " * 400)
    outcome = read_bytes(b"table" * 1000 + program + b"table" * 1000, format_id="text", reader=Credulous())
    assert [found.data for found in outcome.children.values()] == [program]
    assert outcome.at(5000) is CARRIED and outcome.at(0) is ByteState.PARSED


def test_many_small_fields_are_content_again() -> None:
    member = gzip.compress(b"hello\n")
    hidden = [noise(240, seed) for seed in range(100)]
    fields = (struct.pack("<H", len(part)) + part for part in hidden)
    outcome = read_bytes(b"".join(member[:3] + b"\x04" + member[4:10] + field + member[10:] for field in fields))
    assert outcome.children[".fields"].data == b"".join(hidden)


def test_many_small_frames_are_content_again() -> None:
    hidden = [noise(240, seed) for seed in range(100)]
    frames = b"".join(b"\x50\x2a\x4d\x18" + struct.pack("<I", len(part)) + part for part in hidden)
    outcome = read_bytes(zstandard.compress(b"hello\n") + frames)
    assert outcome.children[".fields"].data == b"".join(hidden)


def test_plain_structure_is_read(tmp_path: Path) -> None:
    delivery = tmp_path / "app.asar"
    delivery.write_bytes(asar({"more": " ".join(f"word{number}" for number in range(20_000))}))
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.NOTHING_FOUND
    assert report.coverage == 100.0

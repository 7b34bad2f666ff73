"""Exports of a device's settings that nobody can read: told by their form, unread at any size."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import scanner
from scanner.formats import ids
from scanner.types import ByteState
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.blockwise import is_blockwise
from tests.unpack.build import noise
from tests.unpack.harness import read_bytes


def ecb(data: bytes) -> bytes:
    data += bytes(-len(data) % 16)
    return Cipher(algorithms.AES(bytes(range(16))), modes.ECB()).encryptor().update(data)  # noqa: S305 - what exports have


SETTINGS = b"".join(b"<channel><id>%d</id><faceContrast>true</faceContrast></channel>" % n for n in range(300))
SPARSE = SETTINGS + bytes(60_000)


def hikvision(size: int = 4096) -> bytes:
    return struct.pack("<II", 1, size) + noise(size, 3) + noise(16, 4)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MWPZWJGS\x01" + ecb(SETTINGS), "configFileExport.backup"),
        (b"DHRDENFR\x01" + ecb(SETTINGS), "x"),
        (b"MWPZWJGS1" + b"QUJD" * 400 + b"\0", "nvr.backup"),
        (hikvision(), "configurationData"),
    ],
)
def test_an_export_is_encrypted_and_holds_the_verdict(data: bytes, name: str) -> None:
    outcome = read_bytes(data, name)
    assert outcome.format == "device-export"
    assert outcome.totals == {ByteState.ENCRYPTED: len(data)}
    assert "is not known" in dict(outcome.attributes)[INCOMPLETE]


def test_a_small_export_in_a_delivery_makes_it_inconclusive(tmp_path: Path) -> None:
    delivery = tmp_path / "backup"
    delivery.mkdir()
    (delivery / "notes.txt").write_text("settings of the recorder\n" * 1000)
    assert scanner.screen(delivery, policies=["boston"]).verdict.value == "nothing-found"
    (delivery / "configurationData").write_bytes(hikvision(1024))
    report = scanner.screen(delivery, policies=["boston"])
    assert report.verdict.value == "inconclusive"
    assert "is not known" in report.screening["verdicts"][0]["reasons"][0]


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<II", 1, 4096) + b"text " * 819 + b"\0" + bytes(16),
        struct.pack("<II", 2, 4096) + noise(4096) + bytes(16),
        struct.pack("<II", 1, 4000) + noise(4096) + bytes(16),
        struct.pack("<II", 1, 16) + noise(16) + bytes(16),
        b"MWPZWJGS" + bytes(40),
        b"MWPZWJGS is no export",
    ],
)
def test_other_content_with_such_a_beginning_is_none(data: bytes) -> None:
    assert read_bytes(data, "x.bin").format != "device-export"


def test_enveloped_messages_are_encrypted_and_signed_ones_are_not() -> None:
    body = bytes.fromhex("06092a864886f70d010703") + noise(300)
    message = b"\x30\x82" + struct.pack(">H", len(body)) + body
    signed = message.replace(bytes.fromhex("010703"), bytes.fromhex("010702"))
    assert read_bytes(message, "x.p7m").totals == {ByteState.ENCRYPTED: len(message)}
    assert ByteState.ENCRYPTED not in read_bytes(signed, "x.p7s").totals
    armour = b"-----BEGIN CMS-----\n" + base64.encodebytes(message) + b"-----END CMS-----\n"
    assert read_bytes(armour, "x.pem").totals == {ByteState.ENCRYPTED: len(armour)}
    assert read_bytes(armour.replace(b"CMS", b"PKCS7"), "x.pem").totals.keys() == {ByteState.ENCRYPTED}


def test_equal_blocks_between_noise_are_encryption_though_they_measure_as_orderly() -> None:
    data = ecb(SPARSE)
    outcome = read_bytes(data, "configurationFile")
    assert outcome.format == ids.UNKNOWN
    assert outcome.totals == {ByteState.ENCRYPTED: len(data)}


@pytest.mark.parametrize(
    "data",
    [
        SPARSE,
        noise(65_536),
        bytes(65_536),
        b"".join(struct.pack("<4I", n, n * 7, 0, 1) for n in range(4096)),
        b"".join(noise(16, n % 50) for n in range(4096)),
        (bytes(range(16)) * 20 + b"some text of 16.") * 100,
        ecb(SPARSE)[:-1],
        ecb(SETTINGS)[:1024],
    ],
)
def test_other_tables_of_blocks_are_none(data: bytes) -> None:
    assert not is_blockwise(memoryview(data))

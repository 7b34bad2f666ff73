"""Values in base64, hexadecimal digits and data: addresses are opened; keys, sums and noise stay what they are."""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib

import pytest

from scanner.types import ByteState, Limits
from scanner.unpack.blobs import MOST, MOST_PICTURES
from tests.deliveries import zipped
from tests.unpack.build import noise
from tests.unpack.build_media import png
from tests.unpack.harness import Outcome, read_bytes

SETTINGS = b"[face]\nrecognition = on\nlibrary = staff\n" * 4
MANY = b"".join(b"camera-%d.face = %d\n" % (n, n * 7919 % 1009) for n in range(60))
WIDE = ("$face = 'recognition'\r\n" * 4).encode("utf-16-le")


def b64(data: bytes, width: int = 0, separator: bytes = b"\n") -> bytes:
    text = base64.b64encode(data)
    return text if not width else separator.join(text[at : at + width] for at in range(0, len(text), width))


def only(outcome: Outcome) -> tuple[str, bytes]:
    ((name, child),) = outcome.children.items()
    return name, child.data


@pytest.mark.parametrize(
    ("name", "text", "child"),
    [
        ("a.xml", b"<Config><Data>" + b64(SETTINGS) + b"</Data></Config>", "Data.base64"),
        ("a.xml", b'<c:Data encoding="base64">\n' + b64(SETTINGS, 76, b"\n    ") + b"\n</c:Data>", "Data.base64"),
        ("a.xml", b'<c value="' + b64(SETTINGS) + b'"/>', "value.base64"),
        ("a.json", b'{"config": "' + b64(SETTINGS) + b'"}', "config.base64"),
        ("a.json", b'{"config":"' + b64(SETTINGS, 64, b"\\n") + b'\\n"}', "config.base64"),
        ("a.yaml", b"data: |\n" + b64(SETTINGS, 64, b"\n  ").join((b"  ", b"\n")) + b"other: word\n", "data.base64"),
        ("a.ini", b"[x]\nblob=" + b64(SETTINGS) + b"\n", "blob.base64"),
        ("a.ini", b"[x]\nblob = 0\nx=" + SETTINGS.hex().encode() + b"\n", "hex"),
        ("a.css", b"a{b:url(data:text/plain;base64," + b64(SETTINGS) + b")}", "base64"),
        (
            "a.css",
            b'a{src:url("data:text/plain,' + SETTINGS.replace(b"\n", b"%0A").replace(b" ", b"%20") + b'")}',
            "data",
        ),
        ("whole.txt", b64(SETTINGS, 76), "base64"),
    ],
)
def test_settings_in_letters_become_a_child(name: str, text: bytes, child: str) -> None:
    outcome = read_bytes(text, name)
    assert outcome.error == ""
    assert only(outcome) == (child, SETTINGS)
    node = outcome.children[child].node
    assert node.span is not None
    assert outcome.at(node.span.offset) is ByteState.CARRIED
    assert sum(outcome.totals.values()) == len(text)
    assert outcome.totals[ByteState.CARRIED] == node.span.length


def test_slashes_that_json_escapes_belong_to_the_value() -> None:
    data = bytes(range(32, 127)) * 3 + b"?" * 60 + "€".encode() * 30
    text = b64(data).replace(b"/", b"\\/")
    assert b"\\/" in text
    assert only(read_bytes(b'{"data":"' + text + b'"}', "a.json"))[1] == data


def test_a_person_is_no_name_of_a_child() -> None:
    assert only(read_bytes(b'{"JaneRoe": "' + b64(SETTINGS) + b'"}', "a.json"))[0] == "base64"


@pytest.mark.parametrize(
    ("data", "name", "content"),
    [
        (zlib.compress(SETTINGS), "Data.base64.zlib", SETTINGS),
        (zlib.compress(MANY)[2:-4], "Data.base64.deflate", MANY),
        (gzip.compress(SETTINGS, mtime=0), "Data.base64", gzip.compress(SETTINGS, mtime=0)),
        (WIDE, "Data.base64", WIDE),
    ],
)
def test_compressed_and_wide_values_are_opened(data: bytes, name: str, content: bytes) -> None:
    assert only(read_bytes(b"<Data>" + b64(data) + b"</Data>", "a.xml")) == (name, content)


def test_an_archive_in_letters_is_no_longer_opaque() -> None:
    data = zipped({"a.bin": noise(600_000)})
    text = b'{"backup": "' + b64(data) + b'"}'
    outcome = read_bytes(text, "a.json")
    assert only(outcome) == ("backup.base64", data)
    assert ByteState.OPAQUE not in outcome.totals
    # Beside it, what nobody knows stays opaque.
    text = b'{"backup": "' + b64(data) + b'", "other": "' + b64(noise(600_000, 3)) + b'"}'
    outcome = read_bytes(text, "a.json")
    assert only(outcome)[1] == data
    assert outcome.totals[ByteState.OPAQUE] > 700_000


def test_keys_sums_and_noise_are_left_where_they_are() -> None:
    lines = [b"ssh-rsa " + b64(noise(400, n)) + b" host" for n in range(200)]
    lines += [noise(64, n).hex().encode() + b"  file" for n in range(200)]
    lines += [b'"integrity": "sha512-' + b64(noise(64, n)) + b'",' for n in range(2000)]
    lines += [b"token: " + b64(b"correct-horse-battery-staple-0123456789-abcdefghijk")]
    lines += [b"der: " + b64(b"\x30\x82\x01\x22" + noise(290))]
    lines += [b"path: /" + b"/".join([b"usr"] * 40), b"A" * 3000, b"=" * 500, b"0" * 4000]
    text = b"\n".join(lines)
    outcome = read_bytes(text, "a.txt")
    assert outcome.children == {}
    assert outcome.totals == {ByteState.RAW: len(text)}


def test_drawings_of_style_sheets_stay_where_they_are() -> None:
    drawing = b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    text = b"".join(b"a%d{b:url(data:image/svg+xml;base64,%b)}\n" % (n, b64(drawing)) for n in range(MOST + 50))
    text += b'a{b:url("data:image/svg+xml,%3Csvg xmlns=%22x%22%3E' + b"%20" * 40 + b'%3C/svg%3E")}\n'
    outcome = read_bytes(text, "icons.css")
    assert (outcome.children, outcome.totals) == ({}, {ByteState.RAW: len(text)})


def test_pictures_have_numbers_and_no_other_names() -> None:
    picture = b64(png())
    people = b",".join(b'{"name": "Jane %d", "faceData": "%b"}' % (n, picture) for n in range(MOST_PICTURES + 5))
    outcome = read_bytes(b"[" + people + b"]", "people.json")
    assert {*outcome.children} == {f"picture-{n + 1}" for n in range(MOST_PICTURES)}
    assert ByteState.LIMIT not in outcome.totals


def test_more_values_than_anybody_needs_are_a_limit() -> None:
    chosen = random.Random(2)  # noqa: S311 - reproducible test data
    values = [b64(b"a = %d\nb = %d\nc = %d\n" % (n, chosen.randrange(1 << 60), n) * 2) for n in range(MOST + 3)]
    outcome = read_bytes(b"\n".join(b"v%d=%b" % pair for pair in enumerate(values)), "a.ini")
    assert len(outcome.children) == MOST
    assert outcome.totals[ByteState.LIMIT] == sum(map(len, values[MOST:]))


def test_bombs_end_at_the_limits_of_unpacking() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    outcome = read_bytes(b"<Data>" + b64(bomb) + b"</Data>", "a.xml", limits=Limits(ratio=100))
    assert outcome.totals[ByteState.LIMIT] >= len(b64(bomb))
    assert "LimitReached" in outcome.error
    nested = SETTINGS
    for _ in range(12):
        nested = b64(gzip.compress(nested, mtime=0))
    assert len(read_bytes(nested, "a.txt").children) == 1


def test_a_broken_stream_is_a_failure_of_its_bytes_only() -> None:
    packed = bytearray(zlib.compress(noise(90_000).hex().encode()))
    packed[-2000] ^= 255
    text = b"<Data>" + b64(bytes(packed)) + b"</Data>"
    totals = read_bytes(text, "a.xml").totals
    assert totals == {ByteState.RAW: len(text) - len(b64(bytes(packed))), ByteState.FAILED: len(b64(bytes(packed)))}


@pytest.mark.parametrize(
    "text",
    [b"A" * 2_000_000, b"data:," + b"%41" * 300_000, (b"A" * 70 + b"\\/") * 20_000, (b"A" * 64 + b"\n") * 20_000,
     b"data:" * 300_000, (b"H4sI" * 20 + b" ") * 10_000, b"{" + b'"a":"' * 100_000, b"eJw" * 300_000],
)  # fmt: skip
def test_long_texts_of_one_kind_end_and_add_up(text: bytes) -> None:
    outcome = read_bytes(text, "a.json")
    assert sum(outcome.totals.values()) == len(text)


def test_a_value_that_goes_over_a_window_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.unpack.encoded.WINDOW", 512)
    monkeypatch.setattr("scanner.unpack.encoded.PIECE", 64)
    data = json.dumps({"face": ["on"] * 400}).encode()
    for lead in range(380, 520, 7):
        assert only(read_bytes(b"x" + b" " * lead + b64(data) + b" y", "a.txt"))[1] == data
        assert only(read_bytes(b"x" + b" " * lead + b64(data, 76) + b"\ny", "a.txt"))[1] == data

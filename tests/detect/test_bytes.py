"""Byte patterns: offsets, wide texts, repeated hits, hand-written rules, limits, snippets."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yara

from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.bytes import Bytes
from scanner.detect.interface import Subject
from scanner.detect.snippet import WIDTH, snippet
from scanner.types import FactKind, LimitReached, Place
from tests.detect.vocabulary import NATIVE, PHRASE, observe, subject


def look(tmp_path, data, format_id="unknown", path="x!/n"):
    (tmp_path / "node").write_bytes(data)
    return observe(Bytes(), tmp_path / "node", path, format_id)


def test_offset_count_and_place(tmp_path):
    (one,) = look(tmp_path, b"abc\0" + PHRASE.encode() + b"\0" + PHRASE.encode(), "elf")
    assert (one.kind, one.value, one.place, one.offset, one.count) == (FactKind.STRING, PHRASE, Place.TEXT, 4, 2)
    assert one.detail == PHRASE


@pytest.mark.parametrize(
    ("format_id", "place"),
    [
        ("text:script", Place.SCRIPT),
        ("text:document", Place.DOCUMENT),
        ("text:json", Place.CONFIG),
        ("dex", Place.TEXT),
    ],
)
def test_place_follows_the_format(tmp_path, format_id, place):
    assert look(tmp_path, b"see face.example.com", format_id)[0].place is place


def test_wide_text_is_decoded(tmp_path):
    (one,) = look(tmp_path, b"\xff\xfe" + "→ say: ".encode("utf-16-le") + PHRASE.encode("utf-16-le") + b"\1\2", "pe")
    assert one.offset == 2 + 14
    assert one.detail.endswith(PHRASE)
    assert "\\x00" not in one.detail


def test_case_is_ignored_where_the_pattern_says_so(tmp_path):
    assert [o.value for o in look(tmp_path, b"HTTPS://FACE.Example.com/v1")] == ["face.example.com"]


def test_text_of_a_native_binary(tmp_path):
    assert [o.value for o in look(tmp_path, (NATIVE / "camera").read_bytes(), "elf")] == [PHRASE]


def test_more_hits_than_yara_keeps_lose_no_hit(tmp_path):
    rules = yara.compile(source='rule a { strings: $p1 = "abcde" $p2 = "at the end" condition: any of them }')
    patterns = {"$p1": ((FactKind.STRING, "abcde"),), "$p2": ((FactKind.STRING, "at the end"),)}
    (tmp_path / "node").write_bytes(b"abcde" * 1_000_100 + b"at the end")
    with subject(tmp_path / "node", "n", "unknown") as one:
        seen = list(Bytes().observe(replace(one, vocabulary=Vocabulary(rules, patterns, {}, frozenset()))))
    assert [o.value for o in seen] == ["abcde", "at the end"]
    assert seen[0].count >= 1_000_000


def test_a_hand_written_rule_matches_as_a_whole(tmp_path):
    (one,) = look(tmp_path, b".. SECOND-HALF .. FIRST-HALF")
    assert (one.kind, one.value, one.offset) == (FactKind.YARA, "two_halves", 3)
    assert look(tmp_path, b"only FIRST-HALF") == []


def test_a_rule_that_the_vocabulary_does_not_know_is_an_error_and_no_loss(tmp_path):
    rules = yara.compile(source='rule a { strings: $p9 = "abcde" condition: $p9 }')
    (tmp_path / "node").write_bytes(b"abcde")
    with subject(tmp_path / "node", "n", "unknown") as one, pytest.raises(KeyError):
        list(Bytes().observe(replace(one, vocabulary=Vocabulary(rules, {}, {}, frozenset()))))


class _Slow:
    def match(self, **_options):
        raise yara.TimeoutError("scanning timed out")


def test_a_scan_that_takes_too_long_is_a_limit(tmp_path):
    (tmp_path / "node").write_bytes(b"x")
    with subject(tmp_path / "node", "n", "unknown") as one, pytest.raises(LimitReached, match="signature scan"):
        slow: Subject = replace(one, vocabulary=Vocabulary(_Slow(), {}, {}, frozenset()))
        list(Bytes().observe(slow))


def test_empty_node(tmp_path):
    assert look(tmp_path, b"") == []


def text(data: bytes, word: bytes, format_id: str = "text:script") -> str:
    return snippet(memoryview(data), data.index(word), len(word), format_id)


def test_snippet_stays_short_and_on_one_line():
    shown = text(b"x" * 500 + b"\n\x1b[31m WORD\r\n" + b"y" * 500, b"WORD")
    assert "WORD" in shown
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert len(text(b"a" * 300, b"a" * 300)) <= WIDTH


def test_snippet_hides_secrets_beside_the_hit():
    assert text(b'key="0123secret" host=HOST', b"HOST") == 'key="…" host=HOST'
    assert text(b"key=0123secret host=HOST", b"HOST") == "key=[10 characters hidden] host=HOST"
    assert "hunter2" not in text(b"https://joe:hunter2@HOST/", b"HOST")
    assert "Zm9vYmFy" not in text(b"HOST Zm9vYmFyMTIzNDU2Nzg5MDEyMw==", b"HOST")


@pytest.mark.parametrize("format_id", ["text:xml", "sqlite", "unknown", "text:json"])
def test_snippet_shows_no_neighbours_where_people_may_be_listed(format_id):
    assert text(b"<name>Jane Roe</name><lib>blackFD-1</lib>", b"blackFD", format_id) == "blackFD"
    assert text(b"/media/Jane/face_db/Jane.jpg", b"face_db", format_id) == "face_db"
    assert text(b"/media/clips/faces/Jane", b"/faces/", format_id) == "/faces/"
    assert text(b"Jane at http://nvr:80/faces/recognize/Jane", b"/faces/recognize", format_id).startswith(
        "http://nvr:80/"
    )
    assert text(b"x blackFDLib2 y", b"blackFD", format_id) == "blackFDLib2"


@pytest.mark.parametrize(
    ("line", "word", "shown"),
    [
        (
            'client.search_faces(CollectionId="Jane", n=1)',
            "search_faces",
            'client.search_faces(CollectionId="…", n=1)',
        ),
        (
            'boto3.client("rekognition", name="Jane", b=2)',
            "rekognition",
            'boto3.client("rekognition", name="…", b=2)',
        ),
        ("x = 'Jane Roe' + load('Jane.onnx')", "load", "x = '…' + load('…')"),
        ('a = "Jane face_match Roe"; b = 1', "face_match", 'a = "face_match"; b = 1'),
        ("enroll(face_match, 'Jane Roe", "face_match", "enroll(face_match, '"),
        ("enroll('Jane Roe\\'s', face_match)", "face_match", "enroll('…', face_match)"),
    ],
)
def test_snippet_of_a_script_shows_code_and_no_texts(line, word, shown):
    assert text(line.encode(), word.encode()) == shown


@pytest.mark.parametrize("filling", ["'", "\"'`", "\\'", "''", "`\\"])
def test_snippet_of_unending_quotes_ends(filling):
    assert "WORD" in text((filling * 5000 + "WORD" + filling * 5000).encode(), b"WORD")

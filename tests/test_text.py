"""Hostile names are visible and harmless after the one door."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.text import in_sentence, plural, safe_text, shorten, size_text


@given(st.text() | st.binary())
def test_nothing_hidden_gets_through_and_twice_is_once(text: str | bytes) -> None:
    safe = safe_text(text)
    assert not {unicodedata.category(c) for c in safe} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert safe_text(safe) == safe
    safe.encode("utf-8")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("gpj\u202eexe", "gpj\\u{202e}exe"),
        (b"caf\xe9", "caf\\xe9"),
        ("line\nbreak", "line\\x0abreak"),
        ("海康威视", "海康威视"),
        ("a##vso[task.complete result=Succeeded;]", "a#\\x23vso[task.complete result=Succeeded;]"),
        ("###[add-mask]found", "##\\x23[add-mask]found"),
        ("##teamcity[buildStatus status='SUCCESS']", "#\\x23teamcity[buildStatus status='SUCCESS']"),
        ("::error::x", "\\x3a:error::x"),
        ("a b ::Stop-Commands::x", "a b \\x3a:Stop-Commands::x"),
        ("\u3000::warning file=x::y", "\u3000\\x3a:warning file=x::y"),
        ("::mediapipe::tasks cv::face::error::x # [a] ##", "::mediapipe::tasks cv::face::error::x # [a] ##"),
        ("a\u3164\u2800b", "a\\u{3164}\\u{2800}b"),
    ],
)
def test_examples(hostile: str | bytes, shown: str) -> None:
    assert safe_text(hostile) == shown


def test_a_cut_is_visible() -> None:
    assert shorten("a" * 50, 11) == "aaaaaa…aaaa"
    assert len(safe_text("x" * 10_000)) == 4096


def test_numbers_for_people() -> None:
    assert plural(1, "file") == "1 file"
    assert plural(1204, "entry", "entries") == "1,204 entries"
    assert [size_text(n) for n in (0, 999, 1000, 41_203_712)] == ["0 B", "999 B", "1.0 kB", "41.2 MB"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("fw.bin!/usr/lib/x.so", "fw.bin!/usr/lib/x.so"),
        ("My Files/face (1).bin", "My Files/face (1).bin"),
        ("x). The law does not reach it. (y", "\u201cx). The law does not reach it. (y\u201d"),
        ("a\u201d. Nothing was found. \u201cb", '\u201ca". Nothing was found. "b\u201d'),
        ("a: 5 bytes", "\u201ca: 5 bytes\u201d"),
        ("a\u3002\u3000b", "\u201ca\u3002\u3000b\u201d"),
    ],
)
def test_a_name_that_goes_on_like_a_sentence_stands_in_quotes(name: str, shown: str) -> None:
    assert in_sentence(name) == shown

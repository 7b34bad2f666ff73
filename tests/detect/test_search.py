from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.detect import search
from scanner.detect.bytes import Bytes
from scanner.detect.constants.detector import Constants
from scanner.types import FactKind, LimitReached, Limits
from tests.detect.vocabulary import PHRASE, TEMPLATE, subject, vocabulary


def content(file):
    file.write_bytes(PHRASE.encode() + b"\0" + ", ".join(map(str, TEMPLATE)).encode())
    return file


def test_detectors_of_bytes_share_one_pass(tmp_path, monkeypatch):
    counted = []
    real = search.matched

    def counting(rules, one):
        counted.append(one)
        return real(rules, one)

    monkeypatch.setattr(search, "matched", counting)
    with subject(content(tmp_path / "node"), "x!/a.bin", "text") as one:
        seen = [o.kind for detector in (Bytes(), Constants(), Bytes()) for o in detector.observe(one)]
    assert seen == [FactKind.STRING, FactKind.CONSTANT, FactKind.STRING]
    assert len(counted) == 1


def test_other_bytes_and_another_vocabulary_are_searched_anew(tmp_path):
    with subject(content(tmp_path / "node"), "x!/a.bin", "text") as one:
        first = search.hits(one)
        assert search.hits(one) is first
        assert search.hits(replace(one, vocabulary=vocabulary())) is not first
    with subject(tmp_path / "node", "x!/a.bin", "text") as again:
        assert search.hits(again) is not first


def test_a_search_that_took_too_long_is_not_tried_again(tmp_path, monkeypatch):
    tried = []

    def slow(_rules, one):
        tried.append(one)
        raise LimitReached("too long")

    monkeypatch.setattr(search, "matched", slow)
    with subject(content(tmp_path / "node"), "x!/a.bin", "text", Limits()) as one:
        for detector in (Bytes(), Constants()):
            with pytest.raises(LimitReached, match="too long"):
                list(detector.observe(one))
    assert len(tried) == 1

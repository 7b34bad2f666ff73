"""Content that was made to cost time or memory, and limits."""

from __future__ import annotations

import random

import pytest

from scanner.detect.constants.clusters import Clock
from scanner.detect.hidden import detector as module
from scanner.detect.hidden.cribs import cribs_of
from scanner.detect.hidden.decoded import MOST_KEYS, views
from scanner.detect.hidden.detector import Hidden
from scanner.detect.hidden.search import BLOCK, sightings
from scanner.types import LimitReached
from tests.detect.hidden.carriers import elf, hide, key_of, look, section
from tests.detect.vocabulary import PHRASE, VOCABULARY, subject

TEXT = f"{PHRASE}\0".encode()


def limited(tmp_path, content):
    """(values that came, what the detector ended in)."""
    (tmp_path / "node").write_bytes(content)
    seen = []
    with subject(tmp_path / "node", "x!/node", "elf") as one, pytest.raises(LimitReached) as error:
        for each in Hidden().observe(one):
            seen.append(each.value)
    return seen, str(error.value)


def test_one_text_many_times_under_one_key(tmp_path):
    (seen,) = look(tmp_path, elf(hide(TEXT * 6000, key_of(11))))
    assert seen.value == PHRASE


def test_one_text_many_times_under_a_key_of_its_own(tmp_path):
    content = b"".join(hide(TEXT, key_of(16, seed)) for seed in range(3000))
    (seen,) = look(tmp_path, elf(content))
    assert seen.value == PHRASE


def test_more_texts_than_are_kept_is_a_limit_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_TEXTS", 50)
    content = b"".join(hide(TEXT, key_of(16, seed)) for seed in range(60))
    values, error = limited(tmp_path, elf(content))
    assert values == [PHRASE]
    assert "more than 50 of them in one section" in error


def test_what_was_found_before_the_time_was_up_counts(tmp_path, monkeypatch):
    class Late(Clock):
        """Its time is up when the second block is begun."""

        calls = 0

        def check(self) -> None:
            self.calls += 1
            if self.calls > 1:
                raise LimitReached("the search for hidden texts took longer than 0 s (--max-match-seconds)")

    monkeypatch.setattr(module, "Clock", Late)
    values, error = limited(tmp_path, elf(hide(section(), key_of(9)) + bytes(2 * BLOCK)))
    assert values == [PHRASE]
    assert "--max-match-seconds" in error


def test_the_keys_under_which_all_is_read_are_few():
    content = b"".join(hide(TEXT, key_of(16, seed)) for seed in range(40))
    found = set(sightings(memoryview(content), cribs_of(VOCABULARY), Clock(60)))
    read = list(views(memoryview(content), found))
    whole = [view for view in read if len(view.data) == len(content)]
    assert len(found) == 40
    assert len(whole) == MOST_KEYS * 16 * 2


def test_what_looks_like_the_end_of_a_text_everywhere():
    """Eight bytes that every comparison meets, without the text: nothing is seen, and each place is tried once."""
    tail = PHRASE.encode()[-28:]
    chance = random.Random(3)  # noqa: S311 - reproducible
    content = b"".join(hide(tail, key_of(n % 16 + 1)) + chance.randbytes(3) for n in range(8000))
    assert list(sightings(memoryview(content), cribs_of(VOCABULARY), Clock(60))) == []


@pytest.mark.parametrize("edge", [-60, -30, -20, -8, -1, 0, 1, 7])
def test_a_text_at_the_edge_of_two_blocks(edge):
    content = bytes(BLOCK + edge) + hide(TEXT, key_of(13)) + bytes(100)
    found = {(one.offset, one.text) for one in sightings(memoryview(content), cribs_of(VOCABULARY), Clock(60))}
    assert found == {(BLOCK + edge, PHRASE.encode())}


def test_a_text_at_the_very_end_and_one_that_is_cut_off(tmp_path):
    hidden = hide(PHRASE.encode(), key_of(16))
    assert [seen.value for seen in look(tmp_path, b"\1" * 77 + hidden, "unknown")] == [PHRASE]
    assert [seen.value for seen in look(tmp_path, hidden, "unknown")] == [PHRASE]
    assert look(tmp_path, hidden[:-1], "unknown") == []
    assert look(tmp_path, hidden[1:], "unknown") == []


@pytest.mark.parametrize("size", [*range(1, 40, 3)])
def test_short_content(size, tmp_path):
    assert look(tmp_path, bytes(range(size)), "unknown") == []

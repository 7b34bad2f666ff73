"""Records survive the way to the disk and back; anything else is refused, never believed."""

from __future__ import annotations

import contextlib
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.cache.codec import decode, encode
from scanner.cache.record import Kept, Record
from scanner.types import ByteState, FactKind, LedgerEntry, Observation, Place, Span

text = st.text(max_size=30)
number = st.integers(0, 1 << 50)
spans = st.none() | st.builds(Span, number, number)
entries = st.builds(LedgerEntry, st.just(""), number, number, st.sampled_from(ByteState), text, text)
observations = st.builds(
    Observation,
    st.sampled_from(FactKind),
    text,
    st.just(""),
    st.sampled_from(Place),
    st.none() | number,
    text,
    text,
    text,
    number,
)
kept = st.builds(Kept, text, text, number, number, spans, st.binary(max_size=32))


def several(item: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(item, max_size=4).map(tuple)


records = st.builds(
    Record,
    number,
    text,
    text,
    several(st.tuples(text, text)),
    several(entries),
    several(observations),
    several(text),
    several(kept),
    several(st.tuples(text, text, text)),
)


@given(records)
def test_a_record_comes_back_as_it_was(record):
    assert decode(encode(record)) == record


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda b: b"j" + b) | st.binary().map(lambda b: b"z" + b))
def test_foreign_bytes_are_refused_in_a_way_that_callers_know(data):
    with contextlib.suppress(ValueError, TypeError, LookupError, OverflowError, RecursionError):
        assert not isinstance(decode(data), Record)


@given(records, st.data())
def test_a_record_with_another_shape_is_refused(record, data):
    content = json.loads(json.dumps(json.loads(_plain(encode(record)))))
    content.pop(data.draw(st.integers(0, len(content) - 1)))
    with pytest.raises((ValueError, TypeError, LookupError)):
        decode(b"j" + json.dumps(content).encode())


def _plain(data: bytes) -> bytes:
    return data[1:] if data[:1] == b"j" else zlib.decompress(data[1:])


def test_a_small_record_that_unpacks_to_gigabytes_is_refused():
    bomb = b"z" + zlib.compress(b"[" * (257 << 20), 1)
    with pytest.raises(ValueError, match="too large"):
        decode(bomb)

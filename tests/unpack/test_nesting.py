"""Whatever is packed into whatever: the ledger sums at every node and every payload comes back byte for byte."""

from __future__ import annotations

import hashlib
import random
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.ledger import roll_up
from tests.unpack.build import PACKERS, ar_of, cpio_octal, cpio_of, gzip_of, noise, tar_of, zip_of
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

PAYLOADS = st.one_of(
    st.binary(min_size=1, max_size=2000),
    st.integers(1, 40_000).map(noise),
    st.integers(1, 20_000).map(bytes),
    st.text("abc\n", min_size=1, max_size=500).map(str.encode),
)
MANY = {
    "zip": zip_of,
    "stored zip": lambda files: zip_of(files, zipfile.ZIP_STORED),
    "tar": tar_of,
    "cpio": cpio_of,
    "cpio with sums": lambda files: cpio_of(files, magic=b"070702"),
    "ar": ar_of,
}
ONE = {**PACKERS, "octal cpio": lambda data: cpio_octal(b"member", data), "gzip": gzip_of}


@st.composite
def deliveries(draw, depth=4):
    """(bytes of a container, the payloads in it)."""
    parts = [draw(PAYLOADS) for _ in range(draw(st.integers(1, 3)))]
    payloads = list(parts)
    for _ in range(draw(st.integers(1, depth))):
        if len(parts) == 1 and draw(st.booleans()):
            parts = [ONE[draw(st.sampled_from(sorted(ONE)))](parts[0])]
        else:
            files = {f"m{number}": part for number, part in enumerate(parts)}
            parts = [MANY[draw(st.sampled_from(sorted(MANY)))](files)]
        if draw(st.booleans()):
            extra = draw(PAYLOADS)
            payloads.append(extra)
            parts.append(extra)
    if len(parts) > 1:
        parts = [tar_of({f"m{number}": part for number, part in enumerate(parts)})]
    return parts[0], payloads


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries())
def test_every_payload_comes_back_and_all_sums_hold(delivery):
    data, payloads = delivery
    tree = recurse(data)
    found = {hashlib.sha256(content).digest() for content in tree.data.values()}
    assert all(hashlib.sha256(payload).digest() in found for payload in payloads)
    assert sum(tree.root.values()) == len(data)


def _mutants():
    source = random.Random(20)  # noqa: S311 - the same mutants in every run
    files = {"a": noise(700), "b/c": b"text\n" * 300, "d": bytes(900), "e": noise(3000, 2)}
    inner = zip_of(files)
    bases = [make(files) for make in MANY.values()] + [make(inner) for make in ONE.values()]
    for number in range(300):
        data = bytearray(bases[number % len(bases)])
        if source.random() < 0.4:
            del data[source.randrange(1, len(data)) :]
        for _ in range(source.randrange(0, 6)):
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        if source.random() < 0.2:
            at = source.randrange(len(data))
            data[at : at + 4] = b"\xff\xff\xff\xff"
        yield bytes(data)


def test_three_hundred_damaged_containers_never_break_a_reader():
    for data in _mutants():
        tree = recurse(data)
        assert sum(roll_up(tree.nodes, tree.entries)["delivery"].values()) == len(data)
        outcome = read_bytes(data)
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error

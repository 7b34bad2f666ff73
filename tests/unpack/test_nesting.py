"""Whatever is packed into whatever: the ledger sums at every node and every payload comes back byte for byte."""

from __future__ import annotations

import hashlib
import random
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.ledger import roll_up
from scanner.types import ByteState
from tests.unpack.build import PACKERS, ar_of, cpio_octal, cpio_of, gzip_of, noise, tar_of, zip_of
from tests.unpack.build_7z import seven_zip
from tests.unpack.build_bundles import asar, makeself
from tests.unpack.build_disks import gpt_disk
from tests.unpack.build_fit import fit, fit_outside
from tests.unpack.build_kernel import bzimage, zboot, zimage
from tests.unpack.build_rar import rar5
from tests.unpack.build_rpm import rpm
from tests.unpack.build_streams import compress_z, lz4_frame, lz4_legacy, lzip, lzop
from tests.unpack.build_uimage import multi, uimage
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

PAYLOADS = st.one_of(
    st.binary(min_size=1, max_size=400),
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
MORE_MANY = {
    **MANY,
    "asar": asar,
    "7z": lambda files: seven_zip([(name, data, 0o100644) for name, data in files.items()]),
    "rar": rar5,
    "fit": fit,
    "fit with its images behind it": fit_outside,
    "uimage of several": lambda files: multi(*files.values()),
    "makeself": lambda files: makeself(tar_of(files)),
}
MORE_ONE = {
    **ONE,
    "lz4": lz4_frame,
    "lz4 legacy": lz4_legacy,
    "lzop": lzop,
    "lzip": lzip,
    "bzimage": lambda data: bzimage(gzip_of(data)),
    "zboot": lambda data: zboot(gzip_of(data)),
    "rpm": lambda data: rpm(gzip_of(cpio_of({"member": data}))),
}
PADDED = {
    "uimage": uimage,
    "zimage": lambda data: zimage(gzip_of(data)),
    "compress": compress_z,
    "gpt": lambda data: bytes(gpt_disk([("part", 40, data)], 200 + len(data) // 512)),
}
"""Formats whose child is longer than what went in, or has no end of its own: the sums must hold all the same."""


@st.composite
def deliveries(draw, depth=4, one=ONE, many=MANY):
    """(bytes of a container, the payloads in it)."""
    parts = [draw(PAYLOADS) for _ in range(draw(st.integers(1, 3)))]
    payloads = list(parts)
    for _ in range(draw(st.integers(1, depth))):
        if len(parts) == 1 and draw(st.booleans()):
            parts = [one[draw(st.sampled_from(sorted(one)))](parts[0])]
        else:
            files = {f"m{number}": part for number, part in enumerate(parts)}
            parts = [bytes(many[draw(st.sampled_from(sorted(many)))](files))]
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


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries(one=MORE_ONE, many=MORE_MANY))
def test_every_payload_comes_back_out_of_images_too_or_the_ledger_says_what_did_not(delivery):
    data, payloads = delivery
    tree = recurse(data)
    found = {hashlib.sha256(content).digest() for content in tree.data.values()}
    # A stored zip in a script can be taken for a zip with a script before it: what is lost by that is failed.
    assert tree.unread(ByteState.FAILED) or all(hashlib.sha256(payload).digest() in found for payload in payloads)
    assert sum(tree.root.values()) == len(data)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries(depth=3, one={**MORE_ONE, **PADDED}, many=MORE_MANY), st.data())
def test_all_sums_hold_whatever_is_cut_or_flipped(delivery, data):
    packed = bytearray(delivery[0])
    del packed[data.draw(st.integers(1, len(packed)), label="cut") :]
    packed[data.draw(st.integers(0, len(packed) - 1), label="flip")] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    tree = recurse(bytes(packed))
    assert sum(tree.root.values()) == len(packed)


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

"""PDF streams are read by themselves; what cannot be decoded stays unread."""

from __future__ import annotations

from scanner.types import ByteState
from tests.unpack.case_media import PDF_TEXT, pdf
from tests.unpack.case_unknown import noise
from tests.unpack.harness import read_bytes


def test_deflated_plain_and_picture_streams_become_children() -> None:
    outcome = read_bytes(pdf(), "manual.pdf")
    children = [found.data for found in outcome.children.values()]
    assert children[:2] == [PDF_TEXT, PDF_TEXT]
    assert children[2].startswith(b"\xff\xd8\xff")


def test_noise_in_a_stream_or_between_objects_is_never_read() -> None:
    document = pdf()
    inside = document.replace(b"trailer", b"9 0 obj\nstream\n" + noise(50_000) + b"\nendstream\nendobj\ntrailer")
    outcome = read_bytes(inside, "manual.pdf")
    assert max(found.node.size for found in outcome.children.values()) >= 50_000
    between = read_bytes(document.replace(b"trailer", noise(50_000) + b"trailer"), "manual.pdf")
    assert sum(e.length for e in between.entries if e.state is ByteState.OPAQUE) >= 32_000


def test_what_is_appended_is_judged_by_itself() -> None:
    outcome = read_bytes(pdf() + noise(5_000), "manual.pdf")
    assert any(name.startswith(".trailing") for name in outcome.children)

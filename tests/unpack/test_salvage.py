"""What a broken container still gives, and that it stays broken in the ledger."""

from __future__ import annotations

import hashlib

import pytest

from scanner.formats.source import Source
from scanner.types import CARRIED, ByteState, ParseFailure
from scanner.unpack import salvage
from scanner.unpack.outlet import Outlet
from tests.unpack.build import gzip_of, noise, tar_of, zip_of
from tests.unpack.build_flash import jffs2_file
from tests.unpack.build_native import elf
from tests.unpack.case_images import fixture
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

pytest.importorskip("unblob")


class Broken:
    """Reads ``done`` bytes, hands over ``members`` and gives up, or declares the rest broken and goes on."""

    NAME, FORMATS, LIMITATIONS, TOOLS, SCANNED = "broken", frozenset({"cpio"}), ("",), (), False

    def __init__(self, done: int, *, stops: bool, members: tuple[bytes, ...] = ()) -> None:
        self._done, self._stops, self._members = done, stops, members

    def read(self, source: Source, outlet: Outlet) -> None:
        outlet.parsed(0, self._done)
        for index, member in enumerate(self._members):
            outlet.stream(f"member-{index}", [member])
        if self._stops:
            raise ParseFailure("the next header is none")
        outlet.state(self._done, source.size - self._done, ByteState.FAILED, "a wrong checksum")


ARCHIVE = zip_of({"a.bin": noise(900)})
JUNK = noise(5000, 9)


def test_behind_the_break_formats_are_looked_for_and_the_rest_stays_failed() -> None:
    data = b"header of ten" * 10 + JUNK + ARCHIVE + JUNK + gzip_of(noise(3000)) + JUNK
    outcome = read_bytes(data, format_id="cpio", reader=Broken(130, stops=True))
    assert [child.data[:4] for child in outcome.children.values()] == [ARCHIVE[:4], b"\x1f\x8b\x08\x00"]
    assert all(name.startswith(".salvaged/.") for name in outcome.children)
    assert outcome.totals[ByteState.FAILED] == 3 * len(JUNK)
    assert outcome.error == "ParseFailure: the next header is none"


def test_where_a_reader_went_on_only_whole_containers_count_and_the_range_stays_failed() -> None:
    data = b"header of ten" * 10 + JUNK + gzip_of(noise(3000)) + JUNK + ARCHIVE + JUNK
    outcome = read_bytes(data, format_id="cpio", reader=Broken(130, stops=False))
    assert [child.data for child in outcome.children.values()] == [ARCHIVE]
    assert outcome.totals == {ByteState.PARSED: 130, ByteState.FAILED: len(data) - 130}


def test_what_was_handed_over_before_is_not_handed_over_again() -> None:
    program = elf(noise(3000))
    data = b"header of ten" * 10 + JUNK + program + JUNK
    outcome = read_bytes(data, format_id="cpio", reader=Broken(130, stops=False, members=(program,)))
    assert list(outcome.children) == ["member-0"]


def test_a_container_is_never_a_child_of_itself() -> None:
    data = fixture("xz.squashfs")
    outcome = read_bytes(data, format_id="cpio", reader=Broken(0, stops=True))
    assert all(child.node.size < len(data) for child in outcome.children.values())


def test_ranges_that_a_child_carries_are_not_searched_again() -> None:
    class Checked(Broken):
        def read(self, source: Source, outlet: Outlet) -> None:
            outlet.state(0, source.size, ByteState.FAILED, "the checksum is wrong")
            outlet.view("payload", 100, source.size - 100)

    data = noise(100) + tar_of({"a.zip": ARCHIVE, "b.bin": noise(9000)})
    outcome = read_bytes(data, format_id="cpio", reader=Checked(0, stops=False))
    assert list(outcome.children) == ["payload"]


def test_seven_zip_gets_what_a_reader_gave_up_on() -> None:
    data = zip_of({"a.bin": noise(900), "b/c.txt": b"some text\n" * 30})
    outcome = read_bytes(data, format_id="zip", reader=Broken(0, stops=True, members=(noise(900),)))
    assert {name: child.data for name, child in outcome.children.items()} == {
        "member-0": noise(900),
        ".salvaged/b/c.txt": b"some text\n" * 30,
    }
    assert outcome.totals == {ByteState.FAILED: len(data)}


def test_a_leaf_that_was_read_is_left_alone() -> None:
    class Leaf(Broken):
        SCANNED = True

    outcome = read_bytes(JUNK + ARCHIVE, format_id="text", reader=Leaf(0, stops=False))
    assert outcome.children == {}


def test_salvage_that_breaks_itself_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(salvage, "find", broken)
    outcome = read_bytes(JUNK + ARCHIVE, format_id="cpio", reader=Broken(0, stops=True))
    assert outcome.totals == {ByteState.FAILED: len(JUNK + ARCHIVE)}
    assert ("salvage", "stopped: no memory") in outcome.attributes


def test_a_file_system_in_the_range_that_a_cut_one_claims_is_found() -> None:
    first = fixture("xz.squashfs")
    second = b"".join(jffs2_file(2 + n, b"file-%d" % n, noise(700, n)) for n in range(3))
    tree = recurse(noise(333) + first[: len(first) // 3] + second + noise(900, 2))
    assert {noise(700, n) for n in range(3)} <= set(tree.data.values())
    assert tree.root[ByteState.FAILED] > 0
    assert CARRIED not in tree.root


@pytest.mark.parametrize("share", [3, 1.5])
def test_a_cut_archive_gives_its_whole_members(share: float) -> None:
    members = {f"{n}.bin": noise(3000, n) for n in range(9)}
    data = zip_of(members)
    tree = recurse(data[: int(len(data) / share)])
    found = {hashlib.sha256(data).hexdigest() for data in tree.data.values()}
    whole = [name for name, data in members.items() if hashlib.sha256(data).hexdigest() in found]
    assert len(whole) >= int(9 / share) - 1
    assert tree.root[ByteState.FAILED] > 0


def test_a_node_that_a_reader_hands_over_whole_as_its_own_child_is_a_failure() -> None:
    class Whole(Broken):
        def read(self, source: Source, outlet: Outlet) -> None:
            outlet.view("again", 0, source.size)

    outcome = read_bytes(JUNK, format_id="cpio", reader=Whole(0, stops=False))
    assert outcome.children == {}
    assert outcome.totals == {ByteState.FAILED: len(JUNK)}

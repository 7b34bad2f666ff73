from __future__ import annotations

from scanner.unpack.names import Names


def test_names_are_unique_and_cannot_be_mistaken_for_other_containers():
    names = Names("d.zip", 100)
    paths = [names.path_of(name)[0] for name in ("a", "a", b"a", "a#2", "x!/y", "z!", "", "///")]
    assert paths == [
        "d.zip!/a", "d.zip!/a#2", "d.zip!/a#3", "d.zip!/a#2#2", "d.zip!/x\\x21/y", "d.zip!/z\\x21",
        "d.zip!/unnamed", "d.zip!/unnamed#2",
    ]  # fmt: skip


def test_a_cut_name_is_told_and_keeps_both_ends():
    path, cut = Names("d", 20).path_of("first" + "x" * 100 + "last.so")
    assert cut
    assert len(path) == len("d!/") + 20
    assert path.startswith("d!/first")
    assert path.endswith(".so")
    assert Names("d", 20).path_of("n" * 20) == ("d!/" + "n" * 20, False)


def test_what_becomes_longer_by_being_made_visible_is_cut_too():
    assert Names("d", 20).path_of(b"\x01" * 10)[1]


def test_a_hundred_thousand_equal_names():
    names = Names("d", 20)
    assert len({names.path_of("same")[0] for _ in range(100_000)}) == 100_000

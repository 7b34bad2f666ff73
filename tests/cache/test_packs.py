"""Packs that were checked before: the same as unchecked ones, and never believed where somebody else can write."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import yara

from scanner import screen
from scanner.cache import packs
from scanner.cache.packs import PackCache
from scanner.catalogue import load as loading
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.packs import load_packs
from scanner.screening import Options
from tests.catalogue.packs import SIGNATURE, write_pack
from tests.catalogue.signed import city

RULE = 'rule acme_rule { strings: $a = "AcmeFaceRule" condition: $a }'
WITH_RULE = (
    SIGNATURE
    + "  - {id: f002, kind: yara, value: acme_rule, strength: support, top: shipped, source: s, verified: true}\n"
)
DATA = b"..AcmeFaceCompare\0..AcmeFaceRule.."


@pytest.fixture
def two(tmp_path):
    """A main pack with a hand-written rule and a private one."""
    main = write_pack(tmp_path / "main", {"sdk/acme/acme-face.yaml": WITH_RULE, "sdk/acme/acme-face.yar": RULE})
    return main, city(tmp_path / "city")


def _use(two, memory):
    pack = load_packs([two[1]], main=two[0], memory=memory)
    return pack, compile_pack(pack, memory)


def _hits(vocabulary):
    return sorted((m.rule, m.namespace, s.identifier) for m in vocabulary.rules.match(data=DATA) for s in m.strings)


def test_the_same_as_without_and_without_reading_it_again(two, tmp_path, monkeypatch):
    plain, made = _use(two, None)
    _use(two, PackCache(tmp_path / "cache"))
    monkeypatch.setattr(loading, "read_yaml", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(yara, "compile", lambda **_: pytest.fail("compiled again"))
    pack, vocabulary = _use(two, PackCache(tmp_path / "cache"))
    assert pack == plain
    assert (vocabulary.patterns, vocabulary.names) == (made.patterns, made.names)
    assert (vocabulary.config_keys, vocabulary.config_terms) == (made.config_keys, made.config_terms)
    assert _hits(vocabulary) == _hits(made) != []


def test_the_installed_pack_is_the_same_too(tmp_path):
    plain = load_packs()
    for _ in range(2):
        memory = PackCache(tmp_path)
        pack = load_packs(memory=memory)
        assert pack == plain
        assert compile_pack(pack, memory).patterns == compile_pack(plain).patterns


def test_a_change_of_the_pack_is_seen(two, tmp_path):
    _use(two, PackCache(tmp_path / "cache"))
    file = two[1] / "sdk/city/city-of-x-face.yaml"
    file.write_text(file.read_text().replace("AcmeFaceCompare", "OtherCompare"))
    pack, vocabulary = _use(two, PackCache(tmp_path / "cache"))
    assert "OtherCompare" in {fact.value for signature in pack.signatures for fact in signature.facts}
    assert vocabulary.rules.match(data=b"\0OtherCompare\0")
    file.write_text(file.read_text().replace("strong", "mighty"))
    with pytest.raises(CatalogueError, match="strength"):
        _use(two, PackCache(tmp_path / "cache"))


def test_another_engine_reads_anew(two, tmp_path, monkeypatch):
    _use(two, PackCache(tmp_path / "cache"))
    monkeypatch.setattr(packs, "__version__", "9.9.9")
    memory = PackCache(tmp_path / "cache")
    assert memory.recall(f"content-{load_packs(main=two[0]).digest}") is None


def _damaged(data):
    yield b""
    yield data[:20]
    yield data[:-1]
    yield data + b"x"
    yield data[:50] + bytes([data[50] ^ 1]) + data[51:]
    rest = (2**63).to_bytes(8, "little") + b"{"
    yield hashlib.sha256(rest).digest() + rest


def test_damage_costs_time_only(two, tmp_path):
    plain, made = _use(two, None)
    _use(two, PackCache(tmp_path / "cache"))
    files = [*(tmp_path / "cache" / packs.FOLDER).iterdir()]
    assert len(files) == 3
    for spoilt in files:
        whole = spoilt.read_bytes()
        for data in _damaged(whole):
            spoilt.write_bytes(data)
            pack, vocabulary = _use(two, PackCache(tmp_path / "cache"))
            assert (pack, _hits(vocabulary)) == (plain, _hits(made))
            assert spoilt.read_bytes() == whole or "rules" in spoilt.name


def _poison(folder: Path) -> None:
    """What a stranger would put there: a well-formed entry with other content."""
    memory = PackCache(folder)
    file = next(f for f in (folder / packs.FOLDER).iterdir() if f.name.startswith("rules"))
    memory.keep(file.name.rpartition("-")[0], {})


@pytest.mark.parametrize("where", [".", packs.FOLDER])
def test_a_folder_that_others_can_write_is_not_used(where, two, tmp_path):
    _, made = _use(two, None)
    cache = tmp_path / "cache"
    _use(two, PackCache(cache))
    _poison(cache)
    (cache / where).chmod(0o777)
    memory = PackCache(cache)
    assert "somebody else" in memory.trouble
    assert _hits(_use(two, memory)[1]) == _hits(made)


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_a_file_that_others_can_write_is_not_used(mode, two, tmp_path):
    _, made = _use(two, None)
    cache = tmp_path / "cache"
    _use(two, PackCache(cache))
    _poison(cache)
    for file in (cache / packs.FOLDER).iterdir():
        file.chmod(mode)
    assert _hits(_use(two, PackCache(cache))[1]) == _hits(made)


def test_a_link_or_a_folder_in_place_of_a_file_is_not_used(two, tmp_path):
    cache = tmp_path / "cache"
    _, made = _use(two, PackCache(cache))
    for number, file in enumerate((cache / packs.FOLDER).iterdir()):
        file.rename(tmp_path / str(number))
        file.symlink_to(tmp_path / str(number)) if number else file.mkdir()
    memory = PackCache(cache)
    assert _hits(_use(two, memory)[1]) == _hits(made)


def test_only_so_many_files_are_kept(tmp_path):
    memory = PackCache(tmp_path)
    for number in range(40):
        memory.keep(f"content-{number}", number)
    assert len([*(tmp_path / packs.FOLDER).iterdir()]) == 24
    assert memory.recall("content-39") == (39, b"")


def test_it_can_be_emptied(tmp_path):
    packs.forget(tmp_path)
    PackCache(tmp_path).keep("content-1", 1)
    packs.forget(tmp_path)
    assert [*(tmp_path / packs.FOLDER).iterdir()] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    memory = PackCache(tmp_path)
    (tmp_path / packs.FOLDER).chmod(0o500)
    memory.keep("content-1", 1)
    assert "cannot be kept" in memory.trouble


def test_a_screening_says_why_it_was_not_used_and_is_the_same(two, tmp_path):
    (tmp_path / "delivery.bin").write_bytes(DATA)
    cache = tmp_path / "cache"
    options = {"pack": two[0], "signatures": (two[1],), "policies": ("test-law",), "jobs": 1}
    without = screen(tmp_path / "delivery.bin", options=Options(**options))
    for _ in range(2):
        again = screen(tmp_path / "delivery.bin", options=Options(**options, cache_dir=cache))
        assert again.screening == without.screening
    assert without.findings
    (cache / packs.FOLDER).chmod(0o777)
    noted = screen(tmp_path / "delivery.bin", options=Options(**options, cache_dir=cache))
    assert any(note.startswith("Cache: ") and "somebody else" in note for note in noted.run["notes"])

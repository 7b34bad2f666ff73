"""Signed packs: what is taken, what is refused and why, and that a refusal changes nothing."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.imported import read_record
from scanner.catalogue.packs import load_packs
from scanner.catalogue.signed import archive as limits
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.install import install
from scanner.catalogue.signed.manifest import ENVELOPE, MEDIA_TYPE
from scanner.types import UsageError
from tests.catalogue.packs import ABOUT, SIGNATURE, write_pack
from tests.catalogue.signed import KEY, OTHER, TODAY, city, entry, manifest_of, signed, spoilt

FILE = "sdk/city/city-of-x-face.yaml"


@pytest.fixture(autouse=True)
def _installed(tmp_path_factory, monkeypatch):
    """A small pack in place of the installed one: these tests are not about its content."""
    own = SIGNATURE.replace("acme-face", "installed-face")
    changes = {"pack.yaml": _main("2026.11.0"), "sdk/acme/acme-face.yaml": None, "sdk/acme/installed-face.yaml": own}
    folder = write_pack(tmp_path_factory.mktemp("installed"), changes)
    for module in ("load", "signed.install"):
        monkeypatch.setattr(f"scanner.catalogue.{module}.pack_folder", lambda: folder)


@pytest.fixture
def good(tmp_path):
    return signed(city(tmp_path / "pack"), tmp_path / "good.zip", number=5)


def _import(file, tmp_path, trust=KEY, today=TODAY):
    return install(file, tmp_path / "data", today, trust.public_key if trust else None)


def _state(tmp_path):
    data = tmp_path / "data"
    return sorted(str(f.relative_to(data)) for f in data.rglob("*") if f.name != ".lock" and f.is_file())


def test_round_trip(good, tmp_path):
    done = _import(good, tmp_path)
    assert (done.manifest.id, done.manifest.number, done.key) == ("city-of-x", 5, KEY.public_key.keyid)
    pack = load_packs(data=tmp_path / "data")
    assert [(about.id, about.origin, about.expires) for about in pack.about] == [
        ("facescreen", "installed", ""),
        ("city-of-x", "imported", "2027-06-01"),
    ]
    assert "city-of-x-face" in {signature.id for signature in pack.signatures}
    assert pack == done.pack


def test_the_same_pack_gives_the_same_file(good, tmp_path):
    again = signed(city(tmp_path / "copy"), tmp_path / "again.zip", number=5)
    assert again.read_bytes() == good.read_bytes()


def test_two_cities_beside_each_other(good, tmp_path):
    _import(good, tmp_path)
    _import(signed(city(tmp_path / "y", "b-town"), tmp_path / "y.zip", key=OTHER), tmp_path, OTHER)
    assert [about.id for about in load_packs(data=tmp_path / "data").about] == ["facescreen", "b-town", "city-of-x"]


def test_the_next_number_needs_no_key_again_and_replaces(good, tmp_path):
    _import(good, tmp_path)
    for number in (6, 7, 8):
        newer = signed(city(tmp_path / str(number), version=f"2026.12.{number}"), tmp_path / "n.zip", number)
        _import(newer, tmp_path, trust=None)
    pack = load_packs(data=tmp_path / "data")
    assert [about.version for about in pack.about][1:] == ["2026.12.8"]
    assert len(list((tmp_path / "data/packs/city-of-x").iterdir())) == 2


def test_an_update_of_the_installed_pack_takes_its_place_only_when_newer(tmp_path):
    for number, version, origin in ((1, "2020.1.0", "installed"), (2, "2098.1.0", "imported")):
        folder = write_pack(tmp_path / version, {"pack.yaml": _main(version)})
        file = signed(folder, tmp_path / "m.zip", number)
        install(file, tmp_path / "data", TODAY, KEY.public_key, replaces_installed=True)
        pack = load_packs(data=tmp_path / "data")
        assert [(about.id, about.origin) for about in pack.about] == [("facescreen", origin)]
        assert version in pack.remarks[0]
    assert pack.version == "2098.1.0"
    assert load_packs(data=tmp_path / "data", main=write_pack(tmp_path / "own")).remarks == ()


def _main(version):
    return ABOUT.replace("id: acme", "id: facescreen").replace("2026.11.0", version)


REFUSED = {
    "other key": ({"key": OTHER}, "wrong signature"),
    "other purpose": ({"media": "application/vnd.in-toto+json"}, "no signature pack"),
    "expired": ({"manifest": {"expires": "2026-11-24"}}, "expired: .* until 2026-11-24, today is 2026-11-25"),
    "too new": ({"manifest": {"min_engine": "99.0.0"}}, "needs facescreen 99.0.0"),
    "changed file": ({"members": {FILE: b"id: x"}}, "was changed: .* is not as it was signed"),
    "missing file": ({"members": {FILE: None}}, "no member"),
    "stray file": ({"members": {"sdk/city/more.yaml": b"x"}}, "not in the signed manifest"),
    "not a manifest": ({"payload": b"[]"}, "not of a form"),
    "not json": ({"payload": b"\xff"}, "not of a form"),
    "later format": ({"payload": b'{"format": 2}'}, "not of a form"),
    "other id": ({"manifest": {"id": "city-of-z"}}, "do not name the same pack"),
    "other digest": ({"manifest": {"digest": "0" * 64}}, "do not name the same pack"),
    "no envelope": ({"members": {ENVELOPE: None}}, "no exported pack"),
    "broken envelope": ({"members": {ENVELOPE: b"{"}}, "cannot be read"),
    "list as envelope": ({"members": {ENVELOPE: b"[]"}}, "cannot be read"),
    "number as signature": (
        {"members": {ENVELOPE: b'{"payload": "", "payloadType": "x", "signatures": [1]}'}},
        "cannot be read",
    ),
    "a type that is no text": (
        {"members": {ENVELOPE: b'{"payload": "", "payloadType": "\\ud800", "signatures": []}'}},
        "no signature pack",
    ),
    "deep": ({"members": {ENVELOPE: b"[" * 100_000}}, "cannot be read"),
    "not base64": (
        {"members": {ENVELOPE: b'{"payload": "?", "payloadType": "x", "signatures": [{"keyid": "a", "sig": "!"}]}'}},
        "cannot be read",
    ),
    "unsigned": (
        {"members": {ENVELOPE: b'{"payload": "e30=", "payloadType": "%b", "signatures": []}' % MEDIA_TYPE.encode()}},
        "no trusted key signed",
    ),
    "climbing name": ({"members": {"../outside.yaml": b"x"}}, "a name that no pack has"),
    "absolute name": ({"members": {"/etc/outside.yaml": b"x"}}, "a name that no pack has"),
    "drive name": ({"members": {"C:\\outside.yaml": b"x"}}, "a name that no pack has"),
    "hidden name": ({"members": {"sdk/.hidden.yaml": b"x"}}, "a name that no pack has"),
    "folder": ({"members": {"sdk/city/": b""}}, "a name that no pack has"),
    "same name in capitals": ({"members": {"PACK.YAML": b"x"}}, "stands twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_and_nothing_changed(case, good, tmp_path):
    changes, words = REFUSED[case]
    bad = spoilt(good, tmp_path / "bad.zip", **changes)
    with pytest.raises(Refused, match=words):
        _import(bad, tmp_path)
    assert _state(tmp_path) == []
    _import(good, tmp_path)
    before = _state(tmp_path)
    with pytest.raises(Refused):
        _import(bad, tmp_path)
    assert _state(tmp_path) == before


def test_no_key_is_trusted_by_itself(good, tmp_path):
    with pytest.raises(Refused, match=f"signed by {KEY.public_key.keyid}.*--trust"):
        _import(good, tmp_path, trust=None)
    assert _state(tmp_path) == []


def test_a_key_counts_for_its_own_pack_only(good, tmp_path):
    _import(good, tmp_path)
    theirs = signed(city(tmp_path / "y", "b-town"), tmp_path / "y.zip")
    with pytest.raises(Refused, match="trusted for other packs, not for b-town"):
        _import(theirs, tmp_path, trust=None)


def test_the_key_that_is_named_must_be_the_one_that_signed(good, tmp_path):
    _import(good, tmp_path)
    newer = signed(city(tmp_path / "n"), tmp_path / "n.zip", number=6)
    with pytest.raises(Refused, match="wrong signature"):
        _import(newer, tmp_path, trust=OTHER)
    assert read_record(tmp_path / "data").trusted == {"city-of-x": (KEY.public_key.keyid,)}


@pytest.mark.parametrize("number", [5, 4, 1])
def test_rollback(number, good, tmp_path):
    _import(good, tmp_path)
    old = signed(city(tmp_path / "old"), tmp_path / "old.zip", number=number)
    with pytest.raises(Refused, match=f"rollback: this is number {number} .* number 5 was imported before"):
        _import(old, tmp_path)
    with pytest.raises(Refused, match="rollback"):
        _import(spoilt(old, tmp_path / "o.zip", key=OTHER), tmp_path, trust=OTHER)


def test_the_packs_own_expiry_counts_as_well(tmp_path):
    folder = city(tmp_path / "pack", **{"min_engine": "expires: 2026-11-24\nmin_engine"})
    file = spoilt(signed(folder, tmp_path / "a.zip"), tmp_path / "b.zip", manifest={"expires": "2027-01-01"})
    with pytest.raises(Refused, match="expired: the pack's own last day was 2026-11-24"):
        _import(file, tmp_path)


def test_the_last_day_counts(good, tmp_path):
    assert _import(good, tmp_path, today="2027-06-01").manifest.expires == "2027-06-01"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SIGNATURE.replace("acme-face", "city-of-x-face").replace("strong", "mighty"), "strength"),
        ("]", "YAML"),
    ],
)
def test_a_signed_pack_that_cannot_be_used(content, words, good, tmp_path):
    files = {**manifest_of(good).files, FILE: entry(content.encode())}
    bad = spoilt(good, tmp_path / "bad.zip", members={FILE: content.encode()}, manifest={"files": files})
    with pytest.raises(Refused, match=f"cannot be used: .*{words}"):
        _import(bad, tmp_path)


def test_a_pack_that_clashes_with_the_installed_one(tmp_path):
    folder = city(tmp_path / "c", "installed")
    with pytest.raises(Refused, match="both have a signature of this id"):
        _import(signed(folder, tmp_path / "c.zip"), tmp_path)


def test_an_update_of_the_installed_pack_needs_policies(tmp_path):
    folder = city(tmp_path / "pack", "facescreen", "2098.1.0")
    with pytest.raises(Refused, match="has no policies"):
        install(signed(folder, tmp_path / "m.zip"), tmp_path / "data", TODAY, KEY.public_key, replaces_installed=True)


def _plain(tmp_path, *members, mode=0, change=None):
    target = tmp_path / "bad.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, mode << 16
            made.writestr(info, content)
    if change is not None:
        target.write_bytes(change(target.read_bytes()))
    return target


def _understated(data):
    """The size in local header and directory (APPNOTE 4.3.7, 4.3.12) set to 10."""
    large = struct.pack("<I", 1 << 20)
    return data.replace(large, struct.pack("<I", 10))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: _plain(p, ("a.yaml", b"target"), mode=stat.S_IFLNK | 0o777), "no plain file"),
        (lambda p: _plain(p, ("a.yaml", b"x"), mode=stat.S_IFIFO), "no plain file"),
        (lambda p: _plain(p, ("a.yaml", bytes(limits.LARGEST_MEMBER + 1))), "larger than"),
        (lambda p: _plain(p, *((f"{n}.yaml", bytes(4 << 20)) for n in range(17))), "unpacks to more than"),
        (lambda p: _plain(p, (ENVELOPE, bytes(1 << 20)), change=_understated), "damaged|not of the size"),
        (lambda p: _plain(p, ("a.yaml", b"x"), change=lambda d: d[:-30]), "no zip"),
        (lambda p: _plain(p, ("a.yaml", b"x"), change=lambda d: d + limits._HEADER * 5_001), "more than 5,001"),
        (lambda p: _plain(p, ("a.yaml", b"x"), change=lambda d: b""), "no zip"),
        (lambda p: _plain(p, ("a.yaml", b"x"), change=lambda d: bytes(limits.LARGEST_FILE + 1)), "larger than"),
    ],
    ids=["symlink", "fifo", "member", "total", "understated", "cut", "members", "empty", "file"],
)
def test_hostile_zips(make, words, tmp_path):
    with pytest.raises(Refused, match=words):
        _import(make(tmp_path), tmp_path)


def test_a_name_that_stands_twice(good, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(good, "a") as again:
        again.writestr("pack.yaml", b"id: x")
    with pytest.raises(Refused, match="stands twice"):
        _import(good, tmp_path)


def test_every_cut_and_every_flipped_byte_is_refused_or_changes_nothing(good, tmp_path):
    data = good.read_bytes()
    for place in range(0, len(data), 37):
        flipped = tmp_path / "flipped.zip"
        flipped.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        try:
            done = install(flipped, tmp_path / f"d{place}", TODAY, KEY.public_key)
        except Refused:
            continue
        assert done.manifest == manifest_of(good)


def test_what_changed_after_the_import_is_not_used(good, tmp_path):
    _import(good, tmp_path)
    file = next((tmp_path / "data/packs").rglob("city-of-x-face.yaml"))
    file.write_text(file.read_text().replace("strong", "context"))
    with pytest.raises(CatalogueError, match="was changed since its import"):
        load_packs(data=tmp_path / "data")


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '{"packs": {}}', '{"packs": {"x": {}}, "trusted": {}}'])
def test_a_record_that_cannot_be_read_is_not_an_empty_one(text, tmp_path):
    (tmp_path / "imported.json").write_text(text)
    with pytest.raises(CatalogueError, match=r"imported\.json"):
        load_packs(data=tmp_path)


def test_a_record_cannot_point_elsewhere(good, tmp_path):
    _import(good, tmp_path)
    file = tmp_path / "data/imported.json"
    value = json.loads(file.read_text())
    value["packs"]["city-of-x"]["folder"] = "packs/../../elsewhere"
    file.write_text(json.dumps(value))
    with pytest.raises(CatalogueError, match=r"imported\.json"):
        load_packs(data=tmp_path / "data")


def test_a_folder_that_others_can_write_is_not_believed(good, tmp_path):
    _import(good, tmp_path)
    (tmp_path / "data").chmod(0o777)
    with pytest.raises(CatalogueError, match="somebody else"):
        load_packs(data=tmp_path / "data")
    with pytest.raises(CatalogueError, match="somebody else"):
        _import(good, tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everywhere")
def test_a_folder_that_cannot_be_read_is_said(good, tmp_path):
    _import(good, tmp_path)
    (tmp_path / "data").chmod(0)
    pack = load_packs(data=tmp_path / "data")
    (tmp_path / "data").chmod(0o700)
    assert [about.id for about in pack.about] == ["facescreen"]
    assert "cannot be read by this user" in pack.remarks[0]


def test_a_user_without_a_home_has_imported_nothing(monkeypatch):
    def nowhere():
        raise RuntimeError

    for name in ("FACESCREEN_DATA_DIR", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert [about.id for about in load_packs().about] == ["facescreen"]


def test_a_trusted_key_that_is_gone_or_another(good, tmp_path):
    _import(good, tmp_path)
    newer = signed(city(tmp_path / "n"), tmp_path / "n.zip", number=6)
    key = next((tmp_path / "data/keys").iterdir())
    from scanner.catalogue.signed.keys import pem_of

    key.write_bytes(pem_of(OTHER.public_key))
    with pytest.raises(Refused, match="wrong signature"):
        _import(newer, tmp_path, trust=None)
    key.unlink()
    with pytest.raises(CatalogueError, match="a trusted key cannot be read"):
        _import(newer, tmp_path, trust=None)


def test_an_export_that_expires_before_its_own_date(tmp_path):
    with pytest.raises(UsageError, match="cannot expire"):
        signed(city(tmp_path / "pack"), tmp_path / "a.zip", expires="2026-11-24")


def test_an_export_of_a_name_that_no_import_takes(tmp_path):
    folder = city(tmp_path / "pack")
    (folder / "sdk/city").rename(folder / "sdk/a city")
    with pytest.raises(CatalogueError, match="letters, digits"):
        signed(folder, tmp_path / "a.zip")


def test_an_export_that_cannot_be_written(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        signed(city(tmp_path / "pack"), Path(tmp_path / "none" / "a.zip"))

"""After an import: damage is mended by the same file, packs and keys can be taken back, and nothing older comes in."""

from __future__ import annotations

import json
import shutil

import pytest

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.imported import read_record
from scanner.catalogue.packs import load_packs
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.install import install
from scanner.catalogue.signed.upkeep import distrust, remove
from scanner.types import UsageError
from tests.catalogue.packs import ABOUT, SIGNATURE, write_pack
from tests.catalogue.signed import KEY, OTHER, TODAY, city, signed

NAME = "city-of-x"


@pytest.fixture(autouse=True)
def _installed(tmp_path_factory, monkeypatch):
    own = SIGNATURE.replace("acme-face", "installed-face")
    about = ABOUT.replace("id: acme", "id: facescreen")
    changes = {"pack.yaml": about, "sdk/acme/acme-face.yaml": None, "sdk/acme/installed-face.yaml": own}
    folder = write_pack(tmp_path_factory.mktemp("installed"), changes)
    for module in ("load", "signed.install"):
        monkeypatch.setattr(f"scanner.catalogue.{module}.pack_folder", lambda: folder)


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def good(tmp_path):
    return signed(city(tmp_path / "pack"), tmp_path / "good.zip", number=5)


def _take(file, data, trust=None, today=TODAY):
    return install(file, data, today, trust.public_key if trust else None)


def _ids(data):
    return [about.id for about in load_packs(data=data).about]


def _edited(data):
    file = next((data / "packs").rglob("city-of-x-face.yaml"))
    file.write_text(file.read_text() + "\n")


def _gone(data):
    shutil.rmtree(data / "packs" / NAME)


@pytest.mark.parametrize("damage", [_edited, _gone])
def test_the_same_file_mends_what_it_brought(damage, good, data, tmp_path):
    _take(good, data, KEY)
    damage(data)
    with pytest.raises(CatalogueError, match="import its file again"):
        load_packs(data=data)
    older = signed(city(tmp_path / "older"), tmp_path / "older.zip", number=4)
    with pytest.raises(Refused, match="rollback"):
        _take(older, data)
    _take(good, data)
    assert _ids(data) == ["facescreen", NAME]
    with pytest.raises(Refused, match="rollback"):
        _take(good, data)


def test_a_newer_file_takes_the_place_of_a_damaged_one(good, data, tmp_path):
    _take(good, data, KEY)
    _edited(data)
    _take(signed(city(tmp_path / "n", version="2026.12.0"), tmp_path / "n.zip", number=6), data)
    assert load_packs(data=data).about[1].version == "2026.12.0"


def test_another_file_of_the_same_number_does_not(good, data, tmp_path):
    _take(good, data, KEY)
    _edited(data)
    with pytest.raises(Refused, match="rollback"):
        _take(signed(city(tmp_path / "n", version="2026.12.0"), tmp_path / "n.zip", number=5), data)


def test_a_removed_pack_comes_back_but_no_older_one(good, data, tmp_path):
    _take(good, data, KEY)
    remove(data, NAME)
    assert _ids(data) == ["facescreen"]
    assert not (data / "packs" / NAME).exists()
    with pytest.raises(Refused, match="rollback"):
        _take(signed(city(tmp_path / "o"), tmp_path / "o.zip", number=4), data)
    _take(good, data)
    assert _ids(data) == ["facescreen", NAME]


def test_a_damaged_pack_can_be_removed(good, data):
    _take(good, data, KEY)
    _gone(data)
    remove(data, NAME)
    assert _ids(data) == ["facescreen"]


def test_a_key_is_trusted_no_longer_and_its_packs_go(good, data, tmp_path):
    _take(good, data, KEY)
    _take(signed(city(tmp_path / "y", "b-town"), tmp_path / "y.zip", key=OTHER), data, OTHER)
    key = KEY.public_key.keyid
    assert distrust(data, key[:8].upper()) == (key, (NAME,))
    assert _ids(data) == ["facescreen", "b-town"]
    assert list(read_record(data).trusted) == ["b-town"]
    newer = signed(city(tmp_path / "n"), tmp_path / "n.zip", number=6)
    with pytest.raises(Refused, match="wrong signature"):
        _take(newer, data)
    with pytest.raises(UsageError, match="no trusted key"):
        distrust(data, key)


@pytest.mark.parametrize("name", ["b-town", "facescreen", ""])
def test_only_what_was_imported_is_removed(name, good, data):
    _take(good, data, KEY)
    with pytest.raises(UsageError, match="there are: city-of-x"):
        remove(data, name)


def test_a_short_key_names_none(good, data):
    _take(good, data, KEY)
    with pytest.raises(UsageError, match="8 digits or more"):
        distrust(data, KEY.public_key.keyid[:7])


def test_a_new_key_does_not_replace_the_installed_pack_by_itself(data, tmp_path):
    """Whoever is trusted for "a pack of the city" must not decide what every screening finds."""
    about = ABOUT.replace("id: acme", "id: facescreen").replace("2026.11.0", "2098.1.0")
    folder = write_pack(tmp_path / "m", {"pack.yaml": about})
    file = signed(folder, tmp_path / "m.zip")
    with pytest.raises(Refused, match="takes the place of the installed pack facescreen"):
        _take(file, data, KEY)
    install(file, data, TODAY, KEY.public_key, replaces_installed=True)
    _take(signed(folder, tmp_path / "n.zip", number=2), data)
    with pytest.raises(Refused, match="takes the place"):
        _take(signed(folder, tmp_path / "o.zip", number=3, key=OTHER), data, OTHER)


def test_a_clock_that_was_set_back_does_not_make_an_expired_file_good(data, tmp_path):
    old = signed(city(tmp_path / "o", **{"2026-11-25": "2020-01-01"}), tmp_path / "o.zip", expires="2026-11-24")
    with pytest.raises(Refused, match="expired"):
        _take(old, data, KEY, today="2020-02-01")


def test_a_file_with_two_signatures_counts_by_the_one_that_is_trusted(data, tmp_path):
    from securesystemslib.dsse import Envelope

    from scanner.catalogue.signed.archive import Archive
    from scanner.catalogue.signed.manifest import ENVELOPE
    from tests.catalogue.signed import spoilt

    _take(signed(city(tmp_path / "x"), tmp_path / "x.zip"), data, KEY)
    _take(signed(city(tmp_path / "y", "b-town"), tmp_path / "y.zip", key=OTHER), data, OTHER)
    for number, name in enumerate((NAME, "b-town"), 2):
        single = signed(city(tmp_path / f"{number}", name), tmp_path / "single.zip", number)
        envelope = Envelope.from_dict(json.loads(Archive(single).read(ENVELOPE)))
        envelope.sign(OTHER)
        envelope.sign(KEY)
        both = spoilt(single, tmp_path / "both.zip", members={ENVELOPE: json.dumps(envelope.to_dict()).encode()})
        assert _take(both, data).manifest.number == number

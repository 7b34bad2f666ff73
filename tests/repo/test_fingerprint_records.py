"""Every released fingerprint is valid, stated for readers, and can be learned anew from a list."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import yaml

from benchmarks.fingerprints.lists import FOLDER, NO_PROJECTS, WrongList, read, targets
from scanner.catalogue.fingerprints import MOST_BYTES, record_from
from scanner.catalogue.recorded import checked_record
from tests.repo.tree import ROOT

RECORDS = sorted((ROOT / "signatures" / "fingerprints").glob("*.yaml"))
LISTS = sorted(path for path in FOLDER.glob("*.yaml") if path.stem not in NO_PROJECTS)
PAGE = ROOT / "docs" / "fingerprints.md"
MOST_OF_ALL = 1_000_000
FEWEST = {True: 2_000, False: 250}
"""Unrelated files of a background: native ones, and archives of bytecode."""


@cache
def of_all_lists():
    """Parsing them takes a second."""
    return targets()


def record(path):
    return record_from(checked_record(path.read_bytes(), f"fingerprints/{path.name}"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_valid_and_small(path):
    assert path.stat().st_size <= MOST_BYTES
    found = record(path)
    assert found.id == path.stem
    assert found.triggers, "the byte search would never ask for it"
    assert found.learned.background_files > FEWEST[found.family == "native"]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_can_be_learned_anew(path):
    found = record(path)
    target = next((one for one in of_all_lists() if one.id == found.id), None)
    assert target, "no list of benchmarks/lists/fingerprints has this target"
    assert target.family == found.family
    assert str(target.record.get("kind", "face")) == found.kind
    assert sorted(target.record.get("capabilities") or ()) == sorted(found.capabilities)
    listed = Counter(source.version for source in target.files["samples"])
    assert listed == Counter(version for _, _, version in found.learned.samples), "the list has other samples"


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_stated(path):
    assert f"`{path.stem}`" in PAGE.read_text(encoding="utf-8"), "run: python -m benchmarks.page"


def test_all_records_together_are_small():
    assert sum(path.stat().st_size for path in RECORDS) <= MOST_OF_ALL


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_is_in_its_form(path):
    assert all(target.files["samples"] for target in read(path))


def test_packages_are_learned_with_or_held_out_and_of_no_target():
    parts = yaml.safe_load((FOLDER / "background.yaml").read_text(encoding="utf-8"))
    background, heldout = names(parts["background"]), names(parts["heldout"])
    assert background and heldout
    assert not background & heldout
    listed = {
        name(source.where)
        for target in of_all_lists()
        for role in ("samples", "sisters", "positives")
        for source in target.files[role]
        if source.form in {"deb", "pypi"}
    }
    assert not listed & heldout
    assert not listed & background, "a copy of a target in the background takes the target's own features away"


def names(part):
    of_debian = {one for packages in part["deb"].values() for one in packages}
    return of_debian | {name(line.split()[0]) for line in part["pypi"]}


def name(where):
    return where.rpartition("/")[2].partition("=")[0].lower()


WRONG = {
    "beginning": "samples: []",
    "form": "targets: {a: {samples: [{from: 'http://x'}]}}",
    "key": "targets: {a: {sample: []}}",
    "wheel": "targets: {a: {samples: [{from: 'pypi:a==1', pick: '*.so'}]}}",
    "suite": "targets: {a: {samples: [{from: 'deb:libface', pick: '*.so'}]}}",
    "overlap": "targets: {a: {samples: [{from: 'deb:bookworm/amd64/b'}], positives: [{from: 'deb:bookworm/arm64/b'}]}}",
    "yaml": "targets: {a: [",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_wrong_list_is_refused(text, tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text(text)
    with pytest.raises(WrongList, match=r"some\.yaml"):
        read(path)


def test_other_builds_of_one_version_may_be_tested(tmp_path):
    path = tmp_path / "some.yaml"
    own = "{{from: 'built:a', with: '{}', version: '1'}}"
    path.write_text(f"targets: {{a: {{samples: [{own.format('gcc')}], positives: [{own.format('clang')}]}}}}")
    (target,) = read(path)
    assert [source.build for source in target.files["positives"]] == ["clang"]

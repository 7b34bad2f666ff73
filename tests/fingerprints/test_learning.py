"""Learning: what is kept, what is taken out, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.catalogue.fingerprints import Marker
from scanner.fingerprints.background import Background, Gatherer
from scanner.fingerprints.learn import triggers
from scanner.fingerprints.markers import markers, version_range
from scanner.fingerprints.native import Native
from scanner.fingerprints.selection import (
    Candidates,
    chosen,
    origin_of_text,
    origins_of_windows,
    threshold,
    weights,
)
from scanner.types import UsageError
from tests.fingerprints.carriers import TABLE, TEXTS, TYPES, build, unrelated
from tests.fingerprints.teaching import BUILDS, FACE, LIBRARY, acme, answer, background, hashes, lesson, record


def test_a_build_that_was_no_sample_is_certain():
    made = acme()
    found = answer(made, build("x64", seed=99))
    assert found.word == "certain"
    assert {part.part.kind for part in found.parts if part.reached} >= {"str", "rtti", "f64"}


def test_an_unrelated_file_has_nothing_of_it():
    assert answer(acme(), unrelated(777)).word == "absent"


def test_without_texts_and_type_names_it_is_likely():
    found = answer(acme(), build(texts=(), types=(), seed=5))
    assert found.word == "likely"


def test_a_few_features_are_traces():
    assert answer(acme(), build(texts=TEXTS[:3], types=(), table=())).word == "traces"


def test_what_a_sister_has_is_no_feature():
    sister = build(texts=TEXTS[:30], types=TYPES[:6], table=TABLE, seed=8)
    made = record(LIBRARY, [sister], **FACE)
    assert answer(made, sister).word == "absent"
    assert answer(made, build(seed=9)).word == "certain"


def test_what_sisters_share_counts_beside_the_parts_own_features_only():
    sister = build(texts=TEXTS[:30], table=(), seed=8)
    files = [(build(kind, seed=seed, table=()), version) for kind, seed, version in BUILDS]
    assert answer(record(files, (), [sister], **FACE), build(seed=9)).word == "likely"
    made = record(files, (), [sister], ["rtti"], **FACE)
    assert {part.kind: part.beside for part in made.parts} == {"rtti": True, "str": False}
    assert not any(b"FaceThing" in trigger for trigger in made.triggers)
    assert answer(made, sister).word == "traces"
    assert answer(made, build(seed=9)).word == "certain"
    assert answer(made, build(types=(), seed=9)).word == "likely"


def test_features_of_sisters_alone_are_no_record():
    sister = build(table=(), seed=8)
    files = [(build(kind, seed=seed, table=()), "") for kind, seed, _ in BUILDS]
    with pytest.raises(UsageError, match="nothing is left"):
        record(files, (), [sister], ["rtti"], **FACE)


def test_what_one_sample_does_not_have_is_kept_and_what_two_do_not_have_is_not():
    files = [
        (build(kind, texts=TEXTS[: 40 - 10 * (place >= 3) - 10 * (place >= 2)], seed=place), "")
        for place, (kind, _, _) in enumerate(BUILDS)
    ]
    made, _, _ = lesson(files)
    kept = {raw.decode() for raw in made.parts["str"].raws}
    assert set(TEXTS[:30]) <= kept
    assert not kept & set(TEXTS[30:])


def test_the_background_takes_features_out():
    common = list(TEXTS[:25])
    gatherer = Gatherer()
    for seed in range(20):
        data = build(texts=common[seed % 2 :], types=(), table=(), seed=500 + seed)
        gatherer.add(str(seed), str(seed), hashes(data))
    made, _, _ = lesson(LIBRARY, unlike=gatherer.background())
    assert not {raw.decode() for raw in made.parts["str"].raws} & set(common)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (LIBRARY[:3], "3 samples are too few"),
        ([*LIBRARY[:3], LIBRARY[0]], "same file"),
        ([(build("x64", more=[str(n)]), "") for n in range(4)], "too alike"),
        ([(unrelated(n), "") for n in range(4)], "nothing is left to learn"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(files, why):
    with pytest.raises(UsageError, match=why):
        lesson(files)


def test_one_table_gives_at_most_its_share():
    candidates = Candidates(np.arange(1000, dtype=np.uint64), np.full(1000, 4))
    kept = chosen(candidates, lambda place: "big" if place < 900 else "", 200)
    assert int((kept.hashes < 900).sum()) == 20
    assert len(kept.hashes) == 120


def test_windows_that_follow_each_other_are_of_one_table():
    assert origins_of_windows([0, 8, 16, 500, 508, 90]) == ["1", "1", "1", "3", "3", "2"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [(b"AW2B5ZIvv09mlKLVYjKqbJC05yeR2KsCpPGEGOgn2Q", "encoded"), (b"the quick brown fox jumps over", ""),
     (b"face_recognition_model_version_name", "")],
)  # fmt: skip
def test_encoded_data_is_one_origin(text, origin):
    assert origin_of_text(text) == origin


def test_a_record_is_small_and_says_its_heaviest_texts():
    made = acme()
    (texts,) = (part for part in made.parts if part.kind == "str")
    assert 0 < len(texts.heaviest) <= 50
    assert {text for _, text in texts.heaviest} <= {text[:80] for text in TEXTS}


def test_a_library_as_a_whole_asks_for_a_share_of_everything():
    known = record(LIBRARY, kind="engine", share=0.6)
    assert answer(known, build(seed=70)).word == "certain"
    assert answer(known, build(seed=71, texts=TEXTS[:20], types=TYPES[:6], table=TABLE[:30])).word == "traces"
    assert answer(record(LIBRARY, **FACE), build(seed=71, texts=TEXTS[:20], types=TYPES[:6])).word == "certain"


def test_triggers_stand_in_every_build():
    made, _, _ = lesson(LIBRARY)
    found = triggers(made, Native())
    for kind, seed, _ in BUILDS:
        assert sum(one in build(kind, seed=seed + 50) for one in found) >= 10


def test_versions_are_a_range():
    added = [f"new in version two of acme {n}" for n in range(6)]
    gone = [f"only in version one of acme {n}" for n in range(6)]
    files = [
        (build(kind, seed=seed, more=added if version == "2.0" else gone), version) for kind, seed, version in BUILDS
    ]
    made = record(files, **FACE)
    new, old = build(seed=70, more=added), build(seed=71, more=gone)
    assert version_range(made, Native().features(memoryview(new))) == "2.0 or newer"
    assert version_range(made, Native().features(memoryview(old))) == "1.0 or older"
    assert version_range(made, Native().features(memoryview(build(seed=72)))) == ""
    both = build(seed=73, more=[*added, *gone])
    assert version_range(made, Native().features(memoryview(both))) == ""


def test_what_one_sample_alone_has_marks_no_version():
    one = np.arange(9, dtype=np.uint64)
    nothing = one[:0]
    found = markers([("1.0", {"str": nothing}), ("1.0", {"str": nothing}), ("2.0", {"str": one})], {"str": one})
    assert not [mark for mark in found if isinstance(mark, Marker)]


def test_a_background_is_kept_as_it_is(tmp_path):
    known = background(5)
    known.save(tmp_path / "known.npz")
    again = Background.load(tmp_path / "known.npz")
    numbers = hashes(unrelated(2))["str"]
    assert again.files == 5
    assert again.digest == known.digest
    assert again.frequency("str", numbers).tolist() == [1] * len(numbers)


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"no archive at all"])
def test_a_broken_background_is_refused(content, tmp_path):
    file = tmp_path / "known.npz"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be read as a background"):
        Background.load(file)


def test_samples_may_share_all_their_tables():
    table = [place / 7 + 0.1 for place in range(5000)]
    made, _, _ = lesson([(build(kind, table=table, seed=seed), version) for kind, seed, version in BUILDS])
    assert "f64" in made.parts


def _shelf(files):
    """A background in which file n of a package of its own has the texts ``files[n]``."""
    gatherer = Gatherer()
    for place, texts in enumerate(files):
        data = build(texts=texts, types=(), table=(), seed=900 + place)
        gatherer.add(str(place), f"package{place}", hashes(data))
    return gatherer.background()


def _needed(files):
    known = _shelf(files)
    own = hashes(build(texts=TEXTS, types=(), table=(), seed=1))["str"]
    found = Candidates(own, np.full(len(own), 4))
    total = float(weights(found, 4, known.files).sum())
    return threshold("str", found, known, 4, 300), total


def test_a_threshold_is_above_what_files_reach_that_took_no_part():
    lone = [(text,) for text in TEXTS[:10]]
    few, _ = _needed(lone)
    many, total = _needed([*lone, TEXTS[20:26]])
    assert few == 20.0
    assert 20.0 < many <= total / 4


def test_a_threshold_leaves_room_for_a_part_of_the_library():
    least, total = _needed([TEXTS[:36], ("nothing of it is here",), ("nor in this one at all",)])
    assert least == pytest.approx(total / 4, abs=0.1)

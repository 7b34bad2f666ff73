"""Records that tests learn themselves, of files that :mod:`tests.fingerprints.carriers` makes."""

from __future__ import annotations

import hashlib
from functools import cache

from scanner.authoring.fingerprints.writing import Told, written
from scanner.catalogue.fingerprints import Record, record_from
from scanner.catalogue.recorded import checked_record
from scanner.fingerprints.background import Gatherer
from scanner.fingerprints.learn import Class, Sample, learn
from scanner.fingerprints.native import Native
from scanner.fingerprints.score import match
from tests.fingerprints.carriers import build, unrelated

BUILDS = (("x64", 1, "1.0"), ("windows", 2, "1.0"), ("mac", 3, "2.0"), ("s390x", 4, "2.0"))


def hashes(data):
    return {kind: found.hashes for kind, found in Native().features(memoryview(data)).items()}


def sample(data, name, version=""):
    return Sample(hashlib.sha256(data).hexdigest(), name, hashes(data), version)


def background(count=40):
    gatherer = Gatherer()
    for seed in range(count):
        data = unrelated(seed)
        gatherer.add(hashlib.sha256(data).hexdigest(), f"package{seed}", hashes(data))
    return gatherer.background()


def lesson(files, contrast=(), unlike=None, sisters=(), beside=()):
    def raws(asked):
        found = {kind: {} for kind in asked}
        for data, _ in files:
            features = Native().features(memoryview(data), asked)
            for kind, some in features.items():
                for place, number in enumerate(some.hashes.tolist()):
                    found[kind][number] = (int(some.offsets[place]), some.raw(place))
        return found

    samples = [sample(data, f"lib{place}", version) for place, (data, version) in enumerate(files)]
    known = background() if unlike is None else unlike
    given = Class(
        samples,
        [hashes(one) for one in contrast],
        known,
        raws,
        sisters=[hashes(one) for one in sisters],
        beside=frozenset(beside),
    )
    return learn(given), samples, known


def record(files, contrast=(), sisters=(), beside=(), **about):
    made, samples, known = lesson(files, contrast, sisters=sisters, beside=beside)
    told = Told(**{"id": "acme-net", "kind": "face", "target": "acme's network", "family": "native", **about})
    text = written(told, made, samples, [], known, Native(), "2026-11-25")
    return record_from(checked_record(text.encode(), f"fingerprints/{told.id}.yaml"))


FACE = {"product": "acme", "capabilities": ("template",)}
LIBRARY = [(build(kind, seed=seed), version) for kind, seed, version in BUILDS]


def answer(made, data):
    return match(made, Native().features(memoryview(data)))


@cache
def acme() -> Record:
    """The record of the library that carriers make."""
    return record(LIBRARY, **FACE)

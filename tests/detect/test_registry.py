"""Every registered detector keeps what the interface asks for and has a positive and a hostile case."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from scanner.detect.interface import Detector
from scanner.detect.registry import DETECTORS
from tests.detect.cases import HOSTILE, POSITIVE, Case
from tests.detect.vocabulary import observe

BY_NAME = {detector.NAME: detector for detector in DETECTORS}


def test_names_are_unique():
    assert len(BY_NAME) == len(DETECTORS)


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.NAME)
def test_states_what_it_is(detector: Detector):
    assert re.fullmatch(r"\d+\.\d+\.\d+", detector.VERSION)
    assert detector.LIMITATIONS
    assert all(text.endswith(".") for text in detector.LIMITATIONS)
    assert detector.FORMATS is None or detector.FORMATS


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.NAME)
def test_sees_its_positive_case(detector: Detector, tmp_path):
    case: Case = POSITIVE[detector.NAME]
    case.make(tmp_path / "node")
    seen = observe(detector, tmp_path / "node", case.path, case.format_id)
    assert (case.kind, case.value) in {(o.kind, o.value) for o in seen}
    assert {o.path for o in seen} == {case.path}


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.NAME)
def test_survives_its_hostile_case(detector: Detector, tmp_path):
    case: Case = HOSTILE[detector.NAME]
    case.make(tmp_path / "node")
    if case.error is not None:
        with pytest.raises(case.error):
            observe(detector, tmp_path / "node", case.path, case.format_id)
        return
    seen = {(o.kind, o.value) for o in observe(detector, tmp_path / "node", case.path, case.format_id)}
    assert seen == ({(case.kind, case.value)} if case.kind else set())


def test_importing_the_registry_loads_no_parser():
    parsers = {"lief", "pefile", "yara", "yaml", "defusedxml"}
    code = f"import sys, scanner.detect.registry; print(*sorted({parsers} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

"""``facescreen signatures test``: exit code, one line per failing case, a total."""

from __future__ import annotations

import pytest

from tests.authoring.test_trial import GOOD
from tests.catalogue.packs import SIGNATURE, write_pack
from tests.cli.program import run


@pytest.mark.parametrize(
    ("examples", "code", "lines"),
    [
        (GOOD, 0, ["2 cases of 1 signature: 0 failed."]),
        (
            GOOD.replace("verification called", "verification shipped"),
            1,
            [
                "FAIL  acme-face examples line 1 (A program calls the comparison.): "
                "expected verification shipped; came verification called",
                "2 cases of 1 signature: 1 failed.",
            ],
        ),
    ],
    ids=["passes", "fails"],
)
def test_a_pack(examples, code, lines, tmp_path):
    write_pack(tmp_path, {"sdk/acme/acme-face.yaml": SIGNATURE + examples})
    done = run("signatures", "test", "--pack", tmp_path)
    assert (done.returncode, done.stdout.decode().splitlines()) == (code, lines)


def test_named_signatures_and_every_case(tmp_path):
    write_pack(tmp_path, {"sdk/acme/acme-face.yaml": SIGNATURE + GOOD})
    done = run("signatures", "test", "-v", "acme-face", "--pack", tmp_path)
    assert done.stdout.decode().splitlines()[1].startswith("ok    acme-face counter_examples line 1")
    done = run("signatures", "test", "no-such", "--pack", tmp_path)
    assert done.returncode == 2
    assert b"no signature 'no-such'" in done.stderr


def test_why_a_case_failed(tmp_path):
    wrong = GOOD.replace("verification called", "verification shipped")
    write_pack(tmp_path, {"sdk/acme/acme-face.yaml": SIGNATURE + wrong})
    said = run("signatures", "test", "-v", "--pack", tmp_path).stdout.decode()
    assert "imported in delivery/bin/app" in said
    assert "verification: called." in said

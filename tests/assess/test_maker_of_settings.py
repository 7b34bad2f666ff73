"""Settings of a maker that a law names: who made the device is for a person, whatever it does with faces."""

from __future__ import annotations

from scanner.assess.verdict import Evidence, judge
from scanner.catalogue.packs import load_packs
from scanner.ledger import coverage
from scanner.types import Verdict
from tests.alone import findings
from tests.assess.world import read

CAMERA = {
    "dahua.txt": "table.VideoAnalyseRule[0][0].Type=FaceDetection\ntable.VideoAnalyseRule[0][0].Enable=true\n",
    "hik.xml": "<FaceDetect><id>1</id><enabled>true</enabled></FaceDetect>",
}


def test_a_law_about_makers_asks_for_a_person(tmp_path):
    pack = load_packs(())
    found = {f"F-{number}": one for number, one in enumerate(findings(tmp_path, {"camera": CAMERA})["camera"])}
    assert {one.product.vendor for one in found.values()} == {"Dahua", "Hikvision"}
    said = judge(pack.policies["us-ndaa-889"], found, Evidence(coverage([read(200)]), ()), pack.about, pack.date)
    assert said.verdict is Verdict.REVIEW

"""What the guides tell a reader to see with other tools is there: in the samples and in the example reports."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from typing import Any

from scanner.types import Verdict
from tests.repo.tree import ROOT

ACCEPTANCE = (ROOT / "docs/guides/acceptance.md").read_text("utf-8")
OFFICER = (ROOT / "docs/guides/officer.md").read_text("utf-8")
SAMPLES = ROOT / "vendor_samples/prebuilt"
SCREENING: dict[str, Any] = json.loads((ROOT / "reports/camera-update-sdk/report.json").read_text("utf-8"))["screening"]
_LINE = re.compile(r"^([0-9a-f]{8}): ((?:[0-9a-f]{2,4} )+) ", re.MULTILINE)
"""A line of xxd: offset and bytes."""


def _shown(command: str) -> tuple[int, bytes]:
    """(offset, bytes) that the page shows below the command that begins so."""
    block = ACCEPTANCE[ACCEPTANCE.index(command) :].partition("```")[0]
    lines = _LINE.findall(block)
    return int(lines[0][0], 16), b"".join(bytes.fromhex(digits) for _, digits in lines)


def _node(end: str) -> dict[str, Any]:
    (node,) = (one for one in SCREENING["nodes"] if one["path"].endswith(end))
    return dict(node)


def test_the_inner_file_is_where_the_guide_cuts_it_out():
    span = _node("rootfs")["span"]
    assert f"skip={span['offset']} count={span['length']}" in ACCEPTANCE
    assert json.dumps(span) in ACCEPTANCE
    delivery = (SAMPLES / "camera-update-sdk.bin").read_bytes()
    cut = hashlib.sha256(delivery[span["offset"] :][: span["length"]]).hexdigest()
    assert f"{cut[:16]}…" in ACCEPTANCE
    assert cut == _node("rootfs")["sha256"]
    assert f"{_node('/usr/bin/ipcamd')['sha256'][:16]}…" in ACCEPTANCE


def test_the_report_says_what_the_guide_says_of_it():
    places = {
        (place["path"].rpartition("!/")[2], place["place"], evidence["value"]): place
        for finding in SCREENING["findings"]
        for evidence in finding["evidence"]
        for place in evidence["places"]
    }
    text = places["usr/bin/ipcamd", "text", "libarcsoft_face_engine.so"]
    offset, shown = _shown("$ xxd -s 744")
    assert offset == text["offset"]
    assert shown == bytes.fromhex(text["hex"])[: len(shown)]
    assert places["usr/bin/ipcamd", "imported", "ASFFaceFeatureCompare"]["state"] == "called"
    code = places["usr/lib/libarcsoft_face_engine.so", "defined", "ASFFaceFeatureCompare"]["offset"]
    assert f"at {code} ({code:#x})" in ACCEPTANCE
    assert f"{code | 1:08x}" in ACCEPTANCE


def test_the_setting_is_where_the_guide_shows_it():
    offset, shown = _shown("$ unzip -p")
    with zipfile.ZipFile(SAMPLES / "recorder-backup-on.zip") as backup:
        content = backup.read("cameras/ch02/groups.txt")
    assert content[offset:][: len(shown)] == shown
    assert shown.startswith(b"GroupList[0].groupSize=3")


def test_the_officer_learns_what_to_do_at_every_verdict():
    parts = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##)", OFFICER, re.MULTILINE | re.DOTALL))
    assert len(parts) == len(Verdict)
    for part in parts.values():
        for what in ("- **Do:** ", "- **Do not conclude** ", "- **Ask:** ", "- **File:** "):
            assert part.count(what) == 1


def test_the_officers_guide_is_easy_to_read():
    from tests.reading import grade

    text = re.sub(r"```.*?```|[*_#]|^\|.*\|$", "", OFFICER, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    assert grade(re.split(r"\n\s*\n|\n(?=- |\d\. )", text)) <= 8

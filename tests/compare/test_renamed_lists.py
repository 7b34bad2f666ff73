"""Editions that call a list otherwise, compared end to end with the real pack: another word is no new function."""

from __future__ import annotations

from pathlib import Path

import scanner
from scanner.compare.change import compare, exit_code

GROUPS = (
    "GroupList[0].groupID=1\nGroupList[0].groupType=BlackListDB\nGroupList[0].groupSize=30\n"
    "GroupList[1].groupID=2\nGroupList[1].groupType=WhiteListDB\nGroupList[1].groupSize=4\n"
)
DEVICE = (
    "<EventCap><isSupportFaceContrast>true</isSupportFaceContrast><isSupportFDLibEachImport>true"
    "</isSupportFDLibEachImport><isSupportWhiteListFaceContrast>true</isSupportWhiteListFaceContrast></EventCap>"
)


def screened(folder: Path, groups: str, device: str) -> scanner.Report:
    delivery = folder / "recorder"
    delivery.mkdir(parents=True)
    (delivery / "groups.txt").write_text(groups, encoding="utf-8")
    (delivery / "device.xml").write_text(device, encoding="utf-8")
    return scanner.screen(delivery)


def newer(text: str) -> str:
    return text.replace("Black", "Block").replace("White", "Allow")


def test_a_new_word_for_a_list_is_no_new_function(tmp_path):
    old = screened(tmp_path / "old", GROUPS, DEVICE)
    new = screened(tmp_path / "new", newer(GROUPS), newer(DEVICE))
    change = compare(old, new)
    assert {row["state"] for row in old.screening["findings"]} == {"available", "enrolled"}
    assert (change["findings"], change["switches"], exit_code(change)) == ([], [], 0)


def test_a_list_that_is_filled_under_its_new_name_is_shown(tmp_path):
    old = screened(tmp_path / "old", GROUPS.replace("=30", "=0").replace("=4", "=0"), DEVICE)
    new = screened(tmp_path / "new", newer(GROUPS).replace("=4", "=0"), newer(DEVICE))
    change = compare(old, new)
    assert [(row["old"], row["new"], row["new_state"]) for row in change["switches"]] == [("0", "30", "enrolled")]
    assert exit_code(change) == 1

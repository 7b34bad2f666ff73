from __future__ import annotations

from scanner.compare.change import compare, exit_code
from scanner.compare.lines import change_lines
from tests.compare.reports import finding, report, setting

FILES = {"etc/face.conf": "x", "etc-1.2/face.conf": "x"}


def rows(old, new, files=None):
    return compare(report(files or FILES, old), report(files or FILES, new))["switches"]


def test_a_switch_that_is_turned_on_is_shown_with_both_values():
    (row,) = rows([setting("face/enable = false", "available")], [setting("face/enable = true", "enabled")])
    assert (row["setting"], row["old"], row["new"]) == ("face/enable", "false", "true")
    assert (row["old_state"], row["new_state"]) == ("available", "enabled")


def test_another_switch_that_is_on_is_for_a_person_though_the_finding_is_the_same():
    on, off = setting("ch[0]/enable = true", "enabled"), setting("ch[1]/enable = false", "available")
    also = setting("ch[1]/enable = true", "enabled")
    both = {**on, "evidence": [*on["evidence"], *off["evidence"]]}
    all_on = {**on, "evidence": [*on["evidence"], *also["evidence"]]}
    change = compare(report(FILES, [both]), report(FILES, [all_on]))
    assert change["findings"] == []
    assert exit_code(change) == 4
    assert exit_code(compare(report(FILES, [all_on]), report(FILES, [both]))) == 0


def test_a_new_name_for_a_list_is_no_new_setting():
    assert rows([setting("BlackListEnable = true", "enabled")], [setting("BlockListEnable = true", "enabled")]) == []
    assert rows([setting("type = WhiteListDB", "available")], [setting("type = AllowListDB", "available")]) == []


def test_another_list_is_another_setting():
    assert len(rows([setting("BlackList = true", "enabled")], [setting("WhiteList = true", "enabled")])) == 2


def test_a_setting_in_a_file_whose_folder_has_another_version_is_the_same():
    old = report({"app-1.2/face.conf": "a"}, [setting("e = 1", "enabled", "update.bin!/app-1.2/face.conf")])
    new = report({"app-1.3/face.conf": "b"}, [setting("e = 1", "enabled", "update.bin!/app-1.3/face.conf")])
    assert compare(old, new)["switches"] == []


def test_a_setting_that_is_gone_names_its_old_file():
    (row,) = rows([setting("e = 1", "enabled", "update.bin!/gone.conf")], [finding()])
    assert (row["path"], row["in_update"], row["new"]) == ("update.bin!/gone.conf", False, None)


def test_settings_that_a_report_left_out_are_said_to_be_missing():
    many = {**setting("e = 1", "enabled"), "left_out": 12}
    change = compare(report(FILES, [many]), report(FILES, [setting("e = 1", "enabled")]))
    assert any("--max-evidence" in line for line in change_lines(change))


def test_a_switch_with_a_label_is_told_in_plain_words():
    plain = {"plain": "Face comparison on channel 3"}
    was = setting("ch[2]/enable = false", "available", **plain)
    now = setting("ch[2]/enable = true", "enabled", **plain)
    change = compare(report(FILES, [was]), report(FILES, [now]))
    assert change["switches"][0]["plain"] == plain["plain"]
    assert any(
        line.startswith(
            "A setting has changed: Face comparison on channel 3. Before: off. Now: on. It is ch[2]/enable in "
        )
        for line in change_lines(change)
    )


def test_a_switch_that_is_on_without_effect_says_so():
    plain = {"plain": "Face comparison"}
    now = setting("enable = true", "available", **plain)
    change = compare(report(FILES, [finding()]), report(FILES, [now]))
    assert any(
        "Face comparison. Before: not set. Now: on (this alone switches nothing on). " in line
        for line in change_lines(change)
    )

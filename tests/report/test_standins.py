"""What stands in place of a value that no report shows is put over; all else of a vendor stays as it is."""

from __future__ import annotations

import pytest

from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import speaking
from scanner.report.languages.standins import stand_ins
from scanner.report.page.filters import unbroken


@pytest.mark.parametrize(
    ("text", "spanish"),
    [
        ("(text, 5 characters)", "(texto, 5 caracteres)"),
        ("face/apiKey = (text, 1 character)", "face/apiKey = (texto, 1 carácter)"),
        ("a = [1,204 characters hidden]; b", "a = [1,204 caracteres ocultos]; b"),
        ("a/b = 1 entry", "a/b = 1 entrada"),
        ("#keys = 3 entries", "#keys = 3 entradas"),
        ("7 entries", "7 entradas"),
        ("url = (filled in elsewhere)", "url = (se completa en otro lugar)"),
    ],
)
def test_stand_ins_are_put_over(text: str, spanish: str) -> None:
    assert stand_ins(text) == text
    with speaking("es"):
        assert stand_ins(text) == spanish


@pytest.mark.parametrize(
    "text", ["a 3 entries", "a = 3 entries more", "13 entries of it", "(text, many characters)", "(text, , characters)"]
)
def test_other_texts_stay(text: str) -> None:
    with speaking("es"):
        assert stand_ins(text) == text


def test_a_changed_setting_is_told_without_english_words() -> None:
    line = (
        "A setting has changed: face/key in /etc/a.xml (Product)."
        " Before: not set. Now: (text, 5 characters) (this switches it on)."
    )
    with speaking("es"):
        assert "(texto, 5 caracteres)" in said(line)


def test_no_line_breaks_before_a_percent_sign() -> None:
    assert unbroken("100 % and 3.5 %, but not %s or a %") == "100\u00a0% and 3.5\u00a0%, but not %s or a %"

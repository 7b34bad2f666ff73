"""Long hostile names are broken into lines with work that grows with their length, not with its square."""

from __future__ import annotations

import pytest

from scanner.report import fitting

WIDE = "\u8138"


@pytest.mark.parametrize("letter", ["x", WIDE, "\u00e9"])
def test_a_name_of_4096_letters_is_looked_at_a_few_times(letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    real = fitting._columns

    def counted(character: str) -> int:
        nonlocal looked
        looked += 1
        return real(character)

    monkeypatch.setattr(fitting, "_columns", counted)
    lines = [line.text for line in fitting.wrapped(letter * 4096, 80, indent="  ")]
    assert "".join(line.strip() for line in lines) == letter * 4096
    assert looked < 4 * 4096


@pytest.mark.parametrize("text", ["a b", "x" * 200, WIDE * 90 + " b", "e\u0301" * 300, "", "   "])
@pytest.mark.parametrize("width", [2, 3, 10, 80])
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = [line.text for line in fitting.wrapped(text, width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(fitting.columns(line) <= width for line in lines)


def test_numbers_beside_each_other_are_broken_between_them() -> None:
    parts = ["Leído: 100 %", "Hallazgos: 220", "Preguntas al proveedor: 30", "Código de salida: 1"]
    assert [line.text for line in fitting.side_by_side(parts, 60)] == [
        "Leído: 100 %   Hallazgos: 220   Preguntas al proveedor: 30",
        "Código de salida: 1",
    ]
    assert all(fitting.columns(line.text) <= 20 for line in fitting.side_by_side(parts, 20))


@pytest.mark.parametrize("indent", ["", "  "])
def test_no_line_begins_with_a_command_for_the_log_of_a_ci_job(indent: str) -> None:
    for length in range(70, 84):
        lines = [line.text for line in fitting.wrapped("x" * length + "::error::y", 80, indent, indent)]
        assert not [line for line in lines if line.lstrip().startswith("::error")]
        assert "".join(line.strip() for line in lines) == "x" * length + "::error::y"


@pytest.mark.parametrize("text", ["a::b", "::::::::", "a" + "::" * 50])
def test_colons_in_a_narrow_place_come_to_an_end(text: str) -> None:
    lines = [line.text for line in fitting.wrapped(text, 3, indent="  ")]
    assert "".join(line.strip() for line in lines) == text

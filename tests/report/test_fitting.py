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

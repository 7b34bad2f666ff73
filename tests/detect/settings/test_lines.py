"""INI and key=value files as programs really write them: values over several lines, quotes, escapes, units."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.detect.settings.lines.continued import MOST_LINES
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits

Settings = list[tuple[str, str]]


def read(folder: Path, kind: str, text: str, name: str = "file") -> Settings:
    """(path, value) of every setting."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with Source(file, name) as source:
        return [("/".join(s.path), s.value) for s in BY_FORMAT[f"text:{kind}"].read(source, Limits())]


def test_a_unit_of_systemd(tmp_path: Path) -> None:
    unit = (
        '[Service]\nEnvironment="A=b c" D=e\nEnvironment=F=g\nExecStart=/usr/bin/run \\\n  --face on \\\n  # note\n'
        "  --last\nRestart=no ; why\n"
    )
    assert read(tmp_path, "ini", unit) == [
        ("Service/Environment", '"A=b c" D=e'),
        ("Service/Environment", "F=g"),
        ("Service/ExecStart", "/usr/bin/run  --face on  --last"),
        ("Service/Restart", "no"),
    ]


def test_indented_lines_go_on_and_their_own_keys_are_seen(tmp_path: Path) -> None:
    text = "[a]\nlist =\n  x\n  y\nseq = {\n  'face': {\n    'on': 'no',\n  },\n}\nlast = 1\n  [b]\n  on = 2\n"
    assert read(tmp_path, "ini", text) == [
        ("a/list", "x y"),
        ("a/'face'", "{"),
        ("a/'on'", "'no',"),
        ("a/seq", "{\n'face': {\n'on': 'no',\n},\n}"),
        ("a/last", "1"),
        ("b/on", "2"),
    ]


def test_nothing_hides_a_key_behind_an_open_value(tmp_path: Path) -> None:
    for opened in ("x={", "x=[", "x='", 'x="', "x=y\\"):
        for kind in ("ini", "keyvalue"):
            assert ("face_on", "1") in read(tmp_path, kind, f"{opened}\nface_on=1\n"), (opened, kind)
    assert ("face/on", "1") in read(tmp_path, "ini", "x={\n[face]\non=1\n")
    assert len(read(tmp_path, "ini", "x={\n" + "a=1\n" * (MOST_LINES + 5))) == MOST_LINES + 6


def test_env_files(tmp_path: Path) -> None:
    text = "# c\nexport A='b # c'\nB=\"one\ntwo\"\nC=plain # note\nD=a=b\n"
    assert read(tmp_path, "keyvalue", text, ".env") == [("A", "b # c"), ("B", "one\ntwo"), ("C", "plain"), ("D", "a=b")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a.b=c", ("a/b", "c")),
        ("a.b: c", ("a/b", "c")),
        ("a.b c d", ("a/b", "c d")),
        ("f\\u0061ce = \\u006fn", ("face", "on")),
        ("a\\=b = c", ("a=b", "c")),
        ("a = x, \\\n   y", ("a", "x,  y")),
        ("[face]\non = 1", ("face/on", "1")),
    ],
)
def test_properties_of_java(tmp_path: Path, line: str, expected: tuple[str, str]) -> None:
    assert expected in read(tmp_path, "keyvalue", f"! note\n{line}\n", "x.properties")


def test_escapes_spell_a_key_in_every_file_of_lines(tmp_path: Path) -> None:
    for kind in ("ini", "keyvalue"):
        assert read(tmp_path, kind, "f\\u0061ce=\\ud800 C:\\users\n") == [("face", "\ufffd C:\\users")]


def test_a_statement_of_hcl_that_never_ends_takes_no_memory_and_is_told(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match="more than 100,000 parts"):
        read(tmp_path, "hcl", "face = 1\n" + "a=" * 100_000)


def test_indented_lines_of_one_value_have_a_bound(tmp_path: Path) -> None:
    settings = read(tmp_path, "ini", "[a]\nb = 1\n" + " c\n" * (MOST_LINES + 5) + "face = on\n")
    assert [(path, len(value)) for path, value in settings] == [("a/b", 2 * MOST_LINES - 1), ("a/face", 2)]

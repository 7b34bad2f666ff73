"""``--language`` of every command that writes for people: Spanish speaks, says that it is a draft, and numbers stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scanner.cli.main import cli
from scanner.document.build import build
from tests.compare.reports import finding
from tests.compare.reports import report as compared
from tests.document import sample

DRAFT = "Borrador: ninguna persona de lengua materna española lo ha leído todavía."


def _run(*words: object, **environment: str) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], env=environment)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A report."""
    path = tmp_path / "report.json"
    path.write_text(build(sample.found()).to_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("questions",), "Preguntas sobre"),
        (("policy", "explain"), "Encontrado"),
        (("report", "-f", "text"), "ENCONTRADO"),
        (("report", "-f", "markdown"), "Encontrado"),
        (("report", "-f", "html"), '<html lang="es"'),
    ],
)
def test_a_command_speaks_spanish(file: Path, command: tuple[str, ...], says: str) -> None:
    done = _run(*command, file, "--language", "es")
    assert done.exit_code == (1 if command[0] == "report" else 0)
    assert says in done.stdout
    assert DRAFT in " ".join(done.stdout.split())


def test_english_is_no_draft(file: Path) -> None:
    for words in (("questions", file), ("policy", "explain", file), ("report", file, "-f", "text")):
        assert "native speaker" not in _run(*words).stdout


def test_a_comparison_speaks_spanish(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    files = {"usr/bin/ipcamd": "program"}
    old.write_text(compared(files).to_json(), encoding="utf-8")
    new.write_text(compared(files, [finding()]).to_json(), encoding="utf-8")
    text, page = tmp_path / "change.txt", tmp_path / "change.html"
    done = _run("compare", old, new, "--language", "es", "-f", f"text={text}", "-f", f"html={page}", "-q")
    assert done.exit_code == 1
    told = " ".join(text.read_text("utf-8").split())
    assert DRAFT in told
    assert "identificación facial" in told
    assert '<html lang="es"' in page.read_text("utf-8")
    assert DRAFT in page.read_text("utf-8")
    assert _run("compare", old, new, "-f", f"text={text}", "-q").exit_code == 1
    assert "This update adds face identification" in " ".join(text.read_text("utf-8").split())


def test_the_document_is_the_same_for_every_reader(file: Path) -> None:
    spanish, english = (_run("report", file, "-f", "json", "--language", word).stdout for word in ("es", "en"))
    assert json.loads(spanish) == json.loads(english)


def test_a_language_that_is_not_there_is_named(file: Path) -> None:
    done = _run("questions", file, "--language", "tlh")
    assert done.exit_code == 2
    assert "'tlh' is no language of the reports; there are: en, es" in " ".join(done.output.split())


def test_the_environment_may_choose(file: Path) -> None:
    assert "Preguntas sobre" in _run("questions", file, FACESCREEN_LANGUAGE="es").stdout


def test_what_was_written_and_what_stays_english_is_said_in_spanish(file: Path, tmp_path: Path) -> None:
    done = _run("report", file, "--language", "es", "-f", f"text={tmp_path / 'es.txt'}")
    assert done.stderr == f"Escrito: {tmp_path / 'es.txt'}\n"
    assert (tmp_path / "es.txt").read_text("utf-8").splitlines()[-1].startswith("En inglés, o tal como están: citas,")
    for form in ("text", "markdown"):
        assert "En inglés, o tal como están: " in _run("report", file, "--language", "es", "-f", form).stdout
        assert "In English" not in _run("report", file, "-f", form).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("report", "nothing.json", "--language", "es"),
            "nothing.json no se puede leer: no existe ese archivo o carpeta",
        ),
        (("questions", "--language", "es", "nothing.json"), "no se puede leer: no existe ese archivo o carpeta"),
        (("screen", "nothing.bin", "--language", "es"), "nothing.bin: no existe ese archivo o carpeta"),
        (("report", "x", "-f", "odd", "--language", "es"), "'odd' no es un formato; existen: "),
        (("screen", "--language", "es"), "no se nombró ninguna entrega"),
        (("report", "nothing.json", "-q", "-v", "--language", "es"), "no se pueden dar juntos"),
    ],
)
def test_what_is_refused_is_told_in_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = _run(*words)
    assert says in (done.stderr if isinstance(done.exception, SystemExit) else str(done.exception))
    bare = _run(*(word for word in words if word not in ("--language", "es")))
    told = bare.stderr if isinstance(bare.exception, SystemExit) else str(bare.exception)
    assert told
    assert says not in told


def test_a_record_is_checked_in_its_own_language(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert _run("record", "create", file, "--out", folder, "--language", "es", "-q").exit_code == 0
    done = _run("record", "check", folder, "-v")
    assert done.exit_code == 0
    assert "tal como se escribió" in done.stderr
    assert "examinado, por facescreen" in done.stderr
    assert "en la computadora" in (folder / "README.txt").read_text("utf-8")
    (folder / "report.html").write_text("<p>other", encoding="utf-8")
    done = _run("record", "check", folder)
    assert (done.exit_code, done.stdout) == (1, "report.html se cambió\n")
    assert "1 falla. Esta carpeta no está como se escribió." in done.stderr
    added = _run("record", "add", folder, "--what", "opened", "--by", "Somebody")
    assert "no se agregó nada: report.html se cambió" in str(added.exception)
    (folder / "custody.json").write_text('{"language": ["es"]}', encoding="utf-8")
    assert "This folder is not as it was written" in _run("record", "check", folder).stderr


def test_the_letter_says_what_stays_english(file: Path) -> None:
    notice = "En inglés, o tal como están: citas, fuentes, nombres, textos de la entrega."
    assert _run("questions", file, "--language", "es").stdout.rstrip().endswith(notice)
    assert notice not in _run("questions", file).stdout

"""People, pictures and secrets of a delivery stand in no output, no log and no cache, whatever holds them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import scanner
from scanner.detect.settings.registry import BY_FORMAT
from scanner.document.report import Report
from scanner.formats.identify import identify_bytes
from scanner.record import writing as record
from scanner.report.languages.speaking import languages
from scanner.report.registry import FORMATS, formats
from scanner.screening import Options
from tests import private_data
from tests.cli.program import run
from tests.private_data import GALLERIES, WORDS, plant
from tests.report.pdf.reading import marked, opened, records, structure

BINARY = {"sqlite": "db/faces.db", "plist": "mac/binary.plist", "text:plist": "mac/Info.plist"}
NOT_PLANTED = {"android-xml": "holds what a maker states; people have no place in it"}


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("private"))


@pytest.fixture(scope="module")
def logged() -> list[str]:
    return []


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def report(delivery: Path, cache: Path, logged: list[str]) -> Report:
    options = Options(cache_dir=cache, log=lambda path, said: logged.append(f"{path}: {said}"))
    return scanner.screen(delivery, policies=["boston"], options=options)


def absent(data: bytes | str, where: str) -> None:
    """Nothing planted stands in ``data``, as it is, escaped, in UTF-16 or in base64."""
    data = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    lower = data.lower()
    for word in WORDS:
        wanted = word.lower()
        for spelled in (wanted, wanted.encode("utf-16-le").decode("latin-1"), wanted.replace("-", "\\x2d")):
            assert spelled.encode("latin-1") not in lower, f"{word!r} in {where}: {_around(lower, spelled)}"
    for word in WORDS[:2]:
        assert base64.b64encode(word.encode())[:-2] not in data, f"{word!r} in base64 in {where}"


def _around(data: bytes, spelled: str) -> str:
    at = data.index(spelled.encode("latin-1"))
    return data[max(0, at - 120) : at + 80].decode("utf-8", "replace")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def test_every_format_of_settings_is_planted(delivery: Path) -> None:
    files = {format_id: name for format_id, (name, _) in private_data.TEXTS.items()} | BINARY
    assert {*files, *NOT_PLANTED} == {*BY_FORMAT}
    for format_id, name in files.items():
        file = delivery / name
        assert identify_bytes(memoryview(file.read_bytes()), file.name) == format_id


def test_the_delivery_is_seen_and_would_say_it(report: Report) -> None:
    """The test below cannot fail where nothing is found: people are enrolled, data is sent, files are broken."""
    found = {(row["capability"], row["state"]) for row in report.screening["findings"]}
    assert {("identification", "enabled"), ("enrollment", "enrolled"), ("transfer", "enabled")} <= found
    shown = json.dumps(report.screening)
    assert "203.0.113.77:8080 (outside)" in shown
    assert "person-1" in shown
    assert shown.count("characters hidden") > 5
    assert len(report.screening["problems"]) >= 5
    paths = {node["path"] for node in report.screening["nodes"]}
    assert any(path.endswith("config.xml!/Data.base64!/Data") or "Data.base64!" in path for path in paths)
    assert any("/picture-1" in path for path in paths)


SPEAKING = [(each.NAME, language) for language in languages() for each in formats(language=language)]


@pytest.mark.parametrize(("format_id", "language"), SPEAKING)
def test_no_report_names_people_or_secrets(report: Report, format_id: str, language: str) -> None:
    render = next(each for each in formats(language=language) if format_id == each.NAME)
    absent(readable(render.render(report), format_id), f"{format_id} in {language}")


@pytest.mark.parametrize("language", languages())
def test_the_case_folder_names_nobody(report: Report, language: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(report.to_bytes())
    folder = record.create(tmp_path / "r.json", tmp_path / "record", language).folder
    for file in folder.iterdir():
        absent(readable(file.read_bytes(), file.suffix[1:]), f"{file.name} in {language}")


def readable(data: bytes, format_id: str) -> bytes:
    """The bytes, and of a PDF, whose streams are packed, its texts, titles and alternative texts too."""
    if format_id != "pdf":
        return data
    pages = "\n".join(
        each for page in opened(data).pages for each in (*marked(page).texts.values(), marked(page).artifacts)
    )
    said = [str(value) for value in opened(data).docinfo.values()]
    said += [str(each.node.get(key)) for each in structure(data).walk() if each.node for key in ("/Alt", "/ActualText")]
    return "\n".join((pages, *records(data), *said)).encode() + data


def test_what_stands_in_a_pdf_would_be_seen(report: Report) -> None:
    shown = readable(next(each for each in formats() if each.NAME == "pdf").render(report), "pdf").decode("latin-1")
    assert report.digest[:8] in shown
    assert "frigate" in shown.lower()


def test_neither_does_what_reports_are_made_of(report: Report) -> None:
    for text in texts(report.screening):
        absent(text, "screening")
    absent("\n".join(texts(report.run)), "run")


def test_logs_name_nobody(report: Report, logged: list[str]) -> None:
    assert len(logged) == len(report.screening["nodes"])
    absent("\n".join(logged), "log")


def test_the_cache_names_nobody(report: Report, cache: Path) -> None:
    kept = [file for file in cache.rglob("*") if file.is_file()]
    assert kept
    for file in kept:
        absent(str(file), "name in the cache")
        data = file.read_bytes()
        absent(data, f"cache {file.name}")
        for start in range(len(data)):
            if data[start : start + 2] in (b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
                absent(_inflated(data[start:]), f"cache {file.name}, packed")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, 1 << 24)
    except zlib.error:
        return b""


def test_results_of_the_cache_name_nobody(report: Report, delivery: Path, cache: Path) -> None:
    again = scanner.screen(delivery, policies=["boston"], options=Options(cache_dir=cache))
    for each in FORMATS:
        absent(each.render(again), f"{each.NAME} from the cache")
    assert again.screening["findings"] == report.screening["findings"]


def test_comparisons_name_nobody(report: Report, delivery: Path, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_bytes(next(each for each in FORMATS if each.NAME == "json").render(report))
    newer = plant(tmp_path / "newer")
    text = (newer / "frigate/config.yml").read_text()
    (newer / "frigate/config.yml").write_text(text.replace("enabled: true", "enabled: false"))
    (newer / GALLERIES[0]).unlink()
    change = scanner.screen(newer, policies=["boston"], options=Options(against=tmp_path / "old.json"))
    for each in FORMATS:
        absent(each.render(change), f"{each.NAME} with a comparison")
    (tmp_path / "new.json").write_bytes(next(each for each in FORMATS if each.NAME == "json").render(change))
    for form in ("text", "json", "html"):
        done = run("compare", tmp_path / "old.json", tmp_path / "new.json", "-f", form, "-v", "--policy", "boston")
        assert done.returncode in {0, 1}
        absent(done.stdout, f"compare -f {form}")
        absent(done.stderr, f"compare -f {form}, stderr")


def test_the_program_says_nothing_of_them_either(report: Report, delivery: Path, tmp_path: Path) -> None:
    words = ["screen", delivery, "-v", "--log-file", tmp_path / "log.txt", "-f", f"json={tmp_path / 'r.json'}"]
    done = run(*words, "--policy", "boston", FACESCREEN_CACHE_DIR=str(tmp_path / "cache"))
    assert done.returncode == 1
    absent(done.stdout, "stdout")
    absent(done.stderr, "stderr")
    absent((tmp_path / "log.txt").read_bytes(), "log file")
    for form in ("markdown", "json"):
        absent(run("questions", tmp_path / "r.json", "-f", form).stdout, f"questions -f {form}")
    absent(run("report", tmp_path / "r.json", "-f", "text").stdout, "report")


def test_explanations_say_nothing_of_them(delivery: Path) -> None:
    done = run("signatures", "explain", "frigate", delivery)
    assert done.returncode == 0
    absent(done.stdout, "explain")
    absent(done.stderr, "explain, stderr")

"""One hostile delivery through the program in every format: what it calls things becomes text, never structure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from defusedxml import ElementTree
from markdown_it import MarkdownIt

from scanner.report.registry import FORMATS
from tests.cli.program import run
from tests.deliveries import tar
from tests.report.shown import readable

TOKEN = "Zq"  # noqa: S105 - no secret
"""Begins every payload, so that it is found again wherever it went."""
PAYLOADS = (
    f"{TOKEN}\x1b]0;title\x07\x1b[31m\x9b1m",
    f"::error file={TOKEN}::x\r\n::stop-commands::y",
    f"{TOKEN}##vso[task.complete result=Succeeded]##[error]z :white_check_mark: [red]",
    f"{TOKEN}]]></failure><testcase name='p'>",
    f"{TOKEN}\u202egnp.exe\u200b\u2066\u3164\u2028",
    f"{TOKEN}a|b\\|c\\`tick``s` [x](javascript:alert(1)) @team #1 https://evil.example ![i](x)",
    f'{TOKEN}" onmouseover="alert(1)" style=\'x\'><svg onload=alert(1)></style><script>--><!-- &amp;lt;',
    f"=cmd|' C calc'!A0;=1+1{TOKEN}",
    f"@SUM(1){TOKEN}",
    f'{TOKEN}{{{{ 7*7 }}}}{{% x %}} #text(red)[x] $x$ #import "a" @cite <lab> \\(x\\)',
    f"{TOKEN}%0A::error::x %2e%2e?q#f C:\\..\\x",
    f"-{TOKEN} --out $(id)",
    b"Zq\xff\xfe.so".decode("utf-8", "surrogateescape"),
    f"{TOKEN}). The wording of the law does not reach it. (y",
)
PLAIN = tuple(f"{TOKEN}{number}" for number in range(len(PAYLOADS)))
NAME = f"::error::{TOKEN}\"'><img src=x>]]>|`a`\r\x1b[31m\u202e=1+1 %0A @t ##[x] #text[x].tar"
PROGRAM = (
    b"import face_recognition\nfrom deepface import DeepFace\nface_recognition.compare_faces(a, b)\nDeepFace.find(c)\n"
)
METADATA = b"Metadata-Version: 2.1\nName: face_recognition\nVersion: "
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\u3164\ufeff\ud800-\udfff]")
COMMAND = re.compile(r"##[a-z]*\[|^\s*::(error|stop-commands|warning)", re.MULTILINE | re.IGNORECASE)
URI = re.compile(r"(?:[\w\-.~!$&'()*+,;=@/]|%[0-9A-F]{2})+", re.ASCII)
SUFFIXES = {each.NAME: each.SUFFIX for each in FORMATS}


def _delivery(payloads: tuple[str, ...]) -> bytes:
    """Every payload as the name of a program, of an unread file, of a package and its version, and as settings."""
    members = {}
    for number, text in enumerate(payloads):
        name, data = text.replace("/", "_"), text.encode("utf-8", "surrogateescape")
        package = {"name": name, "version": name, "dependencies": {"face-api.js": name}}
        members |= {
            f"d{number}/{name}.py": PROGRAM + b"# %d\n" % number,
            f"u{number}/{name}.bin": bytes((7 * each + number) % 251 for each in range(900)),
            f"c{number}/package.json": json.dumps(package).encode(),
            f"c{number}/settings.ini": b"[face]\nfaceRecognitionEnabled=true\nfaceGroup=" + data + b"\n",
            f"m{number}/face_recognition-1.dist-info/METADATA": METADATA + data.replace(b"\n", b" "),
        }
    return tar(members)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """``hostile`` and ``plain`` → folder with the report in each format; the hostile one as an update of the other."""
    made: dict[str, Path] = {}
    for kind, payloads, name in (("plain", PLAIN, f"{TOKEN}.tar"), ("hostile", PAYLOADS, NAME)):
        folder = made[kind] = tmp_path_factory.mktemp(kind)
        forms = SUFFIXES if kind == "hostile" else ("json", "html", "junit")
        (folder / "in").mkdir()
        (folder / "in" / name).write_bytes(_delivery(payloads))
        words = {"vendor": 6, "product": 1, "contract": 9, "received-by": 7}
        asked = [f"--{key}={payloads[number]}" for key, number in words.items()]
        asked += [
            f"--log-file={folder}/report.log",
            *(word for form in forms for word in ("-f", f"{form}={folder}/")),
        ]
        asked += ["--against", str(made["plain"] / "report.json")] if kind == "hostile" else []
        done = run("screen", folder / "in" / name, "-v", *asked, FORCE_COLOR="1")
        assert done.returncode == 1, done.stderr
        (folder / "report.stderr").write_bytes(done.stderr)
        letter = run("questions", folder / "report.json").stdout
        (folder / "report.letter").write_bytes(letter)
    return made


def _read(folders: dict[str, Path], suffix: str, kind: str = "hostile") -> str:
    return readable((folders[kind] / f"report{suffix}").read_bytes())


@pytest.mark.parametrize("suffix", [*SUFFIXES.values(), ".log", ".stderr", ".letter"])
def test_no_byte_acts_on_a_terminal_or_on_the_log_of_a_ci_job(folders: dict[str, Path], suffix: str) -> None:
    text = _read(folders, suffix)
    if suffix == ".stderr":  # its own colours are all that it may have
        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
        assert ":white_check_mark: [red]" in text
    if suffix == ".html":  # "::details-content" of its style sheet
        text = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
    assert TOKEN in text
    assert not HIDDEN.search(text)
    assert not COMMAND.search(text)


class _Shape(HTMLParser):
    """Names of tags and attributes of a page, and the values in which a payload could act."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.values: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.values += [value or "" for _, value in attrs]
        assert not [value for name, value in attrs if name in {"href", "src"} and not str(value).startswith("#")]

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def test_the_page_has_no_element_attribute_or_link_more(folders: dict[str, Path]) -> None:
    hostile, plain = (_Shape(_read(folders, ".html", kind)) for kind in ("hostile", "plain"))
    assert hostile.names <= plain.names | {"p class", "caption"}
    assert not [value for value in hostile.values if TOKEN in value]


def test_junit_has_no_element_more(folders: dict[str, Path]) -> None:
    trees = [ElementTree.fromstring(_read(folders, ".junit.xml", kind)) for kind in ("hostile", "plain")]
    hostile, plain = (Counter(element.tag for element in tree.iter()) for tree in trees)
    assert hostile - plain <= Counter(property=99)


def test_the_table_keeps_its_columns_and_computes_nothing(folders: dict[str, Path]) -> None:
    rows = list(csv.reader(io.StringIO(_read(folders, ".csv")), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [each for row in rows for each in row if re.search(r"(^|;)[\s\"]*[=+@\t]", each)]


def test_markdown_has_payloads_in_code_only(folders: dict[str, Path]) -> None:
    for suffix in (".md", ".letter"):
        blocks = MarkdownIt("commonmark").enable("table").parse(_read(folders, suffix))
        pieces = [piece for block in blocks for piece in (block.children or [block])]
        assert {piece.type for piece in pieces if TOKEN in piece.content} == {"code_inline"}
        assert not {piece.type for piece in pieces} & {"link_open", "image", "html_inline", "fence", "code_block"}


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    for key, item in value.items() if isinstance(value, dict) else (("", each) for each in value):
        yield key, item
        if isinstance(item, dict | list):
            yield from _pairs(item)


@pytest.mark.parametrize("suffix", [".json", ".sarif", ".cdx.json"])
def test_no_payload_is_a_key_or_an_address(folders: dict[str, Path], suffix: str) -> None:
    pairs = list(_pairs(json.loads(_read(folders, suffix))))
    assert not [key for key, _ in pairs if TOKEN in key]
    for address in {item for key, item in pairs if key == "uri"}:
        assert address.startswith("https://") or URI.fullmatch(address), address
        assert not (address.startswith(("https://", "/")) and TOKEN in address)
        assert ".." not in address.split("/")


def test_the_pdf_shows_markup_as_it_is_and_nothing_in_it_acts(folders: dict[str, Path]) -> None:
    assert PAYLOADS[9].split("\\")[0].strip() in " ".join(_read(folders, ".pdf").split())
    with pikepdf.open(folders["hostile"] / "report.pdf") as document:
        objects = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
        assert not [
            each for each in objects for key in ("/URI", "/JS", "/Launch", "/AA", "/EmbeddedFiles") if key in each
        ]

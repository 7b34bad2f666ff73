"""Everything that a report can say, out of the code, the templates, the words and the signatures: the messages."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from scanner.catalogue.yamlfile import read_yaml
from scanner.detect.registry import DETECTORS
from scanner.unpack.registry import READERS
from tests.repo.tree import ROOT, name_of, parsed, walk

Message = tuple[str | tuple[str, str], str]
"""English (or one and many), and the file that says it."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
SPEAKS = ("scanner.report.languages.speaking import", "def ngettext(")
REPORT = ROOT / "scanner" / "report"
PHRASES = REPORT / "languages" / "phrases.json"
REASONS = REPORT / "languages" / "reasons.json"
REFUSALS = REPORT / "languages" / "refusals.json"
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_NO_PRODUCT = {"policies", "fingerprints"}
_NOBODY = re.compile(r"(?:unknown|several|not known)\b")
"""Vendors that are no name; what they make has a description for a name."""
_DESCRIBED = re.compile(r"(?:^(?=\S+ )|(?<=[ (]))[a-z][a-z-]{2,}(?=[ ,)]|$)")
"""A name with a common word in it says what the thing is: ``Kinect face tracking``, ``Axis and partners``."""
_WORD = re.compile(r"\b[a-z]{4,}")
"""A citation or number with such a word is not only numbers and names."""


def report() -> Iterator[Message]:
    """The reports' own sentences: Python, templates, words as data, and the patterns of the document's sentences."""
    for path in walk("scanner", suffix=".py"):
        if any(mark in path.read_text("utf-8") for mark in SPEAKS):
            yield from ((message, name_of(path)) for message in _calls(parsed(path)))
    for path in walk("scanner", suffix=".j2"):
        yield from _of_template(path)
    words = REPORT / "words.en.json"
    tables = json.loads(words.read_text("utf-8"))
    yield from ((text, name_of(words)) for text in [*texts_below(tables), *tables.get("glossary", ())])
    yield from ((text, name_of(PHRASES)) for text in _phrases())
    yield from ((text, name_of(REFUSALS)) for text in json.loads(REFUSALS.read_text("utf-8"))["refusals"])


def laws() -> Iterator[Message]:
    """What a report says of the policies; citations and numbers of clauses stay as the law has them."""
    for path, data in _policies():
        yield from ((text, name_of(path)) for text in _law(data))


def products() -> Iterator[Message]:
    """What signatures say of products, and what their settings switch."""
    for path, data in _signatures():
        yield from ((text, name_of(path)) for text in _product(data))


def law_texts(field: str, law: str = "") -> list[str]:
    """All texts of one field of clauses and exemptions (``says``, ``statements``), of one law or of all."""
    chosen = (data for _, data in _policies() if law in ("", data["id"]))
    rows = [row for data in chosen for row in (*data["clauses"], *data["exemptions"])]
    return [text for row in rows for text in texts_below(row.get(field, ""))]


def product_texts(field: str) -> list[str]:
    """All texts of one field of signatures: ``sentence``, ``note``."""
    return [text for _, data in _signatures() for text in texts_below(data.get(field, ""))]


def report_texts() -> list[str]:
    """Messages of code and templates, in the plural where there are two."""
    found = [message for message, place in report() if place.endswith((".py", ".j2"))]
    return [message if isinstance(message, str) else message[1] for message in found]


def _policies() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in walk("signatures/policies", suffix=".yaml"):
        data = _yaml(path)
        if "clauses" in data:
            yield path, data


def _signatures() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in walk("signatures", suffix=".yaml"):
        if path.relative_to(ROOT).parts[1] not in _NO_PRODUCT and "sentence" in (data := _yaml(path)):
            yield path, data


@cache
def _yaml(path: Path) -> dict[str, Any]:
    return dict(read_yaml(path.read_bytes(), path.name))


def readers() -> Iterator[Message]:
    """What readers and detectors cannot tell, and why bytes were not read."""
    for part in (*READERS, *DETECTORS):
        yield from ((text, str(type(part).__module__).replace(".", "/") + ".py") for text in part.LIMITATIONS)
    yield from ((text, name_of(REASONS)) for text in json.loads(REASONS.read_text("utf-8"))["reasons"])


SOURCES: dict[str, Callable[[], Iterator[Message]]] = {
    "report": report,
    "laws": laws,
    "products": products,
    "readers": readers,
}
"""Domain → its messages."""


def catalog(domain: str) -> Catalog:
    """The template of ``domain``: every message once, with the first file that says it."""
    made = Catalog(project="facescreen", charset="utf-8", fuzzy=False)
    for message, place in SOURCES[domain]():
        if message and message not in made:
            made.add(message, locations=[(place, 0)])
    return made


def _calls(tree: ast.Module) -> Iterator[str | tuple[str, str]]:
    """Messages of calls, also inside of f-strings, which Babel sees in some versions of Python only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            wanted = KEYWORDS[node.func.id] or (1,)
            texts = [arg.value for arg in node.args[: len(wanted)] if isinstance(arg, ast.Constant)]
            if len(texts) == len(wanted):
                yield (str(texts[0]), str(texts[1])) if len(wanted) > 1 else str(texts[0])


def _of_template(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        for _, message, _, _ in extract("jinja2.ext:babel_extract", file, KEYWORDS, options=_JINJA):
            if isinstance(message, tuple):
                yield (str(message[0]), str(message[1])), name_of(path)
            else:
                yield message, name_of(path)


def texts_below(value: Any) -> Iterator[str]:
    """Every text below ``value``; keys are no texts."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_below(each)
    elif isinstance(value, str) and any(map(str.isalpha, value)):
        yield value


def _phrases() -> Iterator[str | tuple[str, str]]:
    data = json.loads(PHRASES.read_text("utf-8"))
    yield from data["sentences"]
    yield from ((f"%(num)s {one}", f"%(num)s {many}") for one, many in data["counted"])
    yield from data["words"]
    yield from (word for words in data["sets"].values() for word in words)


def _law(data: dict[str, Any]) -> Iterator[str]:
    yield from (data[key] for key in ("title", "jurisdiction", "status", "disclaimer"))
    yield from filter(_WORD.search, [data["citation"]])
    yield data.get("applies_to", "")
    for clause in data["clauses"]:
        yield from filter(_WORD.search, [clause["number"]])
        yield from texts_below([clause[key] for key in ("says", "human_fact") if key in clause])
    for exemption in data["exemptions"]:
        yield from filter(_WORD.search, [exemption["number"]])
        yield from texts_below([exemption[key] for key in ("summary", "statements", "signers", "checks")])
        yield exemption.get("note", "")
    yield from (effect["why"] for effect in data["effects"].values())


def _product(data: dict[str, Any]) -> Iterator[str]:
    yield data["sentence"]
    nobody = _NOBODY.match(data["vendor"])
    yield from (data[key] for key in ("name", "vendor") if nobody or _DESCRIBED.search(data[key]))
    yield from texts_below(data.get("note", ""))
    yield from (fact["label"] for fact in data.get("facts", ()) if fact.get("label"))

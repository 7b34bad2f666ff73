"""Characters that facescreen never writes are found in a report however they are spelled."""

from __future__ import annotations

import json
import random

import pytest

from scanner.document.build import build
from scanner.document.canonical import unsafe_texts
from scanner.document.report import Report
from scanner.document.validate import _unsafe
from scanner.types import UsageError
from tests.document import sample

SAFE = [
    "plain",
    "a\\b",
    'quoted "x"',
    "a/b",
    "\\x1b[0m",
    "Gesichtsgröße",
    "人脸识别",
    "\\u202e",
    "a\\n",
    "😀",
    "::mediapipe::tasks",
    'x"::error::y',
    "cv::error::x",
    "#[a] ##",
    "\\\\u0007",
    "",
]
UNSAFE = [
    "\x1b",
    "\n",
    "\t",
    "\x7f",
    "\x85",
    "\u202e",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\\\x1b",
    "人\u202e脸",
    "\U000e0001",
    "##vso[task.complete result=Succeeded;]",
    "::error::x",
    "a ::add-mask::found",
    "\u3000::notice file=x::y",
]


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("text", SAFE + UNSAFE)
def test_the_bytes_say_the_same_as_the_texts(text, escaped):
    for document in ({"a": text}, {text: 1}, {"a": ["x", {"b": text}]}):
        data = json.dumps(document, ensure_ascii=escaped).encode()
        assert _unsafe(data, document) is (text in UNSAFE) is any(unsafe_texts(document))


def test_random_mixtures():
    dice = random.Random(5)  # noqa: S311 - repeatable, no secret
    for _ in range(300):
        document = ["".join(dice.choices([*SAFE, *UNSAFE[: dice.randrange(3)]], k=4)) for _ in range(3)]
        data = json.dumps(document, ensure_ascii=dice.random() < 0.5).encode()
        assert _unsafe(data, document) is any(unsafe_texts(document))


@pytest.mark.parametrize("spelling", ["\\u001b", "\\u202E", "\\n", "\u202e", "\x7f", "\u0085"])
def test_such_a_report_is_refused(spelling):
    text = build(sample.nothing_found()).to_json()
    name = json.loads(text)["screening"]["delivery"]["name"]
    with pytest.raises(UsageError, match="control characters"):
        Report.parse(text.replace(f'"{name}"', f'"{name}{spelling}"').encode())

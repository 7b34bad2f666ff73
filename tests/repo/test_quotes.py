"""What a parser says of a broken file is kept without what it quotes: names, keys and values stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "scanner" / "detect"
_SAID = re.compile(r"""(?:ParseFailure|LimitReached)\(\s*f(?P<text>"[^"\n]*"|'[^'\n]*')""")
_RAW = re.compile(r"\{(?:error|exc|e|problem|error\.\w+|str\(error\))\}")
PLAIN = {"scanner/detect/settings/nested/json.py": "JSONDecodeError.msg is one of the module's own sentences"}


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_detector_hands_on_a_parsers_words(file: Path) -> None:
    name = str(file.relative_to(ROOT.parents[1]))
    raw = [match["text"] for match in _SAID.finditer(file.read_text()) if _RAW.search(match["text"])]
    assert not raw or name in PLAIN, f"{name}: use scanner.detect.redact.unquoted: {raw}"

"""Sentences of the document are put over by the pattern they were made from; hostile names change nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.languages import phrasebook
from scanner.report.languages.patterns import FREE, SLOT, compiled, kind_of
from scanner.report.languages.phrasebook import counted, is_known, said
from scanner.report.languages.speaking import speaking
from tests.repo.messages import PHRASES, REASONS, REFUSALS, texts_below
from tests.report import pseudo


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The language for tests."""
    with pseudo.installed(tmp_path_factory.mktemp("languages")) as name:
        yield name


@pytest.fixture
def language(installed: str) -> Iterator[str]:
    """The language for tests, spoken."""
    with speaking(installed):
        yield installed


PIECES = (
    "a.bin: ",
    "1 byte",
    " at offset 0x0 ",
    "are encrypted",
    " (",
    "). ",
    "Please provide the content unpacked.",
    "; ",
)
SENTENCES = [
    ("There was no byte to read.", "«There was no byte to read.»"),
    (
        "fw.bin: 1 byte at offset 0x1f are encrypted (an Office document behind a password). "
        "Please provide the content unpacked.",
        "«fw.bin: «1 byte» at offset 0x1f «are encrypted» («an Office document behind a password»). "
        "«Please provide the content unpacked.»»",
    ),
    (
        "Found: a finder of faces: OpenCV (detection, shipped, in a; b.so); and 3 more findings.",
        "«Found: «a finder of faces»: OpenCV (detection, shipped, in a; b.so); «and «3 more findings»».»",
    ),
    (
        "New in this update: face templates (ArcSoft). It is in the delivery (/lib/x.so).",
        "««New in this update»: «face templates» (ArcSoft). ««it is in the delivery» (/lib/x.so).»»",
    ),
    (
        "This update adds face templates, face search and 2 more functions (X, called by /bin/y), not found in the "
        "deployed version (v1); the two were screened with different signatures.",
        "««This update adds ««face templates», «face search» and «2 more functions»» («X, «called by» /bin/y»), not "
        "found in the deployed version (v1).»; the two were screened with different signatures.»",
    ),
    ("720,000 bytes in all could not be read; this program's limit for this law is 524,288.", None),
    ("Workers have no network. Workers can change files in the work folder only.", None),
    ("as identification: approval comes first; besides, 16-62 forbids it", None),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_sentence_and_the_words_in_it(sentence: str, expected: str | None, language: str) -> None:
    assert is_known(sentence)
    assert said(sentence) == expected if expected else said(sentence).startswith("«")


def test_english_stays_as_it_is() -> None:
    assert [said(sentence) for sentence, _ in SENTENCES] == [sentence for sentence, _ in SENTENCES]
    assert all(is_known(sentence) for sentence, _ in SENTENCES)


@pytest.mark.parametrize("sentence", ["A sentence of a later version.", "rm -rf: 5 bytes", "ready. Set. Go."])
def test_what_nothing_knows_stays_english(sentence: str, language: str) -> None:
    assert said(sentence) == sentence
    assert not is_known(sentence)


@pytest.mark.parametrize(
    "name", ["{path}", "%(num)s", "%s%n", "a at offset 0x0 are encrypted. ", "«x»", "\\1\\g<0>", "ключ", "x" * 4096]
)
def test_a_name_stands_as_it_is(name: str, language: str) -> None:
    told = said(f"{name}: identification is shipped. No")
    assert told == f"{name}: identification is shipped. No"
    told = said(f"{name}, identification: it is in the delivery ({name}). A person must judge it.")
    assert told.count(name) == 2
    assert told.endswith("A person must judge it.»")


@pytest.mark.parametrize(
    "part",
    [
        *("a; ", ": ", " uses ", "x in y in ", " (a), ", "and ", "1,", "a. B", "; no longer seen: ", " is off. ", "0x"),
        *(", face detection", " could not be read, the largest with ", "Was readable, is now encrypted: ", "{x}"),
        "1 bytes at 0x",
    ],
)
def test_names_that_look_like_sentences_end(part: str, language: str) -> None:
    for text in (part * (4_900 // len(part)), f"This update adds {part * 300}.", f"{part * 300}: {part * 200}"):
        assert said(text)


def test_the_most_literal_pattern_is_meant(language: str) -> None:
    told = said("Found: a finder of faces: X (detection, shipped).")
    assert told.startswith("«Found: «a finder of faces»: «X («detection», «shipped»)».»")


def test_values_are_held_as_early_as_they_can_or_as_late() -> None:
    pattern = compiled("{one} in {two}", {}, {})
    assert pattern.match("a in b in c") == {"one": "a", "two": "b in c"}
    assert pattern.match("a in b in c", late=True) == {"one": "a in b", "two": "c"}
    assert pattern.match(" in b") is None


@pytest.mark.parametrize(
    ("number", "text"), [(1, "«1 file»"), (0, "«0 files»"), (1204, "«1,204 files»"), (1_000_000, "«1,000,000 files»")]
)
def test_counted_nouns(number: int, text: str, language: str) -> None:
    assert counted(number, "file") == text


@given(st.lists(st.sampled_from([*PIECES]) | st.text(max_size=20), max_size=12))
def test_no_text_stops_a_report(installed: str, parts: list[str]) -> None:
    with speaking(installed):
        assert said("".join(parts)) or not "".join(parts)


EXAMPLES = {
    "number": "1,204",
    "count": "3 files",
    "hex": "0x1f",
    "size": "1.2 MB",
    "date": "2026-11-25",
    "value": "ASFDetectFaces",
    "capabilities": "detection, search",
    "qualifiers": "reads emotions, looks for fever",
    "states": "encrypted, limit",
    "known": "by itself this shows no more",
    "begun": "Nothing new was seen in this update compared with the deployed version (v1)",
    "and": "face search and 2 more functions",
    "instances": "channel 3, rule 1",
    "caller": "fw!/bin/x",
    "file": "report.html",
}
"""Kind of a value → one of it; others are free."""


def test_every_pattern_is_met_by_what_it_was_made_from(installed: str) -> None:
    data = json.loads(PHRASES.read_text("utf-8"))
    examples = {**EXAMPLES, **{name: words[-1] for name, words in data["sets"].items()}}

    def filled(text: str) -> str:
        return SLOT.sub(lambda slot: examples.get(kind_of(slot[1], data["values"]), "x y"), text)

    told = [json.loads(path.read_text("utf-8")) for path in (REASONS, REFUSALS)]
    texts = [*data["sentences"], *texts_below(told)]
    with speaking(installed):
        assert [text for text in texts if not is_known(filled(text))] == []


_MARKS = {ord(mark): None for mark in "«»."}
"""The marks of the test language, and the full stop that a sentence has only where it stands alone."""


def _filled(text: str, values: dict[str, str]) -> str:
    return SLOT.sub(lambda slot: values.get(slot[1], "x"), text)


def test_no_name_takes_a_word_away_from_any_sentence(language: str) -> None:
    """Every sentence with names in it that are built of other sentences: the test language adds its quotes, no more.

    So whatever pattern a hostile name brings on, all fixed words and the whole name stand there in their order.
    """
    phrases = phrasebook._phrases()
    texts = [*phrases["sentences"], *phrasebook._read("reasons.json")["reasons"]]
    values = {"number": "1,234", "hex": "0x1f", "size": "1.2 MB", "date": "2026-11-25", "count": "3 files"}
    values |= {"value": "on", "capabilities": "detection, search", "states": "opaque, raw"}
    values |= {kind: words[0] for kind, words in phrases["sets"].items()}
    slots = {slot for text in texts for slot in SLOT.findall(text)}
    known = {slot: values.get(kind_of(slot, phrases["values"]), "x") for slot in slots}
    known |= {slot: "on" for slot in slots if slot.startswith("value")}
    names = [_filled(text, known) for text in texts]
    for number, text in enumerate(texts):
        free = [slot for slot in SLOT.findall(text) if kind_of(slot, phrases["values"]) in FREE]
        for step in range(3 if free else 0):
            name = names[(number * 7 + step * 311) % len(names)]
            spelled = (name, f"d!/x). {name} (y", f"“x). {name}”")[step]
            sentence = _filled(text, known | {free[step % len(free)]: spelled})
            assert said(sentence).translate(_MARKS) == sentence.translate(_MARKS)

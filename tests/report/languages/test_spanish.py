"""The Spanish laws and products: nothing is missing, and what is no matter of language is the same in both."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml

from scanner.report.languages.speaking import gettext, speaking
from tests.repo.catalogues import read, translation
from tests.repo.messages import SOURCES
from tests.repo.tree import walk

LAWS, PRODUCTS, READERS, REPORT = "laws", "products", "readers", "report"
BOTH = pytest.mark.parametrize("domain", [LAWS, PRODUCTS])
FIXED = pytest.mark.parametrize("domain", [LAWS, PRODUCTS, READERS])
"""What stands in it is a matter of fact; the reports' own words may say more in one language than in another."""
ALL = pytest.mark.parametrize("domain", [LAWS, PRODUCTS, READERS, REPORT])
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORD = re.compile(r"[\w@./+#-]*[\w+#]")
_CODE = re.compile(r"[_@/#+]|\d|\w\.\w|.[A-Z]")
"""A word with one of these is the name of a file, a function, a product, a law: never translated."""
_MONTHS = dict(
    zip(
        "January February March April May June July August September October November December".split(),
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
        strict=True,
    )
)
_DATE = re.compile(rf"(?:(\d+) )?\b({'|'.join(_MONTHS)}) (\d{{4}})")
_TRANSLATED = {"IT", "A", "Cameras", "Face", "Faces", "Settings", "Uzbekistan"}
"""Capitals that are words, and a country."""
_FORBIDDEN = {
    "an acquittal": r"\b(?:limpi[oa]s?|libres? de|a salvo|inocuo|inofensiv[oa]s?)\b",
    "the reader as a friend": r"\b(?:tú|tu|tus|te|puedes|debes|vosotros|ustedes?)\b",
    "one of the peninsula's words": r"\b(?:ordenador(?:es)?|móvil(?:es)?|coche|vídeos?|fichero)\b",
    "slips of the hand": r"  | [,;:]| \.(?![\w/])|\b(\w+) \1\b|\bde el\b|\ba el\b",
}
_SIGNATURE = re.compile(r"\bfirmas?\b(?! de producto| manuscrita)")
_STRENGTH = [
    (r"\bmust\b", r"\b(?:deben?|tienen? que)\b"),
    (r"\b(?:may not|Nor may|nor may|Neither .* may)\b", r"\b(?:[Nn]o|Tampoco|Nadie|ni) (?:se )?pueden?\b"),
    (r"\bNobody may\b", r"\bNadie puede\b"),
    (r"^No delivery\b", r"^No se vio ninguna entrega\b"),
    (r"\bproves? nothing\b", r"\bno prueban? nada\b"),
    (r"\bfrom memory\b", r"\b(?:citad[oa]s?|citan?) de memoria\b"),
    (r"\bnot verified\b", r"\bno verificado\b"),
    (r"\bnot (?:seen|checked)\b", r"\b[Nn]o (?:se )?(?:leído|leyó|leyeron|vio|comprobó)\b"),
]
"""What has its weight in English has it in Spanish."""


@cache
def _spanish(domain: str) -> dict[str, str]:
    """Message → what the catalogue for people says. Both forms of a message that counts are one text here."""
    known = read(translation("es", domain), "es")
    said = {_text(message.id[0]): message.string[0] for message in known if isinstance(message.id, tuple | list)}
    return said | {_text(message.id): _text(message.string) for message in known if message.id}


def _text(said: Any) -> str:
    return " | ".join(said) if isinstance(said, tuple | list) else str(said)


@cache
def _pairs(domain: str) -> tuple[tuple[str, str], ...]:
    """What is said, in English and Spanish; empty where the catalogue lacks it."""
    said = _spanish(domain)
    return tuple((_text(message), said.get(_text(message), "")) for message, _ in SOURCES[domain]() if message)


@cache
def _data(folder: str) -> tuple[dict[str, Any], ...]:
    return tuple(yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in walk(folder, suffix=".yaml"))


def _names(text: str) -> list[str]:
    """Words of ``text`` that are names: of code, of products, of makers."""
    words = _WORD.findall(_DATE.sub("", text))
    return [word for word in words if _CODE.search(word) and not _NUMBER.fullmatch(word) and word not in _TRANSLATED]


@ALL
def test_every_text_is_said_in_spanish(domain: str) -> None:
    assert [english for english, spanish in _pairs(domain) if not spanish.strip()] == []


@BOTH
def test_the_program_says_it(domain: str) -> None:
    """The compiled catalogue is the one that was translated."""
    with speaking("es"):
        assert [english for english, spanish in _pairs(domain) if gettext(english) != spanish] == []


def test_one_message_has_one_translation() -> None:
    """Catalogues are asked one after the other: where two know a message, the first is heard."""
    said: dict[str, set[str]] = {}
    for domain in (LAWS, PRODUCTS, READERS, REPORT):
        for english, spanish in _spanish(domain).items():
            said.setdefault(english, set()).add(spanish)
    assert {english: spanish for english, spanish in said.items() if len(spanish) > 1} == {}


@FIXED
def test_numbers_stand(domain: str) -> None:
    """A title keeps its English name in brackets, and with it that name's numbers a second time."""
    other = []
    for english, spanish in _pairs(domain):
        rest = spanish.replace(f"({english})", "")
        if sorted(_NUMBER.findall(english)) != sorted(_NUMBER.findall(rest)):
            other.append((english, spanish))
    assert other == []


@BOTH
def test_dates_are_the_same_days(domain: str) -> None:
    other = []
    for english, spanish in _pairs(domain):
        for day, month, year in _DATE.findall(english):
            wanted = f"{day} de {_MONTHS[month]}" if day else _MONTHS[month]
            if not re.search(rf"\b{wanted} de {year}\b", spanish):
                other.append((english, spanish))
    assert other == []


@FIXED
def test_names_of_code_and_citations_stand(domain: str) -> None:
    lost = [
        (name, english, spanish)
        for english, spanish in _pairs(domain)
        for name in _names(english)
        if name not in spanish
    ]
    assert lost == []


@ALL
def test_placeholders_stand(domain: str) -> None:
    placeholder = re.compile(r"%\(\w+\)\w|%%|\{\w*\}")
    other = [(e, s) for e, s in _pairs(domain) if sorted(placeholder.findall(e)) != sorted(placeholder.findall(s))]
    assert other == []


def test_vendors_and_products_stand_in_their_sentences() -> None:
    """A name that the English sentence says is in the Spanish one, letter for letter."""
    said, lost = _spanish(PRODUCTS), []
    for data in _data("signatures"):
        for key in ("name", "vendor") if "sentence" in data else ():
            sentence = data["sentence"]
            for word in (word for word in re.findall(r"[\w.+-]*\w", data[key]) if word[0].isupper()):
                if re.search(rf"(?<!^)\b{re.escape(word)}\b", sentence) and word not in said[sentence]:
                    lost.append((word, said[sentence]))
    assert [pair for pair in lost if pair[0] not in _TRANSLATED] == []


def test_a_law_keeps_its_own_name() -> None:
    """Whoever looks the law up needs its English name."""
    said, without = _spanish(LAWS), []
    for data in _data("signatures/policies"):
        if "title" in data and f"({data['title']})" not in said[data["title"]]:
            without.append(data["title"])
    assert without == []


@ALL
def test_no_forbidden_words(domain: str) -> None:
    found = [
        (what, spanish)
        for english, spanish in _pairs(domain)
        for what, pattern in _FORBIDDEN.items()
        if re.search(pattern, spanish) and not re.search(pattern, english)
    ]
    assert found == []


def test_a_signature_of_a_product_is_told_from_a_person_s() -> None:
    assert [spanish for _, spanish in _pairs(PRODUCTS) if _SIGNATURE.search(spanish)] == []


@BOTH
def test_duties_and_doubts_keep_their_weight(domain: str) -> None:
    lost = [
        (english, spanish)
        for english, spanish in _pairs(domain)
        for strong, kept in _STRENGTH
        if re.search(strong, english) and not re.search(kept, spanish)
    ]
    assert lost == []


@ALL
def test_a_draft_is_called_one(domain: str) -> None:
    """Whoever opens the catalogue sees that no native speaker has read it; take the words out once one has."""
    assert "a draft, not yet read by a native speaker" in read(translation("es", domain), "es").header_comment


@FIXED
def test_a_sentence_stays_a_sentence(domain: str) -> None:
    other = [(e, s) for e, s in _pairs(domain) if e.endswith(".") != s.endswith(".") or s.count("(") != s.count(")")]
    assert other == []

"""A small vocabulary made by hand, as the catalogue would compile it from signatures, and subjects to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
import yara

from scanner.catalogue.config_terms import ConfigTerm
from scanner.catalogue.constants.rules import CONSTANTS, yara_rules
from scanner.catalogue.constants.tables import Table
from scanner.catalogue.fingerprints import FINGERPRINTS, trigger_rules
from scanner.catalogue.lexicon import WORDS, lexicon_from
from scanner.catalogue.patterns import bytes_source
from scanner.catalogue.vocabulary import Names, Vocabulary
from scanner.detect.interface import Detector, Subject
from scanner.formats.source import Source
from scanner.types import Constant, FactKind, Limits, Node, Observation
from tests.fingerprints.teaching import acme
from tests.repo.tree import ROOT

NATIVE = Path(__file__).parent.parent / "fixtures" / "native"
PHRASE = "compare two example faces and say how alike they are"
KNOWN = b"known content of an example model"

RULES = f"""
rule p1 {{ strings: $p1 = "{PHRASE}" ascii wide condition: $p1 }}
rule p2 {{ strings: $p2 = "face.example.com" nocase condition: $p2 }}
rule two_halves {{ strings: $left = "FIRST-HALF" $right = "SECOND-HALF" condition: all of them }}
"""
TEMPLATE = (17.3391, 5.21087, 91.4453, 33.0917, 28.6674, 64.1183, 8.87729, 47.5531, 12.9463, 71.2208)
"""Numbers of nobody."""
PATTERNS = {
    "$p1": ((FactKind.STRING, PHRASE),),
    "$p2": ((FactKind.ENDPOINT, "face.example.com"),),
    "rule:two_halves": ((FactKind.YARA, "two_halves"),),
}
LEXICON = lexicon_from(yaml.safe_load((ROOT / "signatures" / "generic" / "lexicon.yaml").read_text(encoding="utf-8")))
ROOTS = {f"$w{number}": pair for number, pair in enumerate(LEXICON.patterns())}
NAMES = {
    FactKind.SYMBOL: Names(
        frozenset({"ASFFaceFeatureCompare", "ASFFaceFeatureExtract", "N4fsdk9FaceModelE"}), {}, ("_ZN4fsdk",)
    ),
    FactKind.SONAME: Names(frozenset({"libexample_face.so"}), {}, ()),
    FactKind.NEEDED: Names(frozenset({"libexample_face.so"}), {"face.dll": "Face.dll"}, ()),
    FactKind.PATH: Names(frozenset({"libexample_face.so"}), {"face.dll": "Face.dll"}, ("example_model_",)),
    FactKind.HASH: Names(frozenset({hashlib.sha256(KNOWN).hexdigest()}), {}, ()),
    FactKind.PACKAGE: Names(
        frozenset(
            {
                "pypi:example-face",
                "npm:example-face",
                "npm:@example/face",
                "maven:com.example:face",
                "nuget:Example.Face",
                "deb:libexample-face3",
            }
        ),
        {},
        (),
    ),
    FactKind.IMPORT: Names(
        frozenset({"example_face", "example_face.compare", "example-face", "@example/face"}), {}, ()
    ),
    FactKind.CLASS: Names(frozenset({"com.example_face.Engine", "ExampleFaceView"}), {}, ("com.example.face.",)),
}


TABLES = (
    Table("example_boxes", Constant((10, -20, 30, -40) * 5, ("sequence",), ("i8",)), ()),
    Table("example_template", Constant(TEMPLATE, ("cluster", "immediates", "text")), TEMPLATE),
)


def vocabulary() -> Vocabulary:
    """Compiled anew for each caller: tests change nothing that another one sees."""
    switch = ConfigTerm("face_example/enabled", ("true", "false"))
    keys = {"enabled": (switch,)}
    roots = bytes_source({name: data for name, (data, _) in ROOTS.items()})
    libraries = (acme(),)
    sources = {"FACTS": RULES, CONSTANTS: yara_rules(TABLES), WORDS: roots, FINGERPRINTS: trigger_rules(libraries)}
    rules = yara.compile(sources=sources)
    words = {name: text for name, (_, text) in ROOTS.items()}
    return Vocabulary(rules, PATTERNS, NAMES, frozenset(keys), keys, LEXICON, words, TABLES, libraries)


VOCABULARY = vocabulary()


@contextmanager
def subject(file: Path, path: str, format_id: str, limits: Limits | None = None) -> Iterator[Subject]:
    """``file`` as the node ``path`` of format ``format_id``."""
    with Source(file, path) as source:
        node = Node(path, None, source.size, hashlib.sha256(source.data).hexdigest(), format_id)
        yield Subject(node, source, VOCABULARY, limits or Limits())


def observe(detector: Detector, file: Path, path: str, format_id: str) -> list[Observation]:
    """Everything that ``detector`` says about ``file``."""
    with subject(file, path, format_id) as one:
        return list(detector.observe(one))

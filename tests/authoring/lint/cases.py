"""For every lint a signature that breaks its policy and no other, and one that comes close and breaks none."""

from __future__ import annotations

import json

from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import subject_from

FILE = "sdk/acme/acme-face.yaml"
SENTENCE = "sentence: Acme Face is a product of Acme that finds faces and compares them with known people."
EXAMPLES = """\
examples: |
  A door terminal calls the comparison.
    bin/door elf
      imported symbol AcmeFaceCompare
    -> verification called
"""
COUNTER = """\
counter_examples: |
  A library of another maker with the same file name.
    lib/libacmeface.so elf
    -> nothing
"""
GOOD = {"id": "f001", "kind": "symbol", "value": "AcmeFaceCompare", "strength": "strong", "top": "called",
        "capabilities": ["verification"], "source": "s1", "verified": True}  # fmt: skip
MANY_WORDS = " and with old people and young people and new people and all people on a list."
HARD_WORDS = "sentence: Acme Face identifies individuals automatically, utilising sophisticated facial comparison."
Files = dict[str, str]


def text(*facts: dict[str, object], **parts: str) -> str:
    """A signature of ``facts``; ``parts`` replace lines of its head, ``rules`` excepted."""
    head = {
        "id": "id: acme-face", "name": "name: Acme Face", "vendor": "vendor: Acme", "kind": "kind: sdk",
        "presence": "presence: shipped", "sentence": SENTENCE, "own": "own_prefixes: [AcmeFace]",
        "sources": 'sources: {s1: "exports of libacmeface.so 2.1, package acme-face 2.1 of Debian"}',
    }  # fmt: skip
    tail = {"examples": EXAMPLES, "counter": COUNTER}
    lines = [parts.get(key, line) for key, line in head.items()] + [parts.get("more", "")]
    facts_text = "facts:\n" + "".join(f"  - {json.dumps(fact, ensure_ascii=False)}\n" for fact in facts)
    return "\n".join(lines) + "\n" + facts_text + "".join(parts.get(key, text) for key, text in tail.items())


def fact(**fields: object) -> dict[str, object]:
    """A second fact: support unless ``fields`` say otherwise."""
    words = {"id": "f002", "kind": "symbol", "value": "AcmeFaceOpen", "strength": "support", "top": "called",
             "source": "s1", "verified": True}  # fmt: skip
    return {key: value for key, value in {**words, **fields}.items() if value is not None}


def strong(kind: str, value: str, **fields: object) -> dict[str, object]:
    """A strong second fact."""
    return fact(kind=kind, value=value, strength="strong", **fields)


def one(*facts: dict[str, object], rules: str = "", **parts: str) -> Files:
    """A pack of one signature: the good fact, ``facts`` and the parts."""
    files = {FILE: text(GOOD, *facts, **parts)}
    return {**files, FILE.replace(".yaml", ".yar"): rules} if rules else files


def setting(**fields: object) -> dict[str, object]:
    """A configuration fact."""
    usual = {"kind": "config", "value": "Acme/face/enabled", "top": "enabled", "role": "switch", "formats": ["json"],
             "on": ["true"]}  # fmt: skip
    return fact(**{**usual, **fields})


FIVE = [17.3391, 5.21087, 91.4453, 33.0917, 28.6674]


def constant(**fields: object) -> dict[str, object]:
    """A fact of five numbers."""
    usual = {"kind": "constant", "value": "acme_points", "top": "available", "numbers": FIVE, "forms": ["cluster"]}
    return fact(**{**usual, **fields})


def other(*facts: dict[str, object], **parts: str) -> Files:
    """A second signature, of another product."""
    words = {"id": "id: other-kit", "name": "name: Other Kit", "vendor": "vendor: Other",
             "sentence": "sentence: Other Kit is a product of Other that finds faces in pictures.", "own": "note: none",
             "examples": EXAMPLES.replace("AcmeFaceCompare", "OtherKitRun"), **parts}  # fmt: skip
    return {"sdk/other/other-kit.yaml": text(*facts, **words)}


def rule(strings: str, condition: str = "any of them", head: str = "rule acme_rule") -> str:
    """A hand-written rule."""
    return f"{head}\n{{\n  strings:\n    {strings}\n  condition:\n    {condition}\n}}\n"


RULE = fact(kind="yara", value="acme_rule", top="shipped")
KIT = {**GOOD, "value": "OtherKitRun", "capabilities": ["detection"]}
LINE = "AcmeFaceCompare: the comparison of two faces failed"
MANY = "\n    ".join(f'$s{n} = "AcmeText{n:02}"' for n in range(24))


def silent(line: str, title: str = "Another maker's program.") -> str:
    """A counter-example from which nothing must come."""
    return f"counter_examples: |\n  {title}\n    bin/x elf\n      {line}\n    -> nothing\n"


CASES: dict[str, tuple[Files, Files]] = {
    "schema": (one(more="colour: red"), one(more="note: red")),
    "unknown-word": (one(fact(strength="high")), one(fact(strength="context"))),
    "file-name": (one(id="id: acme"), one()),
    "folder": (
        {FILE.replace("sdk/", "client/"): text(GOOD)},
        {FILE.replace("sdk/", "client/"): text(GOOD, kind="kind: client")},
    ),
    "id-twice": (
        {FILE: text(GOOD), "sdk/b/acme-face.yaml": text({**GOOD, "value": "AcmeFaceMatch"})},
        {FILE: text(GOOD), **other(KIT)},
    ),
    "repeated": (one(fact(id="f001")), one(fact())),
    "misfit": (one(fact(prefix=True, ignore_case=True)), one(fact(prefix=True))),
    "host": (
        one(more="hosts: [{kind: symbol, value: 'PyInit_.*'}]"),
        one(more="hosts: [{kind: symbol, value: PyInit_acme}]"),
    ),
    "no-sentence": (one(sentence=SENTENCE.removesuffix(".")), one()),
    "sentence-long": (
        one(sentence=SENTENCE.removesuffix(".") + MANY_WORDS),
        one(sentence=SENTENCE.removesuffix(".") + " and with people on a list."),
    ),
    "sentence-several": (
        one(sentence="sentence: Acme Face is a product of Acme. It finds faces and compares them."),
        one(sentence="sentence: Acme Face is a product of Acme; it finds faces and compares them."),
    ),
    "sentence-jargon": (
        one(sentence="sentence: Acme Face is an SDK of Acme that finds faces and compares them."),
        one(name="name: Acme SDK", sentence="sentence: Acme SDK is a product of Acme that finds faces."),
    ),
    "sentence-accuses": (
        one(sentence="sentence: Acme Face was found to look for faces and to compare them."),
        one(sentence="sentence: Acme Face is made to look for faces and to compare them."),
    ),
    "sentence-hard": (
        one(sentence=HARD_WORDS),
        one(sentence="sentence: Acme Face compares photos of people to tell who they are."),
    ),
    "no-source": (one(fact(source="internet")), one(fact(source="memory", verified=False))),
    "unused-source": (
        one(sources='sources: {s1: "exports of libacmeface.so 2.1", s2: "page of the maker"}'),
        one(fact(source="s2"), sources='sources: {s1: "exports of libacmeface.so 2.1", s2: "page of the maker"}'),
    ),
    "no-example": (one(examples=""), one()),
    "no-counter-example": (one(counter=COUNTER.replace("elf", "elf\n   three spaces")), one()),
    "too-short": (one(fact(value="Acme")), one(fact(value="Acme1"))),
    "never-given": (
        one(fact(kind="class", value="com/acme/face/Engine")),
        one(fact(kind="class", value="com.acme.face.Engine")),
    ),
    "package-spelling": (
        one(fact(kind="package", value="pypi:Acme_Face")),
        one(fact(kind="package", value="pypi:acme-face"), fact(id="f3", kind="package", value="nuget:Acme.Face")),
    ),
    "never-kept": (one(setting(value="Acme/face of x/on")), one(setting(value="Acme/face.of-x[n]/*/on"))),
    "placeholder": (
        one(fact(kind="endpoint", value="/acme/{id}/faces")),
        one(fact(kind="endpoint", value="/acme/faces")),
    ),
    "several-values": (
        one(fact(kind="path", value="acme1.bin, acme2.bin", top="shipped")),
        one(fact(kind="path", value="acme1.bin", top="shipped")),
    ),
    "never-whole": (
        one(fact(value="_ZN4acme4Face")),
        one(fact(value="_ZN4acme4Face7compareEv"), fact(id="f3", value="_ZN4acme4Scan", prefix=True)),
    ),
    "numbers": (
        one(constant(numbers=[1, 2, 0.5, 30, 17.3391, 5.21087, 91.4453])),
        one(constant(numbers=[1, 2, 0.5, 30, *FIVE])),
    ),
    "one-name": (
        one(constant(), fact(**{**constant(), "id": "f3", "value": "acme_points_again"})),
        one(constant(), fact(**{**constant(), "id": "f3", "value": "acme_others", "numbers": [*FIVE, 7.1234]})),
    ),
    "never-placed": (
        one(fact(kind="hash", value="ab" * 32, top="shipped", places=["text"])),
        one(fact(kind="hash", value="ab" * 32, top="shipped", places=["file"])),
    ),
    "proves-nothing": (one(setting(on=None)), one(setting())),
    "top-too-high": (one(fact(top="enabled")), one(fact(top="called"))),
    "strong-unverified": (
        one(strong("symbol", "AcmeFaceOpen", verified="secondary")),
        one(strong("symbol", "AcmeFaceOpen")),
    ),
    "strong-doubtful": (one(strong("symbol", "AcmeFaceOpen", doubtful="a game")), one(fact(doubtful="a game"))),
    "strong-file-name": (
        one(strong("path", "libacmeface.so", top="shipped")),
        one(fact(kind="path", value="libacmeface.so", top="shipped")),
    ),
    "strong-without-host": (
        one(strong("endpoint", "/acme/face/compare")),
        one(strong("endpoint", "face.acme.example/compare")),
    ),
    "strong-short-text": (one(strong("string", "Acme comparison")), one(strong("string", "AcmeFace comparison"))),
    "strong-few-digits": (
        one(constant(strength="strong", numbers=[0.363, 1.128], least=2, within=64)),
        one(constant(strength="strong")),
    ),
    "doubtful-value": (one(strong("symbol", "cv_verify_op")), one(fact(value="cv_verify_op"))),
    "nursery": (
        {"nursery/acme/acme-face.yaml": text(GOOD)},
        {"nursery/acme/acme-face.yaml": text({**GOOD, "strength": "support"})},
    ),
    "unproven": (
        {FILE: text({**GOOD, "strength": "support", "verified": False})},
        {FILE: text({**GOOD, "strength": "support"})},
    ),
    "common-word": (
        one(strong("symbol", "FaceDetector")),
        one(strong("symbol", "AcmeDetector"), fact(id="f3", value="FaceDetector")),
    ),
    "common-prefix": (
        one(strong("string", "face.match.find"), own="own_prefixes: [face.match.find]"),
        one(strong("string", "acme.match.find"), own="own_prefixes: [acme.match]"),
    ),
    "unstated-meaning": (
        one(fact(value="AcmeFaceIdentify")),
        one(fact(value="AcmeFaceIdentify", capabilities=["identification"])),
    ),
    "broken-expression": (one(setting(on=["/acme(/"])), one(setting(on=["/acme/"]))),
    "nested-repeat": (one(setting(on=["/acme(?:[a-f]+x){1,9}/"])), one(setting(on=["/acme(?:[a-f]{1,9}x){1,9}/"]))),
    "leading-wildcard": (one(setting(on=["/.*acme/"])), one(setting(on=["/.{0,40}acme/"]))),
    "unspecific-expression": (
        one(more="hosts: [{kind: path, value: '[^/]*.*'}]"),
        one(more=r"hosts: [{kind: path, value: '.*\.h$'}]"),
    ),
    "costly-expression": (one(setting(on=["/acme[a-z]*[a-z0-9]*x/"])), one(setting(on=["/acme[a-z]*-[a-z0-9]*x/"]))),
    "yar-warning": (
        one(RULE, rules=rule("$a = /acme[0-9]{1,4}.{0,99}b.{0,99}/", "nonsense")),
        one(RULE, rules=rule('$a = "acmeface"')),
    ),
    "yar-facts": (
        one(rules=rule('$a = "acmeface"')),
        one(rules="// rule x\n" + rule('$a = "acmeface"', head="private rule acme_rule")),
    ),
    "yar-module": (
        one(RULE, rules='import "math"\n' + rule('$a = "acmeface"')),
        one(RULE, rules="// import it\n" + rule('$a = "import \\"math\\""')),
    ),
    "yar-short-string": (
        one(RULE, rules=rule("$a = { 01 02 ?? 03 04 }")),
        one(RULE, rules=rule("$a = { 01 02 03 04 ?? 05 }")),
    ),
    "yar-expression": (
        one(RULE, rules=rule("$a = /acme.{1,900}face/")),
        one(RULE, rules=rule("$a = /acme.{1,90}face/")),
    ),
    "yar-loop": (
        one(RULE, rules=rule(MANY, "for all of them : (# > 1)")),
        one(RULE, rules=rule('$a = "acmeface"', "for all of them : (# > 1)")),
    ),
    "counter-overlap": (
        {FILE: text(GOOD), **other(KIT, counter=silent("text string the AcmeFaceCompare function"))},
        {
            FILE: text(GOOD),
            **other(KIT, counter=silent("text string the AcmeFaceCompare function", "A program with Acme's kit.")),
        },
    ),
    "other-product": (
        {FILE: text(strong("string", LINE)), **other({**KIT, "value": "AcmeFaceCompare"})},
        {FILE: text(strong("string", LINE)), **other(KIT)},
    ),
    "shared-value": (
        {FILE: text(GOOD, fact()), **other(KIT, fact())},
        {FILE: text(GOOD, fact(doubtful="Other Kit")), **other(KIT, fact(doubtful="Acme Face"))},
    ),
    "adds-nothing": (
        one(fact(prefix=True, value="AcmeFace_"), fact(id="f3", value="AcmeFace_Open")),
        one(fact(prefix=True, value="AcmeFace_"), fact(id="f3", value="AcmeFace_Find", capabilities=["detection"])),
    ),
    "ambiguous": (
        {
            FILE: text(GOOD, fact(kind="soname", value="AcmeFace.dll", ignore_case=True)),
            **other(KIT, fact(kind="soname", value="acmeface.dll", ignore_case=True)),
        },
        {
            FILE: text(GOOD, fact(kind="soname", value="AcmeFace.dll", ignore_case=True)),
            **other(KIT, fact(kind="soname", value="otherface.dll", ignore_case=True)),
        },
    ),
}
"""Lint → files that it alone does not accept, files that no lint finds a problem in."""


def shelf(files: Files) -> Shelf:
    """The pack of ``files``."""
    return Shelf(
        tuple(
            subject_from(name, source.encode(), files.get(name.replace(".yaml", ".yar"), "").encode())
            for name, source in files.items()
            if name.endswith(".yaml")
        )
    )

"""A listing gives the matcher what the detectors give it for the real files: own small carriers are the measure."""

from __future__ import annotations

import pytest

from scanner.authoring.listing import ListingError, cases
from scanner.authoring.scene import DELIVERY, scene
from scanner.detect.bytes import Bytes
from scanner.detect.config import Configuration
from scanner.detect.managed.dex import Dex
from scanner.detect.managed.pyc import Pyc
from scanner.detect.names import Names
from scanner.detect.native import Native
from scanner.detect.registry import DETECTORS
from scanner.detect.scripts import Scripts
from scanner.detect.words.detector import Words
from scanner.types import FactKind, Place
from tests.detect.managed.test_pyc import compiled
from tests.detect.managed.world import ENGINE, SEARCH, look, told
from tests.detect.managed.world import VOCABULARY as MANAGED
from tests.detect.vocabulary import NATIVE, PHRASE, VOCABULARY, subject
from vendor_samples.carriers.dex import build
from vendor_samples.carriers.managed import ManagedClass

LIBRARY = """\
    defined soname libexample_face.so.3
    defined symbol ASFFaceFeatureCompare
    defined symbol ASFFaceFeatureExtract
    defined symbol _ZN4fsdk9FaceModel5matchEi
    defined symbol _ZTSN4fsdk9FaceModelE
    defined symbol Java_com_example_1face_Engine_compare
"""
PROGRAM = """\
    imported symbol ASFFaceFeatureCompare
    imported symbol dlopen
    imported needed libexample_face.so.3
    imported needed libdl.so.2
    text string "compare two example faces and say how alike they are"
"""
PRINTED = frozenset({FactKind.VERSION, FactKind.IDENTITY, FactKind.WORDS})
"""Never evidence, but for dynamic loading; and words, as a real file has more names than a listing."""


def observed(lines, path, form, folder):
    (case,) = cases(f"A case.\n  {path} {form}\n{lines}  -> nothing\n")
    return facts(scene(case, VOCABULARY, folder).observations)


def facts(observations):
    return {
        (o.kind, o.value, o.place, o.setting)
        for o in observations
        if o.kind not in PRINTED or o.value == "dynamic-loading"
    }


def real(file, path, form, *detectors):
    with subject(file, DELIVERY + path, form) as one:
        return facts(o for detector in detectors for o in detector.observe(one))


@pytest.mark.parametrize(
    ("name", "lines"), [("libexample_face.so", LIBRARY), ("libexample_face_arm.so", LIBRARY), ("camera", PROGRAM)]
)
def test_a_native_binary(name, lines, tmp_path):
    told = observed(lines, f"lib/{name}", "elf", tmp_path)
    seen = real(NATIVE / name, f"lib/{name}", "elf", Names(), Bytes(), Words(), Native())
    assert told == seen


SOURCES = [
    ("app.py", "import example_face.compare\n", "    script import example_face.compare\n"),
    ("app.js", 'require("@example/face")\n', "    script package npm:@example/face\n"),
    ("App.java", "import com.example.face.Engine;\n", "    script class com.example.face.Engine\n"),
    ("app.py", 'ctypes.CDLL("libexample_face.so")\n', "    script needed libexample_face.so\n"),
    ("App.cs", '[DllImport("Face.dll")]\n', "    script needed Face.dll\n"),
    ("app.py", f"# {PHRASE}\n", f"    document string {PHRASE}\n"),
    ("app.sh", f'x = "{PHRASE}"\n', f"    script string {PHRASE}\n"),
]


@pytest.mark.parametrize(("name", "source", "lines"), SOURCES, ids=[name for name, _, _ in SOURCES])
def test_a_script(name, source, lines, tmp_path):
    file = tmp_path / name
    file.write_text(source)
    seen = real(file, name, "text:script", Names(), Bytes(), Scripts())
    assert seen
    assert observed(lines, name, "text:script", tmp_path) == seen


def test_a_setting(tmp_path):
    file = tmp_path / "a.yml"
    file.write_text("face_example: {enabled: on}")
    seen = real(file, "a.yml", "text:yaml", Names(), Bytes(), Configuration())
    assert seen
    assert observed("    config config face_example/enabled = on\n", "a.yml", "text:yaml", tmp_path) == seen


def test_a_setting_in_a_sample_is_documentation(tmp_path):
    ((_, value, place, setting),) = observed(
        "    document config face_example/enabled = true\n", "api.yml", "text:yaml", tmp_path
    )
    assert (value, place, setting) == ("example/face_example/enabled", Place.DOCUMENT, "true")


APP = ManagedClass("org.city.App", calls=((ENGINE, "compare"), ("net.acme.Native", SEARCH)), library="acmeface")
KIT = ManagedClass(ENGINE, declares=("match_two",))


@pytest.mark.parametrize(
    ("classes", "lines"),
    [
        ((APP,), f"    invoked class {ENGINE}\n    invoked symbol {SEARCH}\n    imported needed acmeface\n"),
        ((KIT,), f"    defined class {ENGINE}\n    declared symbol Java_com_acme_face_Engine_match_1two\n"),
        ((ManagedClass("net.acme.Native", declares=(SEARCH,)),), f"    declared symbol {SEARCH}\n"),
    ],
    ids=["caller", "kit", "wrapper"],
)
def test_bytecode(classes, lines, tmp_path):
    (case,) = cases(f"A case.\n  classes.dex dex\n{lines}  -> nothing\n")
    shown = told(scene(case, MANAGED, tmp_path).observations)
    assert shown == told(look(Dex(), build(*classes), tmp_path))


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import acme_faces.compare", "    imported import acme_faces.compare\n"),
        ("import ctypes\nctypes.CDLL('./libacmeface.so')", "    imported needed libacmeface.so\n"),
        (f"import x\nx.{SEARCH}(1)", f"    imported symbol {SEARCH}\n"),
        ("import x\nx.compare_acme_faces()", "    script string compare_acme_faces\n"),
    ],
)
def test_compiled_python(source, lines, tmp_path):
    (case,) = cases(f"A case.\n  app.pyc pyc\n{lines}  -> nothing\n")
    assert told(scene(case, MANAGED, tmp_path).observations) == told(look(Pyc(), compiled(source), tmp_path))


@pytest.mark.parametrize(
    ("form", "line", "expected"),
    [
        ("pe", "invoked symbol ASFFaceFeatureCompare", (FactKind.SYMBOL, "ASFFaceFeatureCompare", Place.INVOKED)),
        ("pe", "declared symbol ASFFaceFeatureCompare", (FactKind.SYMBOL, "ASFFaceFeatureCompare", Place.DECLARED)),
        ("dex", "invoked class com.example.face.Engine", (FactKind.CLASS, "com.example.face.", Place.INVOKED)),
        ("pyc", "imported import example_face.compare.fast", (FactKind.IMPORT, "example_face.compare", Place.IMPORTED)),
        ("elf", "imported import example_face.compare.fast", (FactKind.IMPORT, "example_face.compare", Place.IMPORTED)),
        ("text:json", "file package npm:example-face", (FactKind.PACKAGE, "npm:example-face", Place.FILE)),
        ("text:json", "document package npm:example-face", (FactKind.PACKAGE, "npm:example-face", Place.DOCUMENT)),
        ("elf", "imported identity dynamic-loading", (FactKind.IDENTITY, "dynamic-loading", Place.IMPORTED)),
        ("unknown", "text yara two_halves", (FactKind.YARA, "two_halves", Place.TEXT)),
        ("unknown", 'text string "' + PHRASE + '"', (FactKind.STRING, PHRASE, Place.TEXT)),
        ("text", "document endpoint FACE.example.COM", (FactKind.ENDPOINT, "face.example.com", Place.DOCUMENT)),
        ("text:ini", "config endpoint face.example.com", (FactKind.ENDPOINT, "face.example.com", Place.CONFIG)),
    ],
)
def test_other_lines(form, line, expected, tmp_path):
    assert (*expected, "") in observed(f"    {line}\n", "a", form, tmp_path)


def test_a_hash_is_the_files(tmp_path):
    known = next(iter(VOCABULARY.names[FactKind.HASH].exact))
    assert observed(f"    file hash {known}\n", "a.bin", "unknown", tmp_path) == {
        (FactKind.HASH, known, Place.FILE, "")
    }


@pytest.mark.parametrize(
    ("form", "line", "said"),
    [
        ("elff", "text string abcdef", "no format id"),
        ("elf", "defined string abcdef", "no string stands at defined"),
        ("elf", "imported soname libx.so", "no soname stands at imported"),
        ("dex", "declared class com.acme.Face", "no class stands at declared"),
        ("elf", "script string abcdef", "stands at text, not at script"),
        ("text:script", "document string abcdef", "stands at script, not at document"),
        ("zip", "text string abcdef", "zip holds files"),
        ("elf", "config config a/b = c", "settings are read in"),
        ("unknown", "text yara no_such_rule", "no rule 'no_such_rule'"),
    ],
)
def test_what_no_detector_reports_of_such_a_file_is_refused(form, line, said, tmp_path):
    with pytest.raises(ListingError, match=said):
        observed(f"    {line}\n", "file.txt", form, tmp_path)


def test_every_detector_has_its_part_in_an_example():
    """A new detector is added here once it is settled how a listing shows what it sees."""
    asked = {"names", "modules", "bytes", "words", "constants", "scripts"}
    # What hidden texts say is what they say openly, with the key's length in the detail.
    asked |= {"hidden"}
    by_lines = {"fingerprints", "native", "java", "dex", "dotnet", "pyc", "compiled-python", "packages", "config"}
    by_lines |= {"downloads"}
    assert {detector.NAME for detector in DETECTORS} == asked | by_lines


@pytest.mark.parametrize(
    ("path", "form", "place"),
    [
        ("bin/door", "elf", Place.TEXT),
        ("door.pyc", "pyc", Place.TEXT),
        ("door.py", "text:script", Place.SCRIPT),
        ("door.json", "text:json", Place.CONFIG),
        ("door.py", "text:script", Place.DOCUMENT),
    ],
)
def test_a_constant_is_listed_by_its_name(path, form, place, tmp_path):
    shown = observed(f"    {place} constant example_template\n", path, form, tmp_path)
    assert shown == {(FactKind.CONSTANT, "example_template", place, "")}


def test_a_constant_that_is_in_no_signature_is_refused(tmp_path):
    with pytest.raises(ListingError, match="no constant 'example_other'"):
        observed("    text constant example_other\n", "bin/door", "elf", tmp_path)

"""Java classes, code without import tables, and what a mere mention must not lift."""

from __future__ import annotations

import pytest

from scanner.types import Capability, FactKind, Host, Observation, Place, Strength
from tests.match.world import LIBRARY, PROGRAM, fact, matched, product, seen, states

ENGINE = fact("com.vendor.face.FaceEngine", FactKind.CLASS)
PACKAGE = fact("com.vendor.face.", FactKind.CLASS, prefix=True, capabilities=())
SLASHED, DOTTED = "com/vendor/face/FaceEngine", "com.vendor.face.FaceEngine"
OWN, APP = "d!/app.jar!/com/vendor/face/FaceEngine.class", "d!/app.jar!/com/city/App.class"


def named(path: str, detail: str = SLASHED, place: Place = Place.TEXT) -> Observation:
    return seen(DOTTED, path, place, FactKind.CLASS, detail=detail)


@pytest.mark.parametrize(
    ("observation", "form", "state"),
    [
        (named(OWN), "class", "shipped"),
        (named("d!/app.jar!/BOOT-INF/classes/com/vendor/face/Other.class"), "class", "shipped"),
        (named(APP), "class", "called"),
        (named(APP, detail=f"see {DOTTED}"), "class", "available"),
        (named("d!/app.apk!/classes.dex"), "dex", "shipped"),
        (named("d!/app.apk!/classes.dex", detail=DOTTED), "dex", "available"),
        (named("d!/com/vendor/face/notes.txt", place=Place.DOCUMENT), "text:document", "mentioned"),
        (named("d!/com/vendor/face/data.bin"), "unknown", "mentioned"),
        (named("d!/app.jar"), "zip", "mentioned"),
    ],
)
def test_a_class_name_counts_by_the_file_that_holds_it(observation: Observation, form: str, state: str) -> None:
    result = matched(product(ENGINE, PACKAGE), [observation], formats={observation.path: form})
    assert states(result) == {"identification": state}


def test_a_dex_file_with_a_general_library_only_has_its_code_available() -> None:
    dex = named("d!/app.apk!/classes.dex")
    general = product(ENGINE, hosts=(Host(FactKind.PATH, r".*/org/"),))
    assert states(matched(general, [dex], formats={dex.path: "dex"})) == {"identification": "available"}


@pytest.mark.parametrize(
    ("form", "needed", "state"),
    [
        ("pe", ("mscoree.dll",), "available"),
        ("pe", (), "available"),
        ("elf", (), "available"),
        ("pyc", (), "available"),
        ("elf", ("libc.so.6",), "mentioned"),
        ("unknown", (), "mentioned"),
    ],
)
def test_a_function_name_in_code_that_hides_its_calls_is_for_a_person(
    form: str, needed: tuple[str, ...], state: str
) -> None:
    text = seen("FaceIdentify", PROGRAM, Place.TEXT)
    others = [seen(name, PROGRAM, Place.IMPORTED, FactKind.NEEDED) for name in needed]
    assert states(matched(product(fact("FaceIdentify")), [text, *others], formats={PROGRAM: form})) == {
        "identification": state
    }


def test_a_mention_in_a_document_lends_no_weight_to_a_file_name() -> None:
    name = seen("facesdk.dll", "d!/facesdk.dll", Place.FILE, FactKind.PATH)
    readme = seen("FaceIdentify", "d!/README.md", Place.DOCUMENT)
    weak = fact("facesdk.dll", FactKind.PATH, strength=Strength.SUPPORT)
    assert states(matched(product(fact("FaceIdentify"), weak), [name, readme])) == {"identification": "mentioned"}


def test_a_mention_of_a_product_stays_one_beside_a_file_name() -> None:
    name = seen("facesdk.dll", "d!/facesdk.dll", Place.FILE, FactKind.PATH)
    readme = seen("FaceSDK", "d!/README.md", Place.DOCUMENT, FactKind.STRING)
    weak = fact("facesdk.dll", FactKind.PATH, strength=Strength.SUPPORT, capabilities=())
    known = product(fact("FaceSDK", FactKind.STRING, capabilities=()), weak, does=(Capability.IDENTIFICATION,))
    assert states(matched(known, [name, readme])) == {"identification": "mentioned"}


def test_who_imports_only_detection_is_not_said_to_call_the_rest_of_the_library_it_needs() -> None:
    soname = fact("libface.so", FactKind.SONAME)
    detect = fact("FaceDetect", capabilities=(Capability.DETECTION,))
    identify = fact("FaceIdentify")
    start = fact("FaceStart", capabilities=())
    needed = seen("libface.so", PROGRAM, Place.IMPORTED, FactKind.NEEDED)
    library = [
        seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME),
        seen("FaceIdentify", LIBRARY, Place.DEFINED),
    ]
    signature = product(soname, detect, identify, start)
    calls = seen("FaceDetect", PROGRAM, Place.IMPORTED)
    assert states(matched(signature, [needed, calls, *library])) == {"identification": "shipped", "detection": "called"}
    # Without the library it is for a person to say what that library does there.
    assert states(matched(signature, [needed, calls]))["identification"] == "available"
    # A function that stands for no capability says nothing of what is used.
    assert (
        states(matched(signature, [needed, seen("FaceStart", PROGRAM, Place.IMPORTED)]))["identification"] == "called"
    )


def test_a_text_counts_in_configuration_only_where_the_fact_is_meant_for_it() -> None:
    address = seen("face.example.com", "d!/app.ini", Place.CONFIG, FactKind.STRING)
    assert states(matched(product(fact("face.example.com", FactKind.STRING)), [address])) == {
        "identification": "mentioned"
    }
    meant = fact("face.example.com", FactKind.STRING, places=(Place.CONFIG,))
    assert states(matched(product(meant), [address])) == {"identification": "called"}


@pytest.mark.parametrize("place", [Place.DEFINED, Place.IMPORTED])
def test_the_name_of_one_library_is_one_fact_wherever_it_stands(place: Place) -> None:
    weak = {"strength": Strength.SUPPORT}
    signature = product(fact("libface.so", FactKind.PATH, **weak), fact("libface.so", FactKind.SONAME, **weak))
    kind = FactKind.SONAME if place is Place.DEFINED else FactKind.NEEDED
    own = seen("libface.so", LIBRARY, Place.FILE, FactKind.PATH)
    assert states(matched(signature, [own, seen("libface.so", LIBRARY, place, kind)])) == {}


def test_a_finding_shows_the_strong_fact_that_it_rests_on_even_if_that_is_of_another_function() -> None:
    weak = fact("face_model.dat", FactKind.PATH, strength=Strength.SUPPORT)
    start = fact("FaceStart", capabilities=())
    model = seen("face_model.dat", "d!/face_model.dat", Place.FILE, FactKind.PATH)
    (finding,) = matched(product(weak, start), [model, seen("FaceStart", LIBRARY, Place.DEFINED)]).findings
    assert (finding.basis, finding.state.word) == ("strong", "shipped")
    assert [proof.fact.value for proof in finding.proofs] == ["face_model.dat", "FaceStart"]

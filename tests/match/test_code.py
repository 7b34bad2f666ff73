"""Java classes, code without import tables, and what a mere mention must not lift."""

from __future__ import annotations

import pytest

from scanner.types import Capability, FactKind, Host, Observation, Place, State, Strength
from tests.match.world import LIBRARY, PROGRAM, fact, matched, product, seen, states

ENGINE = fact("com.vendor.face.FaceEngine", FactKind.CLASS)
PACKAGE = fact("com.vendor.face.", FactKind.CLASS, prefix=True, capabilities=())
SLASHED, DOTTED = "com/vendor/face/FaceEngine", "com.vendor.face.FaceEngine"
OWN, APP = "d!/app.jar!/com/vendor/face/FaceEngine.class", "d!/app.jar!/com/city/App.class"


def named(path: str, detail: str = SLASHED, place: Place = Place.TEXT) -> Observation:
    return seen(DOTTED, path, place, FactKind.CLASS, detail=detail)


DEX, NET = "d!/app.apk!/classes.dex", "d!/Viewer.exe"


def unread(path: str) -> Observation:
    """What a detector says of code that it cannot read."""
    return seen("code-unread", path, Place.FILE, FactKind.IDENTITY, detail="the class file ends early")


@pytest.mark.parametrize(
    ("observation", "form", "state"),
    [
        (named(OWN, place=Place.DEFINED), "class", "shipped"),
        (named(APP, place=Place.INVOKED), "class", "called"),
        (named(APP, place=Place.IMPORTED), "class", "called"),
        (named(DEX, place=Place.DEFINED), "dex", "shipped"),
        (named(DEX, place=Place.INVOKED), "dex", "called"),
        (named(NET, place=Place.INVOKED), "pe", "called"),
        (named(NET, place=Place.DECLARED), "pe", "available"),
        # A text only, in code whose tables were read: reflection may use it, nothing shows it.
        (named(APP), "class", "available"),
        (named(DEX), "dex", "available"),
        (named(OWN), "class", "shipped"),
        (named("d!/app.jar!/BOOT-INF/classes/com/vendor/face/Other.class"), "class", "shipped"),
        (named("d!/com/vendor/face/notes.txt", place=Place.DOCUMENT), "text:document", "mentioned"),
        # Content of no known kind may be bytecode that nothing here reads.
        (named("d!/com/vendor/face/data.bin"), "unknown", "available"),
        (named("d!/com/vendor/face/data.png"), "png", "mentioned"),
        (named("d!/app.jar"), "zip", "mentioned"),
    ],
)
def test_a_class_name_counts_by_the_file_that_holds_it(observation: Observation, form: str, state: str) -> None:
    result = matched(product(ENGINE, PACKAGE), [observation], formats={observation.path: form})
    assert states(result) == {"identification": state}


@pytest.mark.parametrize(
    ("observation", "form", "state"),
    [
        (named(APP), "class", "called"),
        (named(APP, detail=f"see {DOTTED}"), "class", "available"),
        (named(OWN), "class", "shipped"),
        (named(DEX), "dex", "shipped"),
        (named(DEX, detail=DOTTED), "dex", "available"),
    ],
)
def test_where_code_cannot_be_read_the_spelling_of_a_class_name_decides(
    observation: Observation, form: str, state: str
) -> None:
    everything = [observation, unread(observation.path)]
    result = matched(product(ENGINE, PACKAGE), everything, formats={observation.path: form})
    assert states(result) == {"identification": state}


def test_a_broken_dex_file_with_a_general_library_only_has_its_code_available() -> None:
    general = product(ENGINE, hosts=(Host(FactKind.PATH, r".*/org/"),))
    assert states(matched(general, [named(DEX), unread(DEX)], formats={DEX: "dex"})) == {"identification": "available"}


def test_a_name_in_a_table_is_not_judged_once_more_as_a_text() -> None:
    text, table = named(DEX, detail=DOTTED), named(DEX, place=Place.DEFINED)
    (finding,) = matched(product(ENGINE), [text, table], formats={DEX: "dex"}).findings
    assert [proof.observation.place for proof in finding.proofs] == [Place.DEFINED]


@pytest.mark.parametrize("place", [Place.DECLARED, Place.INVOKED])
def test_who_names_functions_needs_the_library_for_no_others(place: Place) -> None:
    """A P/Invoke wrapper asks for its library; that is no use of every function that the library has."""
    signature = product(
        fact("libface.so", FactKind.SONAME), fact("FaceDetect", capabilities=(Capability.DETECTION,)), fact("FaceMatch")
    )
    needs = seen("libface.so", NET, Place.IMPORTED, FactKind.NEEDED)
    result = states(matched(signature, [needs, seen("FaceDetect", NET, place)], formats={NET: "pe"}))
    assert result["identification"] == "available"
    assert result["detection"] == ("called" if place is Place.INVOKED else "available")


def test_an_assembly_hides_calls_even_where_it_needs_native_libraries() -> None:
    needs = seen("other.dll", NET, Place.IMPORTED, FactKind.NEEDED)
    assembly = seen("dotnet-assembly", NET, Place.FILE, FactKind.IDENTITY)
    text = seen("libface.so", NET, Place.TEXT, FactKind.SONAME)
    signature = product(fact("libface.so", FactKind.SONAME))
    assert states(matched(signature, [needs, text], formats={NET: "pe"})) == {"identification": "mentioned"}
    assert states(matched(signature, [needs, assembly, text], formats={NET: "pe"})) == {"identification": "available"}


@pytest.mark.parametrize(
    ("form", "needed", "state"),
    [
        ("pe", ("mscoree.dll",), "available"),
        ("pe", (), "available"),
        ("elf", (), "available"),
        ("pyc", (), "available"),
        # It may load through a function of somebody else: QLibrary::resolve, a library of its own, libpython.
        ("elf", ("libc.so.6",), "available"),
        ("macho", ("libSystem.B.dylib",), "available"),
        # Bytecode of Hermes, Lua and others has no format id.
        ("unknown", (), "available"),
        ("png", (), "mentioned"),
        ("sqlite", (), "mentioned"),
        ("text:document", (), "mentioned"),
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


TEXT = fact("faces-of-people-0095-model", FactKind.STRING)
WHEEL = "d!/zoo.whl"


@pytest.mark.parametrize(
    ("member", "state"),
    [("zoo/faces-of-people-0095-model/model.yml", "mentioned"), ("zoo/other/model.yml", "called")],
)
def test_the_directory_of_an_archive_only_names_files(member: str, state: str) -> None:
    text = seen(TEXT.value, WHEEL, Place.TEXT, FactKind.STRING)
    other = seen("code-unread", f"{WHEEL}!/{member}", Place.FILE, FactKind.IDENTITY)
    found = states(matched(product(TEXT, presence=State.CALLED), [text, other]))
    assert found == {"identification": state}


def test_a_class_in_the_directory_of_an_archive_of_manuals_is_a_mention() -> None:
    page = seen("code-unread", f"d!/manual.jar!/{SLASHED}.html", Place.FILE, FactKind.IDENTITY)
    assert states(matched(product(ENGINE), [named("d!/manual.jar"), page])) == {"identification": "mentioned"}


@pytest.mark.parametrize(
    ("value", "form", "state"),
    [
        ("face_module.compare_faces", "elf", "available"),
        ("face_module.compare_faces", "unknown", "available"),
        ("compare_faces", "elf", "available"),
        ("face_module.compare_faces", "text:script", "called"),
        ("faces.module.so", "elf", "shipped"),
        ("this face is of nobody whom we know", "elf", "shipped"),
    ],
)
def test_a_name_as_source_writes_it_is_for_a_person_in_a_binary(value: str, form: str, state: str) -> None:
    place = Place.SCRIPT if form == "text:script" else Place.TEXT
    text = seen(value, PROGRAM, place, FactKind.STRING)
    loads = seen("dynamic-loading", PROGRAM, Place.IMPORTED, FactKind.IDENTITY)
    result = matched(product(fact(value, FactKind.STRING)), [text, loads], formats={PROGRAM: form})
    assert states(result) == {"identification": state}


@pytest.mark.parametrize(("form", "state"), [("zip", "mentioned"), ("elf", "shipped")])
def test_a_rule_that_an_archive_meets_met_the_names_of_its_members(form: str, state: str) -> None:
    hit = seen("a_rule", WHEEL, Place.TEXT, FactKind.YARA)
    member = seen("code-unread", f"{WHEEL}!/a", Place.FILE, FactKind.IDENTITY)
    result = matched(product(fact("a_rule", FactKind.YARA)), [hit, member], formats={WHEEL: form})
    assert states(result) == {"identification": state}


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("d!/./usr/share/doc/face-doc/examples/match.py", "available"),
        ("d!/usr/share/doc.d/match.py", "called"),
        ("d!/opt/door/usrshare/doc/match.py", "called"),
    ],
)
def test_an_example_among_the_manuals_is_for_a_person(path: str, state: str) -> None:
    call = seen(DOTTED, path, Place.SCRIPT, FactKind.CLASS)
    assert states(matched(product(ENGINE), [call])) == {"identification": state}


def test_a_class_without_a_package_makes_no_file_of_a_jar_its_own() -> None:
    """Banuba: its bridges have a class ``BanubaSdkManager`` without a package; every path into a jar holds ``!/``."""
    signature = product(
        fact("FaceManager", FactKind.CLASS, strength=Strength.SUPPORT), fact("com.acme.FaceManager", FactKind.CLASS)
    )
    door = "app.jar!/org/city/Door.class"
    observations = [
        seen("FaceManager", door, Place.TEXT, FactKind.CLASS, detail="com/acme/FaceManager"),
        seen("com.acme.FaceManager", door, Place.INVOKED, FactKind.CLASS, instance="org.city.Door"),
    ]
    assert states(matched(signature, observations, formats={door: "class"})) == {"identification": "called"}


def test_a_rule_is_not_told_as_a_word_of_the_file() -> None:
    hit = seen("a_rule", "fw!/app/a.py", Place.SCRIPT, FactKind.YARA, detail="rule a_rule")
    made = matched(product(fact("a_rule", FactKind.YARA)), [hit], formats={"fw!/app/a.py": "text:script"})
    (finding,) = made.findings
    assert finding.state is State.CALLED
    assert finding.lifted_by == ("fw!/app/a.py fits the pattern a_rule",)

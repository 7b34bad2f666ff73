"""Class files: what counts as defined, referred to, declared, called and loaded."""

from __future__ import annotations

import pytest

from scanner.detect.managed.java import Java
from scanner.detect.managed.sightings import DEEPEST, _lineage
from scanner.types import ParseFailure, Place
from tests.detect.managed.world import COMPARE, ENGINE, FUNCTIONS, PREFIX, SEARCH, look, told, until_it_breaks
from vendor_samples.carriers.javaclass import build
from vendor_samples.carriers.managed import ManagedClass

JAVA = Java()
API = "com.acme.NativeApi"


def test_an_interface_declares_the_functions_that_another_class_calls(tmp_path):
    interface = ManagedClass(API, declares=(SEARCH, COMPARE), interface=True)
    assert told(look(JAVA, build(interface), tmp_path)) == {
        ("declared", "symbol", SEARCH),
        ("declared", "symbol", COMPARE),
    }
    caller = ManagedClass("org.city.App", calls=((API, SEARCH), (API, "init")))
    (call,) = look(JAVA, build(caller), tmp_path)
    assert (call.place, call.value, call.instance) == (Place.INVOKED, SEARCH, "org.city.App")
    assert call.detail == f"{API}.{SEARCH} from org.city.App"


def test_the_offset_is_that_of_the_constant(tmp_path):
    data = build(ManagedClass("org.city.App", calls=((API, SEARCH),)))
    (call,) = look(JAVA, data, tmp_path)
    assert call.offset is not None
    assert data[call.offset] == 10  # CONSTANT_Methodref


def test_a_class_defines_itself_and_its_package(tmp_path):
    engine = ManagedClass(ENGINE, calls=((PREFIX + "Helper", "help"),))
    assert told(look(JAVA, build(engine), tmp_path)) == {("defined", "class", ENGINE), ("defined", "class", PREFIX)}


@pytest.mark.parametrize("caller", ["com.acme.face.Engine$1", "com.acme.face.Other", "com.acme.face.inner.Deep"])
def test_a_library_does_not_call_itself(caller, tmp_path):
    seen = told(look(JAVA, build(ManagedClass(caller, calls=((ENGINE, "compare"),))), tmp_path))
    assert {place for place, _, _ in seen} == {"defined"}


def test_code_outside_the_package_calls_the_class_and_names_it(tmp_path):
    seen = told(look(JAVA, build(ManagedClass("com.acme.app.Main", calls=((ENGINE, "compare"),))), tmp_path))
    assert seen == {(place, "class", value) for place in ("invoked", "imported") for value in (ENGINE, PREFIX)}


def test_native_methods_are_declared_under_their_jni_name(tmp_path):
    seen = told(look(JAVA, build(ManagedClass(ENGINE, declares=("match_two",))), tmp_path))
    assert ("declared", "symbol", "Java_com_acme_face_Engine_match_1two") in seen


def test_a_text_is_a_library_only_in_a_class_that_loads_libraries(tmp_path):
    loading = ManagedClass("org.city.App", library="acmeface")
    assert told(look(JAVA, build(loading), tmp_path)) == {
        ("imported", "needed", "libacmeface.so"),
        ("imported", "needed", "AcmeFace.dll"),
    }
    assert not look(JAVA, build(ManagedClass("org.city.App", texts=("acmeface",))), tmp_path)


def test_a_text_is_a_class_only_where_classes_are_loaded_by_name(tmp_path):
    reflecting = ManagedClass("org.city.App", texts=(ENGINE,), calls=(("java.lang.Class", "forName"),))
    assert ("imported", "class", ENGINE) in told(look(JAVA, build(reflecting), tmp_path))
    assert not look(JAVA, build(ManagedClass("org.city.App", texts=(ENGINE,))), tmp_path)


def test_a_class_in_a_descriptor_is_referred_to(tmp_path):
    described = ManagedClass("org.city.App", texts=(f"(ILjava/util/List<L{ENGINE.replace('.', '/')};>;)V",))
    assert ("imported", "class", ENGINE) in told(look(JAVA, build(described), tmp_path))


def test_a_second_layer_of_a_wrapper_is_a_declaration_and_a_few_calls_are_calls(tmp_path):
    layer = ManagedClass("com.acme.Client", calls=tuple((API, name) for name in FUNCTIONS))
    assert {place for place, _, _ in told(look(JAVA, build(layer), tmp_path))} == {"declared"}
    few = ManagedClass("com.acme.Client", calls=tuple((API, name) for name in FUNCTIONS[:3]))
    assert {place for place, _, _ in told(look(JAVA, build(few), tmp_path))} == {"invoked"}
    elsewhere = ManagedClass("org.city.Recorder", calls=tuple((API, name) for name in FUNCTIONS))
    assert {place for place, _, _ in told(look(JAVA, build(elsewhere), tmp_path))} == {"invoked"}


def test_a_broken_class_says_so(tmp_path):
    data = build(ManagedClass("org.city.App", calls=((API, SEARCH),)))
    with pytest.raises(ParseFailure, match="ends early"):
        look(JAVA, data[: len(data) - 5], tmp_path)
    with pytest.raises(ParseFailure, match="unknown constant 99"):
        look(JAVA, data[:10] + b"\x63" + data[11:], tmp_path)


def test_what_was_read_before_the_break_is_kept(tmp_path):
    data = build(ManagedClass("org.city.App", calls=((API, SEARCH),)))
    seen, _ = until_it_breaks(JAVA, data[: len(data) - 5], tmp_path)
    assert [(o.place.value, o.value) for o in seen] == [("file", "code-unread"), ("invoked", SEARCH)]


def test_a_hostile_text_of_one_letter_is_read_in_bounded_steps(tmp_path):
    hostile = ManagedClass("org.city.App", texts=("L" * 60_000 + "(;", f"L{'a/' * 200}B;", "." * 5000 + ";"))
    assert not look(JAVA, build(hostile), tmp_path)


def test_a_name_of_very_many_packages_costs_little():
    assert len(_lineage(".".join("a" * 3000))) == DEEPEST + 1
    assert _lineage("a.b.C$D") == ["a.b.C$D", "a.b.C.D", "a.b.C", "a.b", "a"]

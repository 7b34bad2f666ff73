"""Settings beside code: a switch lifts what it controls, one without code says so, one that is off stays a remark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.assess.questions import questions
from scanner.catalogue.vocabulary import Names, Vocabulary
from scanner.match.config import match_config, settings_of
from scanner.match.findings import match
from scanner.match.switched import ELSEWHERE
from scanner.types import Capability, FactKind, Node, Place, State, Strength
from tests.match.world import LIBRARY, fact, product, seen

SWITCH = fact(
    "faces[n]/enable",
    FactKind.CONFIG,
    id="cf1",
    top=State.ENABLED,
    role="switch",
    formats=("json",),
    on=("true",),
    off=("false",),
    requires=(("type", "face"),),
    unless=(("../master", "off"),),
    label="Face comparison",
    instance=("channel",),
)
SYSTEM = replace(product(SWITCH), id="system", kind="config", presence=State.AVAILABLE, controls=("p",))
ENGINE = product(fact("FaceMatch"))
CONF = "fw!/etc/app.json"


def setting(value, channel=0, beside=(("type", "face"),), up=()):
    place = f"faces[{channel}]"
    told = [("faces/enable", f"{place}/enable", place, value)]
    told += [(f"faces/{key}", f"{place}/{key}", place, text) for key, text in beside]
    told += [(key, key, "", text) for key, text in up]
    return [
        seen(name, CONF, Place.CONFIG, FactKind.CONFIG, detail=f"{path} = {text}", instance=around, setting=text)
        for name, path, around, text in told
    ]


def found(*observations, signatures=(SYSTEM, ENGINE), limit=200):
    vocabulary = Vocabulary(None, {}, {FactKind.SONAME: Names(frozenset(), {}, ())}, frozenset())
    paths = sorted({one.path for one in observations})
    nodes = [Node(path, None, 1, format="text:json" if path == CONF else "elf") for path in paths]
    return {one.product.id: one for one in match(signatures, vocabulary, nodes, observations, limit).findings}


CODE = seen("FaceMatch", LIBRARY, Place.DEFINED)


def test_a_switch_that_is_on_lifts_shipped_code_of_the_product_it_controls():
    both = found(CODE, *setting("true"))
    assert both["p"].state is State.ENABLED
    assert ELSEWHERE not in both["system"].remarks
    assert found(CODE)["p"].state is State.SHIPPED


@pytest.mark.parametrize(
    "off", [setting("false"), setting("true", beside=()), setting("true", up=(("master", "off"),))]
)
def test_a_switch_that_is_off_or_counts_as_off_lifts_nothing_and_is_told_beside_the_code(off):
    both = found(CODE, *off)
    assert both["p"].state is State.SHIPPED
    assert any("Face comparison on channel 1 is off. The code stays" in said for said in both["p"].remarks)


def test_a_switch_that_is_on_in_an_example_is_not_said_to_be_off():
    example = [replace(one, path="fw!/docs/device.json") for one in setting("true")]
    both = found(CODE, *example)
    assert (both["p"].state, both["system"].state) == (State.SHIPPED, State.AVAILABLE)
    assert not any("is off" in said for one in both.values() for said in one.remarks)
    (told,) = both["system"].remarks
    assert "a switch that is on; stands among tests, examples or documents" in told


def test_one_channel_that_is_on_is_enough():
    both = found(CODE, *setting("false", 0), *setting("true", 2))
    assert both["p"].state is State.ENABLED
    assert not any("is off" in said for said in both["p"].remarks)


def test_a_neighbour_that_is_not_there_hinders_nothing():
    assert found(*setting("true", up=(("master", "on"),)))["system"].state is State.ENABLED


def test_a_switch_does_not_lift_what_is_only_available_or_means_something_else():
    header = found(seen("FaceMatch", "fw!/inc/face.h", Place.DECLARED), *setting("true"))
    assert header["p"].state is State.AVAILABLE
    other = product(fact("FaceMatch", capabilities=(Capability.DETECTION,)))
    assert found(CODE, *setting("true"), signatures=(SYSTEM, other))["p"].state is State.SHIPPED


def test_a_weak_switch_lifts_nothing():
    weak = replace(SYSTEM, facts=(replace(SWITCH, strength=Strength.SUPPORT),))
    assert found(CODE, *setting("true"), signatures=(weak, ENGINE))["p"].state is State.SHIPPED


def test_a_switch_without_code_is_a_finding_of_its_own_and_a_question():
    alone = found(*setting("true"))
    assert (alone["system"].state, list(alone)) == (State.ENABLED, ["system"])
    assert ELSEWHERE in alone["system"].remarks
    (asked,) = questions(list(alone.values()), ())
    assert "on which device or server does it run" in asked.text
    assert ELSEWHERE not in found(*setting("false"))["system"].remarks
    (asked,) = questions(list(found(*setting("false")).values()), ())
    assert "on which device" not in asked.text


def test_every_channel_stands_in_the_evidence_with_its_plain_name():
    proofs = found(*setting("true", 0), *setting("false", 1), *setting("true", 2))["system"].proofs
    assert sorted((p.plain, p.state) for p in proofs) == [
        ("Face comparison on channel 1", State.ENABLED),
        ("Face comparison on channel 2", State.AVAILABLE),
        ("Face comparison on channel 3", State.ENABLED),
    ]
    assert found(*setting("true", 0), *setting("false", 1), limit=1)["system"].left_out == 1


def test_a_fact_that_speaks_of_another_element_proves_nothing():
    (switch,) = SYSTEM.facts
    only = replace(SYSTEM, facts=(replace(switch, requires=(), where=(("type", "face"),)),))
    assert found(*setting("true"), signatures=(only,))["system"].state is State.ENABLED
    for other in (("type", "line"), ("kind", "face")):
        assert found(*setting("true", beside=(other,)), signatures=(only,)) == {}
        assert found(*setting("false", beside=(other,)), signatures=(only,)) == {}


def test_of_two_facts_about_one_setting_the_closer_one_is_heard():
    (switch,) = SYSTEM.facts
    general = replace(switch, id="cf0", value="enable", unless=(), requires=())
    both = replace(SYSTEM, facts=(general, switch))
    assert found(*setting("true", up=(("master", "off"),)), signatures=(both,))["system"].state is State.AVAILABLE
    other = replace(general, capabilities=(Capability.SEARCH,))
    proofs = match_config((other, switch), settings_of(setting("true", up=(("master", "off"),))))
    assert {(p.fact.id, p.state) for p in proofs} == {("cf0", State.ENABLED), ("cf1", State.AVAILABLE)}


def test_an_image_that_is_started_with_the_function_switched_off_is_not_called():
    image = fact("oci:maker/recorder", FactKind.PACKAGE)
    system = replace(SYSTEM, facts=(*SYSTEM.facts, image))
    starts = seen(image.value, CONF, Place.CONFIG, FactKind.PACKAGE)
    assert found(starts, signatures=(system,))["system"].state is State.CALLED
    assert found(starts, *setting("false"), signatures=(system,))["system"].state is State.AVAILABLE
    assert found(starts, *setting("true"), *setting("false", 1), signatures=(system,))["system"].state is State.ENABLED
    elsewhere = replace(starts, path="fw!/etc/other.yml")
    assert found(elsewhere, *setting("false"), signatures=(system,))["system"].state is State.CALLED


def test_a_file_name_alone_is_no_code():
    named = replace(ENGINE, facts=(*ENGINE.facts, fact("libface.so", FactKind.PATH, strength=Strength.SUPPORT)))
    file = seen("libface.so", LIBRARY, Place.FILE, FactKind.PATH)
    assert ELSEWHERE in found(file, *setting("true"), signatures=(SYSTEM, named))["system"].remarks
    assert ELSEWHERE not in found(file, CODE, *setting("true"), signatures=(SYSTEM, named))["system"].remarks


def test_what_only_a_person_may_judge_lifts_nothing():
    nursery = replace(SYSTEM, nursery=True)
    assert found(CODE, *setting("true"), signatures=(nursery, ENGINE))["p"].state is State.SHIPPED


def test_a_library_of_the_system_lifts_code_to_enabled_and_no_further():
    (switch,) = SYSTEM.facts
    library = replace(switch, role="database", top=State.ENROLLED)
    both = found(CODE, *setting("true"), signatures=(replace(SYSTEM, facts=(library,)), ENGINE))
    assert (both["system"].state, both["p"].state) == (State.ENROLLED, State.ENABLED)

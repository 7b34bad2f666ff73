"""Galleries that are folders: pictures and people are counted, and nobody is named."""

from __future__ import annotations

from dataclasses import replace

from scanner.match.folders import folder_proofs
from scanner.types import Capability, FactKind, Node, State
from tests.match.world import fact

PEOPLE = fact(
    "clips/faces/*", FactKind.FOLDER, top=State.ENROLLED, off=("train",), capabilities=(Capability.ENROLLMENT,)
)
FLAT = fact("data/known_faces", FactKind.FOLDER, top=State.ENROLLED, capabilities=(Capability.ENROLLMENT,))


def proofs(*paths, wanted=PEOPLE, form="webp"):
    backup = Node("b.tar", None, 9, "5" * 64, "tar")
    return list(folder_proofs([wanted], [backup, *(Node(path, "b.tar", 1, format=form) for path in paths)]))


def test_people_and_pictures_are_counted_and_the_container_is_named_by_its_digest():
    (one,) = proofs(
        "b.tar!/m/clips/faces/person-1/a.webp",
        "b.tar!/m/clips/faces/person-1/b.webp",
        "b.tar!/m/Clips/Faces/person-2/c.webp",
    )
    assert one.state is State.ENROLLED
    assert one.observation.detail == f"2 people, 3 pictures; SHA-256 of what holds it: {'5' * 64}"
    assert "person-1" not in one.observation.detail + one.observation.instance


def test_each_folder_is_a_gallery_of_its_own():
    assert len(proofs("b.tar!/a/clips/faces/p/1.png", "b.tar!/b/clips/faces/p/1.png")) == 2


def test_folders_of_nobody_other_files_and_other_depths_are_no_gallery():
    assert proofs("b.tar!/clips/faces/train/a.webp") == []
    assert proofs("b.tar!/clips/faces/person-1/a.txt", form="text") == []
    assert proofs("b.tar!/clips/faces/a.webp") == []
    assert proofs("b.tar!/clips/faces/p/old/a.webp") == []


def test_pictures_without_a_folder_for_each_person_are_counted_alone():
    (one,) = proofs("b.tar!/data/known_faces/a.jpg", "b.tar!/data/known_faces/b.jpg", wanted=FLAT, form="jpeg")
    assert one.observation.detail.startswith("2 pictures; ")


def test_pictures_of_a_kind_that_the_product_does_not_keep_are_for_a_person():
    wanted = replace(PEOPLE, formats=("webp",))
    (one,) = proofs("b.tar!/parts/clips/faces/front/1.png", wanted=wanted, form="png")
    assert (one.state, "other kinds" in one.why) == (State.AVAILABLE, True)
    (one,) = proofs("b.tar!/m/clips/faces/person-1/a.webp", wanted=wanted)
    assert one.state is State.ENROLLED

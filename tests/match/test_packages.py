"""Packages and modules: present where they are installed, called where a deployment starts or code imports them."""

from __future__ import annotations

import pytest

from scanner.types import FactKind, Place, State
from tests.match.world import fact, matched, product, seen, states

IMAGE = fact("oci:example/face", FactKind.PACKAGE)
MODULE = fact("example_face", FactKind.IMPORT)


@pytest.mark.parametrize(
    ("path", "place", "state"),
    [
        ("d!/compose.yml", Place.CONFIG, "called"),
        ("d!/index.json", Place.FILE, "shipped"),
        ("d!/deploy.lock", Place.DOCUMENT, "mentioned"),
    ],
)
def test_a_container_image_counts_by_who_names_it(path: str, place: Place, state: str) -> None:
    found = matched(product(IMAGE), [seen(IMAGE.value, path, place, FactKind.PACKAGE)])
    assert states(found) == {"identification": state}


def test_an_image_is_no_more_than_its_fact_says() -> None:
    limited = fact("oci:example/face", FactKind.PACKAGE, top=State.AVAILABLE)
    found = matched(product(limited), [seen(limited.value, "d!/compose.yml", Place.CONFIG, FactKind.PACKAGE)])
    assert states(found) == {"identification": "available"}


def test_a_module_that_imports_its_own_package_is_no_call() -> None:
    path = "d!/site-packages/example_face/app.py"
    own = [
        seen("example_face", path, Place.FILE, FactKind.IMPORT),
        seen("example_face", path, Place.SCRIPT, FactKind.IMPORT),
    ]
    assert states(matched(product(MODULE), own)) == {"identification": "shipped"}
    other = seen("example_face", "d!/app/door.py", Place.SCRIPT, FactKind.IMPORT)
    assert states(matched(product(MODULE), [*own, other])) == {"identification": "called"}


def test_a_folder_of_the_same_name_elsewhere_is_not_the_package() -> None:
    other = seen("example_face", "d!/opt/example_face/main.py", Place.SCRIPT, FactKind.IMPORT)
    assert states(matched(product(MODULE), [other])) == {"identification": "called"}

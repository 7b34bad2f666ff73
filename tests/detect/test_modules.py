"""Files that are modules of a package, told by the folder in which they are installed."""

from __future__ import annotations

import pytest

from scanner.detect.modules import Modules
from scanner.detect.standing import npm_package, python_modules, standing
from scanner.types import FactKind, Place
from tests.detect.vocabulary import observe


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("r!/usr/lib/python3/dist-packages/face/app/x.py", "face.app.x"),
        ("r!/venv/lib/python3.11/site-packages/face/__init__.py", "face"),
        ("r!/v/Lib/site-packages/face/__pycache__/x.cpython-311.pyc", "face.x"),
        ("r!/v/site-packages/face/__pycache__/__init__.cpython-311.opt-1.pyc", "face"),
        ("w/face-1.0-py3-none-any.whl!/face/x.py", "face.x"),
        ("w/face-1.0.whl!/face-1.0.data/purelib/face/x.py", "face.x"),
        ("r!/site-packages/cv2/cv2.abi3.so", "cv2.cv2"),
        ("r!/site-packages/_dlib_pybind11.cpython-311-x86_64-linux-gnu.so", "_dlib_pybind11"),
        ("r!/site-packages/face/core.pyd", "face.core"),
        ("r!/site-packages/face-1.0-py3.11.egg/face/x.py", "face.x"),
        ("r!/app.pyz!/face/x.py", "face.x"),
        ("r!/app.exe!/PYZ-00.pyz!/face/x.pyc", "face.x"),
        ("r!/dist/_internal/cv2/__init__.py", "cv2"),
        ("r!/v/site-packages/pip/_internal/models/face.py", "pip._internal.models.face"),
        ("r!/dist/_internal/pip/_internal/models/face.py", "pip._internal.models.face"),
        ("r!/library.zip!/face/x.pyc", "face.x"),
        ("r!/usr/lib/python3.9/face/x.py", "face.x"),
        ("r!/usr/lib/python3.9/site-packages/face/x.py", "face.x"),
        ("r!/app.pyz!/site-packages/face/x.py", "face.x"),
    ],
)
def test_modules_with_their_parents(path, module):
    parts = module.split(".")
    assert python_modules(path) == tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


@pytest.mark.parametrize(
    "path",
    [
        "fw!/opt/face_recognition/main.py",
        "fw!/opt/site-packages-old/face/x.py",
        "fw!/site-packages/face/model.onnx",
        "fw!/site-packages/face-1.0.dist-info/x.py",
        "fw!/site-packages/face.libs/libx.so",
        "fw!/site-packages/face/__init__.pyi",
        "fw!/x.zip!/face/x.py",
        "fw!/x.whl.bak/face/x.py",
        "fw!/site-packages/" + "a/" * 40 + "x.py",
        "site-packages",
        "",
    ],
)
def test_other_folders_prove_nothing(path):
    assert python_modules(path) == ()


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("a/node_modules/@v/face/dist/x.js", "@v/face"),
        ("a/node_modules/.pnpm/@v+face@1/node_modules/@v/face/x.node", "@v/face"),
        ("a/node_modules/outer/node_modules/face/x.mjs", "face"),
        ("a/node_modules/face/README.md", ""),
        ("a/node_modules/x.js", ""),
        ("a/face/x.js", ""),
    ],
)
def test_npm_packages(path, package):
    assert npm_package(path) == package


def test_the_detector_names_what_facts_name(tmp_path):
    (tmp_path / "node").write_bytes(b"")
    seen = observe(Modules(), tmp_path / "node", "r!/site-packages/example_face/compare.py", "empty")
    assert [(o.kind, o.value, o.place) for o in seen] == [
        (FactKind.IMPORT, "example_face", Place.FILE),
        (FactKind.IMPORT, "example_face.compare", Place.FILE),
    ]
    seen = observe(Modules(), tmp_path / "node", "r!/node_modules/@example/face/x.js", "empty")
    assert [(o.kind, o.value, o.place) for o in seen] == [(FactKind.PACKAGE, "npm:@example/face", Place.FILE)]


def test_equal_files_at_places_that_mean_different_things_are_told_apart():
    ways = ["a/x.py", "site-packages/a/x.py", "site-packages/b/x.py", "a/node_modules/b/x.js", "x.js"]
    assert len({standing(path) for path in ways}) == 4
    assert standing("one/site-packages/a/x.py") == standing("two/site-packages/a/x.py")
    # The same words are a setting in one folder, and sentences of a language in another.
    assert standing("app/locales/en/en.json") != standing("app/settings/en/en.json")

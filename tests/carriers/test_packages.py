"""Packages of carriers, screened as a vendor would hand them over."""

from __future__ import annotations

import io
import json
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from scanner.catalogue.load import load
from scanner.screening import Options, screen
from vendor_samples.__main__ import main
from vendor_samples.carriers import archives
from vendor_samples.carriers.carrier import Carrier, Role
from vendor_samples.carriers.written import compiled, write

OPTIONS = Options(jobs=1, as_of="2026-11-25")
SIGNATURES = {signature.id: signature for signature in load().signatures}


def states(folder: Path, product: str) -> dict[str, str]:
    """Capability → state of what was found of ``product``."""
    document = screen(folder, options=OPTIONS).screening
    return {f["capability"]: f["state"] for f in document["findings"] if f["product"]["id"] == product}


def test_a_wheel_is_what_pip_expects() -> None:
    data = archives.wheel("example-face", {"example_face/__init__.py": b"x = 1\n"}, ["numpy>=1"])
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        names = wheel.namelist()
        assert names[0] == "example_face/__init__.py"
        assert b"Requires-Dist: numpy>=1\n" in wheel.read("example_face-1.0.dist-info/METADATA")
        record = wheel.read("example_face-1.0.dist-info/RECORD").decode()
        assert [line.partition(",")[0] for line in record.splitlines()] == names


def test_a_jar_and_an_npm_package_are_what_their_tools_expect() -> None:
    with zipfile.ZipFile(io.BytesIO(archives.jar("com.e:face", {"com.e.Face": b"\xca\xfe"}))) as jar:
        assert jar.namelist()[0] == "META-INF/MANIFEST.MF"
        assert jar.read("com/e/Face.class") == b"\xca\xfe"
        assert b"artifactId=face\n" in jar.read("META-INF/maven/com.e/face/pom.properties")
    with tarfile.open(fileobj=io.BytesIO(archives.npm("@e/face", {"index.js": b"x"}, ["left-pad"]))) as npm:
        assert npm.getnames() == ["package/package.json", "package/index.js"]
        assert json.load(npm.extractfile("package/package.json"))["dependencies"] == {"left-pad": "*"}


def test_packages_are_the_same_bytes_every_time() -> None:
    assert archives.npm("a", {"b": b"c"}) == archives.npm("a", {"b": b"c"})
    assert archives.wheel("a", {"b.py": b"c"}) == archives.wheel("a", {"b.py": b"c"})


def test_a_wheel_of_the_product_is_present_and_one_that_imports_it_calls(tmp_path: Path) -> None:
    own, user = tmp_path / "own", tmp_path / "user"
    own.mkdir()
    user.mkdir()
    # a module of the package imports the package itself: no call from outside
    modules = {"face_sdk_3divi/__init__.py": b"", "face_sdk_3divi/app.py": b"import face_sdk_3divi\n"}
    (own / "x-1.0-py3-none-any.whl").write_bytes(archives.wheel("x", modules))
    (user / "door-1.0-py3-none-any.whl").write_bytes(archives.wheel("door", {"door/a.py": b"import face_sdk_3divi\n"}))
    assert states(own, "3divi-face-sdk") == {"identification": "shipped"}
    assert states(user, "3divi-face-sdk") == {"identification": "called"}


def test_a_broken_package_loses_itself_alone(tmp_path: Path) -> None:
    good = archives.wheel("door", {"door/a.py": b"import face_sdk_3divi\n"})
    chance = random.Random(5)  # noqa: S311 - to break files, not to hide anything
    for number, data in enumerate((good, archives.npm("x", {"a.js": b"b"}), archives.jar("a:b", {"a.B": b"\xca\xfe"}))):
        for round_ in range(4):
            broken = bytearray(data)
            for _ in range(6):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            (tmp_path / f"broken{number}-{round_}.{('whl', 'tgz', 'jar')[number]}").write_bytes(broken)
    (tmp_path / "good.whl").write_bytes(good)
    assert states(tmp_path, "3divi-face-sdk") == {"identification": "called"}


def test_the_carriers_of_a_signature_are_written_and_found(tmp_path: Path) -> None:
    written = list(write(SIGNATURES["luxand-facesdk"], tmp_path / "out", real=False))
    assert len(written) == len(set(written)) > 20
    assert max(states(tmp_path / "out", "luxand-facesdk").values()) == "shipped"
    assert "called" in states(tmp_path / "out", "luxand-facesdk").values()


def test_what_a_compiler_cannot_make_stays_ours() -> None:
    script = Carrier("app/a.py", "text:script", b"x", Role.USER, ())
    assert compiled(script) == b"x"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["carriers", str(tmp_path / "out"), "3divi-face-sdk", "--plain"]) == 0
    assert "built without a compiler" in capsys.readouterr().out
    assert (tmp_path / "out" / "3divi-face-sdk" / "lib" / "mips" / "carrier.so").read_bytes()[:4] == b"\x7fELF"
    assert main(["carriers", str(tmp_path / "out"), "no-such-product"]) == 2

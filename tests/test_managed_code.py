"""A client SDK in managed code: its complete wrapper is for a person, an app that calls three functions is found."""

from __future__ import annotations

from pathlib import Path

import scanner
from scanner.catalogue.packs import load_packs
from scanner.types import Capability, FactKind, Verdict
from vendor_samples.carriers import dex, dotnet, javaclass
from vendor_samples.carriers.managed import ManagedClass

PRODUCT = "hikvision-hcnetsdk"


def functions() -> list[str]:
    """Names of the product's functions that stand for a capability."""
    (signature,) = (one for one in load_packs().signatures if one.id == PRODUCT)
    return sorted({f.value for f in signature.facts if f.kind is FactKind.SYMBOL and f.capabilities and not f.prefix})


def write(folder: Path, *, calls: bool) -> None:
    """The wrapper in .NET, as a JNA interface and in dex, and in each an app beside it if ``calls``."""
    folder.mkdir()
    names = functions()
    wrapper = ManagedClass("com.acme.Sdk", declares=tuple(names), interface=True, library="hcnetsdk")
    identification = [name for name in names if "SearchFaceDB" in name or "FaceMatch" in name][:3]
    used = tuple((wrapper.name, name) for name in identification)
    app = (ManagedClass("org.city.Viewer", calls=used),) if calls else ()
    native = ManagedClass("Acme.Sdk", declares=tuple(names), library="HCNetSDK.dll")
    window = (ManagedClass("City.Viewer", calls=tuple(("Acme.Sdk", name) for name in identification)),) if calls else ()
    (folder / "classes.dex").write_bytes(dex.build(wrapper, *app))
    (folder / "Sdk.class").write_bytes(javaclass.build(wrapper))
    (folder / "AcmeSdk.dll").write_bytes(dotnet.build("AcmeSdk", native))
    for one in app:
        (folder / "Viewer.class").write_bytes(javaclass.build(one))
    if window:
        (folder / "Viewer.dll").write_bytes(dotnet.build("Viewer", *window, reference="AcmeSdk"))


def test_a_complete_wrapper_is_available_and_for_review(tmp_path):
    write(tmp_path / "d", calls=False)
    report = scanner.screen(tmp_path / "d")
    found = [finding for finding in report.screening["findings"] if finding["product"]["id"] == PRODUCT]
    assert {finding["state"] for finding in found} == {"available"}
    assert report.verdict is Verdict.REVIEW


def test_an_app_that_calls_three_functions_is_found_in_every_format(tmp_path):
    write(tmp_path / "d", calls=True)
    report = scanner.screen(tmp_path / "d")
    (found,) = (
        finding
        for finding in report.screening["findings"]
        if finding["product"]["id"] == PRODUCT and finding["capability"] == Capability.IDENTIFICATION.value
    )
    assert found["state"] == "called"
    sentences = " ".join(found["lifted_by"])
    assert all(f"d/{name} invokes" in sentences for name in ("classes.dex", "Viewer.class", "Viewer.dll"))
    assert report.verdict is Verdict.FOUND

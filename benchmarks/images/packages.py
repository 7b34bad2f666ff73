"""Packages and installers: deb, rpm, apk, AppImage, makeself, NSIS, MSI."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from benchmarks.images import truth
from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop
from benchmarks.images.truth import Content, below

_CONTROL = "Package: cam\nVersion: 1\nArchitecture: armhf\nMaintainer: x <x@example.org>\nDescription: x\n"
_SPEC = """\
Name: cam
Version: 1
Release: 1
Summary: x
License: x
AutoReqProv: no
%define _binary_payload w19.zstdio
%define _build_id_links none
%define __os_install_post %{{nil}}
%define debug_package %{{nil}}
%description
x
%install
mkdir -p %{{buildroot}}/opt; cp -a {parts} %{{buildroot}}/opt/
%files
/opt
"""
_NSIS = """\
SetCompressor /SOLID lzma
Name cam
OutFile {target}
InstallDir $PROGRAMFILES\\cam
Section
SetOutPath $INSTDIR
{parts}
SectionEnd
"""
_WIX = """\
<?xml version="1.0"?><Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="*" Name="cam" Version="1.0.0" Language="1033" Manufacturer="x"
 UpgradeCode="12345678-1234-1234-1234-111111111111">
<Package InstallerVersion="200" Compressed="yes"/><Media Id="1" Cabinet="c.cab" EmbedCab="yes"/>
<Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="ID" Name="cam">
<Component Id="C1" Guid="12345678-1234-1234-1234-222222222222">{files}</Component></Directory></Directory></Directory>
<Feature Id="F" Level="1"><ComponentRef Id="C1"/></Feature></Product></Wix>
"""
_PACKAGED = ("etc", "usr", "lib")
_NSIS_FOLDERS = ("etc", "www")
"""Solid LZMA of all libraries would take minutes."""


def _existing(shop: Workshop, folders: Sequence[str]) -> list[Path]:
    return [shop.tree / folder for folder in folders if (shop.tree / folder).exists()]


def _deb(shop: Workshop, target: Path) -> None:
    root = shop.scratch("deb")
    for folder in _existing(shop, _PACKAGED):
        shutil.copytree(folder, root / folder.name, symlinks=True)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(_CONTROL)
    run(("dpkg-deb", "--root-owner-group", "-b", root, target), shop.folder)


def _rpm(shop: Workshop, target: Path) -> None:
    work = shop.scratch("rpm")
    spec = work / "cam.spec"
    spec.write_text(_SPEC.format(parts=" ".join(map(str, _existing(shop, _PACKAGED)))))
    run(("rpmbuild", "--target", "armv7hl-linux", "--define", f"_topdir {work}", "-bb", spec), work)
    shutil.move(next(work.glob("RPMS/*/*.rpm")), target)


def _packaged(shop: Workshop) -> dict[str, Content]:
    return below(shop.files, _PACKAGED)


def _apk(shop: Workshop, target: Path) -> None:
    """Libraries stored, the rest deflated, as Android's build does; the code is random behind a dex mark."""
    source = random.Random(5)  # noqa: S311 - reproducible filling
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as apk:
        apk.writestr("AndroidManifest.xml", b"\x03\0\x08\0" + source.randbytes(400))
        apk.writestr("classes.dex", b"dex\n035\0" + source.randbytes(200_000))
        for name in sorted(below(shop.files, ("usr/share/models", "etc", "www"))):
            apk.write(shop.tree / name, f"assets/{name}")
        for name in _libraries(shop):
            apk.write(shop.tree / name, f"lib/armeabi-v7a/{Path(name).name}", zipfile.ZIP_STORED)


def _libraries(shop: Workshop) -> list[str]:
    return [name for name in sorted(shop.files) if ".so" in Path(name).name]


def _apk_files(shop: Workshop) -> dict[str, Content]:
    with zipfile.ZipFile(shop.folder / "app.apk") as apk:
        return {name: truth.content(apk.read(name)) for name in apk.namelist()}


def _appimage(shop: Workshop, target: Path) -> None:
    program = (shop.tree / "bin" / "busybox").read_bytes()
    target.write_bytes(program + shop.image("sq_zstd.sqfs").read_bytes())


def _makeself(shop: Workshop, target: Path) -> None:
    run(("makeself", "--nox11", shop.tree, target, "cam", "./bin/busybox"), shop.folder)


def _nsis(shop: Workshop, target: Path) -> None:
    work = shop.scratch("nsis")
    for name in _nsis_files(shop):  # from a copy without links: NSIS would follow those that lead out of the tree
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shop.tree / name, work / name)
    parts = "\n".join(f"File /r {folder}" for folder in sorted(work.iterdir()))
    script = work / "cam.nsi"
    script.write_text(_NSIS.format(target=target, parts=parts))
    run(("makensis", "-V1", script), work)


def _nsis_files(shop: Workshop) -> dict[str, Content]:
    return below(shop.files, _NSIS_FOLDERS)


def _msi(shop: Workshop, target: Path) -> None:
    source = shop.scratch("msi") / "cam.wxs"
    # WiX wants the path of a source relative to where it runs.
    files = [f'<File Id="f{n}" Source={quoteattr(name)}/>' for n, name in enumerate(_msi_files(shop))]
    source.write_text(_WIX.format(files="".join(files)))
    run(("wixl", "-o", target, source), shop.tree)


def _msi_files(shop: Workshop) -> dict[str, Content]:
    names = [*below(shop.files, ("usr/share/models", "etc", "bin")), *_libraries(shop)]
    first = {Path(name).name: name for name in names}  # all go to one folder
    return {name: shop.files[name] for name in sorted(first.values())}


RECIPES: tuple[Recipe, ...] = (
    Recipe("deb.deb", "Debian package", _deb, _packaged),
    Recipe("rpm.rpm", "RPM package, zstd", _rpm, _packaged),
    Recipe("app.apk", "Android package", _apk, _apk_files),
    Recipe("appimage.AppImage", "program with an appended SquashFS, like AppImage", _appimage),
    Recipe("makeself.run", "makeself", _makeself),
    Recipe("nsis.exe", "NSIS installer, solid LZMA", _nsis, _nsis_files),
    Recipe("msi.msi", "MSI package", _msi, _msi_files),
)
"""Every image of this family."""

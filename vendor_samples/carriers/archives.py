"""Packages: a wheel (PEP 427), a jar (JAR File Specification) and an npm package, with the names of a product."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence

_STAMP = (2026, 1, 1, 0, 0, 0)
_PURE = "Wheel-Version: 1.0\nGenerator: carriers\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """``files`` (name → content) in their order; the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def wheel(name: str, modules: Mapping[str, bytes], requires: Sequence[str] = (), version: str = "1.0") -> bytes:
    """A wheel of the package ``name``: ``modules`` (path → content), and what it asks for."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    wanted = "".join(f"Requires-Dist: {one}\n" for one in requires)
    files = dict(modules)
    files[f"{folder}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wanted}".encode()
    files[f"{folder}/WHEEL"] = _PURE.encode()
    files[f"{folder}/RECORD"] = "".join(f"{path},,\n" for path in (*files, f"{folder}/RECORD")).encode()
    return zipped(files)


def jar(coordinate: str, classes: Mapping[str, bytes], version: str = "1.0") -> bytes:
    """A jar of ``group:artefact``: ``classes`` (dotted name → class file)."""
    path, text = pom_properties(coordinate, version)
    files = {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\r\n\r\n", path: text.encode()}
    files |= {f"{name.replace('.', '/')}.class": content for name, content in classes.items()}
    return zipped(files)


def pom_properties(coordinate: str, version: str) -> tuple[str, str]:
    """(path, text) of what Maven writes about ``group:artefact`` into its jar."""
    group, _, artefact = coordinate.partition(":")
    text = f"groupId={group}\nartifactId={artefact}\nversion={version}\n"
    return f"META-INF/maven/{group}/{artefact}/pom.properties", text


def npm(name: str, scripts: Mapping[str, bytes], requires: Sequence[str] = (), version: str = "1.0.0") -> bytes:
    """The tarball of the npm package ``name``: ``scripts`` (path → content), and what it asks for."""
    manifest = {"name": name, "version": version, "dependencies": dict.fromkeys(requires, "*")}
    files = {"package.json": json.dumps(manifest).encode(), **scripts}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)

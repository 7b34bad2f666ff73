"""``pick``: the files of a fetched package that a line of a list means.

The pattern is a glob over inner paths; ``!`` goes into an archive (``*x86_64.whl!*.so``). Picked files are kept, so
that an archive is opened once.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import zstandard

from benchmarks.fingerprints.lists import Source
from benchmarks.fingerprints.sources import BASE, Missing, fetched, place

PICKED = BASE / "picked"
_ARCHIVES = (".whl", ".zip", ".jar", ".aar", ".apk", ".nupkg", ".deb", ".tar", ".tgz", ".gz", ".xz", ".bz2", ".zst")


def files(source: Source) -> list[Path]:
    """The files that ``source`` means, fetched and unpacked where they are not there yet.

    :raises Missing: where none is had or none fits ``pick``.
    """
    kept = _folder(source)
    if not kept.exists() or source.form in {"local", "built"}:
        _pick(source, fetched(source), kept)
    return sorted(path for path in kept.iterdir() if path.is_file())


def one(source: Source) -> Path:
    """The one file that ``source`` means.

    :raises Missing: where it is none or several: ``pick`` must then say more.
    """
    found = files(source)
    if len(found) > 1:
        raise Missing(f"{source.text}: pick fits {len(found)} files: {', '.join(path.name for path in found[:6])}")
    return found[0]


def there(source: Source) -> bool:
    """Whether nothing must be fetched or built for ``source``."""
    if source.form in {"local", "built"}:
        found = place(source)
        return found.is_file() or (found.is_dir() and any(found.iterdir()))
    return _folder(source).exists()


def _folder(source: Source) -> Path:
    return PICKED / hashlib.sha256(source.text.encode() + source.version.encode()).hexdigest()[:16]


def _pick(source: Source, origin: Path, kept: Path) -> None:
    """Put the picked files into ``kept``, by a folder that is renamed when all are there."""
    first, *rest = source.pick.split("!") if source.pick else ("*",)
    found = list(_below(origin, first, rest))
    if not found:
        raise Missing(f"{source.text}: pick fits nothing in {origin.name}: {_names(origin)}")
    kept.mkdir(parents=True, exist_ok=True)
    for old in kept.iterdir():
        old.unlink()
    for inner, content in found:
        name = PurePosixPath(inner).name
        target = kept / name
        if target.exists():
            target = kept / f"{hashlib.sha256(inner.encode()).hexdigest()[:6]}-{name}"
        target.write_bytes(content)


def _below(origin: Path, first: str, rest: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files of a folder; the only archive in a folder need not be named in the pattern."""
    paths = [origin] if origin.is_file() else sorted(path for path in origin.rglob("*") if path.is_file())
    base = origin.parent if origin.is_file() else origin
    for path in paths:
        name = path.relative_to(base).as_posix()
        if rest and fnmatchcase(path.name, first):
            yield from _inside(path.name, path.read_bytes(), rest)
        elif not rest and path.name.endswith(_ARCHIVES) and not fnmatchcase(path.name, first):
            yield from _inside(path.name, path.read_bytes(), [first])
        elif not rest and fnmatchcase(name, first):
            yield name, path.read_bytes()


def _inside(name: str, content: bytes, patterns: list[str]) -> Iterator[tuple[str, bytes]]:
    first, *rest = patterns
    for inner, data in members(name, content):
        if fnmatchcase(inner, first):
            if rest:
                yield from _inside(inner, data, rest)
            else:
                yield inner, data


def members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The regular files of an archive: zip, tar, ``.deb``.

    :raises Missing: where it is none of them.
    """
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from ((info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir())
    elif content.startswith(b"!<arch>\n"):
        for inner, data in _ar(content):
            if inner.startswith("data.tar"):
                yield from members(inner, data)
    else:
        yield from _tar(name, content)


def _tar(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=io.BytesIO(_plain(content))) as archive:
            for member in archive:
                opened = archive.extractfile(member) if member.isreg() else None
                if opened is not None:
                    yield member.name.removeprefix("./"), opened.read()
    except tarfile.TarError as problem:
        raise Missing(f"{name} is no archive: {problem}") from problem


def _plain(content: bytes) -> bytes:
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    if content.startswith(b"\xfd7zXZ"):
        return lzma.decompress(content)
    if content.startswith(b"BZh"):
        return bz2.decompress(content)
    if content.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)).read()
    return content


def _ar(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of an ``ar`` archive (Debian Policy, deb(5)): 60-byte headers, even offsets."""
    at = 8
    while at + 60 <= len(content):
        name, size = content[at : at + 16].decode("latin-1").strip().rstrip("/"), int(content[at + 48 : at + 58])
        yield name, content[at + 60 : at + 60 + size]
        at += 60 + size + size % 2


def _names(origin: Path) -> str:
    """Some names that ``pick`` could have meant."""
    paths = [origin] if origin.is_file() else [path for path in sorted(origin.rglob("*")) if path.is_file()]
    inner = [
        f"{path.name}!{name}"
        for path in paths
        if path.name.endswith(_ARCHIVES)
        for name, data in members(path.name, path.read_bytes())
        if data[:4] in {b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"} or data[:2] == b"MZ"
    ]
    return ", ".join((inner or [path.name for path in paths])[:12]) or "it is empty"

"""What the examples in ``reports/`` are made from: a test compares it with what was recorded, so that none gets stale.

Covered are the samples, the signatures, the version, and the code and templates of every room that the screening's
result goes through on its way to a file. That the result itself is still the one of the samples is tested by screening.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import scanner
from vendor_samples.building import contents
from vendor_samples.interface import Sample

_ROOT = Path(__file__).parent.parent
CODE = ("scanner/compare", "scanner/document", "scanner/record", "scanner/report", "vendor_samples/reports.py")
_MADE_FROM = {".py", ".j2", ".css", ".json", ".typ"}
_LANGUAGES = "languages"
PDF_PROGRAM = "typst"


def inputs(samples: Iterable[Sample]) -> str:
    """One input a line: SHA-256 (or version) and name; the program that sets the PDF only where it is installed."""
    from scanner.catalogue.load import load

    lines = [f"{_digest(sample.prebuilt)}  vendor_samples/prebuilt/{sample.file}" for sample in samples]
    lines += [f"{load().digest}  signatures", f"{scanner.__version__}  facescreen"]
    lines += [f"{digest}  {name}" for name, digest in code().items()]
    lines += [f"{program}  {PDF_PROGRAM}"] if (program := pdf_program()) else []
    return "\n".join(lines) + "\n"


def code(root: Path = _ROOT) -> dict[str, str]:
    """Folder or file of the repository ``root`` → SHA-256 over the code, templates and data in it."""
    return {name: _digest_of(_code(root / name)) for name in CODE}


def pdf_program() -> str:
    """The version of the program that sets PDFs; empty where it is not installed."""
    try:
        return version(PDF_PROGRAM)
    except PackageNotFoundError:
        return ""


def _code(path: Path) -> dict[str, bytes]:
    """Code, templates and data below ``path``. The examples are English: what other languages need does not count."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {found.relative_to(path).as_posix(): found.read_bytes() for found in _sources(path)}


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        catalogue = path.parent.name == _LANGUAGES and path.suffix == ".json"
        if path.suffix in _MADE_FROM and not catalogue and "__pycache__" not in path.parts and path.is_file():
            yield path


def _digest(path: Path) -> str:
    """SHA-256 of a file as ``sha256sum`` has it; of a folder over its names and contents."""
    return _digest_of(contents(path))


def _digest_of(files: dict[str, bytes]) -> str:
    if list(files) == [""]:
        return hashlib.sha256(files[""]).hexdigest()
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return hashlib.sha256(listing.encode()).hexdigest()

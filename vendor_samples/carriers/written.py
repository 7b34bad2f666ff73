"""Writes the carriers of a signature to a folder, for those who want to see what a rule meets."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scanner.types import Signature
from vendor_samples.carriers import toolchain
from vendor_samples.carriers.archives import zipped
from vendor_samples.carriers.carrier import Carrier
from vendor_samples.carriers.manifests import packages
from vendor_samples.carriers.product import carriers


def write(signature: Signature, folder: Path, *, real: bool) -> Iterator[Path]:
    """Write the carriers below ``folder``, those of one container into it, and give the paths.

    ``real``: native ones come from clang and lld where these can make them.

    :raises RecipeError: where a compiler fails.
    """
    containers: dict[str, dict[str, bytes]] = defaultdict(dict)
    for carrier in carriers(signature):
        container, inside, name = carrier.path.partition("!/")
        if inside:
            containers[container][name] = carrier.data
        else:
            yield _put(folder / container, compiled(carrier) if real else carrier.data)
    for container, files in containers.items():
        yield _put(folder / container, zipped(files))
    for name, data in packages(signature):
        yield _put(folder / "packages" / name, data)


def compiled(carrier: Carrier) -> bytes:
    """``carrier`` from real programs; its own bytes where they cannot make it."""
    if (
        carrier.cpu is None
        or carrier.parts is None
        or (carrier.form == "pe" and not toolchain.has_windows(carrier.cpu))
    ):
        return carrier.data
    makers = {
        ("elf", True): toolchain.elf_library,
        ("elf", False): toolchain.elf_program,
        ("pe", True): toolchain.pe_library,
        ("pe", False): toolchain.pe_program,
    }
    make = makers[carrier.form, carrier.path.endswith((".so", ".dll"))]
    with tempfile.TemporaryDirectory() as work:
        return make(carrier.cpu, carrier.parts, Path(work))


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path

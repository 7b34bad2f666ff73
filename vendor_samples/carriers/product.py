"""Every carrier of one signature."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.types import Signature
from vendor_samples.carriers.carrier import Carrier
from vendor_samples.carriers.classes import managed
from vendor_samples.carriers.libraries import native
from vendor_samples.carriers.manifests import manifests, scripts


def carriers(signature: Signature) -> Iterator[Carrier]:
    """Files that define its names and files that use them: native for every CPU, managed code, manifests, scripts."""
    yield from native(signature)
    yield from managed(signature)
    yield from manifests(signature)
    yield from scripts(signature)

"""``python -m benchmarks.images build``: make every image."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.images.catalogue import ENCRYPTED, READABLE, RECIPES, full
from benchmarks.images.programs import ProgramFailed
from benchmarks.images.recipe import size_of


def build(names: Sequence[str]) -> int:
    """Make the images ``names`` (all when empty); says which failed and why, and goes on with the others."""
    shop = full()
    print(f"tree: {len(shop.files)} files with content, {size_of(shop.tree) / 1e6:.1f} MB")
    failed = []
    for name in names or RECIPES:
        try:
            shop.image(name)
        except ProgramFailed as error:
            failed.append(name)
            print(f"{name}: NOT MADE: {error}", flush=True)
    print(f"{len(READABLE)} readable and {len(ENCRYPTED)} encrypted images; not made: {', '.join(failed) or 'none'}")
    return 1 if failed else 0

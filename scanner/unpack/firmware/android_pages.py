"""Parts of Android images, each of which begins at a page of its own."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.types import ParseFailure, Span
from scanner.unpack.placed import Placed

PAGES = range(512, (1 << 20) + 1)

Layout = tuple[int, list[Placed], int]
"""Bytes of the header, the parts, and the end of the last part's last page."""


def placed_in_pages(head: int, page: int, sizes: Iterable[tuple[str, int]]) -> Layout:
    """Parts that follow a header of ``head`` bytes, each at the next multiple of ``page``.

    :raises ParseFailure: where ``page`` is no page size or the header is cut.
    """
    if page not in PAGES:
        raise ParseFailure(f"pages of {page:,} bytes")
    at, parts = -(-head // page) * page, []
    for name, size in sizes:
        if size < 0:
            raise ParseFailure("the header is cut off")
        if size:
            parts.append(Placed(name, Span(at, size)))
        at += -(-size // page) * page
    return head, parts, at

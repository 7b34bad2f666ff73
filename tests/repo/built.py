"""What must hold of the documentation as built: ``python3 tests/repo/built.py SITE``, exit code 1 when it does not.

No page fetches anything from elsewhere (scripts, styles, fonts, pictures), and every link of the site leads to a file.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Element → the attribute whose address a browser fetches by itself."""
NAMED = {"canonical", "alternate", "next", "prev"}
"""Relations of a ``link`` that a browser does not fetch."""
_ADDRESS = re.compile(r"url\(\s*['\"]?(https?:)?//[^)]*\)|@import\s+['\"](?:https?:)?//[^'\"]*", re.IGNORECASE)


class Page(HTMLParser):
    """The addresses of one page: ``fetched`` by the browser, ``followed`` by a reader; ``anchors`` of its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: set[str] = set()
        self.followed: set[str] = set()
        self.anchors: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the addresses and names of one element."""
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and "href" in values:
            self.followed.add(values["href"])
        elif tag in FETCHED and FETCHED[tag] in values and not NAMED & set(values.get("rel", "").split()):
            self.fetched.add(values[FETCHED[tag]])


def complaints(site: Path) -> list[str]:
    """Everything that is wrong, a line each."""
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    found = [] if pages else [f"{site} has no page"]
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        found += [f"{name} fetches {address}" for address in sorted(page.fetched) if _elsewhere(address)]
        # The page for what is missing is made for a server's root.
        inner = () if name == "404.html" else sorted(page.followed | page.fetched)
        found += [
            f"{name} leads to {address}, which is not there" for address in inner if not _leads(path, address, pages)
        ]
    for sheet in sorted(site.rglob("*.css")):
        hits = _ADDRESS.finditer(sheet.read_text("utf-8"))
        found += [f"{sheet.relative_to(site).as_posix()} fetches {hit[0]}" for hit in hits]
    return found


def _elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}


def _leads(page: Path, address: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    return target not in pages or unquote(parts.fragment) in pages[target].anchors


if __name__ == "__main__":
    problems = complaints(Path(sys.argv[1]).resolve())
    print("\n".join(problems) or "every page opens from a folder, without a network, and every link leads somewhere")
    sys.exit(1 if problems else 0)

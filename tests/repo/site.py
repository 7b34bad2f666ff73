"""What mkdocs does beside its own work (hooks of ``mkdocs.yml``): one source for pages that lie outside ``docs/``.

``SECURITY.md``, ``CONTRIBUTING.md``, ``CHANGELOG.md`` and the pages of folders stay where code hosts look for them and
become pages of the site; the security model is the section of the README with ``SECURITY.md`` below it. A link to any
other file of the repository leads to a copy of it in the site, below ``repository/``. Links to folders and to what is
not there are left alone, and ``mkdocs build --strict`` complains of them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MODEL = "Security model"
PAGES = {
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "reports/README.md": "examples.md",
    "vendor_samples/README.md": "samples.md",
}
"""File of the repository → its page in the site."""
COPIES = "repository"
_ITEM = re.compile(r"( *)([-*+]|\d+[.)])( +)\S")
_LISTED = re.compile(r" {4}| *([-*+]|\d+[.)]) ")
"""A line that is in a list already."""
_FENCE = re.compile(r" *(```+|~~~+)")
_LINK = re.compile(r"(\]\()([^)#\s:]+)((?:#[^)\s]*)?\))")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made of files outside ``docs/``, and the files that pages link to."""
    from mkdocs.structure.files import File

    for page in PAGES.values():
        files.append(File.generated(config, page, content=text_of(page)))
    for path in sorted(linked()):
        place = f"{COPIES}/{path.relative_to(ROOT).as_posix()}"
        files.append(File.generated(config, place, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The page with every link as it must be in the site."""
    return indented(moved(markdown, page.file.src_uri))


def text_of(page: str) -> str:
    """The text of a page that is made of files outside ``docs/``, with links as if it lay in the root."""
    source = source_of(page)
    text = source.read_text("utf-8")
    return f"# {MODEL}\n\n{model()}\n\n{deeper(text)}" if source.name == "SECURITY.md" else text


def source_of(page: str) -> Path:
    """The file that the page ``page`` of the site is written in."""
    return next((ROOT / name for name, made in PAGES.items() if made == page), DOCS / page)


def model() -> str:
    """The section of the README; KeyError where it has none."""
    found = re.search(rf"^## {MODEL}\n(.*?)(?=^## )", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if found is None:
        raise KeyError(f"README.md has no section {MODEL}")
    return found[1].strip().rpartition("\n\nHow this is done")[0] or found[1].strip()


def deeper(text: str) -> str:
    """``text`` with every heading one level lower."""
    return re.sub(r"^#(?=#* )", "##", text, flags=re.MULTILINE)


def moved(markdown: str, page: str) -> str:
    """``markdown`` of the page ``page`` (its path in the site's sources) with links out of ``docs/`` moved."""
    home = source_of(page).parent

    def link(found: re.Match[str]) -> str:
        target = place_of(home / found[2])
        return found[0] if target is None else f"{found[1]}{_relative(target, page)}{found[3]}"

    return _LINK.sub(link, markdown)


def indented(markdown: str) -> str:
    """``markdown`` with lists as Python-Markdown wants them: a blank line before, four spaces a level.

    Code hosts follow CommonMark, where a list may follow a line of text, and belongs to an item what is as far in as
    the item's text.
    """
    made: list[str] = []
    items: list[int] = []  # where the text of each open item begins
    fence, by = "", 0
    for line in markdown.split("\n"):
        inside = len(line) - len(line.lstrip())
        if fence:
            made.append(_shifted(line, by))
            fence = "" if line.strip() == fence else fence
            continue
        if not line.strip():
            made.append(line)
            continue
        found, afresh = _ITEM.match(line), not made or not made[-1].strip()
        while items and inside < items[-1] and (found or afresh or line[:1] in "#|>`"):
            items.pop()
        by = 4 * len(items) - items[-1] if items and inside >= items[-1] else 0
        if found:
            by = 4 * len(items) - inside
            if not afresh and (made[-1].endswith("```") or (not items and not _LISTED.match(made[-1]))):
                made.append("")
            items.append(found.end() - 1)
        made.append(_shifted(line, by))
        fence = opened[1] if (opened := _FENCE.match(line)) else ""
    return "\n".join(made)


def _shifted(line: str, by: int) -> str:
    inside = len(line) - len(line.lstrip())
    return " " * max(0, inside + by) + line.lstrip() if line.strip() else line


def place_of(path: Path) -> str | None:
    """Where a file of the repository is in the site's sources; None for what is in none."""
    real = Path(os.path.normpath(path))
    if real.is_relative_to(DOCS):
        return real.relative_to(DOCS).as_posix()
    if not real.is_relative_to(ROOT) or not real.is_file():
        return None
    name = real.relative_to(ROOT).as_posix()
    if name == "README.md":
        return "index.md"
    return PAGES.get(name, f"{COPIES}/{name}")


def linked() -> set[Path]:
    """Every file outside ``docs/`` that a page links to and that is no page itself."""
    pages = {path: path.read_text("utf-8") for path in [*DOCS.rglob("*.md"), *(ROOT / name for name in PAGES)]}
    found = set()
    for path, text in pages.items():
        for _, target, _ in _LINK.findall(text):
            place = place_of(path.parent / target)
            if place is not None and place.startswith(f"{COPIES}/"):
                found.add(Path(os.path.normpath(path.parent / target)))
    return found


def _relative(target: str, page: str) -> str:
    return PurePosixPath(os.path.relpath(target, PurePosixPath(page).parent)).as_posix()

"""Every kind of web page under axe-core, which finds faults of accessibility: ``python -m benchmarks.axe``.

axe-core (MPL-2.0) is fetched from the npm registry into ``.work``. It is run by the browser's debugging protocol, so
that each page is opened as it is, with its Content-Security-Policy. Everything that is folded is opened first, except
on the largest pages, which are looked at twice instead of four times. Fails when there is a violation, or when a
page is wider than its window; what axe-core cannot decide is printed for a person to look at. Words on the command line
choose the pages with such a word in their name; the others keep what was found before.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.browser import Page, page
from benchmarks.registries import npm_packages
from benchmarks.results import keep, kept
from benchmarks.tables import Rows
from benchmarks.web_pages import pages

LIST = "accessibility-npm"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
"""What is looked for: WCAG 2.1 at levels A and AA, and axe-core's advice beside it."""
WIDTHS = (1280, 320)
COLOURS = ("light", "dark")
_LOOKS = [(width, colour) for width in WIDTHS for colour in COLOURS]
_LOOKS_OF_LARGE = [(1280, "light"), (320, "dark")]
_UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
_LARGE = 3_000_000
"""Bytes of a page that is too large to be looked at unfolded, and in more than two looks."""
_RUN = """
axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations', 'incomplete']}).then(found => {
  const why = node => [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ');
  const told = rules => rules.flatMap(rule => rule.nodes.map(node => ({rule: rule.id, why: why(node),
    where: node.target.join(' '), html: node.html.slice(0, 200), ratio: contrast(node.target.join(' '))})));
  return {version: found.testEngine.version, passes: found.passes.length,
          violations: told(found.violations), incomplete: told(found.incomplete)};
})
"""
_CONTRAST = """
const light = colour => colour.slice(0, 3).map(part => part / 255).map(
    part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, number) => sum + part * [0.2126, 0.7152, 0.0722][number], 0);
const parts = text => text.match(/[\\d.]+/g).map(Number);
window.contrast = where => {
  const element = document.querySelector(where), own = element && parts(getComputedStyle(element).color);
  for (let above = element; above; above = above.parentElement) {
    const ground = parts(getComputedStyle(above).backgroundColor);
    if (ground.length < 4 || ground[3] === 1) {
      const [dark, bright] = [light(own), light(ground)].sort((one, other) => one - other);
      return (bright + 0.05) / (dark + 0.05);
    }
  }
  return 0;
};
0
"""
"""Contrast as WCAG 2.1 defines it, of an element's colour against the nearest ground that is painted behind it in the
tree. axe-core does not decide where text is cut off by what can be moved sideways; there nothing else lies between."""


def main() -> int:
    """Look at every page in every look, print, keep; fails when there is a violation or a page is too wide."""
    wanted = sys.argv[1:]
    rows: Rows = []
    with tempfile.TemporaryDirectory(prefix="facescreen-axe-") as folder, page() as tab:
        for name, language, make in pages():
            if wanted and not any(word in name for word in wanted):
                continue
            file, content = Path(folder) / "page.html", make()
            file.write_bytes(content)
            looks = _LOOKS if len(content) < _LARGE else _LOOKS_OF_LARGE
            found = [_looked_at(tab, file, width, colour) for width, colour in looks]
            rows.append({"page": name, "language": language, "bytes": len(content), **_together(found)})
            print(f"{name} ({language}): {rows[-1]['violations'] or 'no violation'}", flush=True)
            _tell(found)
            _keep(rows, only=False)
    _keep(rows, only=not wanted)
    return int(any(row["violations"] or row["wider"] for row in rows))


def _keep(rows: Rows, *, only: bool) -> None:
    """Keep ``rows``, and what is kept of other pages unless they are the ``only`` ones."""
    before = [] if only else (kept("axe") or {"rows": []})["rows"]
    keep("axe", list({(row["page"], row["language"]): row for row in (*before, *rows)}.values()))


def script() -> str:
    """axe-core as its package has it."""
    (package,) = npm_packages(LIST)
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        if member is None:
            raise SystemExit(f"{package} has no axe.min.js")
        return member.read().decode("utf-8")


def _looked_at(tab: Page, file: Path, width: int, colour: str) -> dict[str, Any]:
    tab.show(width, prefers_color_scheme=colour)
    tab.open(file)
    if file.stat().st_size < _LARGE:
        tab.evaluate(_UNFOLD)
    tab.evaluate(script() + "; 0")
    tab.evaluate(_CONTRAST)
    found = dict(tab.evaluate(_RUN % json.dumps(TAGS)))
    return {**found, "look": f"{width} px, {colour}", "wider": _wider(tab)}


def _wider(tab: Page) -> int:
    """Pixels by which the page is wider than its window: 0 where it need not be moved sideways."""
    return int(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _together(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Of all looks at one page: elements by rule, or by rule and reason; the most of any look."""
    violations: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    for look in found:
        violations |= Counter(node["rule"] for node in look["violations"])
        open_ |= Counter(f"{node['rule']}: {node['why']}" for node in look["incomplete"])
    ratios = [node["ratio"] for look in found for node in look["incomplete"] if node["rule"] == "color-contrast"]
    wider = max(look["wider"] for look in found)
    lowest = round(min(ratios), 2) if ratios else None
    return {
        "version": found[0]["version"],
        "wider": wider,
        "violations": dict(violations),
        "incomplete": dict(open_),
        "lowest": lowest,
    }


def _tell(found: list[dict[str, Any]]) -> None:
    for look in found:
        if look["wider"]:
            print(f"  {look['look']}: {look['wider']} px wider than the window")
        for node in look["violations"]:
            print(f"  {look['look']}: {node['rule']}: {node['where']}: {node['why']}\n      {node['html']}")
        for (rule, why), count in Counter((node["rule"], node["why"]) for node in look["incomplete"]).items():
            ratios = [n["ratio"] for n in look["incomplete"] if (n["rule"], n["why"]) == (rule, why)]
            print(f"  {look['look']}: to look at: {rule} ({count}): {why} (contrast at least {min(ratios):.2f})")


if __name__ == "__main__":
    sys.exit(main())

"""How long the largest web pages take to make and to open in a browser: ``python -m benchmarks.loading``.

Reports of 10,000 findings, of 10,000 unread regions, and of both with 50,000 rows of evidence, 20,000 files, 10,000
arrows and 10,000 links are written as HTML and opened in headless Chromium, in turn, each time anew and from a file, at
1280 pixels. The browser's own clock is read through its debugging protocol: *first* is
when something is on the screen (First Contentful Paint), *loaded* the end of the load event, *shown* the second frame
after it, from which on nothing is left to lay out. *work* is CPU time of the browser's process for that page until
then, which other programs on the machine change little. Half of the runs are faster than the number that is kept;
the machine's load average stands beside it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.browser import Page, page
from benchmarks.results import keep
from benchmarks.web_pages import largest
from scanner.report.html import HtmlFormat

ROUNDS = 7
TARGET = 3.0
"""Seconds until the page is shown."""
_TIMES = """
(() => {
  const [loading] = performance.getEntriesByType('navigation');
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  return {first: first ? first.startTime : null, loaded: loading.loadEventEnd,
          elements: document.getElementsByTagName('*').length};
})()
"""


def main() -> int:
    """Measure, print, keep; fails when the target is missed."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="facescreen-loading-") as folder:
        for name, report in largest():
            start = time.process_time()
            content = HtmlFormat().render(report)
            seconds = time.process_time() - start
            file = Path(folder) / "page.html"
            file.write_bytes(content)
            with page() as tab:
                opened = [_opened(tab, file) for _ in range(ROUNDS)]
            times = {key: _middle(opened, key) for key in ("first", "loaded", "shown")}
            rows.append(
                {
                    "report": name,
                    "render": seconds,
                    "bytes": len(content),
                    "elements": opened[0]["elements"],
                    **times,
                    "work": statistics.median(each["work"] for each in opened),
                    "slowest": max(each["shown"] for each in opened),
                    "load": os.getloadavg()[0],
                }
            )
            print(rows[-1], flush=True)
    keep("loading", rows)
    return int(any(row["shown"] > TARGET for row in rows))


def _opened(tab: Page, file: Path) -> dict[str, Any]:
    """One load of ``file``; times in seconds from its start."""
    tab.show(1280)
    tab.leave()
    before = tab.work()
    tab.open(file)
    shown = tab.painted()
    work = tab.work() - before
    times = dict(tab.evaluate(_TIMES))
    for key in ("first", "loaded"):
        times[key] = None if times[key] is None else times[key] / 1000
    return {**times, "shown": shown / 1000, "work": work}


def _middle(opened: list[dict[str, Any]], key: str) -> float | None:
    found = [each[key] for each in opened if each[key] is not None]
    return statistics.median(found) if found else None


if __name__ == "__main__":
    sys.exit(main())

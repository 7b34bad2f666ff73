"""Debian's Chromium without a window, told what to do through a pair of pipes (the Chrome DevTools Protocol).

Only the standard library is used. Messages are JSON, each ended by a zero byte: Chromium reads them from file
descriptor 3 and writes to 4 when it is started with ``--remote-debugging-pipe``.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

CHROMIUM = "chromium"
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe")
_AFTER_PAINT = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


class Page:
    """One tab. Methods of the protocol are called by name (chromedevtools.github.io/devtools-protocol)."""

    def __init__(self, out: BinaryIO, into: BinaryIO) -> None:
        self._out, self._into = out, into
        self._number, self._rest, self._session = 0, b"", ""
        self._events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Performance.enable")

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Call ``method`` and wait for its answer.

        :raises RuntimeError: when Chromium refuses.
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while (answer := self._next()).get("id") != self._number:
            self._events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return dict(answer["result"])

    def wait(self, event: str) -> None:
        """Wait for ``event``, which may have come already since the last :meth:`open`."""
        while not any(each.get("method") == event for each in self._events):
            self._events.append(self._next())

    def open(self, file: Path) -> None:
        """Load ``file`` and wait for its load event."""
        self._events.clear()
        self.call("Page.navigate", url=file.resolve().as_uri())
        self.wait("Page.loadEventFired")

    def show(self, width: int, height: int = 900, scale: float = 1, **media: str) -> None:
        """The size of the window in CSS pixels, and media features such as ``prefers_color_scheme="dark"``."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.call("Emulation.setEmulatedMedia", media="", features=features)

    def evaluate(self, script: str) -> Any:
        """The value of ``script``, waited for where it is a promise.

        :raises RuntimeError: when it throws.
        """
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def painted(self) -> float:
        """Milliseconds from the start of loading to the second frame after this call."""
        return float(self.evaluate(_AFTER_PAINT))

    def leave(self) -> None:
        """Leave the page for an empty one, and give back what it held."""
        self._events.clear()
        self.call("Page.navigate", url="about:blank")
        self.wait("Page.loadEventFired")
        self.call("HeapProfiler.collectGarbage")

    def work(self) -> float:
        """Seconds of CPU time that the process of the page has used so far."""
        metrics = self.call("Performance.getMetrics")["metrics"]
        return next(float(each["value"]) for each in metrics if each["name"] == "ProcessTime")

    def close(self) -> None:
        """End the browser; its answer is waited for, so that its profile can be removed."""
        self._session = ""
        self.call("Browser.close")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._into.fileno(), 1 << 20)
            if not data:
                raise RuntimeError("chromium ended")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def page(environment: Mapping[str, str] | None = None) -> Iterator[Page]:
    """A tab of a browser with a profile of its own, which ends with the block."""
    down, up = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="facescreen-browser-") as home:
        # The shell puts the pipes on the two numbers that Chromium expects.
        start = ("sh", "-c", f'exec "$@" 3<&{down[0]} 4>&{up[1]}', "sh", CHROMIUM, *_OPTIONS)
        process = subprocess.Popen(
            (*start, f"--user-data-dir={home}/profile"),
            pass_fds=(down[0], up[1]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": home, **(environment or {})},
        )
        os.close(down[0])
        os.close(up[1])
        with os.fdopen(down[1], "wb") as out, os.fdopen(up[0], "rb") as into:
            try:
                tab = Page(out, into)
                yield tab
                tab.close()
            finally:
                process.terminate()
                process.wait()

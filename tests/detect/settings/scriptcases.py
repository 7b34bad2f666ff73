"""Cases of :mod:`tests.detect.settings.cases` for scripts of shells."""

from __future__ import annotations

from scanner.types import LimitReached, ParseFailure

DEEP = 100_000

GOOD = {
    "text:script": (
        b"#!/bin/sh\n# A=0\nA=1; export B=\"a b\"\ncat > /x/f.yml <<'E'\non: 1\nE\ncat <<E\nC=1\nE\n"
        b"docker run -e V-F=True \\\n  --name=n i\nif [ ! -f x ]; then a b ! c; fi\n",
        [
            (("A",), "1"),
            (("B",), "a b"),
            (("f.yml",), "on: 1\n"),
            (("V-F",), "True"),
            (("run", "--name"), "n"),
            (("line",), "if [ ! -f x ]; then a b ! c; fi"),
        ],
    ),
}
CORRUPT = {"text:script": [b"#!/bin/sh\nA=1\x00", b"\xff\xfeA"]}
HOSTILE = {"text:script": [(b"a = " + b"[" * DEEP, LimitReached), (b"A=" + b"\0" * DEEP, ParseFailure)]}

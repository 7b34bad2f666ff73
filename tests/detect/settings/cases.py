"""For every reader: a good file with its settings, a corrupt one, and hostile ones with what must stop them."""

from __future__ import annotations

from scanner.types import LimitReached, ParseFailure
from tests.detect.settings import binarycases, scriptcases, textcases

DEEP = 100_000

GOOD = {
    "text:xml": (
        b'<?xml version="1.0"?><!-- <Off>1</Off> -->'
        b'<L xmlns="u:x"><C id="1"><on>true</on></C><C><on>false</on></C></L>',
        [
            (("L", "@xmlns"), "u:x"),
            (("L", "C", "@id"), "1"),
            (("L", "C", "on"), "true"),
            (("L", "C[1]", "on"), "false"),
        ],
    ),
    "text:json": (
        b'{"a": [[{"b": true}], "x\\u0041"], "a": 1.5, /* "c": 1, */ "d": null,} // end\n{"n": 2}',
        [
            (("a[0][0]", "b"), "true"),
            (("a[1]",), "xA"),
            (("a",), "1.5"),
            (("d",), "null"),
            (("[1]", "n"), "2"),
        ],
    ),
    "text:yaml": (
        b"# on: 1\nbase: &b {enabled: on}\ncam:\n  <<: *b\n  list: [x, 'y']\n---\nno: yes\n",
        [
            (("base", "enabled"), "on"),
            (("cam", "list[0]"), "x"),
            (("cam", "list[1]"), "y"),
            (("cam", "enabled"), "on"),
            (("[1]", "no"), "yes"),
        ],
    ),
    "text:ini": (
        b"top = 1\n[rule]\n; enable = 9\nenable = true ; why\nenable: 'false'\n[rule]\nA[0].enable=\n",
        [
            (("top",), "1"),
            (("rule", "enable"), "true"),
            (("rule", "enable"), "false"),
            (("rule[1]", "A[0]", "enable"), ""),
        ],
    ),
    "text:keyvalue": (
        b'# table.x=1\ntable.R[0][1].Enable=true\r\nexport A="b c"\nCode=Face;action=Start;index=0\n',
        [
            (("table", "R[0][1]", "Enable"), "true"),
            (("A",), "b c"),
            (("Code",), "Face"),
            (("action",), "Start"),
            (("index",), "0"),
        ],
    ),
}

CORRUPT = {
    "text:xml": [b"<a><b>1</b>", b"<a></b>", b"", b"<a>&other;</a>", b"\xff\xfe<a/>", b"<a/><b/>"],
    "text:json": [b'{"a": 1', b'{"a" 1}', b"[1, 2", b"{]", b"words", b"", b'{"a": 01}', b'{"a": "\\u12"}', b'"a" : 1'],
    "text:yaml": [b"a: [1, 2", b"a: *b", b"a: 'x", b"&a [*a]", b"\x00", b"a: b: c"],
    "text:ini": [b"\x00[a]\nb=1", b"\xff\xfe[a]"],
    "text:keyvalue": [b"a=1\x00", b"\xff\xfea=1"],
}

_LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
_BOMB = b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 10)) for c in range(98, 108))

HOSTILE = {
    "text:xml": [
        (b"<a>" * DEEP, LimitReached),
        (_LAUGHS, ParseFailure),
        (b'<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/hostname">]><l>&f;</l>', ParseFailure),
        (b'<!DOCTYPE l [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><l/>', ParseFailure),
    ],
    "text:json": [(b"[" * DEEP, LimitReached), (b'{"a":' * DEEP, LimitReached)],
    "text:yaml": [
        (b"[" * DEEP, LimitReached),
        (b"a: &a [x, x, x, x, x, x, x, x, x, x]\n" + _BOMB, LimitReached),
        (b"".join(b" " * i + b"k:\n" for i in range(400)), LimitReached),
        (b"? " * 400 + b"a", LimitReached),
    ],
    "text:ini": [(b"[s]\nkey=" + b"\0" * DEEP, ParseFailure)],
    "text:keyvalue": [(b"a." * DEEP + b"b=1", LimitReached)],
}

GOOD |= textcases.GOOD | binarycases.GOOD | scriptcases.GOOD
CORRUPT |= textcases.CORRUPT | binarycases.CORRUPT | scriptcases.CORRUPT
HOSTILE |= textcases.HOSTILE | binarycases.HOSTILE | scriptcases.HOSTILE

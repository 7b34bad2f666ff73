"""Cases of :mod:`tests.detect.settings.cases` for TOML, HCL, protobuf text and Dockerfiles."""

from __future__ import annotations

from scanner.types import LimitReached, ParseFailure

DEEP = 100_000

GOOD = {
    "text:toml": (
        b'a.b."c d" = 1 # x\nx = [ {y.z = "q\\u0041", k = [1,],}, [] ]\n[[cam]]\nname = \'a\\b\'\n[[cam.z]]\n'
        b's = """\nhi \\\n   "there" """\n[[cam]]\n# on = true\n[cam.face]\non = false\n',
        [
            (("a", "b", "c d"), "1"),
            (("x[0]", "y", "z"), "qA"),
            (("x[0]", "k[0]"), "1"),
            (("cam[0]", "name"), "a\\b"),
            (("cam[0]", "z[0]", "s"), 'hi "there" '),
            (("cam[1]", "face", "on"), "false"),
        ],
    ),
    "text:hcl": (
        b'/* resource "x" "y" {} */\nresource "r" "n" { # c\n  id = "a-${b ? "x" : "}"}"\n'
        b'  t = { "k" = [1, "z"], u: f(x) }\n'
        b'  rule { on = true }\n  rule { on = x.y[0].z }\n  p = jsonencode({ A = ["b:c"] })\n'
        b"  l = [for k in v : { e = k }]\n"
        b"  h = <<-E\n  hi\n  E\n}\n",
        [
            (("resource", "r"), "n"),
            (("resource", "r", "n", "id"), 'a-${b ? "x" : "}"}'),
            (("resource", "r", "n", "t", "k[0]"), "1"),
            (("resource", "r", "n", "t", "k[1]"), "z"),
            (("resource", "r", "n", "t", "u[0]"), "x"),
            (("resource", "r", "n", "rule", "on"), "true"),
            (("resource", "r", "n", "rule[1]", "on"), "x.y[0].z"),
            (("resource", "r", "n", "p[0]", "A[0]"), "b:c"),
            (("resource", "r", "n", "l", "e"), "k"),
            (("resource", "r", "n", "h"), "  hi\n"),
        ],
    ),
    "text:prototext": (
        b"# a: 1\nname: \"face\" '_net'\nlayer { t: X b: 1 b: -2.5 }\n"
        b"layer < [e.f/g] { x: true }; >\nm: [{a: 1}, {a: 2}]\n",
        [
            (("name",), "face_net"),
            (("layer", "t"), "X"),
            (("layer", "b"), "1"),
            (("layer", "b[1]"), "-2.5"),
            (("layer[1]", "e.f\\x2fg", "x"), "true"),
            (("m", "a"), "1"),
            (("m[1]", "a"), "2"),
        ],
    ),
    "text:dockerfile": (
        b'# syntax=x\nARG T=1\nFROM a/b:$T AS s\n# ENV OFF=1\nENV V-F=True \\\n  # note\n  O="a b"\nENV OLD x  y\n'
        b"RUN a \\\n && b\nfrom scratch\nONBUILD ENV Q='1'\nCOPY <<E /x\nENV N=1\nE\nwords only\n",
        [
            (("ARG", "T"), "1"),
            (("FROM",), "a/b:$T AS s"),
            (("ENV", "V-F"), "True"),
            (("ENV", "O"), "a b"),
            (("ENV", "OLD"), "x  y"),
            (("RUN",), "a  && b"),
            (("FROM[1]",), "scratch"),
            (("ENV[1]", "Q"), "1"),
            (("COPY[1]",), "<<E /x\nENV N=1\nE"),
        ],
    ),
}

CORRUPT = {
    "text:toml": [
        b"a = ",
        b"a = [1, 2",
        b"a = {b = 1",
        b"[a\nb = 1",
        b'a = "x',
        b"a b = 1",
        b"= 1",
        b"[a]] \n",
        b"a = 1 2",
    ],
    "text:hcl": [
        b"a {",
        b"a = ",
        b'a = "x',
        b"}",
        b"a = (1]",
        b"a = <<E\nx\n",
        b"a b c = 1",
        b"/* x",
        b"a = {b}",
        b"; = 1",
    ],
    "text:prototext": [b"a {", b"a 1", b"a: ", b"a: [1", b"}", b"a < }", b": 1", b'a: "x', b"a: {]"],
    "text:dockerfile": [b"FROM x\x00", b"\xff\xfeF"],
}

HOSTILE = {
    "text:toml": [
        (b"a = " + b"[" * DEEP, LimitReached),
        (b"a = " + b"{b = " * DEEP, LimitReached),
        (b"a." * DEEP + b"b = 1", LimitReached),
        (b"[" + b"a." * DEEP + b"b]\n", LimitReached),
        (b"[[a]]\n[[a.b]]\n" * 110_000, LimitReached),
    ],
    "text:hcl": [
        (b"a {\n" * DEEP, LimitReached),
        (b"a = " + b"[" * DEEP, LimitReached),
        (b"a = " + b"f(" * DEEP, LimitReached),
        (b'a = "' + b'${"' * DEEP, ParseFailure),
    ],
    "text:prototext": [(b"a {" * DEEP, LimitReached), (b"a: [" + b"{b: [" * DEEP, LimitReached)],
    "text:dockerfile": [(b"FROM x\nRUN " + b"a \\\n" * 1_000_000, ParseFailure)],
}

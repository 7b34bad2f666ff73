"""The sections of ``docs/accuracy.md`` on products that no signature knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.tables import Row, Rows, table

_FIRST = (
    "The first run over the held-out packages (2026-11-25, commit 43fe072) showed 25 of 30 that ship or call a "
    "recogniser and 15 of 19 clients and descriptions, and 6 of 86 that have none. German words for finding a face, "
    "expressions, and one package that asks for a telephone's own unlocking were mended after they had been seen; "
    "names in sentences say less since then, which costs two of the 25."
)
_KINDS = ("sdk", "library", "model", "config", "client", "cloud")


def carriers(rows: Rows) -> Iterator[str]:
    """How many products are still shown without their signature, and which are not."""
    engines, others = [r for r in rows if r["engine"]], [r for r in rows if not r["engine"]]
    yield (
        "Each released signature with a function of recognition is taken out of the pack in turn, and files that "
        "hold the names which it knows are screened with all the others: libraries for every processor, programs,"
        " classes, manifests and scripts as `vendor_samples` makes them, and beside them what belongs together in"
        " one file (a program with its functions, texts and routes; an app with its classes; a script with its "
        "modules). *Shown* means that general words (`signatures/generic`) raise a finding of recognition at "
        "`available`, which is `review`. The files hold less than the product's own would, for a signature knows "
        "few of its names; and what it knows was chosen for saying what it is. *Examples*: products of which an "
        "example of the signature, mostly three lines, is enough. Words were chosen while only the *even* half "
        "was looked at (by SHA-256 of the id), of the *odd* half no more than its counts; that half says what to "
        "expect of products nobody has seen. "
        f"**{_of(engines)} of the recognition engines are still shown (target: half); of the odd half "
        f"{_of(_odd(engines))}.**"
    )
    yield ""
    heads = ("products", "kind", "even half", "shown", "odd half", "shown", "examples", "shown by another signature")
    yield from table(heads, _groups("engines", engines))
    yield ""
    yield from table(heads, _groups("clients and services", others))
    yield ""
    yield (
        "Left out: signatures of published networks (ArcFace, SphereFace, CosFace, FaceNet, VGGFace), whose names are "
        "words of the lexicon, for many makers build on them."
    )
    yield ""
    yield "Engines that vanish with their signature: " + _names(r for r in engines if not r["shown"])
    yield ""
    yield "Clients and services that vanish: " + _names(r for r in others if not r["shown"])
    yield ""
    yield "Engines that are still shown, and by what:"
    yield ""
    shown = ((r["id"], r["half"], _quoted(r["by"])) for r in engines if r["shown"])
    yield from table(("product", "half", "names"), shown)


def packages(rows: Rows) -> Iterator[str]:
    """Real packages without any listed product."""
    known = [r for r in rows if not r["open"]]
    used = [r for r in known if r["truth"] in {"shipped", "called"}]
    clients = [r for r in known if r["truth"] in {"available", "mentioned"}]
    finders = [r for r in known if not r["truth"] and r["faces"]]
    without = [r for r in known if not r["faces"]]
    yield (
        "The packages of *Recall on packages* and of *Held-out packages*, screened with no listed product at all:"
        " with general words alone. The held-out ones were not looked at while words were chosen. **Packages that"
        f" ship or call a recogniser and are shown: {_of(used)}, held-out ones {_of(_held(used))}.** Clients, "
        f"general libraries and descriptions: {_of(clients)}. Shown although they only find or describe faces: "
        f"{_of(finders)}; without a face function: {_of(without)}."
    )
    yield ""
    yield _FIRST
    yield ""
    heads = ("package", "list", "recognition", "shown", "names")
    yield from table(heads, (_package(r) for r in (*used, *clients)))
    wrong = [r for r in (*finders, *without) if r["shown"]]
    yield ""
    yield "Shown without a function of recognition:" if wrong else "None is shown without a function of recognition."
    yield ""
    yield from (
        table(("package", "list", "names"), ((r["what"], r["list"], _quoted(r["by"])) for r in wrong)) if wrong else ()
    )


def _package(row: Row) -> Sequence[object]:
    return row["what"], row["list"], row["truth"], "yes" if row["shown"] else "**no**", _quoted(row["by"])


def _groups(name: str, rows: Rows) -> Iterator[Sequence[object]]:
    for kind in (*_KINDS, ""):
        group = [row for row in rows if not kind or row["kind"] == kind]
        if group:
            even, odd = [r for r in group if r["half"] == "even"], _odd(group)
            examples = sum(any(row["examples"]) for row in group)
            others = sum(bool(row["others"]) for row in group)
            shown = (len(even), _shown(even), len(odd), _shown(odd), examples, others)
            yield (name, kind, *shown) if kind else (f"**all {name}**", "", *shown)


def _odd(rows: Rows) -> Rows:
    return [row for row in rows if row["half"] == "odd"]


def _held(rows: Rows) -> Rows:
    return [row for row in rows if row["list"] == "heldout"]


def _shown(rows: Rows) -> int:
    return sum(row["shown"] for row in rows)


def _of(rows: Rows) -> str:
    share = f" ({round(100 * _shown(rows) / len(rows))} %)" if rows else ""
    return f"{_shown(rows)} of {len(rows)}{share}"


def _names(rows: Iterable[Row]) -> str:
    return (", ".join(row["id"] for row in rows) or "none") + "."


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

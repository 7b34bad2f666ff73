"""Trying signatures on their own examples: the whole pack is matched, the findings must be exactly as told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scanner.authoring.explain import Explanation, explain
from scanner.authoring.listing import Case, ListingError, cases
from scanner.authoring.scene import scene
from scanner.match.findings import match
from scanner.types import Capability, Signature, State

if TYPE_CHECKING:
    from scanner.catalogue.pack import Pack
    from scanner.catalogue.vocabulary import Vocabulary

_EVIDENCE = 50
"""Proofs kept on a finding; the number does not change what is found."""

Results = frozenset[tuple[Capability, State]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one example or counter-example, or why there is none."""

    signature: str
    field: str
    """``examples`` or ``counter_examples``."""
    title: str
    line: int
    """Line of the case in its field, counted from 1; 0 where the field as a whole is wrong."""
    expected: Results = frozenset()
    came: Results = frozenset()
    problem: str = ""
    """Why the case could not be tried."""
    explained: Explanation | None = None
    """Why it came out as it did, where that is not as told."""

    @property
    def passed(self) -> bool:
        """Whether the case came out exactly as told."""
        return not self.problem and self.expected == self.came

    def __str__(self) -> str:
        where = f"{self.signature} {self.field}" + (f" line {self.line}" if self.line else "")
        title = f" ({self.title})" if self.title else ""
        if self.problem:
            return f"{where}{title}: {self.problem}"
        if self.passed:
            return f"{where}{title}: {_words(self.expected)}"
        return f"{where}{title}: expected {_words(self.expected)}; came {_words(self.came)}"


@dataclass(frozen=True, slots=True)
class Bench:
    """A compiled pack and a folder of one's own to put example files into, one at a time."""

    pack: Pack
    vocabulary: Vocabulary
    folder: Path

    def trials(self, signature: Signature) -> Iterator[Trial]:
        """Every example of ``signature``, then every counter-example."""
        yield from self._field(signature, "examples", signature.examples)
        yield from self._field(signature, "counter_examples", signature.counter_examples)

    def _field(self, signature: Signature, field: str, text: str) -> Iterator[Trial]:
        if not text.strip():
            yield Trial(signature.id, field, "", 0, problem=f"there is no {field.removesuffix('s').replace('_', '-')}")
            return
        firing = False
        try:
            for case in cases(text):
                firing = firing or bool(case.expected)
                yield self._tried(signature, field, case)
        except ListingError as error:
            yield Trial(signature.id, field, "", error.line, problem=error.problem)
        else:
            if field == "examples" and not firing:
                yield Trial(signature.id, field, "", 0, problem="no example expects a finding")

    def _tried(self, signature: Signature, field: str, case: Case) -> Trial:
        shown = scene(case, self.vocabulary, self.folder)
        matched = match(self.pack.signatures, self.vocabulary, shown.nodes, shown.observations, _EVIDENCE)
        mine = (f for f in matched.findings if signature.id in {f.product.id, *f.also_fits})
        came = frozenset((f.capability, f.state) for f in mine)
        expected = frozenset(case.expected)
        explained = None
        if came != expected:
            everything = self.pack.signatures, self.vocabulary, shown.nodes, shown.observations
            explained = explain(signature, *everything, (), "the example")
        return Trial(signature.id, field, case.title, case.line, expected, came, "", explained)


@contextmanager
def bench(pack: Pack) -> Iterator[Bench]:
    """``pack``, compiled once for all trials.

    :raises CatalogueError: where it does not compile.
    """
    from scanner.catalogue.compile import compile_pack

    with TemporaryDirectory(prefix="facescreen-") as folder:
        yield Bench(pack, compile_pack(pack), Path(folder))


def _words(results: Results) -> str:
    ordered = sorted(results, key=lambda pair: (pair[0].value, pair[1]))
    return ", ".join(f"{capability.value} {state.word}" for capability, state in ordered) or "nothing"

"""Every signature of the pack that ships, on its own examples and counter-examples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scanner.authoring.trial import Bench, bench
from scanner.catalogue.load import load

PACK = load()


@pytest.fixture(scope="module", name="tried")
def compiled() -> Iterator[Bench]:
    with bench(PACK) as made:
        yield made


@pytest.mark.parametrize("signature", PACK.signatures, ids=lambda signature: signature.id)
def test_a_signature_comes_out_as_its_examples_say(signature, tried):
    assert [str(trial) for trial in tried.trials(signature) if not trial.passed] == []

"""What is made of a vocabulary is made once, and anew for another one."""

from __future__ import annotations

from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.once import Once


def test_made_once_for_a_vocabulary_and_again_for_another():
    made = []
    once = Once(lambda vocabulary: made.append(vocabulary) or len(made))
    first, second = (Vocabulary(None, {}, {}, frozenset()) for _ in range(2))
    assert first == second
    assert [once(first), once(first), once(second), once(first)] == [1, 1, 2, 3]

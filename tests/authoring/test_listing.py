"""The text format of examples: what it means, and the line and reason where it means nothing."""

from __future__ import annotations

import pytest

from scanner.authoring.listing import ListingError, Shown, cases
from scanner.types import Capability, FactKind, Place, State

TWO = """\
A terminal calls the comparison.
  # a remark
  bin/door app elf
    imported symbol AcmeFaceCompare
    text string "two words, \\"quoted\\""

  etc/app.json text:json
    config config face/enabled = a = b
  -> verification called
  -> template shipped
Nothing of it.
  readme text
    document string AcmeFace
  -> nothing
"""


def test_two_cases_with_files_and_expectations():
    first, second = cases(TWO)
    assert (first.title, first.line, second.line) == ("A terminal calls the comparison.", 1, 11)
    assert [(node.path, node.form) for node in first.nodes] == [("bin/door app", "elf"), ("etc/app.json", "text:json")]
    assert first.nodes[0].shows[1] == Shown(Place.TEXT, FactKind.STRING, 'two words, "quoted"')
    assert first.nodes[1].shows == (Shown(Place.CONFIG, FactKind.CONFIG, "face/enabled", "a = b"),)
    assert first.expected == ((Capability.VERIFICATION, State.CALLED), (Capability.TEMPLATE, State.SHIPPED))
    assert second.expected == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("  file elf\n  -> nothing\n", 1, "begins with its title"),
        ("Title.\n  -> nothing\n", 1, "shows no file"),
        ("Title.\n  a elf\n", 1, "needs"),
        ("Title.\n  a elf\n  -> nothing\n  -> template shipped\n", 1, "needs"),
        ("Title.\n   a elf\n", 2, "indent"),
        ("Title.\n    text string before any file\n", 2, "indent"),
        ("Title.\n  a elf\n  -> template\n", 3, "a capability and a state"),
        ("Title.\n  a elf\n  -> template everywhere\n", 3, "a capability and a state"),
        ("Title.\n  a elf\n    nowhere string x\n", 3, "place, kind and value"),
        ("Title.\n  a elf\n    text nothing x\n", 3, "place, kind and value"),
        ('Title.\n  a elf\n    text string "open\n', 3, "place, kind and value"),
        ("Title.\n  a elf\n    text string\n", 3, "no value"),
        ("Title.\n  a elf\n    file path a\n", 3, "in the file's path"),
        ("Title.\n  a text:json\n    config config face/enabled\n", 3, "key/path = value"),
    ],
)
def test_a_line_that_means_nothing_is_named(text, line, said):
    with pytest.raises(ListingError, match=said) as caught:
        list(cases(text))
    assert caught.value.line == line

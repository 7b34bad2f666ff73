"""HCL, the language of Terraform: blocks, attributes, and the values of expressions that need no evaluation.

Written after the HCL native syntax specification (hashicorp/hcl, ``hclsyntax/spec.md``). No parser of another package:
python-hcl2 8.1 reads 0.04 MB/s here and ends in RecursionError on nested lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source


class Hcl:
    """Reads attributes below the type and labels of their blocks (``resource/aws_x/name/key``; the second block of one
    name is ``name[1]``). A labelled block also says its last label: ``resource/aws_x`` = ``name``."""

    FORMAT: ClassVar[str] = "text:hcl"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "nothing is evaluated: a variable, a condition or a call of a function is the text that stands there",
        "lists and objects in the arguments of a function (jsonencode) are read as values of its attribute",
        "what stands behind the first broken statement is not read",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value (of a label: that of the label)."""
        from scanner.detect.settings.hcl.bodies import settings

        return bounded(settings(Decoded(content(source, limits)), limits), limits)

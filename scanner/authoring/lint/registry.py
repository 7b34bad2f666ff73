"""Every lint, in the order in which problems are most useful. A new one is a class and a place in its file's tuple."""

from __future__ import annotations

from scanner.authoring.lint.constants import CONSTANTS
from scanner.authoring.lint.examples import EXAMPLES
from scanner.authoring.lint.expressions import EXPRESSIONS
from scanner.authoring.lint.form import FORM
from scanner.authoring.lint.interface import Lint
from scanner.authoring.lint.overlap import OVERLAP
from scanner.authoring.lint.reach import REACH
from scanner.authoring.lint.sentence import SENTENCE
from scanner.authoring.lint.spelling import SPELLING
from scanner.authoring.lint.strength import STRENGTH
from scanner.authoring.lint.twice import TWICE
from scanner.authoring.lint.words import WORDS
from scanner.authoring.lint.yararules import YARA_RULES

LINTS: tuple[Lint, ...] = (
    *FORM, *SENTENCE, *EXAMPLES, *SPELLING, *CONSTANTS, *REACH, *STRENGTH, *WORDS, *EXPRESSIONS, *YARA_RULES,
    *OVERLAP, *TWICE,
)  # fmt: skip

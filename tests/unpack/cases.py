"""Every reader's cases. To add a reader's: write ``case_<reader>.py`` with a tuple ``CASES`` and list it in ``_MODULES``."""

from __future__ import annotations

from tests.unpack import case_known, case_text, case_unknown
from tests.unpack.case import ReaderCase

_MODULES = (case_text, case_known, case_unknown)

CASES: tuple[ReaderCase, ...] = tuple(case for module in _MODULES for case in module.CASES)

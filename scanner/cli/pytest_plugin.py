"""A plugin of pytest: an acceptance test of a delivery in ten lines. pytest finds it by its entry point.

A delivery without an answer fails: nothing is ever skipped, and what could not be read is no pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from scanner.document.report import Report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--facescreen-delivery`` and ``--facescreen-policy``."""
    group = parser.getgroup("facescreen", "screening of a delivery for face recognition")
    group.addoption("--facescreen-delivery", metavar="PATH", help="The delivery that the fixture `screening` screens.")
    group.addoption(
        "--facescreen-policy",
        action="append",
        metavar="POLICY",
        help="Law or set of laws for it; repeatable; default boston.",
    )


@pytest.fixture(scope="session")
def screening(request: pytest.FixtureRequest) -> Report:
    """The report of the delivery that ``--facescreen-delivery`` names; screened once in a session (pytest-xdist: once
    a worker). A relative path is one from where pytest was started, whatever folder a test has gone to since.
    """
    from scanner.types import FacescreenError

    config = request.config
    path = config.getoption("--facescreen-delivery")
    if not path:
        pytest.fail("the fixture `screening` needs a delivery: pytest --facescreen-delivery PATH", pytrace=False)
    try:
        return _screen(config.invocation_params.dir / path, config.getoption("--facescreen-policy") or ("boston",))
    except FacescreenError as error:
        problem = str(error)
    pytest.fail(f"facescreen: {problem}", pytrace=False)


def assert_no_face_recognition(path: str | Path, policy: str | Sequence[str] = "boston") -> Report:
    """The report of the delivery at ``path`` when nothing was found in it under ``policy``, one law or several.

    :raises AssertionError: with the summary, where something was found or too much is left to a person or unread.
    :raises UsageError: when there is no delivery at ``path``, or no such policy.
    """
    from scanner.report.text import TextFormat
    from scanner.types import Verdict

    __tracebackhide__ = True
    report = _screen(path, (policy,) if isinstance(policy, str) else policy)
    if report.verdict is not Verdict.NOTHING_FOUND:
        raise AssertionError(TextFormat().render(report).decode("utf-8"))
    return report


def _screen(path: str | Path, policies: Sequence[str]) -> Report:
    from scanner import screen

    return screen(path, policies=tuple(policies))

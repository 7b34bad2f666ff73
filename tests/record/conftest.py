"""No PDF but where a test asks for one: the others must not depend on what is installed."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, custody: None)

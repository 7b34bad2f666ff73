"""A small pack on disk that a test may spoil."""

from __future__ import annotations

from pathlib import Path

ABOUT = "id: acme\nname: Acme pack\nversion: 2026.11.0\ndate: 2026-11-25\nmin_engine: 0.1.0\n"
FACT = (
    "{id: f001, kind: symbol, value: AcmeFaceCompare, strength: strong, top: called, capabilities: [verification],"
    " source: public header, verified: true}"
)
SIGNATURE = f"""\
id: acme-face
name: Acme Face
vendor: Acme
kind: sdk
presence: shipped
sentence: Acme Face is invented for this test and compares faces.
facts:
  - {FACT}
"""
SETS = "sets:\n  all: [test-law]\ninherit:\n  template: identification\n  landmarks: detection\n"
POLICY = """\
id: test-law
title: A law
jurisdiction: Nowhere
citation: none
status: invented
status_verified: unverified
clauses:
  - number: '1'
    says: No recognition.
    verified: unverified
    triggers:
      - {capabilities: [identification], state: shipped, outcome: violation_indicator}
effects:
  identification: {outcome: violation_indicator, why: it is named}
exemptions: []
floor: {region: 10, total: 20, share: 0.5}
sources: []
disclaimer: Invented.
"""


def write_pack(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """A valid pack in ``folder`` with the files in ``changes`` added, replaced or (None) left out."""
    files = {
        "pack.yaml": ABOUT,
        "policies/sets.yaml": SETS,
        "policies/test-law.yaml": POLICY,
        "sdk/acme/acme-face.yaml": SIGNATURE,
    }
    for name, text in {**files, **(changes or {})}.items():
        if text is None:
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder

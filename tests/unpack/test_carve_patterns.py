"""The patterns kept as data are those of the installed unblob, and every table speaks of handlers that exist."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scanner.unpack.carving import carve_chunks, carve_evidence, carve_hits, carve_own, foreign
from scanner.unpack.carving.unblob_library import handlers
from tests.fixtures.build_carve_patterns import TARGET, text

pytest.importorskip("unblob")


def test_the_prefilter_knows_every_pattern_of_unblob() -> None:
    assert TARGET.read_text(encoding="ascii") == text()


def test_every_pattern_leads_to_a_handler_or_to_a_view_of_our_own() -> None:
    asked = {(rule.name, rule.shift) for rule in carve_hits.rules()}
    ours = {(name, 0) for name in carve_own.OWN_LENGTHS}
    assert asked - ours <= set(handlers())
    assert {name for name, _ in set(handlers()) - asked} == carve_hits.LEFT_OUT


def test_tables_name_handlers_that_exist() -> None:
    known = {name for name, _ in handlers()}
    named = {*carve_evidence.EVIDENCE, *carve_chunks.LEAST, *carve_chunks.STREAMS, *carve_chunks.AT_START_ONLY}
    named |= {*carve_chunks.BEGINS_BEFORE, *foreign.BY_UNAR, *foreign.BY_UNBLOB, *foreign.BY_SEVEN_ZIP}
    assert named - known <= set(carve_own.OWN_LENGTHS)


def test_no_extractor_that_is_called_needs_a_program_or_the_ubi_tools() -> None:
    for (name, _), handler in handlers().items():
        if name in foreign.BY_UNBLOB:
            assert handler.EXTRACTOR.get_dependencies() == [], name


def test_every_pattern_finds_its_own_bytes() -> None:
    data = memoryview(
        b"\x00" * 70_000 + b"hsqs" + b"\x00" * 24 + b"\x04\x00" + b"\x00" * 100 + b"UBI#\x01" + b"\x00" * 50
    )
    found = {(hit.name, hit.start) for hit in carve_hits.Search(data).hits()}
    assert found == {("squashfs_v4_le", 70_000), ("ubi", 70_130)}


def test_loading_the_handlers_loads_no_gpl_code_and_no_libmagic() -> None:
    code = "import sys; from scanner.unpack.carving.unblob_library import handlers; handlers(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "unblob" in loaded
    assert loaded & {"ubireader", "magic", "plotext"} == set()

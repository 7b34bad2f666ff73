"""What README and docs teach is accepted: their example signatures load with the rest of the pack."""

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from scanner.catalogue.load import load
from scanner.catalogue.location import pack_folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("page", "identifier"), [("README.md", "example-face"), ("docs/signatures.md", "acme-face")])
def test_the_example_of_a_page_loads(page, identifier, tmp_path):
    blocks = map(textwrap.dedent, re.findall(r"^ *```yaml\n(.*?)^ *```", (ROOT / page).read_text("utf-8"), re.S | re.M))
    example = next(block for block in blocks if f"id: {identifier}\n" in block)
    pack = tmp_path / "pack"
    shutil.copytree(pack_folder(), pack)
    file = pack / "sdk" / "example" / f"{identifier}.yaml"
    file.parent.mkdir()
    file.write_text(example, "utf-8")
    assert identifier in {signature.id for signature in load(pack).signatures}

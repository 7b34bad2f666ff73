from __future__ import annotations

import configparser
import re
import zipfile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo.tree import ROOT, name_of, walk
from tests.repo.wheel import MANUAL, complaints


def settings() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, comment_prefixes=("#",))
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def listed(section: str, option: str) -> list[str]:
    return [
        line.strip() for line in settings()[section][option].splitlines() if line.strip() and line.strip()[0] != "#"
    ]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines if "==" in line)
    }


def test_the_pack_below_the_package_is_the_top_level_folder():
    # a link in the repository; real files in a source distribution, where both must be the same
    link, folder = ROOT / "scanner" / "pack", ROOT / "signatures"
    names = {path.relative_to(folder) for path in walk("signatures")}
    assert names
    assert {name for name in names if (link / name).read_bytes() != (folder / name).read_bytes()} == set()


def test_every_data_file_has_an_ending_that_is_packed():
    endings = {pattern.rpartition(".")[2] for pattern in listed("options.package_data", "scanner")}
    data = [path for path in walk("scanner", "signatures") if path.suffix != ".py" and path.name != "py.typed"]
    assert [name_of(path) for path in data if path.suffix.lstrip(".") not in endings] == []


def test_only_the_package_itself_is_installed():
    assert listed("options.packages.find", "include") == ["scanner", "scanner.*"]


def test_every_dependency_is_pinned_explained_and_within_its_own_range():
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    pinned = pins()
    wanted = listed("options", "install_requires")
    wanted += [name for extra in ("docs", "lint", "pdf", "test") for name in listed("options.extras_require", extra)]
    for requirement in map(Requirement, wanted):
        assert canonicalize_name(requirement.name) in pinned, requirement.name
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])
        assert f"| {requirement.name} " in page, requirement.name


def test_constraints_are_exact():
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_the_check_of_the_wheel_notices_what_is_missing_and_what_is_too_much(tmp_path):
    (tmp_path / "scanner" / "cli").mkdir(parents=True)
    (tmp_path / "scanner" / "cli" / "main.py").write_text("")
    (tmp_path / "signatures").mkdir()
    (tmp_path / "signatures" / "pack.yaml").write_text("version: 1")
    (tmp_path / "scanner" / "pack").symlink_to("../signatures")
    wheel = tmp_path / "x.whl"
    metadata = ["x.dist-info/licenses/LICENSE", "x.dist-info/licenses/NOTICE", "x.dist-info/entry_points.txt"]
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ["scanner/cli/main.py", "scanner/pack/pack.yaml", f"x{MANUAL}", *metadata]:
            archive.writestr(name, "")
    assert complaints(tmp_path, wheel) == []
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ["scanner/cli/main.py", "signatures/pack.yaml", *metadata[:2]]:
            archive.writestr(name, "")
    assert complaints(tmp_path, wheel) == [
        "missing: scanner/pack/pack.yaml",
        "too much: signatures/pack.yaml",
        "missing in the metadata: entry_points.txt",
        f"missing: {MANUAL}",
    ]


def test_every_folder_with_code_is_a_package():
    folders = {path.parent for path in walk("scanner", suffix=".py")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []

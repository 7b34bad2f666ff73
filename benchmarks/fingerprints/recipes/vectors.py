"""Build a small program of ``sources/fingerprints/vectors`` against a search library's headers, as Debian has them.

Told by the environment (``lists/fingerprints/README.md``): ``VERSION``, ``WITH``, ``SOURCES``, ``KEEP``, ``OUT``.
``WITH`` is the library, the compiler, the CPU (or zig's target) and flags, as in ``hnswlib g++ x86_64 -O2``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from benchmarks.fingerprints import debian

HEADERS = {
    ("hnswlib", "0.4.0"): ("bullseye", "libhnswlib-dev"),
    ("hnswlib", "0.6.2"): ("bookworm", "libhnswlib-dev"),
    ("hnswlib", "0.8.0"): ("trixie", "libhnswlib-dev"),
    ("hnswlib", "0.9.0"): ("sid", "libhnswlib-dev"),
    ("annoy", "0.0.18"): ("bullseye", "r-cran-rcppannoy"),
    ("annoy", "0.0.20"): ("bookworm", "r-cran-rcppannoy"),
    ("annoy", "0.0.22"): ("trixie", "r-cran-rcppannoy"),
    ("annoy", "0.0.23"): ("sid", "r-cran-rcppannoy"),
}
"""Library and version → Debian's suite and package. Annoy's headers come with R's binding, whose versions these are."""
_FIRST = {"hnswlib": "hnswlib/hnswlib.h", "annoy": "annoylib.h"}
_WINDOWS = ("-static",)


def main() -> int:
    """Compile and link one program, stripped, into ``OUT``."""
    out, keep, sources = (Path(os.environ[name]) for name in ("OUT", "KEEP", "SOURCES"))
    library, compiler, cpu, *flags = os.environ["WITH"].split()
    folder = headers(keep, library, os.environ["VERSION"])
    base = [*command(compiler, cpu, keep), "-std=c++17", "-w", "-pthread", f"-I{folder}"]
    ends = [*flags, *(_WINDOWS if compiler == "mingw" else ()), *(() if "macos" in cpu else ("-s",))]
    target = out / f"{library}-{compiler}-{cpu}"
    subprocess.run([*base, str(sources / "vectors" / f"{library}.cc"), "-o", str(target), *ends], check=True)
    if target.with_name(target.name + ".exe").exists():
        target.with_name(target.name + ".exe").rename(target)
    return 0


def headers(keep: Path, library: str, version: str) -> Path:
    """The folder with the library's headers, fetched and unpacked where it is not there yet."""
    suite, package = HEADERS[library, version]
    folder = keep / f"{package}-{suite}"
    if not folder.is_dir():
        keep.mkdir(parents=True, exist_ok=True)
        said = debian.download(suite, "amd64", [package], keep)
        found = sorted(keep.glob(f"{package}_{version}*.deb"))
        if said or not found:
            raise SystemExit(said or f"{package} is not of version {version} in {suite}")
        subprocess.run(("dpkg-deb", "-x", str(found[-1]), str(folder)), check=True)
    first = next(folder.rglob(_FIRST[library]))
    return first.parents[_FIRST[library].count("/")]


def command(compiler: str, cpu: str, keep: Path) -> list[str]:
    """The words that start the compiler for a CPU."""
    if compiler == "zig":
        return [str(zig(keep)), "-m", "ziglang", "c++", "-target", cpu]
    if compiler == "mingw":
        return ["x86_64-w64-mingw32-g++"]
    if compiler in {"g++", "clang++"} and cpu == "x86_64":
        return [compiler]
    raise SystemExit(f"{compiler} {cpu} is not known here")


def zig(keep: Path) -> Path:
    """A Python that has the package ziglang: clang for every system."""
    python = keep / "zig" / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", str(keep / "zig")), check=True)
        subprocess.run((str(python), "-m", "pip", "install", "-q", "ziglang"), check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())

"""Programs that have one part of OpenCV each, linked statically: from Debian's archives, or compiled from its source.

Told by the environment (``lists/fingerprints/README.md``): ``VERSION``, ``WITH``, ``SOURCES``, ``KEEP``, ``OUT``.
``WITH`` is ``debian SUITE CPU`` (the linker takes out of the ``.a`` files what one function needs; ``world`` behind it:
everything there is), or compiler, target and flags (``g++ x86_64 -O2``, ``zig aarch64-macos -Os``): then the few
source files of each part are compiled. Names that nobody defines stay open: these programs are looked at, never run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.fingerprints import debian

SUITES = {"4.5.1": "bullseye", "4.6.0": "bookworm", "4.10.0": "trixie"}
ARCHIVES = ("core", "imgproc", "dnn", "calib3d", "flann", "features2d", "objdetect", "contrib")
"""Modules whose development packages hold the archives; those that a CPU lacks are left open."""
WORLD = (
    *ARCHIVES, "highgui", "imgcodecs", "ml", "photo", "shape", "stitching", "superres", "video", "videoio", "videostab"
)  # fmt: skip
"""What the program ``world`` has, all of it whether used or not, as OpenCV's own library of that name."""
TARGETS = {
    "amd64": "elf_x86_64",
    "arm64": "aarch64linux",
    "armel": "armelf_linux_eabi",
    "armhf": "armelf_linux_eabi",
    "i386": "elf_i386",
    "mips64el": "elf64ltsmip",
    "mipsel": "elf32ltsmip",
    "ppc64el": "elf64lppc",
    "riscv64": "elf64lriscv",
    "s390x": "elf64_s390",
}
FUNCTIONS = {
    "detector": ("_ZN2cv14FaceDetectorYN6create",),
    "recogniser": ("_ZN2cv16FaceRecognizerSF6create",),
    "qr": ("_ZN2cv14QRCodeDetectorC",),
    "people": ("_ZN2cv13HOGDescriptor24getDefaultPeopleDetector",),
    "cascade": ("_ZN2cv17CascadeClassifier",),
    "lbph": ("_ZN2cv4face18LBPHFaceRecognizer6create",),
    "eigen": ("_ZN2cv4face19EigenFaceRecognizer6create",),
    "fisher": ("_ZN2cv4face20FisherFaceRecognizer6create",),
    "lbf": ("_ZN2cv4face11FacemarkLBF6create",),
    "kazemi": ("_ZN2cv4face14FacemarkKazemi6create",),
    "aam": ("_ZN2cv4face11FacemarkAAM6create",),
    "mace": ("_ZN2cv4face4MACE6create",),
    "bif": ("_ZN2cv4face3BIF6create",),
}
"""Program → beginnings of the functions that it calls."""
FUNCTIONS["recognisers"] = (*FUNCTIONS["lbph"], *FUNCTIONS["eigen"], *FUNCTIONS["fisher"])
FUNCTIONS["marks"] = (*FUNCTIONS["lbf"], *FUNCTIONS["kazemi"], *FUNCTIONS["aam"])
PARTS = {
    "detector": ("face_detect",),
    "recogniser": ("face_recognize",),
    "qr": ("qrcode",),
    "lbph": ("lbph_faces", "facerec", "predict_collector", "face_basic"),
    "eigen": ("eigen_faces", "facerec", "predict_collector", "face_basic"),
    "fisher": ("fisher_faces", "facerec", "predict_collector", "face_basic"),
    "lbf": ("facemarkLBF", "facemark"),
    "kazemi": ("face_alignment", "getlandmarks", "regtree", "trainFacemark", "facemark"),
    "aam": ("facemarkAAM", "facemark"),
}
"""Program of ``sources/fingerprints/opencv`` → source files of OpenCV."""
MODULES = ("core", "imgproc", "dnn", "calib3d", "objdetect", "features2d", "flann", "photo", "video", "ml")
_ALWAYS = ("-std=c++17", "-w", "-ffunction-sections", "-fdata-sections", "-fvisibility=hidden")
_ELF = ("-s", "-Wl,--gc-sections", "-Wl,--unresolved-symbols=ignore-all")
_MACHO = "-platform_version macos 11.0 11.0 -undefined dynamic_lookup -dead_strip -x -e _main".split()


def main() -> int:
    """Leave the programs in ``OUT``; 1 where there is none."""
    out, keep = Path(os.environ["OUT"]), Path(os.environ["KEEP"])
    first, *rest = os.environ["WITH"].split()
    if first == "debian":
        suite, cpu, *words = rest
        (_link_all if words else _link)(suite, cpu, keep, out)
    else:
        _compile([*_compiler(first, rest[0]), *rest[1:]], rest[0], _source(keep, os.environ["VERSION"]), out)
    return int(not any(out.iterdir()))


def _link(suite: str, cpu: str, keep: Path, out: Path) -> None:
    archives = list(_archives(suite, cpu, keep / f"{suite}-{cpu}", ARCHIVES))
    command = ("llvm-nm", "--defined-only", "-g", "--format=just-symbols", *map(str, archives))
    listed = subprocess.run(command, capture_output=True, check=False).stdout.decode(errors="replace")
    names = sorted(set(listed.splitlines()))
    for program, beginnings in FUNCTIONS.items():
        called = [name for name in names if name.startswith(beginnings)]
        if called:
            roots = ["-e", called[0], *(f"--undefined={name}" for name in called)]
            _run([*_zig("ld.lld"), "-m", TARGETS[cpu], "-static", *roots, *_OPEN, "-o", out / program, *archives])


def _link_all(suite: str, cpu: str, keep: Path, out: Path) -> None:
    archives = list(_archives(suite, cpu, keep / f"{suite}-{cpu}", WORLD))
    roots = ("-static", "-e", "0", *_OPEN, "--no-gc-sections", "-o", out / "world", "--whole-archive")
    _run([*_zig("ld.lld"), "-m", TARGETS[cpu], *roots, *archives])


_OPEN = ("--unresolved-symbols=ignore-all", "--noinhibit-exec", "--gc-sections", "-s")


def _archives(suite: str, cpu: str, keep: Path, modules: Sequence[str]) -> Iterator[Path]:
    keep.mkdir(parents=True, exist_ok=True)
    for module in modules:
        if not list(keep.glob(f"libopencv-{module}-dev_*.deb")):
            debian.download(suite, cpu, f"libopencv-{module}-dev", keep)
        for package in keep.glob(f"libopencv-{module}-dev_*.deb"):
            _run(["dpkg-deb", "-x", package, keep / "unpacked"])
    wanted = [f"libopencv_{'face' if module == 'contrib' else module}.a" for module in modules]
    yield from sorted(path for path in (keep / "unpacked").rglob("*.a") if path.name in wanted)


def _source(keep: Path, version: str) -> Path:
    """Headers and the two modules of Debian's source package, unpacked once."""
    found = keep / version
    if not found.is_dir():
        debian.download_source(SUITES[version], "opencv", keep)
        for ending, place in (("orig", found), ("orig-contrib", found / "contrib")):
            with tarfile.open(next(keep.glob(f"opencv_{version}*.{ending}.tar.xz"))) as packed:
                packed.extractall(place, members=_inner(packed), filter="data")
    return found


def _inner(packed: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in packed:
        path = member.name.partition("/")[2]
        if path.startswith(("modules/objdetect/", "modules/face/", "include/")) or "/include/" in path:
            yield member.replace(name=path)


def _compile(command: Sequence[str], target: str, source: Path, out: Path) -> None:
    work = source / "objects" / out.name
    settings = work / "settings"
    (settings / "opencv2").mkdir(parents=True, exist_ok=True)
    for name in ("cvconfig.h", "cv_cpu_config.h", "custom_hal.hpp"):
        (settings / name).touch()
    modules = "".join(f"#define HAVE_OPENCV_{module.upper()}\n" for module in MODULES)
    (settings / "opencv2" / "opencv_modules.hpp").write_text(modules)
    headers = [settings, source / "include", *sorted(source.glob("modules/*/include"))]
    headers.append(source / "contrib" / "modules" / "face" / "include")
    build = [*command, *_ALWAYS, *(f"-I{folder}" for folder in headers)]
    made = dict(_objects(build, source, work))
    linker = [*command, "-no-pie", *_ELF] if command[0] in {"g++", "clang++"} else _linker(target)
    for program, needed in _programs(made):
        place = f"/out:{out / program}" if "lld-link" in linker else f"-o{out / program}"
        _run([*linker, place, *needed])


def _linker(target: str) -> list[str]:
    """LLVM's linkers alone: they ask for no library of the target system."""
    if "windows" in target:
        return [*_zig("lld-link"), "/nologo", "/force", "/opt:ref", "/subsystem:console", "/entry:main"]
    if "macos" in target:
        cpu = "arm64" if target.startswith("aarch64") else "x86_64"
        return [next(filter(shutil.which, ("ld64.lld", "ld64.lld-14"))), "-arch", cpu, *_MACHO]
    cpu = next(name for start, name in _CPUS.items() if target.startswith(start))
    return [*_zig("ld.lld"), "-m", TARGETS[cpu], "-static", "-e", "main", *_OPEN]


_CPUS = {
    "x86_64": "amd64", "aarch64": "arm64", "arm": "armhf", "x86": "i386", "mipsel": "mipsel", "powerpc64le": "ppc64el",
    "riscv64": "riscv64", "s390x": "s390x",
}  # fmt: skip


def _objects(build: Sequence[object], source: Path, work: Path) -> Iterator[tuple[str, Path]]:
    found = [*source.glob("modules/objdetect/src/*.cpp"), *source.glob("contrib/modules/face/src/*.cpp")]
    wanted = {name for parts in PARTS.values() for name in parts}
    for path in sorted(path for path in found if path.stem in wanted):
        yield path.stem, _object([*build, "-D__OPENCV_BUILD=1"], path, work / f"{path.stem}.o", source)
    for name in PARTS:
        path = Path(os.environ["SOURCES"]) / "opencv" / f"{name}.cpp"
        yield f"main {name}", _object(build, path, work / f"main_{name}.o", source)


def _object(build: Sequence[object], path: Path, made: Path, folder: Path) -> Path:
    if not made.exists():
        # The path as the compiler is told it stands in the assertions, as relative as in Debian's builds.
        told = path.relative_to(folder) if path.is_relative_to(folder) else path
        _run([*build, "-c", told, "-o", made], folder)
    return made


def _programs(made: Mapping[str, Path]) -> Iterator[tuple[str, list[Path]]]:
    for program, parts in PARTS.items():
        needed = [made[f"main {program}"], *(made[part] for part in parts if part in made)]
        yield program, [path for path in needed if path.exists()]


def _compiler(name: str, target: str) -> list[str]:
    return [*_zig("c++"), "-target", target] if name == "zig" else [name]


def _zig(word: str) -> list[str]:
    return [os.environ.get("ZIG_PYTHON", sys.executable), "-m", "ziglang", word]


def _run(words: Iterable[object], folder: Path | None = None) -> None:
    """What fails is said and passed over: a part that one compiler refuses is missing in ``OUT``."""
    done = subprocess.run(list(map(str, words)), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-300:], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

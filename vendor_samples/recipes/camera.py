"""The root file system that all camera samples share: scripts, settings, a web page, a tool box and a media library."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from vendor_samples.compiling import ARM, arm_library, arm_program
from vendor_samples.images import MKSQUASHFS, squashfs, uimage
from vendor_samples.interface import SOURCES

PROGRAMS = (*ARM, *MKSQUASHFS)
"""Programs that every camera recipe calls."""

_APPLETS = ("ifconfig", "ls", "mount", "sh", "udhcpc")
_EXECUTABLE = ("etc/init.d/", "bin/", "usr/bin/", "www/cgi-bin/")

Libraries = Callable[[Path], Sequence[Path]]
"""``build(work)`` compiles the libraries that one variant adds, in the order of need."""


def camera_tree(work: Path, daemon: str, extra: Libraries | None = None) -> Path:
    """Build the root file system whose ``/usr/bin/ipcamd`` comes from the C source ``daemon`` and needs ``extra``."""
    tree, out = work / "rootfs", work / "out"
    shutil.copytree(SOURCES / "camera" / "rootfs", tree)
    out.mkdir()
    shutil.copyfile(SOURCES / "camera" / "linux.h", out / "linux.h")
    media = arm_library("camera/media.c", "libcammedia.so.2", out)
    libraries = [media, *(extra(out) if extra else ())]
    program = arm_program(f"camera/{daemon}", "ipcamd", out, _direct(libraries))
    toolbox = arm_program("camera/toolbox.c", "toolbox", out)
    _place(tree, {"usr/bin/ipcamd": program, "bin/toolbox": toolbox, **{f"usr/lib/{p.name}": p for p in libraries}})
    for applet in _APPLETS:
        (tree / "bin" / applet).symlink_to("toolbox")
    (tree / "www" / "icon.png").write_bytes(icon())
    for folder in ("dev", "proc", "sys", "tmp", "var"):
        (tree / folder).mkdir()
    _fix_modes(tree)
    return tree


def camera_update(target: Path, work: Path, daemon: str, extra: Libraries | None = None) -> None:
    """Write the camera's root file system as SquashFS inside a U-Boot image to ``target``."""
    image = work / "rootfs.squashfs"
    squashfs(camera_tree(work, daemon, extra), image)
    target.write_bytes(uimage(image.read_bytes(), "ipcam-2.4.1 rootfs"))


def icon() -> bytes:
    """A 16 × 16 grey PNG; its data is stored, for deflate differs between zlib builds."""
    rows = b"".join(b"\0" + bytes((row * 16 + column) & 0xFF for column in range(16)) for row in range(16))
    checksum = struct.pack(">I", zlib.adler32(rows))
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows + checksum
    header = struct.pack(">2I5B", 16, 16, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", stored) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _direct(libraries: Sequence[Path]) -> Sequence[Path]:
    """The libraries that the daemon itself needs: all but the engine's own second library, which comes before it."""
    return [library for library in libraries if library.name != "libarcsoft_face.so"]


def _place(tree: Path, files: Mapping[str, Path]) -> None:
    for name, source in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / name)


def _fix_modes(tree: Path) -> None:
    """Modes that do not depend on the umask or on how the sources were checked out."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        name = path.relative_to(tree).as_posix()
        path.chmod(0o755 if path.is_dir() or name.startswith(_EXECUTABLE) else 0o644)

"""Every format id that identification may return, by family: the closed list that readers must cover."""

from __future__ import annotations

NATIVE = frozenset({"elf", "pe", "macho"})

ARCHIVES = frozenset(
    {"zip", "tar", "gzip", "bzip2", "xz", "zstd", "lz4", "lzma", "cpio", "ar", "deb", "squashfs", "ext", "uimage", "7z"}
    | {"rar", "cab", "iso", "ubi", "ubifs", "jffs2", "cramfs", "romfs", "erofs", "fit", "trx", "android-sparse"}
    | {"lzop", "lzip", "compress", "android-vbmeta", "android-dtbo", "linux-kernel"}
    | {"asar", "pyinstaller", "pyz", "shell-archive", "zisofs"}
    | {"android-boot", "qcow2", "vdi", "vhdx", "vmdk", "rpm", "msi", "nsis"}
    | {"disk", "fat", "vhd", "vmdk-descriptor", "udf", "btrfs", "f2fs", "hfs", "lvm", "xfs", "ntfs", "exfat"}
)
"""Formats that hold other files. ``zip`` is also jar, apk and whl; ``msi`` is every OLE compound file."""

ENCRYPTED = frozenset({"luks", "openssl-salted", "gpg", "age", "git-crypt", "device-export"})

MEDIA = frozenset({"png", "jpeg", "gif", "webp", "riff", "bmp", "ico", "font", "pem", "der", "pdf"})

STRUCTURED = frozenset({"sqlite", "pyc", "class", "dex", "wasm", "dtb", "plist", "android-xml"})
"""Content that is scanned as bytes and whose header, in most of them, says where it ends."""

SETTINGS = frozenset(
    {"text:xml", "text:json", "text:yaml", "text:ini", "text:keyvalue", "text:toml", "text:registry", "text:hcl"}
    | {"text:prototext", "text:dockerfile", "text:plist"}
)
"""Text that holds settings: what stands in it is configuration."""

TEXT = SETTINGS | {"text", "text:script", "text:document"}

EMPTY = "empty"
UNKNOWN = "unknown"

ALL = NATIVE | ARCHIVES | ENCRYPTED | MEDIA | STRUCTURED | TEXT | {EMPTY, UNKNOWN}

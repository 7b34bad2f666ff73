"""Every reader, in one explicit tuple, and the way from a format id to its reader."""

from __future__ import annotations

from scanner.unpack.archives.ar import Ar
from scanner.unpack.archives.asar import Asar
from scanner.unpack.archives.cpio import Cpio
from scanner.unpack.archives.ole import Ole
from scanner.unpack.archives.openssl import OpenSslSalted
from scanner.unpack.archives.rar import Rar
from scanner.unpack.archives.rpm import Rpm
from scanner.unpack.archives.selfextract import ShellArchive
from scanner.unpack.archives.sevenzip import Cabinet, SevenZip
from scanner.unpack.archives.tar import Tar
from scanner.unpack.archives.zip import Zip
from scanner.unpack.compressed.compress import Compress
from scanner.unpack.compressed.lz4 import Lz4
from scanner.unpack.compressed.lzip import Lzip
from scanner.unpack.compressed.lzop import Lzop
from scanner.unpack.compressed.streams import Bzip2, Gzip, Lzma, Xz, ZstdReader
from scanner.unpack.compressed.zisofs import Zisofs
from scanner.unpack.disks.disk import Disk
from scanner.unpack.disks.qcow2 import Qcow2
from scanner.unpack.disks.vdi import Vdi
from scanner.unpack.disks.vhd import Vhd
from scanner.unpack.disks.vhdx import Vhdx
from scanner.unpack.disks.vmdk import Vmdk
from scanner.unpack.disks.vmdk_descriptor import VmdkDescriptor
from scanner.unpack.filesystems.cramfs import Cramfs
from scanner.unpack.filesystems.erofs import Erofs
from scanner.unpack.filesystems.exfat import ExFat
from scanner.unpack.filesystems.ext import Ext
from scanner.unpack.filesystems.fat import Fat
from scanner.unpack.filesystems.iso import Iso
from scanner.unpack.filesystems.ntfs import Ntfs
from scanner.unpack.filesystems.romfs import Romfs
from scanner.unpack.filesystems.squashfs import SquashFs
from scanner.unpack.filesystems.udf import Udf
from scanner.unpack.firmware.android_boot import AndroidBoot
from scanner.unpack.firmware.android_dtbo import AndroidDtbo
from scanner.unpack.firmware.android_sparse import AndroidSparse
from scanner.unpack.firmware.avb import Vbmeta
from scanner.unpack.firmware.fit import Fit
from scanner.unpack.firmware.kernel import LinuxKernel
from scanner.unpack.firmware.trx import Trx
from scanner.unpack.firmware.uimage import UImage
from scanner.unpack.flash.jffs2 import Jffs2
from scanner.unpack.flash.ubi import Ubi
from scanner.unpack.flash.ubifs import Ubifs
from scanner.unpack.interface import Reader
from scanner.unpack.known import EncryptedContainer, KnownContainer
from scanner.unpack.media.certificates import Certificates
from scanner.unpack.media.font import Font
from scanner.unpack.media.jpeg import Jpeg
from scanner.unpack.media.pdf import Pdf
from scanner.unpack.media.pictures import Pictures
from scanner.unpack.media.png import Png
from scanner.unpack.media.riff import Riff
from scanner.unpack.programs.native import Native
from scanner.unpack.programs.nsis import Nsis
from scanner.unpack.programs.pyinstaller import PyInstaller
from scanner.unpack.programs.pyz import Pyz
from scanner.unpack.structured import Structured
from scanner.unpack.text import Text
from scanner.unpack.unknown import Unknown

FALLBACK: Reader = Unknown()

READERS: tuple[Reader, ...] = (
    # Leaves: their own bytes are what detectors see.
    Text(),
    Native(),
    Structured(),
    Pdf(),
    Certificates(),
    Png(),
    Jpeg(),
    Pictures(),
    Riff(),
    Font(),
    # Containers: what they hold becomes child nodes.
    Zip(),
    Tar(),
    Gzip(),
    Bzip2(),
    Xz(),
    Lzma(),
    ZstdReader(),
    Lz4(),
    Lzop(),
    Lzip(),
    Compress(),
    Cpio(),
    Ar(),
    SquashFs(),
    Ext(),
    UImage(),
    Fit(),
    LinuxKernel(),
    Trx(),
    AndroidSparse(),
    AndroidBoot(),
    AndroidDtbo(),
    Vbmeta(),
    SevenZip(),
    Cabinet(),
    Nsis(),
    Ole(),
    Rar(),
    Rpm(),
    Disk(),
    Asar(),
    PyInstaller(),
    Pyz(),
    ShellArchive(),
    Zisofs(),
    Fat(),
    Jffs2(),
    Ubi(),
    Qcow2(),
    Vdi(),
    Vhd(),
    Vhdx(),
    Vmdk(),
    VmdkDescriptor(),
    Ubifs(),
    Iso(),
    Udf(),
    Romfs(),
    Cramfs(),
    Erofs(),
    Ntfs(),
    ExFat(),
    # Recognised and not opened.
    KnownContainer(),
    OpenSslSalted(),
    EncryptedContainer(),
    FALLBACK,
)

_BY_FORMAT: dict[str, Reader] = {format_id: reader for reader in READERS for format_id in reader.FORMATS}


def reader_for(format_id: str) -> Reader:
    """The reader of ``format_id``; formats without one are read as unknown content, by entropy."""
    return _BY_FORMAT.get(format_id, FALLBACK)

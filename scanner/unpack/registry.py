"""Every reader, in one explicit tuple, and the way from a format id to its reader."""

from __future__ import annotations

from scanner.unpack.android_boot import AndroidBoot
from scanner.unpack.android_dtbo import AndroidDtbo
from scanner.unpack.android_sparse import AndroidSparse
from scanner.unpack.ar import Ar
from scanner.unpack.asar import Asar
from scanner.unpack.avb import Vbmeta
from scanner.unpack.certificates import Certificates
from scanner.unpack.compress import Compress
from scanner.unpack.cpio import Cpio
from scanner.unpack.cramfs import Cramfs
from scanner.unpack.disk import Disk
from scanner.unpack.erofs import Erofs
from scanner.unpack.exfat import ExFat
from scanner.unpack.ext import Ext
from scanner.unpack.fat import Fat
from scanner.unpack.fit import Fit
from scanner.unpack.font import Font
from scanner.unpack.interface import Reader
from scanner.unpack.iso import Iso
from scanner.unpack.jffs2 import Jffs2
from scanner.unpack.jpeg import Jpeg
from scanner.unpack.kernel import LinuxKernel
from scanner.unpack.known import EncryptedContainer, KnownContainer
from scanner.unpack.lz4 import Lz4
from scanner.unpack.lzip import Lzip
from scanner.unpack.lzop import Lzop
from scanner.unpack.native import Native
from scanner.unpack.nsis import Nsis
from scanner.unpack.ntfs import Ntfs
from scanner.unpack.ole import Ole
from scanner.unpack.openssl import OpenSslSalted
from scanner.unpack.pdf import Pdf
from scanner.unpack.pictures import Pictures
from scanner.unpack.png import Png
from scanner.unpack.pyinstaller import PyInstaller
from scanner.unpack.pyz import Pyz
from scanner.unpack.qcow2 import Qcow2
from scanner.unpack.rar import Rar
from scanner.unpack.riff import Riff
from scanner.unpack.romfs import Romfs
from scanner.unpack.rpm import Rpm
from scanner.unpack.selfextract import ShellArchive
from scanner.unpack.sevenzip import Cabinet, SevenZip
from scanner.unpack.squashfs import SquashFs
from scanner.unpack.streams import Bzip2, Gzip, Lzma, Xz, ZstdReader
from scanner.unpack.structured import Structured
from scanner.unpack.tar import Tar
from scanner.unpack.text import Text
from scanner.unpack.trx import Trx
from scanner.unpack.ubi import Ubi
from scanner.unpack.ubifs import Ubifs
from scanner.unpack.udf import Udf
from scanner.unpack.uimage import UImage
from scanner.unpack.unknown import Unknown
from scanner.unpack.vdi import Vdi
from scanner.unpack.vhd import Vhd
from scanner.unpack.vhdx import Vhdx
from scanner.unpack.vmdk import Vmdk
from scanner.unpack.vmdk_descriptor import VmdkDescriptor
from scanner.unpack.zip import Zip
from scanner.unpack.zisofs import Zisofs

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
    Romfs(),
    Iso(),
    Udf(),
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

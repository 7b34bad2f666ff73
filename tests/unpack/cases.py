"""Every reader's cases. To add some: write ``case_<reader>.py`` with a tuple ``CASES`` and list it in ``_MODULES``."""

from __future__ import annotations

from tests.unpack import (
    case_archives,
    case_bundles,
    case_cramfs,
    case_disks,
    case_erofs,
    case_exfat,
    case_firmware,
    case_fit,
    case_flash,
    case_images,
    case_iso,
    case_kernel,
    case_known,
    case_media,
    case_native,
    case_nsis,
    case_ntfs,
    case_ole,
    case_openssl,
    case_rar,
    case_rpm,
    case_streams,
    case_text,
    case_uimage,
    case_unknown,
    case_virtual,
)
from tests.unpack.case import ReaderCase

_MODULES = (
    case_exfat,
    case_ntfs,
    case_erofs,
    case_cramfs,
    case_iso,
    case_virtual,
    case_archives,
    case_bundles,
    case_disks,
    case_images,
    case_text,
    case_native,
    case_media,
    case_uimage,
    case_known,
    case_openssl,
    case_nsis,
    case_ole,
    case_rar,
    case_rpm,
    case_unknown,
    case_streams,
    case_firmware,
    case_flash,
    case_fit,
    case_kernel,
)

CASES: tuple[ReaderCase, ...] = tuple(case for module in _MODULES for case in module.CASES)

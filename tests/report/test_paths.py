"""How places are written for people."""

from __future__ import annotations

import pytest

from scanner.report.paths import inner


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("update/etc/model.bin", "update/etc/model.bin"),
        ("fw.bin!/rootfs!/usr/bin/ipcamd", "/usr/bin/ipcamd"),
        ("fw.bin!/usr/bin/ipcamd!/.unpacked", "/usr/bin/ipcamd!/.unpacked"),
        ("svc!/.unpacked", "svc!/.unpacked"),
    ],
)
def test_a_file_is_called_as_on_the_device(path, name):
    assert inner(path) == name

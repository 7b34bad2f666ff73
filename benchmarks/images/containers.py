"""Container images: what ``docker save`` writes, and an OCI layout with compressed layers."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import zstandard

from benchmarks.images.recipe import Recipe, Workshop

_LAYERS = (("bin", "lib", "usr"), ("etc", "www"))
_WHITEOUT = "usr/app/.wh.manual.txt"
"""Says that a file of the layer below is gone; it is in the delivery all the same."""


def _layer(shop: Workshop, folders: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for folder in folders:
            if (shop.tree / folder).exists():
                tar.add(shop.tree / folder, folder)
        if "etc" in folders:
            tar.addfile(tarfile.TarInfo(_WHITEOUT))
    return buffer.getvalue()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _config(layers: Sequence[bytes]) -> bytes:
    ids = [f"sha256:{_digest(layer)}" for layer in layers]
    settings = {"Cmd": ["/bin/sh"], "Env": ["FACE_REC=1"]}
    root = {"type": "layers", "diff_ids": ids}
    return json.dumps({"architecture": "arm", "os": "linux", "config": settings, "rootfs": root}).encode()


def _docker(shop: Workshop, target: Path) -> None:
    layers = [_layer(shop, folders) for folders in _LAYERS]
    config = _config(layers)
    names = [f"{_digest(layer)}/layer.tar" for layer in layers]
    manifest = [{"Config": f"{_digest(config)}.json", "RepoTags": ["vendor/cam:1"], "Layers": names}]
    with tarfile.open(target, "w") as tar:
        for name, layer in zip(names, layers, strict=True):
            _add(tar, name, layer)
        _add(tar, f"{_digest(config)}.json", config)
        _add(tar, "manifest.json", json.dumps(manifest).encode())


def _oci(shop: Workshop, target: Path) -> None:
    layers = [_layer(shop, folders) for folders in _LAYERS]
    packed = (("gzip", gzip.compress(layers[0], 6, mtime=0)), ("zstd", zstandard.compress(layers[1])))
    config = _config(layers)
    parts = [_described(data, f"application/vnd.oci.image.layer.v1.tar+{codec}") for codec, data in packed]
    document = {
        "schemaVersion": 2, "config": _described(config, "application/vnd.oci.image.config.v1+json"), "layers": parts,
    }  # fmt: skip
    manifest = json.dumps(document).encode()
    index = {"schemaVersion": 2, "manifests": [_described(manifest, "application/vnd.oci.image.manifest.v1+json")]}
    with tarfile.open(target, "w") as tar:
        for blob in (*(data for _, data in packed), config, manifest):
            _add(tar, f"blobs/sha256/{_digest(blob)}", blob)
        _add(tar, "index.json", json.dumps(index).encode())
        _add(tar, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')


def _described(data: bytes, media_type: str) -> dict[str, str | int]:
    return {"mediaType": media_type, "digest": f"sha256:{_digest(data)}", "size": len(data)}


RECIPES: tuple[Recipe, ...] = (
    Recipe("docker.tar", "docker save, with a deleted file", _docker),
    Recipe("oci.tar", "OCI layout, layers in gzip and zstd", _oci),
)
"""Every image of this family."""

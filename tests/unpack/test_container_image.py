"""Container images: layers are read, what is missing, changed or deleted is said."""

from __future__ import annotations

import hashlib
import json

import pytest

from scanner import screen
from scanner.screening import Options
from scanner.types import ByteState
from tests.unpack.build import gzip_of, noise, tar_entry, tar_of
from tests.unpack.harness import Outcome, read_bytes
from tests.unpack.recurse import recurse

FAILED = ByteState.FAILED
LAYER = tar_of({"opt/face/model.onnx": noise(3000)})
UPPER = tar_of({"opt/face/.wh.model.onnx": b"", "etc/.wh..wh..opq": b"", "etc/new": b"new\n"})


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _docker(layers: list[bytes]) -> dict[str, bytes]:
    names = [f"{_sha(layer)}/layer.tar" for layer in layers]
    config = json.dumps(
        {"rootfs": {"type": "layers", "diff_ids": [f"sha256:{_sha(layer)}" for layer in layers]}}
    ).encode()
    manifest = [{"Config": f"{_sha(config)}.json", "RepoTags": ["a:1"], "Layers": names}]
    files = dict(zip(names, layers, strict=True))
    return {f"{_sha(config)}.json": config, **files, "manifest.json": json.dumps(manifest).encode()}


def _oci(layers: list[bytes]) -> dict[str, bytes]:
    def blob(data: bytes) -> dict[str, object]:
        files[f"blobs/sha256/{_sha(data)}"] = data
        return {"digest": f"sha256:{_sha(data)}", "size": len(data)}

    files: dict[str, bytes] = {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}'}
    manifest = {"config": blob(b'{"os": "linux"}'), "layers": [blob(layer) for layer in layers]}
    files["index.json"] = json.dumps({"manifests": [blob(json.dumps(manifest).encode())]}).encode()
    return files


def _without(files: dict[str, bytes], data: bytes) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if content != data}


def _reasons(outcome: Outcome) -> str:
    return " | ".join(entry.reason for entry in outcome.entries if entry.state is FAILED)


@pytest.mark.parametrize("files", [_docker([LAYER, UPPER]), _oci([gzip_of(LAYER), UPPER])])
def test_whole_images_are_read_to_their_layers(files: dict[str, bytes]) -> None:
    tree = recurse(tar_of(files), "image.tar")
    assert not tree.unread(FAILED)
    assert noise(3000) in tree.data.values()
    assert "image" not in {key for node in tree.nodes for key, _ in node.attributes}


def test_deleted_files_are_recorded() -> None:
    outcome = read_bytes(UPPER, "layer.tar")
    assert [(link.target, link.kind) for link in outcome.links] == [
        ("opt/face/model.onnx", "whiteout"),
        ("etc/", "whiteout"),
    ]
    assert list(outcome.children) == ["etc/new"]
    hidden = read_bytes(tar_of({".wh.x": b"a whiteout has no content"}))
    assert [child.data for child in hidden.children.values()] == [b"a whiteout has no content"]


@pytest.mark.parametrize("files", [_docker([LAYER, UPPER]), _oci([LAYER, UPPER])])
def test_missing_layer_is_failed_where_it_is_named(files: dict[str, bytes]) -> None:
    outcome = read_bytes(tar_of(_without(files, LAYER)))
    assert _sha(LAYER) in _reasons(outcome)
    assert "not in this archive" in dict(outcome.attributes)["image"]


def test_an_image_without_one_of_its_layers_is_never_green(tmp_path) -> None:
    file = tmp_path / "image.tar"
    file.write_bytes(tar_of(_without(_docker([LAYER, UPPER]), LAYER)))
    report = screen(file, options=Options(as_of="2026-11-25"))
    assert report.verdict == "inconclusive"
    assert "not in this archive" in " ".join(report.screening["problems"])


@pytest.mark.parametrize("files", [_docker([LAYER, UPPER]), _oci([LAYER, UPPER])])
def test_changed_layer_is_failed_and_handed_over(files: dict[str, bytes]) -> None:
    changed = LAYER.replace(noise(3000)[:9], b"123456789")
    outcome = read_bytes(tar_of({name: changed if data == LAYER else data for name, data in files.items()}))
    assert "sha256" in _reasons(outcome)
    assert changed in [child.data for child in outcome.children.values()]


def test_manifest_of_another_platform_is_only_noted() -> None:
    files = _oci([LAYER])
    index = json.loads(files["index.json"])
    index["manifests"].append({"digest": "sha256:" + "0" * 64, "platform": {"architecture": "arm64"}})
    outcome = read_bytes(tar_of({**files, "index.json": json.dumps(index).encode()}))
    assert _reasons(outcome) == ""
    assert "0" * 64 in dict(outcome.attributes)["image"]


def test_layer_that_is_a_link_to_another_is_there() -> None:
    files = _docker([LAYER, LAYER[:-512]])
    names = [name for name in files if name.endswith("layer.tar")]
    link = tar_entry(names[1], b"2", f"../{names[0]}")
    outcome = read_bytes(link + tar_of({name: data for name, data in files.items() if name != names[1]}))
    assert "manifest.json" in outcome.children
    assert "not in this archive" not in _reasons(outcome)


@pytest.mark.parametrize(
    "files",
    [
        {"manifest.json": b"{// a web application\n}", "index.json": b"nothing", "app.js": b"1"},
        {"manifest.json": b'{"name": "x"}', "index.json": b"[1, 2]"},
        {"manifest.json": b'[1, {"Layers": 3}, {"Config": null}]', "index.json": b'{"manifests": [1, {"digest": 5}]}'},
    ],
)
def test_other_archives_with_such_names_are_not_blamed(files: dict[str, bytes]) -> None:
    assert read_bytes(tar_of(files)).error == ""
    if "app.js" in files:
        assert _reasons(read_bytes(tar_of(files))) == ""


def test_index_that_leads_into_itself_ends() -> None:
    index = b'{"manifests": [{"digest": "sha256:%s"}]}' % (b"0" * 64)
    outcome = read_bytes(tar_of({"index.json": index, "blobs/sha256/" + "0" * 64: index}))
    assert outcome.error == ""
    assert "not what its name says" in _reasons(outcome)

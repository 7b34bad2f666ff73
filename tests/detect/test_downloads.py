"""Models that a setting has the address of, and addresses that are only listed."""

from __future__ import annotations

import json

import pytest

from scanner.detect.addresses import MANY, address
from scanner.detect.bytes import Bytes
from scanner.detect.downloads import FETCHED, MOST, Downloads
from scanner.types import FactKind, LimitReached, ParseFailure, Place
from tests.detect.vocabulary import observe, subject

MODEL = "https://models.example.com/v1/example_model_7.onnx"
HOST = "https://face.example.com/v1/search"


def look(tmp_path, detector, content, path="x!/a.json", format_id="text:json"):
    (tmp_path / "node").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return observe(detector, tmp_path / "node", path, format_id)


def test_the_name_at_the_end_of_an_address_is_fetched(tmp_path):
    (one,) = look(tmp_path, Downloads(), {"net": {"url": MODEL + "?token=abc#x"}, "again": MODEL})
    assert (one.kind, one.value, one.place, one.setting) == (
        FactKind.PATH,
        "example_model_",
        Place.CONFIG,
        FETCHED,
    )
    assert one.detail == "net/url = models.example.com/…/example_model_7.onnx"


@pytest.mark.parametrize("ending", [".zip", ".bz2", ".tar.gz"])
def test_what_it_is_packed_in_does_not_matter(tmp_path, ending):
    assert look(tmp_path, Downloads(), {"url": MODEL + ending})


def test_user_and_password_of_an_address_are_not_shown(tmp_path):
    (one,) = look(tmp_path, Downloads(), {"url": "https://jane:hunter2@models.example.com/example_model_7.onnx"})
    assert "jane" not in one.detail
    assert "hunter2" not in one.detail


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "https://models.example.com/v1/example_model_7"},
        {"url": "https://models.example.com/example_model_7.onnx/info"},
        {"text": f"get {MODEL} first"},
        {"description": MODEL},
        {"path": "models/example_model_7.onnx"},
        {"urls": [f"https://h{number}.example/example_model_7.onnx" for number in range(MANY + 1)]},
    ],
)
def test_no_file_a_sentence_a_description_and_a_long_list_fetch_nothing(tmp_path, settings):
    assert not look(tmp_path, Downloads(), settings)


def test_a_comment_fetches_nothing(tmp_path):
    text = f"# model: {MODEL}\nmodel: none\n".encode()
    assert not look(tmp_path, Downloads(), text, "x!/a.yml", "text:yaml")


def test_an_address_in_a_variable_of_a_list_is_one(tmp_path):
    assert look(tmp_path, Downloads(), {"environment": [f"MODEL_URL={MODEL}"]})


def test_what_a_sample_says_is_declared(tmp_path):
    (one,) = look(tmp_path, Downloads(), {"url": MODEL}, "x!/settings.example.json")
    assert one.place is Place.DECLARED


def test_what_stands_before_a_break_is_seen(tmp_path):
    (tmp_path / "node").write_bytes(json.dumps({"url": MODEL}).encode() + b"}")
    with subject(tmp_path / "node", "x!/a.json", "text:json") as one:
        seen = Downloads().observe(one)
        assert next(iter(seen)).value == "example_model_"
        with pytest.raises(ParseFailure):
            list(seen)


def test_a_file_above_the_limit_is_left_to_the_detector_of_configuration(tmp_path):
    blank = b" " * (65 << 20)
    assert not look(tmp_path, Downloads(), json.dumps({"url": MODEL}).encode() + blank)


@pytest.mark.parametrize(
    ("settings", "name", "place"),
    [
        ({"api": {"url": HOST}}, "a.json", Place.CONFIG),
        ({"hosts": [HOST, "a.example", "b.example"]}, "a.json", Place.CONFIG),
        ({"hosts": [HOST, *(f"h{number}.example" for number in range(MANY))]}, "a.json", Place.DOCUMENT),
        (
            {f"k{n}": {"link": f"https://h{n}.example/"} for n in range(MANY)} | {"f": {"link": HOST}},
            "a",
            Place.DOCUMENT,
        ),
        ({"api": {"description": f"asks {HOST} for names"}}, "a.json", Place.DOCUMENT),
        ({"homepage": HOST, "name": "x"}, "package.json", Place.DOCUMENT),
        ({"repository": {"url": HOST}}, "package.json", Place.DOCUMENT),
        ({"repository": {"url": HOST}}, "settings.json", Place.CONFIG),
        ({"homepage": HOST, "endpoint": HOST}, "package.json", Place.CONFIG),
        ({HOST: True}, "a.json", Place.CONFIG),
        ({"dns": {"blocked_domains": [HOST]}}, "a.json", Place.DOCUMENT),
        ({"proxy": {"deny": HOST}}, "a.json", Place.DOCUMENT),
        ({"domains": [HOST]}, "blocklist.json", Place.DOCUMENT),
        ({"blocks": [{"url": HOST}]}, "a.json", Place.CONFIG),
    ],
)
def test_an_address_that_is_only_listed_or_described_is_documentation(tmp_path, settings, name, place):
    (one,) = look(tmp_path, Bytes(), settings, f"x!/{name}")
    assert one.place is place


def test_what_cannot_be_read_to_its_end_counts_as_a_setting(tmp_path):
    broken = b'{"homepage": "' + HOST.encode() + b'", '
    (one,) = look(tmp_path, Bytes(), broken, "x!/package.json")
    assert one.place is Place.CONFIG


@pytest.mark.parametrize("value", ["", "1.2", "a b.example", "10.0.0.1", "v1.2.3", "x@", "a" * 3000 + ".com"])
def test_no_address(value):
    assert address(value) is None


def test_parts_of_an_address():
    found = address("  'https://user:pw@API.Example.com:8443/a/b.onnx?x=1' ")
    assert found is not None
    assert (found.host, found.path, found.name) == ("api.example.com", "/a/b.onnx", "b.onnx")


def test_more_addresses_than_are_kept_are_told(tmp_path):
    with pytest.raises(LimitReached, match="addresses of models"):
        look(tmp_path, Downloads(), {f"n{n}": {"url": MODEL} for n in range(MOST + 1)})

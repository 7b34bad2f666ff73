"""Where a setting sends something: scheme, host and port, inside or outside, and nothing else of the address."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.catalogue.config_terms import config_terms, value_meets
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.config import Configuration
from scanner.detect.destinations import MOST, destination
from scanner.detect.interface import Subject
from scanner.formats.source import Source
from scanner.types import Fact, FactKind, LimitReached, Limits, Node, State, Strength


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("http://joe:Zq7pass@203.0.113.5:8080/upload?key=Zq7", "http://203.0.113.5:8080 (outside)"),
        ("mqtts://broker.vendor.example:8883", "mqtts://broker.vendor.example:8883 (outside)"),
        ("8.8.8.8", "8.8.8.8 (outside)"),
        ("ftp.vendor.cn", "ftp.vendor.cn (outside)"),
        ("mailto:jane.roe@city.example", "mailto://city.example (outside)"),
        ("s3://faces-of-people/x", "s3://faces-of-people (outside)"),
        ("http://münchen.example/x", "http://münchen.example (outside)"),
        ("2001:4860:4860::8888", "[2001:4860:4860::8888] (outside)"),
        ("192.168.1.4:80", "192.168.1.4:80 (in the local network)"),
        ("10.1.2.3", "10.1.2.3 (in the local network)"),
        ("172.31.0.9", "172.31.0.9 (in the local network)"),
        ("172.32.0.9", "172.32.0.9 (outside)"),
        ("169.254.3.4", "169.254.3.4 (in the local network)"),
        ("mqtts://[fd00::2]:8883", "mqtts://[fd00::2]:8883 (in the local network)"),
        ("fe80::1", "[fe80::1] (in the local network)"),
        ("core-mosquitto:1883", "core-mosquitto:1883 (in the local network)"),
        ("http://double-take:3000/api", "http://double-take:3000 (in the local network)"),
        ("nas.local", "nas.local (in the local network)"),
        ("\\\\nas01\\faces", "nas01 (in the local network)"),
        ("localhost", "localhost (this machine)"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000 (this machine)"),
        ("http://[::1]:80", "http://[::1]:80 (this machine)"),
    ],
)
def test_addresses_are_shown_without_what_is_private_in_them(value: str, shown: str) -> None:
    found = destination(value)
    assert found is not None
    assert found.text() == shown
    assert value_meets("outside", shown) == shown.endswith("(outside)")
    assert value_meets("inside", shown) != value_meets("outside", shown)


@pytest.mark.parametrize(
    "value",
    ["", "0.0.0.0", "::", "${MQTT_HOST}", "!secret x", "true", "none", "8080", "1.2", "a b c", "http://exa mple/",  # noqa: S104
     "file:///etc/faces", "x" * 3000, "a:" * 900, "@" * 1900, "http:" * 300, "//" * 900, "<host>", "host:99999"],
)  # fmt: skip
def test_what_is_no_place_is_no_address(value: str) -> None:
    assert destination(value) is None


def fact(
    key: str, *, role: str = "address", on: tuple[str, ...] = ("outside",), off: tuple[str, ...] = ("inside",)
) -> Fact:
    return Fact("f1", FactKind.CONFIG, key, Strength.STRONG, State.ENABLED, role=role, on=on, off=off)


def seen(tmp_path: Path, text: str, format_id: str, *facts: Fact) -> list[tuple[str, str]]:
    (tmp_path / "node").write_text(text)
    terms = config_terms(facts)
    with Source(tmp_path / "node", "d/node") as source:
        subject = Subject(
            Node("d/node", None, source.size, "", format_id),
            source,
            Vocabulary(None, {}, {}, frozenset(terms), terms),
            Limits(),
        )
        return [(one.detail, one.setting) for one in Configuration().observe(subject)]


DAHUA = """table.PictureHttpUpload.Enable=true
table.PictureHttpUpload.UploadServerList[0].Address=203.0.113.9
table.PictureHttpUpload.UploadServerList[0].Password=Zq7pass
table.PictureHttpUpload.UploadServerList[0].Port=8000
table.PictureHttpUpload.UploadServerList[0].Uploadpath=/Zq7/up
table.PictureHttpUpload.UploadServerList[1].Address=
table.PictureHttpUpload.UploadServerList[1].Port=80
"""
HIKVISION = """<HttpHostNotification><protocolType>HTTPS</protocolType><userName>Zq7joe</userName>
<ipAddress>0.0.0.0</ipAddress><hostName>up.vendor.example</hostName><portNo>443</portNo></HttpHostNotification>"""


def test_port_and_protocol_beside_an_address_belong_to_it(tmp_path: Path) -> None:
    key = "PictureHttpUpload/UploadServerList/Address"
    ((detail, setting),) = seen(tmp_path, DAHUA, "text:keyvalue", fact(key))
    assert setting == "203.0.113.9:8000 (outside)"
    assert detail == "table/PictureHttpUpload/UploadServerList[0]/Address = 203.0.113.9:8000 (outside)"
    asked = [fact("HttpHostNotification/ipAddress"), fact("HttpHostNotification/hostName")]
    assert [s for _, s in seen(tmp_path, HIKVISION, "text:xml", *asked)] == ["https://up.vendor.example:443 (outside)"]


def test_json_and_yaml_keep_what_stands_beside_an_address(tmp_path: Path) -> None:
    host = fact("mqtt/host")
    text = '{"mqtt": {"user": "Zq7", "port": 1883, "host": "10.0.0.4", "password": "Zq7"}}'
    assert [s for _, s in seen(tmp_path, text, "text:json", host)] == ["10.0.0.4:1883 (in the local network)"]
    text = "mqtt:\n  host: 10.0.0.4\n  user: Zq7\n  port: 1883\n"
    assert [s for _, s in seen(tmp_path, text, "text:yaml", host)] == ["10.0.0.4:1883 (in the local network)"]


def test_an_address_to_be_filled_in_is_one_that_is_there(tmp_path: Path) -> None:
    url = fact("detectors/compreface/url", on=("present",), off=())
    text = "detectors:\n  compreface:\n    url: ${URL}\n"
    assert [s for _, s in seen(tmp_path, text, "text:yaml", url)] == ["(text, 6 characters)"]
    text = text.replace("${URL}", "http://me:Zq7@compreface:8000/?k=Zq7")
    assert [s for _, s in seen(tmp_path, text, "text:yaml", url)] == ["http://compreface:8000 (in the local network)"]


def test_a_secret_is_told_by_its_length_whatever_a_fact_asks(tmp_path: Path) -> None:
    key = fact("face/apiKey", role="switch", on=("/.{5,}/",), off=("present",))
    text = '{"face": {"apiKey": "Zq7hunter2"}}'
    assert seen(tmp_path, text, "text:json", key) == [("face/apiKey = (text, 10 characters)", "(text, 10 characters)")]


def test_very_many_addresses_are_a_limit_and_the_first_ones_are_told(tmp_path: Path) -> None:
    lines = "".join(f"a.x[{n}].host=10.0.0.{n % 250}\na.x[{n}].port=80\n" for n in range(MOST + 5))
    shown: list[str] = []
    with pytest.raises(LimitReached, match="addresses"):
        _fill(shown, tmp_path, lines)
    assert len(shown) == MOST


def _fill(shown: list[str], tmp_path: Path, lines: str) -> None:
    (tmp_path / "node").write_text(lines)
    terms = config_terms([fact("x/host")])
    with Source(tmp_path / "node", "d/node") as source:
        node = Node("d/node", None, source.size, "", "text:keyvalue")
        one = Subject(node, source, Vocabulary(None, {}, {}, frozenset(terms), terms), Limits())
        for observation in Configuration().observe(one):
            shown.append(observation.setting)

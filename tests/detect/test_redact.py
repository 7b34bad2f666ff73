"""Secrets and e-mail addresses: hidden wherever a text quotes a delivery, and never more than they."""

from __future__ import annotations

import pytest

from scanner.detect.manifests.interface import Manifest, json_object, toml_table, xml_root
from scanner.detect.redact import is_secret, redact, redact_cut, redact_name, redacted, told, unquoted
from scanner.types import FactKind, Observation, ParseFailure, Place

PLANTED = "Zq7hunter2xW"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N"
HIDDEN = (
    f"a/SecretKey = {PLANTED}",
    f"password={PLANTED}",
    f'"password": "{PLANTED} with {PLANTED}"',
    f"'token' : 'it\"s {PLANTED}'",
    f"pwd => '{PLANTED} x'",
    f"<Password>{PLANTED} {PLANTED}</Password>",
    f'<tt:Password Type="x">{PLANTED}</tt:Password>',
    f"table.Users[0].Passwd={PLANTED}",
    f"apiKey: '{PLANTED}'",
    f"api_key := {PLANTED}",
    f"Authorization: Bearer {PLANTED}",
    f"authorization: Basic {PLANTED}==",
    f"curl -H 'x: bearer {PLANTED}'",
    f"https://joe:{PLANTED}@host.example/x",
    f"rtsp://{PLANTED}@10.0.0.2/live",
    f"https://host/upload?person={PLANTED}&n=2",
    f"https://host/x?sv=1&sig={PLANTED}%3D",
    f"-----BEGIN EC PRIVATE KEY-----\\x0a{PLANTED}\\x0a-----END EC PRIVATE KEY-----",
    f"-----BEGIN RSA PRIVATE KEY-----\\x0a{PLANTED}",
    f"SharedAccessSignature={PLANTED}",
    f"{PLANTED}@mail.example.com",
    f"{PLANTED}.roe@firma.de",
)
SHAPES = (
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    JWT,
    "AIza" + "Sy" * 17,
    "ghp_" + "a1" * 18,
    "xoxb-" + "1a" * 8,
)
KEPT = (
    "a/SecretKey = (text, 12 characters)",
    "isSupportFaceKey = true",
    "hotkey: 4",
    "key_path=/etc/ssl/face.pem",
    "std::map<string,key> faces = load();",
    "Contents/icon@2x.png",
    "node_modules/react@18.min.js",
    "getty@tty1.service",
    "memcpy@GLIBC_2.14",
    "androidx.core:core:1.0@aar",
    "_ZN4face10Recognizer7compareERKNS_8TemplateES3_",
    "VideoAnalyseRule[0][1]/Enable = true",
    "http://192.168.1.5:8080/face",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_secrets_are_hidden_and_stay_hidden(text: str) -> None:
    shown = redact(text)
    assert PLANTED not in shown
    assert redact(shown) == shown
    assert PLANTED not in redact(f"before it, {text} and behind")


@pytest.mark.parametrize("shape", SHAPES)
def test_keys_of_known_shape_are_hidden_without_a_word_before_them(shape: str) -> None:
    assert redact(f"x {shape} y") == f"x [{len(shape)} characters hidden] y"
    assert redact_name(f"d/{shape}.txt") != f"d/{shape}.txt"
    assert shape not in redact_name(f"d/{shape}.txt")


@pytest.mark.parametrize("text", KEPT)
def test_other_texts_stay(text: str) -> None:
    assert redact(text) == text
    assert redact_name(text) == text


def test_what_a_signature_names_stays() -> None:
    assert redact("GET /ai.cgi?msubmenu=imagelibrary", "msubmenu=imagelibrary").endswith("?msubmenu=imagelibrary")
    assert redact("GET /ai.cgi?msubmenu=jane", "msubmenu=imagelibrary").endswith("?msubmenu=[4 characters hidden]")


def test_a_piece_of_a_text_says_no_wrong_length() -> None:
    assert redact_cut("hunter2@HOST/x", "HOST") == "[…]@HOST/x"
    assert redact_cut("HOST key=abc", "HOST") == "HOST key=[…]"
    assert redact_cut("HOST Zm9vYmFyMTIzNDU2Nzg5MDEyMw== x", "HOST") == "HOST [28 characters hidden] x"


@pytest.mark.parametrize("key", ["Password", "apiKey", "API_KEY", "client_secret", "x-auth-token", "Passwd[0]", "sig"])
def test_keys_that_hold_a_secret(key: str) -> None:
    assert is_secret(key)
    assert not is_secret(key + "Length")


def test_names_lose_queries_addresses_and_keys() -> None:
    assert redact_name("d!/page.html?user=jane") == "d!/page.html?user=[4 characters hidden]"
    assert redact_name("d!/jane.roe@example.com/1.jpg") == "d!/[e-mail address]/1.jpg"


def test_an_observation_keeps_what_its_fact_names() -> None:
    seen = Observation(
        FactKind.ENDPOINT, "msubmenu=imagelibrary", "p", Place.CONFIG, 0, "?msubmenu=imagelibrary&pwd=x1y"
    )
    assert redacted(seen).detail == "?msubmenu=imagelibrary&pwd=[3 characters hidden]"
    version = Observation(FactKind.VERSION, "key=abcdef", "p", Place.FILE)
    assert redacted(version).value == "key=[6 characters hidden]"
    plain = Observation(FactKind.STRING, "face", "p", Place.TEXT, 0, "a face")
    assert redacted(plain) is plain


def test_parsers_quote_nothing() -> None:
    assert unquoted("found undefined alias 'jane', line 3") == "found undefined alias …, line 3"
    assert unquoted("undefined entity &jane;: line 2") == "undefined entity …: line 2"
    for read, text in (
        (toml_table, "[Jane]\na=1\n[Jane]\na=2\n"),
        (xml_root, "<a>&Jane;</a>"),
        (xml_root, "<!DOCTYPE a [<!ENTITY Jane 'Jane'>]><a/>"),
        (json_object, '{"Jane": Jane}'),
    ):
        with pytest.raises(ParseFailure) as caught:
            read(Manifest("x", text.encode()))
        assert "Jane" not in str(caught.value)


def test_a_bug_is_told_by_its_place() -> None:
    try:
        int("Jane Roe")
    except ValueError as error:
        assert told(error).startswith("ValueError in test_redact.py, line ")
    assert told(KeyError("Jane")) == "KeyError"


@pytest.mark.parametrize(
    "hostile",
    [
        "key",
        "key=",
        "@a.",
        "a",
        "://a",
        "a.b@",
        "eyJaaaaaaaa.",
        "-----BEGIN KEY-----",
        "a1",
        "?a=b&",
        "bearer ",
        "'\"",
        "<key ",
    ],
)
def test_long_texts_of_one_kind_end(hostile: str) -> None:
    text = hostile * (20_000 // len(hostile))
    assert redact(redact(text, scrambled=True), scrambled=True) is not None
    assert redact_name(text) is not None

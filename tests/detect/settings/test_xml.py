"""XML beyond the cases of all readers: what a skimming reader may leave out, and what would fill the memory."""

from __future__ import annotations

import gc
from contextlib import suppress
from xml.parsers import expat

import pytest

from scanner.detect.settings.interface import Wanted
from scanner.detect.settings.nested import xmlevents
from scanner.detect.settings.nested.xml import Xml
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure

WANTED = Wanted(frozenset({"enabled", "faces", "@name"}))

DOCUMENT = """<?xml version="1.0"?><!DOCTYPE plain>
<root xmlns="u:a" xmlns:t="u:t" id="1" version="[2]">
  <enabled>true</enabled><t:Enabled>no &lt;x&gt;</t:Enabled><other>false</other>
  <zone id="7"><enabled>1</enabled><enabled on="x"/><x/></zone>
  <FACES><person><first>A</first></person><person age="1">B</person>text</FACES>
  <item Name="Rule" Value="on">text<below>2</below></item><item value="3">4</item>
  <run>a ! b</run><json> {"enabled": 1}</json><list>[1]</list><set>KEY=1</set><lines>
    one
    two
  </lines><dull>three four! five.</dull><cdata><![CDATA[<enabled>]]></cdata>
</root>
"""


def settings(folder, data, wanted=None, limits=None):
    """(settings before the end or the break, error)."""
    file = folder / "file"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    seen = []
    with Source(file, "file") as source:
        try:
            reader = Xml()
            limits = limits or Limits()
            seen.extend(reader.read(source, limits) if wanted is None else reader.skim(source, limits, wanted))
        except (ParseFailure, LimitReached) as error:
            return seen, error
    return seen, None


def test_a_skimming_reader_leaves_out_only_what_is_not_wanted(tmp_path):
    every, _ = settings(tmp_path, DOCUMENT)
    skimmed, error = settings(tmp_path, DOCUMENT, WANTED)
    assert error is None
    assert [setting for setting in every if setting in skimmed] == skimmed
    left_out = {("/".join(s.path), s.value) for s in every if s not in skimmed}
    assert left_out == {
        ("root/@id", "1"),
        ("root/other", "false"),
        ("root/zone/@id", "7"),
        ("root/zone/x", ""),
        ("root/item[1]/@value", "3"),
        ("root/item[1]", "4"),
        ("root/item/@Value", "on"),
        ("root/cdata", "<enabled>"),
    }


def test_paths_values_and_offsets(tmp_path):
    found = {"/".join(s.path): s for s in settings(tmp_path, DOCUMENT)[0]}
    assert found["root/Enabled"].value == "no <x>"
    assert found["root/zone/enabled[1]"].value == ""
    assert found["root/zone/enabled[1]/@on"].value == "x"
    assert found["root/FACES/person[1]/@age"].offset == DOCUMENT.encode().index(b'<person age="1">')
    assert found["root/FACES/person[1]"].value == "B"
    assert found["root/@xmlns"].value == "u:a"
    assert found["root/Enabled/@xmlns"].value == "u:t"
    assert found["root/lines"].value.split() == ["one", "two"]


def test_nothing_is_lost_before_a_break(tmp_path):
    for end in ("", "<a", "</c>", "<d>&gone;</d>", "<d>\x01", "<!-- -- -->", "<a:b/>"):
        seen, error = settings(tmp_path, f"<a><b><enabled>1</enabled>{end}", WANTED)
        assert [s.value for s in seen] == ["1"], end
        assert isinstance(error, ParseFailure)


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE l [<!ENTITY a "x">]><l>&a;</l>',
        '<!DOCTYPE l [<!ENTITY % a "x">]><l/>',
        '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname" NDATA gif>]><l/>',
        '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/l.dtd"><l>&a;</l>',
        '<?xml version="1.0" encoding="x-none"?><l/>',
        '<?xml version="1.0" encoding="utf-7"?><l>+AGE-</l>',
    ],
)
def test_what_is_refused(tmp_path, data):
    assert isinstance(settings(tmp_path, data)[1], ParseFailure)


def test_a_whole_document_type_without_entities_is_read(tmp_path):
    data = "<!DOCTYPE l [<!ELEMENT l (#PCDATA)><!ATTLIST l enabled CDATA 'yes'>]><l>&#65;</l>"
    assert [s.value for s in settings(tmp_path, data)[0]] == ["yes", "A"]


def test_names_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(xmlevents, "MAX_NAMES", 50)
    for data in (
        "<a>" + "".join(f"<n{number}/>" for number in range(60)) + "</a>",
        "<a>" + "".join(f"<a n{number}='1'/>" for number in range(60)) + "</a>",
    ):
        assert "different names" in str(settings(tmp_path, data, WANTED)[1])
    long = "x" * (xmlevents.MAX_NAME + 1)
    assert "characters" in str(settings(tmp_path, f"<a xmlns='u:{long}'/>")[1])
    assert "characters" in str(settings(tmp_path, f"<a><{long}/></a>")[1])


def test_tags_and_attributes_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(xmlevents, "MAX_TOKEN", 100_000)
    for data in (
        "<a><b x='" + "y" * 300_000 + "'/></a>",
        "<a><!--" + "y" * 300_000 + "--></a>",
        "<a><?b " + "y" * 300_000,
    ):
        assert "tag or comment" in str(settings(tmp_path, data)[1])
    assert settings(tmp_path, "<a>" + "y" * 300_000 + "</a>")[1] is None
    monkeypatch.setattr(xmlevents, "MAX_SETTINGS", 100)
    data = "<!DOCTYPE a [<!ATTLIST b " + "".join(f"n{n} CDATA '1' " for n in range(30)) + ">]><a>" + "<b/>" * 9 + "</a>"
    assert "more than 100 attributes" in str(settings(tmp_path, data, WANTED)[1])


@pytest.mark.parametrize("data", ["<a><b>1</b></a>", "<a><b>1</b>", "<a>" * 300, "<!DOCTYPE a [<!ENTITY a 'x'>]><a/>"])
def test_nothing_is_left_in_circles(tmp_path, data):
    """A screening does not look for circles of objects: what they hold would stay."""
    file = tmp_path / "file"
    file.write_text(data)
    gc.collect()
    gc.disable()
    try:
        with Source(file, "file") as source, suppress(ParseFailure, LimitReached):
            for _ in Xml().skim(source, Limits(), WANTED):
                pass
        left = [found for found in gc.get_objects() if isinstance(found, (xmlevents._Events, expat.XMLParserType))]
    finally:
        gc.enable()
    assert left == []


def test_a_converted_file_is_read_in_pieces(tmp_path):
    row = "<b>人脸识别</b>"
    data = f'<?xml version="1.0" encoding="gb2312"?><a>{row * 9_000}<enabled>开</enabled></a>'.encode("gb18030")
    seen, error = settings(tmp_path, data, WANTED)
    assert error is None
    assert [(s.path, s.value, s.offset) for s in seen] == [(("a", "enabled"), "开", None)]


def test_the_depth_is_counted_in_what_is_passed_over(tmp_path):
    limits = Limits(config_depth=3)
    assert settings(tmp_path, "<a><b><c/></b></a>", WANTED, limits)[1] is None
    assert isinstance(settings(tmp_path, "<a><b><c><d/></c></b></a>", WANTED, limits)[1], LimitReached)


def test_of_a_long_text_the_beginning_is_told_and_so_is_that(tmp_path, monkeypatch):
    monkeypatch.setattr(xmlevents, "MAX_VALUE", 100)
    long = "y" * 99_000
    seen, error = settings(tmp_path, f"<a><b>{long}</b><enabled>1</enabled><faces>{long}</faces></a>", WANTED)
    assert isinstance(error, LimitReached)
    assert [s.value[:3] for s in seen] == ["1", "yyy"]
    assert len(seen[1].value) < 99_000
    assert settings(tmp_path, f"<a><b>{long}</b></a>", WANTED) == ([], None)

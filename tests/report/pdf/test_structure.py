"""What the two standards ask for, as far as a program can check it: the record is accessible and can be archived."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.pdf.caps import MOST_FINDINGS
from scanner.report.pdf.format import record_pdf
from tests.document import sample
from tests.report.pdf.reading import marked, opened, records, structure
from tests.report.rendered import rendered

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)
EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "reports").glob("*/report.json"))

each = pytest.mark.parametrize("make", MAKERS)
Make = Callable[[], Result]


def _pdf(make: Make) -> bytes:
    return rendered("pdf", make)


@each
def test_it_says_that_it_keeps_to_both_standards(make: Make) -> None:
    metadata = opened(_pdf(make)).Root.Metadata.read_bytes().decode("utf-8")
    assert re.search(r"pdfuaid:part>?(=\")?1", metadata)
    assert re.search(r"pdfaid:part>?(=\")?2", metadata)
    assert re.search(r"pdfaid:conformance>?(=\")?A", metadata)


@each
def test_it_is_tagged_and_has_title_and_language(make: Make) -> None:
    pdf = opened(_pdf(make))
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert not root.MarkInfo.get("/Suspects", False)
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]).startswith("Face recognition screening record: ")
    assert not pdf.is_encrypted


@each
def test_nothing_is_painted_outside_of_a_mark(make: Make) -> None:
    for page in opened(_pdf(make)).pages:
        assert marked(page).unmarked == []


def test_a_painting_without_a_mark_would_be_noticed() -> None:
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC 0 0 5 5 re f")
    page.Resources = pikepdf.Dictionary()
    assert marked(page).unmarked == ["f"]


@each
def test_every_figure_has_words(make: Make) -> None:
    figures = structure(_pdf(make)).find("Figure")
    assert figures
    assert all(len(str(figure.node.Alt)) > 10 for figure in figures)


@each
def test_every_table_has_headers_with_a_scope_and_rows_of_one_length(make: Make) -> None:
    tables = structure(_pdf(make)).find("Table")
    assert len(tables) >= 4
    for table in tables:
        headers = table.find("TH")
        assert headers
        assert all("Column" in str(_attribute(header.node, "/Scope")) for header in headers)
        assert {len(row.find("TH", "TD")) for row in table.find("TR")} == {len(headers)}


def _attribute(node: pikepdf.Object, name: str) -> object:
    attributes = node.get("/A", pikepdf.Array())
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if name in one:
            return one[name]
    return None


@each
def test_headings_skip_no_level_and_are_bookmarks(make: Make) -> None:
    pdf = opened(_pdf(make))
    headings = structure(_pdf(make)).find("H1", "H2", "H3")
    levels = [0, *(int(heading.tag[1]) for heading in headings)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    with pdf.open_outline() as outline:
        titles = [each.title for item in outline.root for each in (item, *item.children)]
    assert len(titles) == len(headings)
    for title in ("The answer", "Custody", "Signatures", "Certification (form to fill in)"):
        assert any(title in each for each in titles)


@each
def test_links_have_words_and_the_order_of_the_structure(make: Make) -> None:
    pages = [page for page in opened(_pdf(make)).pages if "/Annots" in page]
    links = [note for page in pages for note in page.Annots]
    assert len(links) >= 3
    assert all(note.Subtype == "/Link" and len(str(note.Contents)) > 3 and "/StructParent" in note for note in links)
    assert all(page.Tabs == "/S" for page in pages)
    assert len(structure(_pdf(make)).find("Link")) >= 3


@each
def test_every_font_is_inside_and_can_be_read_back(make: Make) -> None:
    for page in opened(_pdf(make)).pages:
        for font in page.Resources.Font.values():
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


@each
def test_nothing_acts_and_nothing_is_fetched(make: Make) -> None:
    pdf = opened(_pdf(make))
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            assert item.get("/S") not in ("/URI", "/Launch", "/JavaScript", "/GoToR")


LOG = [
    {"what": what, "by": "Front desk", "when": "2026-11-25T10:00:00-05:00", "note": "by courier", "before": "a" * 64}
    for what in ("screened", "received", "signed")
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_the_record_of_an_ordinary_delivery_has_few_pages(file: Path, language: str) -> None:
    assert 2 <= len(opened(record_pdf(Report.read(file), LOG, language)).pages) <= 6


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_a_comparison_there_are_few_pages_too(language: str) -> None:
    (compared,) = [file for file in EXAMPLES if file.parent.name == "camera-update-sdk"]
    document = json.loads(compared.read_bytes())
    change = json.loads((compared.parents[1] / "camera-update-plain--camera-update-sdk" / "change.json").read_bytes())
    document["screening"]["change"] = {key: change[key] for key in change if not key.startswith("$")}
    content = record_pdf(Report(document), LOG, language)
    assert change["headline"][:20] in " ".join(records(content)) or language != "en"
    assert 2 <= len(opened(content).pages) <= 6


def test_many_findings_take_a_bounded_number_of_pages() -> None:
    """As many findings as are shown; and thousands, with as many regions as are shown."""
    most = record_pdf(build(sample.spread(MOST_FINDINGS, MOST_FINDINGS + 3, 0)), ())
    assert len(opened(most).pages) <= 9
    assert len(opened(_pdf(sample.crowded)).pages) <= 10


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize(("language", "size"), [("en", (612, 792)), ("qq", (595, 842))])
def test_the_paper_is_that_of_the_readers(language: str, size: tuple[int, int]) -> None:
    page = opened(record_pdf(build(sample.nothing_found()), (), language)).pages[0]
    assert [round(float(each)) for each in page.MediaBox] == [0, 0, *size]


def test_parts_stand_in_the_order_of_an_officer() -> None:
    pieces = records(_pdf(sample.found))
    heads = [re.sub(r"^\d+\.\s*", "", piece) for piece in pieces if re.match(r"\d+\.\s", piece)]
    wanted = [
        "What was screened",
        "The answer",
        "What it means under the law",
        "What to do next",
        "What was found",
        "What could not be read",
        "Exemptions to sign",
        "Custody",
        "How it was done",
        "Signatures",
        "Certification (form to fill in)",
        "Annex: questions to the vendor",
    ]
    assert [head for head in heads if head in wanted] == wanted


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_another_reader_finds_the_parts_in_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").write_bytes(_pdf(sample.found))
    program = str(shutil.which("pdftotext"))
    done = subprocess.run([program, "record.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    heads = re.findall(r"^(\d+)\.\s+[A-Z][a-z]+", done.stdout, re.MULTILINE)
    wanted = [str(number) for number in range(1, 13)]
    assert [head for head in dict.fromkeys(heads) if head in wanted] == wanted


def test_the_template_has_no_words_of_its_own() -> None:
    template = Path(record_pdf.__code__.co_filename).with_name("record.typ").read_text("utf-8")
    code = re.sub(r"//[^\n]*", "", template)
    assert not re.search(r"\b(read|eval|import|include|plugin)\b", code)
    assert not [text for text in re.findall(r'"([^"\n]*)"', code) if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text)]

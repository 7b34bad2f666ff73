"""The catalogues of the reports' languages: ``python -m tests.repo.catalogues extract|update|compile|check [DOMAIN]``.

``extract`` writes the templates (``.pot``), ``update`` brings the messages into every language's ``.po`` (what was
translated stays; it extracts first), ``compile`` writes the ``.mo`` that the program reads, ``check`` says what does
not fit; the tests run it too. ``begin LANGUAGE`` starts a language. Without a DOMAIN all of them are meant.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from scanner.report.languages.speaking import DOMAINS, FOLDER
from tests.repo.messages import catalog

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
_CHANGES_DAILY = re.compile(
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team): .*\n'
)


def template(domain: str) -> Path:
    """Where the template of ``domain`` lies."""
    return FOLDER / "messages" / f"{domain}.pot"


def translation(language: str, domain: str) -> Path:
    """Where the catalogue of ``language`` for people lies; the compiled one beside it."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def translated() -> list[str]:
    """Languages that have a folder."""
    return sorted(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES"))


def extract(domains: Sequence[str] = DOMAINS) -> None:
    """Write the templates."""
    for domain in domains:
        _write(template(domain), catalog(domain))


def update(languages: Sequence[str], domains: Sequence[str] = DOMAINS) -> None:
    """Bring the messages into the catalogues of ``languages``, which may be new."""
    for domain in domains:
        wanted = catalog(domain)
        _write(template(domain), wanted)
        for language in languages:
            path = translation(language, domain)
            known = read(path, language) if path.is_file() else Catalog(language, project="facescreen", fuzzy=False)
            known.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
            known.obsolete.clear()
            _write(path, known)


def compile_all(domains: Sequence[str] = DOMAINS) -> None:
    """Write the ``.mo`` of every ``.po`` that says something."""
    for path in (translation(language, domain) for language in translated() for domain in domains):
        known = read(path, path.parents[1].name) if path.is_file() else Catalog()
        if any(message.id and message.string for message in known):
            path.with_suffix(".mo").write_bytes(compiled(known))


def compiled(known: Catalog) -> bytes:
    """The catalogue as the program reads it: the same messages give the same bytes."""
    known.creation_date = known.revision_date = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    file = io.BytesIO()
    write_mo(file, known)
    return file.getvalue()


def problems(language: str, domain: str) -> Iterator[str]:
    """What does not fit between the sources, the catalogue and the compiled catalogue, one sentence each."""
    path = translation(language, domain)
    known, wanted = read(path, language), catalog(domain)
    ids, every = {message.id for message in wanted if message.id}, {message.id for message in known if message.id}
    yield from (f"not in the catalogue: {message}" for message in sorted(map(str, ids - every)))
    yield from (f"no longer said by anything: {message}" for message in sorted(map(str, every - ids)))
    for message in known:
        if message.id:
            yield from _wrong(message, known.num_plurals)
    if not path.with_suffix(".mo").is_file() or _read_mo(path.with_suffix(".mo").read_bytes()) != _read_mo(
        compiled(known)
    ):
        yield "the compiled catalogue is another one: python -m tests.repo.catalogues compile"


def stale(domain: str) -> list[str]:
    """Messages that the template lacks or has too many."""
    path = template(domain)
    known = {message.id for message in read(path, None)} if path.is_file() else set()
    return sorted(str(each) for each in known ^ {message.id for message in catalog(domain)})


def read(path: Path, language: str | None) -> Catalog:
    """The catalogue in ``path``."""
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


def _wrong(message: Message, plurals: int) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if not all(texts):
        yield f"not translated: {ids[0]}"
        return
    if len(ids) > 1 and len(texts) != plurals:
        yield f"has {len(texts)} plural forms, not {plurals}: {ids[0]}"
    for text in texts:
        if not any(_placeholders(text) == _placeholders(each) for each in ids):
            yield f"has other placeholders: {ids[0]} -> {text}"


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _read_mo(content: bytes) -> dict[object, str]:
    said = dict(GNUTranslations(io.BytesIO(content))._catalog)  # type: ignore[attr-defined]
    said.pop("", None)
    return said


def _write(path: Path, known: Catalog) -> None:
    """Without dates and versions: the same messages give the same bytes."""
    if "docs/translating.md" not in known.header_comment:
        known.header_comment = "# Messages of facescreen's reports; see docs/translating.md."
    file = io.BytesIO()
    write_po(file, known, width=120, include_lineno=False, sort_by_file=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_CHANGES_DAILY.sub(b"", file.getvalue()).rstrip(b"\n") + b"\n")


def main(*arguments: str) -> int:
    """Run one of the words of the module's description; 1 where something does not fit."""
    match arguments:
        case ("extract", *domains):
            extract(domains or DOMAINS)
        case ("update", *domains):
            update(translated(), domains or DOMAINS)
        case ("begin", language):
            update([language])
        case ("compile", *domains):
            compile_all(domains or DOMAINS)
        case ("check", *domains):
            return _check(domains or DOMAINS)
        case _:
            print(__doc__)
            return 2
    return 0


def _check(domains: Sequence[str]) -> int:
    found = [f"{domain}.pot: {text}" for domain in domains for text in stale(domain)]
    for language, domain in ((language, domain) for language in translated() for domain in domains):
        found += [f"{language} {domain}: {text}" for text in problems(language, domain)]
    print("\n".join(found) or "Every catalogue fits.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

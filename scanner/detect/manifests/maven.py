"""Java: what Maven puts into a jar, project files, and the name of an OSGi bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.detect.manifests.fields import fields_of, first
from scanner.detect.manifests.interface import (
    LONGEST_NAME,
    Form,
    Manifest,
    Package,
    declared,
    form,
    lines,
    tag,
    xml_root,
)
from scanner.types import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OWN = ("play-services-", "firebase-")
"""Names that are Google's even where the line that repeats them is missing."""
_GOOGLE = ("com.google.android.gms", "com.google.mlkit", "com.google.firebase")


def properties(text: str, *names: str) -> dict[str, str]:
    """The values of ``names`` in a Java properties file (``java.util.Properties``), as far as build tools write it."""
    pairs = (line.partition("=") for line in lines(text) if not line.lstrip().startswith(("#", "!")))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() in names}


def in_jar(manifest: Manifest) -> Iterator[Package]:
    """``pom.properties``, which Maven puts into every jar."""
    values = properties(manifest.text, "groupId", "artifactId", "version")
    yield Package(f"maven:{values.get('groupId', '')}:{values.get('artifactId', '')}", values.get("version", ""))


def google(manifest: Manifest) -> Iterator[Package]:
    """``<artefact>.properties`` at the root of an Android app, where Google's libraries leave name and version."""
    values = properties(manifest.text, "client", "version")
    name = manifest.name.removesuffix(".properties")
    if values.get("client") == name or ("version" in values and name.startswith(_OWN)):
        names = [f"maven:{group}:{name}" for group in _GOOGLE]
        yield Package(names[0], values.get("version", ""), others=tuple(names[1:]))


def android(manifest: Manifest) -> Iterator[Package]:
    """``META-INF/<group>_<artefact>.version``, which Android's build tools put into a library."""
    group, _, artefact = manifest.name.removesuffix(".version").partition("_")
    if artefact:
        yield Package(f"maven:{group}:{artefact}", manifest.text.strip()[:100])


def project(manifest: Manifest) -> Iterator[Package]:
    """``pom.xml`` of a source tree (maven.apache.org/pom.html): what it asks for; its own name is no library."""
    yield from _pom(manifest, Place.DOCUMENT)


def packed(manifest: Manifest) -> Iterator[Package]:
    """``pom.xml`` in a jar: the jar's own."""
    yield from _pom(manifest, Place.FILE)


def _pom(manifest: Manifest, place: Place) -> Iterator[Package]:
    """The project itself at ``place``, then its dependencies. A group that is left out is the parent's."""
    root = xml_root(manifest)
    own = {tag(child): (child.text or "").strip() for child in root}
    parent = next((_texts(child) for child in root if tag(child) == "parent"), {})
    group = own.get("groupId") or parent.get("groupId", "")
    yield Package(f"maven:{group}:{own.get('artifactId', '')}", own.get("version", ""), place)
    for element in root.iter():
        if tag(element) == "dependency":
            values = _texts(element)
            name = f"maven:{values.get('groupId', '')}:{values.get('artifactId', '')}"
            # The name that is put in may be a file's worth of text, and stand in another one a million times.
            if len(name) <= LONGEST_NAME:
                name = name.replace("${project.groupId}", group[:LONGEST_NAME])
            yield declared(name, values.get("version", ""))


def _texts(element: Element) -> dict[str, str]:
    return {tag(child): (child.text or "").strip() for child in element}


def bundle(manifest: Manifest) -> Iterator[Package]:
    """``MANIFEST.MF`` with a ``Bundle-SymbolicName`` (OSGi Core, 3.2): group and artefact, joined by a dot."""
    # A line of more than 72 bytes is continued on the next one, which begins with a space (JAR File Specification).
    fields = fields_of(manifest.text.replace("\n ", ""), "bundle-symbolicname", "bundle-version")
    name = first(fields, "bundle-symbolicname").partition(";")[0].strip()
    parts = name.split(".")[:32]
    if len(parts) < 2 or len(name) > LONGEST_NAME:
        return
    names = [f"maven:{'.'.join(parts[:cut])}:{'.'.join(parts[cut:])}" for cut in range(len(parts) - 1, 0, -1)]
    # The other habit of the bundle plug-in: where the artefact begins as the group ends, that word stands once.
    names += [f"maven:{'.'.join(parts[: cut + 1])}:{'.'.join(parts[cut:])}" for cut in range(1, len(parts))]
    yield Package(names[0], first(fields, "bundle-version"), others=tuple(dict.fromkeys(names[1:])))


FORMS: tuple[Form, ...] = (
    form(r"pom\.properties", in_jar, always=True),
    form(r"META-INF/maven/.*/pom\.xml", packed),
    form(r"pom\.xml|[^/]+\.pom", project),
    form(r"META-INF/MANIFEST\.MF", bundle),
    form(r"META-INF/[a-z0-9.-]+_[\w.-]+\.version", android),
    form(r"[a-z][a-z0-9]*-[a-z0-9-]+\.properties", google),
)

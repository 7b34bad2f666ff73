"""Container images: what compose files, Kubernetes, Helm, Dockerfiles, Nix, Terraform and Nomad start; image layouts.

An image is named as it is pulled (``ghcr.io/blakeblackshear/frigate``) and without its registry, since sites mirror.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from scanner.detect.manifests.interface import (
    ANYWHERE,
    Form,
    Manifest,
    Package,
    form,
    holds,
    items,
    json_object,
    table,
    word,
)
from scanner.detect.redact import unquoted
from scanner.types import ParseFailure, Place

_REFERENCE = re.compile(
    r"(?:docker://|docker-pullable://)?([a-z0-9][a-z0-9._/:-]{0,250}?)(?::([\w.-]{1,128}))?(?:@[\w:]+)?"
)
_LINE = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?[iI]mage["']?[ \t]*:[ \t]*(?:!\w+[ \t]+)?["']?((?:\$\{[^}\n]{0,200}\}|[^\s"'#}{,])+)""",
    re.M,
)
_VARIABLE = re.compile(r"\$\{\w+(?::?-([^}\n]*))?\}")
"""A variable of compose files with the value that it has if nobody sets it (Compose specification, Interpolation)."""
_UNKNOWN = re.compile(r"\$\{\w+\}")
"""A variable that nobody sets here, where the registry or the owner stands: ``${registry}compreface-core``."""
_SPLIT = re.compile(r"""^([ \t]*)(?:registry:[^\n]*\n\1)?repository[ \t]*:[ \t]*["']?([a-z0-9][^\s"'#}{,]*)""", re.M)
_FROM = re.compile(r"^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)", re.M | re.I)
_COPY = re.compile(r"^[ \t]*COPY[ \t]+--from=([^\s$]+)", re.M | re.I)
_DEPLOYED = re.compile(
    r"^[ \t]*(?:-[ \t]+)?"
    r"(?:apiVersion|kind|services|containers|Resources|(?:[\w.]+\.)?(?:docker|podman)_container)[ \t]*:",
    re.M,
)
"""Kubernetes, compose, CloudFormation, and the modules of Ansible that start a container."""
_BELOW = re.compile(
    r"""^[ \t]*+image[ \t]*+:[ \t]*+\n(?:[ \t]++\w++:[^\n]*+\n){0,4}?"""
    r"""[ \t]++repository[ \t]*+:[ \t]*+["']?([a-z0-9][^\s"'#}{,]*+)""",
    re.M,
)
"""Values of a chart within a release (Flux, Argo CD)."""
_RENAMED = re.compile(r"""^[ \t]*(?:-[ \t]+)?newName[ \t]*:[ \t]*["']?([a-z0-9][^\s"'#}{,]*)""", re.M)
"""What Kustomize puts in the place of an image (kubectl.docs.kubernetes.io, ``images``)."""
_UNRAID = re.compile(r"<Repository>\s*([a-z0-9][^\s<]{0,300})\s*</Repository>")
_DEFAULT = re.compile(r"^[ \t]*ARG[ \t]+(\w+)=[\"']?([^\s\"']+)", re.M | re.I)
_ASSIGNED = re.compile(r"""image(?<![\w.-]image)["']?[ \t]*[=:][ \t]*["']([^\s"']{1,300})["']""")
_REMARK = re.compile(r"(?:^|(?<=\s))(?:#[^\n]*|//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/)", re.M)
_ARGUMENT = re.compile(r"\$(?:\{(\w+)(?::?-[^}]*)?\}|(\w+))")
_NAMED = re.compile(r"""^[ \t]*+(?:export[ \t]++)?(\w++)[ \t]*+=[ \t]*+["']?([^\s"'#]{1,300})""", re.M)
_OFFICIAL = "library/"
_ANNOTATIONS = ("io.containerd.image.name", "org.opencontainers.image.base.name", "org.opencontainers.image.ref.name")


def image(reference: str, place: Place) -> Package | None:
    """The image that ``reference`` means (distribution/reference, "Grammar"); None where it is none."""
    known = _VARIABLE.sub(lambda match: match[1] or "", reference.strip())
    match = _REFERENCE.fullmatch(known.strip("/:"))
    if match is None:
        return None
    name, tag = match[1], match[2] or ""
    host, slash, rest = name.partition("/")
    hosted = bool(slash) and ("." in host or ":" in host or host == "localhost")
    plain = (rest if hosted else name).removeprefix(_OFFICIAL)
    if _UNKNOWN.match(reference.strip()) and not hosted:
        return Package(f"oci:{ANYWHERE}{plain}", tag, place, (f"oci:{plain}",) if "/" in plain else ())
    registry = host if hosted else "docker.io"
    names = [f"oci:{name}", f"oci:{plain}", f"oci:{registry}/{plain}"]
    if hosted and plain.count("/") > 1:  # a mirror keeps owner and name below a folder of its own
        names.append(f"oci:{plain.split('/', plain.count('/') - 1)[-1]}")
    first, *others = dict.fromkeys(names)
    return Package(first, tag, place, tuple(others))


def _images(references: Iterator[str], place: Place) -> Iterator[Package]:
    for reference in references:
        found = image(reference, place)
        if found is not None:
            yield found


def deployment(manifest: Manifest) -> Iterator[Package]:
    """YAML that deploys: ``image:``, or ``repository:`` of Helm's values. Read by lines: templates are no YAML."""
    text = manifest.text
    known = manifest.name.startswith(("values", "kustomization")) or "compose" in manifest.name
    if not known and not _DEPLOYED.search(text):
        return
    yield from _images((match[1] for match in _LINE.finditer(text)), Place.CONFIG)
    yield from _images((match[1] for match in _RENAMED.finditer(text)), Place.CONFIG)
    if "dockerfile_inline" in text:
        yield from dockerfile(manifest)
    if manifest.name.startswith("values"):
        yield from _images((match[2] for match in _SPLIT.finditer(text)), Place.CONFIG)
    else:
        yield from _images((match[1] for match in _BELOW.finditer(text)), Place.CONFIG)


def dockerfile(manifest: Manifest) -> Iterator[Package]:
    """``Dockerfile``: the images that it builds upon; names of its own stages are told by having no dot or slash."""
    text = manifest.text
    defaults = dict(_DEFAULT.findall(text))
    found = [_filled(name, defaults) for name in _FROM.findall(text)] + _COPY.findall(text)
    yield from _images((name for name in found if "/" in name or ":" in name or "." in name), Place.CONFIG)


def _filled(reference: str, defaults: dict[str, str]) -> str:
    """``reference`` with the values that arguments have where a build does not say otherwise; cut at an unknown one."""
    known = _ARGUMENT.sub(lambda match: defaults.get(match[1] or match[2], "$"), reference)
    return known.partition("$")[0]


def assigned(manifest: Manifest) -> Iterator[Package]:
    """``image = "…"`` of NixOS (``virtualisation.oci-containers``), Terraform and Nomad, outside of comments."""
    text = _REMARK.sub("", manifest.text)
    yield from _images((match[1] for match in _ASSIGNED.finditer(text)), Place.CONFIG)


def described(manifest: Manifest) -> Iterator[Package]:
    """JSON that deploys (compose, tasks of ECS, stacks), also with a compose file as one of its texts."""
    text = manifest.text
    yield from _images((match[1] for match in _ASSIGNED.finditer(text)), Place.CONFIG)
    if "image:" in text:
        lines = text.replace("\\r", "").replace("\\n", "\n")
        yield from _images((match[1].rstrip("\\") for match in _LINE.finditer(lines)), Place.CONFIG)


def unraid(manifest: Manifest) -> Iterator[Package]:
    """``<Container><Repository>…`` of Unraid's templates for containers."""
    if "<Container" in manifest.text:
        yield from _images(iter(_UNRAID.findall(manifest.text)), Place.CONFIG)


def variables(manifest: Manifest) -> Iterator[Package]:
    """``NAME_IMAGE=…`` of files with variables: compose takes what it starts from there (``${NAME_IMAGE}``)."""
    named = (value for name, value in _NAMED.findall(manifest.text) if "image" in name.lower())
    yield from _images(named, Place.CONFIG)


def index(manifest: Manifest) -> Iterator[Package]:
    """``index.json`` and image manifests (OCI image specification): annotations with the name of the image."""
    if not holds(manifest, '"annotations"'):
        return
    data = json_object(manifest)
    notes = [table(data, "annotations"), *(table(one, "annotations") for one in items(data.get("manifests")))]
    for note in notes:
        for key in _ANNOTATIONS:
            place = Place.DOCUMENT if "base" in key else Place.FILE
            yield from _images(iter([word(note.get(key))]), place)


def saved(manifest: Manifest) -> Iterator[Package]:
    """``manifest.json`` of ``docker save``: ``RepoTags``. Other files of this name, which are many, name none.

    :raises ParseFailure: where it is no JSON.
    """
    if not holds(manifest, '"RepoTags"'):
        return
    try:
        data = json.loads(manifest.text)
    except (ValueError, RecursionError) as error:
        raise ParseFailure(f"manifest.json is broken: {unquoted(error)}") from error
    for entry in items(data):
        yield from _images((word(tag) for tag in items(table(entry).get("RepoTags"))), Place.FILE)


FORMS: tuple[Form, ...] = (
    form(r"[^/]*\.ya?ml(?:\.tmpl|\.tpl|\.j2)?", deployment),
    form(r"(?:[^/]+\.)?(?:Dockerfile|Containerfile)(?:[._-][^/]+)?", dockerfile),
    form(r"[^/]*\.(?:nix|tf|hcl|nomad)", assigned),
    form(r"(?:[^/]*\.)?env(?:\.[^/]+)?", variables),
    form(r"[^/]*\.xml", unraid),
    form(r"index\.json", index),
    form(r"[^/]*(?:compose|task|container|deploy|pod|stack|template|service)[^/]*\.json", described),
    form(r"manifest\.json", saved),
)

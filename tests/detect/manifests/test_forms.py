"""Every kind of manifest: what is installed, what is only asked for, and in which spelling."""

# ruff: noqa: E501 - one manifest a line

from __future__ import annotations

import json

import pytest

from scanner.detect.manifests.interface import Manifest
from scanner.detect.manifests.registry import FORMS, form_for
from scanner.types import Place

FILE, DOCUMENT, CONFIG = Place.FILE, Place.DOCUMENT, Place.CONFIG
POETRY = '[[package]]\nname = "Example_Face"\nversion = "1.2"\ndescription = ""\n\n[metadata]\nlock-version = "2.0"\n'
PROJECT = """
[project]
name = "Shop.Door"
version = "3"
dependencies = ["example-face>=1 ; python_version > '3'", 5]
optional-dependencies = {gpu = ["other_face[cuda]==2.0"]}
[dependency-groups]
dev = ["group-face", {include-group = "x"}]
[tool.poetry.group.dev.dependencies]
poetry-face = "^1"
python = "^3.9"
"""
SETUP = (
    "[metadata]\nname = shop\nversion = 3\n[options]\ninstall_requires =\n  example-face>=1; python_version>'3'\n  b\n"
)
LOCK_1 = {"dependencies": {"a": {"version": "1", "dependencies": {"@e/face": {"version": "2"}}}}}
LOCK_3 = {"packages": {"": {"name": "shop"}, "node_modules/a/node_modules/@e/face": {"version": "2"}}}
YARN_1 = (
    '# yarn lockfile v1\n\n\n"@e/face@^1.0.0", "@e/face@^1.2":\n  version "1.2.3"\n\nleft-pad@1:\n  version "1.0"\n'
)
YARN_4 = '__metadata:\n  version: 8\n\n"@e/face@npm:^1.0":\n  version: 1.2.3\n  resolution: "@e/face@npm:1.2.3"\n'
PNPM = (
    "lockfileVersion: '9.0'\npackages:\n  '@e/face@1.2.3':\n    resolution: {}\n  /old/1.0.0_peer:\n    dev: true\n"
    "  /older@2.1.0(peer@1):\n    dev: true\n"
)
POM = (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><parent><groupId>com.e</groupId></parent>'
    "<artifactId>shop</artifactId><version>1</version><dependencies><dependency><groupId>com.face</groupId>"
    "<artifactId>engine</artifactId><version>2</version></dependency><dependency><groupId>${project.groupId}</groupId>"
    "<artifactId>sub</artifactId></dependency></dependencies></project>"
)
GRADLE = """dependencies {
    implementation 'com.face:engine:2.0'
    // implementation 'com.commented:out:1'
    api("com.face:other:$version") { transitive = false }
    compile group: 'com.old', name: 'style', version: '1'
    implementation platform("com.face:bom:1@aar")
}"""
CATALOGUE = (
    '[libraries]\na = "com.face:engine:2"\nb = { module = "com.face:other", version.ref = "x" }\n'
    'c = { group = "com.face", name = "third", version = "3" }\n'
)
BUNDLE = "Bundle-SymbolicName: com.example.engine;sin\n gleton:=true\nBundle-Version: 4.0\n\nName: x\n"
CSPROJ = (
    '<Project Sdk="x"><ItemGroup><PackageReference Include="Example.Face" Version="4" />'
    '<PackageReference Include="Other"><Version>1</Version></PackageReference><Reference Include="System" />'
    "</ItemGroup></Project>"
)
DEPS = {"libraries": {"Shop/1.0": {"type": "project"}, "Example.Face/4.0": {"type": "package"}}}
PODLOCK = "PODS:\n  - GoogleMLKit/FaceDetection (3.2.0):\n    - MLKitVision (= 1.0)\n  - Plain (1)\n\nDEPENDENCIES:\n"
RESOLVED = {
    "pins": [{"location": "https://github.com/E/Face.git", "state": {"version": "1"}}],
    "object": {"pins": [{"repositoryURL": "git@github.com:e/old.git", "state": {"version": None}}]},
}
GOMOD = "module example.com/shop\n\ngo 1.22\n\nrequire (\n\tgithub.com/E/go-face v0.1.0 // indirect\n)\nrequire a.b/c v1.0.0\n"
COMPOSE = """services:
  face:
    image: "ghcr.io/example/face:1.2@sha256:0123456789abcdef"
  old:
    image: ${FACE_IMAGE:-example/oldface:3}
  variable:
    image: ${registry}face-core:${VERSION}
  nothing:
    image: ${IMAGE}
  template:
    image: {{ .Values.image }}
"""
NIX = """{
  virtualisation.oci-containers.containers.faces = { image = "docker.io/example/face:1"; };
  # virtualisation.oci-containers.containers.old.image = "example/oldface:1";
  /* containers.other = { image = "example/other"; }; */
  imageFile = "example/none";
}
"""
DOCKERFILE = "ARG X\nFROM --platform=$BUILDPLATFORM example/face:1 AS base\nFROM base\nCOPY --from=registry.e.com:5000/x/y /a /b\n"

SHELL = """#!/bin/sh
# docker run e/remark
echo "docker run e/help"
docker run --rm -itd -e A='b c' --name x -p 80:80 --gpus=all e/face:1 e/argument
sudo docker --context c pull -q e/old
docker run $IMAGE; docker run -v x
docker ps e/none
"""

CASES = [
    ("requirements.txt", "Example_Face==1.0 ; x\n# other\n-r more.txt\nhttps://x/y.whl\n", [("pypi:example-face", "1.0")]),
    ("requirements/prod.in", "git+https://x/y.git#egg=Egg_Face\n./local\na[b] >= 2 \\\n --hash=x\n", [("pypi:egg-face", ""), ("pypi:a", "")]),
    ("a/dev-requirements.txt", "face-lib (==3)\n", [("pypi:face-lib", "3")]),
    ("Pipfile", '[[source]]\nurl = "x"\n[packages]\nExample_face = "*"\n', [("pypi:example-face", "")]),
    ("Pipfile.lock", json.dumps({"_meta": {"x": {}}, "default": {"face": {"version": "==1"}}}), [("pypi:face", "1")]),
    ("poetry.lock", POETRY, [("pypi:example-face", "1.2")]),
    ("uv.lock", "version = 1\n" + POETRY, [("pypi:example-face", "1.2")]),
    ("pylock.toml", '[[packages]]\nname = "face"\n', [("pypi:face", "")]),
    ("pyproject.toml", PROJECT, [("pypi:shop-door", "3", FILE), ("pypi:example-face", ""), ("pypi:other-face", "2.0"), ("pypi:group-face", ""), ("pypi:poetry-face", "")]),
    ("setup.cfg", SETUP, [("pypi:shop", "3", FILE), ("pypi:example-face", ""), ("pypi:b", "")]),
    ("package-lock.json", json.dumps(LOCK_1), [("npm:a", "1"), ("npm:@e/face", "2")]),
    ("npm-shrinkwrap.json", json.dumps(LOCK_3), [("npm:@e/face", "2")]),
    ("yarn.lock", YARN_1, [("npm:@e/face", "1.2.3"), ("npm:left-pad", "1.0")]),
    ("yarn.lock", YARN_4, [("npm:@e/face", "1.2.3")]),
    ("pnpm-lock.yaml", PNPM, [("npm:@e/face", "1.2.3"), ("npm:old", "1.0.0"), ("npm:older", "2.1.0")]),
    ("pom.xml", POM, [("maven:com.e:shop", "1"), ("maven:com.face:engine", "2"), ("maven:com.e:sub", "")]),
    ("x.jar!/META-INF/maven/com.e/shop/pom.xml", POM, [("maven:com.e:shop", "1", FILE), ("maven:com.face:engine", "2"), ("maven:com.e:sub", "")]),
    ("app/build.gradle", GRADLE, [("maven:com.face:engine", "2.0"), ("maven:com.face:other", "$version"), ("maven:com.old:style", ""), ("maven:com.face:bom", "1")]),
    ("build.gradle.kts", 'implementation("com.face:engine:2")', [("maven:com.face:engine", "2")]),
    ("gradle.lockfile", "# x\ncom.face:engine:2=compileClasspath\nempty=\n", [("maven:com.face:engine", "2")]),
    ("gradle/libs.versions.toml", CATALOGUE, [("maven:com.face:engine", "2"), ("maven:com.face:other", ""), ("maven:com.face:third", "3")]),
    ("x.jar!/META-INF/MANIFEST.MF", BUNDLE, [("maven:com.example:engine", "4.0", FILE)]),
    ("x.apk!/META-INF/androidx.face_face-core.version", "1.0.1\n", [("maven:androidx.face:face-core", "1.0.1", FILE)]),
    ("x.apk!/play-services-face.properties", "version=17\nclient=play-services-face\n", [("maven:com.google.android.gms:play-services-face", "17", FILE)]),
    ("x.apk!/firebase-face.properties", "version=24\n", [("maven:com.google.android.gms:firebase-face", "24", FILE)]),
    ("x/other-settings.properties", "version=17\nclient=else\n", []),
    ("packages.config", '<packages><package id="Example.Face" version="4"/></packages>', [("nuget:Example.Face", "4")]),
    ("Shop.csproj", CSPROJ, [("nuget:Example.Face", "4"), ("nuget:Other", "")]),
    ("Directory.Packages.props", CSPROJ.replace("PackageReference", "PackageVersion"), [("nuget:Example.Face", "4"), ("nuget:Other", "")]),
    ("Shop.deps.json", json.dumps(DEPS), [("nuget:Example.Face", "4.0")]),
    ("obj/project.assets.json", json.dumps(DEPS), [("nuget:Example.Face", "4.0")]),
    ("packages.lock.json", json.dumps({"dependencies": {"net8": {"Example.Face": {"resolved": "4"}}}}), [("nuget:Example.Face", "4")]),
    ("Podfile", "target 'A' do\n  pod 'Face/Core', '~> 1.2'\n  # pod 'No'\nend\n", [("cocoapods:Face/Core", "1.2")]),
    ("Podfile.lock", PODLOCK, [("cocoapods:GoogleMLKit/FaceDetection", "3.2.0"), ("cocoapods:MLKitVision", "1.0"), ("cocoapods:Plain", "1")]),
    ("Face.podspec", "Pod::Spec.new do |s|\n  s.name = 'Face'\n  s.version = '2'\n  s.dependency 'Other'\nend\n", [("cocoapods:Face", "2", FILE), ("cocoapods:Other", "")]),
    ("Face.podspec.json", '{"name": "Face", "version": "2", "subspecs": [{"dependencies": {"O": []}}]}', [("cocoapods:Face", "2", FILE), ("cocoapods:O", "")]),
    ("Package.resolved", json.dumps(RESOLVED), [("swift:github.com/E/Face", "1"), ("swift:github.com/e/old", "")]),
    ("Cartfile.resolved", 'github "e/face" "1.0"\n', [("swift:github.com/e/face", "1.0")]),
    ("go.mod", GOMOD, [("go:example.com/shop", "", FILE), ("go:github.com/E/go-face", "v0.1.0"), ("go:a.b/c", "v1.0.0")]),
    ("go.sum", "github.com/E/go-face v0.1.0/go.mod h1:x=\n", [("go:github.com/E/go-face", "v0.1.0")]),
    ("Cargo.toml", '[package]\nname = "shop"\nversion = "1"\n[dependencies]\nface = "2"\nx = {package = "real-face"}\n', [("cargo:shop", "1", FILE), ("cargo:face", "2"), ("cargo:real-face", "")]),
    ("Cargo.lock", '[[package]]\nname = "face"\nversion = "2"\n', [("cargo:face", "2")]),
    ("r!/lib/apk/db/installed", "C:Q1\nP:face\nV:1-r0\n\nP:b\nV:2\n", [("apk:face", "1-r0", FILE), ("apk:b", "2", FILE)]),
    ("x.apk!/.PKGINFO", "# x\npkgname = face\npkgver = 1-r0\n", [("apk:face", "1-r0", FILE)]),
    ("docker-compose.yml", COMPOSE, [("oci:ghcr.io/example/face", "1.2", CONFIG), ("oci:example/oldface", "3", CONFIG), ("oci:*/face-core", "", CONFIG)]),
    ("k8s/face.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: face\n", [("oci:face", "", CONFIG)]),
    ("site/page.yml", "title: x\nimage: example/face\n", []),
    ("chart/values.yaml", "image:\n  registry: a\n  repository: e/face\n  tag: 1\n", [("oci:e/face", "", CONFIG)]),
    ("Dockerfile", DOCKERFILE, [("oci:example/face", "1", CONFIG), ("oci:registry.e.com:5000/x/y", "", CONFIG)]),
    ("host.nix", NIX, [("oci:docker.io/example/face", "1", CONFIG)]),
    ("main.tf", 'resource "docker_container" "f" {\n  image = "example/face:1" # image = "example/old"\n}\n', [("oci:example/face", "1", CONFIG)]),
    ("Dockerfile-gpu", "ARG T=1\nARG B=e/face\nFROM ${B}:$T\nFROM e/old:$U AS x\nFROM $V\n", [("oci:e/face", "1", CONFIG), ("oci:e/old", "", CONFIG)]),
    ("play.yml", "- hosts: x\n  tasks:\n  - community.docker.docker_container:\n      image: e/face:1\n", [("oci:e/face", "1", CONFIG)]),
    ("run.sh", SHELL, [("oci:e/face", "1", CONFIG), ("oci:e/old", "", CONFIG)]),
    ("face.service", "[Service]\nExecStart=/usr/bin/podman run \\\n  --name=f -v a:b e/face\n", [("oci:e/face", "", CONFIG)]),
    ("face.container", "[Container]\nImage=quay.io/e/face:1\n# Image=e/old\n", [("oci:quay.io/e/face", "1", CONFIG)]),
    ("Makefile", "run:\n\tdocker run $(IMAGE)\n\t@docker pull e/face:1\n", [("oci:e/face", "1", CONFIG)]),
    (".env", "# OLD_IMAGE=e/old\nFACE_IMAGE='e/face:1'\nOTHER=e/none\n", [("oci:e/face", "1", CONFIG)]),
    ("compose.yml", "services:\n  f:\n    image: r.e.com/mirror/e/face@sha256:ab\n", [("oci:r.e.com/mirror/e/face", "", CONFIG)]),
    ("compose.yml", "services:\n  f:\n    build:\n      dockerfile_inline: |\n        FROM e/face:1\n", [("oci:e/face", "1", CONFIG)]),
    ("docker-compose.json", json.dumps({"services": {"f": {"image": "e/face:1"}}}), [("oci:e/face", "1", CONFIG)]),
    ("templates.json", json.dumps({"stackfile": "services:\n  f:\n    image: e/face:1\n    x: y\n"}), [("oci:e/face", "1", CONFIG)]),
    ("kustomization.yaml", "images:\n- name: x\n  newName: e/face\n  newTag: '1'\n", [("oci:e/face", "", CONFIG)]),
    ("release.yaml", "kind: HelmRelease\nspec:\n  values:\n    image:\n      tag: 1\n      repository: e/face\n", [("oci:e/face", "", CONFIG)]),
    ("stack.yaml", "Resources:\n  T:\n    Image: !Sub \"${R}/e/face-core:1\"\n", [("oci:*/e/face-core", "1", CONFIG)]),
    ("my-face.xml", "<?xml version='1.0'?>\n<Container version='2'><Repository>e/face:1</Repository></Container>\n", [("oci:e/face", "1", CONFIG)]),
    ("feed.xml", "<feed><Repository>e/face:1</Repository></feed>\n", []),
    ("index.json", json.dumps({"manifests": [{"annotations": {"io.containerd.image.name": "docker.io/library/face:1"}}]}), [("oci:docker.io/library/face", "1", FILE)]),
    ("manifest.json", json.dumps([{"RepoTags": ["e/face:1", None]}, 5]), [("oci:e/face", "1", FILE)]),
    ("manifest.json", json.dumps({"name": "web app"}), []),
]  # fmt: skip


def read(path, data):
    found = form_for(path)
    assert found is not None
    return list(found[0].parse(Manifest(found[1], data if isinstance(data, bytes) else data.encode())))


@pytest.mark.parametrize(
    ("path", "text", "expected"), CASES, ids=lambda v: v if isinstance(v, str) and len(v) < 50 else ""
)
def test_names_versions_and_places(path, text, expected):
    found = [(p.name, p.version, p.place) for p in read(path, text)]
    assert found == [(*entry, DOCUMENT) if len(entry) == 2 else entry for entry in expected]


@pytest.mark.parametrize(
    ("path", "text", "expected"), CASES, ids=lambda v: v if isinstance(v, str) and len(v) < 50 else ""
)
def test_every_name_is_of_the_ecosystems_that_the_form_states(path, text, expected):
    form, _ = form_for(path)
    assert {p.name.partition(":")[0] for p in read(path, text)} <= form.ecosystems


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("x.jar!/META-INF/MANIFEST.MF", BUNDLE, "maven:com:example.engine"),
        ("x.jar!/META-INF/MANIFEST.MF", "Bundle-SymbolicName: com.face.engine\n", "maven:com.face:face.engine"),
        ("x.apk!/face-detection.properties", "client=face-detection\n", "maven:com.google.mlkit:face-detection"),
        ("compose.yaml", "image: mirror.site:5000/example/face\n", "oci:example/face"),
        ("compose.yaml", "image: docker.io/library/face\n", "oci:face"),
        ("compose.yaml", "image: r.e.com/mirror/e/face\n", "oci:e/face"),
        ("stack.yaml", 'Resources:\n- Image: !Sub "${R}/e/face-core:1"\n', "oci:e/face-core"),
        ("compose.yaml", "image: example/face\n", "oci:docker.io/example/face"),
        ("Podfile", "pod 'GoogleMLKit/FaceDetection'\n", "cocoapods:GoogleMLKit"),
        ("r!/opkg/status", "Package: face\n", "opkg:face"),
    ],
)
def test_other_names_under_which_a_fact_may_know_it(path, text, name):
    (package,) = read(path, text)
    assert name in package.others


@pytest.mark.parametrize(
    "path",
    [
        "face.py",
        "x/requirements",
        "lib/apk/db/scripts",
        "usr/share/rpm/packages.txt",
        "x/package.json5",
        "a.yamlx",
        "x/go.mode",
    ],
)
def test_other_files_are_none(path):
    assert form_for(path) is None


def test_a_repeated_name_is_read_under_its_own():
    form, path = form_for("x!/go.mod#2")
    assert path == "x!/go.mod"
    assert form.ecosystems == {"go"}


def test_every_form_can_be_reached():
    reached = {form_for(path)[0].pattern.pattern for path, *_ in CASES}
    named = ("d/x.dist-info/METADATA", "package.json", "pom.properties", "a.nuspec", "dpkg/status", "control",
             "a.egg-info/requires.txt", "lib/rpm/rpmdb.sqlite", "lib/rpm/Packages", "lib/rpm/Packages.db")  # fmt: skip
    reached |= {form_for(path)[0].pattern.pattern for path in named}
    assert {form.pattern.pattern for form in FORMS} - reached == set()

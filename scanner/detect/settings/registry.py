"""All settings readers by format id."""

from __future__ import annotations

from scanner.detect.settings.androidxml import AndroidXml
from scanner.detect.settings.dockerfile import Dockerfile
from scanner.detect.settings.hcl import Hcl
from scanner.detect.settings.ini import Ini
from scanner.detect.settings.interface import SettingsReader
from scanner.detect.settings.json import Json
from scanner.detect.settings.keyvalue import KeyValue
from scanner.detect.settings.plist import BinaryPlist, XmlPlist
from scanner.detect.settings.prototext import Prototext
from scanner.detect.settings.registryfile import Registry
from scanner.detect.settings.script import Script
from scanner.detect.settings.sqlite import Sqlite
from scanner.detect.settings.toml import Toml
from scanner.detect.settings.xml import Xml
from scanner.detect.settings.yaml import Yaml

READERS: tuple[SettingsReader, ...] = (
    Xml(),
    Json(),
    Yaml(),
    Ini(),
    KeyValue(),
    Toml(),
    Hcl(),
    Prototext(),
    Dockerfile(),
    BinaryPlist(),
    XmlPlist(),
    AndroidXml(),
    Registry(),
    Sqlite(),
    Script(),
)
BY_FORMAT = {reader.FORMAT: reader for reader in READERS}

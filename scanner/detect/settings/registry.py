"""All settings readers by format id."""

from __future__ import annotations

from scanner.detect.settings.android.reader import AndroidXml
from scanner.detect.settings.databases.reader import Sqlite
from scanner.detect.settings.hcl.reader import Hcl
from scanner.detect.settings.interface import SettingsReader
from scanner.detect.settings.lines.dockerfile import Dockerfile
from scanner.detect.settings.lines.ini import Ini
from scanner.detect.settings.lines.keyvalue import KeyValue
from scanner.detect.settings.lines.registryfile import Registry
from scanner.detect.settings.lines.script import Script
from scanner.detect.settings.nested.json import Json
from scanner.detect.settings.nested.prototext import Prototext
from scanner.detect.settings.nested.toml import Toml
from scanner.detect.settings.nested.xml import Xml
from scanner.detect.settings.nested.yaml import Yaml
from scanner.detect.settings.plists.reader import BinaryPlist, XmlPlist

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

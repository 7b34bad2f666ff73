"""Formats that nest: JSON, XML, YAML, TOML, text of protocol buffers."""

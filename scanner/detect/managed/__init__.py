"""Detectors for code with its own tables of names: Java classes, dex, .NET, Objective-C, compiled Python."""

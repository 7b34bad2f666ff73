"""Extractors for code that keeps the names of what it calls on its platform: dex, Java class files, .NET assemblies."""

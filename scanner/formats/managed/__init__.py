"""Views of code with its own tables of names: Java class files, dex files, .NET assemblies."""

"""What the web page's templates are given, one file a section: values in reading order, already counted and cut."""

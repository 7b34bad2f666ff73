"""The report document: build it from a result, check it, read it, name it by its digest."""

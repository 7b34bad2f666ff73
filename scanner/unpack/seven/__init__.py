"""7-Zip as the engine behind several readers: list, bound, extract, compare."""

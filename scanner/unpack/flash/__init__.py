"""File systems of raw flash, scattered over erase blocks."""

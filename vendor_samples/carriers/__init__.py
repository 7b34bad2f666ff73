"""Small valid files of many formats that carry chosen names: no byte of a vendor, no compiler."""

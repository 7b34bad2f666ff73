"""What a byte range is: magic numbers, the text test, small views of native headers; no unpacking, no judging."""

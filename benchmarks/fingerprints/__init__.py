"""Library fingerprints: fetching what they are learned from, learning them anew, and measuring them."""

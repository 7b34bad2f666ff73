"""``facescreen signatures lint``: one small class per policy. The loader's rules are the floor; this says all of it."""

"""For those who write signatures: their examples, the lint, the explanation of a result, the skeleton of a new one."""

"""Names of products that nobody listed: found by the words that they are made of."""

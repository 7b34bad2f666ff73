"""The result cache: what examining a node gave, kept for the next time the same bytes come along.

It holds observations and ledger entries, never bytes of a delivery. :mod:`scanner.cache.record` says what a result is
and when it may be kept, :mod:`scanner.cache.store` keeps it on disk, :mod:`scanner.cache.settings` says what it depends
on besides the bytes, and :mod:`scanner.cache.reuse` decides during a screening what need not be done again.
"""

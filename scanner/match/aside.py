"""Files among tests, examples or documents: what stands there shows how something may be set up, not that it is."""

from __future__ import annotations

import re
from functools import lru_cache

ASIDE = "stands among tests, examples or documents, by its folder, which anybody may choose"
"""Why it counts less; it counts all the same, for a folder's name is no proof of what reads its files."""
_FOLDERS = re.compile(
    r"/(?:docs?|documentation|examples?|tests?|__tests__|test[_-]?data|fixtures|__fixtures__)/", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def is_aside(path: str) -> bool:
    """Whether ``path`` lies in such a folder of its delivery or innermost container.

    What a delivery itself is called says nothing, and a container among the documents may hold a device's backup.
    """
    container, _, inner = path.rpartition("!/")
    return _FOLDERS.search(f"/{inner}" if container else inner) is not None

"""Where words stand in a text."""

import re
from collections.abc import Iterator


def spans_in(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Every place of what a pattern finds in a text, also those that lie over one another: `ha ha` is twice in `ha ha ha`."""
    found = pattern.search(text)
    while found:
        yield found.span()
        found = pattern.search(text, found.start() + 1)

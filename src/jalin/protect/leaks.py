"""Leak audit: no original form of a replaced identifier may be left in a text."""

import re

from jalin.errors import Problem, refuse


def refuse_leaks(texts: dict[str, str], originals: frozenset[str]) -> None:
    """Raise `StudyError` when any of `originals` is still in any of `texts`.

    Looks for whole words, in any case. The message names the place and not the identifier.
    """
    problems = []
    for source_id, text in texts.items():
        for original in sorted(originals):
            found = re.search(rf"(?i)(?<![\w@]){re.escape(original)}(?!\w)", text)
            if found:
                line = text.count("\n", 0, found.start()) + 1
                problems.append(
                    Problem(
                        f"data/processed/protect/texts/{source_id}.txt",
                        f"line {line}",
                        "an identifier replaced elsewhere still stands here",
                        "Add it to data/raw/pseudonyms.csv",
                    )
                )
    refuse(problems)

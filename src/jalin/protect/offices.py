"""Offices that one person holds, such as the head of the one school or ketua RW 05: they tell who is meant as a name does."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from jalin.protect.normalise import normalise, plain
from jalin.protect.words import listed_words

_MARKED = re.compile("⟦[^⟧]*⟧")
_NUMBERED = r"(?:ketua|pak|bu|kepala)\s{1,3}(?:rt|rw)\.?\s{0,3}\d{1,3}|(?:ketua|pak|bu) dusun [A-Z]\w{2,20}"


def sole_offices(texts: Mapping[str, str], settled: Iterable[str]) -> dict[str, list[str]]:
    """The sources of each office in the de-identified `texts` (by source_id) that one person is likely to hold, the most told first.

    Offices in `settled`, which a person decided on, and what stands in a pseudonym are left out; forms are in small letters.
    """
    done = set(map(plain, settled))
    words = sorted(listed_words("sole_offices"), key=len, reverse=True)
    wanted = re.compile(rf"(?i)(?<!\w)(?:{_NUMBERED}|{'|'.join(words).replace('_', ' ')})(?!\w)")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for source_id, text in texts.items():
        for match in wanted.finditer(normalise(_MARKED.sub(" ", text)).text):
            form = " ".join(match.group().casefold().split())
            if plain(form) not in done:
                found[form].append(source_id)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def offices_told(texts: Mapping[str, str], settled: Iterable[str]) -> list[str]:
    """A sentence on the offices that wait for a decision; none where there are none."""
    found = sole_offices(texts, settled)
    if not found:
        return []
    told = ", ".join(f"{form} ({', '.join(dict.fromkeys(sources))})" for form, sources in found.items())
    return [
        f"offices that one person holds: {told}. Whoever knows the place knows who is meant, as by a name. "
        "Settle each once in data/raw/review.csv: hide, with a pseudonym that several fit, or keep"
    ]

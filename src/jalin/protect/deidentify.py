"""De-identification: identifiers give way to marked pseudonyms, the same ones throughout.

Follows the UK Data Service: replace rather than blank out, mark what was
replaced, be consistent across files, keep a log apart from the data.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jalin.protect.identifiers import Hit, find_identifiers
from jalin.study import LANGUAGES
from jalin.words import word

OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class Protected:
    """The de-identified texts and tables; `originals` never leaves memory."""

    texts: dict[str, str]
    segments: pd.DataFrame
    observations: pd.DataFrame
    audit: pd.DataFrame
    originals: frozenset[str]


def _key(hit: Hit) -> tuple[str, str]:
    """What makes two identifiers the same: kind, and letters and digits alone."""
    return hit.kind, re.sub(r"[\W_]+", "", hit.original).casefold()


class Pseudonyms:
    """Gives each identifier its replacement, and the same one again.

    The number of an unlisted identifier counts within the source where it was first
    met, so that a source added or withdrawn later renumbers no other.
    """

    def __init__(self, listed: dict[str, str], languages: dict[str, str]) -> None:
        self._languages = languages
        self._listed = {re.sub(r"[\W_]+", "", key).casefold(): value for key, value in listed.items()}
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def replacement(self, source_id: str, hit: Hit) -> str:
        kind, key = _key(hit)
        if kind == "listed":
            return f"{OPEN}{self._listed[key]}{CLOSE}"
        if (kind, key) not in self._given:
            count = self._counts[source_id, kind] = self._counts.get((source_id, kind), 0) + 1
            language = self._languages.get(source_id, "en")
            name = word(f"identifier.{kind}", language if language in LANGUAGES else "en")
            self._given[kind, key] = f"{OPEN}{name} {source_id}.{count}{CLOSE}"
        return self._given[kind, key]


def replace_hits(text: str, hits: list[Hit], replacements: list[str]) -> str:
    """`text` with each hit replaced; hits are in order and do not overlap."""
    parts, at = [], 0
    for hit, replacement in zip(hits, replacements, strict=True):
        parts += [text[at : hit.start], replacement]
        at = hit.end
    return "".join(parts) + text[at:]


def moved(position: int, hits: list[Hit], replacements: list[str]) -> int:
    """Where `position` of the original text is in the replaced one.

    A position inside a hit goes to the start of its replacement.
    """
    before = bisect_right([hit.end for hit in hits], position)
    shift = sum(
        len(new) - (hit.end - hit.start)
        for hit, new in zip(hits[:before], replacements[:before], strict=True)
    )
    inside = before < len(hits) and hits[before].start < position
    return (hits[before].start if inside else position) + shift


def protect_texts(
    texts: dict[str, str],
    segments: pd.DataFrame,
    observations: pd.DataFrame,
    languages: dict[str, str],
    pseudonyms: dict[str, str],
    not_names: Iterable[str],
) -> Protected:
    """De-identify `texts` (canonical text by source_id) and the tables cut from them.

    `languages`: the language of each source, in which its replacements are worded.
    Only the sources in `texts` are kept in the tables. `segments` keep their
    identifiers and get new positions; audit rows say what stands where.
    """
    not_names = list(not_names)
    names = Pseudonyms(pseudonyms, languages)
    new_texts: dict[str, str] = {}
    audit: list[dict[str, object]] = []
    originals: set[str] = set()
    cut: list[dict[str, object]] = []
    by_source = dict(list(segments.groupby("source_id", sort=False)))

    def hide(source_id: str, text: str) -> str:
        hits = find_identifiers(text, pseudonyms, not_names)
        return replace_hits(text, hits, [names.replacement(source_id, hit) for hit in hits])

    for source_id, text in texts.items():
        hits = find_identifiers(text, pseudonyms, not_names)
        replacements = [names.replacement(source_id, hit) for hit in hits]
        new = new_texts[source_id] = replace_hits(text, hits, replacements)
        originals.update(hit.original for hit in hits)
        for hit, replacement in zip(hits, replacements, strict=True):
            start = moved(hit.start, hits, replacements)
            audit.append(
                {
                    "source_id": source_id,
                    "kind": hit.kind,
                    "replacement": replacement,
                    "start": start,
                    "end": start + len(replacement),
                }
            )
        for row in by_source[source_id].to_dict("records"):
            start, end = (moved(row[side], hits, replacements) for side in ("start", "end"))
            speaker = hide(source_id, row["speaker"])
            cut.append(row | {"start": start, "end": end, "text": new[start:end], "speaker": speaker})
    kept = observations[observations["source_id"].isin(list(texts))].reset_index(drop=True)
    if not kept.empty:
        kept = kept.assign(value=[hide(*pair) for pair in zip(kept["source_id"], kept["value"], strict=True)])
    return Protected(new_texts, pd.DataFrame(cut), kept, pd.DataFrame(audit), frozenset(originals))

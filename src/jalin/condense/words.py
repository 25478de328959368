"""Words in the texts: how often, and in which words around (keyword in context)."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import pandas as pd

from jalin.code.compared import places
from jalin.condense.language import stem, telling_words, words_of
from jalin.condense.quoting import around
from jalin.tables.parts import Parts, measure

_AROUND = 60
_QUOTED = re.compile('["“”„‟«»](.+)["“”„‟«»]', re.DOTALL)


def told_segments(segments: pd.DataFrame) -> pd.DataFrame:
    """What informants say and sources write: neither interviewers nor rows of structured logs, whose words are those of the form."""
    return segments[(segments["voice"] != "interviewer") & (segments["kind"] != "row")]


@dataclass(frozen=True)
class Words:
    """The measure behind `word_counts`, of segments; `language` of each source."""

    language: dict[str, str]
    at_least: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("source_id", "voice", "kind", "text")

    def part(self, segments: pd.DataFrame) -> tuple[Counter, Counter]:
        """How often each (word, language) stands in the part, and in how many sources each stem does."""
        words: Counter[tuple[str, str]] = Counter()
        sources: Counter[tuple[str, str]] = Counter()
        for source_id, told in told_segments(segments).groupby("source_id", sort=False)["text"]:
            spoken = self.language[source_id]
            own = Counter(word for text in told for word in telling_words(text, spoken))
            words.update({(word, spoken): count for word, count in own.items()})
            sources.update({(stem(word, spoken), spoken) for word in own})
        return words, sources

    def join(self, parts: list[tuple[Counter, Counter]]) -> pd.DataFrame:
        """They add up, under the stems."""
        words: Counter[tuple[str, str]] = Counter()
        sources: Counter[tuple[str, str]] = Counter()
        for one, other in parts:
            words.update(one)
            sources.update(other)
        forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for (word, spoken), count in words.items():
            forms[stem(word, spoken), spoken][word] += count
        rows = [
            {
                "stem": name,
                "language": spoken,
                "count": own.total(),
                "sources": sources[name, spoken],
                "forms": ", ".join(
                    word for word, _ in sorted(own.items(), key=lambda item: (-item[1], item[0]))
                ),
            }
            for (name, spoken), own in forms.items()
            if own.total() >= self.at_least
        ]
        frame = pd.DataFrame(rows, columns=["stem", "language", "count", "sources", "forms"])
        order = ["count", "stem", "language"]
        return frame.sort_values(order, ascending=[False, True, True], ignore_index=True)


def word_counts(segments: pd.DataFrame | Parts, sources: pd.DataFrame, at_least: int = 2) -> pd.DataFrame:
    """The table `condense/words`: stems with their forms, the most frequent first.

    Of `told_segments`; stop words, words of fewer than three letters and stems below
    `at_least` are left out. Stems are of the language of the source.
    """
    return measure(segments, Words(sources.set_index("source_id")["language"].to_dict(), at_least))


def _forms(wanted: list[str], text: str, spoken: str) -> list[tuple[int, int]]:
    """Where words stand one after another in `text`, each in any form of its stem, `wanted`."""
    words = words_of(text)
    stems = [stem(word, spoken) for word, _, _ in words]
    size = len(wanted)
    return [
        (words[at][1], words[at + size - 1][2])
        for at in range(len(words) - size + 1)
        if stems[at : at + size] == wanted
    ]


def kwic(term: str, segments: pd.DataFrame, sources: pd.DataFrame, most: int = _AROUND) -> pd.DataFrame:
    """Every place of `term` with at most `most` characters around it: source_id, segment_id, start, before, word, after.

    `term` is one word or several in a row, found in all forms of their stems in the language of
    the source; or words or part of one in quotation marks ("…", “…”, «…»), or without a letter,
    found as written but for large and small letters; an ellipsis in these stands for what is
    between. `start` is in the text of the source.
    """
    quoted = _QUOTED.fullmatch(term.strip())
    asked = [word for word, _, _ in words_of(term)]
    exact = quoted[1] if quoted else "" if asked else term
    language = sources.set_index("source_id")["language"].to_dict()
    rows = []
    for row in segments.itertuples():
        if exact:
            spans = places(exact, row.text)
        else:
            spoken = language[row.source_id]
            spans = _forms([stem(word, spoken) for word in asked], row.text, spoken) if asked else []
        for start, end in spans:
            before, after = around(row.text, start, end, most)
            rows.append(
                {
                    "source_id": row.source_id,
                    "segment_id": row.segment_id,
                    "start": row.start + start,
                    "before": before,
                    "word": row.text[start:end],
                    "after": after,
                }
            )
    columns = ["source_id", "segment_id", "start", "before", "word", "after"]
    return pd.DataFrame(rows, columns=columns)

"""The data structure: from words to codes, from codes to patterns, from patterns to the research questions.

After Gioia, Corley & Hamilton (2013, Organizational Research Methods 16(1), 15–31): how raw words became
the terms of the report, for a reader to see at a glance. A study without pattern codes has its themes in their place.
"""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jalin.condense.patterns import pattern_members
from jalin.figure import COLOURS, WIDTH, nothing, sheet, style, wrapped
from jalin.report.drawn.common import Item, by_quoting, few_words, heading
from jalin.report.evidence import label_of
from jalin.report.results import Results
from jalin.words import word

_COLUMNS = (
    "pattern", "code", "question", "codings", "voices", "label", "source_id", "segment_id", "coder", "coding_id", "quote",
)  # fmt: skip
_PASSAGE = ("source_id", "segment_id", "coder", "coding_id", "quote")
# codes of a pattern that are shown, those with the most voices; lines on a page; words of each quote
_SHOWN, _ROWS, _QUOTED = 7, 24, 8
# inches: a code, what is above it, and the left and right ends of quotes, codes, patterns and questions
_ROW, _ABOVE = 0.37, 0.45
_ENDS = ((0.0, 2.42), (2.55, 3.95), (4.25, 5.45), (5.75, 6.95))


def _gathered(results: Results) -> dict[str, list[str]]:
    """The codes of each pattern, of each theme where the study has no pattern."""
    book = results.codebook
    if patterns := pattern_members(book):
        return patterns
    themes = book.themes(results.study.settings.evidence)
    return {theme: [code for code in book.codes if book.theme(code) == theme] for theme in themes}


def structure(results: Results) -> pd.DataFrame:
    """A row for each code of each pattern, with its use and the passage that is quoted.

    `question`: the research questions that the code speaks to, space-separated. Codes that are not used are left out, and of
    many the ones with the fewest voices.
    """
    book, used = results.codebook, results.counted
    speaks = {
        question.id: set().union(*(book.branch(book.today[theme]) for theme in question.themes))
        for question in results.study.settings.questions
    }
    voices, codings = used.groupby("code")["voice"].nunique(), used["code"].value_counts()
    quotable = by_quoting(used[~used["source_id"].isin(results.closed)], results)
    best = quotable.drop_duplicates("code").set_index("code")
    gathered = {
        pattern: there
        for pattern, members in _gathered(results).items()
        if (there := [code for code in members if code in voices])
    }
    most = max(2, min(_SHOWN, _ROWS // max(1, len(gathered))))
    rows = []
    for pattern, there in gathered.items():
        kept = set(sorted(there, key=lambda code: (-voices[code], code))[:most])
        for code in (one for one in there if one in kept):
            said: dict[str, object] = dict.fromkeys(("label", *_PASSAGE), "")
            if code in best.index:
                one = best.loc[code]
                taken = {name: one[name] for name in _PASSAGE}
                said = {"label": label_of(results, one), **taken}
            asked = [question for question, codes in speaks.items() if code in codes]
            rows.append(
                {
                    "pattern": pattern,
                    "code": code,
                    "question": " ".join(asked),
                    "codings": int(codings[code]),
                    "voices": int(voices[code]),
                    **said,
                }
            )
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def draw_structure(
    found: pd.DataFrame,
    names: Mapping[str, str],
    questions: Mapping[str, str],
    words: Mapping[str, str],
    language: str,
    above: str = "pattern",
) -> Figure:
    """Words, codes, patterns and questions from left to right, joined by lines.

    `names`: of codes and patterns (`above`: pattern, or theme where themes stand for them), `questions`: their texts, `words`: a few of the passage of each label.
    """
    if found.empty:
        return nothing(language)
    codes = {at: _ABOVE + (at + 0.5) * _ROW for at in range(len(found))}
    patterns = {
        name: sum(codes[at] for at in own) / len(own)
        for name, own in found.groupby("pattern", sort=False).indices.items()
    }
    asked = [name for name in questions if any(name in row.split() for row in found["question"])]
    height = _ABOVE + _ROW * len(found) + 0.1
    # the longest question decides how far apart they are
    tall = {name: 0.14 * (wrapped([questions[name]], 24)[0].count("\n") + 1) + 0.16 for name in asked}
    room = (height - _ABOVE - sum(tall.values())) / max(1, len(asked))
    places, top = {}, _ABOVE + room / 2
    for name in asked:
        places[name] = top + tall[name] / 2
        top += tall[name] + room
    with style():
        figure = sheet(height=height + 0.2)
        ax = figure.add_subplot()
        for key, (left, right) in zip(("quote", "code", above, "question"), _ENDS, strict=True):
            if key == "question" and not asked:
                continue
            heading(ax, (left + right) / 2, 0.18, word(f"structure.{key}", language))
        for at, row in enumerate(found.itertuples()):
            _passage(ax, codes[at], words.get(row.label, ""), row.label)
            _box(ax, 1, codes[at], f"{names[row.code]} ({row.voices})", 26)
            _line(ax, 0, codes[at], codes[at])
            _line(ax, 1, codes[at], patterns[row.pattern])
        for name, y in patterns.items():
            _box(ax, 2, y, names[name], 20, bold=True)
            own = found[found["pattern"] == name]
            for question in (one for one in asked if any(one in row.split() for row in own["question"])):
                _line(ax, 2, y, places[question])
        for name in asked:
            _box(ax, 3, places[name], questions[name], 22)
        ax.set_xlim(0, WIDTH)
        ax.set_ylim(height, 0)
        ax.set_axis_off()
    return figure


def _passage(ax: Axes, y: float, words: str, label: str) -> None:
    """A few words and their label, against the codes."""
    if label:
        lines = wrapped([f"{words} {label}"], 46)[0]
        ax.text(_ENDS[0][1], y, lines, ha="right", va="center", fontsize=6.5, linespacing=1.05)


def _box(ax: Axes, column: int, y: float, words: str, chars: int, bold: bool = False) -> None:
    left, right = _ENDS[column]
    ax.text(
        (left + right) / 2, y, wrapped([words], chars)[0], ha="center", va="center", fontsize=7, zorder=2,
        fontweight="bold" if bold else "normal", linespacing=1.05,
        bbox={"boxstyle": "round,pad=0.3", "fc": "#dcebf6" if bold else "white", "ec": COLOURS["for"], "lw": 0.8},
    )  # fmt: skip


def _line(ax: Axes, column: int, y: float, other: float) -> None:
    """From a column to the next."""
    begin, end = _ENDS[column][1], _ENDS[column + 1][0]
    if column > 0:
        # behind the boxes, which are as wide as their words
        begin, end = sum(_ENDS[column]) / 2, sum(_ENDS[column + 1]) / 2
    ax.plot([begin, end], [y, other], color=COLOURS["rule"], lw=0.9, zorder=1)


def _draw(results: Results, language: str) -> Figure:
    found = structure(results)
    words = few_words(results, found, language, _QUOTED)
    questions = {one.id: one.text[language] for one in results.study.settings.questions}
    above = "pattern" if pattern_members(results.codebook) else "theme"
    return draw_structure(found, results.codebook.names(language), questions, words, language, above)


STRUCTURE = Item("condense/patterns", structure, _draw)

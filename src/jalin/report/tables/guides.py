"""Tables of the guides, and the grid of the study (kisi-kisi) that follows from them."""

import pandas as pd

from jalin.report.guides import Item, NamedGuide, read_guides
from jalin.report.results import Results
from jalin.report.tables.common import named
from jalin.words import listed, word

_COLUMNS = ("method", "number", "asks", "probes", "question", "indicators", "asked")


def guides_table(results: Results, language: str) -> pd.DataFrame:
    """Every guide in one table: technique, number, what is asked with its probes below, which question it serves, indicators."""
    guides = read_guides(results.study, results.codebook)
    frame = pd.DataFrame([row for one in guides for row in _rows(results, one, language)], columns=_COLUMNS)
    return named(frame, _COLUMNS[:-1], language, method="technique")


def guide_table(results: Results, one: NamedGuide, language: str) -> pd.DataFrame:
    """One guide: number, what is asked, which question it serves, indicators, who is asked."""
    return named(pd.DataFrame(_rows(results, one, language), columns=_COLUMNS), _COLUMNS[1:], language)


def _rows(results: Results, one: NamedGuide, language: str) -> list[tuple[str, int, str, str, str, str, str]]:
    names, codebook = results.codebook.names(language), results.codebook
    return [
        (
            word(f"method.{one.guide.method}", language),
            number,
            item.asks[language],
            " ".join(probe[language] for probe in item.probes),
            item.question,
            listed([names[codebook.today.get(code, code)] for code in item.codes], language),
            _asked(results, one, item, language),
        )
        for number, item in enumerate(one.guide.items, start=1)
    ]


def _asked(results: Results, one: NamedGuide, item: Item, language: str) -> str:
    """Whom a question is put to: of the item, of its guide, else the groups with sources of its technique."""
    sources, names = results["protect/sources"], results.names("role_groups", language)
    there = set(sources.loc[sources["method"] == one.guide.method, "role_group"])
    groups = item.groups or one.guide.groups or [group for group in names if group in there]
    return listed([names[group] for group in groups], language)


def grid(results: Results, language: str) -> pd.DataFrame:
    """The grid of the study (kisi-kisi): focus, indicator, question, informants, technique.

    A row for each theme of a research question and each question of a guide that is an indicator of it; a theme for
    which no guide asks has a dash.
    """
    guides, codebook, settings = (
        read_guides(results.study, results.codebook),
        results.codebook,
        results.study.settings,
    )
    names, rows = codebook.names(language), []
    for focus in settings.questions:
        said = f"{focus.id}. {focus.text[language]}"
        asked: set[tuple[int, int]] = set()
        for theme in focus.themes:
            branch = codebook.branch(codebook.today.get(theme, theme))
            some = False
            for of, one in enumerate(guides):
                for at, item in enumerate(one.guide.items):
                    own = [
                        code
                        for code in (codebook.today.get(name, name) for name in item.codes)
                        if code in branch
                    ]
                    if not own or item.question not in ("", focus.id):
                        continue
                    some = True
                    asked.add((of, at))
                    rows.append(_line(results, said, [names[code] for code in own], one, item, at, language))
            if not some:
                rows.append((said, names[codebook.today.get(theme, theme)], "–", "–", "–"))
        for of, one in enumerate(guides):
            rows += [
                _line(results, said, [], one, item, at, language)
                for at, item in enumerate(one.guide.items)
                if item.question == focus.id and (of, at) not in asked
            ]
    columns = ("focus", "indicator", "asks", "asked", "technique")
    return named(pd.DataFrame(rows, columns=columns), columns, language)


def _line(
    results: Results, focus: str, indicators: list[str], one: NamedGuide, item: Item, at: int, language: str
) -> tuple[str, str, str, str, str]:
    technique = f"{word(f'method.{one.guide.method}', language)}, {at + 1}"
    return (
        focus,
        listed(indicators, language) or "–",
        item.asks[language],
        _asked(results, one, item, language),
        technique,
    )

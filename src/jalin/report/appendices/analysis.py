"""Tables of the analysis as examiners ask for them: reduction of data, conclusions from first to final, triangulation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jalin.condense.patterns import pattern_members
from jalin.report.drawn.common import by_quoting
from jalin.report.drawn.quilt import quilt
from jalin.report.evidence import label_of
from jalin.report.results import Results
from jalin.report.tables.common import named
from jalin.report.tables.findings import rounds
from jalin.report.tables.triangulation import views
from jalin.words import day, number, phrase, word

# of each state of a group the sign in a cell
_SIGNS = {"for": "+", "mixed": "±", "against": "−"}


def reduction(results: Results, passages: pd.DataFrame, language: str) -> pd.DataFrame:
    """From words to themes: of each passage its label, who speaks, the words, code, category and theme.

    The category is the code above; the theme the pattern that gathers the code, else the top of its branch.
    `passages`: as `entries`, with their labels.
    """
    book, names = results.codebook, results.codebook.names(language)
    patterns: dict[str, list[str]] = {}
    for pattern, members in pattern_members(book).items():
        for code in members:
            patterns.setdefault(code, []).append(names[pattern])
    order = {code: at for at, code in enumerate(book.codes)}
    groups = results.printed.name_of(language)
    found = passages.assign(_at=passages["code"].map(order)).sort_values(
        ["_at", "date", "source_id", "start"]
    )
    rows = []
    for row in found.itertuples():
        above = book.ancestors(row.code)
        category = above[1] if len(above) > 1 else above[0]
        translated = results.translation(row.source_id, row.quote, language)
        rows.append(
            {
                "label": row.label,
                "informant": groups[row.role_group],
                "quote": row.quote,
                "translation": translated.words if translated else "",
                "code": names[row.code],
                "category": names[category],
                "theme": "; ".join(patterns.get(row.code, [names[above[-1]] if len(above) > 2 else "–"])),
            }
        )
    columns = ("label", "informant", "quote", "translation", "code", "category", "theme")
    return named(pd.DataFrame(rows, columns=columns), columns, language)


def by_question(results: Results) -> dict[str, list[str]]:
    """The propositions that speak to each research question, by its id; under "" those that speak to none.

    A proposition belongs where most of the codings of its evidence have their themes.
    """
    book, questions = results.codebook, results.study.settings.questions
    branches = {
        item.id: set().union(*(book.branch(book.today.get(theme, theme)) for theme in item.themes))
        for item in questions
    }
    found: dict[str, list[str]] = {**{item.id: [] for item in questions}, "": []}
    evidence = results["conclude/evidence"]
    for item in results.propositions:
        codes = evidence.loc[evidence["proposition"] == item.id, "code"]
        counts = {name: int(codes.isin(branch).sum()) for name, branch in branches.items()}
        best = max(counts, key=lambda name: counts[name], default="")
        found[best if counts.get(best) else ""].append(item.id)
    return found


def conclusions(results: Results, language: str) -> dict[str, pd.DataFrame]:
    """From the first conclusion to the last, by research question ("" for none): the claim, its verdict after each round, what changed it.

    What changed it: the voices of each round that moved the verdict, changes of codes on which the evidence rests,
    and what was rewritten after informants were asked.
    """
    told = rounds(results, language).set_index(word("column.proposition", language))
    claim, changed_by = word("column.claim", language), word("column.changed_by", language)
    found: dict[str, pd.DataFrame] = {}
    for question, ids in by_question(results).items():
        rows = []
        for name in ids:
            own = told.loc[name]
            moved = (
                own[changed_by], *_recoded(results, name, language), *_rewritten(results, name, language),
            )  # fmt: skip
            rows.append(
                {
                    claim: f"{name}. {results.proposition(name).statement[language]}",
                    **own.drop(changed_by).to_dict(),
                    changed_by: "; ".join(filter(None, moved)) or word("appendices.unchanged", language),
                }
            )
        found[question] = pd.DataFrame(rows)
    return found


def _recoded(results: Results, name: str, language: str) -> list[str]:
    """Changes of the codebook that touch codes of a proposition's evidence."""
    evidence, names = results["conclude/evidence"], results.codebook.names(language)
    used = set(evidence.loc[evidence["proposition"] == name, "code"])
    return [
        phrase(
            "appendices.recoded",
            language,
            round=change.round,
            change=word(f"change.{change.action}", language),
            codes=", ".join(names[code] for code in change.became if code in names),
        )
        for change in results.codebook.history
        if used & set(change.became)
    ]


def _rewritten(results: Results, name: str, language: str) -> list[str]:
    """What was rewritten after an informant was asked, in the words of who wrote it down."""
    answers = results.premises.member_checks
    own = answers[(answers["proposition"] == name) & (answers["change"] != "")]
    return [
        phrase("appendices.rewritten", language, date=day(row.date, language), words=row.change)
        for row in own.itertuples()
    ]


def _best(results: Results, column: str) -> dict[tuple[str, str, str], str]:
    """The label of the passage that is quoted for each proposition, value of a column and direction."""
    ranked = by_quoting(results.quotable, results)
    ranked = ranked.assign(**{column: ranked[column].astype("str")})
    best = ranked.drop_duplicates(["proposition", column, "direction"])
    return {
        (row.proposition, getattr(row, column), row.direction): label_of(results, row)
        for row in best.itertuples()
    }


def _cell(row: Any, labels: Mapping[str, str], language: str) -> str:
    """What a group says in a cell of the matrix: its sign, its voices, and the label of a passage on each side it speaks on."""
    if row.state == "not able":
        return word("convergence.not able", language)
    if row.state not in _SIGNS:
        return "–"
    signs = (("+", row.voices_for), ("±", row.voices_mixed), ("−", row.voices_against))
    counts = "".join(f"{sign}{number(count, language)}" for sign, count in signs if count)
    sides = [side for side in ("for", "against") if row.state in (side, "mixed") and labels.get(side)]
    quoted = "; ".join(labels[side] for side in sides)
    return f"{counts}/{number(row.able, language)} {quoted}".strip()


def by_source(results: Results, language: str) -> pd.DataFrame:
    """Triangulation by source: how each group as it is printed speaks of each proposition, with the label of a passage."""
    names = results.printed.names(language)
    cells = {
        (row.proposition, row.group): _cell(row, {row.direction: row.label}, language)
        for row in quilt(results).itertuples()
    }
    groups = [group for group in names if any(one == group for _, one in cells)]
    return _matrix(results, "role_group", {group: names[group] for group in groups}, cells, language)


def by_other(results: Results, by: str, language: str) -> pd.DataFrame:
    """Triangulation by technique or by round, as `by_source`."""
    names, labels = results.group_names(by, language), _best(results, by)
    found = results["triangulate/cells"]
    cells = {
        (row.proposition, row.group): _cell(
            row,
            {side: labels.get((row.proposition, row.group, side), "") for side in ("for", "against")},
            language,
        )
        for row in found[found["by"] == by].itertuples()
    }
    return _matrix(results, by, names, cells, language)


def _matrix(
    results: Results, by: str, names: Mapping[str, str], cells: Mapping[tuple[str, str], str], language: str
) -> pd.DataFrame:
    """Proposition, a column for each group, what is the same, different and specific, and the conclusion."""
    told = views(results, language, by).set_index(word("column.proposition", language))
    judged = results["triangulate/convergence"].query("by == @by").set_index("proposition")["convergence"]
    verdicts = results.verdicts.set_index("proposition")["verdict"]
    rows = []
    for item in results.propositions:
        verdict = word(f"verdict.{verdicts[item.id]}", language) if item.id in verdicts.index else "–"
        rows.append(
            {
                word("column.proposition", language): f"{item.id}. {item.called(language)}",
                **{said: cells.get((item.id, group), "–") for group, said in names.items()},
                **{
                    word(f"column.{name}", language): told.at[item.id, word(f"column.{name}", language)]
                    or "–"
                    for name in ("same", "different", "specific")
                },
                word(
                    "column.conclusion", language
                ): f"{word(f'convergence.{judged[item.id]}', language)}; {verdict}",
            }
        )
    return pd.DataFrame(rows)

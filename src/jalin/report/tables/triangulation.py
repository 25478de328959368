"""Tables of the triangulation."""

import pandas as pd

from jalin.report.results import Results
from jalin.report.tables.common import VOICES, named, percent, terms
from jalin.triangulate.convergence import BY
from jalin.words import number, word


def views(results: Results, language: str, by: str = "role_group") -> pd.DataFrame:
    """What is the same, different and specific to groups, `by` role_group, method or round."""
    cells = results["triangulate/cells"].query("by == @by")
    groups, codes = results.group_names(by, language), results.codebook.names(language)
    rows = []
    for row in results["triangulate/convergence"].query("by == @by").itertuples():
        mine = cells[cells["proposition"] == row.proposition].set_index("group")["state"]

        def told(names: str, states: pd.Series = mine) -> str:
            sides: dict[str, list[str]] = {}
            for name in (one.split(" (")[0] for one in names.split(", ") if one):
                sides.setdefault(states[name], []).append(groups[name])
            return " / ".join(
                f"{word(f'state.{side}', language)}: {'; '.join(who)}" for side, who in sides.items()
            )

        def named_groups(names: str) -> str:
            return "; ".join(groups[name] for name in names.split(", ") if name)

        events = [part.rstrip(")").split(" (") for part in row.specific.split(", ") if part]
        specific = "; ".join(f"{codes[event]} ({groups[group]})" for event, group in events)
        same, different = told(row.same), told(row.different)
        contradicting, silent = named_groups(row.contradicting), named_groups(row.silent)
        rows.append((row.proposition, same, different, contradicting, silent, specific))
    columns = ["proposition", "same", "different", "contradicting", "silent", "specific"]
    return named(pd.DataFrame(rows, columns=columns), columns, language)


def convergence_table(results: Results, language: str) -> pd.DataFrame:
    """The convergence matrix in full: every cell, by source, technique and time."""
    found = results["triangulate/cells"]
    names = {by: results.group_names(by, language) for by in BY}
    codes = results.codebook.names(language)
    frame = found.assign(
        by=terms("by.{}", found["by"], language),
        group=[names[by][group] for by, group in zip(found["by"], found["group"], strict=True)],
        state=terms("state.{}", found["state"], language),
        prominence=percent(found["prominence"]),
        examples=["; ".join(codes[one] for one in text.split()) for text in found["examples"]],
        convergence=[
            word(f"convergence.{code}", language) + (" !" if conflict else "")
            for code, conflict in zip(found["convergence"], found["conflict"], strict=True)
        ],
    )
    columns = (
        "proposition", "by", "group", "able", "voices_for", "voices_mixed", "voices_against", "state",
        "prominence", "examples", "convergence",
    )  # fmt: skip
    return named(frame, columns, language, **VOICES, group="value", examples="events")


def researchers_table(results: Results, language: str) -> pd.DataFrame:
    found = results["triangulate/researchers"]
    frame = found.assign(
        by=terms("by.{}", found["by"], language),
        convergence=terms("convergence.{}", found["convergence"], language),
    )
    wide = frame.pivot(index=["proposition", "by"], columns="coder", values="convergence")
    order = list(dict.fromkeys(zip(frame["proposition"], frame["by"], strict=True)))
    wide = wide.loc[order].rename(columns=results.names("coders", language))
    names = [word("column.proposition", language), word("column.by", language)]
    return wide.rename_axis(None, axis=1).rename_axis(names).reset_index()


def sensitivity_table(results: Results, language: str) -> pd.DataFrame:
    """By source, the code by the study's thresholds and, for each, the values that would change it."""
    found = results["triangulate/sensitivity"].query("by == 'role_group'")
    own = results["triangulate/convergence"].query("by == 'role_group'").set_index("proposition")
    rows = []
    for proposition, mine in found.groupby("proposition", sort=False):
        changing = {
            word(f"column.{name}", language): "; ".join(
                f"{number(row.value, language, 2)}: {word(f'convergence.{row.convergence}', language)}"
                for row in tried[~tried["same"]].itertuples()
            )
            or "–"
            for name, tried in mine.groupby("threshold", sort=False)
        }
        code = word(f"convergence.{own.loc[proposition, 'convergence']}", language)
        rows.append(
            {
                word("column.proposition", language): proposition,
                word("column.convergence", language): code,
                **changing,
            }
        )
    return pd.DataFrame(rows)


def feedback_table(results: Results, language: str) -> pd.DataFrame:
    columns = ("proposition", "answers", "agree", "partly", "disagree", "added", "other", "changes")
    return named(results["triangulate/feedback"], columns, language, other="other_answers")


def credibility_table(results: Results, language: str) -> pd.DataFrame:
    return named(
        results["triangulate/credibility"], ("proposition", language), language, **{language: "credibility"}
    )

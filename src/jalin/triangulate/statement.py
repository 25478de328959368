"""An overall statement of credibility for each proposition, worded from the tables."""

import pandas as pd

from jalin.words import listed, phrase, word


def _say(key: str, language: str, count: int = 0, /, **values: object) -> str:
    return phrase(f"credibility.{key}", language, count, **values)


def _statement(
    verdict: pd.Series, cells: pd.DataFrame, overall: pd.DataFrame, answers: pd.Series, held: bool,
    names: dict[str, str], language: str,
) -> str:  # fmt: skip
    """The sentences on one proposition; `held`: the verdict stands whichever voice is left out."""
    said = [_say("verdict", language, verdict=word(f"verdict.{verdict['verdict']}", language))]
    by_group = cells[cells["by"] == "role_group"]
    for state in ("for", "against", "mixed", "silent", "not able"):
        groups = [names[group] for group in by_group.loc[by_group["state"] == state, "group"]]
        if groups:
            said.append(_say(state, language, groups=listed(groups, language)))
    codes = overall.set_index("by")
    said.append(
        _say(
            "codes",
            language,
            **{by: word(f"convergence.{codes.loc[by, 'convergence']}", language) for by in codes.index},
        )
    )
    conflicts = int(codes.loc["role_group", "conflicts"])
    if conflicts:
        said.append(_say("conflicts", language, conflicts))
    if verdict["verdict"] != "no evidence":
        said.append(_say("held" if held else "hangs", language))
    if not answers["answers"]:
        said.append(_say("unchecked", language))
    elif answers["disagree"]:
        said.append(_say("objected", language, int(answers["disagree"]), answers=int(answers["answers"])))
    else:
        said.append(_say("checked", language, answers=int(answers["answers"])))
    return " ".join(said)


def credibility(
    verdicts: pd.DataFrame,
    cells: pd.DataFrame,
    overall: pd.DataFrame,
    robustness: pd.DataFrame,
    feedback: pd.DataFrame,
    names: dict[str, dict[str, str]],
) -> pd.DataFrame:
    """The table `triangulate/credibility`: a statement per proposition in each language.

    `verdicts`: on all data; `names`: the role groups' names by language.
    """
    voices = robustness[robustness["strand"] == "voice"]
    shaken = set(voices.loc[voices["changes"], "proposition"])
    answers = feedback.set_index("proposition")
    rows = []
    for row in verdicts.to_dict("records"):
        name = row["proposition"]
        mine = cells[cells["proposition"] == name]
        whole = overall[overall["proposition"] == name]
        rows.append(
            {
                "proposition": name,
                **{
                    language: _statement(
                        pd.Series(row), mine, whole, answers.loc[name], name not in shaken,
                        names[language], language,
                    )
                    for language in names
                },
            }
        )  # fmt: skip
    return pd.DataFrame(rows)

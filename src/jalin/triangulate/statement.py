"""An overall statement of credibility for each proposition, worded from the tables."""

import pandas as pd

from jalin.settings import LANGUAGES
from jalin.words import word


def _joined(items: list[str], language: str) -> str:
    """Items as a list in a sentence."""
    if len(items) < 2:
        return "".join(items)
    final = {"id": " dan ", "en": " and "}[language]
    comma = "," if language == "id" and len(items) > 2 else ""
    return ", ".join(items[:-1]) + comma + final + items[-1]


def _groups(cells: pd.DataFrame, state: str, names: dict[str, str]) -> list[str]:
    return [names[group] for group in cells.loc[cells["state"] == state, "group"]]


def _say(key: str, language: str, **values: object) -> str:
    return word(f"credibility.{key}", language).format(**values)


def _statement(
    verdict: pd.Series, cells: pd.DataFrame, overall: pd.DataFrame, answers: pd.Series, held: bool,
    names: dict[str, str], language: str,
) -> str:  # fmt: skip
    """The sentences on one proposition; `held`: the verdict stands whichever voice is left out."""
    said = [_say("verdict", language, verdict=word(f"verdict.{verdict['verdict']}", language))]
    by_group = cells[cells["by"] == "role_group"]
    for state in ("for", "against", "mixed"):
        if groups := _groups(by_group, state, names):
            said.append(_say(state, language, groups=_joined(groups, language)))
    silent, unable = _groups(by_group, "silent", names), _groups(by_group, "not able", names)
    if silent:
        said.append(_say("silent", language, groups=_joined(silent, language)))
    if unable:
        said.append(_say("unable", language, groups=_joined(unable, language)))
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
        said.append(_say("conflict" if conflicts == 1 else "conflicts", language, count=conflicts))
    if verdict["verdict"] != "no evidence":
        said.append(_say("held" if held else "hangs", language))
    if not answers["answers"]:
        said.append(_say("unchecked", language))
    elif answers["disagree"]:
        said.append(
            _say("objected", language, count=int(answers["disagree"]), answers=int(answers["answers"]))
        )
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
    """The table `triangulate/credibility`: a statement per proposition in both languages.

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
                    for language in LANGUAGES
                },
            }
        )  # fmt: skip
    return pd.DataFrame(rows)

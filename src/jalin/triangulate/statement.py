"""An overall statement of credibility for each proposition, worded from the tables."""

import pandas as pd

from jalin.conclude.verdict import verdict_in_words
from jalin.tables.columns import STATES
from jalin.words import listed, phrase, word


def _say(key: str, language: str, count: int = 0, /, **values: object) -> str:
    return phrase(f"credibility.{key}", language, count, **values)


def _told(found: pd.DataFrame, names: dict[str, str]) -> dict[str, list[str]]:
    """The names of the groups in each state that there is, by that state."""
    pairs = list(zip(found["state"], found["group"], strict=True))
    states = {state: [names[group] for own, group in pairs if own == state] for state in STATES}
    return {state: groups for state, groups in states.items() if groups}


def _statement(
    verdict: pd.Series | None, cells: pd.DataFrame, overall: pd.DataFrame, answers: pd.Series, held: bool,
    names: dict[str, dict[str, str]], language: str,
) -> str:  # fmt: skip
    """The sentences on one proposition; `held`: the verdict stands whichever voice is left out."""
    said = []
    if verdict is not None:
        judged = verdict_in_words(verdict["verdict"], verdict["fragile"], language)
        said.append(_say("verdict", language, verdict=judged))
        if not verdict["against_sought"]:
            said.append(word("finding.unsought", language))
    told = {by: _told(found, names[by]) for by, found in cells.groupby("by")}
    for state, groups in told["role_group"].items():
        said.append(_say(state, language, groups="; ".join(groups)))
    techniques = "; ".join(
        f"{word(f'state.{state}', language)}: {listed(groups, language)}"
        for state, groups in told["method"].items()
    )
    said.append(_say("techniques", language, told=techniques))
    codes = overall.set_index("by")
    source = codes.loc["role_group"]
    if source["compared"]:
        said.append(_say("meaning", language, int(source["compared"]), same=int(source["same_meaning"])))
    said.append(
        _say(
            "codes",
            language,
            **{by: word(f"convergence.{codes.loc[by, 'convergence']}", language) for by in codes.index},
        )
    )
    if source["conflicts"]:
        opposed = [names["role_group"][group] for group in source["contradicting"].split(", ")]
        said.append(_say("conflicts", language, int(source["conflicts"]), groups="; ".join(opposed)))
    if verdict is not None and verdict["verdict"] != "no evidence":
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
    names: dict[str, dict[str, dict[str, str]]],
) -> pd.DataFrame:
    """The table `triangulate/credibility`: a statement per proposition in each language.

    `verdicts`: on all data, none where the study leaves them out; `names`: by language and way of grouping, the names of the groups.
    """
    voices = robustness[robustness["strand"] == "voice"]
    shaken = set(voices.loc[voices["changes"], "proposition"])
    answers, judged = feedback.set_index("proposition"), verdicts.set_index("proposition")
    rows = []
    for name in answers.index:
        mine = cells[cells["proposition"] == name]
        whole = overall[overall["proposition"] == name]
        rows.append(
            {
                "proposition": name,
                **{
                    language: _statement(
                        judged.loc[name] if name in judged.index else None, mine, whole, answers.loc[name], name not in shaken,
                        names[language], language,
                    )
                    for language in names
                },
            }
        )  # fmt: skip
    return pd.DataFrame(rows)

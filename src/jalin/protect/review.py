"""Suspected identifiers, and what a person decided about them: `data/raw/review.csv`.

What only might be an identifier is not replaced but listed, in a file of the private
folder. A person settles each form once, to hide it or to keep it, and is not asked again.
"""

from typing import Literal, get_args

import pandas as pd
from pydantic import ConfigDict, Field

from jalin.errors import Problem, refuse
from jalin.files import write_text
from jalin.protect.hiding import SUSPECTED
from jalin.protect.normalise import plain
from jalin.protect.pseudonyms import ListedName
from jalin.protect.words import Vocabulary
from jalin.reading import Day, Strict
from jalin.records import read_checked
from jalin.spreadsheet import csv_of
from jalin.study import Study

FILE = "data/raw/review.csv"
LIST = "review.csv"
DECISIONS = Literal["hide", "keep", "cite"]


class Decision(Strict):
    """One row: a form, what to do with it, under which pseudonym, and who decided when and why; further columns are the study's own."""

    model_config = ConfigDict(extra="ignore")

    form: str = Field(
        min_length=1,
        description="the words in question, as the list of suspected identifiers has them",
        examples=["Desa Melati"],
    )
    decision: DECISIONS = Field(
        description="hide it; keep it as it is; or cite: hide it in the sources, but let it stand where works are cited"
    )
    pseudonym: str = Field(
        "",
        description="what to write instead of what is hidden; numbered when empty",
        examples=["the village"],
    )
    decided_by: str = Field(min_length=1, description="who decided", examples=["ann"])
    date: Day = Field(description="when", examples=["2024-06-01"])
    reason: str = Field("", description="why", examples=["the only one there"])


def read_review(study: Study) -> list[Decision]:
    """The decisions, in their order; empty when there are none.

    Raises `StudyError` with every row that is not one, and each form decided twice.
    """
    decisions, problems = [], []
    seen: dict[str, int] = {}
    for number, decision in read_checked(study.raw / "review.csv", FILE, Decision):
        if plain(decision.form) in seen:
            what = f"{decision.form!r} was decided in row {seen[plain(decision.form)]} already"
            problems.append(Problem(FILE, f"row {number}", what, "Keep one of the rows"))
        seen[plain(decision.form)] = number
        decisions.append(decision)
    refuse(problems)
    return decisions


def hidden_forms(decisions: list[Decision], decision: DECISIONS = "hide") -> list[ListedName]:
    """The forms to hide, as entries of a list, or with `cite` those to hide in sources where no rule does.

    Without a pseudonym they are numbered by their rows.
    """
    return [
        ListedName((item.form,), item.pseudonym, "place", row)
        for row, item in enumerate(decisions, start=1)
        if item.decision == decision
    ]


def kept_forms(decisions: list[Decision]) -> list[str]:
    """The forms that identify nobody."""
    return [item.form for item in decisions if item.decision == "keep"]


def halves_told(decisions: list[Decision], key: pd.DataFrame) -> list[str]:
    """A sentence on each kept form of one word that is part of a longer name in the `key` (column original); none without."""
    parts = {plain(part) for name in key["original"] if " " in name for part in name.split()}
    found = [form for form in kept_forms(decisions) if " " not in form and plain(form) in parts]
    if not found:
        return []
    return [
        f"kept, and part of a longer name that is hidden: {', '.join(found)}. Within the longer name it is hidden with it; "
        "alone it stands, as was decided. If it is the same person, decide hide in data/raw/review.csv, or cite if works are cited by it"
    ]


def waiting_forms(suspected: pd.DataFrame) -> int:
    """How many decisions wait: forms of the same letters are one."""
    return len(set(map(plain, suspected["form"])))


def review_table(suspected: pd.DataFrame, decisions: list[Decision]) -> pd.DataFrame:
    """How many forms wait and how many were settled: columns state (open, hide, keep, cite), forms, places.

    `places` of an open form are where it stands; a settled form is not counted again.
    """
    rows = [{"state": "open", "forms": waiting_forms(suspected), "places": len(suspected)}]
    for name in get_args(DECISIONS):
        count = sum(item.decision == name for item in decisions)
        # few studies cite somebody whom they hide
        if count or name != "cite":
            rows.append({"state": name, "forms": count, "places": 0})
    return pd.DataFrame(rows)


def write_review(study: Study, suspected: pd.DataFrame) -> None:
    """Write the list of open forms to the private folder, the likeliest first, ready to be settled.

    Numbers and addresses go before forms with a word that a list has as a name, and those before the others; the most frequent first.

    Columns: form, times, sources, line (of the first), around (up to three places, the first, one halfway and the last, | between them), and those of
    `data/raw/review.csv` to fill. The list is removed when nothing is open.
    """
    path = study.private / LIST
    if suspected.empty:
        path.unlink(missing_ok=True)
        return
    rows, words = [], Vocabulary(())
    for _, part in suspected[SUSPECTED].groupby(suspected["form"].map(plain), sort=False):
        first = part.iloc[0]
        places = list(dict.fromkeys(part["around"].str.replace("|", "/")))
        likely = 2 * (first["kind"] != "name") or any(map(words.may_name, first["form"].split()))
        rows.append(
            {
                "likely": int(likely),
                "form": first["form"],
                "times": len(part),
                "sources": " ".join(dict.fromkeys(part["source_id"])),
                "line": first["line"],
                "around": " | ".join(dict.fromkeys(places[at] for at in (0, len(places) // 2, -1))),
                "decision": "",
                "pseudonym": "",
                "decided_by": "",
                "date": "",
                "reason": "",
            }
        )
    by, ascending = ["likely", "times", "form"], [False, False, True]
    frame = pd.DataFrame(rows).sort_values(by, ascending=ascending, kind="stable")
    write_text(path, csv_of(frame.drop(columns="likely")))

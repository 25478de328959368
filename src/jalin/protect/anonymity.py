"""Indirect identifiers: who is alone with a combination of attributes, and what would hide them.

k-anonymity (Samarati & Sweeney 1998): every informant shares the combination of all
attributes with at least k - 1 others. Numbers such as an age are taken in bands.
"""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd
from pydantic import ConfigDict, Field

from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict
from jalin.records import read_records
from jalin.rules import Anonymity
from jalin.study import Study

FILE = "data/raw/informants.csv"
# sets of attributes larger than this say little to a person
LARGEST_SET = 3


class Informant(Strict):
    """One row of informants.csv; further columns are attributes that could tell who someone is."""

    model_config = ConfigDict(extra="allow")

    informant_id: str = Field(description="the informant, as in sources.csv", examples=["I1"])


def read_informants(study: Study, sources: pd.DataFrame) -> pd.DataFrame:
    """One row per informant of `sources`: informant_id, role_group, and the columns of `data/raw/informants.csv`.

    All as text, missing values empty. Raises `StudyError` for a missing column, an
    informant described twice or nowhere, and one that no source has.
    """
    spoken = sources[sources["informant_id"] != ""].drop_duplicates("informant_id")
    found = spoken[["informant_id", "role_group"]].sort_values(
        "informant_id", kind="stable", ignore_index=True
    )
    path = study.raw / "informants.csv"
    if not path.exists():
        return found
    rows = read_records(path, FILE, Informant.model_fields)
    header = list(rows[0][1]) if rows else ["informant_id"]
    described: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in rows:
        name = row["informant_id"]
        if name in described:
            problems.append(
                Problem(FILE, f"row {number}", f"{name} stands twice", "Keep one row for each informant")
            )
        described[name] = {key: row[key] for key in header if key and key != "informant_id"}
    ids = list(found["informant_id"])
    problems += [
        Problem(FILE, "", f"the informant {name} is missing", f"Add a row. {nearest(name, described)}")
        for name in ids
        if name not in described
    ]
    wanted = study.settings.anonymity.attributes
    problems += [
        Problem(
            "data/raw/study.yaml",
            "anonymity.attributes",
            f"{name!r} is no column of {FILE}",
            nearest(name, header),
        )
        for name in wanted
        if name not in (*header, "role_group")
    ]
    refuse(problems)
    attributes = [name for name in header if name not in ("", "informant_id", "role_group")]
    return found.assign(**{name: [described[item][name] for item in ids] for name in attributes})


def _bands(values: pd.Series, width: int) -> pd.Series:
    """Numbers as bands such as 30–39; other columns as they are."""
    numbers = pd.to_numeric(values.where(values != ""), errors="coerce")
    if numbers.isna().all() or (numbers.isna() & (values != "")).any():
        return values
    low = (numbers // width * width).astype("Int64")
    return (low.astype("str") + "–" + (low + width - 1).astype("str")).where(numbers.notna(), "")


def _shared(frame: pd.DataFrame, columns: Iterable[str]) -> pd.Series:
    """With how many informants, themselves included, each one shares these columns."""
    columns = list(columns)
    if not columns:
        return pd.Series(len(frame), index=frame.index)
    return frame.groupby(columns, sort=False, dropna=False)[columns[0]].transform("size")


def _alone_on(frame: pd.DataFrame, attributes: list[str]) -> list[str]:
    """For each informant the smallest sets of attributes on which they are alone: `unit; role + sex`."""
    found: list[list[tuple[str, ...]]] = [[] for _ in range(len(frame))]
    for size in range(1, LARGEST_SET + 1):
        for columns in combinations(attributes, size):
            for place, count in enumerate(_shared(frame, columns)):
                if count == 1 and not any(set(known) <= set(columns) for known in found[place]):
                    found[place].append(columns)
    return ["; ".join(" + ".join(columns) for columns in sets) for sets in found]


def _rare_joined(values: pd.Series, k: int) -> pd.Series:
    """Values that fewer than k informants have, as one."""
    counts = values.map(values.value_counts())
    return values.where(counts >= k, "…")


def anonymity(informants: pd.DataFrame, rule: Anonymity) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who could be told by their attributes, and what would help.

    Returns two frames. Per informant: informant_id, k (informants with the same
    combination), alone_on (the smallest sets of attributes on which they are alone,
    empty where there is none). Per generalisation of one attribute:
    attribute, step (leave out, wider bands, join rare values), alone_before,
    alone_after (informants alone with their combination), below_before, below_after
    (informants with fewer than the k of study.yaml), the most helpful first.
    """
    attributes = rule.attributes or [name for name in informants if name != "informant_id"]
    banded = informants[["informant_id"]].assign(
        **{name: _bands(informants[name], rule.bands.get(name, 10)) for name in attributes}
    )
    shared = _shared(banded, attributes)
    people = pd.DataFrame(
        {"informant_id": banded["informant_id"], "k": shared, "alone_on": _alone_on(banded, attributes)}
    )
    rows = []
    for name in attributes:
        steps = {"leave out": banded.drop(columns=name)}
        wider = _bands(informants[name], rule.bands.get(name, 10) * 2)
        if not wider.equals(informants[name]):
            steps["wider bands"] = banded.assign(**{name: wider})
        else:
            steps["join rare values"] = banded.assign(**{name: _rare_joined(banded[name], rule.k)})
        for step, frame in steps.items():
            after = _shared(frame, [column for column in attributes if column in frame])
            rows.append(
                {
                    "attribute": name,
                    "step": step,
                    "alone_before": int((shared == 1).sum()),
                    "alone_after": int((after == 1).sum()),
                    "below_before": int((shared < rule.k).sum()),
                    "below_after": int((after < rule.k).sum()),
                }
            )
    columns = ["attribute", "step", "alone_before", "alone_after", "below_before", "below_after"]
    helps = pd.DataFrame(rows, columns=columns).sort_values(
        ["below_after", "alone_after"], kind="stable", ignore_index=True
    )
    return people, helps

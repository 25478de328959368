"""Structured observations counted by their own fields, as study.yaml asks."""

import pandas as pd

from jalin.errors import Problem, StudyError, nearest
from jalin.settings import Tally


def tally_observations(observations: pd.DataFrame, tallies: list[Tally]) -> pd.DataFrame:
    """The table `condense/tallies`; values of several row fields are joined by ` / `.

    Raises `StudyError` when a tally names a field that no log has. Without any
    log there is nothing to count, and no error.
    """
    parts = []
    fields = set(observations["field"])
    for tally in tallies if fields else []:
        for field in [*tally.rows, tally.columns]:
            if field not in fields:
                raise StudyError(
                    Problem(
                        "data/raw/study.yaml",
                        f"tallies, {tally.id}",
                        f"no observation log has the field {field!r}",
                        nearest(field, fields),
                    )
                )
        wide = observations[observations["field"].isin([*tally.rows, tally.columns])].pivot(
            index="segment_id", columns="field", values="value"
        )
        frame = pd.DataFrame({"row": wide[tally.rows].agg(" / ".join, axis=1), "column": wide[tally.columns]})
        counted = frame.groupby(["row", "column"]).size().rename("count").reset_index()
        parts.append(counted.assign(tally=tally.id))
    columns = ["tally", "row", "column", "count"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)

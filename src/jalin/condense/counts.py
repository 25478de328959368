"""How often each code is used, sources and informants counted apart from codings."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jalin.tables.parts import Parts, measure


def _distinct(frame: pd.DataFrame, keys: list[str], what: str) -> pd.Series:
    """How many different values of `what` there are for each of `keys`."""
    return frame[[*keys, what]].drop_duplicates().groupby(keys, sort=True).size()


@dataclass(frozen=True)
class Counts:
    """The measure behind `count_codes`."""

    by: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("code", "source_id", "informant_id", *self.by)

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Codings, sources and informants of each code and value: those of the part."""
        parts = []
        for attribute in ["all", *self.by]:
            used = frame[["code", "source_id", "informant_id"]].assign(
                value=frame[attribute] if attribute != "all" else "all"
            )
            keys = ["code", "value"]
            people = _distinct(used[used["informant_id"] != ""], keys, "informant_id")
            found = pd.DataFrame(
                {
                    "codings": used.groupby(keys, sort=True).size(),
                    "sources": _distinct(used, keys, "source_id"),
                }
            )
            found["informants"] = people.reindex(found.index, fill_value=0)
            parts.append(found.reset_index().assign(by=attribute))
        return pd.concat(parts, ignore_index=True)

    def join(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """The sums over all parts, as no voice is in two parts."""
        if len(parts) == 1:
            return parts[0]
        order = {name: place for place, name in enumerate(["all", *self.by])}
        added = pd.concat(parts, ignore_index=True).groupby(["by", "code", "value"], as_index=False).sum()
        added = added.sort_values(
            ["by", "code", "value"], key=lambda one: one.map(order) if one.name == "by" else one
        )
        return added[["code", "value", "codings", "sources", "informants", "by"]].reset_index(drop=True)


def count_codes(codings: pd.DataFrame | Parts, by: Iterable[str]) -> pd.DataFrame:
    """The table `condense/counts` from codings joined with their sources: per code and value of each attribute in `by`, and over all."""
    return measure(codings, Counts(tuple(by)))

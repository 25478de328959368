"""A source in one row: how much was coded in it, what of, and its most telling passage."""

from dataclasses import dataclass

import pandas as pd

from jalin.code.codings import names_of
from jalin.condense.quoting import by_telling
from jalin.consent import printed, unquotable
from jalin.tables.parts import Parts, measure


def _most(frame: pd.DataFrame, what: str, top: int) -> pd.Series:
    """Per source the `top` most used values of `what`, with how often."""
    counted = frame.groupby(["source_id", what], sort=False).size().rename("count").reset_index()
    ranked = counted.sort_values(["source_id", "count", what], ascending=[True, False, True], kind="stable")
    first = ranked.groupby("source_id", sort=False).head(top)
    told = first[what].astype(str) + " " + first["count"].astype(str)
    return told.groupby(first["source_id"], sort=False).agg(", ".join)


@dataclass(frozen=True)
class Summaries:
    """The measure behind `source_summaries`; `sources` of the whole study, of which `closed` may not be quoted."""

    sources: pd.DataFrame
    top: int
    closed: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("coder", "source_id", "code", "theme", "coding_id", "quote", "agreed", "start")

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A row for each source that has codings."""
        by_source = frame.groupby("source_id", sort=True)
        quoted = printed(by_telling(frame).drop_duplicates("source_id"), self.closed)
        quoted = quoted.assign(name=names_of(quoted)).set_index("source_id")
        found = pd.DataFrame({"codings": by_source.size(), "codes": by_source["code"].nunique()})
        return found.assign(
            themes=_most(frame, "theme", self.top),
            most_used=_most(frame, "code", self.top),
            example=quoted["name"],
            quote=quoted["quote"],
        )

    def join(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """Every source in the order of collection."""
        ordered = self.sources.sort_values(["date", "source_id"], ignore_index=True)
        found = pd.concat(parts).reindex(ordered["source_id"]).reset_index(drop=True)
        for name in ("codings", "codes"):
            found[name] = found[name].fillna(0).astype("int64")
        told = {name: found[name].astype("str").where(found[name].notna(), "") for name in found.columns[2:]}
        own = ordered[["source_id", "method", "role_group", "date", "words"]]
        return pd.concat([own, found.assign(**told)], axis=1)


def source_summaries(codings: pd.DataFrame | Parts, sources: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """The table `condense/summaries`, one row per source in the order of collection.

    `codings` with `theme` and `agreed`; `themes` and `codes` are the `top` most used,
    with how often, and the passage is chosen as in a display, if it may be quoted. A source without codings
    has its row as well.
    """
    kept = sources[["source_id", "method", "role_group", "date", "words"]]
    return measure(codings, Summaries(kept, top, unquotable(sources)))

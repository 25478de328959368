"""Pattern codes: the second cycle, codes gathered under a name (Saldaña; Miles, Huberman & Saldaña 2014, ch. 4)."""

from dataclasses import dataclass

import pandas as pd

from jalin.code.codebook import Codebook
from jalin.tables.parts import Parts, measure


def pattern_members(codebook: Codebook) -> dict[str, list[str]]:
    """The first-cycle codes of each pattern, with the codes below them, in the order of the codebook."""
    members = {}
    for code in codebook.codes.values():
        if code.members:
            wanted = set().union(*(codebook.branch(codebook.today[one]) for one in code.members))
            members[code.id] = [one for one in codebook.codes if one in wanted]
    return members


@dataclass(frozen=True)
class Patterns:
    """The measure behind `pattern_table`; `members` of each pattern."""

    members: dict[str, list[str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return ("code", "source_id", "voice")

    def part(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Codings, sources and voices of each member and each pattern: those of the part."""
        rows = []
        for pattern, members in self.members.items():
            for name, codes in [*((code, [code]) for code in members), ("(all)", members)]:
                part = frame[frame["code"].isin(codes)]
                rows.append(
                    {
                        "pattern": pattern,
                        "code": name,
                        "codings": len(part),
                        "sources": part["source_id"].nunique(),
                        "voices": part["voice"].nunique(),
                    }
                )
        return pd.DataFrame(rows)

    def join(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """The sums over all parts."""
        if not self.members:
            return parts[0]
        added = parts[0][["pattern", "code"]].copy()
        for name in ("codings", "sources", "voices"):
            added[name] = sum(part[name] for part in parts)
        return added


def pattern_table(codings: pd.DataFrame | Parts, codebook: Codebook) -> pd.DataFrame:
    """The table `condense/patterns`: per pattern each member and its use, then '(all)' for the pattern.

    `codings` with `voice`. Sources and voices are counted once, whatever number of
    codings they have.
    """
    return measure(codings, Patterns(pattern_members(codebook)))

"""Pattern codes: the second cycle, codes gathered under a name (Saldaña; Miles, Huberman & Saldaña 2014, ch. 4)."""

import pandas as pd

from jalin.code.codebook import Codebook


def pattern_members(codebook: Codebook) -> dict[str, list[str]]:
    """The first-cycle codes of each pattern, with the codes below them, in the order of the codebook."""
    members = {}
    for code in codebook.codes.values():
        if code.members:
            wanted = set().union(*(codebook.branch(codebook.today[one]) for one in code.members))
            members[code.id] = [one for one in codebook.codes if one in wanted]
    return members


def pattern_table(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The table `condense/patterns`: per pattern each member and its use, then '(all)' for the pattern.

    `codings` with `voice`. Sources and voices are counted once, whatever number of
    codings they have.
    """
    rows = []
    for pattern, members in pattern_members(codebook).items():
        for name, codes in [*((code, [code]) for code in members), ("(all)", members)]:
            part = codings[codings["code"].isin(codes)]
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

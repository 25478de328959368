"""Which codes one coder put on overlapping passages."""

import pandas as pd

from jalin.code.overlap import overlapping


def cooccurrence(codings: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """The table `condense/cooccurrence`; each pair once, in the order of `codes`."""
    rank = {code: number for number, code in enumerate(codes)}
    pairs = overlapping(codings)
    left = codings.iloc[pairs["left"]].reset_index(drop=True)
    right = codings.iloc[pairs["right"]].reset_index(drop=True)
    found = pd.DataFrame(
        {
            "source_id": left["source_id"],
            "code_1": left["code"].where(left["code"].map(rank) < right["code"].map(rank), right["code"]),
            "code_2": right["code"].where(left["code"].map(rank) < right["code"].map(rank), left["code"]),
        }
    )[(left["coder"] == right["coder"]) & (left["code"] != right["code"])]
    counted = found.groupby(["code_1", "code_2"]).agg(
        passages=("source_id", "size"), sources=("source_id", "nunique")
    )
    table = counted.reset_index()
    order = table["code_1"].map(rank) * len(rank) + table["code_2"].map(rank)
    return table.loc[order.sort_values(kind="stable").index].reset_index(drop=True)

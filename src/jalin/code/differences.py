"""Where the coders differ, side by side, and the decisions they come to."""

import pandas as pd

from jalin.code.overlap import overlapping
from jalin.code.reconcile import Decision, read_decisions
from jalin.files import write_text
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study

_KEY = ["source_id", "coder", "coding_id"]
_AROUND = 80


def differences(codings: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Every coding that no other coder shares, in the sources that several coders coded.

    `codings`: the table `code/codings`. Columns source_id, coder, coding_id, code, quote,
    before and after (up to 80 code points of the text around), others (position in
    `codings` of each coding of another coder on an overlapping passage), decision; in
    the order of the text.
    """
    coders = codings.groupby("source_id")["coder"].transform("nunique")
    beside: dict[int, list[int]] = {}
    names = codings["coder"].to_numpy()
    pairs = overlapping(codings)
    for left, right in zip(pairs["left"], pairs["right"], strict=True):
        if names[left] != names[right]:
            beside.setdefault(left, []).append(right)
            beside.setdefault(right, []).append(left)
    found = codings[(coders > 1) & ~codings["agreed"]]
    spans = list(zip(found["source_id"], found["start"], found["end"], strict=True))
    return pd.DataFrame(
        {
            **{name: found[name].to_numpy() for name in (*_KEY, "code", "quote")},
            "before": [texts[source][max(0, start - _AROUND) : start] for source, start, _ in spans],
            "after": [texts[source][end : end + _AROUND] for source, _, end in spans],
            "others": [beside.get(position, []) for position in found.index],
            "decision": found["decision"].to_numpy(),
        }
    )


def record_decisions(
    study: Study, codings: pd.DataFrame, registered: set[str], decisions: list[Decision]
) -> tuple[int, int]:
    """Write decisions to reconciled.csv, in the place of an earlier one on the same coding; how many are new, and how many changed.

    Raises `StudyError` for a decision on a coding that is not there, and changes nothing.
    """
    path = study.raw / "coding" / "reconciled.csv"
    before = read_decisions(study, codings, registered)
    kept = path.read_bytes() if path.exists() else None
    rows = {tuple(row[name] for name in _KEY): row for row in before.to_dict("records")}
    new = changed = 0
    for decision in decisions:
        row = decision.model_dump()
        key = tuple(row[name] for name in _KEY)
        new += key not in rows
        changed += key in rows and rows[key] != row
        rows[key] = row
    if not new and not changed:
        return 0, 0
    write_text(path, csv_of_rows(Decision.model_fields, rows.values()))
    try:
        read_decisions(study, codings, registered)
    except Exception:
        path.write_bytes(kept) if kept is not None else path.unlink()
        raise
    return new, changed

"""The evidence ledger: every coding that speaks for or against a proposition."""

from functools import partial

import numpy as np
import pandas as pd
import pyarrow.dataset as ds

from jalin.code.codebook import Codebook
from jalin.code.codings import names_of
from jalin.code.query import QueryContext, columns_of, select
from jalin.code.reconcile import AGREED_BY, counted, mark_agreed
from jalin.conclude.propositions import Proposition
from jalin.rules import Evidence
from jalin.tables.columns import DIRECTIONS
from jalin.tables.conclude import TABLES
from jalin.tables.parts import Codings, Parts


def _examples(asked: QueryContext, branch: str | None) -> pd.Series:
    """Per coding, the codes of the events that its passage tells of, space-separated."""
    none = pd.Series("", index=asked.codings.index, dtype="str")
    if branch is None:
        return none
    names = asked.in_branch(branch)
    left, right = asked.pairs["left"].to_numpy(), asked.pairs["right"].to_numpy()
    # a coding of an event tells of it itself
    own = np.flatnonzero(names)
    told = pd.DataFrame(
        {
            "position": np.concatenate([left[names[right]], right[names[left]], own]),
            "event": np.concatenate([right[names[right]], left[names[left]], own]),
        }
    )
    if told.empty:
        return none
    told["event"] = asked.codings["code"].to_numpy()[told["event"]]
    told = told.drop_duplicates().sort_values(["position", "event"])
    joined = told.groupby("position")["event"].agg(" ".join)
    none.iloc[joined.index.to_numpy()] = joined.to_numpy()
    return none


def weights_of(codings: pd.DataFrame, rule: Evidence) -> pd.Series:
    """How much each coding weighs: by how the speaker knows, times a factor for what was said unasked."""
    weights = rule.weights
    by_knowing = {
        "first-hand": weights.first_hand,
        "observed": weights.observed,
        "documented": weights.documented,
        "hearsay": weights.hearsay,
    }
    unasked = (codings["prompted"] == "unprompted").map({True: weights.unprompted, False: 1.0})
    return codings["directness"].map(by_knowing).astype("float64") * unasked


# what the ledger says of a coding besides what it computes
_SAID = (
    "coder", "coding_id", "code", "source_id", "segment_id", "informant_id", "role_group", "method", "round", "date",
    "directness", "voice", "prompted", "agreed", "decision", "start", "end",
)  # fmt: skip


def _of_the_table(ledger: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table; of codings in parts, those that were read."""
    return ledger[[name for name in TABLES["conclude/evidence"].columns if name in ledger]]


def _needed(propositions: list[Proposition]) -> tuple[str, ...]:
    """The columns of codings that their evidence is found by."""
    queries = [side.query for item in propositions for side in (item.for_, item.against) if side.query]
    return tuple({*_SAID}.union(*(columns_of(query) for query in queries)))


def evidence_ledger(
    codings: Codings,
    codebook: Codebook,
    propositions: list[Proposition],
    rule: Evidence,
    lead: str,
    origins: dict[str, str] | None = None,
    several: bool | None = None,
) -> Codings:
    """The table `conclude/evidence`, by proposition, direction, source and place.

    `codings`: every coder's, as `condense.with_context` gives them. Queries are asked of those that count, and
    see no other; a coding picked by hand counts whatever the rule, and is the one of that coder alone, whoever is in the lead.
    `origins`: whose account a passage is, by CODER:SOURCE/CODING_ID, as `read_origins` gives them; `several`: see `counted`.
    Codings in parts give evidence in parts.
    """
    if isinstance(codings, Parts):
        return codings.then(
            partial(
                evidence_ledger,
                codebook=codebook,
                propositions=propositions,
                rule=rule,
                lead=lead,
                origins=origins,
                several=len(codings.values("coder")) > 1 if several is None else several,
            ),
            _needed(propositions),
        )
    asked = QueryContext.of(codings, codebook)
    frame = asked.codings
    standing = set(counted(frame.assign(at=frame.index), lead, rule.count, several)["at"])
    names = names_of(frame)
    frame = frame.assign(
        origin=names.map(origins).fillna("").astype("str") if origins else "",
        weight=weights_of(frame, rule),
        examples=_examples(asked, rule.examples),
        name=names,
    )
    if not propositions:
        # later steps look for the columns, also where there is no proposition
        return _of_the_table(frame.iloc[:0].assign(proposition="", direction="", picked=""))
    # what counts is one reading: a query sees nothing else
    stands = np.flatnonzero(frame.index.isin(standing))
    counting = QueryContext.of(frame.iloc[stands], codebook, one_reading=True)
    at: list[np.ndarray] = []
    more: list[pd.DataFrame] = []
    for proposition in propositions:
        for direction in DIRECTIONS:
            side = proposition.side(direction)
            chosen = stands[select(side.query, counting)] if side.query else stands[:0]
            reasons = {picked.coding: picked.reason for picked in side.picked}
            picked = np.flatnonzero(frame["name"].isin(reasons)) if reasons else stands[:0]
            at.append(np.union1d(chosen, picked))
            why = frame["name"].iloc[at[-1]].map(reasons).fillna("") if reasons else ""
            said = {"proposition": proposition.id, "direction": direction, "picked": why}
            more.append(pd.DataFrame(said, index=at[-1]))
    # rows are taken once: frames are wide
    found = frame.take(np.concatenate(at)).reset_index(drop=True)
    return _of_the_table(found.join(pd.concat(more, ignore_index=True).astype("str")))


def ledger_of(
    coders: list[str],
    codings: pd.DataFrame | Parts,
    codebook: Codebook,
    propositions: list[Proposition],
    rule: Evidence,
    origins: dict[str, str],
) -> pd.DataFrame | Parts:
    """The ledger as `coders`, who all have read, alone would have it, the first of them in the lead: a study rebuilt without the others.

    What they agree on is found among them. Decisions stay, as those on the others' codings go with these.
    """
    own: pd.DataFrame | Parts
    if isinstance(codings, Parts):
        own = codings.only(ds.field("coder").isin(coders)).then(mark_agreed, AGREED_BY)
    else:
        own = mark_agreed(codings[codings["coder"].isin(coders)].reset_index(drop=True))
    return evidence_ledger(own, codebook, propositions, rule, coders[0], origins, len(coders) > 1)

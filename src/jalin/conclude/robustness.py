"""How much a verdict hangs on a single strand: each strand pulled in turn, and voices drawn again."""

from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from jalin.conclude.cuts import Cuts
from jalin.conclude.propositions import Proposition
from jalin.conclude.rivals import told_apart
from jalin.conclude.stances import stances
from jalin.conclude.verdict import counts_of, judge, limit, verdict_of
from jalin.rules import VerdictRule

_COLUMNS = {
    "voice": "voice",
    "source": "source_id",
    "role_group": "role_group",
    "method": "method",
    "round": "round",
}


def without_each(
    evidence: pd.DataFrame,
    propositions: list[Proposition],
    rule: VerdictRule,
    ledger_of: Callable[[list[str]], pd.DataFrame],
    coders: list[str],
) -> pd.DataFrame:
    """The table `conclude/robustness`: the verdict on each proposition with one strand pulled.

    Strands are each voice, source, source group, technique, round and coder in turn; a role group that is not
    compared by source is another technique, and left out as that. Where all evidence is of
    one group, technique, round or coder, that is no strand beside others, and is not left out.
    `ledger_of(coders)` gives the ledger as these alone would have it: what the others of a coder have, and what the coder has. A strand
    that says nothing of a proposition cannot change its verdict, unless through its rival.
    """
    cuts = Cuts(evidence, propositions, rule)
    whole = cuts.verdicts(np.ones(len(evidence), dtype=bool))
    about = evidence["proposition"].to_numpy(dtype=object)
    parts: list[tuple[str, str, Counter[str], dict[str, str]]] = []
    for strand, column in _COLUMNS.items():
        own = evidence[column].to_numpy(dtype=object)
        values = list(dict.fromkeys(own))
        if len(values) == 1 and strand not in ("voice", "source"):
            continue
        for value in rule.groups(values) if strand == "role_group" else values:
            parts.append((strand, value, Counter(about[own == value]), cuts.verdicts(own != value)))
    if len(coders) > 1:
        for coder in coders:
            rest = verdict_of(
                stances(ledger_of([other for other in coders if other != coder])), propositions, rule
            )
            parts.append(("coder", coder, Counter(ledger_of([coder])["proposition"]), rest))
    rows = []
    for strand, value, speaks, without in parts:
        for name, verdict in without.items():
            rows.append(
                {
                    "proposition": name,
                    "strand": strand,
                    "value": value,
                    "codings": speaks[name],
                    "verdict": verdict,
                    "verdict_with": whole[name],
                    "changes": verdict != whole[name],
                }
            )
    return pd.DataFrame(rows)


# to which side of a claim a verdict belongs
_SIDE = {
    **dict.fromkeys(("supported", "reserved", "ungrounded for"), "for"),
    **dict.fromkeys(("not supported", "ungrounded against", "refuted"), "against"),
    "mixed": "mixed",
    "no evidence": "none",
}
# what a verdict may hang on, the narrower first. A round is none: it is a step of the same inquiry, and the
# verdict after each stands in the table of rounds
HANGS = ("voice", "source", "role_group", "method", "coder")


def hanging(robustness: pd.DataFrame) -> pd.DataFrame:
    """The rows of `robustness` by which a verdict hangs on one strand: left out, it is another.

    On a technique it hangs when without it the verdict is on another side. Groups of informants speak through
    one technique, mostly: what is left without that is seldom grounded, and hangs on nothing while it points the same way.
    """
    if robustness.empty:
        return robustness
    loose = (robustness["strand"] == "method") & same_side(robustness)
    return robustness[robustness["changes"] & robustness["strand"].isin(HANGS) & ~loose]


def same_side(robustness: pd.DataFrame) -> pd.Series:
    """Whether the verdict without a strand is on the side of the one with it: for, against, or neither."""
    sides = robustness.reindex(columns=["verdict", "verdict_with"]).apply(lambda column: column.map(_SIDE))
    return sides["verdict"] == sides["verdict_with"]


def fragile(
    propositions: Iterable[str], robustness: pd.DataFrame, bootstrap: pd.DataFrame, rule: VerdictRule
) -> list[bool]:
    """Whether the verdict on each proposition, on all data, is fragile.

    It is where it comes out in less than `share_standing` of the draws of voices, or hangs on one strand (`hanging`):
    it changes when a single voice, source, group or coder is left out, or is on another side without a technique.
    Without evidence it is not: nothing can be taken away.
    """
    on_one = set(hanging(robustness)["proposition"]) if len(robustness) else set()
    drawn = standing(propositions, bootstrap)
    return [name in on_one or drawn[name] < rule.share_standing for name in propositions]


def standing(propositions: Iterable[str], bootstrap: pd.DataFrame) -> dict[str, float]:
    """The share of the draws that gave the verdict on all data again, by proposition; 0 where none did, missing where nothing was drawn."""
    if bootstrap.empty:
        return dict.fromkeys(propositions, np.nan)
    shares = (bootstrap["share"] * bootstrap["stands"]).groupby(bootstrap["proposition"]).sum()
    return {name: float(shares.get(name, np.nan)) for name in propositions}


def hangs_on(robustness: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, str]:
    """By proposition, the strands its verdict hangs on and the verdict without each, as KIND=NAME:VERDICT joined by "; ".

    A strand that holds another of them whole is left out: that a verdict hangs on an informant says
    already that it hangs on the informant's group. `evidence`: the ledger.
    """
    found = hanging(robustness)
    if found.empty:
        return {}
    whole = {
        (kind, value): frozenset(rows)
        for kind, column in _COLUMNS.items()
        for value, rows in evidence.groupby(column).indices.items()
    }
    said: dict[str, str] = {}
    for name, rows in found.groupby("proposition", sort=False):
        kept: list[tuple[str, str, str]] = []
        pairs = list(zip(rows["strand"], rows["value"], strict=True))
        smallest = sorted(
            zip(pairs, rows["verdict"], strict=True),
            key=lambda one: (one[0] not in whole, len(whole.get(one[0], ())), HANGS.index(one[0][0])),
        )
        for (kind, value), verdict in smallest:
            own = whole.get((kind, value))
            if own is None or not any(whole[other[:2]] <= own for other in kept):
                kept.append((kind, value, verdict))
        kept.sort(key=lambda one: (HANGS.index(one[0]), pairs.index(one[:2])))
        said[name] = "; ".join(f"{kind}={value}:{verdict}" for kind, value, verdict in kept)
    return said


def bootstrap_voices(
    evidence: pd.DataFrame,
    propositions: list[Proposition],
    rule: VerdictRule,
    seed: int,
    times: int = 1000,
) -> pd.DataFrame:
    """The table `conclude/bootstrap`: how often each verdict comes out when voices are drawn again, of each proposition on which there is evidence.

    In each of `times` draws as many voices as there are come, with replacement, from all that speak to
    any proposition, or to what tells it from its rival; a voice drawn twice counts twice, one not drawn is silent. What
    share of draws gives the verdict on all data says how much it depends on who was met.
    """
    found = stances(evidence)
    voices = [] if found.empty else sorted(set(found["voice"]))
    random = np.random.default_rng(seed)
    drawn = (
        random.multinomial(len(voices), [1 / len(voices)] * len(voices), size=times)
        if voices
        else np.zeros((times, 0), int)
    )
    place = {voice: number for number, voice in enumerate(voices)}
    outcomes: dict[str, list[str]] = {}
    for proposition in propositions:
        mine = found[found["proposition"] == proposition.id] if voices else found
        outcomes[proposition.id] = _outcomes(
            mine, drawn[:, [place[name] for name in mine["voice"]]] if len(mine) else None, rule, times
        )
    known = found[found["not_hearsay"]] if voices else found
    shown = {
        name: drawn[:, [place[voice] for voice in own["voice"]]].max(axis=1) > 0
        for name, own in (known.groupby("proposition") if voices else ())
    }
    rows = []
    for number in range(times):
        at = {name: verdict[number] for name, verdict in outcomes.items()}
        there = {name for name, ever in shown.items() if ever[number]}
        rows.append(
            {
                item.id: limit(item, at, told_apart(item, propositions, there), rule)[0]
                for item in propositions
            }
        )
    frame = pd.DataFrame(rows)
    whole = verdict_of(found, propositions, rule)
    spoken = frame.columns.intersection(found["proposition"]) if voices else []
    return pd.DataFrame(
        {
            "proposition": name,
            "verdict": verdict,
            "draws": count,
            "share": count / times,
            "stands": verdict == whole[name],
        }
        for name in spoken
        for verdict, count in frame[name].value_counts().sort_index().items()
    )


def _outcomes(mine: pd.DataFrame, weights: np.ndarray | None, rule: VerdictRule, times: int) -> list[str]:
    """The verdict of each draw on one proposition, its rival left aside; `weights`: draws × its voices."""
    if weights is None:
        return ["no evidence"] * times
    stance = mine["stance"].to_numpy()
    groups = pd.get_dummies(mine["role_group"])
    groups = groups[rule.groups(groups)].to_numpy(dtype=int)
    counts = {name: weights @ (stance == name).astype(int) for name in ("for", "against", "mixed")}
    pro = (weights * (mine["codings_for"].to_numpy() > 0)) @ groups > 0
    con = (weights * (mine["codings_against"].to_numpy() > 0)) @ groups > 0
    first_hand, against = (
        weights @ mine[name].to_numpy(dtype=int) for name in ("not_hearsay", "not_hearsay_against")
    )
    return [
        judge(
            counts_of(
                *(int(counts[name][number]) for name in ("for", "against", "mixed")),
                groups_for=int(pro[number].sum()),
                groups_against=int(con[number].sum()),
                first_hand=int(first_hand[number]),
                first_hand_against=int(against[number]),
            ),
            rule,
        )
        for number in range(times)
    ]

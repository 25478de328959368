"""The thirteen tactics for testing or confirming a finding, proposition by proposition.

Miles, Huberman & Saldaña (2014), Qualitative Data Analysis, ch. 11. What data can answer
is computed and says what was computed; what only a person can do is taken from
`analysis/tactics.csv`, memos and member checks, with who and when; the rest is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import get_args

import pandas as pd
from scipy.stats import fisher_exact

from jalin.code.overlap import overlapping
from jalin.code.query import QueryContext, select
from jalin.conclude.could_speak import able_voices
from jalin.conclude.propositions import IfThen, Proposition
from jalin.conclude.records import Recorded, Response
from jalin.conclude.rivals import seen, told_apart
from jalin.conclude.stances import stances, stances_by
from jalin.conclude.verdict import STANDS, verdict_in_words, verdicts
from jalin.settings import VerdictRule
from jalin.words import number, word

TACTICS = range(1, 14)
# one voice with more than this share of the codings carries a finding alone
_ONE_VOICE = 0.4


@dataclass(frozen=True)
class Found:
    """What one tactic gives for a proposition: the key of its words, what fills their places, and whether it calls for caution.

    A value may be a term of the catalogue as (kind, term), or itself depend on the language.
    """

    key: str
    values: dict[str, object]
    alarm: bool = False

    def words(self, language: str) -> str:
        """What was found, numbers as the language writes them."""
        shown = {name: _shown(value, language) for name, value in self.values.items()}
        return word(f"tactic_found.{self.key}", language).format(**shown)


def _shown(value: object, language: str) -> object:
    if isinstance(value, float):
        return number(value, language, 2)
    if isinstance(value, tuple):
        return word(f"{value[0]}.{value[1]}", language)
    return value(language) if callable(value) else value


def _say(key: str, alarm: bool = False, **values: object) -> Found:
    return Found(key, values, alarm)


@dataclass
class TacticInputs:
    """What the tactics look at, for all propositions."""

    evidence: pd.DataFrame
    propositions: list[Proposition]
    rule: VerdictRule
    sources: pd.DataFrame
    robustness: pd.DataFrame
    fragile: dict[str, bool]
    distances: pd.DataFrame
    memos: pd.DataFrame
    member_checks: pd.DataFrame
    asked: QueryContext
    lead: str
    whole: dict[str, str] = field(default_factory=dict)
    found: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        self.found = stances(self.evidence)
        table = verdicts(self.found, self.propositions, self.rule)
        self.whole = dict(zip(table["proposition"], table["verdict"], strict=True))

    def of(self, proposition: Proposition) -> pd.DataFrame:
        """The ledger of one proposition."""
        return self.evidence[self.evidence["proposition"] == proposition.id]

    def voices(self, proposition: Proposition) -> pd.DataFrame:
        """The stances on one proposition."""
        return self.found[self.found["proposition"] == proposition.id] if len(self.found) else self.found

    def verdict(self, proposition: Proposition, evidence: pd.DataFrame) -> str:
        """The verdict on one proposition with other evidence, its rival judged by the same."""
        table = verdicts(stances(evidence), self.propositions, self.rule).set_index("proposition")
        return str(table.loc[proposition.id, "verdict"])


def _representativeness(grounds: TacticInputs, proposition: Proposition) -> Found:
    own, voices = grounds.of(proposition), grounds.voices(proposition)
    shares = own["voice"].value_counts(normalize=True)
    effective = float(1 / (shares**2).sum())
    top = float(shares.iloc[0])
    flips = grounds.robustness.query("proposition == @proposition.id and strand == 'voice' and changes")
    able = able_voices(grounds.evidence, grounds.sources, [proposition.id])[0]
    few = len(voices) < grounds.rule.share_speaking * able
    return _say(
        "representativeness",
        top > _ONE_VOICE or len(flips) > 0 or few,
        voices=len(voices),
        able=able,
        effective=effective,
        top_voice=shares.index[0],
        top=f"{top:.0%}",
        flips=", ".join(flips["value"]) or "–",
        few=lambda language: (
            word("tactic_found.few", language).format(
                share=number(100 * grounds.rule.share_speaking, language)
            )
            if few
            else ""
        ),
    )


def _favour(part: pd.DataFrame) -> float:
    """Share in favour of some stances, those both ways counted half; NaN without any."""
    return float(part["stance"].map({"for": 1.0, "mixed": 0.5, "against": 0.0}).astype(float).mean())


def _researcher(grounds: TacticInputs, proposition: Proposition) -> Found:
    """What each collector was told, by the voices that spoke to them; of one alone, what was told early and late."""
    own = grounds.of(proposition)
    collector = own["source_id"].map(grounds.sources.set_index("source_id")["collector"])
    heard = stances_by(own.assign(collector=collector)[collector != ""], "collector")
    if heard["collector"].nunique() > 1:
        parts = dict(list(heard.groupby("collector")))
        shares = [_favour(part) for part in parts.values()]
        return _say(
            "researchers",
            max(shares) - min(shares) > 0.5,
            told=lambda language: ", ".join(
                f"{name} {number(_favour(part), language, 2)} ({len(part)})" for name, part in parts.items()
            ),
        )
    voices = grounds.voices(proposition)
    dates = own.groupby("voice")["date"].min()
    ordered = voices.assign(date=voices["voice"].map(dates)).sort_values(["date", "voice"])
    half = len(ordered) // 2
    first, second = _favour(ordered.iloc[:half]), _favour(ordered.iloc[half:])
    return _say("researcher_time", bool(half and abs(first - second) > 0.5), early=first, late=second)


def _triangulating(grounds: TacticInputs, proposition: Proposition) -> Found:
    own = grounds.of(proposition)
    supporting = own[own["direction"] == "for"]
    groups, methods = supporting["role_group"].nunique(), supporting["method"].nunique()
    return _say(
        "triangulating", bool(len(supporting)) and (groups < 2 or methods < 2), groups=groups, methods=methods
    )


def _weighting(grounds: TacticInputs, proposition: Proposition) -> Found:
    voices = grounds.voices(proposition)
    pro, con = voices["weight_for"].sum(), voices["weight_against"].sum()
    share = float(pro / (pro + con)) if pro + con else float("nan")
    firm = grounds.verdict(proposition, grounds.evidence[grounds.evidence["directness"] != "hearsay"])
    free = grounds.verdict(proposition, grounds.evidence[grounds.evidence["prompted"] != "prompted"])
    return _say(
        "weighting",
        {firm, free} != {grounds.whole[proposition.id]},
        share=share,
        firm=("verdict", firm),
        free=("verdict", free),
    )


def _outliers(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    """The voices that speak of other things than the rest do, and the verdict without them."""
    speaking = grounds.distances[grounds.distances["voice"].isin(grounds.of(proposition)["voice"])].head(3)
    if len(speaking) < 3:
        return None
    rest = grounds.verdict(proposition, grounds.evidence[~grounds.evidence["voice"].isin(speaking["voice"])])
    return _say(
        "outliers",
        rest != grounds.whole[proposition.id],
        voices=", ".join(speaking["voice"]),
        verdict=("verdict", rest),
    )


def _extremes(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    voices = grounds.voices(proposition)
    if len(voices) < 3:
        return None
    ranked = voices.assign(lean=voices["codings_for"] - voices["codings_against"]).sort_values(
        ["lean", "voice"], ascending=[False, True]
    )
    most, least = ranked.iloc[0]["voice"], ranked.iloc[-1]["voice"]
    rest = grounds.verdict(proposition, grounds.evidence[~grounds.evidence["voice"].isin([most, least])])
    return _say(
        "extremes", rest != grounds.whole[proposition.id], most=most, least=least, verdict=("verdict", rest)
    )


def _topics(grounds: TacticInputs, proposition: Proposition) -> set[str]:
    """What a memo on this proposition may be about: the proposition, or codes of its evidence."""
    return {proposition.id, *grounds.of(proposition)["code"]}


def _memos(grounds: TacticInputs, proposition: Proposition, kind: str) -> Found | None:
    about = _topics(grounds, proposition)
    own = grounds.memos[grounds.memos["kind"] == kind]
    own = own[own["about"].map(lambda text: bool(about & set(text.split()))).astype(bool)]
    if own.empty:
        return None
    named = "; ".join(f"{row.title} ({row.date}, memos/{row.memo}.md)" for row in own.itertuples())
    return _say("memos", count=len(own), memos=named)


def _negative(grounds: TacticInputs, proposition: Proposition) -> Found:
    """What speaks against it in all codings of all coders: what counts, and what does not."""
    searched = grounds.asked.codings
    if not proposition.against.sought:
        return _say("negative_unasked", True, searched=len(searched))
    own = grounds.of(proposition)
    against = own[own["direction"] == "against"]
    spoken = {"codings": len(against), "voices": against["voice"].nunique()}
    if not proposition.against.query:
        return _say("negative_picked", True, **spoken, searched=len(searched))
    found = searched[select(proposition.against.query, grounds.asked)]
    # where a passage counts already, another coder's coding of it is no more evidence
    both = pd.concat([against, found], ignore_index=True)
    pairs = overlapping(both)
    covered = pairs.loc[pairs["left"] < len(against), "right"] - len(against)
    left = found.drop(index=found.index[covered[covered >= 0].unique()])
    listed = [f"{row.source_id}/{row.coding_id} ({row.coder})" for row in left.itertuples()]
    return _say(
        "negative_more" if listed else "negative",
        bool(listed),
        **spoken,
        searched=len(searched),
        more=len(listed),
        listed=", ".join(listed),
    )


def _sides(grounds: TacticInputs, rule: IfThen) -> tuple[set[str], set[str], set[str]]:
    """(all voices, those of which `if` holds, those of which `then` holds) by the lead coder's codings."""
    frame = grounds.asked.codings
    own = (frame["coder"] == grounds.lead).to_numpy()
    voices = frame["voice"]
    first = set(voices[select(rule.if_, grounds.asked) & own])
    second = set(voices[select(rule.then, grounds.asked) & own])
    return set(voices[own]), first, second


def _if_then(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    if proposition.if_then is None:
        return None
    everyone, first, second = _sides(grounds, proposition.if_then)
    if not first:
        return _say("if_then_none", True)
    both, violators = first & second, sorted(first - second)
    table = [[len(both), len(first - second)], [len(second - first), len(everyone - first - second)]]
    shown = ", ".join(violators) if violators else "–"
    return _say(
        "if_then",
        len(both) < len(first) / 2,
        first=len(first),
        both=len(both),
        second=len(second - first),
        others=len(everyone - first),
        violators=shown,
        p=float(fisher_exact(table).pvalue),
    )


def holds_within(voices: set[str], first: set[str], second: set[str]) -> bool | None:
    """Whether of some voices those with the condition (`first`) have the consequence (`second`) more often than those without; None where all or none of them have the condition.

    As often is no relation: where all of a group have the consequence, the condition makes no difference.
    """
    with_, without = voices & first, voices - first
    if not with_ or not without:
        return None
    return len(with_ & second) * len(without) > len(without & second) * len(with_)


def _spurious(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    """Whether the if-then is seen within each role group that has voices with and without the condition."""
    if proposition.if_then is None:
        return None
    everyone, first, second = _sides(grounds, proposition.if_then)
    groups = grounds.asked.codings.drop_duplicates("voice").set_index("voice")["role_group"]
    within = [
        holds_within(set(part) & everyone, first, second) for part in groups.groupby(groups).groups.values()
    ]
    tried = [one for one in within if one is not None]
    if not tried:
        return _say("spurious_none", True)
    return _say("spurious", not all(tried), tried=len(tried), holds=sum(tried))


def _replicating(grounds: TacticInputs, proposition: Proposition) -> Found:
    case = grounds.evidence["source_id"].map(grounds.sources.set_index("source_id")["case_id"])
    several = grounds.sources["case_id"].nunique() > 1
    mine = grounds.evidence["proposition"] == proposition.id
    parts = [
        grounds.verdict(proposition, grounds.evidence[values == value])
        for values in (grounds.evidence["round"], grounds.evidence["method"], *([case] if several else []))
        for value in dict.fromkeys(values[mine])
    ]
    same = sum(part == grounds.whole[proposition.id] for part in parts)
    coders = grounds.robustness.query("proposition == @proposition.id and strand == 'coder'")
    steady = int((~coders["changes"]).sum())
    return _say(
        "replicating_cases" if several else "replicating",
        same == 0 or steady < len(coders),
        parts=len(parts),
        same=same,
        coders=len(coders),
        steady=steady,
    )


def _rivals(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    if proposition.rival is None:
        return None
    rival = next(item for item in grounds.propositions if item.id == proposition.rival)
    apart = told_apart(proposition, grounds.propositions, seen(grounds.found))
    keys = ["source_id", "coding_id", "coder"]
    mine = set(grounds.of(proposition)[keys].itertuples(index=False, name=None))
    theirs = set(grounds.of(rival)[keys].itertuples(index=False, name=None))
    return _say(
        "rivals",
        apart == "for its rival" or (apart != "for it" and grounds.whole[rival.id] in STANDS),
        rival=rival.id,
        verdict=partial(verdict_in_words, grounds.whole[rival.id], grounds.fragile[rival.id]),
        shared=len(mine & theirs),
        apart=partial(word, f"told_apart.{apart}"),
    )


def _feedback(grounds: TacticInputs, proposition: Proposition) -> Found | None:
    own = grounds.member_checks[grounds.member_checks["proposition"] == proposition.id]
    if own.empty:
        return None
    counted = own["response"].value_counts()
    said = [name for name in get_args(Response) if name in counted]
    return _say(
        "feedback",
        bool((own["response"] == "disagree").any()),
        answers=len(own),
        said=lambda language: ", ".join(
            f"{word(f'response.{name}', language)} {counted[name]}" for name in said
        ),
        first=own["date"].min(),
        last=own["date"].max(),
    )


# tactic: what computes it; those of memos and member checks count as recorded
_COMPUTED: dict[int, Callable[[TacticInputs, Proposition], Found | None]] = {
    1: _representativeness, 2: _researcher, 3: _triangulating, 4: _weighting, 5: _outliers, 6: _extremes,
    8: _negative, 9: _if_then, 10: _spurious, 11: _replicating, 12: _rivals,
}  # fmt: skip
_FROM_RECORDS: dict[int, Callable[[TacticInputs, Proposition], Found | None]] = {
    2: lambda grounds, proposition: _memos(grounds, proposition, "method"),
    7: lambda grounds, proposition: _memos(grounds, proposition, "surprise"),
    13: _feedback,
}


def tactics_matrix(grounds: TacticInputs, recorded: list[Recorded], languages: Sequence[str]) -> pd.DataFrame:
    """The table `conclude/tactics`: one row per proposition and tactic, what was found in each of the `languages`.

    `state` is computed, recorded, both, or open; `alarm` that what was computed calls
    for caution. A proposition without evidence has nothing to compute from: its tactics
    are open unless recorded.
    """
    rows = []
    for proposition in grounds.propositions:
        speaks = len(grounds.of(proposition)) > 0
        for tactic in TACTICS:
            make = _COMPUTED.get(tactic)
            computed = make(grounds, proposition) if make and speaks else None
            noted = _FROM_RECORDS.get(tactic)
            taken = noted(grounds, proposition) if noted else None
            own = [
                one for one in recorded if one.tactic == tactic and one.proposition in (proposition.id, "all")
            ]
            parts = [one for one in (computed, taken) if one is not None]
            told = [f"“{one.what}” ({one.by}, {one.date})" for one in own]
            by_hand = bool(own or taken)
            state = ("both" if by_hand else "computed") if computed else ("recorded" if by_hand else "open")
            rows.append(
                {
                    "proposition": proposition.id,
                    "tactic": tactic,
                    "state": state,
                    "alarm": any(part.alarm for part in parts),
                    **{
                        f"found_{language}": " · ".join([*(part.words(language) for part in parts), *told])
                        for language in languages
                    },
                }
            )
    return pd.DataFrame(rows)

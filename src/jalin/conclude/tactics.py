"""The thirteen tactics for testing or confirming a finding, proposition by proposition.

Miles, Huberman & Saldaña (2014), Qualitative Data Analysis, ch. 11. What data can answer
is computed and says what was computed; what only a person can do is taken from
`analysis/tactics.csv`, memos and member checks, with who and when; the rest is open.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

import pandas as pd

from jalin.code.overlap import overlapping
from jalin.code.query import select
from jalin.conclude.could_speak import able_voices
from jalin.conclude.explanations import if_then, replicating, rivals, spurious
from jalin.conclude.propositions import Proposition
from jalin.conclude.records import Recorded, Response
from jalin.conclude.stances import stances_by
from jalin.conclude.tactic import Found, TacticInputs, named_or_none, say
from jalin.words import day, listed, number, phrase, word

TACTICS = range(1, 14)
# one voice with more than this share of the codings carries a finding alone
_ONE_VOICE = 0.4


def _representativeness(given: TacticInputs, proposition: Proposition) -> Found:
    own, voices = given.of(proposition), given.voices(proposition)
    shares = own["voice"].value_counts(normalize=True)
    effective = float(1 / (shares**2).sum())
    top = float(shares.iloc[0])
    flips = given.robustness.query("proposition == @proposition.id and strand == 'voice' and changes")
    able = able_voices(given.evidence, given.sources, [proposition.id])[0]
    few = len(voices) < given.rule.share_speaking * able
    return say(
        "representativeness",
        top > _ONE_VOICE or len(flips) > 0 or few,
        voices=len(voices),
        able=able,
        effective=effective,
        top_voice=shares.index[0],
        top=f"{top:.0%}",
        flips=partial(named_or_none, [*flips["value"]]),
        few=lambda language: (
            phrase("tactic_found.few", language, share=number(100 * given.rule.share_speaking, language))
            if few
            else ""
        ),
    )


def _favour(part: pd.DataFrame) -> float:
    """Share in favour of some stances, those both ways counted half; NaN without any."""
    return float(part["stance"].map({"for": 1.0, "mixed": 0.5, "against": 0.0}).astype(float).mean())


def _researcher(given: TacticInputs, proposition: Proposition) -> Found:
    """What each collector was told, by the voices that spoke to them; of one alone, what was told early and late."""
    own = given.of(proposition)
    collector = own["source_id"].map(given.sources.set_index("source_id")["collector"])
    heard = stances_by(own.assign(collector=collector)[collector != ""], "collector")
    if heard["collector"].nunique() > 1:
        parts = dict(list(heard.groupby("collector")))
        shares = [_favour(part) for part in parts.values()]
        return say(
            "researchers",
            max(shares) - min(shares) > 0.5,
            told=lambda language: ", ".join(
                f"{name} {number(_favour(part), language, 2)} ({len(part)})" for name, part in parts.items()
            ),
        )
    voices = given.voices(proposition)
    dates = own.groupby("voice")["date"].min()
    ordered = voices.assign(date=voices["voice"].map(dates)).sort_values(["date", "voice"])
    half = len(ordered) // 2
    first, second = _favour(ordered.iloc[:half]), _favour(ordered.iloc[half:])
    return say("researcher_time", bool(half and abs(first - second) > 0.5), early=first, late=second)


def _triangulating(given: TacticInputs, proposition: Proposition) -> Found:
    own = given.of(proposition)
    supporting = own[own["direction"] == "for"]
    groups, methods = len(given.rule.groups(supporting["role_group"])), supporting["method"].nunique()
    return say(
        "triangulating", bool(len(supporting)) and (groups < 2 or methods < 2), groups=groups, methods=methods
    )


def _weighting(given: TacticInputs, proposition: Proposition) -> Found:
    voices = given.voices(proposition)
    pro, con = voices["weight_for"].sum(), voices["weight_against"].sum()
    share = float(pro / (pro + con)) if pro + con else float("nan")
    firm = given.verdict(proposition, given.evidence["directness"] != "hearsay")
    free = given.verdict(proposition, given.evidence["prompted"] != "prompted")
    return say(
        "weighting",
        {firm, free} != {given.whole[proposition.id]},
        share=share,
        firm=("verdict", firm),
        free=("verdict", free),
    )


def _outliers(given: TacticInputs, proposition: Proposition) -> Found | None:
    """The voices that speak of other things than the rest do, and the verdict without them."""
    speaking = given.distances[given.distances["voice"].isin(given.of(proposition)["voice"])].head(3)
    if len(speaking) < 3:
        return None
    rest = given.verdict(proposition, ~given.evidence["voice"].isin(speaking["voice"]))
    return say(
        "outliers",
        rest != given.whole[proposition.id],
        voices=partial(listed, [*speaking["voice"]]),
        verdict=("verdict", rest),
    )


def _extremes(given: TacticInputs, proposition: Proposition) -> Found | None:
    voices = given.voices(proposition)
    if len(voices) < 3:
        return None
    ranked = voices.assign(lean=voices["codings_for"] - voices["codings_against"]).sort_values(
        ["lean", "voice"], ascending=[False, True]
    )
    most, least = ranked.iloc[0]["voice"], ranked.iloc[-1]["voice"]
    rest = given.verdict(proposition, ~given.evidence["voice"].isin([most, least]))
    return say(
        "extremes", rest != given.whole[proposition.id], most=most, least=least, verdict=("verdict", rest)
    )


def _topics(given: TacticInputs, proposition: Proposition) -> set[str]:
    """What a memo on this proposition may be about: the proposition, or codes of its evidence."""
    return {proposition.id, *given.of(proposition)["code"]}


def _memos(given: TacticInputs, proposition: Proposition, kind: str) -> Found | None:
    about = _topics(given, proposition)
    own = given.memos[given.memos["kind"] == kind]
    own = own[own["about"].map(lambda text: bool(about & set(text.split()))).astype(bool)]
    if own.empty:
        return None
    return say(
        "memos",
        number=len(own),
        memos=lambda language: "; ".join(
            f"{row.title} ({day(row.date, language)}, memos/{row.memo}.md)" for row in own.itertuples()
        ),
    )


def _negative(given: TacticInputs, proposition: Proposition) -> Found:
    """What speaks against it in all codings of all coders: what counts, and what does not."""
    searched = given.asked.codings
    if not proposition.against.sought:
        return say("negative_unasked", True, searched=len(searched))
    own = given.of(proposition)
    against = own[own["direction"] == "against"]
    spoken = {"codings": len(against), "voices": against["voice"].nunique()}
    if not proposition.against.query:
        return say("negative_picked", True, **spoken, searched=len(searched))
    found = searched[select(proposition.against.query, given.asked)]
    # where a passage counts already, another coder's coding of it is no more evidence
    both = pd.concat([against, found], ignore_index=True)
    pairs = overlapping(both)
    covered = pairs.loc[pairs["left"] < len(against), "right"] - len(against)
    left = found.drop(index=found.index[covered[covered >= 0].unique()])
    left_over = [f"{row.source_id}/{row.coding_id} ({row.coder})" for row in left.itertuples()]
    if against.empty and not left_over:
        return say("negative_none", searched=len(searched))
    return say(
        "negative_more" if left_over else "negative",
        bool(left_over),
        **spoken,
        searched=len(searched),
        more=len(left_over),
        listed=", ".join(left_over),
    )


def _feedback(given: TacticInputs, proposition: Proposition) -> Found | None:
    own = given.member_checks[given.member_checks["proposition"] == proposition.id]
    if own.empty:
        return None
    counted = own["response"].value_counts()
    said = [name for name in get_args(Response) if name in counted]
    return say(
        "feedback",
        bool((own["response"] == "disagree").any()),
        answers=len(own),
        said=lambda language: ", ".join(
            f"{word(f'response.{name}', language)} {counted[name]}" for name in said
        ),
        when=lambda language: " – ".join(
            day(one, language) for one in dict.fromkeys((own["date"].min(), own["date"].max()))
        ),
    )


# tactic: what computes it; those of memos and member checks count as recorded
_COMPUTED: dict[int, Callable[[TacticInputs, Proposition], Found | None]] = {
    1: _representativeness, 2: _researcher, 3: _triangulating, 4: _weighting, 5: _outliers, 6: _extremes,
    8: _negative, 9: if_then, 10: spurious, 11: replicating, 12: rivals,
}  # fmt: skip
_FROM_RECORDS: dict[int, Callable[[TacticInputs, Proposition], Found | None]] = {
    2: lambda given, proposition: _memos(given, proposition, "method"),
    7: lambda given, proposition: _memos(given, proposition, "surprise"),
    13: _feedback,
}


def tactics_matrix(given: TacticInputs, recorded: list[Recorded], languages: Sequence[str]) -> pd.DataFrame:
    """The table `conclude/tactics`: one row per proposition and tactic, what was found in each of the `languages`.

    `state` is computed, recorded, both, or open; `alarm` that what was computed calls
    for caution. A proposition without evidence has nothing to compute from: its tactics
    are open unless recorded.
    """
    rows = []
    for proposition in given.propositions:
        speaks = len(given.of(proposition)) > 0
        for tactic in TACTICS:
            make = _COMPUTED.get(tactic)
            computed = make(given, proposition) if make and speaks else None
            noted = _FROM_RECORDS.get(tactic)
            taken = noted(given, proposition) if noted else None
            own = [
                one for one in recorded if one.tactic == tactic and one.proposition in (proposition.id, "all")
            ]
            parts = [one for one in (computed, taken) if one is not None]
            by_hand = bool(own or taken)
            state = ("both" if by_hand else "computed") if computed else ("recorded" if by_hand else "open")
            rows.append(
                {
                    "proposition": proposition.id,
                    "tactic": tactic,
                    "state": state,
                    "alarm": any(part.alarm for part in parts),
                    **{
                        f"found_{language}": " · ".join(
                            [*(part.words(language) for part in parts), *(one.told(language) for one in own)]
                        )
                        for language in languages
                    },
                }
            )
    return pd.DataFrame(rows)

"""Sentences worded from counts: none, one, several."""

from collections.abc import Callable

import pandas as pd

from jalin.conclude.robustness import hanging, same_side
from jalin.conclude.verdict import BY_ID
from jalin.words import listed, number, phrase, word

# how a number is said: by the name of its fact, after that of the proposition, and its words
Say = Callable[[str, str], str]
# which fact each count of a finding is
_FACT = {
    "voices": "voices",
    "in_favour": "voices_for",
    "mixed": "voices_mixed",
    "against": "voices_against",
    "groups": "groups_for",
    "first_hand": "first_hand",
    "able": "able",
}


def _as_shown(_: str, shown: str) -> str:
    return shown


def _counted(key: str, count: int, language: str, say: Say) -> str:
    """The words for a count, its number as `say` says it."""
    shown = number(count, language)
    return phrase(f"finding.{key}", language, count).replace(shown, say(_FACT[key], shown), 1)


def counts_in_words(row: dict, language: str, say: Say = _as_shown) -> str:
    """What stands behind a verdict: voices for, mixed and against of those that could have spoken, groups, and what limits it.

    `row`: a row of the table `conclude/verdicts`. Empty without any voice.
    """
    counts = {
        "voices": row["voices_for"] + row["voices_mixed"] + row["voices_against"],
        "in_favour": row["voices_for"],
        "mixed": row["voices_mixed"],
        "against": row["voices_against"],
        "groups": row["groups_for"],
        "first_hand": row["first_hand"],
    }
    if counts["voices"] == 0:
        return ""
    parts = {name: _counted(name, count, language, say) for name, count in counts.items()}
    backed = counts["in_favour"] + counts["mixed"] > 0
    said = phrase(f"finding.{'backed' if backed else 'told'}", language, **parts)
    able = _counted("able", row["able"], language, say)
    unsought = "" if row["against_sought"] else word("finding.unsought", language)
    limited = phrase("finding.limited", language, rival=row["limited_by"]) if row["limited_by"] else ""
    state = row["told_apart"]
    apart = word(f"told_apart.{state}", language) if limited or state not in ("", "not sought") else ""
    return " ".join(part for part in (said, able, unsought, limited, apart) if part)


def robustness_in_words(
    name: str, strands: pd.DataFrame, share: str, language: str, say: Say = _as_shown
) -> str:
    """Which strands change a verdict when pulled, and how often it comes out when the voices are resampled.

    `name`: the proposition, said because its rival's verdict may stand beside it; `strands`: its rows of the table
    `conclude/robustness`, each value by its name; `share`: how often it comes out, per cent, in words; "" where
    that is said elsewhere.
    """
    changed = strands[strands["changes"]]
    said = [
        phrase(f"any_of.{strand}", language, len(own)).replace(
            shown := number(len(own), language), say(f"shaken.{strand}", shown)
        )
        if strand in BY_ID
        else phrase(f"pulled.{strand}", language, len(own), names=listed([*own], language, "or"))
        for strand, own in changed.groupby("strand", sort=False)["value"]
    ]
    head = (
        phrase("robust.changes", language, len(changed), proposition=name, strands="; ".join(said))
        if said
        else word("robust.stands", language).format(proposition=name)
    )
    if said and hanging(strands).empty and same_side(changed).all():
        head += f" {word('robust.same_side', language)}"
    return f"{head} {phrase('robust.drawn', language, share=share)}" if share else head

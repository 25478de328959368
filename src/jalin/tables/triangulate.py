"""The tables of the stage triangulate."""

import pandera.pandas as pa

from jalin.tables.columns import (
    CONVERGENCES,
    GROUPED_BY,
    PROPOSITION,
    STATES,
    count,
    flag,
    one_of,
    share,
    table,
    text,
)

_ALIKE = ("same", "different", "")

TABLES: dict[str, pa.DataFrameSchema] = {
    "triangulate/cells": table(
        "Convergence matrix: what each group says of each proposition.",
        ["proposition", "by", "group"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "group": text("role group or technique"),
            "able": count("voices that were asked or could show it"),
            "voices_for": count("voices for"),
            "voices_against": count("voices against"),
            "voices_mixed": count("voices both for and against"),
            "state": one_of("what the group says", STATES),
            "favour": share("share in favour of the voices that speak, mixed ones counted half"),
            "prominence": share("share of able voices that speak to it"),
            "examples": text("events it tells of, space-separated"),
            "convergence": one_of(
                "middle code of its pairs with other groups that speak; alone when no other does",
                CONVERGENCES,
            ),
            "conflict": flag("it points against another group"),
        },
    ),
    "triangulate/pairs": table(
        "Convergence of each pair of groups on each proposition.",
        ["proposition", "by", "group_1", "group_2"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "group_1": text("group"),
            "group_2": text("group"),
            "meaning": one_of("whether they favour it alike, of two that both speak", _ALIKE),
            "prominence": one_of("whether it is prominent in both or in neither", _ALIKE),
            "examples": one_of(
                "whether they tell of the same events; empty where neither tells of any", _ALIKE
            ),
            "convergence": one_of("convergence code", CONVERGENCES),
            "conflict": flag("one for, the other against"),
        },
    ),
    "triangulate/convergence": table(
        "Convergence of each proposition as a whole.",
        ["proposition", "by"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "convergence": one_of(
                "middle code of the pairs that both speak, from dissonance to agreement; alone when one group speaks",
                CONVERGENCES,
            ),
            "compared": count("pairs that both speak"),
            "same_meaning": count("of them, pairs that mean the same"),
            "conflicts": count("pairs that point in opposite directions"),
            "same": text("groups that share the leading direction"),
            "different": text("groups that speak otherwise"),
            "contradicting": text("of these, groups that point in the opposite direction of another"),
            "silent": text("groups that could speak to it and do not"),
            "specific": text("events that one group alone tells of, with the group"),
        },
    ),
    "triangulate/completeness": table(
        "What each group adds to each proposition.",
        ["proposition", "by", "group"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "group": text("role group, technique or round"),
            "voices": count("voices that speak"),
            "own_events": text("events that no other group tells of, space-separated"),
            "shared_events": text("events that another group tells of as well"),
            "own_codes": text("codes that this group alone has as evidence"),
        },
    ),
    "triangulate/researchers": table(
        "The convergence code by each coder's codings alone.",
        ["proposition", "by", "coder"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "coder": text("coder"),
            "convergence": one_of("convergence code", CONVERGENCES),
            "conflicts": count("pairs that point in opposite directions"),
            "same": flag("every coder comes to the same code"),
        },
    ),
    "triangulate/feedback": table(
        "What informants answered when asked again.",
        ["proposition"],
        {
            "proposition": PROPOSITION,
            "answers": count("answers"),
            "agree": count("that agree"),
            "partly": count("that agree in part"),
            "disagree": count("that disagree"),
            "added": count("that added something"),
            "other": count("others"),
            "changes": count("answers that changed the text"),
        },
    ),
    "triangulate/sensitivity": table(
        "The convergence code with another value for one threshold of study.yaml.",
        ["proposition", "by", "threshold", "value"],
        {
            "proposition": PROPOSITION,
            "by": GROUPED_BY,
            "threshold": text("the threshold, a key of convergence in study.yaml"),
            "value": share("its value"),
            "convergence": one_of("convergence code", CONVERGENCES),
            "same": flag("as by the study's own thresholds"),
        },
    ),
    "triangulate/credibility": table(
        "An overall statement on each proposition.",
        ["proposition"],
        {
            "proposition": PROPOSITION,
            "{language}": text("the statement in each language of the study"),
        },
    ),
}

"""The tables of the stage conclude."""

import pandera.pandas as pa

from jalin.tables.columns import (
    DIRECTIONS,
    DIRECTNESS,
    METHODS,
    PROPOSITION,
    REPLICATIONS,
    SOURCE,
    SPAN,
    STANCES,
    TESTS,
    TOLD_APART,
    VERDICTS,
    count,
    flag,
    number,
    one_of,
    share,
    table,
    text,
)

_COUNTED = {
    "voices_for": count("voices for"),
    "voices_against": count("voices against"),
    "voices_mixed": count("voices both for and against"),
    "groups_for": count("source groups with a voice for"),
    "groups_against": count("source groups with a voice against"),
    "first_hand": count("voices for that know it not from hearsay alone"),
    "first_hand_against": count("voices against that know it not from hearsay alone"),
    "able": count("voices that could have spoken to it, those that do included"),
    "against_sought": flag("evidence against it was looked for, by a query or by hand"),
    "told_apart": one_of(
        "what the evidence that tells it from its rival speaks for; empty without a rival", TOLD_APART
    ),
    "share_for": share("for, with half of mixed, of all voices"),
}

TABLES: dict[str, pa.DataFrameSchema] = {
    "conclude/evidence": table(
        "Evidence ledger: every coding that speaks for or against a proposition.",
        ["proposition", "direction", "coder", "source_id", "coding_id"],
        {
            "proposition": PROPOSITION,
            "direction": one_of("what it speaks", DIRECTIONS),
            "coder": text("whose coding it is"),
            "coding_id": text("the coding"),
            "code": text("its code"),
            "source_id": SOURCE,
            "segment_id": text("the segment"),
            "informant_id": text("who speaks; empty for observations and documents"),
            "role_group": text("group of the source"),
            "method": one_of("technique", METHODS),
            "round": text("round"),
            "date": text("day of collection"),
            "directness": one_of("how the speaker knows", DIRECTNESS),
            "voice": text("informant_id, or source_id without one"),
            "prompted": one_of(
                "in an interview, whether the question named the topic", ("prompted", "unprompted", "")
            ),
            "origin": text("whose account hearsay is, where it is known"),
            "weight": number("how much it weighs, by study.yaml"),
            "examples": text("codes of the events it tells of, space-separated"),
            "picked": text("reason, when picked by hand; else empty"),
            "quote": text("the passage"),
            **SPAN,
        },
    ),
    "conclude/stances": table(
        "One stance per proposition and voice: informant, observation or document.",
        ["proposition", "voice"],
        {
            "proposition": PROPOSITION,
            "voice": text("informant_id, or source_id without one"),
            "role_group": text("group"),
            "method": one_of("technique", METHODS),
            "stance": one_of("for, against, or both", STANCES),
            "codings_for": count("codings for"),
            "codings_against": count("codings against"),
            "weight_for": number("weight of its firmest coding for"),
            "weight_against": number("weight of its firmest coding against"),
            "not_hearsay": flag("at least one coding for is more than hearsay"),
            "not_hearsay_against": flag("at least one coding against is more than hearsay"),
            "repeated_by": text("voices that only repeat it, counted with it, space-separated"),
        },
    ),
    "conclude/verdicts": table(
        "Verdict on each proposition, after each round and on all data.",
        ["proposition", "round"],
        {
            "proposition": PROPOSITION,
            "round": text("data up to this round; 'all' for everything"),
            **_COUNTED,
            "verdict": one_of("the verdict", VERDICTS),
            "limited_by": text("rival that keeps it from 'supported'; else empty"),
            "fragile": flag(
                "on all data: in too few draws of voices, or hanging on one strand; false for earlier rounds"
            ),
            "standing": share(
                "of the draws of voices that give the verdict on all data; missing for earlier rounds, and without evidence"
            ),
            "hangs_on": text(
                "where it is fragile: the strands without which it is another, and which, as KIND=NAME:VERDICT; …"
            ),
            "changed_by": text("voices new or speaking otherwise, where the verdict changed in this round"),
        },
    ),
    "conclude/cases": table(
        "The verdict on each proposition in each case, whether it is replicated (Yin 2018), and the verdict without the case.",
        ["proposition", "case_id"],
        {
            "proposition": PROPOSITION,
            "case_id": text("the case"),
            **_COUNTED,
            "verdict": one_of("the verdict in the case", VERDICTS),
            "limited_by": text("rival that keeps it from 'supported'; else empty"),
            "expected": one_of("what propositions.yaml expects of the case", ("stands", "falls")),
            "replication": one_of("what the verdict makes of that", REPLICATIONS),
            "verdict_all": one_of("the verdict on all cases", VERDICTS),
            "verdict_without": one_of("the verdict on all other cases", VERDICTS),
            "changes": flag("without the case the verdict is another"),
        },
    ),
    "conclude/robustness": table(
        "The verdict on each proposition with one strand pulled.",
        ["proposition", "strand", "value"],
        {
            "proposition": PROPOSITION,
            "strand": one_of(
                "what is left out", ("voice", "source", "role_group", "method", "round", "coder")
            ),
            "value": text("which one"),
            "codings": count(
                "codings it has on the proposition; of a coder, as they would be evidence alone"
            ),
            "verdict": one_of("verdict without it", VERDICTS),
            "verdict_with": one_of("verdict with it", VERDICTS),
            "changes": flag("whether they differ"),
        },
    ),
    "conclude/bootstrap": table(
        "How often each verdict comes out when voices are drawn again, where there is evidence.",
        ["proposition", "verdict"],
        {
            "proposition": PROPOSITION,
            "verdict": one_of("verdict", VERDICTS),
            "draws": count("draws with that verdict"),
            "share": share("of all draws"),
            "stands": flag("it is the verdict on all data"),
        },
    ),
    "conclude/discriminating": table(
        "Evidence that tells rivals apart: what was expected if a proposition or its rival were so, and what was found (Van Evera 1997).",
        ["proposition", "item"],
        {
            "proposition": PROPOSITION,
            "rival": text("its rival"),
            "item": count("which of its items, from 1"),
            "evidence_{language}": text("what is looked at"),
            "expected_so_{language}": text("expected if the proposition is so"),
            "test_so": one_of("which test of it that is; empty where nothing is looked for", TESTS),
            "voices_so": count("voices that show it"),
            "found_so": flag("one of them knows it from more than hearsay: it is found"),
            "codings_so": text("the codings that show it, as CODER:SOURCE/ID, space-separated"),
            "expected_rival_{language}": text("expected if the rival is so"),
            "test_rival": one_of("which test of the rival that is; empty where nothing is looked for", TESTS),
            "voices_rival": count("voices that show it"),
            "found_rival": flag("one of them knows it from more than hearsay: it is found"),
            "codings_rival": text("the codings that show it, as CODER:SOURCE/ID, space-separated"),
            "speaks_for": text(
                "the proposition of the two that it decides for; empty where it decides nothing"
            ),
        },
    ),
    "conclude/tactics": table(
        "The thirteen confirming tactics by proposition.",
        ["proposition", "tactic"],
        {
            "proposition": PROPOSITION,
            "tactic": count("tactic, 1 to 13"),
            "state": one_of("how it stands", ("computed", "recorded", "both", "open")),
            "alarm": flag("what was found calls for caution"),
            "found_{language}": text("what was found, in each language of the study; empty when open"),
        },
    ),
}

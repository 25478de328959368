"""The tables of the stage condense."""

import pandera.pandas as pa

from jalin.tables.columns import METHODS, SOURCE, count, number, one_of, share, table, text

_ENDS = "of its 95% interval"

TABLES: dict[str, pa.DataFrameSchema] = {
    "condense/counts": table(
        "How often each code is used, by an attribute of the source.",
        ["code", "by", "value"],
        {
            "code": text("code"),
            "by": text("attribute; 'all' for no attribute"),
            "value": text("value of the attribute"),
            "codings": count("codings"),
            "sources": count("sources"),
            "informants": count("informants"),
        },
    ),
    "condense/cooccurrence": table(
        "Pairs of codes that come together.",
        ["code_1", "code_2"],
        {
            "code_1": text("code, first in codebook order"),
            "code_2": text("code"),
            "passages": count("overlapping pairs of codings of one coder"),
            "segments": count("segments in which one coder used both"),
            "near": count("pairs that overlap or stand within the distance asked for"),
            "sources": count("sources with both"),
            "only_1": count("sources with the first alone"),
            "only_2": count("sources with the second alone"),
            "neither": count("coded sources with neither"),
            "p": share("Fisher's exact test on sources, two-sided"),
        },
    ),
    "condense/profiles": table(
        "What each voice speaks of.",
        ["voice", "code"],
        {
            "voice": text("informant_id, or source_id without one"),
            "role_group": text("group"),
            "code": text("code"),
            "codings": count("codings"),
            "share": share("of the voice's codings"),
        },
    ),
    "condense/distances": table(
        "How far each voice is from the others, by the codes it uses.",
        ["voice"],
        {
            "voice": text("informant_id, or source_id without one"),
            "role_group": text("group"),
            "codes": count("codes used"),
            "distance": share("mean of 1 − Jaccard to every other voice; missing when alone"),
            "nearest": text("the voice most alike; empty when alone"),
        },
    ),
    "condense/patterns": table(
        "Pattern codes of the second cycle: each member and its use, then '(all)'.",
        ["pattern", "code"],
        {
            "pattern": text("pattern code"),
            "code": text("a code it gathers; '(all)' for the pattern"),
            "codings": count("codings"),
            "sources": count("sources"),
            "voices": count("voices"),
        },
    ),
    "condense/summaries": table(
        "Every source in one row.",
        ["source_id"],
        {
            "source_id": SOURCE,
            "method": one_of("technique", METHODS),
            "role_group": text("group"),
            "date": text("day of collection"),
            "words": count("words"),
            "codings": count("codings that count as evidence"),
            "codes": count("different codes"),
            "themes": text("most used themes, with how often"),
            "most_used": text("most used codes, with how often"),
            "example": text("coding_id of the passage quoted; empty without one"),
            "quote": text("that passage"),
        },
    ),
    "condense/words": table(
        "Word stems in what informants say and documents and field notes write, stop words left out.",
        ["stem", "language"],
        {
            "stem": text("stem"),
            "language": text("language of the sources"),
            "count": count("occurrences"),
            "sources": count("sources"),
            "forms": text("forms, the most frequent first"),
        },
    ),
    "condense/saturation_runs": table(
        "Saturation after Guest, Namey & Chen (2020), Chao2 and coverage: by codes, inductive codes and themes, for all and per role group.",
        ["unit", "group"],
        {
            "unit": one_of("what is new", ("code", "inductive code", "theme")),
            "group": text("'(all)', or a role group"),
            "base": count("sources of the base"),
            "run": count("sources of a run"),
            "threshold": share("share of new information that counts as little"),
            "base_codes": count("codes of the base"),
            "last_share": share("share of new information of the last run; missing without a run", 0.0, None),
            "reached": number("after how many sources little new came; missing when never", True),
            "median": number("the same over random orders", True),
            "low": number("2.5th percentile over random orders", True),
            "high": number("97.5th percentile", True),
            "units": count("sources"),
            "observed": count("codes seen"),
            "once": count("codes seen in one source alone"),
            "twice": count("codes seen in two sources"),
            "chao2": number("Chao2, a lower bound of codes there are; missing below two sources", True),
            "chao2_low": number(f"lower end {_ENDS}", True),
            "chao2_high": number(f"upper end {_ENDS}", True),
            "coverage": share("sample coverage (Chao & Jost 2012)"),
            "coverage_low": share(f"lower end {_ENDS}, sources drawn again"),
            "coverage_high": share(f"upper end {_ENDS}"),
        },
    ),
    "condense/saturation": table(
        "New codes with each source, in order of collection.",
        ["source_id"],
        {
            "order": count("position, from 1"),
            "source_id": SOURCE,
            "date": text("day of collection"),
            "new_codes": count("codes not seen before"),
            "new_inductive": count("of these, inductive ones"),
            "cumulative": count("codes seen so far"),
            "low": number("codes seen so far in other orders of the sources, 2.5th percentile"),
            "high": number("the same, 97.5th percentile"),
        },
    ),
    "condense/tallies": table(
        "Structured observations counted by their own fields.",
        ["tally", "row", "column"],
        {
            "tally": text("tally of study.yaml"),
            "row": text("values of the row fields"),
            "column": text("value of the column field"),
            "count": count("rows of the log"),
        },
    ),
}

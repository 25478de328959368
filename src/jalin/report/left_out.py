"""What a report does without, where the study leaves it out: figures, tables, facts and words of a chapter."""

from fnmatch import fnmatchcase

from jalin.settings import Settings

_FIGURES = {
    "agreement": ("agreement",),
    "saturation": ("saturation",),
    "verdict": ("verdicts", "braid", "standing", "tactics", "replication"),
}
_TABLES = {
    "agreement": ("agreement_table", "agreement_parts", "confusions", "researchers_table"),
    "saturation": ("saturation_table",),
    "verdict": (
        "verdict_table",
        "rounds",
        "cases_table",
        "published",
        "robustness_table",
        "tactics_table",
        "discriminating_table",
    ),
}
_FACTS = {
    "agreement": ("alpha", "alpha_*", "percent_agreement", "weak_codes"),
    "saturation": ("saturation.*",),
    "verdict": (
        "propositions",
        "verdicts.*",
        "*.verdict",
        "*.voices",
        "*.voices_*",
        "*.groups_*",
        "*.first_hand*",
        "*.able",
        "*.standing",
        "*.cases.*",
        "*.shaken*",
        "*.decisive",
        "shaken_by_voice",
        "tactics.*",
    ),
}


def left_out(settings: Settings, kind: str, name: str) -> str:
    """The part to which a figure, table or fact belongs that the study leaves out; "" where it does not."""
    named = {"figure": _FIGURES, "table": _TABLES, "fact": _FACTS}.get(kind, {})
    return next(
        (
            part
            for part in settings.left_out
            if any(fnmatchcase(name, pattern) for pattern in named.get(part, ()))
        ),
        "",
    )

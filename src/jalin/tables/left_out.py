"""What a study does without (`leave_out` of study.yaml): the tables of each part, and a stage's numbers of it.

Reflexive analysis asks for no agreement of coders, no saturation and no verdict (Braun & Clarke
2021, Qualitative Research in Sport, Exercise and Health 13, 201–216).
"""

from jalin.settings import Settings
from jalin.words import phrase

TABLES = {
    "agreement": ("code/agreement", "code/agreement_parts", "code/confusions", "triangulate/researchers"),
    "saturation": ("condense/saturation", "condense/saturation_runs"),
    "verdict": (
        "conclude/verdicts",
        "conclude/cases",
        "conclude/robustness",
        "conclude/bootstrap",
        "conclude/discriminating",
        "conclude/tactics",
    ),
}
_NUMBERS = {"alpha": "agreement", "last": "saturation", "standing": "verdict", "hanging": "verdict"}


def part_of(settings: Settings, table: str) -> str:
    """The part that a table belongs to, where the study leaves it out; "" for any other table."""
    return next((part for part in settings.left_out if table in TABLES[part]), "")


def without(settings: Settings, numbers: dict[str, float]) -> dict[str, float]:
    """A stage's numbers without those of what is left out."""
    return {name: value for name, value in numbers.items() if _NUMBERS.get(name) not in settings.left_out}


def sentence(settings: Settings, part: str, language: str) -> str:
    """That the study chose to do without, and why."""
    reason = settings.left_out[part][language].strip().rstrip(".")
    return phrase(f"left_out.{part}", language, reason=reason)


def all_sentences(settings: Settings, language: str) -> str:
    """What the study does without, and why; "" where it does without nothing."""
    return " ".join(sentence(settings, part, language) for part in settings.left_out)


def sentences(settings: Settings, stage: str, language: str) -> list[str]:
    """The sentences on what the tables of a stage would hold."""
    return [
        sentence(settings, part, language)
        for part in settings.left_out
        if TABLES[part][0].startswith(f"{stage}/")
    ]

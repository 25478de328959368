"""The displays of a study: three that every study has, and those that study.yaml declares."""

from jalin.display.material import Material
from jalin.study import Bilingual, DisplaySpec, Settings
from jalin.words import word


def _named(key: str) -> Bilingual:
    return Bilingual(id=word(f"display.{key}", "id"), en=word(f"display.{key}", "en"))


def standard(settings: Settings) -> list[DisplaySpec]:
    """Role-ordered, time-ordered and, where there are research questions, conceptually clustered matrix."""
    found = [
        DisplaySpec(
            id="role_ordered",
            name=_named("role_ordered"),
            shape="role_ordered",
            rows="role_group",
            columns="theme",
        ),
        DisplaySpec(
            id="time_ordered",
            name=_named("time_ordered"),
            shape="time_ordered",
            rows="branch",
            columns="period",
        ),
    ]
    if settings.questions:
        found.append(
            DisplaySpec(
                id="conceptually_clustered",
                name=_named("conceptually_clustered"),
                shape="conceptually_clustered",
                rows="voice",
                columns="question",
                cell="quote",
            )
        )
    return found


def contrasted(material: Material, spec: DisplaySpec) -> DisplaySpec:
    """A contrast table with the voices that speak most and least of `order_by` as its columns.

    Exemplary cases are the two ends (Miles, Huberman & Saldaña 2014, ch. 6), by the share
    of a voice's codings on that branch; of interviews alone, as others say little of a theme.
    """
    codings = material.codings
    inside = set(material.codebook.branch(material.codebook.today[spec.order_by]))
    people = codings[codings["informant_id"] != ""] if (codings["informant_id"] != "").any() else codings
    share = people["code"].isin(inside).groupby(people["voice"]).mean()
    ranked = sorted(share.index, key=lambda voice: (-share[voice], voice))
    ends = ranked[:1] + ranked[-1:] if len(ranked) > 1 else ranked
    return spec.model_copy(update={"order_by": "", "only_columns": ends})


def displays_of(material: Material) -> list[DisplaySpec]:
    """Every display of the study: the standard ones, then those of study.yaml, contrasts with their ends found."""
    settings = material.settings
    declared = [
        contrasted(material, spec) if spec.shape == "contrast" and spec.order_by else spec
        for spec in settings.displays
    ]
    names = {spec.id for spec in declared}
    return [*(spec for spec in standard(settings) if spec.id not in names), *declared]

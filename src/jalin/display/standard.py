"""The displays of a study: three that every study has, and those that study.yaml declares."""

from jalin.display.material import Material
from jalin.settings import Bilingual, DisplaySpec, Settings
from jalin.words import word


def _standard(shape: str, rows: str, columns: str, cell: str = "count") -> DisplaySpec:
    """A display called by its shape."""
    name = Bilingual(id=word(f"display.{shape}", "id"), en=word(f"display.{shape}", "en"))
    return DisplaySpec(id=shape, name=name, shape=shape, rows=rows, columns=columns, cell=cell)


def standard(settings: Settings) -> list[DisplaySpec]:
    """Role-ordered, time-ordered and, where there are research questions, conceptually clustered matrix.

    Where there are several cases, a partially ordered meta-matrix too.
    """
    found = [
        _standard("role_ordered", "role_group", "theme"),
        _standard("time_ordered", "branch", "period"),
    ]
    if settings.questions:
        found.append(_standard("conceptually_clustered", "voice", "question", "quote"))
    if len(settings.cases) > 1:
        found.append(_standard("partially_ordered", "case_id × role_group", "theme", "codes"))
    return found


def contrasted(material: Material, spec: DisplaySpec) -> DisplaySpec:
    """A contrast table with the columns (voices, or cases) that speak most and least of `order_by` alone.

    Exemplary cases are the two ends (Miles, Huberman & Saldaña 2014, ch. 6), by the share
    of their codings on that branch; of interviews alone, as others say little of a theme.
    """
    codings = material.codings
    along = spec.columns if spec.columns in ("case_id", "role_group", "source_id") else "voice"
    inside = set(material.codebook.branch(material.codebook.today[spec.order_by]))
    people = codings[codings["informant_id"] != ""] if (codings["informant_id"] != "").any() else codings
    share = people["code"].isin(inside).groupby(people[along]).mean()
    ranked = sorted(share.index, key=lambda value: (-share[value], value))
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

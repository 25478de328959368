"""The shapes of displays, after Miles, Huberman & Saldaña (2014), and the displays of a study.

A new shape is one entry in `SHAPES`, or an entry point `jalin.displays` of another package.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jalin.display.cells import CELLS, in_language
from jalin.display.material import Material
from jalin.display.summaries import FILE as SUMMARIES
from jalin.errors import Problem, not_yet, refuse
from jalin.named import Words
from jalin.registry import Registry
from jalin.settings import DisplaySpec, Settings
from jalin.words import known_languages, word


@dataclass(frozen=True)
class Shape:
    """A shape of display.

    `standard`: the display of this shape that a study has without asking, or None where it has
    none; `settle` completes a declared one by what the codings say; `name` by language, the
    words `display.SHAPE` without it.
    """

    standard: Callable[[Settings], DisplaySpec | None] | None = None
    settle: Callable[[Material, DisplaySpec], DisplaySpec] | None = None
    name: Mapping[str, str] | None = None


def contrasted(material: Material, spec: DisplaySpec) -> DisplaySpec:
    """A contrast table with the columns (voices, or cases) that speak most and least of `order_by` alone.

    Exemplary cases are the two ends (Miles, Huberman & Saldaña 2014, ch. 6), by the share
    of their codings on that branch; of interviews alone, as others say little of a theme.
    Without `order_by` it stays as it is.
    """
    if not spec.order_by:
        return spec
    codings = material.frame
    along = spec.columns if spec.columns in ("case_id", "role_group", "source_id") else "voice"
    inside = set(material.codebook.branch(material.codebook.today[spec.order_by]))
    people = codings[codings["informant_id"] != ""] if (codings["informant_id"] != "").any() else codings
    share = people["code"].isin(inside).groupby(people[along]).mean()
    ranked = sorted(share.index, key=lambda value: (-share[value], value))
    ends = ranked[:1] + ranked[-1:] if len(ranked) > 1 else ranked
    return spec.model_copy(update={"order_by": "", "only_columns": ends})


def _standard(shape: str, rows: str, columns: str, cell: str) -> DisplaySpec:
    """A display called by its shape."""
    name = Words({language: word(f"display.{shape}", language) for language in known_languages()})
    return DisplaySpec(id=shape, name=name, shape=shape, rows=rows, columns=columns, cell=cell)


def _role_ordered(settings: Settings) -> DisplaySpec:
    return _standard("role_ordered", "role_group", "theme", "reach")


def _time_ordered(settings: Settings) -> DisplaySpec:
    return _standard("time_ordered", "branch", "period", "voices")


def _conceptually_clustered(settings: Settings) -> DisplaySpec | None:
    """Where there are research questions."""
    return _standard("conceptually_clustered", "voice", "question", "quote") if settings.questions else None


def _partially_ordered(settings: Settings) -> DisplaySpec | None:
    """Where there are several cases."""
    several = len(settings.cases) > 1
    return _standard("partially_ordered", "case_id × role_group", "theme", "codes") if several else None


SHAPES: Registry[Shape] = Registry(
    group="jalin.displays",
    what="shape of display",
    file="src/jalin/display/shapes.py",
    kinds=(Shape,),
    own={
        "role_ordered": Shape(_role_ordered),
        "time_ordered": Shape(_time_ordered),
        "conceptually_clustered": Shape(_conceptually_clustered),
        "partially_ordered": Shape(_partially_ordered),
        "checklist": Shape(),
        "event_listing": Shape(),
        "effects": Shape(),
        "content_analytic": Shape(),
        "contrast": Shape(settle=contrasted),
        "case_ordered": Shape(),
        "case_ordered_effects": Shape(),
    },
)


def shape_name(shape: str, language: str) -> str:
    """What a shape is called."""
    own = SHAPES[shape].name
    return in_language(own, language) if own else word(f"display.{shape}", language)


def displays_of(material: Material) -> list[DisplaySpec]:
    """Every display of the study: the standard ones, then those of study.yaml, completed by their shape.

    Raises `StudyError` for each shape and kind of cell that is not known, and for summaries of other displays.
    """
    declared = material.settings.displays
    refuse(
        [
            problem
            for number, spec in enumerate(declared, start=1)
            for registry, key, name in ((SHAPES, "shape", spec.shape), (CELLS, "cell", spec.cell))
            if name is not None
            for problem in registry.unknown(
                name, "data/raw/study.yaml", f"displays, entry {number} ({spec.id}), {key}"
            )
        ]
    )
    names = {spec.id for spec in declared}
    shapes = [SHAPES[name] for name in SHAPES]
    standard = [spec for shape in shapes if shape.standard and (spec := shape.standard(material.settings))]
    settled = []
    for spec in declared:
        settle = SHAPES[spec.shape].settle if spec.shape else None
        settled.append(settle(material, spec) if settle else spec)
    found = [*(spec for spec in standard if spec.id not in names), *settled]
    ids = [spec.id for spec in found]
    refuse(
        [
            Problem(SUMMARIES, "", *not_yet("display", name, ids))
            for name in material.summaries["display"].unique()
            if name not in ids
        ]
    )
    return found

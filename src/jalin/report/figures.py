"""The figures of the report: numbered, drawn in each language of the study, their data beside."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jalin.code.draw import draw_agreement
from jalin.conclude.braid import draw_braid
from jalin.conclude.draw import draw_replication, draw_standing, draw_tactics, draw_verdicts
from jalin.condense.draw import draw_saturation
from jalin.display.draw_links import draw_links, draw_network
from jalin.display.network import theme_names
from jalin.figure import save, with_notice
from jalin.files import write_text
from jalin.report.drawn.common import Draw, Item
from jalin.report.drawn.log import LOG
from jalin.report.drawn.model import MODEL
from jalin.report.drawn.quilt import QUILT
from jalin.report.drawn.structure import STRUCTURE
from jalin.report.drawn.timeline import TIMELINE
from jalin.report.drawn.together import TOGETHER
from jalin.report.drawn.tree import TREE
from jalin.report.left_out import left_out
from jalin.report.results import Results
from jalin.shares import Beside
from jalin.spreadsheet import csv_of
from jalin.triangulate.convergence import BY
from jalin.triangulate.draw import draw_panels


def _plain(table: str, draw: Callable[[pd.DataFrame, str], Figure]) -> Item:
    """A figure of one table and nothing else."""
    return Item(
        table, lambda results: results[table], lambda results, language: draw(results[table], language)
    )


def _judged(table: str, draw: Callable[[pd.DataFrame, str, dict[str, str]], Figure]) -> Item:
    """A figure of one table by proposition."""
    return Item(
        table,
        lambda results: results[table],
        lambda results, language: draw(results[table], language, results.called(language)),
    )


def _links(network: str) -> Callable[[Results], pd.DataFrame]:
    return lambda results: results["display/links"][results["display/links"]["network"] == network]


def _draw_links(network: str) -> Draw:
    def draw(results: Results, language: str) -> Figure:
        dates = results.codebook.dates
        names = results.codebook.names(language)
        return draw_links(_links(network)(results), names, set(dates), dates, language)

    return draw


FIGURES: dict[str, Item] = {
    "timeline": TIMELINE,
    "model": MODEL,
    "code_tree": TREE,
    "structure": STRUCTURE,
    "agreement": Item(
        "code/agreement",
        lambda results: results["code/agreement"],
        lambda results, language: draw_agreement(
            results["code/agreement"], language, results.codebook.names(language)
        ),
    ),
    "saturation": _plain("condense/saturation", draw_saturation),
    "network": Item(
        "display/network",
        lambda results: results["display/network"],
        lambda results, language: draw_network(
            results["display/network"],
            theme_names(results.codebook, results.study.settings.evidence, language),
            language,
            results.codebook.names(language),
        ),
    ),
    "causal": Item("display/links", _links("causal"), _draw_links("causal")),
    "event_state": Item("display/links", _links("event-state"), _draw_links("event-state")),
    "verdicts": Item(
        "conclude/verdicts",
        lambda results: results.verdicts,
        lambda results, language: draw_verdicts(results.verdicts, language, results.called(language)),
    ),
    "braid": Item(
        "conclude/stances",
        lambda results: results.printed.joined(results["conclude/stances"]),
        lambda results, language: draw_braid(
            results.printed.joined(results["conclude/stances"]),
            results.verdicts,
            results["conclude/robustness"],
            results.printed.names(language),
            language,
            results.called(language),
        ),
    ),
    "standing": _judged("conclude/bootstrap", draw_standing),
    "tactics": _judged("conclude/tactics", draw_tactics),
    "replication": Item(
        "conclude/cases",
        lambda results: results["conclude/cases"],
        lambda results, language: draw_replication(
            results["conclude/cases"], results.names("cases", language), language, results.called(language)
        ),
    ),
    "convergence": Item(
        "triangulate/cells",
        lambda results: results["triangulate/cells"],
        lambda results, language: draw_panels(
            results["triangulate/cells"],
            {by: results.group_names(by, language) for by in BY},
            language,
            results.called(language),
        ),
    ),
    "quilt": QUILT,
    "together": TOGETHER,
    "log": LOG,
}


def _display(name: str) -> Item:
    """A matrix display as a figure."""
    return Item(
        "display/matrices",
        lambda results: results.displays[name].table,
        lambda results, language: replace(results.displays[name], language=language).figure(),
    )


def figures_of(results: Results) -> dict[str, Item]:
    """Every figure of the study in order: displays that can be drawn stand before the networks.

    Cases are compared where there are several; what the study does without is left out.
    """
    drawn = {name: _display(name) for name in results.displays.named(drawn=True)}
    before = {name: FIGURES[name] for name in ("agreement", "saturation")}
    several = results["conclude/cases"]["case_id"].nunique() > 1
    after = {name: item for name, item in FIGURES.items() if name != "replication" or several}
    found = before | drawn | {name: item for name, item in after.items() if name not in before}
    settings = results.study.settings
    return {name: item for name, item in found.items() if not left_out(settings, "figure", name)}


def figure_path(results: Results, name: str, language: str) -> Path:
    """Where a figure is, with the ending .svg."""
    return results.study.reports / "figures" / f"{name}.{language}.svg"


def save_figures(results: Results, shown: Mapping[str, Collection[str]] | None = None) -> Beside[Path, Path]:
    """Draw figures as SVG beside whatever comes next; all are there when they were gone through.

    The data of every figure are written as CSV. `shown`: by language the names of those that its chapters show, in their
    order; without it all are drawn in every language.
    """
    figures = figures_of(results)
    shown = dict.fromkeys(results.study.languages, figures) if shown is None else shown
    wanted = {
        figure_path(results, name, language): (name, language)
        for language in shown
        for name in shown[language]
    }

    def draw(path: Path) -> Path:
        name, language = wanted[path]
        save(with_notice(figures[name].draw(results, language), results.study, language), path)
        return path

    drawn = Beside(draw, list(wanted))
    for name, item in figures.items():
        # the data of all, so that a run in one language leaves what another shows
        write_text(results.study.reports / "figures" / f"{name}.csv", csv_of(item.data(results)))
    return drawn

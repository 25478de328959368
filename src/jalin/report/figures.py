"""The figures of the report: numbered, drawn in both languages, their data beside."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from jalin.code.draw import draw_agreement
from jalin.conclude.draw import draw_verdicts
from jalin.condense.draw import draw_saturation
from jalin.display.draw import draw_matrix, draw_network
from jalin.figure import save, with_notice
from jalin.files import write_text
from jalin.report.results import Results
from jalin.study import LANGUAGES
from jalin.triangulate.draw import draw_convergence
from jalin.words import word

Draw = Callable[[Results, str], Figure]


@dataclass(frozen=True)
class Item:
    """A figure of the report: the notebook it comes from, its data, and how to draw it."""

    notebook: str
    data: Callable[[Results], pd.DataFrame]
    draw: Draw


def _cells(by: str) -> Callable[[Results], pd.DataFrame]:
    return lambda results: results["triangulate/cells"][results["triangulate/cells"]["by"] == by]


def _methods(language: str) -> dict[str, str]:
    return {name: word(f"method.{name}", language) for name in ("interview", "observation", "document")}


FIGURES: dict[str, Item] = {
    "agreement": Item(
        "03_code",
        lambda results: results["code/agreement"],
        lambda results, language: draw_agreement(results["code/agreement"], language),
    ),
    "saturation": Item(
        "04_condense",
        lambda results: results["condense/saturation"],
        lambda results, language: draw_saturation(results["condense/saturation"], language),
    ),
    "role_ordered": Item(
        "05_display",
        lambda results: results["display/role_ordered"],
        lambda results, language: draw_matrix(
            results["display/role_ordered"],
            results.names("role_groups", language),
            results.codebook.names(language),
            language,
        ),
    ),
    "time_ordered": Item(
        "05_display",
        lambda results: results["display/time_ordered"],
        lambda results, language: draw_matrix(
            results["display/time_ordered"],
            results.codebook.names(language),
            results.names("periods", language),
            language,
        ),
    ),
    "network": Item(
        "05_display",
        lambda results: results["display/network"],
        lambda results, language: draw_network(
            results["display/network"], results.codebook.theme_names(language)
        ),
    ),
    "verdicts": Item(
        "06_conclude",
        lambda results: results.verdicts,
        lambda results, language: draw_verdicts(results.verdicts, language),
    ),
    "convergence": Item(
        "07_triangulate",
        _cells("role_group"),
        lambda results, language: draw_convergence(
            _cells("role_group")(results), results.names("role_groups", language), language
        ),
    ),
    "convergence_method": Item(
        "07_triangulate",
        _cells("method"),
        lambda results, language: draw_convergence(_cells("method")(results), _methods(language), language),
    ),
}


def figure_number(name: str) -> int:
    """The number of a figure, from 1; raises `KeyError` for one that is not there."""
    return {key: number for number, key in enumerate(FIGURES, start=1)}[name]


def figure_stem(name: str) -> str:
    """The name of a figure's files, without language and ending."""
    return f"figure-{figure_number(name):02d}-{name}"


def figure_path(results: Results, name: str, language: str) -> Path:
    """Where a figure is, with the ending .svg."""
    return results.study.reports / "figures" / f"{figure_stem(name)}.{language}.svg"


def save_figures(results: Results) -> list[Path]:
    """Draw every figure in both languages as SVG and PNG, and its data as CSV; returns the SVGs."""
    saved = []
    for name, item in FIGURES.items():
        for language in LANGUAGES:
            path = figure_path(results, name, language)
            save(with_notice(item.draw(results, language), results.study, language), path)
            saved.append(path)
        data = item.data(results).to_csv(index=False, lineterminator="\n")
        write_text(path.parent / f"{figure_stem(name)}.csv", data)
    return saved

"""One house style for every figure, and how a figure is shown and saved.

Figures carry the study's notice, are the same bytes each time, and use only
colours that colour-blind readers can tell apart.
"""

import io
import re
import textwrap
import warnings
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial
from math import fsum
from pathlib import Path
from typing import Any

import matplotlib
from IPython.display import Image
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from jalin import drawn
from jalin.files import write_atomically
from jalin.study import Study
from jalin.typeset import picture
from jalin.words import word

# what no XML may hold (XML 1.0, production 2)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OVERLONG = re.compile(r"\S{40}(?=\S)")
WIDTH = 7.0  # inches: the text width of an A4 page
PAGE = 9.8  # inches at that width: the text height, less a caption
LYING = 24.4  # centimetres: the text width of an A4 page on its side
LOW = 5.9  # inches of height that a figure of that width has on it, less a caption
COLOURS = {
    "for": "#0072b2",
    "mixed": "#b9b9b9",
    "against": "#d55e00",
    "agreement": "#0072b2",
    "partial agreement": "#7fb8dc",
    "silence": "#ececec",
    "dissonance": "#e8a27c",
    "alone": "#f3e6b3",
    "not able": "#ffffff",
    "none": "#ffffff",
    "ink": "#22303c",
    "faint": "#5d6a74",
    "rule": "#c3cbd1",
    "notice": "#a31515",
    # what the researcher did
    "own": "#b34700",
}
_DPI = 200
_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": COLOURS["faint"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.spines.right": False,
    "axes.spines.top": False,
    "text.color": COLOURS["ink"],
    # a dollar sign in a name is a dollar sign
    "text.parse_math": False,
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "svg.fonttype": "path",
    "svg.hashsalt": "jalin",
    "figure.dpi": 110,
    "savefig.dpi": _DPI,
}


def style() -> AbstractContextManager[None]:
    """The house style, to draw inside: `with style(): …`."""
    import seaborn as sns

    look: Any = {**sns.axes_style("ticks"), **_STYLE}
    return matplotlib.rc_context(look)


@cache
def sequential() -> Colormap:
    """The colours of amounts, from none to many."""
    import seaborn as sns

    return sns.light_palette(COLOURS["agreement"], as_cmap=True)


def sheet(height: float, width: float = WIDTH) -> Figure:
    """A figure of the given size in inches without axes, laid out so that no label is cut.

    One that is higher than a page is as much wider: on paper it is smaller, and no line of it is lost or in another.
    """
    return Figure(figsize=(max(width, WIDTH * height / PAGE), height), layout="constrained")


def blank(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """An empty figure of the given size in inches, laid out so that no label is cut."""
    figure = sheet(height, width)
    return figure, figure.add_subplot()


def nothing(language: str) -> Figure:
    """The figure of a table without rows: it says that there is no data for it."""
    with style():
        figure, ax = blank(height=1.0)
        ax.text(0.5, 0.5, word("no_figure", language), ha="center", va="center")
        ax.set_axis_off()
    return figure


def wrapped(labels: Iterable[str], width: int) -> list[str]:
    """Labels broken into lines of about `width` characters, at spaces only; but what is longer than any word is cut."""
    cut = (_OVERLONG.sub(r"\g<0> ", label) for label in labels)
    return ["\n".join(textwrap.wrap(label, width, break_long_words=False)) for label in cut]


def lay_cells(ax: Axes, columns: Sequence[str], rows: Sequence[str], **look: Any) -> None:
    """Axes for a grid of cells one by one: names at their middles, those of columns with this look; the first row on top."""
    ax.set_xlim(0, len(columns))
    ax.set_ylim(len(rows), 0)
    ax.set_xticks([place + 0.5 for place in range(len(columns))], columns, **look)
    ax.set_yticks([place + 0.5 for place in range(len(rows))], rows)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def slanted(columns: Sequence[str], few: int = 3) -> dict[str, Any]:
    """The look of names of columns: slanted where they are more than `few`, which stand side by side."""
    if len(columns) <= few:
        return {}
    return {"rotation": 50, "ha": "right", "rotation_mode": "anchor", "fontsize": 7.5}


def lay_groups(ax: Axes, groups: Sequence[str], at: float) -> None:
    """Names of groups of rows, one for each row in `groups`, with a bracket, `at` this share of the width left of the cells."""
    begin = 0
    along = ax.get_yaxis_transform()
    for place, (one, following) in enumerate(zip(groups, [*groups, None][1:], strict=True), start=1):
        if one == following:
            continue
        ax.plot(
            [at, at],
            [begin + 0.15, place - 0.15],
            color=COLOURS["ink"],
            lw=1.2,
            transform=along,
            clip_on=False,
        )
        lines = wrapped([one], 15)[0]
        ax.text(
            at - 0.015, (begin + place) / 2, lines, ha="right", va="center", fontsize=7.5, transform=along
        )
        begin = place


def luminance(colour: Any) -> float:
    """Relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2)."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour))
    return fsum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: Any, other: Any) -> float:
    """Contrast ratio of two colours, from 1 to 21; text needs 4.5 (WCAG 2.2, success criterion 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: Any) -> str:
    """The colour of text on cells of `colour`: black or white, whichever is read better."""
    return max(("black", "white"), key=lambda ink: contrast(ink, colour))


def swatch(colour: str, label: str, hatched: bool = False) -> Patch:
    """An entry of a legend: what cells of a colour stand for."""
    hatch = "////" if hatched else None
    return Patch(facecolor=COLOURS[colour], edgecolor=COLOURS["rule"], hatch=hatch, label=label)


def with_notice(figure: Figure, study: Study, language: str) -> Figure:
    """`figure` with the study's notice below it."""
    if study.settings.notice is not None:
        with style():
            figure.supxlabel(
                "\n".join(wrapped([study.settings.notice[language]], 125)),
                fontsize=6.5,
                color=COLOURS["notice"],
            )
    return figure


def svg_of(figure: Figure) -> bytes:
    """`figure` as SVG, laid out once."""
    buffer = io.BytesIO()
    with style(), warnings.catch_warnings():
        # of a name without room, or a sign that is in no font: the page would say it with the folders of this machine
        warnings.simplefilter("ignore", UserWarning)
        if (layout := figure.get_layout_engine()) is not None:
            layout.execute(figure)
            # while there is a layout, it would be drawn twice to find it again
            figure.set_layout_engine(None)
        # without date and program, the same figure is the same bytes
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    # labels stand in comments as well
    return _NO_XML.sub("", buffer.getvalue().decode()).encode()


def _png_of(svg: bytes, width: float) -> bytes:
    # one that is wider than a page has as many pixels as the others: a picture of a large study stays one
    return picture(svg, width, round(_DPI * min(WIDTH, width)))


def as_image(figure: Figure) -> Image:
    """`figure` for the output of a notebook cell."""
    width = figure.get_figwidth()
    png = drawn.Known.of_figure(figure, style).made("png", lambda: _png_of(svg_of(figure), width))
    return Image(png, width=int(width * 100))


def save(figure: Figure, path: Path) -> None:
    """Save `figure` as SVG; where it is as it was drawn before, that is taken."""
    svg = drawn.Known.of_figure(figure, style).made("svg", lambda: svg_of(figure))
    write_atomically(path.with_suffix(".svg"), partial(Path.write_bytes, data=svg))


def save_png(path: Path) -> None:
    """Save what was saved as the SVG `path` beside it as PNG.

    Not to be called in a copy of a process that has done so: Typst's threads are not copied.
    """
    svg = path.read_bytes()
    points = re.search(rb'<svg [^>]*\bwidth="([\d.]+)pt"', svg)
    width = float(points[1]) / 72 if points else WIDTH
    png = drawn.Known.of_text("png", svg.decode()).made("png", lambda: _png_of(svg, width))
    write_atomically(path.with_suffix(".png"), partial(Path.write_bytes, data=png))

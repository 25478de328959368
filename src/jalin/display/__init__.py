"""Display: matrices and networks in the sense of Miles, Huberman & Saldaña."""

from typing import TYPE_CHECKING

from jalin.display.matrix import matrix
from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.display.cells import CELLS, Cell, heat
    from jalin.display.display import Display
    from jalin.display.links import link_table, read_links
    from jalin.display.material import Material
    from jalin.display.matrix import matrices, show
    from jalin.display.network import code_network
    from jalin.display.shapes import SHAPES, Shape, displays_of
    from jalin.display.summaries import read_summaries

__all__ = [
    "CELLS",
    "SHAPES",
    "Cell",
    "Display",
    "Material",
    "Shape",
    "code_network",
    "displays_of",
    "heat",
    "link_table",
    "matrices",
    "matrix",
    "read_links",
    "read_summaries",
    "show",
]

__getattr__ = lazily(__name__)

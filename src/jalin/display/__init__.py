"""Display: matrices and networks in the sense of Miles, Huberman & Saldaña."""

from jalin.display.links import link_table, read_links
from jalin.display.material import Material
from jalin.display.matrix import Display, matrices, matrix, show
from jalin.display.network import code_network
from jalin.display.standard import displays_of
from jalin.display.summaries import read_summaries

__all__ = [
    "Display",
    "Material",
    "code_network",
    "displays_of",
    "link_table",
    "matrices",
    "matrix",
    "read_links",
    "read_summaries",
    "show",
]

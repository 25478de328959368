"""Triangulate: do the strands of evidence agree, by source group, by technique and by time?"""

from typing import TYPE_CHECKING

from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.triangulate.convergence import (
        cells_of,
        convergence_cells,
        convergence_overall,
        convergence_pairs,
    )
    from jalin.triangulate.pair import Cell, pair_code
    from jalin.triangulate.protocol import completeness, feedback, researchers, sensitivity
    from jalin.triangulate.statement import credibility

__all__ = [
    "Cell",
    "cells_of",
    "completeness",
    "convergence_cells",
    "convergence_overall",
    "convergence_pairs",
    "credibility",
    "feedback",
    "pair_code",
    "researchers",
    "sensitivity",
]

__getattr__ = lazily(__name__)

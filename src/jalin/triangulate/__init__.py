"""Triangulate: do the strands of evidence agree, by source group and by technique?"""

from jalin.triangulate.convergence import convergence_cells, convergence_overall, convergence_pairs
from jalin.triangulate.pair import Cell, pair_code

__all__ = ["Cell", "convergence_cells", "convergence_overall", "convergence_pairs", "pair_code"]

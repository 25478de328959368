"""Display: matrices and networks in the sense of Miles, Huberman & Saldaña."""

from jalin.display.matrix import conceptually_clustered, matrix, role_ordered, time_ordered
from jalin.display.network import code_network

__all__ = ["code_network", "conceptually_clustered", "matrix", "role_ordered", "time_ordered"]

"""Explore: reading, coding and asking with the hands, in JupyterLab."""

from jalin.explore.browse import ask, braid, display, glance, kwic, material
from jalin.explore.suggest import suggest
from jalin.explore.widget import Bench, Codebook, Sources, coder, workbench

__all__ = [
    "Bench",
    "Codebook",
    "Sources",
    "ask",
    "braid",
    "coder",
    "display",
    "glance",
    "kwic",
    "material",
    "suggest",
    "workbench",
]

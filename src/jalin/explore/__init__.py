"""Explore: reading, coding and asking with the hands, in JupyterLab."""

from jalin.explore.browse import ask, braid, display, glance, kwic, material
from jalin.explore.suggest import suggest
from jalin.explore.widget import CodingWidget, coder

__all__ = [
    "CodingWidget",
    "ask",
    "braid",
    "coder",
    "display",
    "glance",
    "kwic",
    "material",
    "suggest",
]

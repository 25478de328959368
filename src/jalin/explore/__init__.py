"""Explore: reading, coding and asking with the hands, in JupyterLab."""

from jalin.explore.browse import ask, braid, display, glance, kwic, material
from jalin.explore.suggest import suggest
from jalin.explore.widget import (
    Ask,
    Bench,
    Codebook,
    Displays,
    Memos,
    Propositions,
    Report,
    Sources,
    coder,
    workbench,
)

__all__ = [
    "Ask",
    "Bench",
    "Codebook",
    "Displays",
    "Memos",
    "Propositions",
    "Report",
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

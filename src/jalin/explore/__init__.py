"""Explore: reading, coding and asking with the hands, in JupyterLab."""

from typing import TYPE_CHECKING

from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.explore.browse import ask, braid, display, glance, kwic, material
    from jalin.explore.suggestions import suggest
    from jalin.explore.widget import (
        Ask,
        Bench,
        Codebook,
        Displays,
        Memos,
        Pictures,
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
    "Pictures",
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

__getattr__ = lazily(__name__)

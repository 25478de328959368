"""Collect: read every source to canonical text and segments, and check the register."""

from typing import TYPE_CHECKING

from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.collect.changes import changes_since, remember
    from jalin.collect.consent import consenting, consents
    from jalin.collect.contact import contact_summary
    from jalin.collect.register import read_register
    from jalin.collect.sources import Collection, collect_sources

__all__ = [
    "Collection",
    "changes_since",
    "collect_sources",
    "consenting",
    "consents",
    "contact_summary",
    "read_register",
    "remember",
]

__getattr__ = lazily(__name__)

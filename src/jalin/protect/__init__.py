"""Protect: de-identify every text, settle what is suspected, and audit for leaks."""

from typing import TYPE_CHECKING

from jalin.lazily import lazily
from jalin.protect.anonymity import anonymity

if TYPE_CHECKING:
    from jalin.protect.anonymity import read_informants
    from jalin.protect.deidentify import Protected, protect_texts
    from jalin.protect.finder import finder_with
    from jalin.protect.key import write_key
    from jalin.protect.review import read_review, review_table, write_review

__all__ = [
    "Protected",
    "anonymity",
    "finder_with",
    "protect_texts",
    "read_informants",
    "read_review",
    "review_table",
    "write_key",
    "write_review",
]

__getattr__ = lazily(__name__)

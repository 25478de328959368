"""Protect: de-identify every text, settle what is suspected, and audit for leaks."""

from jalin.protect.anonymity import anonymity, read_informants
from jalin.protect.deidentify import Protected, protect_texts
from jalin.protect.identifiers import Finder, finder_of
from jalin.protect.key import write_key
from jalin.protect.pseudonyms import read_pseudonyms
from jalin.protect.review import hidden_forms, kept_forms, read_review, review_table, write_review

__all__ = [
    "Finder",
    "Protected",
    "anonymity",
    "finder_of",
    "hidden_forms",
    "kept_forms",
    "protect_texts",
    "read_informants",
    "read_pseudonyms",
    "read_review",
    "review_table",
    "write_key",
    "write_review",
]

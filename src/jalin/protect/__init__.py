"""Protect: de-identify every text, apply consent, and audit for leaks."""

from jalin.protect.deidentify import Protected, protect_texts
from jalin.protect.leaks import refuse_leaks
from jalin.protect.pseudonyms import read_pseudonyms

__all__ = ["Protected", "protect_texts", "read_pseudonyms", "refuse_leaks"]

"""Reproduce: run the notebooks where something changed, list, verify and share what they made. Knows no stage."""

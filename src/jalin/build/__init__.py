"""Reproduce: run the notebooks where something changed, list, verify and share what they made. Knows no stage."""

import sys

# nbformat's checker of addresses, which no notebook has, makes its grammar when it is imported: more than a second.
# Without it that one form of text is not checked
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

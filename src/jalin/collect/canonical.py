"""Canonical text: the one form of a source's text in which positions are counted.

Unicode NFC, `\\n` between lines, no byte-order mark, no control characters, no
characters that mark only where a line may break, no white space at line ends, no
empty lines, one `\\n` at the end. Positions are code points in it, half-open.
"""

import re
import unicodedata

# every mark that some program takes for the end of a line
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# soft hyphens, zero-width spaces and word joiners hide a word from whoever searches for it
# and what is no character stands in no file of a coder, nor in XML
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> str:
    """`text` in canonical form; canonical text is returned unchanged.

    Raises `ValueError` when `text` has a surrogate on its own, which is no character.
    """
    if text.isascii() and text.isprintable() and not text.endswith(" "):
        # most lines
        return f"{text}\n" if text else ""
    if half := _SURROGATE.search(text):
        raise ValueError(f"character {half.start()} (U+{ord(half.group()):04X}) is half a character")
    lines = _LINE_END.split(_UNSEEN.sub("", text))
    # composing may join a mark to the character before it, so it comes before trimming
    kept = [line.rstrip() for line in (unicodedata.normalize("NFC", line) for line in lines)]
    return "".join(f"{line}\n" for line in kept if line)

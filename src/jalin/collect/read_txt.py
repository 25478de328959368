"""Plain text: a line is a paragraph."""

from jalin.collect.blocks import Block, Reading


def read(text: str, reading: Reading) -> None:
    """The lines of the text."""
    reading.add(*(Block(line) for line in text.splitlines()))

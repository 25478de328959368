"""Plain text: a line is a paragraph."""

from jalin.collect.blocks import Block


def read(text: str) -> list[Block]:
    """The lines of the text."""
    return [Block(line) for line in text.splitlines()]

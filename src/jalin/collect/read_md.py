"""Markdown: its words without its marks; list items and table rows are paragraphs."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from jalin.collect.blocks import Block


def _words(inline: Token) -> list[str]:
    """The lines of an inline token, without emphasis and link targets."""
    parts = []
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type == "image":
            parts.append(f"[{child.content}]")
    return "".join(parts).split("\n")


def read(text: str) -> list[Block]:
    """Headings, paragraphs, list items, quotes and table rows of the text."""
    # links in field notes are evidence as written: only real Markdown is rendered
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks: list[Block] = []
    row: list[str] | None = None
    kind = "paragraph"
    for token in tokens:
        if token.type == "heading_open":
            kind = "heading"
        elif token.type == "heading_close":
            kind = "paragraph"
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            blocks.append(Block(" | ".join(row or [])))
            row = None
        elif token.type == "inline":
            lines = _words(token)
            if row is not None:
                row.append(" ".join(lines))
            elif kind == "heading":
                blocks.append(Block(" ".join(lines), kind))
            else:
                blocks.extend(Block(line) for line in lines)
        elif token.type in ("code_block", "fence", "html_block"):
            blocks.extend(Block(line) for line in token.content.splitlines())
    return blocks

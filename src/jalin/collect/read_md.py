"""Markdown: its words without its marks; list items and table rows are paragraphs."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from jalin.collect.blocks import Block, Reading
from jalin.collect.speakers import rows_as_blocks

# where links to a heading lead, as Google Docs writes it
_ANCHOR = re.compile(r"\s*\{#[^{}\s]*\}\s*$")


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


def _strong(inline: Token) -> str:
    """The words in bold with which an inline token begins."""
    children = [child for child in inline.children or [] if child.content or child.type != "text"]
    if not children or children[0].type != "strong_open":
        return ""
    parts = []
    for child in children[1:]:
        if child.type == "strong_close":
            break
        parts.append(child.content)
    return "".join(parts)


def read(text: str, reading: Reading) -> None:
    """Headings, paragraphs, list items, quotes and table rows of the text."""
    # links in field notes are evidence as written: only real Markdown is rendered. "[Ani]: Ya." is a turn and
    # "[^1]: …" a note, and no target of a link, which would not be seen
    tokens = MarkdownIt("commonmark").enable("table").disable("reference").parse(text)
    table: list[list[str]] = []
    row: list[str] | None = None
    kind = "paragraph"
    lists = 0
    for token in tokens:
        if token.type == "heading_open":
            kind = "heading"
        elif token.type == "heading_close":
            kind = "paragraph"
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            table.append(row or [])
            row = None
        elif token.type == "table_close":
            reading.add(*rows_as_blocks(table))
            table = []
        elif token.type == "list_item_open":
            lists += 1
        elif token.type == "list_item_close":
            lists -= 1
        elif token.type == "inline":
            lines = _words(token)
            if row is not None:
                row.append(" ".join(lines))
            elif kind == "heading":
                reading.add(Block(_ANCHOR.sub("", " ".join(lines)), kind))
            else:
                reading.add(
                    *(
                        Block(line, "item" if lists else kind, strong="" if number else _strong(token))
                        for number, line in enumerate(lines)
                    )
                )
        elif token.type in ("code_block", "fence", "html_block"):
            reading.add(*(Block(line) for line in token.content.splitlines()))

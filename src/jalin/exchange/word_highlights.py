"""Highlights of a Word file as codings: a colour is a code, as a legend in the file says.

A legend is a line that says so (`Legend`, `Keterangan warna`), with a line or row for each colour below it, each with a
swatch or words in that colour; or all of them in that line; or lines such as `yellow: QUEUE`, wherever they stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local
from jalin.collect.docx_package import WordPackage

_LEGEND = re.compile(
    r"(?:colou?r )?(?:legends?|legenda|leyenda|légende|keterangan|kunci|key|codes?|kode|warna|colou?rs?|legende|farben|colores|cores|couleurs)"
    r"(?: (?:of |the )*(?:colou?rs?|codes?|warna|kode|highlights?|sorotan|stabilo)| key| legend)*\s*(?P<mark>[:=–-]|$)",
    re.IGNORECASE,
)
# what people call the colours of Word's marker
_COLOURS = {
    "yellow": ("yellow", "kuning", "gelb", "amarillo", "amarelo", "jaune"),
    "green": ("green", "bright green", "hijau", "hijau terang", "grün", "verde", "vert"),
    "cyan": ("cyan", "turquoise", "light blue", "toska", "biru muda", "türkis", "turquesa", "celeste"),
    "magenta": ("magenta", "pink", "merah muda", "merah jambu", "rosa", "fucsia", "rose"),
    "blue": ("blue", "biru", "blau", "azul", "bleu"),
    "red": ("red", "merah", "rot", "rojo", "vermelho", "rouge"),
    "darkYellow": ("dark yellow", "kuning tua", "ochre"),
    "darkGreen": ("dark green", "hijau tua"),
    "darkBlue": ("dark blue", "biru tua"),
    "darkRed": ("dark red", "merah tua"),
    "darkMagenta": ("violet", "purple", "ungu", "lila"),
    "darkCyan": ("teal", "dark cyan"),
    "lightGray": ("grey", "gray", "light grey", "light gray", "abu-abu", "grau", "gris", "cinza"),
    "darkGray": ("dark grey", "dark gray", "abu-abu tua"),
}
_NAMES = {name: colour for colour, names in _COLOURS.items() for name in names}
_FILLS = {
    "FFFF00": "yellow", "00FF00": "green", "00FFFF": "cyan", "FF00FF": "magenta", "0000FF": "blue", "FF0000": "red",
    "808000": "darkYellow", "008000": "darkGreen", "000080": "darkBlue", "800000": "darkRed", "800080": "darkMagenta",
    "008080": "darkCyan", "C0C0C0": "lightGray", "808080": "darkGray",
}  # fmt: skip
_NONE = frozenset(["", "none", "auto", "FFFFFF", "white", "black", "000000"])
# the longest that a code is called in a legend
_LETTERS = 60


@dataclass(frozen=True)
class Mark:
    """Words highlighted in one colour, from `start` of their `line` on."""

    line: str
    start: int
    words: str
    colour: str


@dataclass
class Highlights:
    """What is highlighted in a file, in its order, and the code of each colour by its legend."""

    marks: list[Mark] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)


def _colour(run: _Element) -> str:
    """The colour that a run is highlighted in, or its ground is filled with; "" for none."""
    highlight, ground = below(run, "rPr", "highlight"), below(run, "rPr", "shd")
    for one in (
        attribute(highlight, "val") if highlight is not None else "",
        attribute(ground, "fill") if ground is not None else "",
    ):
        if one not in _NONE:
            return _FILLS.get(one.upper(), one)
    return ""


def _pieces(line: _Element) -> list[tuple[str, str]]:
    """The words of a paragraph, or of a row's cells, with their colours; neighbours of one colour are one piece."""
    if local(line) == "tr":
        cells = [_pieces(cell) for cell in line.iter("{*}tc")]
        return [piece for cell in cells for piece in [*cell, ("\t", "")]]
    pieces: list[tuple[str, str]] = []
    for run in line.iter("{*}r"):
        words = "".join(
            (one.text or "") if local(one) == "t" else "\t" if local(one) == "tab" else "\n"
            for one in run
            if local(one) in ("t", "tab", "br", "cr")
        )
        colour = _colour(run)
        if words and pieces and pieces[-1][1] == colour:
            pieces[-1] = (pieces[-1][0] + words, colour)
        elif words:
            pieces.append((words, colour))
    return pieces


def _by_name(line: str) -> re.Match[str] | None:
    """A line that says a colour by its name and then its code, as `yellow: QUEUE`."""
    named = re.fullmatch(r"\s*([^:=–]+?)\s*[:=–]\s*(.*\S)\s*", line)
    return named if named and named[1].casefold() in _NAMES else None


def _entries(pieces: list[tuple[str, str]], listed: bool) -> dict[str, str]:
    """What a line of a legend says, the code of each colour in it; `listed`: each is one of several in a line."""
    coloured = [(words.strip(" \t,;"), colour) for words, colour in pieces if colour and words.strip()]
    rest = "".join(words for words, colour in pieces if not colour).strip(" \t:=–-,;")
    found: dict[str, str] = {}
    for words, colour in coloured:
        # a swatch, or the colour's own name, stands before the code
        swatch = not any(map(str.isalnum, words)) or words.casefold() in _NAMES
        name = words if listed or not swatch else rest
        if name and not (listed and swatch):
            found[colour] = name.strip(" :=–-")
    colour = next((colour for _, colour in pieces if colour), "")
    if not listed and (named := _by_name("".join(words for words, _ in pieces))):
        return {colour or _NAMES[named[1].casefold()]: named[2]}
    if not coloured and not listed and colour and rest:
        return {colour: rest}
    return {colour: name for colour, name in found.items() if len(name) <= _LETTERS}


def highlights_of(path: Path) -> Highlights:
    """What is highlighted in a .docx. Raises `Unreadable` when it is none."""
    found = Highlights()
    with Archive(path, "Word", "a Word document") as archive:
        lines: list[_Element] = []
        rows: list[_Element] = []
        for one in WordPackage(archive).body.iter("{*}p", "{*}tr"):
            if local(one) == "tr":
                rows.append(one)
            lines.append(one)
        inside = {paragraph: row for row in rows for paragraph in row.iter("{*}p")}
        told, of_legend = False, set()
        for line in lines:
            pieces = _pieces(line)
            text = "".join(words for words, _ in pieces)
            if line in inside and inside[line] in of_legend:
                continue
            head = _LEGEND.match(" ".join(text.split()))
            if head and head["mark"] and (listed := _entries(pieces, listed=True)):
                found.legend |= listed
                continue
            if head and head.end() == len(" ".join(text.split())) and not any(colour for _, colour in pieces):
                told = True
                continue
            entry = _entries(pieces, listed=False) if len(text) <= 2 * _LETTERS else {}
            if any(found.legend.get(colour, code) != code for colour, code in entry.items()):
                # the text has begun: a legend says each colour once
                entry, told = {}, False
            # a line such as yellow: QUEUE needs no head
            by_name = _by_name(text) or not any(colour for _, colour in pieces)
            if entry and (told or by_name):
                found.legend |= entry
                of_legend.add(line)
                continue
            if text.strip() and line not in inside:
                told = told and local(line) == "tr"
            if local(line) == "p":
                at = 0
                for words, colour in pieces:
                    if colour and any(map(str.isalnum, words)):
                        start = at + len(words) - len(words.lstrip())
                        found.marks.append(Mark(text, start, words.strip(), colour))
                    at += len(words)
    return found


def uncoded(found: Highlights, legend: Mapping[str, str]) -> dict[str, int]:
    """How many highlights have a colour of which the legend says nothing."""
    colours = [mark.colour for mark in found.marks if mark.colour not in legend]
    return {colour: colours.count(colour) for colour in dict.fromkeys(colours)}

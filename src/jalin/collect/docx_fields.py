"""Fields of Word: what they show, and not how they find it (ECMA-376, part 1, 17.16)."""

from dataclasses import dataclass

from lxml.etree import _Element

from jalin.collect.archive import attribute, below, local
from jalin.collect.docx_package import is_on

# a box that is ticked, and one that is not
BOXES = {True: "☒", False: "☐"}


@dataclass
class Field:
    """A field that is open: what it shows where it has no result, and the result so far."""

    chosen: str
    instruction: bool = True
    shown: str = ""


def chosen(mark: _Element) -> str:
    """What a box or a list of an older form shows (`w:ffData`); "" for another field."""
    data = below(mark, "ffData")
    box = below(data, "checkBox") if data is not None else None
    if box is not None:
        switch = below(box, "checked")
        return BOXES[is_on(switch if switch is not None else below(box, "default"))]
    choices = below(data, "ddList") if data is not None else None
    if choices is None:
        return ""
    entries = [attribute(item, "val") for item in choices if local(item) == "listEntry"]
    said = [below(choices, name) for name in ("result", "default")]
    at = next((attribute(item, "val") for item in said if item is not None), "0")
    return entries[int(at)] if at.isdigit() and int(at) < len(entries) else ""


def drop_unended(root: _Element) -> None:
    """Take out the beginnings of fields that have no end: nothing after them is to be lost."""
    begun: list[_Element] = []
    for mark in [item for item in root.iter() if local(item) == "fldChar"]:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    for mark in begun:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)

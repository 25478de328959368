"""Equations of Word as a line of text: a/b, x^2, √(x) (ECMA-376, part 1, 22.1)."""

from lxml.etree import _Element

from jalin.collect.archive import attribute, below, local


def _part(element: _Element, name: str) -> str:
    found = below(element, name)
    return "" if found is None else in_line(found)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def in_line(element: _Element) -> str:
    """The equation below `element`, in the order in which it is read aloud."""
    found = []
    for child in element:
        name = local(child)
        base = _part(child, "e")
        if name == "t":
            found.append(child.text or "")
        elif name == "f":
            found.append(f"{_grouped(_part(child, 'num'))}/{_grouped(_part(child, 'den'))}")
        elif name in ("sSup", "sSub", "sSubSup"):
            low, high = _part(child, "sub"), _part(child, "sup")
            found.append(
                _grouped(base) + (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
            )
        elif name == "rad":
            degree = _part(child, "deg")
            found.append(f"{degree}√{_grouped(base)}")
        elif name == "nary":
            sign = below(child, "naryPr", "chr")
            low, high = _part(child, "sub"), _part(child, "sup")
            mark = attribute(sign, "val") if sign is not None else "∫"
            found.append(
                mark + (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "") + base
            )
        elif name == "d":
            inner = ", ".join(in_line(item) for item in child if local(item) == "e")
            marks = [below(child, "dPr", mark) for mark in ("begChr", "endChr")]
            left, right = (
                attribute(mark, "val") if mark is not None else plain
                for mark, plain in zip(marks, "()", strict=True)
            )
            found.append(f"{left}{inner}{right}")
        elif not name.endswith("Pr"):
            found.append(in_line(child))
    return "".join(found)

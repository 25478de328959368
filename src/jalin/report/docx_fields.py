"""Fields, runs and bookmarks of a Word document, as Word writes them (ECMA-376 part 1, 17.16)."""

import copy
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# the settings that the schema puts after `updateFields`
_AFTER_FIELDS = {
    qn(f"w:{name}")
    for name in (
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures",
        "forceUpgrade",
        "captions",
        "readModeInkLockDown",
        "smartTagType",
        "shapeDefaults",
        "doNotEmbedSmartTags",
        "decimalSymbol",
        "listSeparator",
    )
} | {qn("m:mathPr")}


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def run_of(text: str, look: Any = None) -> Any:
    run = OxmlElement("w:r")
    if look is not None:
        run.append(copy.deepcopy(look))
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run.append(words)
    return run


def field_runs(code: str, result: str, look: Any = None) -> list[Any]:
    """The runs of a field with the result it has now."""
    runs = []
    for kind in ("begin", "code", "separate", "result", "end"):
        if kind == "result":
            runs.append(run_of(result, look))
            continue
        run = OxmlElement("w:r")
        if look is not None:
            run.append(copy.deepcopy(look))
        mark = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {code} "
        else:
            mark.set(qn("w:fldCharType"), kind)
        run.append(mark)
        runs.append(run)
    return runs


class Bookmarks:
    """Bookmarks with numbers that no other has."""

    def __init__(self, document: Document) -> None:
        taken = (int(one.get(qn("w:id"))) for one in document.element.body.iter(qn("w:bookmarkStart")))
        self.next = max(taken, default=0) + 1

    def around(self, name: str, first: Any, last: Any) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.next))
        start.set(qn("w:name"), name)
        first.addprevious(start)
        last.addnext(end)
        self.next += 1


def update_when_opened(document: Document) -> None:
    """Word fills in all fields when it opens the document, pages with them."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is not None:
        return
    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    # the schema has an order for settings: before the first of those that come later
    later = next((one for one in settings if one.tag in _AFTER_FIELDS), None)
    if later is None:
        settings.append(mark)
    else:
        later.addprevious(mark)

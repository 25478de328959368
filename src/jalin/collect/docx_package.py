"""The parts of a Word document's package, and which of its styles are headings."""

import posixpath

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local


class WordPackage:
    """An opened .docx: `body`, and `parts` as (kind, name) of every part that its main part names.

    Raises `Unreadable` when there is no body.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = self._main()
        root = archive.xml(main)
        body = below(root, "body") if root is not None else None
        if body is None:
            raise archive.damaged()
        self.body: _Element = body
        self.parts = self._related(main)

    def _main(self) -> str:
        """The name of the main part, as the package's relationships say."""
        rels = self._archive.xml("_rels/.rels")
        for item in rels if rels is not None else ():
            if attribute(item, "Type").endswith("/officeDocument"):
                return attribute(item, "Target").lstrip("/")
        return "word/document.xml"

    def _related(self, main: str) -> list[tuple[str, str]]:
        """(kind, part) of every part the main part names, in the order of their names."""
        folder, name = posixpath.split(main)
        rels = self._archive.xml(f"{folder}/_rels/{name}.rels")
        found = []
        for item in rels if rels is not None else ():
            if attribute(item, "TargetMode") != "External":
                target = attribute(item, "Target")
                part = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                )
                found.append((attribute(item, "Type").rpartition("/")[2], part))
        return sorted(found)

    def part(self, kind: str) -> _Element | None:
        """The root of the first part of a kind that is there."""
        for name, part in self.parts:
            if name == kind and part in self._archive.names:
                return self._archive.xml(part)
        return None

    def headings(self) -> set[str]:
        """The styles of headings and titles, those that are based on one included."""
        styles, based = self.part("styles"), {}
        found: set[str] = set()
        for style in styles if styles is not None else ():
            if local(style) != "style":
                continue
            key, name, level = (
                attribute(style, "styleId"),
                below(style, "name"),
                below(style, "pPr", "outlineLvl"),
            )
            label = attribute(name, "val").casefold() if name is not None else ""
            if label.startswith(("heading", "title")) or (
                level is not None and attribute(level, "val") in "012345678"
            ):
                found.add(key)
            parent = below(style, "basedOn")
            based[key] = attribute(parent, "val") if parent is not None else ""
        for key in based:
            seen, at = set(), key
            while at and at not in seen and at not in found:
                seen.add(at)
                at = based.get(at, "")
            if at in found:
                found.add(key)
        return found

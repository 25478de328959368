"""The parts of a Word document's package, and which of its styles are headings or hidden."""

import posixpath
from collections.abc import Callable

from lxml.etree import _Element

from jalin.collect.archive import Archive, attribute, below, local


class WordPackage:
    """An opened .docx: `body`, `parts` as (kind, name) of every part that its main part names, and `targets`, parts by their ids there.

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
        self.targets: dict[str, str] = {}
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
                self.targets[attribute(item, "Id")] = part
        return sorted(found)

    def part(self, kind: str) -> _Element | None:
        """The root of the first part of a kind that is there."""
        for name, part in self.parts:
            if name == kind and part in self._archive.names:
                return self._archive.xml(part)
        return None

    def headings(self) -> set[str]:
        """The styles of headings and titles, those that are based on one included."""

        def is_heading(style: _Element) -> bool:
            name, level = below(style, "name"), below(style, "pPr", "outlineLvl")
            label = attribute(name, "val").casefold() if name is not None else ""
            return label.startswith(("heading", "title")) or (
                level is not None and attribute(level, "val") in "012345678"
            )

        return self._styles(is_heading, lambda style: False)

    def hidden(self) -> set[str]:
        """The styles of words that do not show, those that are based on one and do not show them included."""

        def vanish(style: _Element) -> _Element | None:
            return below(style, "rPr", "vanish")

        return self._styles(
            lambda style: is_on(vanish(style)),
            lambda style: vanish(style) is not None and not is_on(vanish(style)),
        )

    def _styles(self, has: Callable[[_Element], bool], lacks: Callable[[_Element], bool]) -> set[str]:
        """Styles that have something themselves, or by the one they are based on and do not lack it themselves."""
        root = self.part("styles")
        styles = {
            attribute(style, "styleId"): style
            for style in (root if root is not None else ())
            if local(style) == "style"
        }
        found = set()
        for key in styles:
            at, seen = key, set()
            while at in styles and at not in seen and not has(styles[at]) and not lacks(styles[at]):
                seen.add(at)
                parent = below(styles[at], "basedOn")
                at = attribute(parent, "val") if parent is not None else ""
            if at in styles and at not in seen and has(styles[at]):
                found.add(key)
        return found


def is_on(element: _Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is there and on."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")

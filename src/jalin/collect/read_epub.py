"""EPUB: the pages of the book in the order in which they are read, without its list of contents (EPUB 2 and 3)."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

from jalin.collect import read_html
from jalin.collect.archive import Archive
from jalin.collect.blocks import Reading, Unreadable


def read(path: Path) -> Reading:
    """The blocks of every page. Raises `Unreadable` for a file that is no EPUB, is damaged or locked."""
    reading = Reading()
    with Archive(path, "the program that made it", "an EPUB") as book:
        container = book.xml("META-INF/container.xml")
        found = container.find(".//{*}rootfile") if container is not None else None
        package = book.xml(found.get("full-path", "")) if found is not None else None
        if found is None or package is None:
            raise book.damaged()
        locked = b"".join(book.read(name) for name in book.names & {"META-INF/encryption.xml"})
        folder = posixpath.dirname(found.get("full-path", ""))
        items = {one.get("id"): one for one in package.iterfind(".//{*}manifest/{*}item")}
        for one in package.iterfind(".//{*}spine/{*}itemref"):
            item = items.get(one.get("idref"))
            if item is None or "nav" in (item.get("properties") or "").split():
                continue
            part = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            if f'"{part}"'.encode() in locked:
                raise Unreadable(
                    "it is locked against copying", "Ask its publisher for a copy without a lock"
                )
            read_html.read(book.read(part).decode("utf-8", "replace"), reading)
    return reading

"""The package of a REFI-QDA project: a zip with project.qde and its texts and files, which it names as `internal://GUID.txt` or by a relative path."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from lxml import etree

from jalin.collect.archive import Archive, parse_xml
from jalin.collect.blocks import Unreadable, with_its_file
from jalin.collect.decode import wide
from jalin.collect.readers import read_file
from jalin.files import files_below, write_zip

# packages that were made of unpacked projects, for as long as this process runs
_PACKED: list[TemporaryDirectory[str]] = []


@cache
def _tags(*names: str) -> tuple[str, ...]:
    return tuple("{*}" + name for name in names)


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The children of an element that have one of these names, in any namespace."""
    return list(element.iterchildren(*_tags(*names))) if len(element) else []


def plain_guid(text: str | None) -> str:
    """A guid as we write one, whatever case and braces a program gives it; "" for none."""
    return (text or "").strip().strip("{}").lower()


def guid_in(element: etree._Element) -> str:
    """The guid of an element, as we write guids."""
    return plain_guid(element.get("guid"))


def description(element: etree._Element) -> str:
    """What the description of an element says."""
    return next((child.text or "" for child in children(element, "Description")), "")


class Package(Archive):
    """A .qdpx; its files are found by the path that the project gives, whatever the case of its folder."""

    def __init__(self, path: Path) -> None:
        try:
            super().__init__(path, "the program that made it", "a .qdpx project")
        except Unreadable:
            raise Unreadable("it is no .qdpx project", "Export it again as REFI-QDA") from None

    def find(self, given: str) -> str | None:
        """The name in the package of `internal://x`, `relative:///x`, `absolute:///x` or a path; of one on another machine, by the file's name."""
        path = re.sub(r"^\w+:/{2,3}", "", given).replace("\\", "/").lstrip("./").casefold()
        wanted = unquote(path) if path not in self._by_path else path
        return self._by_path.get(wanted) or self._by_path.get(wanted.rpartition("/")[2])

    @cached_property
    def _own_names(self) -> list[str]:
        """The names of its files but those that macOS puts beside each."""
        return [
            name for name in sorted(self.names) if not re.search(r"(?:^|[/\\])(?:__MACOSX[/\\]|\._)", name)
        ]

    @cached_property
    def _by_path(self) -> dict[str, str]:
        """The first name in the package of each path, from any of its folders on."""
        found: dict[str, str] = {}
        for name in self._own_names:
            parts = name.casefold().replace("\\", "/").split("/")
            for begin in range(len(parts)):
                found.setdefault("/".join(parts[begin:]), name)
        return found

    @cached_property
    def project(self) -> etree._Element:
        """The root of the project file, which is read once."""
        name = next((name for name in self._own_names if name.casefold().endswith(".qde")), None)
        if name is None:
            raise Unreadable("there is no project.qde in it", "Export it again as REFI-QDA")
        return parse_xml(self.read(name), name)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package of a .qdpx; what cannot be read in it is raised as `StudyError`."""
    with with_its_file(path), Package(path) as package:
        yield package


def text_of(package: Package, element: etree._Element) -> str:
    """The plain text of a source or note, line ends as stored; one read from a file begins with its byte-order mark, where it has one."""
    for content in children(element, "PlainTextContent"):
        return content.text or ""
    given = element.get("plainTextPath")
    if not given:
        return ""
    name = package.find(given)
    if name is None:
        what = f"the text of {element.get('name') or element.get('guid')} is missing: {given}"
        raise Unreadable(what, "Export the project again with its sources")
    content = package.read(name)
    try:
        marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        return content.decode("utf-16" if marked else wide(content) or "utf-8")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8", "Export the project again", name) from None


def rich_text_of(package: Package, element: etree._Element) -> str:
    """The words of a source of which the package has the formatted text alone, a line a paragraph; "" where it is not there or not read."""
    name = package.find(element.get("richTextPath") or "-")
    if name is None or element.get("plainTextPath"):
        return ""
    with TemporaryDirectory() as folder, suppress(Unreadable):
        file = Path(folder) / f"text{Path(name).suffix.lower()}"
        file.write_bytes(package.read(name))
        return "\n".join(block.text for block in read_file(file).blocks)
    return ""


def packed(path: Path) -> Path:
    """An unpacked project, `path` its .qde, with the files in the folders beside it, as a .qdpx that lasts as long as this process."""
    _PACKED.append(TemporaryDirectory())
    sources = [one for one in path.parent.iterdir() if one.is_dir() and one.name.casefold() == "sources"]
    files = [
        (path.name, path),
        *(
            (f"sources/{one.relative_to(folder).as_posix()}", one)
            for folder in sources
            for one in files_below(folder)
        ),
    ]
    package = Path(_PACKED[-1].name) / f"{path.stem}.qdpx"
    write_zip(package, {name: one.read_bytes() for name, one in files})
    return package

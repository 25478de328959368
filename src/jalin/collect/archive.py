"""Opening zip packages such as .docx without trusting them.

Parts are read by name and never unpacked to disk, so a path in an archive cannot
lead anywhere. A part is decompressed up to a limit, so a small file cannot fill the
memory; XML is parsed without entities, document types or the network.
"""

from pathlib import Path
from typing import Self
from zipfile import BadZipFile, LargeZipFile, ZipFile
from zlib import error as ZlibError

from lxml import etree

from jalin.collect.blocks import Unreadable, looks_like

# a 200-page document has about 5 MB of XML
PART_LIMIT = 48 * 2**20
WHOLE_LIMIT = 1024 * 2**20


def parse_xml(content: bytes, part: str) -> etree._Element:
    """The root of an XML part; raises `Unreadable` when it is broken or hostile."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(
            f"its part {part} is damaged", "Open it in the program that made it and save it again"
        ) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(
            f"its part {part} declares a document type, which no word processor writes",
            "Do not trust this file; ask for it again from whoever made it",
        )
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or instruction.

    Versions of the standards differ in their namespaces and in little else.
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace, "" when it is not there."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def below(element: etree._Element, *path: str) -> etree._Element | None:
    """The element found by going down `path` by local names, None when there is none."""
    for name in path:
        found = next((child for child in element if local(child) == name), None)
        if found is None:
            return None
        element = found
    return element


class Archive:
    """A zip package on disk, opened for reading; use it in a `with` statement."""

    def __init__(self, path: Path, program: str, name: str) -> None:
        """`program` and `name` are for the reader of an error: Word, a Word document."""
        self._path, self._program, self._name = path, program, name
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            raise self._not() from None
        self.names = {item.filename for item in self._zip.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _not(self) -> Unreadable:
        kind = looks_like(self._path)
        if kind.startswith("a zip"):
            return self.damaged()
        return Unreadable(
            f"it is not {self._name} but {kind}",
            f"Save it from {self._program} as {self._path.suffix}, or give it the ending of what it is",
        )

    def damaged(self) -> Unreadable:
        """What to raise when a part that must be there is not."""
        return Unreadable(
            f"it is a damaged file and not {self._name}",
            f"Open it in {self._program} and save it as {self._path.suffix} again",
        )

    def _too_large(self, part: str) -> Unreadable:
        return Unreadable(
            f"its part {part} is larger than {PART_LIMIT // 2**20} MB when unpacked",
            "No transcript is that large: do not trust this file, or split it",
        )

    def read(self, part: str) -> bytes:
        """The content of a part. Raises `Unreadable` when it is absent, damaged or too large."""
        try:
            with self._zip.open(part) as stream:
                content = stream.read(PART_LIMIT + 1)
        except RuntimeError:
            raise Unreadable("it is locked with a password", "Save a copy without password") from None
        except (
            KeyError,
            BadZipFile,
            LargeZipFile,
            ZlibError,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
        ):
            raise self.damaged() from None
        if len(content) > PART_LIMIT:
            raise self._too_large(part)
        return content

    def xml(self, part: str) -> etree._Element | None:
        """The root of an XML part, None when there is no such part."""
        return parse_xml(self.read(part), part) if part in self.names else None

    def check_size(self) -> None:
        """Raise `Unreadable` when any part, or all together, unpack to more than the limits.

        For libraries that open the file themselves: sizes are counted and not believed.
        """
        whole = 0
        for item in self._zip.infolist():
            size = 0
            try:
                with self._zip.open(item) as stream:
                    while chunk := stream.read(2**20):
                        size += len(chunk)
                        if size > PART_LIMIT * 5 or whole + size > WHOLE_LIMIT:
                            raise self._too_large(item.filename)
            except RuntimeError:
                raise Unreadable("it is locked with a password", "Save a copy without password") from None
            except (BadZipFile, ZlibError, EOFError, OSError, ValueError, NotImplementedError):
                raise self.damaged() from None
            whole += size

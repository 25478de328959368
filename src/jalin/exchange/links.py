"""Links between passages, as other programs draw them between two selections, as lines of passages.csv."""

from collections.abc import Iterable, Mapping

from lxml import etree

from jalin.code.passages import FILE, PassageLink, read_passages
from jalin.collect.archive import local
from jalin.exchange.project import Link, ProjectCoding
from jalin.exchange.refi_package import guid_in, plain_guid
from jalin.files import write_text
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study
from jalin.words import word


def links_in(
    root: etree._Element, codings: Iterable[ProjectCoding], selections: tuple[str, ...]
) -> list[Link]:
    """The links of a project whose ends both select a passage with a coding, of several its first; others it keeps."""
    known = {one.guid for one in codings}
    on: dict[str, str] = {}
    for coding in root.iter("{*}Coding"):
        selection = coding.getparent()
        if local(selection) in selections and guid_in(coding) in known:
            on.setdefault(guid_in(selection), guid_in(coding))
    found = []
    for link in root.iterfind("{*}Links/{*}Link"):
        ends = [on.get(plain_guid(link.get(name)), "") for name in ("originGUID", "targetGUID")]
        if all(ends) and ends[0] != ends[1]:
            found.append(Link(guid_in(link), link.get("name") or "", *ends))
    return found


def passages_of(
    links: Iterable[Link], called: Mapping[str, tuple[str, str, str]], day: str, language: str
) -> dict[str, PassageLink]:
    """Links as lines of passages.csv, by their guid; `called`: coder, source and id of each coding, by its guid.

    What stands before a colon in the name is the type, what stands after it the note.
    """
    found = {}
    for link in links:
        if link.origin in called and link.target in called:
            (coder, source, own), (other, to, its) = called[link.origin], called[link.target]
            kind, _, note = link.name.partition(": ")
            found[link.guid] = PassageLink(
                from_source=source,
                from_coding=f"{coder}:{own}",
                type=kind.strip() or word("exchange.link", language),
                to_source=to,
                to_coding=f"{other}:{its}",
                note=note.strip(),
                coder=coder,
                created=day,
            )
    return found


def file_of_passages(lines: Iterable[PassageLink]) -> str:
    """The text of passages.csv with these lines."""
    return csv_of_rows(tuple(PassageLink.model_fields), (one.model_dump(mode="json") for one in lines))


def add_passages(study: Study, lines: Iterable[PassageLink]) -> int:
    """Add to passages.csv the links that it has not; how many."""
    before = read_passages(study, there=False)
    there = {(*one.ends, one.type) for one in before}
    new = [one for one in lines if (*one.ends, one.type) not in there]
    if new:
        write_text(study.root / FILE, file_of_passages([*before, *new]))
    return len(new)

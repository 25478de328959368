"""The REFI-QDA project that a study came from: what a study has no place for, carried whole into one that is written.

Selections of pages, pictures, sound and video, sync points, annotations, descriptions, notes, cases, variables, sets,
links and graphs go home as they came, their places followed into the study's texts of today, their names hidden.
"""

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from lxml import etree

from jalin.code.anchor import Unanchored, anchor_all, context
from jalin.collect.archive import local
from jalin.consent import is_recording
from jalin.exchange.masking import Mask
from jalin.exchange.positions import canonical_places, kept_end, new_span, protected_places
from jalin.exchange.project import Project, ProjectCoding
from jalin.exchange.read_refi import TEXTS, read_package
from jalin.exchange.refi_package import Package, guid_in, text_of
from jalin.exchange.units import MARK
from jalin.stripped import Unshareable, stripped

PROJECT = "urn:QDA-XML:project:1.0"
_OURS, _SPACES = f"{{{PROJECT}}}", {None: PROJECT}
# attributes that name another thing
REFERENCES = frozenset(
    [
        "guid", "targetGUID", "originGUID", "creatingUser", "modifyingUser", "fromSyncPoint", "toSyncPoint",
        "representedGUID", "sourceVertex", "targetVertex",
    ]
)  # fmt: skip
# the order in which the schema wants what may stand in a source, a text, a selection or a coding
_ORDER = (
    "CodeRef", "Description", "TextDescription", "Transcript", "PDFSelection", "Representation", "PlainTextContent",
    "SyncPoint", "PlainTextSelection", "TranscriptSelection", "PictureSelection", "AudioSelection", "VideoSelection",
    "Coding", "NoteRef", "VariableValue",
)  # fmt: skip
UNSEEN = "pictures and recordings left out, as nobody can search them for names"
UNHEARD = "recordings left out, as consent.csv has no yes to the voice for every source"
# how programs end words that they cut short
_CUT = re.compile(r"(?:\.\.\.|…)$")
# how much of a text after a sync point tells where it is, once the text was corrected
_AFTER = 40

Span = tuple[int, int]
# a text as it is collected and as it is de-identified, and (start, end, length before) of what was replaced in it
Text = tuple[str, str, list[tuple[int, int, int]]]


def in_order(element: etree._Element) -> None:
    """Put what stands in an element into the order of the schema."""
    element[:] = sorted(element, key=lambda one: _ORDER.index(local(one)) if local(one) in _ORDER else 0)


def moved(old: str, text: Text, spans: Sequence[Span]) -> list[Span | None]:
    """Where spans of a text of the former project are in the study's de-identified text; an empty span stays one.

    Where the text was corrected since, their words decide, as for codings; None where they have no clear place.
    """
    collected, new, replaced = text
    known, first = canonical_places(old)
    second = protected_places(len(collected), replaced)
    if known == collected:
        places = [second[place] for place in first]
        return [
            new_span(places, start, end, replaced, new, kept_end(first, start, end)) for start, end in spans
        ]
    wanted = [_told_by(first[start], first[end], len(known)) for start, end in spans]
    found = anchor_all(collected, [(*one, known[slice(*one)], *context(known, *one)) for one in wanted])
    result: list[Span | None] = []
    for one, (start, end), words in zip(found, spans, wanted, strict=True):
        if isinstance(one, Unanchored):
            result.append(None)
        elif start < end:
            result.append(new_span(second, one.start, one.end, replaced, new, one.end))
        else:
            at = second[one.start if words[0] == first[start] else one.end]
            result.append((at, at))
    return result


def _told_by(start: int, end: int, length: int) -> Span:
    """The words that tell where a span is; where a point is, those after it, or before it at the end of a text."""
    if start < end:
        return start, end
    return (
        (start, min(length, start + _AFTER))
        if length - start > _AFTER // 4
        else (max(0, start - _AFTER), start)
    )


def spans_now(project: Project, texts: Mapping[str, Text]) -> dict[str, Span | None]:
    """Where each thing that selects a text of the former project, and each text as a whole, is now, by its guid."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for guid, (document, _, _) in project.spans.items():
        by_text[document].append(guid)
    found: dict[str, Span | None] = {}
    for item in project.documents:
        if item.guid in texts:
            guids = by_text[item.guid]
            spans = [project.spans[guid][1:] for guid in guids] + [(0, len(item.text))]
            found |= dict(zip([*guids, item.guid], moved(item.text, texts[item.guid], spans), strict=True))
    return found


class Former:
    """The project that a study came from, while it is written again.

    `texts`: of each text of it that the study has, by its guid. `users`: whose codings may go, all without any.
    `own`: the guids of what came with it and is the study's now. `left` counts by thing and reason what cannot go; `media`: whether files of pictures, pages and recordings go,
    recordings only where they may be `heard`.
    """

    def __init__(
        self,
        package: Package,
        path: Path,
        positions: str,
        texts: Mapping[str, Text],
        mask: Mask | None,
        media: bool = False,
        users: frozenset[str] = frozenset(),
        heard: bool = False,
        own: frozenset[str] = frozenset(),
    ) -> None:
        self.package, self.mask, self.media, self.heard = package, mask, media, heard
        self.users, self.own = users, own
        self.root = package.project
        self.project = read_package(package, path, positions)
        self.left: dict[str, Counter[str]] = defaultdict(Counter)
        self.codes: set[str] = set()
        self.files: dict[str, bytes] = {}
        self._texts = texts

    def leave(self, thing: str, why: str, count: int = 1) -> None:
        self.left[thing][why] += count

    @cached_property
    def spans(self) -> dict[str, Span | None]:
        """Where each selection and sync point of a text is now, by its guid."""
        return spans_now(self.project, self._texts)

    @cached_property
    def sources(self) -> list[etree._Element]:
        """Every source."""
        return self.root.findall("{*}Sources/*")

    @cached_property
    def texts(self) -> dict[str, etree._Element]:
        """What holds the text of a document, by its guid: a TextSource, a Representation or a Transcript."""
        return {
            guid_in(one): one for one in self.root.iter(*("{*}" + name for name in ("TextSource", *TEXTS)))
        }

    @cached_property
    def notes(self) -> dict[str, etree._Element]:
        """Each note, by its guid."""
        return {guid_in(one): one for one in self.root.iter("{*}Note")}

    @cached_property
    def of_codings(self) -> frozenset[str]:
        """The notes that became memos of codings."""
        return frozenset(self.notes) - {memo.guid for memo in self.project.memos}

    @cached_property
    def memos(self) -> dict[str, str]:
        """The memo that each coding had when it came."""
        return {one.guid: one.memo for one in self.project.codings}

    @cached_property
    def pointed_at(self) -> frozenset[str]:
        """The guids that cases, sets, links and graphs point to."""
        return frozenset(
            (one.get(name) or "").strip("{}").lower()
            for one in self.root.iter("{*}SelectionRef", "{*}Link", "{*}Vertex")
            for name in ("targetGUID", "originGUID", "representedGUID")
        ) - {""}

    def carried(self, element: etree._Element) -> etree._Element:
        """A copy of a part of the project, in the namespace of 1.0, its references written as ours are, its names hidden."""
        return self._as_ours(copy.deepcopy(element))

    def bare(self, element: etree._Element, words: str = "") -> etree._Element:
        """The same without what stands in it; called by the `words` of today where its name is how they begin."""
        part = etree.Element(f"{_OURS}{local(element)}", dict(element.attrib), nsmap=_SPACES)
        name = " ".join((part.get("name") or "").split())
        if name and " ".join(words.split()).startswith(_CUT.sub("", name)):
            # these stand in the text: there is nothing more in them to hide
            called = part.attrib.pop("name")
            part = self._as_ours(part)
            part.set("name", called)
            return part
        return self._as_ours(part)

    def _as_ours(self, part: etree._Element) -> etree._Element:
        if self.mask is not None:
            self.mask.element(part)
        for one in list(part.iter()):
            if not isinstance(one.tag, str):
                one.getparent().remove(one)
                continue
            one.tail = None
            for name in REFERENCES.intersection(one.keys()):
                one.set(name, (one.get(name) or "").strip("{}").lower())
            if not one.tag.startswith(_OURS):
                one.tag = f"{_OURS}{local(one)}"
        if part.nsmap != _SPACES:
            etree.cleanup_namespaces(part)
        return part

    def parts(self, element: etree._Element, *names: str) -> Iterator[etree._Element]:
        """Copies of the children of an element that have one of these names."""
        for one in element:
            if isinstance(one.tag, str) and local(one) in names:
                yield self.carried(one)

    def without_strange_codings(self, part: etree._Element) -> None:
        """Take codings out whose code is in the codebook no more, or that are another coder's than may go."""
        for coding in list(part.iter(f"{{{PROJECT}}}Coding")):
            code = coding.find(f"{{{PROJECT}}}CodeRef")
            selection = coding.getparent()
            user = coding.get("creatingUser") or selection.get("creatingUser") or ""
            if self.users and user not in self.users:
                why = "of other coders"
            elif code is None or code.get("targetGUID") not in self.codes:
                why = "whose code is not in the codebook"
            else:
                continue
            self.leave("codings", why)
            selection.remove(coding)

    def shown(self, source: etree._Element) -> etree._Element:
        """A picture, page or recording without its texts: what is selected of it and said of it, and with `media` its file."""
        part = self.carried(source)
        for one in list(part):
            if local(one) in TEXTS:
                part.remove(one)
        self.without_strange_codings(part)
        for text in part.iter(f"{{{PROJECT}}}Representation"):
            self._inline(text, source)
        given = source.get("path") or ""
        name = self.package.find(given or "-")
        file = f"{guid_in(source)}{Path(given.replace(chr(92), '/')).suffix.lower()}"
        goes = self.media and name is not None and (self.heard or not is_recording(name))
        why = UNHEARD if self.media else UNSEEN
        if name and goes:
            content = self.package.read(name)
            try:
                given_away = self.mask and not is_recording(name)
                self.files[f"sources/{file}"] = stripped(content) if given_away else content
            except Unshareable as error:
                goes, why = False, error.args[0]
        if name and not goes:
            self.leave("files of sources", why)
        # where the file is to be laid, when it is not in the package; QualCoder reads none without a path
        part.set("path", f"internal://{file}" if goes else f"relative:///{file}")
        return part

    def _inline(self, text: etree._Element, source: etree._Element) -> None:
        """Put the text of a part of a picture or page into the project, its names hidden; selections in it go, where any was."""
        was = next(one for one in source.iter("{*}*") if guid_in(one) == text.get("guid"))
        old = text_of(self.package, was).removeprefix(MARK)
        new = self.mask.words(old) if self.mask else old
        text.attrib.pop("plainTextPath", None)
        for one in list(text):
            if local(one) == "PlainTextContent" or (local(one) == "PlainTextSelection" and new != old):
                text.remove(one)
        etree.SubElement(text, f"{{{PROJECT}}}PlainTextContent").text = new
        in_order(text)

    def as_it_came(self, selection: etree._Element, codings: Mapping[str, ProjectCoding]) -> bool:
        """Whether the memos of all codings on a selection are still its description and its notes."""
        here = [guid_in(one) for one in selection.iterfind("{*}Coding")]
        return all(codings[guid].memo == self.memos.get(guid) for guid in here if guid in codings)

    def mend(self, root: etree._Element, notes: frozenset[str]) -> list[etree._Element]:
        """Take out of a project what points to nothing; the notes, beside `notes`, that are pointed to and are to be added."""
        guids = _guids(root)
        for one in root.iter("{*}Vertex", "{*}Edge"):
            if one.get("representedGUID") and one.get("representedGUID") not in guids:
                del one.attrib["representedGUID"]
        wanted = {one.get("targetGUID") for one in root.iter("{*}NoteRef", "{*}MemberNote")} - notes
        added = [self.carried(self.notes[guid]) for guid in sorted(wanted & self.of_codings)]
        for note in added:
            self._inline(note, self.root)
            note.attrib.pop("richTextPath", None)
        there = _guids(root) | {one.get("guid") for one in added}
        for one in list(root.iter(f"{{{PROJECT}}}*")):
            ends = [one.get(name) for name in ("targetGUID", "originGUID") if one.get(name)]
            if not ends or there.issuperset(ends):
                continue
            kind = local(one)
            if kind == "Link":
                self.leave("links", "of which an end is in the study no more")
            gone = one.getparent() if kind == "VariableRef" else one
            gone.getparent().remove(gone)
        return added


def _guids(root: etree._Element) -> set[str | None]:
    return {one.get("guid") for one in root.iter("{*}*")}

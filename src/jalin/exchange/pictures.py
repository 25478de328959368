"""Regions of the study's pictures and PDF pages, as selections of a REFI-QDA project and back.

REFI-QDA 1.5, 10.3 and 10.4: a selection of a picture is in its pixels, from the upper left; one of a page in points, from
the lower left, pages counted from 0. Both are whole numbers, so its name says the place as the W3C's Media Fragments
do, in percent, as regions.csv has it.
"""

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from lxml import etree

from jalin.code.regions import FILE, Region, read_regions
from jalin.collect.archive import local
from jalin.collect.pictures import as_bytes, seen
from jalin.exchange.project import Picture, ProjectRegion, writable
from jalin.exchange.refi_package import Package, description, guid_in, plain_guid
from jalin.spreadsheet import csv_of_rows
from jalin.stripped import Unshareable, stripped
from jalin.study import Study

REGIONS = "regions of pictures and pages"
SELECTIONS = ("PictureSelection", "PDFSelection")
_NAME = re.compile(
    r"(?:page=(?P<page>\d+)&)?xywh=percent:(?P<box>[\d.]+(?:,[\d.]+){3})&people=(?P<people>[a-z+]+)"
)


def pictures_of(
    study: Study,
    guid: Callable[[str, str], str],
    codes: Mapping[str, str],
    sources: Collection[str],
    media: bool,
) -> list[Picture]:
    """The study's pictures and PDF files with regions, of `sources`, that are on this machine; `codes`: the code of today of each.

    With `media` they have what they show, without what a camera writes beside it, but for one in which somebody is to be known.
    """
    by_file: dict[tuple[str, str], list[Region]] = defaultdict(list)
    for one in read_regions(study):
        if one.source_id in sources:
            by_file[one.source_id, one.file].append(one)
    found: list[Picture] = []
    number: Counter[str] = Counter()
    for (source, file), regions in by_file.items():
        number[source] += 1
        path = study.raw / file
        try:
            content = path.read_bytes()
            sizes = {one.page: seen(content, one.page, 1).size for one in regions}
        except (OSError, ValueError):
            continue
        made = [
            ProjectRegion(
                guid("regions", one.region_id), one.page, (one.left, one.top, one.width, one.height), sizes[one.page],
                guid("codes", codes.get(one.code, one.code)), guid("coders", one.coder), one.created.isoformat(), one.alt, one.memo, one.people,
            )
            for one in regions
        ]  # fmt: skip
        shown = media and all(one.people != "to be known" for one in regions)
        found.append(
            Picture(
                guid("pictures", f"{source} {file}"), guid("sources", source), f"{source} ({number[source]})",
                path.suffix.lower(), _shared(content, 0 in sizes) if shown else None, tuple(made),
            )
        )  # fmt: skip
    return found


def _shared(content: bytes, picture: bool) -> bytes | None:
    """A picture with its pixels as they are seen, or a PDF, as it may be shared; None where nobody can say what it holds besides."""
    try:
        if picture and seen(content, 0).tobytes() != seen(content, 0, upright=False).tobytes():
            return as_bytes(seen(content, 0), "PNG", max(seen(content, 0).size))
        return stripped(content)
    except Unshareable:
        return None


def add_pictures(sources: etree._Element, pictures: list[Picture], space: str) -> dict[str, bytes]:
    """Add each picture with its regions below `sources`, to the one of its guid where that is there; the files to lay beside."""
    q, files = f"{{{space}}}", {}
    there = {one.get("guid"): one for one in sources}
    for picture in pictures:
        name = f"{picture.guid}{picture.suffix}"
        if picture.content is not None:
            files[f"sources/{name}"] = picture.content
        where = "relative:///" if picture.content is None else "internal://"
        kind = "PDF" if picture.suffix == ".pdf" else "Picture"
        element = there.get(picture.guid)
        if element is None:
            element = etree.SubElement(sources, f"{q}{kind}Source", {"guid": picture.guid})
        element.set("name", picture.name)
        element.set("path", where + name)
        for number, one in enumerate(picture.regions):
            selection = etree.Element(
                f"{q}{kind}Selection",
                {"guid": one.guid, "name": _called(one)} | _box(one) | _by(one),
                nsmap={None: space},
            )
            etree.SubElement(selection, f"{q}Description").text = writable(
                f"{one.alt.replace(chr(10) * 2, chr(10))}\n\n{one.memo}".strip()
            )
            coding = etree.SubElement(
                selection,
                f"{q}Coding",
                {"guid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"coding of {one.guid}"))} | _by(one),
            )
            etree.SubElement(coding, f"{q}CodeRef", {"targetGUID": one.code})
            element.insert(number, selection)
    return files


def _by(one: ProjectRegion) -> dict[str, str]:
    return {"creatingUser": one.user, "creationDateTime": f"{one.created}T00:00:00Z"}


def _called(one: ProjectRegion) -> str:
    said = {"xywh": "percent:" + ",".join(f"{side:g}" for side in one.box), "people": one.people}
    return urlencode(({"page": one.page} if one.page else {}) | said, safe=":,")


def _box(one: ProjectRegion) -> dict[str, str]:
    """The place in whole pixels or points, never without a width or height."""
    left, top, width, height = (side * one.size[at % 2] / 100 for at, side in enumerate(one.box))
    first = round(left), round(top)
    second = max(first[0] + 1, round(left + width)), max(first[1] + 1, round(top + height))
    if not one.page:
        return dict(zip(("firstX", "firstY", "secondX", "secondY"), map(str, (*first, *second)), strict=True))
    low, high = one.size[1] - second[1], one.size[1] - first[1]
    sides = {"firstX": first[0], "firstY": low, "secondX": second[0], "secondY": high}
    return {"page": str(one.page - 1)} | {name: str(at) for name, at in sides.items()}


def is_own(selection: etree._Element) -> bool:
    """Whether a selection of a picture or page is a region of a study, by its name, under a code."""
    return (
        local(selection) in SELECTIONS
        and _NAME.fullmatch(selection.get("name") or "") is not None
        and selection.find("{*}Coding/{*}CodeRef") is not None
    )


def pictures_in(root: etree._Element, package: Package, documents: Mapping[str, str]) -> list[Picture]:
    """The pictures with regions of a study that lie in the package; `documents`: the guid of each document by its name."""
    found = []
    for source in root.iterfind("{*}Sources/*"):
        regions = [_region(one) for one in source if isinstance(one.tag, str) and is_own(one)]
        document = documents.get((source.get("name") or "").rpartition(" (")[0], "")
        file = package.find(source.get("path") or "-")
        if regions and document and file:
            suffix = Path(file).suffix.lower()
            found.append(
                Picture(
                    guid_in(source),
                    document,
                    source.get("name") or "",
                    suffix,
                    package.read(file),
                    tuple(regions),
                )
            )
    return found


def _region(selection: etree._Element) -> ProjectRegion:
    said = _NAME.fullmatch(selection.get("name") or "")
    code = selection.find("{*}Coding/{*}CodeRef")
    assert said is not None and code is not None
    alt, _, memo = description(selection).partition("\n\n")
    left, top, width, height = (float(side) for side in said["box"].split(","))
    return ProjectRegion(
        guid_in(selection), int(said["page"] or 0), (left, top, width, height), (0, 0), plain_guid(code.get("targetGUID")),
        plain_guid(selection.get("creatingUser")), (selection.get("creationDateTime") or "")[:10], alt, memo,
        unquote_plus(said["people"]),
    )  # fmt: skip


@dataclass(frozen=True)
class RegionFiles:
    """What of a new study holds the regions of a project: `files` by their path, `media` of each source, below data/raw, and the study's name of each picture and region by guid."""

    files: dict[str, str | bytes]
    media: dict[str, list[str]]
    pictures: dict[str, str]
    ids: dict[str, str]


def region_files(
    pictures: list[Picture], sources: Mapping[str, str], codes: Mapping[str, str], coders: Mapping[str, str]
) -> RegionFiles:
    """The pictures of a project and regions.csv with the regions on them, for a new study with these names by guid."""
    made = RegionFiles({}, defaultdict(list), {}, {})
    rows: list[dict[str, object]] = []
    numbers: Counter[str] = Counter()
    for picture in pictures:
        source = sources[picture.document]
        file = f"documents/{source}-{len(made.media[source]) + 1}{picture.suffix}"
        made.media[source].append(file)
        made.files[f"data/raw/{file}"] = picture.content or b""
        made.pictures[picture.guid] = f"{source} {file}"
        for one in picture.regions:
            if one.code in codes and one.user in coders:
                numbers[source] += 1
                made.ids[one.guid] = f"{source}/r{numbers[source]}"
                place = dict(zip(("left", "top", "width", "height"), one.box, strict=True))
                said = {"code": codes[one.code], "coder": coders[one.user], "alt": one.alt, "memo": one.memo}
                more = {"people": one.people, "created": one.created, "file": file, "page": one.page}
                rows.append({"region_id": made.ids[one.guid], "source_id": source} | place | said | more)
    if rows:
        made.files[FILE] = csv_of_rows(tuple(Region.model_fields), rows)
    return made

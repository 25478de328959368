"""Regions of pictures and PDF pages that were selected in another program, as pictures that a chapter can set in."""

import re
from dataclasses import dataclass

from PIL import Image

from jalin.collect.archive import local
from jalin.collect.pictures import SCALE, seen, within
from jalin.errors import Problem, StudyError, nearest
from jalin.exchange.of_study import names_by_guid, original_of
from jalin.exchange.refi_package import guid_in, opened
from jalin.study import Study

# the program whose pages count from 0
_FROM_ZERO = "QualCoder"


@dataclass(frozen=True)
class Region:
    """A selection on a picture or page: `source` it is of, its `page` (0 for a picture), and `box` (left, top, right, bottom) in pixels or points; `codes` are the study's."""

    guid: str
    source: str
    path: str
    page: int
    box: tuple[int, int, int, int]
    codes: tuple[str, ...]
    note: str


def regions_of(study: Study) -> list[Region]:
    """What was selected on pictures and pages of the project that the study was made from, in its order; none without one."""
    original = original_of(study)
    if original is None:
        return []
    sources, codes = names_by_guid(study, "sources"), names_by_guid(study, "codes")
    found = []
    with opened(original) as package:
        root = package.project
        selections = [*root.iter("{*}PictureSelection", "{*}PDFSelection")]
        zero = (root.get("origin") or "").startswith(_FROM_ZERO) or any(
            one.get("page") == "0" for one in selections
        )
        for one in selections:
            above = one.getparent()
            own = (guid_in(text) for text in above.iter("{*}*"))
            name = next((sources[guid] for guid in own if guid in sources), guid_in(above)[:8])
            left, top, right, bottom = (
                int(one.get(side) or 0) for side in ("firstX", "firstY", "secondX", "secondY")
            )
            page = int(one.get("page") or 0) + zero if local(one) == "PDFSelection" else 0
            refs = (
                (ref.get("targetGUID") or "").strip("{}").lower()
                for ref in one.iterfind("{*}Coding/{*}CodeRef")
            )
            description = one.find("{*}Description")
            note = (description.text or "").strip() if description is not None else ""
            box = min(left, right), min(top, bottom), max(left, right), max(top, bottom)
            used = tuple(codes[ref] for ref in refs if ref in codes)
            found.append(Region(guid_in(one), name, above.get("path") or "", page, box, used, note))
    return found


def picture_of(study: Study, asked: str, from_below: bool = False) -> tuple[Region, Image.Image]:
    """A region by its guid, or what that begins with, and what it shows; `from_below`: its heights count from the foot of a page.

    Raises `StudyError` when there is none, or its picture or page is not in the project.
    """
    every = regions_of(study)
    matching = [one for one in every if one.guid.startswith(asked.strip("{}").lower())]
    shown = study.relative(study.raw / "exchange" / "original.qdpx")
    if len(matching) != 1:
        what = f"there are {len(matching)} regions that are called {asked!r}"
        raise StudyError(Problem(shown, "", what, nearest(asked, [one.guid for one in every])))
    region = matching[0]
    original = original_of(study)
    assert original is not None
    with opened(original) as package:
        name = package.find(region.path or "-")
        if name is None:
            raise StudyError(
                Problem(
                    shown,
                    region.guid,
                    "its picture or page is not in it",
                    "Export the project with its files",
                )
            )
        content = package.read(name)
    try:
        image = seen(content, region.page, upright=False)
        scale = SCALE if region.page else 1
        left, top, right, bottom = (side * scale for side in region.box)
        if from_below and region.page:
            top, bottom = image.height - bottom, image.height - top
        return region, image.crop(within((left, top, right, bottom), image.size))
    except ValueError as error:
        raise StudyError(
            Problem(shown, name, f"it cannot be shown: {error}", "Look at it in its program")
        ) from None


def set_in(study: Study, region: Region, image: Image.Image, page_word: str) -> str:
    """Put what a region shows beside the chapters; the line of Markdown that sets it into one, with its source, page and codes."""
    path = study.root / "notebooks" / "report" / f"region-{region.guid[:8]}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "PNG")
    where = f"{region.source}, {page_word} {region.page}" if region.page else region.source
    said = ": ".join(
        filter(None, [where, "; ".join([*region.codes, *([region.note] if region.note else [])])])
    )
    return f"![{re.sub(r'[][]', '', said)}]({path.name})"

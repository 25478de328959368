"""Pictures and PDF pages: a region of one is coded, and what it shows can stand in a chapter as evidence."""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jalin.code import read_codebook
from jalin.code.regions import FILE, Region, read_regions
from jalin.collect.pictures import PICTURES, as_bytes, is_seen, pages_of, seen, within
from jalin.consent import media_of, withheld
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk, Edit
from jalin.explore.picked import refuse_lost
from jalin.explore.pieces import piece
from jalin.explore.register_edits import add_beside, in_table, rows_of
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms.codebook import shown_codes
from jalin.files import REGISTER
from jalin.reading import as_model
from jalin.study import Study

# pixels on the longer side: of a page on the screen, and of what a chapter shows
_ON_SCREEN, _IN_CHAPTER = 1400, 1600
_COLUMNS = list(Region.model_fields)


def files_of(study: Study) -> dict[str, list[str]]:
    """The pictures and PDF files of each source that may be used, below data/raw; those that are on this machine."""
    gone = withheld(study, "use")
    named = {
        row["source_id"]: [row["file"], *media_of(row)]
        for row in rows_of(study)[1]
        if row["source_id"] not in gone
    }
    return {
        source: found
        for source, names in named.items()
        if (
            found := [name for name in dict.fromkeys(names) if is_seen(name) and (study.raw / name).is_file()]
        )
    }


def _image(study: Study, file: str, page: int, scale: float = 2) -> Any:
    """A picture or page of the study. Raises `StudyError` for a file that no source names, or that cannot be shown."""
    known = [name for names in files_of(study).values() for name in names]
    if file not in known:
        raise StudyError(Problem(REGISTER, "", f"no source has the picture {file!r}", nearest(file, known)))
    try:
        return seen((study.raw / file).read_bytes(), page, scale)
    except (ValueError, OSError) as error:
        what = f"it cannot be shown: {error}"
        raise StudyError(Problem(f"data/raw/{file}", "", what, "Look at it in its program")) from None


def page(desk: Desk, file: str, page: int) -> View:
    """A picture or page for the screen, as an address that holds all of it; and of how many pages it is one."""
    image = _image(desk.study, file, page)
    data = base64.b64encode(as_bytes(image, "JPEG", _ON_SCREEN)).decode()
    return {"address": f"data:image/jpeg;base64,{data}", "width": image.width, "height": image.height}


def shown(study: Study, one: Region) -> bytes:
    """What a region shows, as PNG."""
    image = _image(study, one.file, one.page, 3)
    wide, high = image.size[0] / 100, image.size[1] / 100
    box = (one.left * wide, one.top * high, (one.left + one.width) * wide, (one.top + one.height) * high)
    return as_bytes(image.crop(within(box, image.size)), "PNG", _IN_CHAPTER)


# acts


def _check(study: Study) -> None:
    read_regions(study, read_codebook(study).today)
    refuse_lost(study)


def _beside(desk: Desk, one: Region) -> Path:
    return desk.root / "notebooks" / "report" / one.picture


def _change(desk: Desk, said: str, change: Any, more: Mapping[Path, Edit] | None = None) -> None:
    """Change the rows of regions.csv by `change`, and other files with it."""
    edits = in_table(desk.root / FILE, FILE, _COLUMNS, change)
    desk.act(said, edits | dict(more or {}), _check)


def _row(one: Region) -> dict[str, str]:
    numbers = {name: f"{getattr(one, name):g}" for name in ("left", "top", "width", "height")}
    return {name: str(value) for name, value in one.model_dump().items()} | numbers


def _made(content: Mapping[str, Any]) -> Region:
    """A region of what a screen sends: lengths to a tenth of a percent, and none beyond the picture."""
    box = {name: round(float(content[name]), 1) for name in ("left", "top", "width", "height")}
    box["width"] = round(min(max(box["width"], 0.1), 100 - box["left"]), 1)
    box["height"] = round(min(max(box["height"], 0.1), 100 - box["top"]), 1)
    return as_model(Region, {**content, **box}, FILE, str(content["region_id"]))


def add(desk: Desk, source: str, file: str, page: int, box: Mapping[str, float], code: str, alt: str) -> str:
    """Code a region; its id. Its words say what is to be seen."""
    numbers = [
        int(one.region_id.rpartition("/r")[2]) for one in read_regions(desk.study) if one.source_id == source
    ]
    own = {
        "region_id": f"{source}/r{max(numbers, default=0) + 1}",
        "source_id": source,
        "file": file,
        "page": page,
    }
    said = {"code": code, "coder": desk.coder, "alt": alt.strip(), "created": date.today().isoformat()}
    one = _made({**own, **box, **said})
    _image(desk.study, file, page, 0.1)
    _change(desk, f"{code}: {one.region_id}", lambda rows: [*rows, _row(one)])
    return one.region_id


def _own(desk: Desk, region: str) -> Region:
    own = {one.region_id: one for one in read_regions(desk.study) if desk.sees(one.coder)}
    if region not in own:
        raise StudyError(Problem(FILE, "", f"you have no region {region!r}", nearest(region, own)))
    return own[region]


def edit(desk: Desk, region: str, changes: Mapping[str, Any]) -> None:
    """Another place, code, words, memo or `people` of a region; where it stands in a chapter the picture there follows."""
    one = _own(desk, region)
    kept = {
        name: value
        for name, value in changes.items()
        if name in _COLUMNS and name not in ("region_id", "coder")
    }
    new = _made({**_row(one), **kept})
    path = _beside(desk, one)
    more: dict[Path, Edit] = {}
    if path.exists():
        seen_now = None if new.people == "to be known" else shown(desk.study, new)
        more = {path: lambda _content: seen_now}
    _change(
        desk, region, lambda rows: [_row(new) if row["region_id"] == region else row for row in rows], more
    )


def remove(desk: Desk, region: str) -> None:
    """Take a region away; refused while a chapter shows it."""
    path = _beside(desk, _own(desk, region))
    more: dict[Path, Edit] = {path: lambda _content: None} if path.exists() else {}
    _change(desk, f"− {region}", lambda rows: [row for row in rows if row["region_id"] != region], more)


def set_in(desk: Desk, region: str) -> str:
    """Put what a region shows beside the chapters; what sets it into one. Raises `StudyError` where somebody in it can be known."""
    one = _own(desk, region)
    if one.people == "to be known":
        what = "somebody in it can be known, so it stands in no report"
        raise StudyError(
            Problem(FILE, region, what, "Choose a smaller region, or say that nobody can be known")
        )
    if one.source_id in withheld(desk.study, "quote"):
        what = f"{one.source_id} may not be quoted, so it stands in no report"
        raise StudyError(Problem(FILE, region, what, "Record the consent first, if it was given"))
    made = shown(desk.study, one)
    desk.act(f"{region}: PNG", {_beside(desk, one): lambda _content: made})
    return f'{{{{ region("{region}") }}}}'


def add_picture(desk: Desk, source: str, name: str, piece: str) -> str:
    """Put a picture or PDF, sent in pieces, beside its source, and name it in the register; where it is, below data/raw."""
    if not is_seen(name):
        raise StudyError(
            Problem(name, "", "it is no picture, by its ending", f"Choose one of {', '.join(PICTURES)}, .pdf")
        )
    return add_beside(desk, source, name, piece)


class PicturesRoom(Room):
    """The pictures and pages of the sources, and the regions of them that were coded."""

    name = "pictures"
    acts = by_name(add, edit, remove, add_picture)
    asks = by_name(page, piece)

    def watched(self) -> Iterable[Path]:
        study = self.desk.study
        book = study.raw / "coding" / "codebook.yaml"
        return [study.root / FILE, study.root / REGISTER, book, study.root / "notebooks" / "report"]

    def view(self) -> View:
        study, language = self.desk.study, self.desk.language
        book = read_codebook(study)
        regions = [one for one in read_regions(study) if self.desk.sees(one.coder)]
        counts = Counter(book.today.get(one.code, one.code) for one in regions)
        files = []
        for source, names in files_of(study).items():
            for name in names:
                try:
                    files.append({"source": source, "file": name, "pages": pages_of(study.raw / name)})
                except ValueError as error:
                    files.append({"source": source, "file": name, "pages": 0, "wrong": str(error)})
        return {
            "files": files,
            "sources": [row["source_id"] for row in rows_of(study)[1]],
            "codes": [one for one in shown_codes(book, language, counts) if one["cycle"] == "first"],
            "regions": [
                one.model_dump(mode="json")
                | {
                    "code": book.today.get(one.code, one.code),
                    "set_in": _beside(self.desk, one).exists(),
                    "own": one.coder == self.desk.coder,
                }
                for one in regions
            ],
        }

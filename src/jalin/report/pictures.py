"""Pictures that stand beside the chapters, set into them as Markdown does: `![The garden in May](garden.png)`; and what coded regions show."""

import base64
import re
from dataclasses import replace
from pathlib import Path

from jalin.code.regions import read_regions
from jalin.consent import source_of
from jalin.errors import Problem, nearest, refuse
from jalin.report.chapters import Chapter, Unknown, may_show, require
from jalin.report.elements import element, slug
from jalin.report.markdown import raw
from jalin.report.results import Results
from jalin.stripped import Unshareable, stripped
from jalin.study import Study
from jalin.words import day, phrase, word

_IMAGE = re.compile(r"(?P<before>!\[[^\]\n]*\]\()(?P<name>[^)\s]+)")
# what page, PDF and DOCX all show
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif"}


def with_pictures(chapter: Chapter, study: Study) -> Chapter:
    """A chapter with each picture set in whole, without what a camera writes beside what it shows.

    Raises `StudyError` with the line of a picture that is not there, or that not every form of the report can show.
    """
    folder = study.root / "notebooks" / "report"
    there = {path.name: path for path in folder.iterdir() if path.suffix.lower() in _KINDS}
    problems = []

    def address(match: re.Match[str]) -> str:
        path = there.get(match["name"])
        try:
            if path is not None:
                return match["before"] + _address(path)
            fault = _missing(match["name"], list(there))
        except Unshareable as error:
            fault = f"the picture {match['name']}: {error.args[0]}", str(error.args[1])
        line = chapter.text.count("\n", 0, match.start()) + 1
        problems.append(Problem(chapter.shown, f"line {line}", *fault))
        return ""

    text = _IMAGE.sub(address, chapter.text)
    refuse(problems)
    return replace(chapter, text=text)


def _address(path: Path) -> str:
    data = base64.b64encode(stripped(path.read_bytes())).decode("ascii")
    return f"data:image/{_KINDS[path.suffix.lower()]};base64,{data}"


def picture_of_region(results: Results, name: str, language: str) -> str:
    """What a coded region shows, as a quote stands: its words for who cannot see it, source, page, group, day and code.

    Of a source that may not be quoted, and of one in which somebody can be known, a sentence says so. Raises `Unknown` for
    a source or region that there is not, and a region that was not set in.
    """
    study = results.study
    regions = {one.region_id: one for one in read_regions(study)}
    sources = results["protect/sources"].set_index("source_id")
    whose = source_of(name)
    if shown := may_show(results, whose):
        require("region", name, regions)
    if not shown or regions[name].people == "to be known":
        return phrase("unquoted.passages", language, 1)
    one, source = regions[name], sources.loc[whose]
    path = study.root / "notebooks" / "report" / one.picture
    if not path.is_file():
        raise Unknown(
            f"what the region {name} shows is not beside the chapters", "Set it in from the room Report"
        )
    names, code = results.codebook.names(language), results.codebook.today.get(one.code, one.code)
    said = [f"{word('region.page', language)} {one.page}"] if one.page else []
    said += [day(source["date"], language), names.get(code, code)]
    return raw(
        element(
            "region",
            language,
            anchor=f"region-{slug(name)}",
            source=_address(path),
            alt=one.alt,
            label=name,
            who=results.printed.name_of(language)[source["role_group"]],
            place=" · ".join(said),
        )
    )


def _missing(name: str, there: list[str]) -> tuple[str, str]:
    """What is wrong with a picture of this name, and what to do."""
    if "://" in name:
        return f"the picture {name} is on the web", "Save it beside the chapter, and write its name alone"
    if Path(name).suffix.lower() not in _KINDS:
        return f"{name} is no picture that every form of the report can show", "Save it as PNG or JPEG"
    return f"the picture {name} is not beside the chapter", nearest(name, there)

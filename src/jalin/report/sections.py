"""The sections of chapters by their anchors, `## Informants {#sampling}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jalin.report.chapters import Chapter

_HEADING = re.compile(r"(?m)^(#{1,6})\s+(?P<title>.+?)\s*\{\s*#(?P<anchor>[\w-]+)[^}]*\}\s*$")
_FENCED = re.compile(r"(?ms)^```.*?^```\s*$")


@dataclass(frozen=True)
class Section:
    """A section: its anchor, its title, and that of its chapter."""

    anchor: str
    title: str
    chapter: str


def sections_of(chapters: Iterable[Chapter]) -> dict[str, Section]:
    """Every section with an anchor in the chapters of one language."""
    found: dict[str, Section] = {}
    for chapter in chapters:
        for heading in _HEADING.finditer(_FENCED.sub("", chapter.text)):
            title = re.sub(r"[*_`]", "", heading["title"])
            found.setdefault(heading["anchor"], Section(heading["anchor"], title, chapter.heading))
    return found


def told(sections: Iterable[Section]) -> list[str]:
    """Sections in words: their titles, after that of their chapter."""
    found: dict[str, list[str]] = {}
    for one in sections:
        found.setdefault(one.chapter, []).extend([one.title] if one.title != one.chapter else [])
    return [", ".join([chapter, *titles]) for chapter, titles in found.items()]

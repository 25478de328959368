"""One's own report with the voices: the built pages once more, with the sound of each quote beside it.

The copies lie in the private folder, which no git, manifest, deposit or export takes; they name the recordings where
these lie, and hold nothing of them. The report itself stays without a voice. They are opened from disk: what JupyterLab
serves as a page is kept from asking it for recordings.
"""

import os
import re
import sys
import webbrowser
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from jalin.code.times import read_times
from jalin.errors import Problem, refuse
from jalin.explore.desk import Desk
from jalin.explore.live import premises
from jalin.explore.sound import recordings_of, turns_of
from jalin.files import write_text
from jalin.report.evidence import evidence_file
from jalin.report.results import labels_of
from jalin.study import Study
from jalin.tables.store import read
from jalin.words import word

FOLDER = "data/processed/private/heard"
# seconds before and after a passage, for its place within a turn is reckoned by its letters
_BEFORE, _AFTER = 1.0, 1.5
_ADDRESS = re.compile(r'(?<=[ "])(href|src)="(?!#|[a-z]+:|/)([^"#]+)')
# below each quote of a chapter and each passage of the evidence the page says which coding it is
_PASSAGE = re.compile(r'(?=<p class="meta" data-passage="([^"]+)">)')


def span_of(turns: list[tuple[int, float]], start: int, end: int) -> tuple[float, float | None] | None:
    """When a passage is heard: its first and last second, None for the end of the recording; None before the first of the `turns` (start, seconds)."""

    def at(point: int) -> float | None:
        one = next((one for one in reversed(turns) if one[0] <= point), None)
        after = next((one for one in turns if one[0] > point), None)
        if one is None or after is None:
            return None
        return one[1] + max(0.0, after[1] - one[1]) * (point - one[0]) / (after[0] - one[0])

    turn = next((one for one in reversed(turns) if one[0] <= start), None)
    if turn is None:
        return None
    # how far one is in the last turn nobody knows: from where it begins
    first, last = at(start) or turn[1], at(end)
    return max(0.0, first - _BEFORE), None if last is None else last + _AFTER


def _sounds(study: Study, language: str) -> dict[str, str]:
    """By the label of a coding, what plays it; of sources with a recording that is there and turns with times."""
    segments, mended = read(study, "protect/segments"), read_times(study)
    codings = premises(study).coded.codings
    labels, made = labels_of(codings, study.lead), dict[str, str]()
    for source, rows in codings.groupby("source_id"):
        recordings = recordings_of(study, str(source))
        own = segments[segments["source_id"] == source].sort_values("start", kind="stable")
        timed = [one for one in turns_of(str(source), own, mended, len(recordings))[0] if one[1] is not None]
        for row in rows.itertuples():
            number = next((one[3] for one in reversed(timed) if one[0] <= int(row.start)), 0)
            turns = [(at, when) for at, when, _, part in timed if part == number]
            span = span_of(turns, int(row.start), int(row.end))
            if span is None or not recordings or not recordings[number]["there"]:
                continue
            kind = "video" if recordings[number]["video"] else "audio"
            path = "../../../" + quote(recordings[number]["path"].removeprefix("data/"))
            label = labels[row.source_id, row.coder, row.coding_id]
            until = "" if span[1] is None else f",{span[1]:.1f}"
            said = escape(f"{word('explore.recording', language)} {label}")
            made[escape(label)] = (
                f'<{kind} controls preload="none" aria-label="{said}" src="{path}#t={span[0]:.1f}{until}"></{kind}>'
            )
    return made


def _with_sound(page: str, sounds: Mapping[str, str], ours: set[str]) -> str:
    def there(found: re.Match[str]) -> str:
        return f'{found[1]}="{"" if found[2] in ours else "../../../../reports/"}{found[2]}'

    page = _ADDRESS.sub(there, page)
    page = _PASSAGE.sub(lambda found: sounds.get(found[1], ""), page)
    return page.replace("default-src 'none'", "default-src 'none'; media-src 'self' file:", 1)


def hear(desk: Desk) -> list[str]:
    """Write the pages with the voices, and open the one in the desk's language where there is a screen; their paths. Raises `StudyError` where no page is built or no quote can be heard."""
    study = desk.study
    pages = {
        language: [f"report.{language}.html", evidence_file(language)]
        for language in study.languages
        if (study.reports / f"report.{language}.html").exists()
    }
    ours = {name for names in pages.values() for name in names}
    found: dict[str, str] = {}
    for language, names in pages.items():
        sounds = _sounds(study, language)
        if sounds:
            for name in filter(lambda one: (study.reports / one).exists(), names):
                text = (study.reports / name).read_text(encoding="utf-8")
                found[name] = _with_sound(text, sounds, ours)
    if not found:
        what = "there is no report with a quote that can be heard" if pages else "no report is built yet"
        remedy = "Build the report; put recordings beside transcripts with times, in the room of coding"
        refuse([Problem("reports", "", what, remedy)])
    for name, text in found.items():
        write_text(study.root / FOLDER / name, text)
    there = heard_there(study)
    if sys.platform in ("darwin", "win32") or os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}:
        own = next((one for one in there if one.endswith(f".{desk.language}.html")), there[0])
        webbrowser.open((study.root / own).as_uri())
    return there


def heard_there(study: Study) -> list[str]:
    """The reports with the voices that are of the last build."""
    found = [
        (study.root / FOLDER / f"report.{one}.html", study.reports / f"report.{one}.html")
        for one in study.languages
    ]
    return [
        study.relative(path)
        for path, of in found
        if path.exists() and of.exists() and path.stat().st_mtime >= of.stat().st_mtime
    ]

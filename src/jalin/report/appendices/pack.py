"""The appendices of a thesis as one Word file in each language: from files and tables, nothing written in by hand.

What is missing is said in its place, and returned, so that a study that has just begun has its appendices too.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import escape

from jalin.consent import withheld
from jalin.report import elements
from jalin.report.appendices.analysis import by_other, by_source, conclusions, reduction
from jalin.report.appendices.fieldwork import schedule
from jalin.report.appendices.lines import margin
from jalin.report.evidence import entries
from jalin.report.guides import FOLDER, read_guides
from jalin.report.left_out import left_out
from jalin.report.people import few_or
from jalin.report.photographs import FILE as PHOTOGRAPHS
from jalin.report.photographs import picture_of, read_photographs
from jalin.report.results import Results
from jalin.report.tables.common import headings
from jalin.report.tables.findings import display_table
from jalin.report.tables.guides import grid, guide_table
from jalin.tables.left_out import sentence
from jalin.triangulate.convergence import BY
from jalin.words import day, phrase, word

_WIDE = tuple(
    heading for name in ("quote", "words_said", "asks", "claim", "changed_by") for heading in headings(name)
)
_BELOW = (*headings("translation"), *headings("probes"))
# a table with more columns has no room on a page
_COLUMNS = 12


@dataclass
class Pack:
    """The appendices of one language as they grow: HTML, numbers of tables and figures, what is missing."""

    results: Results
    language: str
    parts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    sections: int = 0
    tables: int = 0
    figures: int = 0

    def say(self, key: str, **values: object) -> str:
        return phrase(f"appendices.{key}", self.language, **values)

    def section(self, key: str) -> None:
        """Begin an appendix: its number, its title, a sentence on what it is."""
        self.sections += 1
        title = self.say("title", number=self.sections, name=word(f"appendices.{key}", self.language))
        self.parts.append(f'<h2 id="appendix-{self.sections}">{escape(title)}</h2>')
        self.text(word(f"appendices.{key}.about", self.language))

    def part(self, title: str) -> None:
        self.parts.append(f"<h3>{escape(title)}</h3>")

    def text(self, words: str) -> None:
        self.parts.append(f"<p>{escape(words)}</p>")

    def lacks(self, key: str, **values: object) -> None:
        """Say what is missing, here and at the end."""
        said = self.say(f"missing.{key}", **values)
        self.missing.append(said)
        self.text(said)

    def table(self, frame: pd.DataFrame, caption: str) -> None:
        self.tables += 1
        self.parts.append(
            elements.table(
                frame,
                self.language,
                page=False,
                wide=_WIDE,
                below=_BELOW,
                lying=True,
                number=self.tables,
                data="",
                caption=caption.rstrip("."),
                notebook="",
            )
        )

    def picture(self, jpeg: bytes, caption: str) -> None:
        self.figures += 1
        data = base64.b64encode(jpeg).decode("ascii")
        self.parts.append(
            elements.element(
                "figure",
                self.language,
                number=self.figures,
                source=f"data:image/jpeg;base64,{data}",
                data="",
                caption=caption.rstrip("."),
                notebook="",
                page=False,
            )
        )


def appendices(results: Results, language: str) -> Pack:
    """All appendices in a language. Raises `StudyError` for guides or photographs that are wrong."""
    pack = Pack(results, language)
    for add in _SECTIONS:
        add(pack)
    return pack


def _grid(pack: Pack) -> None:
    pack.section("grid")
    frame = grid(pack.results, pack.language)
    if frame.empty:
        pack.lacks("questions")
    else:
        pack.table(frame, word("caption.grid", pack.language))


def _guides(pack: Pack) -> None:
    pack.section("guides")
    guides = read_guides(pack.results.study, pack.results.codebook)
    for method in ("interview", "observation", "document"):
        own = [one for one in guides if one.guide.method == method]
        title = word(f"appendices.guide.{method}", pack.language)
        pack.part(title)
        if not own:
            pack.lacks("guide", guide=title, file=f"data/raw/{FOLDER}/{method}.yaml")
        for one in own:
            if one.guide.opening:
                pack.text(one.guide.opening[pack.language])
            pack.table(guide_table(pack.results, one, pack.language), title)


def _schedule(pack: Pack) -> None:
    pack.section("schedule")
    thesis = pack.results.study.settings.thesis
    if not (thesis and thesis.schedule):
        pack.lacks("schedule")
    frame = schedule(pack.results, pack.language)
    if not frame.empty:
        pack.table(frame, word("caption.schedule", pack.language))


def _texts(method: str) -> Callable[[Pack], None]:
    """Transcripts, or field notes: each source in numbered lines with its codes in the margin."""

    def add(pack: Pack) -> None:
        results = pack.results
        pack.section(f"texts.{method}")
        sources = results["protect/sources"]
        own = sources[sources["method"] == method].sort_values(["date", "source_id"], kind="stable")
        closed = withheld(results.study, "quote", "share")
        passages = entries(results)
        shown = own[~own["source_id"].isin(closed)]
        if own.empty:
            pack.lacks(f"texts.{method}")
        if count := len(own) - len(shown):
            least = results.study.settings.anonymity.k
            pack.text(pack.say("closed", sources=few_or(count, least, pack.language)))
        groups = results.printed.name_of(pack.language)
        for row in shown.itertuples():
            pack.part(str(row.source_id))
            said = pack.say(
                "text_of",
                source=row.source_id,
                date=day(row.date, pack.language),
                group=groups[row.role_group],
                round=results.names("rounds", pack.language).get(str(row.round), row.round),
            )
            pack.table(margin(results, row.source_id, passages, pack.language), said)

    return add


def _reduction(pack: Pack) -> None:
    pack.section("reduction")
    passages = entries(pack.results)
    if passages.empty:
        pack.lacks("codings")
    else:
        pack.table(reduction(pack.results, passages, pack.language), word("caption.reduction", pack.language))


def _displays(pack: Pack) -> None:
    pack.section("displays")
    for name, found in pack.results.displays.items():
        if found.table.empty or len(found.columns.values) >= _COLUMNS:
            continue
        caption = (
            word(f"caption.{name}", pack.language)
            if name in ("role_ordered", "time_ordered", "conceptually_clustered", "partially_ordered")
            else found.spec.name[pack.language]
        )
        pack.table(display_table(name)(pack.results, pack.language), caption)


def _judged(pack: Pack) -> bool:
    """Whether there are propositions, and the study judges them; says what is missing."""
    settings = pack.results.study.settings
    if part := left_out(settings, "table", "rounds"):
        pack.text(sentence(settings, part, pack.language))
    elif not pack.results.propositions:
        pack.lacks("propositions")
    else:
        return True
    return False


def _conclusions(pack: Pack) -> None:
    pack.section("conclusions")
    if not _judged(pack):
        return
    questions = {
        item.id: f"{item.id}. {item.text[pack.language]}" for item in pack.results.study.settings.questions
    }
    for question, frame in conclusions(pack.results, pack.language).items():
        said = questions.get(question, word("appendices.no_question", pack.language))
        if not frame.empty or question:
            pack.part(said)
        if not frame.empty:
            pack.table(frame, word("caption.conclusions", pack.language))
        elif question:
            pack.lacks("proposition", question=question)


def _triangulation(pack: Pack) -> None:
    pack.section("triangulation")
    if not _judged(pack):
        return
    for by in BY:
        frame = (
            by_source(pack.results, pack.language)
            if by == "role_group"
            else by_other(pack.results, by, pack.language)
        )
        pack.table(frame, word(f"caption.triangulation.{by}", pack.language))


def _checks(pack: Pack) -> None:
    pack.section("checks")
    if pack.results.premises.member_checks.empty:
        pack.lacks("checks")


def _photographs(pack: Pack) -> None:
    pack.section("photographs")
    found = read_photographs(pack.results.study)
    if not found.shown and not found.withheld:
        pack.lacks("photographs", file=PHOTOGRAPHS)
    if found.withheld:
        pack.text(pack.say("photographs.withheld", count=found.withheld))
    for one in found.shown:
        said = pack.say(
            "photograph",
            caption=one.caption[pack.language].rstrip("."),
            date=day(one.date, pack.language),
            people=word(f"appendices.people.{one.people}", pack.language),
        )
        pack.picture(picture_of(pack.results.study, one), said)


_SECTIONS: tuple[Callable[[Pack], None], ...] = (
    _grid,
    _guides,
    _schedule,
    _texts("interview"),
    _texts("observation"),
    _reduction,
    _displays,
    _conclusions,
    _triangulation,
    _checks,
    _photographs,
)

"""Everything people wrote, checked at once and without building anything."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

import pandas as pd

from jalin.code import read_codebook
from jalin.code.codebook import Codebook
from jalin.code.passages import read_passages
from jalin.code.regions import read_regions
from jalin.code.stage import anchored, decided, opened
from jalin.code.times import read_times
from jalin.code.translations import passages_of, read_translations, told
from jalin.collect import contact_summary
from jalin.collect.contact import warnings_of
from jalin.collect.register import beside_register, read_register, registered
from jalin.collect.stage import Collected
from jalin.collect.stage import run as collect
from jalin.conclude.could_speak import unknown_covers
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.conclude.rivals import mirrors
from jalin.conclude.stage import Premises
from jalin.condense import CodedStudy
from jalin.condense.language import lacking
from jalin.consent import read_consents, unquotable
from jalin.display import displays_of, link_table, matrices, read_links
from jalin.display.shapes import SHAPES
from jalin.display.stage import material_of
from jalin.errors import Problem, StudyError, refuse
from jalin.files import REGISTER, WRITTEN
from jalin.protect.ids import names_in_ids
from jalin.protect.offices import offices_told
from jalin.protect.reading import foreign_told
from jalin.protect.review import halves_told, kept_forms, read_review, waiting_forms
from jalin.protect.speakers import unsettled
from jalin.protect.stage import Hidden, hidden, hide, people
from jalin.protect.withdrawals import due, unasked
from jalin.protect.words import Vocabulary
from jalin.protect.written import names_written
from jalin.protect.written import told as told_written
from jalin.reading import WINDOWS, encoding_of
from jalin.report.annotations import read_notes
from jalin.report.chapters import Chapter, chapters_of, unreadable
from jalin.report.checklists import read_reporting, unplaced
from jalin.report.docx_styles import template_of
from jalin.report.figures import FIGURES
from jalin.report.guides import read_guides
from jalin.report.markdown import as_html
from jalin.report.photographs import read_photographs
from jalin.report.prose import TOLD_OF, told_by_hand, unknown_names, unread, unshown, wrong_claims
from jalin.report.tables import TABLES
from jalin.study import Study
from jalin.tables.made import Built, Made
from jalin.words.sentences import told as in_words

Result = TypeVar("Result")


@dataclass
class CheckResult:
    """What was found: a line for each thing to know, and every problem."""

    lines: list[str | Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def told(self, language: str = "en") -> list[str]:
        """The lines in a language."""
        return in_words(self.lines, language)

    def attempt(self, step: Callable[[], Result]) -> Result | None:
        """The result of a step, or None, its problems kept, each once."""
        try:
            return step()
        except StudyError as error:
            self.problems += [one for one in error.problems if one not in self.problems]
            return None


def _heard(collected: Collected) -> dict[str, str]:
    """For each source in which people speak: what wrote its transcript, how many turns and speakers it has."""
    segments = collected["segments"]
    turns = segments[segments["kind"] == "turn"].groupby("source_id")["speaker"].agg(["size", "nunique"])
    found = {}
    for source_id, program in collected.programs.items():
        count, voices = turns.loc[source_id] if source_id in turns.index else (0, 0)
        if count:
            found[source_id] = f"{program}, {count} turns, {voices} speaker{'' if voices == 1 else 's'}"
        else:
            told = f"{program}: no speaker" if program else "no speaker"
            found[source_id] = (
                f"{told} is told; name the dialect in the column dialect of {REGISTER}, or label the turns"
            )
    return found


def _summary(collected: Collected, protected: Made) -> Iterator[str]:
    """The contact summary as lines of text, each source's warnings below it."""
    tables = {name: collected[name] for name in ("sources", "segments", "comments", "remarks")}
    found = contact_summary(**tables, audit=protected["audit"])
    yield "source        words  turns  questions  informants' share  identifiers"
    warnings = warnings_of(protected["remarks"])
    heard = _heard(collected)
    for row in found.to_dict("records"):
        share = "–" if pd.isna(row["informant_share"]) else f"{row['informant_share']:.0%}"
        yield (
            f"{row['source_id']:<12} {row['words']:>6} {row['turns']:>6} {row['questions']:>10} "
            f"{share:>18} {row['identifiers']:>12}"
        )
        if row["source_id"] in heard:
            yield f"    {heard[row['source_id']]}"
        for item in warnings[warnings["source_id"] == row["source_id"]].itertuples():
            yield "    " + ", ".join(part for part in (item.kind, item.place, item.detail) if part)
        if row["comments"]:
            yield f"    {row['comments']} comments in the margin, kept as memos"


def _protected(study: Study, collected: Made, checked: CheckResult) -> Hidden | None:
    checked.attempt(lambda: people(study, collected["sources"]))
    protected = checked.attempt(lambda: hide(study, Built(study, collected)))
    if protected is None:
        return None
    if protected.unsure:
        pairs = "; ".join(f"{one} and {full}" for one, full in protected.unsure)
        checked.lines.append(
            f"may be one person or two, and go by a pseudonym each: {pairs}. Settle it in data/raw/pseudonyms.csv: "
            "one row with the other form among its variants, or a row each"
        )
    decisions = read_review(study)
    checked.lines += foreign_told(
        dict(zip(protected.sources["source_id"], protected.sources["language"], strict=True))
    )
    checked.lines += offices_told(protected.texts, [row.form for row in decisions])
    checked.lines += halves_told(decisions, protected.key)
    return hidden(study, protected, {})


def _coded(
    study: Study, codebook: Codebook, built: Built, known: set[str], checked: CheckResult
) -> Made | None:
    """Codings, and what coders decided; None when they have no clear place."""
    codings = checked.attempt(lambda: anchored(study, codebook, built, known))
    if codings is None:
        return None
    moved = int((codings["anchor"] == "moved").sum())
    checked.lines.append(f"{len(codings)} codings, {moved} of them found again elsewhere in their text")
    if renamed := int((codings["anchor"] == "renamed").sum()):
        checked.lines.append(
            f"codings in which a pseudonym or a label is another than when they were made: {renamed}"
        )
    checked.lines += [
        f"read this again: {row.source_id}, coder {row.coder}, coding {row.coding_id} was on "
        f"{row.quote_as_written!r}; the text says now {row.quote!r}"
        for row in codings[codings["anchor"] == "edited"].itertuples()
    ]
    standing = checked.attempt(lambda: decided(study, codings, known))
    codings = codings.assign(decision="") if standing is None else standing
    read = checked.attempt(lambda: opened(study, codings, built, known))
    if read is None:
        return None
    return Made(study=study, stage="code", tables={"codings": codings, "read": read}, numbers={})


def _analysis(premises: Premises, register: pd.DataFrame, checked: CheckResult) -> None:
    """Displays, propositions, and what people recorded of them."""
    checked.attempt(lambda: premises.memos)
    displays = checked.attempt(lambda: _displays(premises.coded))
    propositions = checked.attempt(lambda: premises.propositions)
    if propositions is not None and displays is not None:
        known = {key: {one.id for one in propositions} for key in TOLD_OF} | displays
        checked.attempt(
            lambda: refuse(_in_chapters(premises.coded.study, partial(unknown_names, known=known)))
        )
    if propositions is not None:
        checked.problems += unknown_covers(register, [one.id for one in propositions])
        origins = checked.attempt(lambda: premises.origins)
        if origins is not None:
            checked.lines += _mirrored(premises)
        checked.attempt(lambda: premises.recorded)
        checked.attempt(lambda: premises.member_checks)
        checked.attempt(lambda: read_notes(premises.coded.study))
        if reporting := checked.attempt(lambda: read_reporting(premises.coded.study)):
            checked.lines += unplaced(reporting)


def _translations(premises: Premises, known: set[str], checked: CheckResult) -> None:
    """What is missing or stale of the translations into each language of the study."""
    coded = premises.coded
    closed = unquotable(coded.sources)
    every = passages_of(coded.codings)
    wanted = checked.attempt(lambda: passages_of(premises.spoken, closed))
    for language in coded.study.languages if wanted is not None else ():
        found = checked.attempt(partial(read_translations, coded.study, language, known))
        if found is not None:
            checked.lines += told(language, wanted, every, found, closed)


def _mirrored(premises: Premises) -> list[str]:
    """A line for each pair of propositions whose evidence cannot tell the two apart."""
    return [
        f"{PROPOSITIONS}, {one} and {other}: they mirror each other. What speaks for the one speaks against the other, "
        "and the other way round, so their verdicts cannot tell the two apart. Ask each for what speaks "
        f"against it alone, and say under 'discriminating' of {one} what one would expect if only it were so"
        for one, other in mirrors(premises.propositions, premises.ledger())
    ]


def _consent(study: Study) -> list[str]:
    """What consent asks for today, and what nobody was asked; nothing without consent.csv."""
    consents = read_consents(study)
    if consents.lines is None:
        return []
    return [*due(study, datetime.now()).lines, *unasked(consents)]


def _in_windows(study: Study) -> list[str]:
    """Which tables and works are read as Windows-1252, in one line."""
    paths = [*study.raw.glob("*"), *(path for name in WRITTEN for path in study.raw.glob(f"{name}/**/*"))]
    names = [
        study.relative(path)
        for path in sorted(paths)
        if path.suffix.lower() in WINDOWS
        and path.is_file()
        and encoding_of(path.read_bytes(), path.name) == "cp1252"
    ]
    what = "read as Windows-1252, as Excel saves CSV. Save it as CSV UTF-8, so that every program has its letters"
    return [f"{', '.join(names)}: {what}"] if names else []


def _displays(coded: CodedStudy) -> dict[str, set[str]]:
    """The names of figures and tables; raises for a display or a link that cannot be made, and for summaries that cannot be read."""
    material = material_of(coded)
    displays = displays_of(material)
    matrices(material, displays)
    link_table(coded.counted, coded.codebook, read_links(coded.study, coded.codebook))
    # a chapter may show a standard display only where the study has it
    shown = {one.id for one in displays}.union(SHAPES)
    return {"figure": shown.union(FIGURES), "table": shown.union(TABLES)}


def _in_chapters(study: Study, faults: Callable[[Chapter], Iterable[Problem]]) -> list[Problem]:
    """The faults of all chapters."""
    return [
        one for name in study.languages for chapter in chapters_of(study, name) for one in faults(chapter)
    ]


def _ids(study: Study, register: pd.DataFrame) -> list[Problem]:
    """Ids of the register that may hold a name."""
    return list(names_in_ids(study, register.to_dict("records"), kept_forms(read_review(study))))


def _works(study: Study) -> None:
    """Raise for a bibliography that cannot be read, and for the works that the chapters of any language cite and it has not."""
    bibliography = study.raw / "references.bib"
    if bibliography.exists():
        for language in study.languages:
            # pandoc alone knows what it can read
            as_html("", {one.shown: one.text for one in chapters_of(study, language)}, bibliography, language)


def _prose(study: Study) -> Iterator[Problem]:
    """What the chapters say without evidence, and show without words."""
    for language in study.languages:
        chapters = chapters_of(study, language)
        for chapter in chapters:
            yield from told_by_hand(chapter, language)
        yield from unread(chapters)


def _unshown(study: Study, collected: Collected) -> list[Problem]:
    """What the chapters set in of sources that no report shows."""
    withdrawn = collected.register.query("consent == 'withdrawn'")["source_id"]
    why = dict.fromkeys(unquotable(collected["sources"]), "its source may not be quoted")
    why |= dict.fromkeys(withdrawn, "the consent for its source was withdrawn")
    return _in_chapters(study, partial(unshown, why=why))


def _findings(
    study: Study, codebook: Codebook, register: pd.DataFrame, made: Sequence[Made], checked: CheckResult
) -> None:
    """Codings and what is concluded from them, over the de-identified sources just `made`, or those on disk."""
    known = registered(study)
    checked.attempt(lambda: read_guides(study, codebook))
    checked.attempt(lambda: read_times(study, known))
    checked.attempt(lambda: read_regions(study, codebook.today, known))
    built = Built(study, *made)
    coded = _coded(study, codebook, built, known, checked)
    if coded is not None:
        premises = Premises.of(study, Built(study, *made, coded))
        _analysis(premises, register, checked)
        _translations(premises, known, checked)
        checked.problems += checked.attempt(lambda: wrong_claims(premises, built)) or []


def _bare(study: Study, checked: CheckResult) -> Codebook | None:
    """The codebook, after what rests on no source is checked."""
    checked.lines += _in_windows(study)
    checked.attempt(lambda: refuse(_in_chapters(study, unreadable)))
    checked.attempt(lambda: _works(study))
    checked.attempt(lambda: template_of(study))
    checked.attempt(lambda: read_passages(study))
    return checked.attempt(lambda: read_codebook(study))


def check_built(study: Study) -> CheckResult:
    """Check what people wrote of a study whose sources were collected and protected as they are now.

    What those two stages check was checked by them, and is not done again. Finds the same problems as `check_study`.
    """
    checked = CheckResult()
    codebook = _bare(study, checked)
    register = checked.attempt(lambda: read_register(study))
    checked.attempt(lambda: read_photographs(study))
    if codebook is not None and register is not None:
        _findings(study, codebook, register, [], checked)
    return checked


def check_study(study: Study) -> CheckResult:
    """Read and check all that a build would, and write nothing.

    Register, every source, pseudonyms, decisions, codebook, codings and propositions;
    what rests on something broken is not checked until that is mended.
    """
    checked = CheckResult()
    codebook = _bare(study, checked)
    checked.lines += checked.attempt(lambda: list(_prose(study))) or []
    collected = checked.attempt(lambda: collect(study))
    if collected is not None:
        checked.lines += _consent(study)
        checked.lines += checked.attempt(lambda: _unshown(study, collected)) or []
    checked.lines += checked.attempt(lambda: beside_register(study)) or []
    protected = None if collected is None else _protected(study, collected, checked)
    if collected is None or protected is None:
        return checked
    checked.lines += _summary(collected, protected)
    words = Vocabulary(Built(study, collected).texts("collect").values(), study.not_names)
    checked.lines += checked.attempt(lambda: list(unsettled(study, collected["segments"], words))) or []
    spoken = collected["sources"]["language"]
    checked.lines += [
        f"{count} sources in {language!r}: there is no {missing} for it, so its words are counted as they stand"
        for language, count in spoken.value_counts(sort=False).items()
        if (missing := lacking(str(language)))
    ]
    checked.lines += _ids(study, collected.register)
    hidden_texts = Built(study, protected).texts("protect").values()
    checked.lines += checked.attempt(lambda: told_written(names_written(study, hidden_texts))) or []
    checked.lines += [f"changed since the last build: {change}" for change in collected.changes]
    waiting = waiting_forms(protected.suspected)
    if waiting:
        wait = "suspected identifier waits" if waiting == 1 else "suspected identifiers wait"
        where = "after a build the list is data/processed/private/review.csv"
        checked.lines.append(f"{waiting} {wait} for a decision; {where}")
    checked.attempt(lambda: read_photographs(study))
    if codebook is not None:
        _findings(study, codebook, collected.register, [protected], checked)
    return checked

"""Everything people wrote, checked at once and without building anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from jalin.code import mark_agreed, read_codebook, read_codings, read_decisions
from jalin.code.codebook import Codebook
from jalin.code.memos import read_memos
from jalin.code.query import QueryContext
from jalin.collect import changes_since, collect_sources, contact_summary, read_register
from jalin.collect.contact import warnings_of
from jalin.collect.sources import Collection
from jalin.conclude import read_member_checks, read_origins, read_propositions, read_recorded
from jalin.conclude.propositions import Proposition
from jalin.condense import with_context
from jalin.display import Material, displays_of, link_table, matrix, read_links, read_summaries
from jalin.errors import Problem, StudyError, not_yet
from jalin.files import REGISTER
from jalin.protect import (
    Protected,
    finder_of,
    protect_texts,
    read_informants,
)
from jalin.report.checklists import read_reporting
from jalin.study import Study

Result = TypeVar("Result")


@dataclass
class Checked:
    """What was found: a line for each thing to know, and every problem."""

    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def trying(self, step: Callable[[], Result]) -> Result | None:
        """The result of a step, or None, its problems kept."""
        try:
            return step()
        except StudyError as error:
            self.problems += error.problems
            return None


def _summary(collection: Collection, protected: Protected) -> Iterator[str]:
    """The contact summary as lines of text, each source's warnings below it."""
    found = contact_summary(
        collection.sources, collection.segments, collection.comments, collection.remarks, protected.audit
    )
    yield "source        words  turns  questions  informants' share  identifiers"
    warnings = warnings_of(protected.remarks)
    for row in found.to_dict("records"):
        share = "–" if pd.isna(row["informant_share"]) else f"{row['informant_share']:.0%}"
        yield (
            f"{row['source_id']:<12} {row['words']:>6} {row['turns']:>6} {row['questions']:>10} "
            f"{share:>18} {row['identifiers']:>12}"
        )
        for item in warnings[warnings["source_id"] == row["source_id"]].itertuples():
            yield "    " + ", ".join(part for part in (item.kind, item.place, item.detail) if part)
        if row["comments"]:
            yield f"    {row['comments']} comments in the margin, kept as memos"


def _covers(register: pd.DataFrame, propositions: list[Proposition]) -> list[Problem]:
    """Propositions that the register names and nobody wrote."""
    known = [item.id for item in propositions]
    return [
        Problem(
            REGISTER,
            f"row of {row['source_id']}, column covers",
            *not_yet("proposition", name, known),
        )
        for row in register.to_dict("records")
        for name in row["covers"].split()
        if name not in known
    ]


def _protected(study: Study, collection: Collection, checked: Checked) -> Protected | None:
    checked.trying(lambda: read_informants(study, collection.sources))
    finder = checked.trying(
        lambda: finder_of(study, collection.texts, collection.sources, collection.segments)
    )
    if finder is None:
        return None
    return protect_texts(collection, finder)


def _analysis(
    study: Study,
    codebook: Codebook,
    register: pd.DataFrame,
    collection: Collection,
    protected: Protected,
    checked: Checked,
) -> None:
    """Codings, what coders decided, and propositions."""
    registered = set(register["source_id"])
    codings = checked.trying(
        lambda: read_codings(study, codebook, protected.texts, protected.segments, registered)
    )
    if codings is None:
        return
    checked.trying(lambda: read_decisions(study, codings, registered))
    moved = int((codings["anchor"] == "moved").sum())
    checked.lines.append(f"{len(codings)} codings, {moved} of them found again elsewhere in their text")
    checked.lines += [
        f"read this again: {row.source_id}, coder {row.coder}, coding {row.coding_id} was on "
        f"{row.quote_as_written!r}; the text says now {row.quote!r}"
        for row in codings[codings["anchor"] == "edited"].itertuples()
    ]
    joined = with_context(
        mark_agreed(codings), protected.sources, protected.segments, codebook, study.settings.evidence
    )
    checked.trying(lambda: _displays(study, codebook, joined))
    propositions = checked.trying(lambda: read_propositions(study, QueryContext.of(joined, codebook)))
    if propositions is not None:
        checked.problems += _covers(register, propositions)
        ids = [proposition.id for proposition in propositions]
        dropped = registered - set(collection.sources["source_id"])
        checked.trying(lambda: read_origins(study, joined, dropped))
        checked.trying(lambda: read_recorded(study, ids))
        checked.trying(lambda: read_member_checks(study, ids))
        checked.trying(lambda: read_reporting(study))


def _displays(study: Study, codebook: Codebook, codings: pd.DataFrame) -> None:
    """Raise for a display or a link that cannot be made, for memos and summaries that cannot be read."""
    read_memos(study)
    material = Material(study.settings, codebook, codings, read_summaries(study))
    for spec in displays_of(material):
        matrix(material, spec)
    link_table(codings, codebook, read_links(study, codebook))


def check_study(study: Study) -> Checked:
    """Read and check all that a build would, and write nothing.

    Register, every source, pseudonyms, decisions, codebook, codings and propositions;
    what rests on something broken is not checked until that is mended.
    """
    checked = Checked()
    register = checked.trying(lambda: read_register(study))
    codebook = checked.trying(lambda: read_codebook(study))
    collection = checked.trying(lambda: collect_sources(study, register)) if register is not None else None
    if collection is None:
        return checked
    protected = _protected(study, collection, checked)
    if protected is None:
        return checked
    checked.lines += _summary(collection, protected)
    changes = changes_since(study, collection.texts)
    checked.lines += [f"changed since the last build: {change}" for change in changes]
    waiting = protected.suspected["form"].nunique()
    if waiting:
        wait = "suspected identifier waits" if waiting == 1 else "suspected identifiers wait"
        where = "after a build the list is data/processed/private/review.csv"
        checked.lines.append(f"{waiting} {wait} for a decision; {where}")
    if codebook is not None:
        _analysis(study, codebook, register, collection, protected, checked)
    return checked

"""Asking the codings: passages in their context, counts, displays to click, words in context, the braid."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Image

from jalin.code.codebook import Codebook
from jalin.code.query import QueryContext, QueryError, select
from jalin.conclude.braid import draw_ribbons
from jalin.conclude.propositions import named
from jalin.conclude.stage import Premises
from jalin.condense import CodedStudy
from jalin.condense import kwic as words_in_context
from jalin.condense.quoting import around
from jalin.display import Display, Material, displays_of, matrix
from jalin.display.stage import material_of
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import as_study
from jalin.figure import as_image
from jalin.reading import read_text
from jalin.settings import DisplaySpec
from jalin.study import Study
from jalin.tables.store import read, read_texts
from jalin.templates import render
from jalin.words import word


@dataclass(frozen=True)
class Answer:
    """The passages that a query finds, in the order of the text: `codings` has all that is known of each."""

    query: str
    codings: pd.DataFrame
    texts: dict[str, str]
    codebook: Codebook
    language: str

    def __len__(self) -> int:
        return len(self.codings)

    def counts(self, by: str) -> pd.DataFrame:
        """How many codings, sources and voices for each value of an attribute, a theme, a code, a coder….

        Raises `StudyError` for an attribute that is not there.
        """
        if by not in self.codings.columns:
            raise StudyError(
                Problem("query", by, "there is no such attribute", nearest(by, self.codings.columns))
            )
        return counted(self.codings, by)

    def evidence(self, direction: str = "for") -> str:
        """The lines for a proposition in `analysis/propositions.yaml`: the query, to paste there."""
        mark = "'" if '"' in self.query else '"'
        return f"    {direction}: {{query: {mark}{self.query}{mark}}}"

    def display(self, name: str, rows: str, columns: str, cell: str = "count") -> str:
        """The lines for a display of these passages in `study.yaml`, to paste there."""
        where = self.query.replace("'", "''")
        return (
            f"  - id: {name}\n    name: {{id: {name}, en: {name}}}\n    rows: {rows}\n    columns: {columns}\n"
            f"    cell: {cell}\n    where: '{where}'"
        )

    def _repr_html_(self) -> str:
        passages = []
        for row in self.codings.head(200).itertuples():
            passages.append((row, *around(self.texts[row.source_id], row.start, row.end)))
        names = self.codebook.names(self.language)
        found = {"query": self.query, "found": len(self), "passages": passages, "names": names}
        return render("explore/browse", "answer", self.language, **found)


def counted(codings: pd.DataFrame, by: str) -> pd.DataFrame:
    """How many codings, sources and voices there are for each value of a column."""
    return codings.groupby(by, observed=True).agg(
        codings=("coding_id", "size"), sources=("source_id", "nunique"), voices=("voice", "nunique")
    )


def found_by(query: str, codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Those of `codings` that a query finds. Raises `StudyError` for a query that cannot be read."""
    try:
        return codings[select(query, QueryContext.of(codings, codebook))]
    except QueryError as fault:
        raise StudyError(Problem("", "", fault.what, fault.remedy)) from None


def in_order(codings: pd.DataFrame, coder: str = "") -> pd.DataFrame:
    """Codings in the order of the texts, of every coder or of one."""
    own = codings[codings["coder"] == coder] if coder else codings
    return own.sort_values(["date", "source_id", "start", "code", "coder"]).reset_index(drop=True)


def ask(
    study: Study | str | Path, query: str, coder: str = "", language: str = "", everything: bool = True
) -> Answer:
    """The passages that a query finds (its language: `jalin.code.query`).

    Of every coder, or of one; without `everything`, of the codings that count as evidence.
    Raises `StudyError` for a query that cannot be read.
    """
    found = as_study(study)
    coded = CodedStudy.of(found)
    codings = coded.codings if everything else coded.counted
    ordered = in_order(found_by(query, codings, coded.codebook), coder)
    return Answer(
        query, ordered, read_texts(found, "protect", coded.sources), coded.codebook, found.language(language)
    )


def material(study: Study | str | Path) -> Material:
    """What displays are made of: the codings that count as evidence."""
    return material_of(CodedStudy.of(as_study(study)))


def display(study: Study | str | Path, name: str, language: str = "") -> Display:
    """A display of the study by its id; a click on a cell opens its passages.

    Raises `StudyError` for one that is not there.
    """
    found = as_study(study)
    made = material(found)
    specs: dict[str, DisplaySpec] = {spec.id: spec for spec in displays_of(made)}
    if name not in specs:
        raise StudyError(Problem("display", name, "there is no such display", nearest(name, specs)))
    return matrix(made, specs[name], found.language(language))


def kwic(study: Study | str | Path, term: str) -> pd.DataFrame:
    """Every place of a word in all its forms, or of "words as written", with the words around it."""
    found = as_study(study)
    return words_in_context(term, read(found, "protect/segments"), read(found, "protect/sources"))


def braid(study: Study | str | Path, language: str = "") -> Image:
    """The figure of propositions and the voices that carry them. Needs the stage conclude."""
    found = as_study(study)
    language = found.language(language)
    verdicts = read(found, "conclude/verdicts").query("round == 'all'").reset_index(drop=True)
    names = found.settings.names("role_groups", language)
    stances, pulled = read(found, "conclude/stances"), read(found, "conclude/robustness")
    called = named(Premises.of(found).propositions, language)
    return as_image(draw_ribbons(stances, verdicts, pulled, names, language, called))


def glance(study: Study | str | Path, language: str = "") -> HTML:
    """The study at a glance: what there is, what is built, and where to go."""
    found = as_study(study)
    language, rows = found.language(language), []
    if (found.processed / "protect" / "sources.parquet").exists():
        rows = _counts(found, language)
    notice = found.settings.notice[language] if found.settings.notice else ""
    title = found.settings.title[language]
    return HTML(render("explore/browse", "glance", language, title=title, notice=notice, rows=rows))


def _counts(found: Study, language: str) -> list[tuple[str, str]]:
    """How many sources of each method there are, and how many codings of each coder."""
    methods = read(found, "protect/sources")["method"].value_counts()
    rows = [(word(f"method.{name}", language), str(count)) for name, count in methods.items()]
    folder = found.raw / "coding" / "codings"
    for coder in found.settings.coders:
        lines = sum(
            sum(1 for line in read_text(file, found.relative(file)).splitlines() if line.strip())
            for file in sorted((folder / coder.id).glob("*.jsonl"))
        )
        rows.append((coder.name[language], f"{lines} {word('explore.codings', language)}"))
    return rows

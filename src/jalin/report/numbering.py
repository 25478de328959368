"""What the chapters of one language show, and in which order: found once, for the page and for paper."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property, partial

import pandas as pd

from jalin.display.shapes import shape_name
from jalin.files import write_text
from jalin.report.chapters import Chapter, Unknown, bare_words, chapters_of, refuse_left_out, require
from jalin.report.claims import CALL, Claim, NamedClaim, read_claims, resolved, with_fragile
from jalin.report.claims import FILE as CLAIMS
from jalin.report.conditions import ConditionError, Decided, decide
from jalin.report.evidence import by_name, entries
from jalin.report.facts import Fact
from jalin.report.figures import Item as FigureItem
from jalin.report.figures import figures_of
from jalin.report.grounds import Grounds
from jalin.report.left_out import left_out
from jalin.report.markdown import Marked
from jalin.report.results import Results
from jalin.report.tables import tables_of
from jalin.report.tables.common import Item as TableItem
from jalin.report.told import Facts, Say
from jalin.spreadsheet import csv_of
from jalin.tables.left_out import sentence
from jalin.words import has_word, word

_KINDS = ("figure", "table", "finding", "fact", "facts", "evidence")
# what stands in its place while the chapters are numbered
_SIGN = "·"


@dataclass(frozen=True)
class Numbering:
    """The chapters of one language, and what they show on the page and on paper.

    `order`: by kind the names of figures, tables, findings and facts, as they come; `facts` and
    `evidence` are empty where there is no list of all of them; `chapter` names the chapters that
    say something: one may be for a study of several cases alone. `sentences` are those of the claims, in the
    order of the page, once it is made. `typed` are the tables that chapters hold themselves.
    """

    results: Results
    facts: dict[str, Fact]
    language: str
    chapters: list[Chapter]
    order: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    claims: dict[tuple[str, int, str], Claim] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    _decided: dict[str, Decided] = field(default_factory=dict)
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    _captions: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)

    @cached_property
    def figures(self) -> dict[str, FigureItem]:
        """Every figure that a chapter can show."""
        return figures_of(self.results)

    @cached_property
    def tables(self) -> dict[str, TableItem]:
        """Every table that a chapter can show."""
        return tables_of(self.results)

    @cached_property
    def words(self) -> dict[str, Callable[..., object]]:
        """What a chapter can say in mere words."""
        return bare_words(self.results, self.language)

    def told(self, say: Say) -> dict[str, Callable[..., object]]:
        """What a chapter says in numbers of facts, each said by `say`."""
        facts, settings = Facts(self.results, self.facts, self.language, say), self.results.study.settings

        def of(kind: str, words: Callable[..., object]) -> Callable[..., object]:
            def said(name: str, **how: object) -> object:
                if kind == "proposition":
                    refuse_left_out(settings, "fact", f"{name}.verdict")
                # to choose words by, a fact that the study does without is nothing
                if kind != "fact" or not left_out(settings, kind, name):
                    self.require(kind, name)
                return words(name, **how)

            return said

        return {
            "value": of("fact", facts.value),
            "pulled": of("proposition", facts.pulled),
            "counts": of("proposition", facts.line),
        }

    @cached_property
    def entries(self) -> pd.DataFrame:
        """Every passage of the evidence, with its label."""
        return entries(self.results)

    @cached_property
    def labels(self) -> dict[tuple[str, str, str], str]:
        """The label of each passage by source, coder and coding."""
        return {(row.source_id, row.coder, row.coding_id): row.label for row in self.entries.itertuples()}

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        return by_name(self.entries)

    def called(self, name: str) -> pd.DataFrame:
        """The `entries` that are called `name`, by their label or as CODER:SOURCE/CODING_ID."""
        return self.entries.iloc[self._named.get(name.casefold(), [])]

    @cached_property
    def ledger(self) -> set[str]:
        """The labels of all codings in the ledger."""
        keys = self.results.quotable[["source_id", "coder", "coding_id"]]
        return {self.labels[key] for key in keys.itertuples(index=False, name=None)}

    @property
    def on_paper(self) -> dict[str, list[str]]:
        """`order` on paper, where the ledger stands for the evidence."""
        tables = self.order["table"]
        return self.order | {
            "table": list(dict.fromkeys([*tables, *["ledger"] * len(self.order["evidence"])]))
        }

    def require(self, kind: str, name: str) -> None:
        """Raise `Unknown` for a name of this kind that there is not, or that the study does without."""
        refuse_left_out(self.results.study.settings, kind, name)
        propositions = [item.id for item in self.results.propositions]
        known: dict[str, Collection[str]] = {
            "figure": self.figures,
            "table": self.tables.keys() | self.typed,
            "fact": self.facts,
        }
        require(kind, name, known.get(kind, propositions))

    def left_out(self, kind: str, name: str) -> str:
        """The sentence that stands for a figure or table that the study does without; "" for any other."""
        settings = self.results.study.settings
        part = left_out(settings, kind, name) if kind in ("figure", "table") else ""
        return sentence(settings, part, self.language) if part else ""

    @cached_property
    def named_claims(self) -> dict[str, NamedClaim]:
        """The conditions that have a name."""
        return read_claims(self.results.study)

    @cached_property
    def grounds(self) -> Grounds:
        """What claims are decided by."""
        return Grounds(self.results.premises, self.results.tables, self.facts, self.results)

    def decided(self, condition: str) -> Decided:
        """What a condition comes to. Raises `Unknown` for one that cannot be decided."""
        if condition not in self._decided:
            try:
                self._decided[condition] = decide(condition, self.grounds)
            except ConditionError as error:
                raise Unknown(error.what, error.remedy) from None
        return self._decided[condition]

    def claim(self, file: str, line: int, asked: str, because: str = "", said: str = "") -> Claim:
        """The claim that stands at a place with what is `said` in it, numbered as it is first met. Raises `Unknown` for a name that nobody wrote."""
        if (found := self.claims.get((file, line, asked))) is None:
            try:
                condition, reason = resolved(asked, because, self.named_claims, self.language)
            except LookupError as error:
                raise Unknown(f"there is no condition {asked!r} in {CLAIMS}", str(error)) from None
            decide = partial(self.decided, with_fragile(condition, said, self.language))
            found = Claim(len(self.claims) + 1, file, line, decide, reason)
            self.claims[file, line, asked] = found
        return found

    def caption(self, name: str) -> str:
        """The caption of a figure or table: that of the chapter; a display that study.yaml declares brings its own name."""
        if name in self._captions:
            return self._captions[name]
        if has_word(f"caption.{name}") or name not in self.results.displays:
            return word(f"caption.{name}", self.language)
        spec = self.results.displays.specs[name]
        kind = shape_name(spec.shape, self.language) if spec.shape else ""
        return (
            f"{spec.name[self.language]} ({kind[0].lower()}{kind[1:]})" if kind else spec.name[self.language]
        )

    def frame(self, name: str) -> tuple[pd.DataFrame, str]:
        """A table, and its data as CSV: written once, its path seen from the report."""
        data = f"tables/{name}.{self.language}.csv"
        if name not in self._frames:
            self._frames[name] = frame = self.tables[name].make(self.results, self.language)
            write_text(self.results.study.reports / data, csv_of(frame))
        return self._frames[name], data


def number_chapters(results: Results, facts: dict[str, Fact], language: str) -> Numbering:
    """The numbering of one language's report. Raises `StudyError` for a name that a chapter has wrong."""
    numbering = Numbering(results, facts, language, chapters_of(results.study, language))

    def noting(kind: str, named: bool) -> Callable[..., str]:
        # after the name stands the caption of a figure or table, or the language of a fact
        def note(
            name: str = "", given: str = "", *, caption: str = "", caller: Callable[[], str] | None = None
        ) -> str:
            if caller:
                if kind != "table" or name in numbering.tables:
                    raise Unknown(
                        f"the report makes the {kind} {name!r} itself", "Give a typed table a name of its own"
                    )
                numbering.typed.add(name)
                caller()
            if numbering.left_out(kind, name):
                return _SIGN
            if named:
                numbering.require("proposition" if kind == "finding" else kind, name)
            if name not in numbering.order[kind]:
                numbering.order[kind].append(name)
            if kind in ("figure", "table") and (caption := caption or given):
                # its full stop is set after any caption
                numbering._captions[name] = caption.strip().removesuffix(".")
            return _SIGN

        return note

    names = {kind: noting(kind, kind not in ("facts", "evidence")) for kind in _KINDS}

    def say(name: str, shown: str) -> Marked:
        names["fact"](name)
        return Marked(shown or _SIGN)

    facts_told = Facts(results, facts, language, say)

    def finding(name: str, brief: bool = False) -> Marked:
        names["finding"](name)
        if f"{name}.verdict" in facts:
            say(f"{name}.verdict", "")
        return facts_told.line(name) if brief else facts_told.counts(name)

    silent = {name: lambda *_: _SIGN for name in ("ref", "quotes", "quote", "region", "log")}

    def claim(file: str, line: int, asked: str, because: str = "", *, caller: Callable[[], str]) -> str:
        body = caller()
        numbering.claim(file, line, asked, because, body)
        return Marked(body)

    filled = {
        chapter.name: chapter.filled(
            numbering.words | numbering.told(say) | names | silent | {CALL: claim, "finding": finding}
        )
        for chapter in numbering.chapters
    }
    numbering.order["chapter"] = [name for name, text in filled.items() if text.strip()]
    return numbering

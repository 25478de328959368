"""The way from the report to the raw files and back: of a fact, a figure, or a quote (`jalin trace`)."""

import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import Any

import pandas as pd

from jalin.errors import Problem, StudyError, nearest
from jalin.files import REGISTER
from jalin.protect.key import read_key
from jalin.records import read_records
from jalin.report.elements import slug
from jalin.report.evidence import anchor_of, by_name, entries, evidence_file
from jalin.report.facts import SETTINGS, Fact, compute_facts
from jalin.report.figures import Item, figures_of
from jalin.report.results import Results
from jalin.study import Study
from jalin.sums import KEYED, holds
from jalin.tables.made import as_built
from jalin.tables.store import text_file
from jalin.tables.texts import surveys_of

_SHOWN = 12
_CODING = ["source_id", "coder", "coding_id"]


def way_of(study: Study, published: dict[str, str], asked: str) -> list[str]:
    """Lines that lead from what stands in the report to the raw files, and back.

    `asked` is the name of a fact, the name or number of a figure, a coding as the report
    labels it, or words of a quote; `published` is the SHA-256 by path of the manifest.
    Raises `StudyError` when the report has nothing of that kind, or was not built.
    """
    path = study.reports / "facts.json"
    if not path.is_file():
        raise StudyError(Problem("reports/facts.json", "", "it is not there", "Build it with: make all"))
    told = json.loads(path.read_text(encoding="utf-8"))["facts"]
    way = _Way(Results.of(as_built(study)), published)
    facts, figures = compute_facts(way.results), figures_of(way.results)
    figure = way.figure_name(asked)
    if asked in facts:
        return way.fact(asked, facts[asked], told.get(asked, {}))
    if asked in told:
        what = "the tables no longer have it"
        raise StudyError(Problem("reports/facts.json", asked, what, "Build again with: make all"))
    if figure in figures:
        return way.figure(figure, figures[figure])
    found = way.passages(asked)
    if found.empty:
        close = nearest(asked, [*facts, *figures])
        if not close.endswith("?"):
            close = (
                "Facts are named in reports/facts.json, figures in reports/figures; or copy words of a quote"
            )
        raise StudyError(
            Problem("reports", "", f"there is no source, fact, figure or quote {asked!r}", close)
        )
    return way.quotes(found)


class _Recording(dict):
    """Tables that remember which of them were asked for."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        super().__init__(tables)
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.asked[name] = None
        return super().__getitem__(name)


def _plain(text: str) -> str:
    return " ".join(text.replace("“", "").replace("”", "").split()).casefold()


class _Way:
    def __init__(self, results: Results, published: dict[str, str]) -> None:
        self.results, self.study, self.published = results, results.study, published
        self.sources = results["protect/sources"].set_index("source_id")
        rows = read_records(self.study.raw / "sources.csv", REGISTER, ("source_id", "file"))
        # the tables name no file of a source by its own name
        files = {row["source_id"]: row["file"] for _, row in rows}
        surveys = surveys_of(results["protect/sources"])
        self.files = {name: files[surveys.get(name, name)] for name in self.sources.index}
        self.evidence = results["conclude/evidence"]
        self.pages = {
            language: path.read_text(encoding="utf-8")
            for language in self.study.languages
            if (path := self.study.reports / f"report.{language}.html").is_file()
        }

    def fact(self, name: str, fact: Fact, told: dict[str, object]) -> list[str]:
        """The way of a fact as the tables have it now; `told` is what reports/facts.json says of it."""
        value = fact.value(self.results)
        said = ", ".join(
            f"{language} {fact.words(self.results, language)}" for language in self.study.languages
        )
        lines = [f"{name} = {value}  ({said})"]
        if not told or told["value"] != value:
            before = f"says {told['value']}" if told else "does not have it"
            lines.append(f"CHANGED  reports/facts.json {before}: build again with make all")
        lines += [*self._in_report(rf'href="#fact-\d+-{slug(name)}"'), f"query    {fact.query}"]
        as_counted = fact.inputs(self.study) == told.get("inputs")
        state = "as when it was counted" if as_counted else "CHANGED since it was counted: make all"
        kind = "setting" if fact.table == SETTINGS else "table"
        lines += self._file(kind, self.study.relative(fact.file(self.study)), state)
        if fact.table == SETTINGS:
            return lines
        rows = fact.rows(self.results)
        distinct = f", {value} distinct {fact.column}" if fact.take == "distinct" else ""
        lines.append(f"         {len(rows)} of its {len(fact.whole(self.results))} rows{distinct}")
        if len(rows) <= _SHOWN:
            lines += [f"         {_row(row)}" for row in rows.to_dict("records")]
        return [*lines, *self._stage(fact.table), *self._down(rows)]

    def figure_name(self, asked: str) -> str:
        """The name of the figure that has this number in the report, or `asked` itself."""
        number = re.fullmatch(r"(?i)(?:figure|gambar)?[ -]?(\d+)", asked)
        for page in self.pages.values():
            found = number and re.search(rf'(?s)<figure id="figure-{number[1]}">.*?</figure>', page)
            if found and (data := re.search(r'href="figures/([^"]+)\.csv"', found[0])):
                return unescape(data[1])
        return asked

    def figure(self, name: str, item: Item) -> list[str]:
        recording = _Recording(self.results.tables)
        data = item.data(replace(self.results, tables=recording))
        tables = list(recording.asked) or ["code/codings"]
        lines = [f"figure {name}", *self._in_report(rf'href="figures/{re.escape(name)}\.csv"')]
        for language in self.study.languages:
            lines += self._file("drawn", f"reports/figures/{name}.{language}.svg")
        lines += self._file("data", f"reports/figures/{name}.csv", f"{len(data)} rows")
        for table in tables:
            lines += [*self._file("table", f"data/processed/{table}.csv"), *self._stage(table)]
        return [*lines, *self._down(data)]

    def passages(self, asked: str) -> pd.DataFrame:
        """The codings that the report calls `asked`, or whose passage has these words."""
        frame = entries(self.results)
        words = _plain(asked)
        exact = frame.iloc[by_name(frame).get(words.casefold(), [])]
        if len(exact) or len(words) < 3:
            return exact
        return frame[[words in _plain(quote) for quote in frame["quote"]]]

    def quotes(self, found: pd.DataFrame) -> list[str]:
        lines = []
        for row in found.head(_SHOWN).itertuples():
            lines += [f"{row.label}  “{' '.join(row.quote.split())}”"]
            lines += self._in_report(rf'href="{evidence_file("[a-z-]+")}#{anchor_of(row.label)}"')
            lines += [f"finding  {name}, {side}" for name, side in row.sides] or ["finding  none"]
            lines += self._cells(row)
            lines += [f"code     {row.code}, by coder {row.coder}, {row.directness}"]
            path = f"data/raw/coding/codings/{row.coder}/{row.source_id}.jsonl"
            lines += self._file("coding", path, f"coding {row.coding_id}")
            text = self.results.texts[row.source_id]
            where = f"characters {row.start}–{row.end}, line {text.count(chr(10), 0, row.start) + 1}"
            held = "" if text[row.start : row.end] == row.quote else ", NOT the words of the coding"
            lines += [f"passage  {row.segment_id} in {row.source_id}, {row.date}, round {row.round}"]
            place = self.study.relative(
                text_file(self.study, "protect", row.source_id, self.results["protect/sources"])
            )
            lines += self._file("text", place, where + held)
            lines += [*self._original(row), *self._raw(row.source_id), ""]
        if len(found) > _SHOWN:
            lines += [f"and {len(found) - _SHOWN} more passages: give more words, or a label"]
        return lines

    def _cells(self, row: Any) -> list[str]:
        """The matrix cells that the passage stands in."""
        cells = self.results["display/cells"]
        same = cells[(cells[_CODING] == [getattr(row, name) for name in _CODING]).all(axis=1)]
        return [f"cell     {one.display}: {one.row} × {one.column}" for one in same.itertuples()]

    def _original(self, row: Any) -> list[str]:
        """Where the passage stands in the text as it was collected, for whoever has the key."""
        path = text_file(self.study, "collect", row.source_id, self.results["protect/sources"])
        if not path.is_file():
            return ["original is not in this copy"]
        ends = {"start": row.start, "end": row.end}
        for hit in read_key(self.study):
            if hit["source_id"] != row.source_id or hit["place"] != "text":
                continue
            longer = len(hit["original"]) - len(hit["replacement"])
            for end in ends:
                if int(hit["end"]) <= getattr(row, end):
                    ends[end] += longer
        where = f"characters {ends['start']}–{ends['end']}, not for sharing"
        return self._file("original", self.study.relative(path), where)

    def _raw(self, source_id: str) -> list[str]:
        shown = f"data/raw/{self.sources.at[source_id, 'file']}"
        return self._file("raw", f"data/raw/{self.files[source_id]}", f"source {source_id}", shown)

    def _file(self, kind: str, path: str, told: str = "", shown: str = "") -> list[str]:
        """A line on a file, in the manifest as `shown`: whether it is as it was published."""
        here, was = self.study.root / path, self.published.get(shown or path)
        if not here.is_file():
            state = "not in this copy"
        elif was is None:
            state = "not in the manifest"
        else:
            same = holds(self.study, here, shown or path, was)
            state = "as in the manifest" if same else "NOT as in the manifest"
            state = "not to be compared without the key of the manifest" if same is None else state
        total = f", SHA-256 {was[:16]}…" if was and not was.startswith(KEYED) else ""
        return [f"{kind:<8} {path}{': ' if told else ''}{told}  [{state}{total}]"]

    def _stage(self, table: str) -> list[str]:
        page = (
            self.study.reports / "notebooks" / f"{self.results.notebook(table, self.study.language())}.html"
        )
        told = f"stage    {table.partition('/')[0]}, as it ran: {self.study.relative(page)}"
        return [told] if page.is_file() else []

    def _in_report(self, pattern: str) -> list[str]:
        """The sections of the report that show it."""
        lines = []
        for language, page in self.pages.items():
            found: Counter[str] = Counter()
            section = ""
            for part in re.finditer(rf"(?s)<h[1-4][^>]*>(?P<title>.*?)</h[1-4]>|{pattern}", page):
                if part["title"] is None:
                    found[section] += 1
                else:
                    section = " ".join(unescape(re.sub(r"<[^>]+>", "", part["title"])).split())
            told = "; ".join(f"“{title}” × {count}" for title, count in found.items())
            lines.append(f"report   reports/report.{language}.html: {told or 'not in it'}")
        return lines

    def _down(self, rows: pd.DataFrame) -> list[str]:
        """From rows of a table to passages, sources and raw files; and from each source back."""
        if "tally" in rows:
            # it counts rows of the observation logs
            rows = self.results["protect/observations"]
        passages = self._passages_of(rows)
        named = rows["source_id"] if "source_id" in rows else passages["source_id"]
        chosen = [name for name in self.sources.index if name in set(named)]
        chosen = chosen or list(self.sources.index)
        lines = [f"passages {len(passages)} codings speak here, in {passages['source_id'].nunique()} sources"]
        for row in passages.head(_SHOWN).itertuples():
            where = f"{row.segment_id}, characters {row.start}–{row.end}"
            lines.append(f"         {row.coder}:{row.source_id}/{row.coding_id}  {row.code}  {where}")
        if len(passages) > _SHOWN:
            table = "conclude/evidence" if "proposition" in rows else "code/codings"
            lines.append(f"         and {len(passages) - _SHOWN} more in data/processed/{table}.csv")
        for source_id in chosen:
            lines += self._raw(source_id)
        lines += ["and back: source, its codings, what they speak for and against"]
        return lines + [f"         {self._back(source_id)}" for source_id in chosen]

    def _passages_of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The codings behind some rows: those of their propositions, sources, informants or codes; else all that count."""
        if "proposition" in rows:
            found = self.evidence[self.evidence["proposition"].isin(set(rows["proposition"]))]
            rounds = {str(name) for name in rows.get("round", [])} - {"all"}
            if rounds:
                # a verdict after a round rests on all rounds up to it
                order = [item.id for item in self.study.settings.rounds]
                last = max((order.index(name) for name in rounds if name in order), default=len(order))
                found = found[[order.index(str(name)) <= last for name in found["round"]]]
            return found
        if set(_CODING) <= set(rows.columns):
            return self.results.codings.merge(rows[_CODING].drop_duplicates())
        # agreement is of all coders
        codings = self.results.codings if "alpha" in rows else self.results.counted
        for column in ("source_id", "informant_id"):
            if column in rows:
                return codings[codings[column].isin(rows[column])]
        if "code" in rows and (named := codings["code"].isin(rows["code"])).any():
            return codings[named]
        return codings

    def _back(self, source_id: str) -> str:
        codings = self.results.counted
        count = (codings["source_id"] == source_id).sum()
        mine = self.evidence[self.evidence["source_id"] == source_id]
        sides = mine.groupby(["proposition", "direction"], sort=True).size()
        told = ", ".join(f"{name} {side} {number}" for (name, side), number in sides.items())
        return f"{source_id}  {count} codings  {told or 'no proposition'}"


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value not in ("", None))

"""Passages in a chapter: quotes, coded regions and rows of logs, each with its source and the way to its evidence."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from jalin.consent import UNQUOTED, source_of
from jalin.report.chapters import Unknown, may_show
from jalin.report.conditions import ConditionError
from jalin.report.elements import element
from jalin.report.evidence import translated
from jalin.report.logs import excerpt, fields_of, shown
from jalin.report.markdown import Marked, raw
from jalin.report.numbering import Numbering
from jalin.report.pictures import picture_of_region
from jalin.templates import plain
from jalin.words import day, number, phrase, word


class Passages:
    """What the chapters of one language set in of the sources; `way` gives the address of a coding's evidence by its label."""

    def __init__(self, numbering: Numbering, page: bool, way: Callable[[str], str]) -> None:
        self._numbering, self._results, self._language = numbering, numbering.results, numbering.language
        self._page, self._way = page, way

    @cached_property
    def _groups(self) -> dict[str, str]:
        return self._results.printed.name_of(self._language)

    def quotes(self, name: str, direction: str, at_most: int = 3) -> str:
        """Passages for or against a proposition, first-hand before hearsay, one a source."""
        self._numbering.require("proposition", name)
        found = self._results["conclude/evidence"]
        found = found[(found["proposition"] == name) & (found["direction"] == direction)]
        hidden = int((found["quote"] == UNQUOTED).sum())
        found = found[found["quote"] != UNQUOTED]
        ranked = found.assign(
            hearsay=found["directness"] == "hearsay",
            distance=(found["quote"].str.len() - 130).abs(),
        ).sort_values(["hearsay", "distance", "source_id", "start"], kind="stable")
        one_each = ranked.drop_duplicates("source_id").head(at_most).sort_values(["source_id", "start"])
        untold = phrase("unquoted.passages", self._language, hidden) if hidden else ""
        if one_each.empty:
            if hidden:
                return untold
            if direction == "for":
                return word("no_passage", self._language)
            sought = self._results.proposition(name).against.sought
            return word("no_passage_against" if sought else "finding.unsought", self._language)
        said = raw("".join(self._passages(list(one_each.itertuples()))))
        return Marked(f"{said}\n{plain(untold)}\n") if hidden else said

    def quote(self, label: str, proposition: str = "") -> str:
        """One passage by its label, `W04/a005`; with a proposition as what it says for or against it.

        A passage that counts no longer, or no longer speaks to the proposition, is said to be so: the
        words around it are a person's to mend. Raises `Unknown` for a label of no coding and no source.
        """
        row = next(self._numbering.called(label).itertuples(), None)
        if row is None and not may_show(self._results, source_of(label)):
            return phrase("unquoted.passages", self._language, 1)
        if proposition:
            self._numbering.require("proposition", proposition)
        if row is None:
            return phrase("quote.gone", self._language, label=label)
        sides = dict(row.sides)
        if proposition and proposition not in sides:
            return phrase("quote.silent", self._language, label=label, proposition=proposition)
        direction = sides.get(proposition, "")
        if fields := fields_of(self._results, row):
            return raw(self._log([(row, fields)], direction))
        return raw(self._quote(row, direction))

    def region(self, name: str) -> str:
        """What a coded region of a picture or page shows, with what is to be seen in words; nothing where it may not be quoted."""
        return picture_of_region(self._results, name, self._language)

    def _passages(self, rows: list[Any]) -> Iterator[str]:
        """Passages of one direction: what was said or written as quotations, then rows of logs with the same fields as a table."""
        logs: dict[tuple[str, ...], list[tuple[Any, dict[str, str]]]] = {}
        for row in rows:
            if fields := fields_of(self._results, row):
                logs.setdefault(tuple(fields), []).append((row, fields))
            else:
                yield self._quote(row, row.direction)
        for found in logs.values():
            yield self._log(found, found[0][0].direction)

    def _log(self, rows: list[tuple[Any, dict[str, str]]], direction: str) -> str:
        """Rows of logs as a small table, each with the way to its passage."""
        labels = [self._numbering.labels[row.source_id, row.coder, row.coding_id] for row, _ in rows]
        whose = dict.fromkeys(
            f"{row.source_id}: {self._groups[row.role_group]}, {day(row.date, self._language)}"
            for row, _ in rows
        )
        return element(
            "log",
            self._language,
            columns=[self._logged(name) for name in rows[0][1]],
            rows=[
                (label, self._way(label), [self._logged(value) for value in fields.values()])
                for label, (_, fields) in zip(labels, rows, strict=True)
            ],
            told="; ".join(whose),
            direction=direction,
            page=self._page,
        )

    def _logged(self, said: str) -> str:
        return shown(self._results, said, self._language)

    def log(self, query: str, at_most: int = 5, fields: str = "") -> Marked:
        """The first rows of logs for which a query over their fields holds, as a small table; `fields` names its columns."""
        try:
            found, count = excerpt(self._numbering.grounds, query, at_most, fields)
        except ConditionError as error:
            raise Unknown(error.what, error.remedy) from None
        except LookupError as error:
            raise Unknown(f"no log has the field {error.args[0]!r}", error.args[1]) from None
        if found.empty:
            return Marked(plain(word("log.none", self._language)))
        return raw(
            element(
                "log",
                self._language,
                columns=[self._logged(name) for name in found.columns],
                rows=[
                    (name, "", [self._logged(str(value)) for value in values])
                    for name, *values in found.itertuples(name=None)
                ],
                told=phrase("log.some", self._language, count, shown=number(len(found), self._language)),
                direction="",
                page=self._page,
            )
        )

    def _quote(self, row: Any, direction: str) -> str:
        label = self._numbering.labels[row.source_id, row.coder, row.coding_id]
        segment = row.segment_id.rsplit("-", 1)[1].lstrip("0")
        place = (
            f"{word('segment', self._language)} {segment}, {day(row.date, self._language)}, "
            f"{word(f'directness.{row.directness}', self._language)}"
        )
        return element(
            "quote",
            self._language,
            lines=row.quote.split("\n"),
            translation=translated(self._results, row.source_id, row.quote, self._language),
            who=self._groups[row.role_group],
            place=place,
            direction=direction,
            label=label,
            href=self._way(label),
            page=self._page,
        )

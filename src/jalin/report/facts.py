"""Facts: every number of the report as one record, that gives the number, its rows, and the words of the query.

The words of a query say what is taken, then of which rows: `rows where method = interview`,
`distinct informant_id where informant_id is not empty`, `sum of words`, `median of alpha where
code ≠ (all)`. A column alone is its value in the one row: `share × 100 where proposition = P1 and
stands is true`. Of study.yaml it is a key: `anonymity.k`. A value is in quotes where it could be
read as something else.
"""

import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Literal

import pandas as pd

from jalin.code.agreement import TENTATIVE
from jalin.code.reconcile import counting
from jalin.conclude.verdict import verdict_explained
from jalin.files import digest, write_text
from jalin.named import Words
from jalin.report.results import Results
from jalin.study import Study
from jalin.tables.columns import METHODS, VERDICTS
from jalin.tables.left_out import part_of
from jalin.tables.rows import ALL, Condition, Rows, where
from jalin.words import day, number, word

SETTINGS = "study.yaml"


@dataclass(frozen=True)
class Fact:
    """What is taken of which rows of a table.

    `table` is `stage/name`, or study.yaml; `chosen` says which rows. `take`: how many rows, how
    many distinct values of `column`, their sum or median, or its value in the one row; "verdict": the same,
    said to be fragile, and why, where the row is; "term":
    that value is a term of the catalogue of words, its kind the name of the column. Numbers are
    multiplied by `times` and given with `digits` decimals. Of study.yaml `column` is a dotted
    key, of which there is one row, or one for each item of a list.
    """

    table: str
    take: Literal["rows", "distinct", "sum", "median", "value", "term", "verdict"] = "rows"
    column: str = ""
    chosen: Rows = ALL
    digits: int = 0
    times: float = 1

    def file(self, study: Study) -> Path:
        """The file that it is computed from: the table as CSV, or study.yaml."""
        return study.raw / SETTINGS if self.table == SETTINGS else study.processed / f"{self.table}.csv"

    def inputs(self, study: Study) -> str:
        """The SHA-256 of that file; "" where it is not in this copy."""
        path = self.file(study)
        return f"sha256:{digest(path)}" if path.exists() else ""

    def whole(self, results: Results) -> pd.DataFrame:
        """The table; of study.yaml the key's value or values, under the key."""
        if self.table != SETTINGS:
            return results[self.table]
        found = attrgetter(self.column)(results.study.settings)
        return pd.DataFrame({self.column: found if isinstance(found, list) else [found]}, dtype="object")

    def rows(self, results: Results) -> pd.DataFrame:
        """The rows that it is taken of."""
        return self.chosen.of(self.whole(results))

    def _taken(self, results: Results) -> int | float | str | Words:
        """What is taken of the rows, as it is. Raises `ValueError` for the value in one row where there are others or none."""
        whole = self.whole(results)
        chosen = self.chosen.mask(whole)
        if self.take == "rows":
            return int(chosen.sum())
        column = whole[self.column][chosen]
        if self.take in ("value", "term", "verdict"):
            return column.item()
        return column.nunique() if self.take == "distinct" else getattr(column, self.take)()

    def value(self, results: Results) -> int | float | str | None:
        """The bare value: a number in its digits, None where it is missing, a term, or words in the first language."""
        return self._bare(self._taken(results))

    def _bare(self, taken: int | float | str | Words) -> int | float | str | None:
        if isinstance(taken, Words):
            return taken.first
        if isinstance(taken, str):
            return taken
        if pd.isna(taken):
            return None
        # without digits a whole number
        return round(float(taken * self.times), self.digits or None)

    def words(self, results: Results, language: str) -> str:
        """The value as the report says it in a language."""
        return self._said(self._taken(results), results, language)

    def everywhere(self, results: Results) -> dict[str, int | float | str | None]:
        """The bare `value`, and what is said in each language of the study; the table is looked through once."""
        taken = self._taken(results)
        said = {language: self._said(taken, results, language) for language in results.study.languages}
        return {"value": self._bare(taken), **said}

    def _said(self, taken: int | float | str | Words, results: Results, language: str) -> str:
        if isinstance(taken, Words):
            return taken[language]
        if self.take == "verdict":
            return verdict_explained(self.rows(results).iloc[0], results.study.settings, language)
        if isinstance(taken, str):
            return word(f"{self.column}.{taken}", language) if self.take == "term" else day(taken, language)
        return number(taken * self.times, language, self.digits)

    @property
    def query(self) -> str:
        """In words, what is taken of which rows, precise enough to do it in a spreadsheet."""
        counted = f"number of {self.column}" if self.column else "rows"
        taken = {
            "rows": counted,
            "value": self.column,
            "term": self.column,
            "verdict": self.column,
        }.get(self.take, f"{self.take}{'' if self.take == 'distinct' else ' of'} {self.column}")
        times = f" × {self.times}" if self.times != 1 else ""
        chosen = str(self.chosen)
        return f"{taken}{times}{' where ' if chosen else ''}{chosen}"


def _rows(table: str, *conditions: Condition, **equal: str | float | bool) -> Fact:
    """How many rows of `table` there are for which all this holds."""
    return Fact(table, chosen=where(*conditions, **equal))


def _distinct(table: str, column: str, *conditions: Condition, **equal: str | bool) -> Fact:
    """How many different values a column has in these rows."""
    return Fact(table, "distinct", column, where(*conditions, **equal))


def _sample(results: Results) -> dict[str, Fact]:
    table = "protect/sources"
    return {
        "sources": _rows(table),
        "withdrawn": Fact("collect/consent", "sum", "sources", where(consent="withdrawn")),
        "words": Fact(table, "sum", "words"),
        "informants": _distinct(table, "informant_id", Condition("informant_id", "≠", "")),
        "identifiers": _rows("protect/audit"),
        "log_rows": _distinct("protect/observations", "segment_id"),
        "cases": _distinct(table, "case_id"),
        "rounds": _distinct(table, "round"),
        **{
            f"cases.{case}.sources": _rows(table, case_id=case)
            for case in sorted(set(results[table]["case_id"]))
        },
        **{f"{method}s": _rows(table, method=method) for method in METHODS},
    }


def _protection(results: Results) -> dict[str, Fact]:
    k = results.study.settings.anonymity.k
    return {
        **{
            f"suspected.{state}": Fact("protect/review", "value", "forms", where(state=state))
            for state in results["protect/review"]["state"]
        },
        "comments": _rows("protect/comments"),
        "k": Fact(SETTINGS, "value", "anonymity.k"),
        "informants_alone": _rows("protect/anonymity", k=1),
        "informants_below_k": _rows("protect/anonymity", Condition("k", "<", k)),
    }


def _coding(results: Results) -> dict[str, Fact]:
    codings, agreement = "code/codings", "code/agreement"
    study, several = results.study, results["code/read"]["coder"].nunique() > 1
    pooled, per_code = where(code="(all)"), Condition("code", "≠", "(all)")
    return {
        "codes": _rows("code/codes", cycle="first"),
        "patterns": _distinct("condense/patterns", "pattern"),
        "coders": _distinct("code/read", "coder"),
        "evidence_rows": _rows("conclude/evidence"),
        "codes_used": _distinct(codings, "code"),
        "codings": _rows(codings),
        "evidence_codings": Fact(
            codings, chosen=counting(study.lead, study.settings.evidence.count, several)
        ),
        "alpha": Fact(agreement, "value", "alpha", pooled, 2),
        "alpha_marked": Fact(agreement, "value", "coded", pooled),
        "alpha_median": Fact(agreement, "median", "alpha", where(per_code), 2),
        "percent_agreement": Fact(agreement, "value", "percent", pooled, 1, 100),
        "weak_codes": _rows(agreement, per_code, Condition("alpha", "<", TENTATIVE)),
        "moved": _rows(codings, anchor="moved"),
        **{f"settled.{decision}": _rows(codings, decision=decision) for decision in ("keep", "drop")},
        **{f"codings.{coder.id}": _rows(codings, coder=coder.id) for coder in study.settings.coders},
        **{f"waiting.{coder.id}": _rows("code/waiting", coder=coder.id) for coder in study.settings.coders},
    }


def _frame(results: Results) -> dict[str, Fact]:
    """What study.yaml says, for the checklists."""
    title = Fact(SETTINGS, "value", "title")
    titles = {f"title_{language}": title for language in results.study.languages}
    return {**titles, "questions": Fact(SETTINGS, column="questions")}


def _saturation(results: Results) -> dict[str, Fact]:
    table = "condense/saturation_runs"
    facts: dict[str, Fact] = {}
    for unit in where(group="(all)").of(results[table])["unit"]:
        name, rows = f"saturation.{unit.replace(' ', '_')}", where(unit=unit, group="(all)")
        if not facts:
            facts |= {
                f"saturation.{column}": Fact(table, "value", column, rows)
                for column in ("base", "run", "interviews", "units")
            }
            facts["saturation.threshold"] = Fact(table, "value", "threshold", rows, times=100)
        facts |= {
            f"{name}.{column}": Fact(table, "value", column, rows)
            for column in ("reached", "later", "lasting", "seen", "observed", "once")
        }
        facts |= {
            f"{name}.chao2": Fact(table, "value", "chao2", rows, 1),
            f"{name}.coverage": Fact(table, "value", "coverage", rows, 1, 100),
        }
    return facts


def _ties(results: Results) -> dict[str, Fact]:
    """How many pairs of codes were tested, how many are below .05, and how many chance alone would give at most."""
    table = "condense/cooccurrence"
    below = Condition("p", "<", 0.05)
    return {
        "pairs.tested": _rows(table),
        "pairs.below": _rows(table, below),
        "pairs.chance": Fact(table, digits=1, times=0.05),
        "pairs.corrected": _rows(table, Condition("p_holm", "<", 0.05)),
    }


def _tested(results: Results) -> dict[str, Fact]:
    """How firmly verdicts stand, and how many tactics were used."""
    tactics, drawn, pulled = "conclude/tactics", "conclude/bootstrap", "conclude/robustness"
    standing = where(stands=True).of(results[drawn])["proposition"]
    return {
        "shaken_by_voice": _distinct(pulled, "proposition", strand="voice", changes=True),
        **{
            f"{one.id}.shaken": _rows(pulled, proposition=one.id, changes=True)
            for one in results.propositions
        },
        **{
            f"{one.id}.shaken.{strand}": _rows(pulled, proposition=one.id, strand=strand, changes=True)
            for one in results.propositions
            for strand in sorted(set(results[pulled]["strand"]))
        },
        **{
            f"{one.id}.decisive": _rows("conclude/discriminating", speaks_for=one.id)
            for one in results.propositions
        },
        "tactics.cells": _rows(tactics),
        "tactics.alarms": _rows(tactics, alarm=True),
        **{
            f"tactics.{state}": _rows(tactics, state=state)
            for state in ("computed", "recorded", "both", "open")
        },
        **{
            f"{name}.standing": Fact(drawn, "value", "share", where(proposition=name, stands=True), 1, 100)
            for name in standing
        },
    }


def _conclusions(results: Results) -> dict[str, Fact]:
    verdicts, convergence = "conclude/verdicts", "triangulate/convergence"
    counts = (
        *("voices_for", "voices_against", "voices_mixed", "able"),
        *("groups_for", "groups_against", "first_hand", "first_hand_against"),
    )
    facts = {"propositions": _rows(verdicts, round="all")}
    for name in results.verdicts["proposition"]:
        rows = where(proposition=name, round="all")
        facts |= {f"{name}.{column}": Fact(verdicts, "value", column, rows) for column in counts}
        facts[f"{name}.voices"] = _rows("conclude/stances", proposition=name)
        facts[f"{name}.verdict"] = Fact(verdicts, "verdict", "verdict", rows)
    for verdict in VERDICTS:
        facts[f"verdicts.{verdict}"] = _rows(verdicts, round="all", verdict=verdict)
    facts["verdicts.fragile"] = _rows(verdicts, round="all", fragile=True)
    for row in results[convergence].itertuples():
        rows = where(proposition=row.proposition, by=row.by)
        facts[f"{row.proposition}.convergence.{row.by}"] = Fact(convergence, "term", "convergence", rows)
        facts[f"{row.proposition}.conflicts.{row.by}"] = Fact(convergence, "value", "conflicts", rows)
    return facts


def _cases(results: Results) -> dict[str, Fact]:
    """In how many cases each proposition is replicated, and how many would change its verdict."""
    facts: dict[str, Fact] = {}
    for name in (item.id for item in results.propositions):
        for kind in ("literal", "theoretical", "not replicated"):
            facts[f"{name}.cases.{kind}"] = _rows("conclude/cases", proposition=name, replication=kind)
        facts[f"{name}.cases.decisive"] = _rows("conclude/cases", proposition=name, changes=True)
    return facts


def _tallies(results: Results) -> dict[str, Fact]:
    table = "condense/tallies"
    return {
        f"tally.{row.tally}.{row.row}.{row.column}": Fact(
            table, "value", "count", where(tally=row.tally, row=row.row, column=row.column)
        )
        for row in results[table].itertuples()
    }


def compute_facts(results: Results) -> dict[str, Fact]:
    """Every fact by its name, but for those of what the study does without."""
    settings = results.study.settings
    found = {
        **_sample(results),
        **_protection(results),
        **_coding(results),
        **_conclusions(results),
        **_frame(results),
        **_saturation(results),
        **_ties(results),
        **_tested(results),
        **_cases(results),
        **_tallies(results),
    }
    return {name: fact for name, fact in found.items() if not part_of(settings, fact.table)}


def write_facts(results: Results, facts: dict[str, Fact]) -> None:
    """Store the facts as `reports/facts.json`, sorted by name."""
    study = results.study
    inputs = {table: fact.inputs(study) for table, fact in {one.table: one for one in facts.values()}.items()}
    content = {
        name: {
            **fact.everywhere(results),
            "table": fact.table,
            "query": fact.query,
            "inputs": inputs[fact.table],
        }
        for name, fact in sorted(facts.items())
    }
    notice = study.settings.notice
    top = {"notice": notice.root} if notice else {}
    text = json.dumps({**top, "facts": content}, ensure_ascii=False, indent=1, allow_nan=False)
    write_text(study.reports / "facts.json", text + "\n")

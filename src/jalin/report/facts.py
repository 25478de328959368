"""Facts: every number of the report, with its words in both languages and where it came from."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from jalin.files import write_text
from jalin.report.results import Results
from jalin.settings import LANGUAGES
from jalin.study import Study
from jalin.tables.columns import VERDICTS
from jalin.words import number, word


@dataclass(frozen=True)
class Fact:
    """A value, its words by language, and the table and rows it was computed from."""

    value: int | float | str
    words: dict[str, str]
    table: str
    query: str


def _count(value: float, table: str, query: str, digits: int = 0) -> Fact:
    kept = None if pd.isna(value) else int(value) if digits == 0 else round(float(value), digits)
    return Fact(kept, {language: number(value, language, digits) for language in LANGUAGES}, table, query)


def _term(kind: str, value: str, table: str, query: str) -> Fact:
    return Fact(value, {language: word(f"{kind}.{value}", language) for language in LANGUAGES}, table, query)


def _sample(results: Results) -> dict[str, Fact]:
    sources = results["protect/sources"]
    consent = results["collect/consent"].groupby("consent")["sources"].sum()
    facts = {
        "sources": _count(len(sources), "protect/sources", "rows"),
        "withdrawn": _count(consent["withdrawn"], "collect/consent", "consent = withdrawn"),
        "words": _count(sources["words"].sum(), "protect/sources", "sum of words"),
        "informants": _count(
            sources.loc[sources["informant_id"] != "", "informant_id"].nunique(),
            "protect/sources",
            "distinct informant_id",
        ),
        "identifiers": _count(len(results["protect/audit"]), "protect/audit", "rows"),
        "log_rows": _count(
            results["protect/observations"]["segment_id"].nunique(),
            "protect/observations",
            "distinct segment_id",
        ),
        "cases": _count(sources["case_id"].nunique(), "protect/sources", "distinct case_id"),
        "rounds": _count(sources["round"].nunique(), "protect/sources", "distinct round"),
    }
    for case, part in sources.groupby("case_id"):
        facts[f"cases.{case}.sources"] = _count(len(part), "protect/sources", f"case_id = {case}")
    for method in ("interview", "observation", "document"):
        facts[f"{method}s"] = _count(
            (sources["method"] == method).sum(), "protect/sources", f"method = {method}"
        )
    return facts


def _protection(results: Results) -> dict[str, Fact]:
    review = results["protect/review"].set_index("state")["forms"]
    people, k = results["protect/anonymity"], results.study.settings.anonymity.k
    facts = {
        f"suspected.{state}": _count(review[state], "protect/review", f"state = {state}, forms")
        for state in review.index
    }
    return facts | {
        "comments": _count(len(results["protect/comments"]), "protect/comments", "rows"),
        "k": _count(k, "study.yaml", "anonymity.k"),
        "informants_alone": _count((people["k"] == 1).sum(), "protect/anonymity", "k = 1"),
        "informants_below_k": _count((people["k"] < k).sum(), "protect/anonymity", f"k < {k}"),
    }


def _coding(results: Results) -> dict[str, Fact]:
    codings, agreement = results["code/codings"], results["code/agreement"]
    per_code = agreement[agreement["code"] != "(all)"]
    pooled = agreement[agreement["code"] == "(all)"].iloc[0]
    facts = {
        "codes": _count((results["code/codes"]["cycle"] == "first").sum(), "code/codes", "cycle = first"),
        "patterns": _count(
            results["condense/patterns"]["pattern"].nunique(), "condense/patterns", "distinct pattern"
        ),
        "coders": _count(codings["coder"].nunique(), "code/codings", "distinct coder"),
        "evidence_rows": _count(len(results["conclude/evidence"]), "conclude/evidence", "rows"),
        "codes_used": _count(codings["code"].nunique(), "code/codings", "distinct code"),
        "codings": _count(len(codings), "code/codings", "rows"),
        "evidence_codings": _count(
            len(results.counted), "code/codings", "lead coder's, as evidence.count says"
        ),
        "alpha": _count(pooled["alpha"], "code/agreement", "code = (all), alpha", 2),
        "alpha_median": _count(per_code["alpha"].median(), "code/agreement", "median of alpha over codes", 2),
        "percent_agreement": _count(
            pooled["percent"] * 100, "code/agreement", "code = (all), percent × 100", 1
        ),
        "weak_codes": _count((per_code["alpha"] < 0.667).sum(), "code/agreement", "alpha < 0.667"),
        "moved": _count((codings["anchor"] == "moved").sum(), "code/codings", "anchor = moved"),
    }
    for coder in results.study.settings.coders:
        facts[f"codings.{coder.id}"] = _count(
            (codings["coder"] == coder.id).sum(), "code/codings", f"coder = {coder.id}"
        )
    return facts


def _frame(results: Results) -> dict[str, Fact]:
    """What study.yaml says, for the checklists."""
    settings = results.study.settings
    title = Fact(settings.title.id, {"id": settings.title.id, "en": settings.title.en}, "study.yaml", "title")
    return {
        "title_id": title,
        "title_en": title,
        "questions": _count(len(settings.questions), "study.yaml", "questions"),
    }


def _saturation(results: Results) -> dict[str, Fact]:
    found = results["condense/saturation_runs"]
    facts = {}
    for row in found[found["group"] == "(all)"].itertuples():
        where, name = f"unit = {row.unit}, group = (all)", row.unit.replace(" ", "_")
        facts[f"saturation.{name}.reached"] = _count(
            row.reached, "condense/saturation_runs", f"{where}, reached"
        )
        facts[f"saturation.{name}.chao2"] = _count(
            row.chao2, "condense/saturation_runs", f"{where}, chao2", 1
        )
        facts[f"saturation.{name}.observed"] = _count(
            row.observed, "condense/saturation_runs", f"{where}, observed"
        )
        facts[f"saturation.{name}.coverage"] = _count(
            row.coverage * 100, "condense/saturation_runs", f"{where}, coverage × 100", 1
        )
    return facts


def _tested(results: Results) -> dict[str, Fact]:
    """How firmly verdicts stand, and how many tactics were used."""
    found, tactics = results["conclude/robustness"], results["conclude/tactics"]
    voices = found[found["strand"] == "voice"]
    shaken = voices[voices["changes"]]["proposition"].nunique()
    facts = {
        "shaken_by_voice": _count(
            shaken, "conclude/robustness", "strand = voice, changes, distinct proposition"
        ),
        "tactics.cells": _count(len(tactics), "conclude/tactics", "rows"),
        "tactics.alarms": _count(tactics["alarm"].sum(), "conclude/tactics", "alarm"),
    }
    for state in ("computed", "recorded", "both", "open"):
        facts[f"tactics.{state}"] = _count(
            (tactics["state"] == state).sum(), "conclude/tactics", f"state = {state}"
        )
    for row in results["conclude/bootstrap"].itertuples():
        if row.stands:
            facts[f"{row.proposition}.standing"] = _count(
                row.share * 100,
                "conclude/bootstrap",
                f"proposition = {row.proposition}, stands, share × 100",
                1,
            )
    return facts


def _conclusions(results: Results) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "propositions": _count(len(results.verdicts), "conclude/verdicts", "round = all")
    }
    for row in results.verdicts.itertuples():
        where = f"proposition = {row.proposition}, round = all"
        for name in (
            "voices_for",
            "voices_against",
            "voices_mixed",
            "groups_for",
            "groups_against",
            "first_hand",
        ):
            facts[f"{row.proposition}.{name}"] = _count(
                getattr(row, name), "conclude/verdicts", f"{where}, {name}"
            )
        facts[f"{row.proposition}.verdict"] = _term("verdict", row.verdict, "conclude/verdicts", where)
    for verdict in VERDICTS:
        count = (results.verdicts["verdict"] == verdict).sum()
        facts[f"verdicts.{verdict}"] = _count(count, "conclude/verdicts", f"round = all, verdict = {verdict}")
    for row in results["triangulate/convergence"].itertuples():
        where = f"proposition = {row.proposition}, by = {row.by}"
        name = f"{row.proposition}.convergence.{row.by}"
        facts[name] = _term("convergence", row.convergence, "triangulate/convergence", where)
        facts[f"{row.proposition}.conflicts.{row.by}"] = _count(
            row.conflicts, "triangulate/convergence", where
        )
    return facts


def _tallies(results: Results) -> dict[str, Fact]:
    return {
        f"tally.{row.tally}.{row.row}.{row.column}": _count(
            row.rows, "condense/tallies", f"tally = {row.tally}, row = {row.row}, column = {row.column}"
        )
        # `count` is a method of a named tuple, so the column gets another name
        for row in results["condense/tallies"].rename(columns={"count": "rows"}).itertuples()
    }


def compute_facts(results: Results) -> dict[str, Fact]:
    """Every fact by its name."""
    return {
        **_sample(results),
        **_protection(results),
        **_coding(results),
        **_conclusions(results),
        **_frame(results),
        **_saturation(results),
        **_tested(results),
        **_cases(results),
        **_tallies(results),
    }


@cache
def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(study: Study, table: str) -> str:
    """SHA-256 of what a fact was computed from: the table as CSV, or study.yaml."""
    path = study.raw / table if table.endswith(".yaml") else study.processed / f"{table}.csv"
    return f"sha256:{_sum(path)}" if path.exists() else ""


def _cases(results: Results) -> dict[str, Fact]:
    """In how many cases each proposition is replicated, and how many would change its verdict."""
    table = "conclude/cases"
    found = results[table]
    facts = {}
    for item in results.propositions:
        mine, where = found[found["proposition"] == item.id], f"proposition = {item.id}"
        for kind in ("literal", "theoretical", "not replicated"):
            count = int((mine["replication"] == kind).sum())
            facts[f"{item.id}.cases.{kind}"] = _count(count, table, f"{where}, replication = {kind}")
        count = int(mine["changes"].sum())
        facts[f"{item.id}.cases.decisive"] = _count(count, table, f"{where}, changes")
    return facts


def write_facts(study: Study, facts: dict[str, Fact]) -> None:
    """Store the facts as `reports/facts.json`, sorted by name."""
    content = {
        name: {
            "value": fact.value,
            **fact.words,
            "table": fact.table,
            "query": fact.query,
            "inputs": _hash(study, fact.table),
        }
        for name, fact in sorted(facts.items())
    }
    notice = study.settings.notice
    top = {"notice": {"id": notice.id, "en": notice.en}} if notice else {}
    text = json.dumps({**top, "facts": content}, ensure_ascii=False, indent=1, allow_nan=False)
    write_text(study.reports / "facts.json", text + "\n")

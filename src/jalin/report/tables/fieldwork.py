"""Tables of the field work: sources, contacts, identifiers."""

import pandas as pd

from jalin.collect.contact import contact_summary, warnings_of
from jalin.report.results import Results
from jalin.report.tables.common import named, rounded, terms
from jalin.tables.made import Built
from jalin.words import has_word, listed, word


def _contacts(results: Results | Built) -> pd.DataFrame:
    """The contact summary of every source."""
    names = ("sources", "segments", "comments", "remarks", "audit")
    return contact_summary(*(results[f"protect/{name}"] for name in names))


def sources(results: Results, language: str) -> pd.DataFrame:
    summary = _contacts(results)
    frame = summary.assign(
        method=terms("method.{}", summary["method"], language),
        role_group=summary["role_group"].map(results.printed.name_of(language)),
        informant_share=rounded(summary["informant_share"], language),
    )
    columns = ("source_id", "method", "role_group", "date", "words", "turns", "informant_share")
    return named(frame, columns, language, source_id="source", informant_share="share")


def contacts(results: Results | Built, language: str) -> pd.DataFrame:
    summary = _contacts(results)
    # where in the file, and what exactly, the check says
    said = {
        source_id: listed(terms("remark.{}", dict.fromkeys(kinds), language), language)
        for source_id, kinds in warnings_of(results["protect/remarks"]).groupby("source_id")["kind"]
    }
    frame = summary.assign(
        informant_share=rounded(summary["informant_share"], language),
        warnings=[said.get(name, "") for name in summary["source_id"]],
    )
    columns = (
        "source_id", "words", "turns", "questions", "informant_share", "identifiers", "comments", "warnings",
    )  # fmt: skip
    return named(frame, columns, language, source_id="source", informant_share="share")


def anonymity_table(results: Results, language: str) -> pd.DataFrame:
    """How many informants are alone on which attributes; nobody is named."""
    counts = results["protect/anonymity"]["alone_on"].str.split("; ").explode().value_counts(sort=False)
    counts = counts[counts.index != ""].sort_index().sort_values(ascending=False, kind="stable")
    sets = [" + ".join(_attribute(name, language) for name in alone.split(" + ")) for alone in counts.index]
    frame = pd.DataFrame({"alone_on": sets, "informants": counts.to_numpy()})
    return named(frame, ("alone_on", "informants"), language)


def _attribute(name: str, language: str) -> str:
    """An attribute's words, or its name in the study's files."""
    return word(f"attribute.{name}", language) if has_word(f"attribute.{name}") else name


def generalisation(results: Results, language: str) -> pd.DataFrame:
    found = results["protect/generalisation"]
    frame = found.assign(
        attribute=[_attribute(name, language) for name in found["attribute"]],
        step=terms("step.{}", found["step"], language),
    )
    return named(frame, ("attribute", "step", "alone_after", "below_after"), language)


def audit(results: Results, language: str) -> pd.DataFrame:
    found = results["protect/audit"]
    kinds = found["kind"].map(lambda name: word(f"identifier.{name}", language))
    table = pd.crosstab(found["source_id"], kinds).rename_axis(None, axis=1)
    order = [name for name in results["protect/sources"]["source_id"] if name in table.index]
    return table.loc[order].rename_axis(word("column.source", language)).reset_index()

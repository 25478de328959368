"""The tables of the report: what each shows, in the words of a language."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.contact import contact_summary, warnings_of
from jalin.condense import voice_of
from jalin.report.evidence import anchor_of, label_of
from jalin.report.results import Results
from jalin.study import LANGUAGES
from jalin.words import has_word, number, word


@dataclass(frozen=True)
class Item:
    """A table of the report: the notebook it comes from, how to make it, its wide columns, an anchor for each row."""

    notebook: str
    make: Callable[[Results, str], pd.DataFrame]
    wide: tuple[str, ...] = ()
    anchors: Callable[[Results], list[str]] | None = None


def _named(frame: pd.DataFrame, columns: dict[str, str], language: str) -> pd.DataFrame:
    """The columns of `frame` named in `columns`, under their headings of the catalogue."""
    headings = {name: word(f"column.{key}", language) for name, key in columns.items()}
    return frame[list(columns)].rename(columns=headings)


def _rounded(values: pd.Series, language: str, digits: int = 2) -> list[str]:
    return [number(value, language, digits) for value in values]


def _contacts(results: Results) -> pd.DataFrame:
    """The contact summary of every source."""
    names = ("sources", "segments", "comments", "remarks", "audit")
    return contact_summary(*(results[f"protect/{name}"] for name in names))


def sources(results: Results, language: str) -> pd.DataFrame:
    summary = _contacts(results)
    frame = summary.assign(
        method=summary["method"].map(lambda name: word(f"method.{name}", language)),
        role_group=summary["role_group"].map(results.names("role_groups", language)),
        informant_share=_rounded(summary["informant_share"], language),
    )
    columns = {
        "source_id": "source",
        "method": "method",
        "role_group": "role_group",
        "date": "date",
        "words": "words",
        "turns": "turns",
        "informant_share": "share",
    }
    return _named(frame, columns, language)


def contacts(results: Results, language: str) -> pd.DataFrame:
    summary = _contacts(results)
    said = {
        source_id: "; ".join(
            ", ".join(
                part for part in (word(f"remark.{item.kind}", language), item.place, item.detail) if part
            )
            for item in part.itertuples()
        )
        for source_id, part in warnings_of(results["protect/remarks"]).groupby("source_id")
    }
    frame = summary.assign(
        informant_share=_rounded(summary["informant_share"], language),
        warnings=[said.get(name, "") for name in summary["source_id"]],
    )
    columns = {
        "source_id": "source",
        "words": "words",
        "turns": "turns",
        "questions": "questions",
        "informant_share": "share",
        "identifiers": "identifiers",
        "comments": "comments",
        "warnings": "warnings",
    }
    return _named(frame, columns, language)


def anonymity_table(results: Results, language: str) -> pd.DataFrame:
    found = results["protect/anonymity"]
    sets = [
        "; ".join(
            " + ".join(_attribute(name, language) for name in part.split(" + ")) for part in alone.split("; ")
        )
        if alone
        else ""
        for alone in found["alone_on"]
    ]
    columns = {"informant_id": "informant", "k": "k", "alone_on": "alone_on"}
    return _named(found.assign(alone_on=sets), columns, language)


def _attribute(name: str, language: str) -> str:
    """An attribute's words, or its name in the study's files."""
    return word(f"attribute.{name}", language) if has_word(f"attribute.{name}") else name


def generalisation(results: Results, language: str) -> pd.DataFrame:
    found = results["protect/generalisation"]
    frame = found.assign(
        attribute=[_attribute(name, language) for name in found["attribute"]],
        step=found["step"].map(lambda name: word(f"step.{name}", language)),
    )
    columns = {key: key for key in ("attribute", "step", "alone_after", "below_after")}
    return _named(frame, columns, language)


def _agreement(frame: pd.DataFrame, first: dict[str, str], language: str) -> pd.DataFrame:
    """A table of agreement under its headings, `first` its leading columns."""
    measures = ("percent", "percent_coded", "kappa", "ac1", "alpha_spans", "alpha")
    measures = [name for name in measures if name in frame]
    interval = [
        "–" if pd.isna(low) else f"{number(low, language, 2)} … {number(high, language, 2)}"
        for low, high in zip(frame["alpha_low"], frame["alpha_high"], strict=True)
    ]
    frame = frame.assign(interval=interval, **{name: _rounded(frame[name], language) for name in measures})
    return _named(
        frame, {**first, **{name: name for name in ("units", "coded", *measures, "interval")}}, language
    )


def agreement_table(results: Results, language: str) -> pd.DataFrame:
    frame = results["code/agreement"]
    frame = frame.assign(code=frame["code"].replace("(all)", word("label.all_codes", language)))
    return _agreement(frame, {"code": "code"}, language)


def agreement_parts(results: Results, language: str) -> pd.DataFrame:
    frame = results["code/agreement_parts"]
    frame = frame.assign(by=frame["by"].map(lambda name: word(f"by.{name}", language)))
    return _agreement(frame, {"by": "by", "value": "value"}, language)


def confusions(results: Results, language: str) -> pd.DataFrame:
    return _named(
        results["code/confusions"].head(15), {"code": "code", "other": "other", "segments": "units"}, language
    )


def tally(results: Results, language: str) -> pd.DataFrame:
    frames = []
    for item in results.study.settings.tallies:
        found = results["condense/tallies"]
        found = found[found["tally"] == item.id]
        if not found.empty:
            wide = found.pivot(index="row", columns="column", values="count").fillna(0).astype("int64")
            frames.append(
                wide.rename_axis(None, axis=1).reset_index().rename(columns={"row": item.name[language]})
            )
    return (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({word("column.count", language): []})
    )


def _display(name: str) -> Callable[[Results, str], pd.DataFrame]:
    """A matrix display in words; voices with the group they belong to."""

    def make(results: Results, language: str) -> pd.DataFrame:
        found = replace(results.displays[name], language=language)
        wide, heading = (
            found.frame(),
            word(f"axis.{found.spec.rows}", language) if has_word(f"axis.{found.spec.rows}") else "",
        )
        if found.spec.rows == "voice":
            groups = results.names("role_groups", language)
            sources = results["protect/sources"]
            group_of = dict(zip(voice_of(sources), sources["role_group"].map(groups), strict=True))
            wide.index = [f"{voice} · {group_of[voice]}" for voice in wide.index]
        return wide.rename_axis(heading).reset_index()

    return make


def verdict_table(results: Results, language: str) -> pd.DataFrame:
    frame = results.verdicts
    overall = results["triangulate/convergence"].query("by == 'role_group'").set_index("proposition")
    frame = frame.assign(
        statement=[results.proposition(name).statement[language] for name in frame["proposition"]],
        verdict=frame["verdict"].map(lambda name: word(f"verdict.{name}", language)),
        rival=[results.proposition(name).rival or "" for name in frame["proposition"]],
        convergence=frame["proposition"]
        .map(overall["convergence"])
        .map(lambda name: word(f"convergence.{name}", language)),
    )
    columns = {
        "proposition": "proposition",
        "statement": "statement",
        "voices_for": "for",
        "voices_mixed": "mixed",
        "voices_against": "against",
        "groups_for": "groups",
        "rival": "rival",
        "convergence": "convergence",
        "verdict": "verdict",
    }
    return _named(frame, columns, language)


def rounds(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/verdicts"]
    found = found.assign(verdict=found["verdict"].map(lambda name: word(f"verdict.{name}", language)))
    wide = found.pivot(index="proposition", columns="round", values="verdict")
    order = [item.id for item in results.study.settings.rounds if item.id in wide]
    headings = {name: f"{word('up_to_round', language)} {name}" for name in order}
    wide = wide.loc[[item.id for item in results.propositions], order].rename(columns=headings)
    return wide.rename_axis(None, axis=1).rename_axis(word("column.proposition", language)).reset_index()


def views(results: Results, language: str) -> pd.DataFrame:
    cells = results["triangulate/cells"].query("by == 'role_group'")
    groups, codes = results.names("role_groups", language), results.codebook.names(language)
    rows = []
    for row in results["triangulate/convergence"].query("by == 'role_group'").itertuples():
        mine = cells[cells["proposition"] == row.proposition].set_index("group")["state"]

        def told(names: str, states: pd.Series = mine) -> str:
            ids = [name.split(" (")[0] for name in names.split(", ") if name]
            return "; ".join(f"{groups[name]} ({word(f'state.{states[name]}', language)})" for name in ids)

        events = [part.rstrip(")").split(" (") for part in row.specific.split(", ") if part]
        rows.append(
            {
                word("column.proposition", language): row.proposition,
                word("column.same", language): told(row.same),
                word("column.different", language): told(row.different),
                word("column.specific", language): "; ".join(
                    f"{codes[event]} ({groups[group]})" for event, group in events
                ),
            }
        )
    return pd.DataFrame(rows)


def published(results: Results, language: str) -> pd.DataFrame:
    verdict = results.verdicts.set_index("proposition")["verdict"]
    rows = [
        {
            word("column.published", language): finding.statement[language],
            word("column.proposition", language): ", ".join(finding.propositions),
            word("column.here", language): "; ".join(
                word(f"verdict.{verdict[name]}", language) for name in finding.propositions
            ),
        }
        for finding in results.study.settings.published
    ]
    headings = [word(f"column.{key}", language) for key in ("published", "proposition", "here")]
    return pd.DataFrame(rows, columns=headings)


def codebook(results: Results, language: str) -> pd.DataFrame:
    counts = results["condense/counts"].query("by == 'all'").set_index("code")["codings"]
    frame = pd.DataFrame(
        {
            "code": code.id,
            "name": code.name[language],
            "definition": code.definition[language],
            "kind": word(f"kind.{code.kind}", language),
            "codings": int(counts.get(code.id, 0)),
        }
        for code in results.codebook.codes.values()
    )
    columns = {key: key for key in ("code", "name", "definition", "kind", "codings")}
    return _named(frame, columns, language)


def audit(results: Results, language: str) -> pd.DataFrame:
    found = results["protect/audit"]
    kinds = found["kind"].map(lambda name: word(f"identifier.{name}", language))
    table = pd.crosstab(found["source_id"], kinds).rename_axis(None, axis=1)
    order = [name for name in results["protect/sources"]["source_id"] if name in table.index]
    return table.loc[order].rename_axis(word("column.source", language)).reset_index()


def ledger(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/evidence"]
    frame = found.assign(
        label=_labels(results),
        prompted=[word(f"prompted.{one}", language) if one else "" for one in found["prompted"]],
        weight=_rounded(found["weight"], language),
        direction=found["direction"].map(lambda name: word(f"direction.{name}", language)),
        directness=found["directness"].map(lambda name: word(f"directness.{name}", language)),
        role_group=found["role_group"].map(results.names("role_groups", language)),
    )
    columns = {
        "label": "label",
        "proposition": "proposition",
        "direction": "direction",
        "role_group": "role_group",
        "directness": "directness",
        "prompted": "prompted",
        "weight": "weight",
        "quote": "quote",
    }
    return _named(frame, columns, language)


def _labels(results: Results) -> list[str]:
    return [label_of(results, row) for row in results["conclude/evidence"].itertuples()]


def _ledger_anchors(results: Results) -> list[str]:
    """An anchor where a coding stands for the first time."""
    labels = _labels(results)
    return [anchor_of(label) if label not in labels[:place] else "" for place, label in enumerate(labels)]


def _headings(key: str) -> tuple[str, ...]:
    """A column's heading in every language."""
    return tuple(word(f"column.{key}", language) for language in LANGUAGES)


TABLES: dict[str, Item] = {
    "sources": Item("01_collect", sources),
    "audit": Item("02_protect", audit),
    "tally": Item("04_condense", tally),
    "verdict_table": Item("06_conclude", verdict_table, _headings("statement")),
    "rounds": Item("06_conclude", rounds),
    "views": Item("07_triangulate", views),
    "published": Item("06_conclude", published),
    "codebook": Item("03_code", codebook),
    "agreement_table": Item("03_code", agreement_table),
    "ledger": Item("06_conclude", ledger, _headings("quote"), _ledger_anchors),
    "agreement_parts": Item("03_code", agreement_parts),
    "confusions": Item("03_code", confusions),
    "contacts": Item("01_collect", contacts, _headings("warnings")),
    "anonymity": Item("02_protect", anonymity_table, _headings("alone_on")),
    "generalisation": Item("02_protect", generalisation),
}


def tables_of(results: Results) -> dict[str, Item]:
    """Every table of the study in order: displays in words stand where the tally ends."""
    words = {
        name: Item("05_display", _display(name))
        for name, found in results.displays.items()
        if not found.drawn and len(found.table)
    }
    first = {name: TABLES[name] for name in ("sources", "audit", "tally")}
    return first | words | {name: item for name, item in TABLES.items() if name not in first}

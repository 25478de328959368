"""The tables of the report: what each shows, in the words of a language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version

import pandas as pd

from jalin import __version__
from jalin.collect.contact import contact_summary, warnings_of
from jalin.condense import voice_of
from jalin.report.checklists import checklist
from jalin.report.evidence import anchor_of, label_of
from jalin.report.facts import compute_facts
from jalin.report.results import Results
from jalin.study import LANGUAGES
from jalin.tables import METHODS
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
        "voices_for": "plus",
        "voices_mixed": "both_ways",
        "voices_against": "minus",
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
    changed = found[found["changed_by"] != ""].groupby("proposition")
    told = {
        name: "; ".join(
            f"{word('round', language)} {row.round}: {_voices_told(row.changed_by, language)}"
            for row in part.itertuples()
        )
        for name, part in changed
    }
    wide[word("column.changed_by", language)] = [told.get(name, "") for name in wide.index]
    return wide.rename_axis(None, axis=1).rename_axis(word("column.proposition", language)).reset_index()


def _voices_told(text: str, language: str) -> str:
    """Voices by what they say, from the column `changed_by`."""
    by_stance: dict[str, list[str]] = {}
    for part in text.split():
        voice, _, stance = part.rpartition(":")
        by_stance.setdefault(stance, []).append(voice)
    return ", ".join(
        f"{word(f'stance.{stance}', language)} {' '.join(by_stance[stance])}"
        for stance in ("for", "mixed", "against")
        if stance in by_stance
    )


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


def history(results: Results, language: str) -> pd.DataFrame:
    rows = [
        {
            word("column.round", language): change.round,
            word("column.change", language): word(f"change.{change.action}", language),
            word("column.old", language): ", ".join(change.old),
            word("column.new", language): ", ".join(change.became),
            word("column.reason", language): change.reason,
        }
        for change in results.codebook.history
    ]
    headings = [word(f"column.{key}", language) for key in ("round", "change", "old", "new", "reason")]
    return pd.DataFrame(rows, columns=headings)


def saturation_table(results: Results, language: str) -> pd.DataFrame:
    found = results["condense/saturation_runs"]
    groups = {"all": word("every", language)} | results.names("role_groups", language)
    frame = found.assign(
        unit=[word(f"unit.{name}", language) for name in found["unit"]],
        group=found["group"].map(groups),
        reached=[
            f"{number(at, language)}+{run}" if pd.notna(at) else "–"
            for at, run in zip(found["reached"], found["run"], strict=True)
        ],
        orders=[
            f"{number(low, language)} … {number(high, language)}" if pd.notna(low) else "–"
            for low, high in zip(found["low"], found["high"], strict=True)
        ],
        last_share=[f"{share:.0%}" if pd.notna(share) else "–" for share in found["last_share"]],
        chao2=[
            f"{number(value, language, 1)} ({number(low, language, 1)} … {number(high, language, 1)})"
            if pd.notna(value)
            else "–"
            for value, low, high in zip(found["chao2"], found["chao2_low"], found["chao2_high"], strict=True)
        ],
        coverage=[f"{share:.0%}" if pd.notna(share) else "–" for share in found["coverage"]],
    )
    columns = ("unit", "group", "units", "observed", "reached", "orders", "last_share", "chao2", "coverage")
    return _named(frame, {key: key for key in columns}, language)


def patterns_table(results: Results, language: str) -> pd.DataFrame:
    found, names = results["condense/patterns"], results.codebook.names(language)
    frame = found.assign(
        pattern=found["pattern"].map(names),
        code=[
            word("label.all_codes", language) if code == "(all)" else f"{code} {names[code]}"
            for code in found["code"]
        ],
    )
    return _named(frame, {key: key for key in ("pattern", "code", "codings", "sources", "voices")}, language)


def cooccurrence_table(results: Results, language: str) -> pd.DataFrame:
    found = (
        results["condense/cooccurrence"]
        .sort_values(["passages", "near"], ascending=False, kind="stable")
        .head(20)
    )
    frame = found.assign(p=_rounded(found["p"], language, 3))
    columns = {
        "code_1": "code",
        "code_2": "other",
        **{k: k for k in ("passages", "segments", "near", "p")},
        "sources": "both",
    }
    return _named(frame, columns, language)


def links_table(results: Results, language: str) -> pd.DataFrame:
    found, names = results["display/links"], results.codebook.names(language)
    frame = found.assign(
        source=found["source"].map(names),
        target=found["target"].map(names),
        sign=found["sign"].replace("-", "−"),
        because=found[f"because_{language}"],
    )
    columns = {
        "source": "from",
        "target": "to",
        **{key: key for key in ("sign", "because", "codings", "voices")},
    }
    return _named(frame, columns, language)


def robustness_table(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/robustness"]
    found = found[found["changes"]]
    shown = results.names("role_groups", language) | {
        name: word(f"method.{name}", language) for name in METHODS
    }
    frame = found.assign(
        strand=[word(f"strand.{name}", language) for name in found["strand"]],
        value=[shown.get(name, name) for name in found["value"]],
        with_it=[word(f"verdict.{name}", language) for name in found["verdict_with"]],
        without=[word(f"verdict.{name}", language) for name in found["verdict"]],
    )
    columns = ("proposition", "strand", "value", "with_it", "without")
    return _named(frame, {key: key for key in columns}, language)


def tactics_table(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/tactics"]
    frame = found.assign(
        tactic=[f"{one} {word(f'tactic.{one}', language)}" for one in found["tactic"]],
        state=[
            word(f"tactic_state.{state}", language) + (" !" if alarm else "")
            for state, alarm in zip(found["state"], found["alarm"], strict=True)
        ],
        found=found[f"found_{language}"],
    )
    return _named(frame, {key: key for key in ("proposition", "tactic", "state", "found")}, language)


def convergence_table(results: Results, language: str) -> pd.DataFrame:
    """The convergence matrix in full: every cell, by source, technique and time."""
    found = results["triangulate/cells"]
    names = {
        "role_group": results.names("role_groups", language),
        "method": {name: word(f"method.{name}", language) for name in METHODS},
        "round": results.names("rounds", language),
    }
    codes = results.codebook.names(language)
    frame = found.assign(
        by=[word(f"by.{by}", language) for by in found["by"]],
        group=[names[by][group] for by, group in zip(found["by"], found["group"], strict=True)],
        state=[word(f"state.{state}", language) for state in found["state"]],
        prominence=[f"{share:.0%}" if pd.notna(share) else "–" for share in found["prominence"]],
        examples=["; ".join(codes[one] for one in text.split()) for text in found["examples"]],
        convergence=[
            word(f"convergence.{code}", language) + (" !" if conflict else "")
            for code, conflict in zip(found["convergence"], found["conflict"], strict=True)
        ],
    )
    columns = {
        "proposition": "proposition", "by": "by", "group": "value", "able": "able", "voices_for": "plus",
        "voices_mixed": "both_ways", "voices_against": "minus", "state": "state", "prominence": "prominence",
        "examples": "events", "convergence": "convergence",
    }  # fmt: skip
    return _named(frame, columns, language)


def researchers_table(results: Results, language: str) -> pd.DataFrame:
    found = results["triangulate/researchers"]
    frame = found.assign(
        by=[word(f"by.{by}", language) for by in found["by"]],
        convergence=[word(f"convergence.{code}", language) for code in found["convergence"]],
    )
    wide = frame.pivot(index=["proposition", "by"], columns="coder", values="convergence")
    order = list(dict.fromkeys(zip(frame["proposition"], frame["by"], strict=True)))
    wide = wide.loc[order].rename(columns=results.names("coders", language))
    names = [word("column.proposition", language), word("column.by", language)]
    return wide.rename_axis(None, axis=1).rename_axis(names).reset_index()


def sensitivity_table(results: Results, language: str) -> pd.DataFrame:
    found = results["triangulate/sensitivity"].query("by == 'role_group'")
    said = found.assign(convergence=[word(f"convergence.{code}", language) for code in found["convergence"]])
    wide = said.pivot(index="proposition", columns="cut", values="convergence")
    wide = wide.loc[list(dict.fromkeys(found["proposition"]))]
    wide.columns = [f"{cut:.0%}" for cut in wide.columns]
    return wide.rename_axis(word("column.proposition", language)).reset_index()


def feedback_table(results: Results, language: str) -> pd.DataFrame:
    columns = ("proposition", "answers", "agree", "partly", "disagree", "added", "other_answers", "changes")
    return _named(
        results["triangulate/feedback"].rename(columns={"other": "other_answers"}),
        {key: key for key in columns},
        language,
    )


def credibility_table(results: Results, language: str) -> pd.DataFrame:
    found = results["triangulate/credibility"].assign(statement=results["triangulate/credibility"][language])
    return _named(found, {"proposition": "proposition", "statement": "credibility"}, language)


def software(results: Results, language: str) -> pd.DataFrame:
    """The packages that compute, draw and set the report, at the versions installed from the lock."""
    names = (
        "pandas", "numpy", "scipy", "pyarrow", "pandera", "networkx", "matplotlib", "seaborn", "papermill",
        "nbconvert", "pypandoc-binary", "typst", "PySastrawi", "snowballstemmer", "stop-words",
    )  # fmt: skip
    rows = [("jalin", __version__), *((name, version(name)) for name in names)]
    return pd.DataFrame(rows, columns=[word("column.package", language), word("column.version", language)])


def _headings(key: str) -> tuple[str, ...]:
    """A column's heading in every language."""
    return tuple(word(f"column.{key}", language) for language in LANGUAGES)


def _checklist(name: str) -> Callable[[Results, str], pd.DataFrame]:
    def make(results: Results, language: str) -> pd.DataFrame:
        words = {key: fact.words[language] for key, fact in compute_facts(results).items()}
        return checklist(results, name, words, list(TABLES), language)

    return make


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
    "history": Item("03_code", history),
    "saturation_table": Item("04_condense", saturation_table),
    "patterns_table": Item("04_condense", patterns_table),
    "cooccurrence_table": Item("04_condense", cooccurrence_table),
    "links_table": Item("05_display", links_table, _headings("because")),
    "robustness_table": Item("06_conclude", robustness_table),
    "tactics_table": Item("06_conclude", tactics_table, _headings("found")),
    "convergence_table": Item("07_triangulate", convergence_table),
    "researchers_table": Item("07_triangulate", researchers_table),
    "sensitivity_table": Item("07_triangulate", sensitivity_table),
    "feedback_table": Item("07_triangulate", feedback_table),
    "credibility_table": Item("07_triangulate", credibility_table, _headings("credibility")),
    "software": Item("08_report", software),
    "coreq": Item("08_report", _checklist("coreq"), _headings("answer")),
    "srqr": Item("08_report", _checklist("srqr"), _headings("answer")),
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

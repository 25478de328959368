"""Tables of displays, evidence and verdicts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from jalin.code.lines import parts_of
from jalin.conclude.verdict import verdict_in_words
from jalin.condense import voice_of
from jalin.display import Display
from jalin.report.evidence import anchor_of, label_of
from jalin.report.results import Results
from jalin.report.tables.common import VOICES, axis_name, named, terms
from jalin.words import phrase, word


def display_table(name: str) -> Callable[[Results, str], pd.DataFrame]:
    """A matrix display in words; voices with the group they belong to."""

    def make(results: Results, language: str) -> pd.DataFrame:
        found = results.displays[name]
        found = replace(found, language=language, table=_translated(results, found, language))
        wide, heading = found.frame(), axis_name(found.spec.rows, language)
        if found.spec.rows == "voice":
            groups = results.printed.name_of(language)
            sources = results["protect/sources"]
            group_of = dict(zip(voice_of(sources), sources["role_group"].map(groups), strict=True))
            wide.index = [f"{voice} · {group_of[voice]}" for voice in wide.index]
        return wide.rename_axis(heading[:1].upper() + heading[1:]).reset_index()

    return make


def _translated(results: Results, found: Display, language: str) -> pd.DataFrame:
    """The cells of a display, the passage of each in the words of a language where it has a translation."""
    if found.spec.cell != "quote":
        return found.table
    sources = [name.partition(":")[2].rpartition("/")[0] for name in found.table["example"]]
    pairs = zip(sources, found.table["quote"], strict=True)
    return found.table.assign(quote=[results.quoted_in(*pair, language) for pair in pairs])


def links_table(results: Results, language: str) -> pd.DataFrame:
    found, names = results["display/links"], results.codebook.names(language)
    frame = found.assign(
        source=found["source"].map(names),
        target=found["target"].map(names),
        sign=found["sign"].replace("-", "−"),
        because=found[f"because_{language}"],
    )
    columns = ("source", "target", "sign", "because", "codings", "voices")
    return named(frame, columns, language, source="from", target="to")


def _said(verdicts: pd.DataFrame, language: str) -> list[str]:
    """The verdicts of a table as they are printed."""
    return [verdict_in_words(row.verdict, row.fragile, language) for row in verdicts.itertuples()]


def verdict_table(results: Results, language: str) -> pd.DataFrame:
    frame = results.verdicts
    overall = results["triangulate/convergence"].query("by == 'role_group'").set_index("proposition")
    frame = frame.assign(
        statement=[results.proposition(name).statement[language] for name in frame["proposition"]],
        voices_against=frame["voices_against"]
        .astype("object")
        .where(frame["against_sought"], word("not_sought", language)),
        verdict=_said(frame, language),
        rival=[results.proposition(name).rival or "" for name in frame["proposition"]],
        convergence=terms("convergence.{}", frame["proposition"].map(overall["convergence"]), language),
    )
    columns = (
        "proposition", "statement", "voices_for", "voices_mixed", "voices_against", "able", "groups_for", "rival",
        "convergence", "verdict",
    )  # fmt: skip
    return named(frame, columns, language, **VOICES, groups_for="groups")


def rounds(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/verdicts"]
    found = found.assign(verdict=_said(found, language))
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


def cases_table(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/cases"]
    frame = found.assign(
        case=found["case_id"].map(results.names("cases", language)),
        verdict=terms("verdict.{}", found["verdict"], language),
        expected=terms("expected.{}", found["expected"], language),
        replication=terms("replication.{}", found["replication"], language),
        without=[
            word(f"verdict.{row.verdict_without}", language) if row.changes else ""
            for row in found.itertuples()
        ],
    )
    columns = ("proposition", "case", *VOICES, "able", "verdict", "expected", "replication", "without")
    return named(frame, columns, language, **VOICES, without="without_case")


def contrasts_table(results: Results, language: str) -> pd.DataFrame:
    cases = results.names("cases", language)
    rows = [
        (item.id, cases[one.case], one.because[language])
        for item in results.propositions
        for one in item.contrast
    ]
    columns = ["proposition", "case", "because"]
    return named(pd.DataFrame(rows, columns=columns), columns, language)


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


def robustness_table(results: Results, language: str) -> pd.DataFrame:
    found = results.strands(language)
    found = found[found["changes"]]
    judged = dict(zip(results.verdicts["proposition"], _said(results.verdicts, language), strict=True))
    frame = found.assign(
        strand=terms("strand.{}", found["strand"], language),
        with_it=[judged[name] for name in found["proposition"]],
        without=terms("verdict.{}", found["verdict"], language),
    )
    return named(frame, ("proposition", "strand", "value", "with_it", "without"), language)


# so many passages are named in a cell of the table of rivals; all are in conclude/discriminating
_LABELS = 5


def discriminating_table(results: Results, language: str) -> pd.DataFrame:
    """What tells rivals apart: the expectations of both, each with its test by name, what was found, and for which it decides."""
    found = results["conclude/discriminating"]

    def expected(row: dict[str, Any], side: str) -> str:
        test, said = row[f"test_{side}"], row[f"expected_{side}_{language}"].strip().rstrip(".")
        return f"{said} ({word(f'test.{test}', language)})" if test else said

    def shown(row: dict[str, Any], side: str, name: str) -> str:
        if not row[f"test_{side}"]:
            return ""
        names = row[f"codings_{side}"].split()
        keys = [parts_of(name) for name in names[:_LABELS]]
        labels = ", ".join(results.labels[source, coder, own] for coder, source, own in keys)
        if more := len(names) - len(keys):
            labels = phrase("discriminating.more", language, more, labels=labels)
        state = "found" if row[f"found_{side}"] else "heard" if names else "not_found"
        return f"{name}: {phrase(f'discriminating.{state}', language, row[f'voices_{side}'], labels=labels)}"

    rows = [
        (
            f"{row['proposition']} / {row['rival']}",
            row[f"evidence_{language}"],
            expected(row, "so"),
            expected(row, "rival"),
            "; ".join(
                filter(None, (shown(row, "so", row["proposition"]), shown(row, "rival", row["rival"])))
            ),
            row["speaks_for"] or word("discriminating.nothing", language),
        )
        for row in found.to_dict("records")
    ]
    columns = ["pair", "evidence", "expected_so", "expected_rival", "found", "speaks_for"]
    return named(pd.DataFrame(rows, columns=columns), columns, language)


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
    return named(frame, ("proposition", "tactic", "state", "found"), language)


def ledger(results: Results, language: str) -> pd.DataFrame:
    found = results.quotable
    frame = found.assign(
        label=_labels(results),
        direction=terms("direction.{}", found["direction"], language),
        directness=[
            ", ".join(
                [
                    word(f"directness.{how}", language),
                    *([word(f"prompted.{asked}", language)] if asked else []),
                ]
            )
            for how, asked in zip(found["directness"], found["prompted"], strict=True)
        ],
        role_group=found["role_group"].map(results.printed.name_of(language)),
    )
    columns = ["label", "proposition", "direction", "role_group", "directness", "quote"]
    passages = zip(found["source_id"], found["quote"], strict=True)
    translations = [results.translation(*passage, language) for passage in passages]
    if any(translations):
        frame = frame.assign(translation=[one.words if one else "" for one in translations])
        columns.append("translation")
    return named(frame, columns, language, proposition="prop")


def _labels(results: Results) -> list[str]:
    return [label_of(results, row) for row in results.quotable.itertuples()]


def ledger_anchors(results: Results) -> list[str]:
    """An anchor where a coding stands for the first time."""
    labels = _labels(results)
    return [anchor_of(label) if label not in labels[:place] else "" for place, label in enumerate(labels)]


def published(results: Results, language: str) -> pd.DataFrame:
    verdict = dict(zip(results.verdicts["proposition"], _said(results.verdicts, language), strict=True))
    rows = [
        (
            finding.statement[language],
            ", ".join(finding.propositions),
            "; ".join(verdict[name] for name in finding.propositions),
        )
        for finding in results.study.settings.published
    ]
    columns = ["published", "proposition", "here"]
    return named(pd.DataFrame(rows, columns=columns), columns, language)

"""Tables of displays, evidence and verdicts."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from jalin.condense import voice_of
from jalin.report.evidence import anchor_of, label_of
from jalin.report.results import Results
from jalin.report.tables.common import axis_name, named
from jalin.tables import METHODS
from jalin.words import word


def display_table(name: str) -> Callable[[Results, str], pd.DataFrame]:
    """A matrix display in words; voices with the group they belong to."""

    def make(results: Results, language: str) -> pd.DataFrame:
        found = replace(results.displays[name], language=language)
        wide, heading = found.frame(), axis_name(found.spec.rows, language)
        if found.spec.rows == "voice":
            groups = results.names("role_groups", language)
            sources = results["protect/sources"]
            group_of = dict(zip(voice_of(sources), sources["role_group"].map(groups), strict=True))
            wide.index = [f"{voice} · {group_of[voice]}" for voice in wide.index]
        return wide.rename_axis(heading).reset_index()

    return make


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
    return named(frame, columns, language)


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
    return named(frame, columns, language)


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
    return named(frame, {key: key for key in columns}, language)


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
    return named(frame, {key: key for key in ("proposition", "tactic", "state", "found")}, language)


def ledger(results: Results, language: str) -> pd.DataFrame:
    found = results["conclude/evidence"]
    frame = found.assign(
        label=_labels(results),
        prompted=[word(f"prompted.{one}", language) if one else "" for one in found["prompted"]],
        direction=found["direction"].map(lambda name: word(f"direction.{name}", language)),
        directness=found["directness"].map(lambda name: word(f"directness.{name}", language)),
        role_group=found["role_group"].map(results.names("role_groups", language)),
    )
    columns = {
        "label": "label",
        "proposition": "prop",
        "direction": "direction",
        "role_group": "role_group",
        "directness": "directness",
        "prompted": "prompted",
        "quote": "quote",
    }
    return named(frame, columns, language)


def _labels(results: Results) -> list[str]:
    return [label_of(results, row) for row in results["conclude/evidence"].itertuples()]


def ledger_anchors(results: Results) -> list[str]:
    """An anchor where a coding stands for the first time."""
    labels = _labels(results)
    return [anchor_of(label) if label not in labels[:place] else "" for place, label in enumerate(labels)]


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

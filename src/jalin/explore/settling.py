"""What is settled by a person: what may name somebody, whose a label is, and what each informant agreed to."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from jalin.collect.settled import FILE as LABELS
from jalin.collect.settled import Label, read_labels
from jalin.consent import FILE as CONSENT
from jalin.consent import SCOPES, Consent, read_consents
from jalin.explore.desk import Desk
from jalin.explore.register_edits import in_table
from jalin.explore.room import View
from jalin.protect.normalise import plain
from jalin.protect.review import FILE as DECISIONS
from jalin.protect.review import LIST, Decision, read_review
from jalin.protect.speakers import suggested
from jalin.protect.words import Vocabulary
from jalin.reading import as_model
from jalin.report.tables import fieldwork
from jalin.study import Study
from jalin.tables.made import Built
from jalin.tables.store import read, read_texts


def settle(desk: Desk, form: str, decision: str, pseudonym: str = "", reason: str = "") -> None:
    """Decide on a form that may name somebody: hide it, keep it, or hide it but where works are cited."""
    row = {
        "form": form,
        "decision": decision,
        "pseudonym": pseudonym,
        "decided_by": desk.coder,
        "date": date.today().isoformat(),
        "reason": reason,
    }

    edit = in_table(desk.root / DECISIONS, DECISIONS, list(Decision.model_fields), lambda rows: [*rows, row])
    desk.act(f"{form}: {decision}", edit, _read_all)


def _read_all(study: Study) -> None:
    read_review(study)
    read_labels(study)


def label(desk: Desk, label: str, kind: str, pseudonym: str = "") -> None:
    """Say whose a label of speakers is: who asks, a person, or a role that names nobody."""

    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        rest = [one for one in rows if one["label"].casefold() != label.casefold()]
        return [*rest, {"label": label, "kind": kind, "pseudonym": pseudonym}]

    edit = in_table(desk.root / LABELS, LABELS, list(Label.model_fields), change)
    desk.act(f"{label}: {kind}", edit, _read_all)


def consent(
    desk: Desk, whose: str, answers: Mapping[str, str], version: str, note: str = "", day: str = ""
) -> None:
    """What an informant, or for a source, said of each scope (`answers`), as a line of consent.csv; `version`: the form that was signed."""
    row = dict.fromkeys(Consent.model_fields, "") | {scope: answers.get(scope, "") for scope in SCOPES}
    row |= {"whose": whose, "version": version.strip(), "date": day or date.today().isoformat()}
    row |= {"recorded_by": desk.coder, "note": note.strip()}
    as_model(Consent, row | {"until": None, "done": None}, CONSENT, whose)
    edit = in_table(desk.root / CONSENT, CONSENT, list(Consent.model_fields), lambda rows: [*rows, row])
    desk.act(f"{whose}: {version}", edit, read_consents)


def waiting(study: Study) -> list[View]:
    """The forms that may name somebody and wait for a decision, as the last preparing found them."""
    path = study.private / LIST
    if not path.exists():
        return []
    settled = {plain(one.form) for one in read_review(study)}
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [
        {name: row[name] for name in ("form", "times", "sources", "around")}
        for row in frame.to_dict("records")
        if plain(row["form"]) not in settled
    ]


def consents(study: Study) -> View:
    """What was said last on each scope, by informant and by source without one; and the form that was signed last."""
    found = read_consents(study)
    people: dict[str, list[str]] = {}
    for source, (informant, _) in found.sources.items():
        people.setdefault(informant or source, []).append(source)
    lines = [line for _, line in found.lines or []]
    return {
        "scopes": list(SCOPES),
        "version": lines[-1].version if lines else "",
        "people": [
            {
                "whose": whose,
                "sources": sources,
                "answers": {scope: found.answer(whose, scope) for scope in SCOPES},
                "may": {scope: all(found.may(one, scope) for one in sources) for scope in SCOPES},
            }
            for whose, sources in people.items()
        ],
    }


def contacts(study: Study, language: str) -> View:
    """The contact summary of each source, as the report has it, and what was hidden: what stands there now, how often, and where."""
    built = Built(study)
    summary, hidden = fieldwork.contacts(built, language), built["protect/audit"]
    return {
        "head": list(summary),
        "rows": summary.astype(object).where(summary.notna(), "–").to_numpy().tolist(),
        "hidden": [
            [str(name), len(part), " ".join(dict.fromkeys(part["source_id"]))]
            for name, part in hidden.groupby("replacement", sort=True)
        ],
    }


def speakers(study: Study) -> list[View]:
    """The labels of speakers that the last preparing read, and whose each seems to be."""
    if not (study.processed / "collect" / "segments.parquet").exists():
        return []
    segments = read(study, "collect/segments")
    turns = segments[(segments["kind"] == "turn") & (segments["speaker"] != "")]
    settled = {row.label.casefold(): row.kind for row in read_labels(study)}
    texts = read_texts(study, "collect", read(study, "collect/sources"))
    seems = {one.label: one.kind for one in suggested(segments, Vocabulary(texts.values(), study.not_names))}
    asking = {name.casefold() for name in study.settings.interviewers}
    return [
        {
            "label": str(name),
            "turns": len(part),
            "sources": " ".join(dict.fromkeys(part["source_id"])),
            "kind": settled.get(
                str(name).casefold(), "interviewer" if str(name).casefold() in asking else ""
            ),
            "seems": seems.get(name, ""),
        }
        for name, part in turns.groupby("speaker", sort=False)
    ]

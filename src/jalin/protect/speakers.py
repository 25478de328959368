"""Whose labels speakers bear: who asks, who is a person, and what is to be settled about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from jalin.collect.settled import FILE, Label, interviewers_of, read_labels
from jalin.files import write_text
from jalin.protect.names import is_name
from jalin.protect.normalise import plain
from jalin.protect.pseudonyms import ListedName
from jalin.protect.words import Vocabulary
from jalin.spreadsheet import csv_of
from jalin.study import SETTINGS, Study
from jalin.tables.made import Made

# who asks is often called so
_ASKING = frozenset([
    "p", "t", "q", "pw", "int", "i", "interviewer", "pewawancara", "penanya", "peneliti", "tanya",
    "researcher", "moderator", "host", "fasilitator", "facilitator", "enumerator",
])  # fmt: skip
# of so many of its turns one who asks makes a question
_ASKS = 0.4
_FEW = 4
# a chat calls who is in no list of contacts by a number of so many digits
_PHONE = 7
_COLUMNS = ["label", "kind", "pseudonym", "why"]


def people_of(labels: Iterable[str], settled: Iterable[Label], words: Vocabulary) -> frozenset[str]:
    """The labels that name a person: what was settled, and else whatever may be a name."""
    kinds = {row.label.casefold(): row.kind for row in settled}

    def names(label: str) -> bool:
        kind = kinds.get(label.casefold())
        return kind == "person" or (kind != "role" and is_name(label, words))

    return frozenset(label for label in labels if label and names(label))


def listed_labels(settled: Iterable[Label], listed: Iterable[ListedName]) -> list[ListedName]:
    """The labels with a pseudonym, as a list has them, but for what the study's list has already."""
    forms = {plain(form) for entry in listed for form in entry.forms}
    return [
        ListedName((row.label,), row.pseudonym)
        for row in settled
        if row.pseudonym and row.kind != "role" and plain(row.label) not in forms
    ]


@dataclass(frozen=True)
class Suggested:
    """A label of speakers, what it seems to stand for, and why."""

    label: str
    kind: str
    why: str


def suggested(segments: pd.DataFrame, words: Vocabulary, asking: Iterable[str] = ()) -> list[Suggested]:
    """What each label of turns in `segments` (source_id, kind, speaker, text) seems to stand for, in order of their first turns.

    Who asks is told by what the label says, by the share of turns with a question mark, and by who
    speaks in every source; `asking` are labels of whom it is known.
    """
    turns = segments[(segments["kind"] == "turn") & (segments["speaker"] != "")]
    known = {label.casefold() for label in asking}
    sources = turns["source_id"].nunique()
    found = []
    for label, part in turns.groupby("speaker", sort=False):
        share = part["text"].str.rstrip(" \n\"”'»).").str.endswith("?").mean()
        everywhere = sources > 1 and part["source_id"].nunique() == sources
        asks = f"{share:.0%} of its {len(part)} turns end in a question"
        if label.casefold() in known:
            continue
        if label.casefold().rstrip(".:0123456789 ") in _ASKING and share >= _ASKS / 2:
            found.append(Suggested(label, "interviewer", f"the label says so, and {asks}"))
        elif share >= _ASKS and len(part) > 1:
            where = ", and it speaks in every source" if everywhere else ""
            found.append(Suggested(label, "interviewer", asks + where))
        elif is_name(label, words) or sum(map(str.isdigit, label)) >= _PHONE:
            found.append(Suggested(label, "person", "it may be a name"))
        else:
            found.append(Suggested(label, "role", "it names nobody"))
    return found


def unsettled(study: Study, segments: pd.DataFrame, words: Vocabulary) -> Iterator[str]:
    """A sentence for each thing about labels that a person should settle.

    Sources in which nobody asks, names in the setting `interviewers`, and names that no row of labels.csv settles.
    """
    settled = read_labels(study)
    asking = interviewers_of(study)
    for name in study.settings.interviewers:
        if is_name(name, words):
            yield (
                f"{SETTINGS}, interviewers: {name!r} is a person's name, and this file is shared. Take it out and write "
                f"{name},interviewer,PSEUDONYM in {FILE} (label,kind,pseudonym); or keep it by a decision in data/raw/review.csv"
            )
    turns = segments[(segments["kind"] == "turn") & (segments["speaker"] != "")]
    voices = turns.groupby("source_id", sort=False)
    silent = [
        str(source_id)
        for source_id, part in voices
        if len(part) >= _FEW and not (part["voice"] == "interviewer").any()
    ]
    if silent:
        some = turns[turns["source_id"].isin(silent)]
        likely = [one for one in suggested(some, words, asking) if one.kind == "interviewer"]
        told = "; ".join(f"{one.label}: {one.why}" for one in likely) or "no label is likely to be whose"
        row = f"{likely[0].label},interviewer," if likely else "LABEL,interviewer,"
        yield (
            f"nobody is known to ask in {', '.join(silent)}, so all that is said there counts as answers ({told}). "
            f"Write who asks in {FILE} (label,kind,pseudonym), such as {row}"
        )
    done = {row.label.casefold() for row in settled}
    open_names = [
        label
        for label in people_of(turns["speaker"].unique(), settled, words)
        if label.casefold() not in done
    ]
    if open_names:
        yield (
            f"labels of speakers that are hidden as names: {', '.join(sorted(open_names))}. "
            f"Settle them in {FILE} (label,kind,pseudonym): person, interviewer, or role where a label names nobody"
        )


def suggest_labels(study: Study, collected: Made) -> list[str]:
    """Write to labels.csv what the labels of a new study, as `collected`, seem to stand for, and say who asks; nothing where no one speaks."""
    words = Vocabulary((collected.texts or {}).values(), study.not_names)
    found = suggested(collected["segments"], words, interviewers_of(study))
    if not found:
        return []
    frame = pd.DataFrame([(one.label, one.kind, "", one.why) for one in found], columns=_COLUMNS)
    write_text(study.root / FILE, csv_of(frame))
    asking = [f"{one.label} ({one.why})" for one in found if one.kind == "interviewer"]
    who = f"who asks is {', '.join(asking)}" if asking else "who asks could not be told"
    return [
        f"{FILE} has what each speaker's label seems to stand for: {who}. Read it, and correct it where it is wrong"
    ]

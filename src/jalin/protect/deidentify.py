"""De-identification: identifiers give way to marked pseudonyms, the same ones throughout.

Follows the UK Data Service: replace rather than blank out, mark what was replaced, be
consistent across files, keep a log apart from the data.
"""

from collections import defaultdict
from collections.abc import Collection as Many
from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.sources import Collection
from jalin.files import shown_file
from jalin.protect.fields import column_hits, column_kind, label_hits
from jalin.protect.hiding import KEY, SUSPECTED, Hiding, Moves, Pseudonyms
from jalin.protect.hits import Hit
from jalin.protect.identifiers import Finder
from jalin.protect.names import is_name

# columns of the register that hold ids, terms and days, and so no names
_TERMS = frozenset([
    "source_id", "case_id", "method", "date", "round", "informant_id", "role_group", "language", "consent",
    "covers", "encoding", "dialect", "characters", "words", "segments", "file", "row", "survey",
])  # fmt: skip
# what stands beside the text says nothing that is analysed, and who someone is without a form that any rule knows:
# that it is there is told, not what it says
_BESIDE = frozenset(["metadata", "header", "footer", "hidden text"])
_PROPERTIES = frozenset(
    ["title", "subject", "author", "last changed by", "printed by", "manager", "company", "keywords", "category",
     "description"]
)  # fmt: skip
# what a file says of people in fields of their own
_PEOPLE = ("author", "last changed by", "manager", "printed by")


@dataclass(frozen=True)
class Protected:
    """The de-identified texts and tables; `key` and `suspected` hold originals and go to the private folder.

    `unsure` are pairs of names of which nobody can tell whether they are one person's; `names` gave the pseudonyms.
    """

    texts: dict[str, str]
    sources: pd.DataFrame
    segments: pd.DataFrame
    observations: pd.DataFrame
    comments: pd.DataFrame
    remarks: pd.DataFrame
    audit: pd.DataFrame
    key: pd.DataFrame
    suspected: pd.DataFrame
    unsure: list[tuple[str, str]]
    names: Pseudonyms


def _hidden_sources(sources: pd.DataFrame, texts: dict[str, str], hiding: Hiding) -> pd.DataFrame:
    """The register with identifiers hidden in places, collectors and further attributes.

    Files go by the ids of their sources; `texts` as they are shared are counted, for how long the
    originals were tells how long the names in them are.
    """
    ids = sources["source_id"].tolist()
    own = {name: sources[name].tolist() for name in sources if name not in _TERMS}
    hide = {name: hiding.cell if column_kind(name) else hiding.words for name in own}
    # values in which nothing stands, by column and language: most come back in every answer of a survey
    clean: set[tuple[str, str, str]] = set()
    for at, source_id in enumerate(ids):
        language = hiding.names.language(source_id)
        for name, values in own.items():
            if (key := (name, language, values[at])) in clean:
                continue
            before = len(hiding.key), len(hiding.suspected)
            values[at] = hide[name](source_id, values[at], name)
            if before == (len(hiding.key), len(hiding.suspected)):
                clean.add(key)
    said = [texts[source_id] for source_id in ids]
    return sources.assign(
        file=[shown_file(*pair) for pair in zip(ids, sources["file"], strict=True)],
        characters=list(map(len, said)),
        words=[len(text.split()) for text in said],
        **own,
    )


def _columns(fields: pd.DataFrame, hiding: Hiding) -> list[str]:
    """The columns of logs with identifiers hidden; two of one log that become alike are numbered."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    named = []
    for source_id, name in zip(fields["source_id"], fields["field"], strict=True):
        taken = found[source_id]
        if name not in taken:
            taken[name] = _unused(hiding.field(source_id, name, "field"), set(taken.values()))
        named.append(taken[name])
    return named


def _unused(name: str, taken: Many[str]) -> str:
    """`name`, with a number after it where it is taken."""
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique


def _within(hits: list[Hit], start: int, end: int) -> list[Hit] | None:
    """The hits in a span of a text by their places in that span; None when one goes beyond it."""
    found = [hit for hit in hits if hit.start < end and start < hit.end]
    if any(hit.start < start or end < hit.end for hit in found):
        return None
    return [replace(hit, start=hit.start - start, end=hit.end - start) for hit in found]


def _cells_with_people(observations: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """The (field, value) of each row of a log, by its segment, where one of its columns holds people."""
    people = [name for name in observations["field"].unique() if column_kind(name)]
    rows = observations[
        observations["segment_id"].isin(
            observations.loc[observations["field"].isin(people), "segment_id"].unique()
        )
    ]
    cells: dict[str, list[tuple[str, str]]] = {}
    for segment_id, name, value in zip(rows["segment_id"], rows["field"], rows["value"], strict=True):
        cells.setdefault(segment_id, []).append((name, value))
    return cells


def protect_texts(collection: Collection, finder: Finder, first: Pseudonyms | None = None) -> Protected:
    """De-identify the texts of a collection and the tables cut from them.

    Replacements are worded in the language of each source, and numbered as they were `first`. Only the sources with a text
    are kept in the tables; in the register places and further attributes are searched. Segments and comments keep
    their identifiers and get new positions; audit rows say what stands where.
    """
    texts, sources = collection.texts, collection.sources
    languages = dict(zip(sources["source_id"], sources["language"], strict=True))
    hiding = Hiding(finder, Pseudonyms(finder, languages, first))
    new_texts: dict[str, str] = {}
    moves: dict[str, Moves] = {}
    segments = collection.segments
    places = segments.groupby("source_id", sort=False).indices
    # by columns: a survey of a hundred thousand answers has a million of these
    ids, labels, starts, ends, words = (
        segments[name].tolist() for name in ("segment_id", "speaker", "start", "end", "text")
    )
    order: list[int] = []
    said: dict[str, list[Hit] | None] = {}
    cells = _cells_with_people(collection.observations)
    for source_id, text in texts.items():
        mine = places[source_id].tolist()
        order += mine
        given = list(label_hits(text, ((labels[at], starts[at]) for at in mine), finder.speakers))
        for at in mine if cells else ():
            given += column_hits(text, starts[at], ends[at], cells.get(ids[at], ()))
        hits, suspected = hiding.find(source_id, text, given)
        new, moves[source_id] = hiding.replaced(source_id, text, hits, "text")
        hiding.suspect(source_id, text, suspected)
        new_texts[source_id] = new
        for at in mine if hits else ():
            said[ids[at]] = _within(hits, starts[at], ends[at])
        shown = {"": ""}
        for at in mine:
            label = labels[at]
            if label not in shown:
                shown[label] = hiding.field(source_id, label, "speaker", person=label in finder.speakers)
            labels[at] = shown[label]
            if new is not text:
                starts[at], ends[at] = (moves[source_id].moved(place[at]) for place in (starts, ends))
                words[at] = new[starts[at] : ends[at]]
    cut = segments.assign(speaker=labels, start=starts, end=ends, text=words)
    cut = cut.iloc[order].reset_index(drop=True)
    audit = [
        {"source_id": source_id, "kind": kind, "replacement": new, "start": start, "end": end}
        for source_id, place, start, end, kind, _, new, _ in hiding.key
        if place == "text"
    ]

    whole = texts.keys() >= set(languages)

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        return frame if whole else frame[frame["source_id"].isin(list(texts))].reset_index(drop=True)

    fields = kept(collection.observations)
    if not fields.empty:
        named = _columns(fields, hiding)
        # where a row of a table is one value, as the answer to a question is, it was found in the text
        alone = fields["value"].eq(fields["segment_id"].map(segments.set_index("segment_id")["text"]))
        columns = (fields[name] for name in ("source_id", "value", "field", "segment_id"))
        hidden = [
            hiding.hidden(source_id, value, name, said.get(segment_id) or [])
            if same and said.get(segment_id, []) is not None and not column_kind(name)
            else hiding.cell(source_id, value, name)
            for same, source_id, value, name, segment_id in zip(alone, *columns, strict=True)
        ]
        fields = fields.assign(field=named, value=hidden)
    notes = []
    for row in kept(collection.comments).to_dict("records"):
        source_id = row["source_id"]
        start, end = (moves[source_id].moved(row[side]) for side in ("start", "end"))
        author = row["author"]
        author = hiding.field(source_id, author, "comment", is_name(author, finder.words))
        text = hiding.field(source_id, row["text"], "comment")
        quote = new_texts[source_id][start:end]
        notes.append(row | {"start": start, "end": end, "quote": quote, "author": author, "text": text})
    beside = []
    for row in kept(collection.remarks).to_dict("records"):
        person = row["place"] in _PEOPLE and is_name(row["detail"], finder.words)
        # hidden first, so that the key has it and the audit looks for it
        place = hiding.field(row["source_id"], row["place"], row["kind"])
        detail = hiding.field(row["source_id"], row["detail"], row["kind"], person)
        if row["kind"] in _BESIDE or row["place"] == "description":
            place, detail = place if place in _PROPERTIES else "", ""
        beside.append(row | {"place": place, "detail": detail})
    return Protected(
        new_texts,
        _hidden_sources(kept(sources), new_texts, hiding),
        cut,
        fields,
        pd.DataFrame(notes, columns=collection.comments.columns),
        pd.DataFrame(beside, columns=collection.remarks.columns),
        pd.DataFrame(audit, columns=["source_id", "kind", "replacement", "start", "end"]),
        pd.DataFrame(hiding.key, columns=KEY),
        pd.DataFrame(hiding.suspected, columns=SUSPECTED),
        finder.unsure,
        hiding.names,
    )

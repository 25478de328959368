"""Comments in the margin of Word files as codings: a comment's text is a code, its author the coder, its passage the place; and highlights.

So code people who know Word and no other program, and supervisors who read along.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path

import pandas as pd

from jalin.code.add_codes import add_codes
from jalin.code.anchor import CONTEXT, context
from jalin.code.lines import file_of, path_of
from jalin.collect.blocks import Reading, with_its_file
from jalin.collect.canonical import canonical
from jalin.collect.readers import read_file
from jalin.collect.settled import FILE as LABELS
from jalin.collect.stage import run as collect
from jalin.exchange.coding_lines import coding_line
from jalin.exchange.comment_codes import Comments
from jalin.exchange.project import ProjectCoding
from jalin.exchange.quoted import Quoted, tree_of
from jalin.exchange.spans import spans_in
from jalin.exchange.study_texts import codebook_entries, identifiers, yaml_of
from jalin.exchange.word_highlights import Highlights, Mark, highlights_of, uncoded
from jalin.files import write_text
from jalin.protect.stage import hide
from jalin.reading import parse_yaml, read_text
from jalin.study import SETTINGS, Study, open_study
from jalin.tables.made import Built, Made

# how far from where a comment begins its words may begin, as white space at line ends is not kept
_NEAR = 40
_ANSWERS = "comments that answer another on the same passage, and are no codes"


def _parts(reading: Reading, name: str) -> Iterator[tuple[str, int, int]]:
    """(source, first block, end) of each part of a file: one for a source, or as our own print has them, each under a heading that begins with its id."""
    heads = [
        (number, block.text.partition(" · ")[0])
        for number, block in enumerate(reading.blocks)
        if block.kind == "heading" and " · " in block.text
    ]
    if not heads:
        yield name, 0, len(reading.blocks)
    ends = [*(number for number, _ in heads), len(reading.blocks)][1:]
    for (number, source), end in zip(heads, ends, strict=True):
        yield source, number + 1, end


def quoted_of_word(path: Path, known: Collection[str] = ()) -> tuple[list[Quoted], list[str]]:
    """The passages that comments and highlights of a Word file code, and a sentence on what is not taken for codes.

    `known` are the names of codes. Comments that are remarks are none.
    """
    with with_its_file(path):
        reading, marked = read_file(path), highlights_of(path)
    comments = Comments(known)
    answers = comments.answers(
        ((one.block, one.offset, one.quote), one.author, one.text) for one in reading.comments
    )
    said = [(number, one) for number, one in enumerate(reading.comments) if number not in answers]
    found, told = _of_marks(marked, path)
    if said and not comments.are_codes([one.text for _, one in said]):
        return found, [*told, f"{path.name}: its {len(reading.comments)} comments are remarks and no codes"]
    if answers:
        told = [*told, f"{path.name}: {_ANSWERS}: {len(answers)}"]
    for source, first, end in _parts(reading, path.stem):
        texts = [canonical(block.text) for block in reading.blocks[first:end]]
        text, begins = "".join(texts), list(accumulate(map(len, texts), initial=0))
        for number, one in said:
            if not first <= one.block < end:
                continue
            # of a comment on no words its whole paragraph
            block = reading.blocks[one.block].text
            words, offset = (one.quote, one.offset) if one.quote.strip() else (block, 0)
            if quote := canonical(words.strip()).rstrip():
                # all before its first letter, as the canonical text has it
                lead = words[: len(words) - len(words.lstrip())]
                before = canonical(f"{block[:offset]}{lead}x")
                near = begins[one.block - first] + len(before) - len("x\n")
                places = (start for start, _ in spans_in(re.compile(re.escape(quote)), text))
                start = min(places, key=partial(_distance, near), default=-1)
                span = (start, start + len(quote)) if abs(start - near) <= _NEAR and start >= 0 else (-1, -1)
                around = context(text, *span) if span[0] >= 0 else ("", "")
                found += [
                    Quoted(
                        f"comment {number + 1}",
                        source,
                        ((name,),),
                        quote,
                        one.author,
                        note,
                        one.date,
                        *span,
                        *around,
                    )
                    for name, note in comments.codes(one.text)
                ]
    return found, told


def _distance(near: int, place: int) -> int:
    return abs(place - near)


def _of_marks(marked: Highlights, path: Path) -> tuple[list[Quoted], list[str]]:
    """The passages that are highlighted in a colour of the legend; a sentence on the other colours, where there is a legend."""
    found = []
    for number, mark in enumerate(marked.marks, start=1):
        if mark.colour in marked.legend:
            start, end = mark.start, mark.start + len(mark.words)
            found.append(
                Quoted(
                    f"highlight {number}", path.stem, ((marked.legend[mark.colour],),), mark.words,
                    prefix=mark.line[:start][-CONTEXT:], suffix=mark.line[end:][:CONTEXT],
                )
            )  # fmt: skip
    if not marked.legend:
        return found, []
    return found, [
        f"{path.name}: highlights in {colour}, of which the legend says nothing: {count}"
        for colour, count in uncoded(marked, marked.legend).items()
    ]


def code_comments(study: Study, collected: Made) -> tuple[dict[str, int], list[str]]:
    """Make codings of the comments in the sources of a new study, as `collected`, where they are codes; counts, and a sentence, of what was made.

    Their authors become the study's coders, whoever has most first, under ids that are numbers: in the sources
    their names may be hidden. What is made stands in study.yaml,
    codebook.yaml and the coders' files.
    """
    comments, marked, told = _coded(study, collected)
    if not comments.empty and (study.root / LABELS).exists():
        # who asks is known by now, and so may be turns that were none
        collected = collect(study)
        comments, marked, told = _coded(study, collected)
    if comments.empty:
        return {}, told
    collected.tables["comments"] = comments
    protected = hide(study, Built(study, collected))
    places = protected.comments.set_index("comment_id")
    names = [author or "–" for author in comments["author"].value_counts().index]
    coders = {name: f"coder{number}" for number, name in enumerate(names, start=1)}
    said = Comments()
    paths: dict[tuple[str, ...], str] = {
        (name,): "" for text in comments["text"] for name, _ in said.codes(text)
    }
    codes = tree_of(paths)
    ids = dict(
        zip(
            (code.guid for code in codes),
            identifiers([code.name for code in codes], "C", upper=True),
            strict=True,
        )
    )
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in comments.itertuples():
        start, end = int(places.at[row.comment_id, "start"]), int(places.at[row.comment_id, "end"])
        text = protected.texts[row.source_id]
        coder = coders[row.author or "–"]
        for number, (name, note) in enumerate(said.codes(row.text), start=1):
            coding = ProjectCoding(
                f"{row.comment_id}-{number}", row.source_id, name, start, end, coder, row.date, note
            )
            lines[coder, row.source_id].append(coding_line(coding, ids[name], text, (start, end)))
    path = study.raw / "study.yaml"
    settings = parse_yaml(read_text(path, SETTINGS), SETTINGS)
    settings["coders"] = [{"id": coder, "name": name} for name, coder in coders.items()]
    write_text(path, yaml_of(settings))
    add_codes(open_study(study.root), codebook_entries(codes, ids))
    for owner, found in lines.items():
        write_text(path_of(study, *owner), file_of(found))
    count = sum(map(len, lines.values()))
    return {"codes": len(codes) + 1, "codings": count, "coders": len(coders)}, [
        f"{'comments in the margin' if marked.empty else 'comments and highlights'} read as codings: {count}, of {len(codes)} codes by {', '.join(f'{name} ({coder})' for name, coder in coders.items())}",
        *told,
    ]


def _coded(study: Study, collected: Made) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The comments and highlights that are codes, as rows of the table of comments; of these the highlights; a sentence on what has no code or place."""
    comments, said = collected["comments"], Comments()
    places = comments[["source_id", "start", "end"]].itertuples(index=False, name=None)
    answers = said.answers(zip(places, comments["author"], comments["text"], strict=True))
    comments = comments.drop(index=comments.index[sorted(answers)])
    if not said.are_codes(list(comments["text"])):
        comments, answers = comments.iloc[:0], set()
    marked, told = _marked(study, collected)
    if answers:
        told = [f"{_ANSWERS}: {len(answers)}", *told]
    return pd.concat([comments, marked], ignore_index=True), marked, told


def _marked(study: Study, collected: Made) -> tuple[pd.DataFrame, list[str]]:
    """Highlights in a colour of a legend as rows of the table of comments, nobody's; a sentence on what has no code or place.

    A legend in a file of its own, or of one file, is that of the files without.
    """
    texts, told = collected.texts or {}, []
    found = {
        row.source_id: highlights_of(study.raw / row.file)
        for row in collected["sources"].itertuples()
        if row.source_id in texts and Path(row.file).suffix.lower() == ".docx"
    }
    common = {colour: code for one in found.values() for colour, code in one.legend.items()}
    rows = []
    for source_id, one in found.items():
        legend = one.legend or common
        at = 0
        for number, mark in enumerate(one.marks, start=1):
            if mark.colour not in legend:
                continue
            span = _span_of(mark, texts[source_id], at)
            if span is None:
                told.append(f"{source_id}: no one place for what is highlighted: {mark.words!r}")
                continue
            at = span[0]
            rows.append(
                {"source_id": source_id, "comment_id": f"{source_id}-h{number}", "author": "", "date": ""}
                | {"start": span[0], "end": span[1], "quote": mark.words, "text": legend[mark.colour]}
            )
        if legend:
            told += [
                f"{source_id}: highlights in {colour}, of which the legend says nothing: {count}"
                for colour, count in uncoded(one, legend).items()
            ]
    return pd.DataFrame(rows, columns=list(collected["comments"].columns)), told


def _span_of(mark: Mark, text: str, after: int) -> tuple[int, int] | None:
    """Where a highlight is in the text of its source: in its line, the first from `after` on, else where its words stand once."""
    words = re.compile(r"\s+".join(map(re.escape, mark.words.split())))
    line = re.compile(r"\s+".join(map(re.escape, mark.line.split())))
    there = next((one for one in line.finditer(text) if one.end() > after), None)
    if there is not None:
        before = sum(one.end() <= mark.start for one in words.finditer(mark.line))
        places = list(words.finditer(text, there.start(), there.end()))
    else:
        before, places = 0, list(words.finditer(text))
    return places[before].span() if (there is not None and len(places) > before) or len(places) == 1 else None

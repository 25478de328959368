"""Tables of a transcript, told by what their columns hold: rows become turns; other tables stay readable rows.

A cell's paragraphs are its lines. A table that is only a frame around a transcript gives its lines.
"""

import re
from collections import Counter
from dataclasses import dataclass

from jalin.collect.blocks import Block
from jalin.collect.dialects import STAMP, TIME
from jalin.collect.labels import even, likely, possible, role, shown, words_of
from jalin.collect.told import clock_of

_SPEAKER = words_of(
    "speaker name nama pembicara penutur informan participant who siapa subjek subject responden respondent narasumber "
    "tokoh pelaku partisipan peserta inisial"
)
_WORDS = words_of(
    "transcription text transcript utterance speech words content verbatim dialogue dialog quote said teks transkrip transkripsi ujaran "
    "tuturan ucapan isi percakapan pernyataan uraian jawaban hasil wawancara kutipan"
)
# what a researcher writes beside the words
_BESIDE = words_of(
    "pemadatan fakta interpretasi koding kode coding code codes tema theme themes kategori category analisis analysis "
    "catatan note notes memo refleksi makna reduksi komentar comment comments keterangan remark remarks observasi"
)
_ASKED = words_of("pertanyaan question questions tanya")
_ANSWERED = words_of("jawaban answer answers jawab respon response tanggapan hasil")
_ASKING = words_of("pewawancara interviewer peneliti researcher penanya")
_ANSWERING = words_of(
    "informan narasumber responden partisipan subjek penjawab informant interviewee respondent participant"
)
_SPEAKS = re.compile(r"(speaker|nama pembicara|pembicara|penutur)(\W?(name|label|id))?s?")
_SPOKEN = re.compile(
    r"text|sentence|teks|words|transcript|transcription|transkrip(si)?|utterance|ujaran|tuturan|ucapan|verbatim|percakapan|content"
)
_CLOCK = re.compile(
    rf"{TIME}|\d{{1,2}}\.\d{{2}}(?:\.\d{{2}})?(?:\s*[-–—]\s*\d{{1,2}}\.\d{{2}}(?:\.\d{{2}})?)?"
)
_LABELLED = re.compile(rf"(?:{TIME}\s*)?(?P<label>[^\s:][^:]{{0,79}}?)\s*:(?:\s|$)")


def clock(text: str) -> str:
    """`text` when it is a time such as 00:12:31, without brackets; else ""."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return ""
    first = re.search(r"\d+(?:[:.]\d+)+", found.group().replace(",", ".").split(" ")[0])
    time = first.group() if first else ""
    return time if ":" in time else time.replace(".", ":")


def _flat(cell: str) -> str:
    return " ".join(cell.split())


def _named(cell: str, names: frozenset[str]) -> bool:
    """Whether one of the words of a heading is among `names`."""
    return bool(set(re.findall(r"\w+", cell.casefold())) & names)


@dataclass(frozen=True)
class _Columns:
    """Which columns hold what; `asked`: that of questions beside the answers in `words`; `heads`: rows of heading."""

    speaker: int | None
    words: int
    time: int | None
    asked: int | None
    heads: int
    skipped: tuple[int, ...] = ()


def _columns(rows: list[list[str]]) -> _Columns | None:
    """Which columns of a table hold speaker, words and time; None where it is no transcript."""
    head, body = rows[0], rows[1:]
    width = max(map(len, rows))
    if width < 2 or not body:
        return None
    column = [[_flat(row[at]) if at < len(row) else "" for row in rows] for at in range(width)]
    below = [[cell for cell in cells[1:] if cell] for cells in column]
    headed = [_flat(cell).rstrip(":") for cell in head] + [""] * (width - len(head))
    times = [at for at in range(width) if below[at] and all(map(clock, below[at]))]
    numbers = [
        at for at in range(width) if below[at] and all(re.fullmatch(r"\d+[.)]?", cell) for cell in below[at])
    ]
    # labels may be digits alone, but then they come back
    numbers = [at for at in numbers if len(set(below[at])) * 2 > len(below[at])]
    aside = {*times, *numbers, *(at for at in range(width) if not below[at])}
    beside = [
        at
        for at in range(width)
        if at not in aside
        and _named(headed[at], _BESIDE)
        and not _named(headed[at], _WORDS)
        and not all(role(shown(cell)) for cell in below[at])
    ]
    free = [at for at in range(width) if at not in aside and at not in beside]
    time = times[0] if times else None
    # questions beside their answers, under those words or who says them
    asked, answered = (
        next((at for names in (said, saying) for at in free if _named(headed[at], names)), None)
        for said, saying in ((_ASKED, _ASKING), (_ANSWERED, _ANSWERING))
    )
    named = [at for at in free if _named(headed[at], _SPEAKER) and _short(below[at])]
    others = [at for at in free if at != asked]
    if (
        asked is not None
        and len(others) == 1
        and _named(headed[asked], _ASKING)
        and likely(headed[others[0]])
    ):
        # who asks, and who answers by name
        answered = others[0]
    if asked is not None and answered not in (None, asked) and any("?" in cell for cell in below[asked]):
        who = next((at for at in named if at not in (asked, answered)), None)
        return _Columns(who, answered, time, asked, 1, tuple(numbers))
    speaker = named[0] if named else None
    words = [at for at in free if at != speaker and _named(headed[at], _WORDS)]
    if speaker is not None and words:
        return _Columns(
            speaker, max(words, key=lambda at: (len("".join(below[at])), -at)), time, None, 1, tuple(numbers)
        )
    # without headings that say so: few, short labels that come back, and longer words beside them
    for at in [speaker] if speaker is not None else free:
        others = [other for other in free if other != at]
        if not others:
            continue
        said = max(others, key=lambda other: (len("".join(column[other])), -other))
        if speaker is not None:
            # of words and their translation the first
            said = next(
                other for other in others if 2 * len("".join(column[other])) >= len("".join(column[said]))
            )
        heads = 0 if _told(column[at]) and even(column[at][0]) in set(map(even, below[at])) else 1
        labels, spoken = (
            (below[at], below[said]) if heads else ([cell for cell in column[at] if cell], column[said])
        )
        if _told(labels) and (
            _SPEAKS.fullmatch(_plain(headed[at])) or _talk(labels, [cell for cell in spoken if cell])
        ):
            return _Columns(at, said, time, None, heads, tuple(numbers))
    return None


def _short(cells: list[str]) -> bool:
    return all(possible(shown(STAMP.sub("", cell))) and len(cell.split()) <= 9 for cell in cells)


def _told(labels: list[str]) -> bool:
    """Whether cells are labels of speakers: short, most of them back again, and not all numbers."""
    cells = [cell for cell in labels if cell]
    counted = Counter(map(even, cells))
    back = sum(count for count in counted.values() if count > 1)
    return (
        len(cells) >= 3
        and _short(cells)
        and back * 10 >= len(cells) * 6
        and not all(cell.isdigit() for cell in cells)
    )


def _talk(labels: list[str], spoken: list[str]) -> bool:
    """Whether cells are words of a conversation beside these labels: longer, each its own, with questions or sentences."""
    own = len(set(spoken)) * 10 >= len(spoken) * 7
    # a form has a word here and there beside its headings; most turns have who speaks
    paired = len(labels) * 2 >= len(spoken)
    sentences = sum(cell[-1] in '.?!…"”' for cell in spoken) * 2 >= len(spoken)
    asked = any("?" in cell for cell in spoken)
    # beside questions and answers an office may be longer than what is said
    longer = sum(map(len, spoken)) > 1.5 * sum(map(len, set(labels) if asked and sentences else labels))
    people = sum(likely(shown(label)) for label in labels) * 10 >= len(labels) * 8
    roles = all(role(shown(label)) for label in set(labels))
    return (
        own
        and paired
        and longer
        and people
        and (roles or (asked and sentences) or sum(map(len, spoken)) > 3 * sum(map(len, labels)))
    )


def _framed(cell: str) -> list[str]:
    """The lines of a cell that holds a transcript; none of another."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    labels = Counter(even(match["label"]) for line in lines if (match := _LABELLED.match(line)))
    return (
        lines
        if len(lines) > 2 and sum(count for count in labels.values() if count > 1) * 3 >= len(lines)
        else []
    )


def _inline(rows: list[list[str]]) -> list[Block] | None:
    """The lines of a column whose cells begin with labels, with the times beside them; None where no column is one."""
    for at in range(max(map(len, rows))):
        cells = [row[at] if at < len(row) else "" for row in rows]
        heads = Counter(even(match["label"]) for cell in cells if (match := _LABELLED.match(cell.strip())))
        back = {label for label, count in heads.items() if count > 1}
        if len(back) < 2 or sum(heads[label] for label in back) * 10 < len(rows) * 6:
            continue
        blocks = []
        for row, cell in zip(rows, cells, strict=True):
            rest = [_flat(other) for number, other in enumerate(row) if number != at and other.strip()]
            time = next(filter(None, map(clock, rest)), "")
            fields = [one for one in rest if clock(one) != time and not re.fullmatch(r"\d+[.)]?", one)]
            lines = [_flat(line) for line in cell.split("\n") if line.strip()]
            if not _LABELLED.match(cell.strip()):
                blocks.append(Block(" | ".join([*rest, *lines]), "row"))
                continue
            kept = tuple((str(number), one) for number, one in enumerate(fields, start=1))
            blocks.append(Block(lines[0], fields=kept, time=time))
            blocks += map(Block, lines[1:])
        return blocks
    return None


def rows_as_blocks(rows: list[list[str]]) -> list[Block]:
    """The rows of a table: turns `Name: words` where it is a transcript, else cells joined by ` | `.

    A turn without a name goes on with the speaker above. What other columns hold is kept in the fields of a turn.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    if all(sum(bool(cell.strip()) for cell in row) == 1 for row in rows):
        # a frame: what stands in it, a paragraph a line
        cells = [cell for row in rows for cell in row if cell.strip()]
        if any("\n" in cell.strip() for cell in cells) or _framed("\n".join(cells)):
            return [Block(_flat(line)) for cell in cells for line in cell.split("\n") if line.strip()]
    blocks: list[Block] = []
    # a title above the table, in a row of its own
    while (
        len(rows) > 2
        and sum(bool(cell.strip()) for cell in rows[0]) == 1
        and len(rows[1]) > 1
        and (len(rows[0]) < 2 or sum(_named(cell, _SPEAKER | _WORDS | _ASKED) for cell in rows[1]) > 1)
    ):
        blocks.append(Block(" | ".join(filter(None, map(_flat, rows[0]))), "row"))
        rows = rows[1:]
    found = _columns(rows)
    if found is not None:
        return blocks + _turns(rows, found)
    if (inline := _inline(rows)) is not None:
        return blocks + inline
    for row in rows:
        framed = [_framed(cell) for cell in row]
        rest = [_flat(cell) for cell, lines in zip(row, framed, strict=True) if not lines]
        if any(rest) or not any(framed):
            blocks.append(Block(" | ".join(rest), "row"))
        blocks += [Block(_flat(line)) for lines in framed for line in lines]
    return blocks


def _plain(heading: str) -> str:
    """A heading evened: speaker_name, StartTime and Start time are the same in kind."""
    return re.sub(r"[\s_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)).strip().casefold()


def is_head(cells: list[str]) -> bool:
    """Whether headings name who speaks and the words."""
    head = [_plain(cell) for cell in cells]
    return any(map(_SPEAKS.fullmatch, head)) and any(map(_SPOKEN.fullmatch, head))


def turns_of_grid(rows: list[list[str]]) -> list[Block]:
    """The turns of a sheet or .csv that is a transcript, under headings that name who speaks and the words; [] of another."""
    if not is_head(rows[0]):
        return []
    head = [_plain(cell) for cell in rows[0]]
    who = next(at for at, cell in enumerate(head) if _SPEAKS.fullmatch(cell))
    if not _told([row[who] for row in rows[1:] if who < len(row)]):
        return []
    # seconds from the beginning
    starts = {at for at, cell in enumerate(head) if cell.startswith(("start", "end", "mulai", "selesai"))}
    scale = 1000 if any("milli" in head[at] or re.search(r"\(ms\)", head[at]) for at in starts) else 1
    rows = [
        [
            clock_of(float(cell) / scale) if at in starts and re.fullmatch(r"\d+(\.\d+)?", cell) else cell
            for at, cell in enumerate(row)
        ]
        for row in rows
    ]
    found = _columns(rows)
    return _turns(rows, found) if found and found.speaker == who else []


def _turns(rows: list[list[str]], found: _Columns) -> list[Block]:
    """The rows of a transcript as turns."""
    blocks: list[Block] = []
    last = ""
    head = [_flat(cell).rstrip(":") for cell in rows[0]]
    used = {found.speaker, found.words, found.time, found.asked, *found.skipped}
    for row in rows[found.heads :]:
        row = [_flat(cell) for cell in row] + [""] * (
            max(found.words, found.speaker or 0, found.asked or 0, found.time or 0) + 1 - len(row)
        )
        if found.heads and row[: len(head)] == head:
            continue
        time = clock(row[found.time]) if found.time is not None else ""
        cell = row[found.speaker] if found.speaker is not None else head[found.words]
        stamp = STAMP.search(cell)
        last = shown(STAMP.sub("", cell)) or last
        fields = tuple(
            (head[at] if found.heads and at < len(head) and head[at] else f"{at + 1}", value)
            for at, value in enumerate(row)
            if at not in used and value
        )
        if found.asked is not None and row[found.asked]:
            label = head[found.asked]
            blocks.append(Block(f"{label}: {row[found.asked]}", speaker=label, time=time))
        if row[found.words]:
            words = row[found.words]
            # the label may stand once more before the words
            words = (
                words[len(last) + 1 :].strip()
                if last and words.casefold().startswith(f"{last.casefold()}:")
                else words
            )
            text = f"{last}: {words}" if last else words
            blocks.append(
                Block(text, fields=fields, speaker=last, time=time or (clock(stamp.group()) if stamp else ""))
            )
        elif fields:
            blocks.append(Block(" | ".join(value for _, value in fields), "note", fields))
    return blocks

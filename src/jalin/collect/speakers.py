"""Tables of a transcript: rows with a speaker's column are turns, other rows stay readable rows."""

import re
from collections import Counter

from jalin.collect.blocks import Block

_SPEAKER = {"speaker", "name", "nama", "pembicara", "penutur", "informan", "participant", "who", "siapa"}
_WORDS = {
    "text", "transcript", "utterance", "speech", "words", "content",
    "teks", "transkrip", "ujaran", "tuturan", "ucapan", "isi", "percakapan", "pernyataan",
}  # fmt: skip
_TIME = {"time", "timestamp", "time stamp", "timecode", "start", "waktu", "jam", "menit", "mulai"}
_CLOCK = re.compile(r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?")


def clock(text: str) -> str:
    """`text` when it is a time such as 00:12:31, without brackets; else ""."""
    found = _CLOCK.fullmatch(text.strip())
    return found.group().strip("[]()") if found else ""


def _columns(rows: list[list[str]]) -> tuple[int, int, int | None, bool] | None:
    """Which columns hold speaker, words and time, and whether row 1 is a heading; None for another table."""
    head = [cell.strip().casefold().rstrip(":") for cell in rows[0]]
    by_name = {
        kind: next((at for at, cell in enumerate(head) if cell in names), None)
        for kind, names in (("speaker", _SPEAKER), ("words", _WORDS), ("time", _TIME))
    }
    if by_name["speaker"] is not None and by_name["words"] is not None:
        return by_name["speaker"], by_name["words"], by_name["time"], True
    # without headings: a column of few, short labels that come back, and one of longer words
    width = len(rows[0])
    if width not in (2, 3) or len(rows) < 4 or any(len(row) != width for row in rows):
        return None
    times = [at for at in range(width) if all(clock(row[at]) for row in rows if row[at].strip())]
    others = [at for at in range(width) if at not in times]
    if len(others) != 2:
        return None
    speaker, words = others
    labels = Counter(row[speaker].strip().rstrip(":") for row in rows)
    short = all(label and len(label) <= 40 and len(label.split()) <= 4 for label in labels)
    if not short or len(labels) * 2 > len(rows) or min(labels.values()) < 2:
        return None
    if sum(len(row[words]) for row in rows) < 3 * sum(len(row[speaker]) for row in rows):
        return None
    # digits alone number the rows, they name nobody
    if all(label.isdigit() for label in labels):
        return None
    return speaker, words, times[0] if times else None, False


def rows_as_blocks(rows: list[list[str]]) -> list[Block]:
    """The rows of a table: turns `Name: words` where it has a speaker's column, else cells joined by ` | `.

    A turn without a name goes on with the speaker above.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    found = _columns(rows) if rows else None
    if found is None:
        return [Block(" | ".join(row), "row") for row in rows]
    speaker, words, time, heading = found
    blocks, last = [], ""
    for row in rows[heading:]:
        row = row + [""] * (max(speaker, words, time or 0) + 1 - len(row))
        last = row[speaker].strip().rstrip(": ") or last
        if row[words].strip():
            text = f"{last}: {row[words].strip()}" if last else row[words].strip()
            blocks.append(Block(text, speaker=last, time=clock(row[time]) if time is not None else ""))
    return blocks

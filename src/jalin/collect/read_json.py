"""Transcripts as JSON: Whisper, WhisperX, whisper.cpp, aTrain, AssemblyAI, Deepgram and their like, and oTranscribe's .otr.

What is a transcript in it is told by its shape: a list of records, each with words, most with a time.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from jalin.collect import read_csv, read_html
from jalin.collect.blocks import Block, Reading, Unreadable
from jalin.collect.told import clock_of

# seconds that count from 1970
_CALENDAR = 10**8
# lists in which each word stands for itself
_SINGLE = ("words", "word_segments", "items", "tokens")
_WORDS = ("text", "sentence", "spokenText", "transcript", "body", "content", "utterance", "value", "words")
_TIMES = (
    "start",
    "startTime",
    "startOffset",
    "start_time",
    "begin",
    "from",
    "ts",
    "timestamp",
    "time",
    "offset",
)
_SPEAKERS = (
    "user_profile",
    "speakerDisplayName",
    "sender_name",
    "creator",
    "speaker",
    "speaker_label",
    "speakerName",
    "speaker_name",
    "speaker_id",
    "participant",
    "name",
    "author",
    "sender",
    "user",
)
_NAMES = ("nickname", "real_name", "display_name", "name", "label", "id")
# what Slack and Discord say of who came, left or changed something
_EVENTS = ("channel_", "group_", "Guild", "Channel", "Recipient", "Call")


def _first(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name) not in (None, "")), None)


def _words(record: dict[str, Any]) -> str:
    """The words of a record; of a list of words as Rev has it, joined."""
    if isinstance(elements := record.get("elements"), list):
        return "".join(str(one.get("value", "")) for one in elements if isinstance(one, dict))
    if isinstance(pieces := record.get("segs"), list):
        return "".join(str(one.get("utf8", "")) for one in pieces if isinstance(one, dict))
    found = _first(record, _WORDS)
    if isinstance(found, list) and all(isinstance(one, str) or "text" in one for one in found):
        # Telegram has words in bold, links and names as records
        return "".join(one if isinstance(one, str) else str(one["text"]) for one in found)
    return found if isinstance(found, str) else ""


def _start(record: dict[str, Any]) -> Any:
    offsets = record.get("offsets")
    if isinstance(offsets, dict) and isinstance(offsets.get("from"), int):
        return offsets["from"] / 1000
    if isinstance(elements := record.get("elements"), list) and elements and isinstance(elements[0], dict):
        return elements[0].get("ts")
    if isinstance(record.get("tStartMs"), int):
        return record["tStartMs"] / 1000
    return _first(record, _TIMES)


def _lists(content: Any) -> Iterator[list[dict[str, Any]]]:
    """Every list of records with words, the outermost first; lists of single words last."""
    level, single = [content], []
    while level:
        below: list[Any] = []
        for item in level:
            if isinstance(item, list):
                records = [one for one in item if isinstance(one, dict)]
                if records and sum(bool(_words(one)) for one in records) * 2 >= len(item):
                    yield records
                below += item
            elif isinstance(item, dict):
                single += [value for name, value in item.items() if name in _SINGLE]
                below += [value for name, value in item.items() if name not in _SINGLE]
        level = [item for item in below if isinstance(item, dict | list)]
        if not level:
            level, single = [item for item in single if isinstance(item, list)], []


def _time(start: Any, scale: float) -> str:
    if isinstance(start, str):
        if not re.fullmatch(r"\d+(\.\d+)?s?", start):
            found = re.match(r"(?:\d+:)?\d{1,3}:\d{2}", start)
            return found.group() if found else ""
        start = float(start.rstrip("s"))
    if not isinstance(start, int | float) or isinstance(start, bool) or start > _CALENDAR:
        return ""
    return clock_of(start / scale)


def read(text: str, reading: Reading) -> None:
    """The records of the first list that is a transcript, with speakers and times.

    Raises `Unreadable` for JSON that holds no transcript, or is none.
    """
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"it is not readable as JSON: {error}", "Export it again from the program that made it"
        ) from None
    if (
        isinstance(content, dict)
        and isinstance(content.get("text"), str)
        and ("media" in content or "media-time" in content)
    ):
        read_otr(content["text"], reading)
        return
    # an outer list without times may hold a list with them
    lists = list(_lists(content))
    timed = [one for one in lists if sum(_start(record) is not None for record in one) * 2 >= len(one)]
    if not lists:
        raise Unreadable("there is no transcript in it", "Export the transcript as text or subtitles")
    records = (timed or lists)[0]
    starts = [start for record in records if isinstance(start := _start(record), int | float)]
    # whole numbers that large are milliseconds
    whole = bool(starts) and all(isinstance(start, int) for start in starts)
    scale = (
        1000.0
        if whole and max(starts) > 20 * max(10, len(" ".join(map(_words, records)).split())) / 10
        else 1.0
    )
    reading.cues, reading.program = True, _program(content, records)
    if all("timestamp_ms" in record for record in records):
        # Messenger and Instagram: the last first, and the bytes of UTF-8 as letters
        records = json.loads(_letters(json.dumps(records, ensure_ascii=False)))
        records.sort(key=lambda record: str(record["timestamp_ms"]))
    for record in records:
        words = " ".join(unescape(_words(record)).split())
        if words:
            speaker = _first(record, _SPEAKERS)
            if isinstance(speaker, dict):
                speaker = _first(speaker, _NAMES)
            if speaker is None and isinstance(sender := record.get("from"), str) and not _time(sender, 1):
                speaker = sender
            who = "" if speaker is None else str(speaker).strip()
            who = f"Speaker {who}" if who.isdigit() else who
            if str(record.get("subtype") or record.get("type")).startswith(_EVENTS):
                reading.add(Block(words, "note"))
                continue
            reading.add(
                Block(f"{who}: {words}" if who else words, speaker=who, time=_time(_start(record), scale))
            )


def _letters(text: str) -> str:
    """Text whose letters are the bytes of UTF-8 as what it says; any other as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _program(content: Any, records: list[dict[str, Any]]) -> str:
    if isinstance(content, dict) and "segments" in content:
        return "WhisperX" if any("speaker" in record for record in records) else "Whisper"
    return "whisper.cpp" if isinstance(content, dict) and "transcription" in content else "JSON"


def read_otr(html: str, reading: Reading) -> None:
    """The text of oTranscribe: a paragraph a line, its times as [0:03]."""
    timed = re.sub(
        r'<span[^>]*class="timestamp"[^>]*>\s*([\d:.]+)\s*</span>',
        lambda found: f" [{found[1]}] ",
        html.replace("&nbsp;", " "),
    )
    read_html.read(f"<html><body>{timed}</body></html>", reading)
    reading.program = "oTranscribe"


def read_tsv(text: str, reading: Reading) -> None:
    """Whisper's table: start and end in milliseconds, text; any other table is a log."""
    lines = text.lstrip("\ufeff").splitlines()
    head = [name.strip().casefold() for name in lines[0].split("\t")] if lines else []
    if not {"start", "text"} <= set(head):
        read_csv.read(text, reading)
        return
    reading.cues, reading.program = True, "Whisper"
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        row = dict(zip(head, line.split("\t", len(head) - 1), strict=False))
        try:
            start = float(row["start"])
        except (KeyError, ValueError):
            raise Unreadable(
                "there is no start in milliseconds", "Export it again as TSV", f"line {number}"
            ) from None
        words, who = " ".join(row.get("text", "").split()), row.get("speaker", "").strip()
        if words:
            time = clock_of(start / 1000 if start.is_integer() and "." not in row["start"] else start)
            reading.add(Block(f"{who}: {words}" if who else words, speaker=who, time=time))

"""Transcripts as JSON: Whisper, WhisperX, whisper.cpp, aTrain, AssemblyAI, Deepgram and their like, a record a line too, and oTranscribe's .otr.

What is a transcript in it is told by its shape: a list of records, each with words, most with a time.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import pairwise
from statistics import median
from typing import Any

from jalin.collect import read_html
from jalin.collect.blocks import Block, Reading, Unreadable, as_said
from jalin.collect.told import clock_of

# how ISO 8601 and Azure spell a time
_SPELLED = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")
# a beginning that says its unit: tStartMs of YouTube, start_ms
_THOUSANDTHS = re.compile(r"t?(?:start|begin|from|offset)(?:_?time)?_?ms", re.IGNORECASE)
# seconds from one turn to the next, mostly
_APART = 60
# seconds that count from 1970
_CALENDAR = 10**8
# lists in which each word stands for itself
_SINGLE = ("words", "word_segments", "items", "tokens")
_WORDS = (
    "text", "sentence", "spokenText", "transcript", "display", "body", "content", "utterance", "value",
    "words", "utf8", "punctuated_word", "word",
)  # fmt: skip
# words in pieces, and what stands between them: of Rev, YouTube, Telegram, Amberscript; and what was heard, the likeliest first
_CHOICES = ("nBest", "alternatives")
_PIECES = {"elements": "", "segs": "", "text": "", **dict.fromkeys(_CHOICES, ""), "words": " "}
_TIMES = (
    "start", "startTime", "startOffset", "start_time", "start_timestamp", "begin", "from", "ts",
    "timestamp", "time", "offset",
)  # fmt: skip
_SPEAKERS = (
    "user_profile", "speakerDisplayName", "sender_name", "creator", "speaker", "speaker_label",
    "speakerTag", "speakerName", "speaker_name", "speaker_id", "participant", "name", "author", "sender",
    "user", "users",
)  # fmt: skip
_IDS = ("spkid", "id", "key", "speaker_id", "speakerId")
_NAMES = ("nickname", "username", "real_name", "display_name", "name", "label", "id")
# what Slack and Discord say of who came, left or changed something
_EVENTS = ("channel_", "group_", "Guild", "Channel", "Recipient", "Call")


def _first(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name) not in (None, "")), None)


def _words(record: dict[str, Any]) -> str:
    """The words of a record; of the likeliest alternative, or of pieces in a list, joined."""
    for name in _WORDS:
        if isinstance(words := record.get(name), str) and words:
            return words
    for name, between in _PIECES.items():
        pieces = record.get(name)
        if isinstance(pieces, list) and pieces and all(isinstance(one, str | dict) for one in pieces):
            kept = pieces[:1] if name in _CHOICES else pieces
            return between.join(one if isinstance(one, str) else _words(one) for one in kept)
    return ""


def _speaker(record: dict[str, Any], labels: dict[str, str]) -> str:
    """Who speaks in a record; `labels`: by when words begin, or by the id of who speaks."""
    alternatives = record.get("alternatives")
    nested = alternatives[0] if isinstance(alternatives, list) and alternatives else None
    found = _first(record, _SPEAKERS)
    if found is None and isinstance(nested, dict):
        found = nested.get("speaker")
    if isinstance(found, list):
        found = found[0] if found else None
    if isinstance(found, dict):
        found = _first(found, _NAMES)
    if found is None and isinstance(sender := record.get("from"), str) and not time_said(sender, 1):
        found = sender
    if found is None:
        found = labels.get(f"at {record.get('start_time')}")
    who = "" if found is None else str(found).strip()
    who = labels.get(who, who)
    return f"Speaker {who}" if who.isdigit() else who


def _labelled(content: Any) -> dict[str, str]:
    """The names of who speaks by their ids, and labels by when words begin (`at 1.5`), where a file has them apart."""
    found: dict[str, str] = {}
    level = [content]
    while level:
        items = [one for one in level if isinstance(one, dict)]
        for item in items:
            if "start_time" in item and isinstance(label := item.get("speaker_label"), str):
                found[f"at {item['start_time']}"] = label
            for one in speakers if isinstance(speakers := item.get("speakers"), list) else []:
                if (
                    isinstance(one, dict)
                    and (name := one.get("name"))
                    and (key := _first(one, _IDS)) is not None
                ):
                    found[str(key)] = str(name)
        level = [value for one in items for value in one.values()] + [
            value for one in level if isinstance(one, list) for value in one
        ]
        level = [one for one in level if isinstance(one, dict | list)]
    return found


def _single(records: list[dict[str, Any]]) -> bool:
    """Whether records are words, each for itself."""
    return all(len(_words(record).split()) < 2 for record in records)


def _start(record: dict[str, Any]) -> Any:
    offsets = record.get("offsets")
    if isinstance(offsets, dict) and isinstance(offsets.get("from"), int):
        return offsets["from"] / 1000
    for name, value in record.items():
        if _THOUSANDTHS.fullmatch(name) and isinstance(value, int | float):
            return value / 1000
    found = _first(record, _TIMES)
    found = found[0] if isinstance(found, list) and found else found
    found = found.get("relative") if isinstance(found, dict) else found
    pieces = record.get("elements") or record.get("words")
    if found is None and isinstance(pieces, list) and pieces and isinstance(pieces[0], dict):
        return _start(pieces[0])
    return found


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


def time_said(start: Any, scale: float) -> str:
    """When something begins, as 00:01:05: of seconds, or of thousandths where `scale` is 1000, or of a time; "" of anything else."""
    if isinstance(start, str):
        if spelled := _SPELLED.fullmatch(start):
            hours, minutes, seconds = (float(one or 0) for one in spelled.groups())
            return clock_of(hours * 3600 + minutes * 60 + seconds)
        if not re.fullmatch(r"\d+(\.\d+)?s?", start):
            found = re.match(r"(?:\d+:)?\d{1,3}:\d{2}", start)
            return found.group() if found else ""
        start = float(start.rstrip("s"))
    if not isinstance(start, int | float) or isinstance(start, bool) or not abs(start) < _CALENDAR:
        return ""
    return clock_of(start / scale)


def read(text: str, reading: Reading) -> None:
    """The records of the first list that is a transcript, with speakers and times.

    Raises `Unreadable` for JSON that holds no transcript, or is none.
    """
    try:
        content = _loaded(text.lstrip("\ufeff"))
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
    labels = _labelled(content)
    # single words are a transcript where they say who speaks, or nothing else is there
    told = [one for one in timed if any(_speaker(record, labels) for record in one)]
    whole = [one for one in (*timed, *lists) if not _single(one)]
    records = (told or whole or timed or lists)[0]
    starts = [start for record in records if isinstance(start := _start(record), int | float)]
    # whole numbers that far apart are milliseconds: nobody speaks for minutes each time
    gaps = [after - before for before, after in pairwise(starts) if after > before]
    counted = bool(starts) and all(isinstance(start, int) for start in starts)
    scale = 1000.0 if counted and median(gaps or starts) > _APART else 1.0
    reading.cues, reading.program = True, _program(content, records)
    if all("timestamp_ms" in record for record in records):
        # Messenger and Instagram: the last first, and the bytes of UTF-8 as letters
        records = json.loads(_letters(json.dumps(records, ensure_ascii=False)))
        records.sort(key=lambda record: str(record["timestamp_ms"]))
    for record in records:
        words = " ".join(unescape(_words(record)).split())
        if words:
            who = _speaker(record, labels)
            if reading.blocks and (
                record.get("type") == "punctuation" or record.get("attaches_to") == "previous"
            ):
                reading.blocks[-1] = replace(reading.blocks[-1], text=reading.blocks[-1].text + words)
                continue
            if str(record.get("subtype") or record.get("type")).startswith(_EVENTS):
                reading.add(Block(words, "note"))
                continue
            reading.add(as_said(who, words, time_said(_start(record), scale)))


def _loaded(text: str) -> Any:
    """What JSON says; where each line is one of its own, a list of what they say. Raises `ValueError` for neither."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line) for line in lines]


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

"""Transcripts with times in XML: a tier a speaker, turns in the order of time (ELAN, EXMARaLDA), and captions (TTML, YouTube).

Follows the schema EAF 3.0 and EXMARaLDA's basic transcription. A tier that depends on another (a
translation, a gloss) is not speech; it is remarked, unless the tier above it has no words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from math import isfinite

from lxml import etree
from lxml.etree import _Element

from jalin.collect.blocks import Block, Reading, Unreadable, as_said
from jalin.collect.told import clock_of, seconds_of

# a row of what ELAN exports parted by tabulators: tier, participant, when, words
_ROW = re.compile(r"([^\t]+)\t([^\t]*)\t(\d+:\d\d:\d\d\.\d+)\t(?:[\d:.]+\t)+(.*)")

_AGAIN = "Save it again in the program that made it"
_Turn = tuple[float, int, str, str]


def _root(text: str, *wanted: str) -> _Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(text.lstrip("\ufeff").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        # a declaration may name the encoding it had in the file
        try:
            root = etree.fromstring(text.split("?>", 1)[-1].encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError:
            raise Unreadable(f"it is damaged: {error}", _AGAIN) from None
    if etree.QName(root).localname not in wanted:
        raise Unreadable(f"it is no file of that kind but {root.tag}", _AGAIN)
    return root


def _seconds(value: str | None) -> float:
    """A time as a number, 0 for none. Raises `Unreadable` for what is no number."""
    try:
        found = float(value or 0)
        if isfinite(found):
            return found
    except ValueError:
        pass
    raise Unreadable(f"there is a time that is no number: {value!r}", _AGAIN)


def _words(element: _Element) -> str:
    """What an element says, its white space evened."""
    return " ".join("".join(element.itertext()).split())


def _add(turns: list[_Turn], reading: Reading) -> None:
    """The turns by time; those of a speaker that follow one another are joined later."""
    reading.cues = True
    for start, _, speaker, words in sorted(turns, key=lambda turn: turn[:2]):
        reading.add(as_said(speaker, words, clock_of(start)))


def read_eaf(text: str, reading: Reading) -> None:
    """The annotations of an ELAN file. Raises `Unreadable` when it is none."""
    root = _root(text, "ANNOTATION_DOCUMENT")
    slots = {one.get("TIME_SLOT_ID", ""): one.get("TIME_VALUE") for one in root.iter("TIME_SLOT")}
    times = _interpolated(slots)
    starts = {
        one.get("ANNOTATION_ID", ""): times.get(one.get("TIME_SLOT_REF1", ""), 0.0)
        for one in root.iter("ALIGNABLE_ANNOTATION")
    }
    refs = {
        one.get("ANNOTATION_ID", ""): one.get("ANNOTATION_REF", "") for one in root.iter("REF_ANNOTATION")
    }

    def start_of(name: str) -> float:
        for _ in range(len(refs) + 1):
            if name in starts:
                return starts[name]
            name = refs.get(name, "")
        return 0.0

    tiers = list(root.iter("TIER"))
    empty = {tier.get("TIER_ID") for tier in tiers if not any(words for _, words in _annotations(tier))}
    turns: list[_Turn] = []
    for tier in tiers:
        name, parent = tier.get("TIER_ID", ""), tier.get("PARENT_REF")
        found = list(_annotations(tier))
        if parent and parent not in empty:
            reading.remark(
                "not read",
                f"tier {name}",
                f"{len(found)} annotations that depend on tier {parent}" if found else "",
            )
            continue
        speaker = (tier.get("PARTICIPANT") or name).strip()
        for one, words in found:
            if words:
                turns.append((start_of(one) / 1000, len(turns), speaker, words))
    reading.program = "ELAN"
    _add(turns, reading)


def _annotations(tier: _Element) -> Iterator[tuple[str, str]]:
    """(id, words) of each annotation of a tier."""
    for one in tier.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        yield one.get("ANNOTATION_ID", ""), _words(one)


def _interpolated(slots: dict[str, str | None]) -> dict[str, float]:
    """The time of each slot, in the unit of the file; one without gets that of the slot before it."""
    times, last = {}, 0.0
    for name, value in slots.items():
        last = _seconds(value) if value else last
        times[name] = last
    return times


def read_exb(text: str, reading: Reading) -> None:
    """The transcription tiers of an EXMARaLDA file. Raises `Unreadable` when it is none."""
    root = _root(text, "basic-transcription")
    order = {one.get("id", ""): number for number, one in enumerate(root.iter("tli"))}
    times = _interpolated({one.get("id", ""): one.get("time") for one in root.iter("tli")})
    names = {}
    for one in root.iter("speaker"):
        names[one.get("id", "")] = (one.findtext("abbreviation") or one.get("id") or "").strip()
    turns: list[_Turn] = []
    for tier in root.iter("tier"):
        events = [(one.get("start", ""), _words(one)) for one in tier.iter("event")]
        if tier.get("type") != "t":
            what = f"{len(events)} events of category {tier.get('category', '')}" if events else ""
            reading.remark("not read", f"tier {tier.get('display-name') or tier.get('id', '')}", what)
            continue
        speaker = names.get(tier.get("speaker", ""), "") or tier.get("display-name", "").split("[")[0].strip()
        turns += [(times.get(at, 0.0), order.get(at, 0), speaker, words) for at, words in events if words]
    reading.program = "EXMARaLDA"
    _add(turns, reading)


def read_turns(text: str, reading: Reading) -> None:
    """The turns of FOLKER (.flk) and Transcriber (.trs). Raises `Unreadable` when it is neither."""
    root = _root(text, "folker-transcription", "Trans")
    names = {}
    for one in root.iter("speaker", "Speaker"):
        name = one.get("speaker-id") or one.get("id") or ""
        names[name] = one.get("name") or (one.findtext("name") or name).strip()
    times = {one.get("timepoint-id"): one.get("absolute-time") for one in root.iter("timepoint")}
    turns: list[_Turn] = []
    for one in root.iter("contribution", "Turn"):
        start = one.get("startTime") or times.get(one.get("start-reference")) or "0"
        speakers = (one.get("speaker-reference") or one.get("speaker") or "").split()
        words = " ".join(" ".join(one.itertext()).split())
        if words:
            who = ", ".join(names.get(name, name) for name in speakers)
            turns.append((_seconds(start), len(turns), who, words))
    reading.program = "FOLKER" if times else "Transcriber"
    _add(turns, reading)


def read_textgrid(text: str, reading: Reading) -> None:
    """The tiers of a TextGrid of Praat, in its long or short form. Raises `Unreadable` when it is none."""
    # marks and numbers alone say all; a quotation mark is doubled within marks
    marks = re.findall(
        r'"((?:[^"]|"")*)"|(?<![^\s=])(-?\d+(?:\.\d+)?)(?!\S)', re.sub(r"\[\d*\]:?", " ", text)
    )
    turns: list[_Turn] = []
    tier, left, points, numbers = "", "", False, [0.0, 0.0]
    for mark, number in marks:
        if number:
            numbers.append(_seconds(number))
        elif left in ("IntervalTier", "TextTier"):
            tier, left = mark.replace('""', '"').strip(), "named"
        elif mark in ("IntervalTier", "TextTier"):
            left, points = mark, mark == "TextTier"
        elif tier and (words := " ".join(mark.replace('""', '"').split())):
            turns.append((numbers[-1 if points else -2], len(turns), tier, words))
    if not turns:
        raise Unreadable("there is no tier with words in it", "Save it again in Praat as a text file")
    reading.program = "Praat"
    _add(turns, reading)


def read_cha(text: str, reading: Reading) -> None:
    """The main lines of a transcript in CHAT, of CLAN and TalkBank, its comments as notes. Raises `Unreadable` for other text."""
    names: dict[str, str] = {}
    tiers: Counter[str] = Counter()
    lines = re.sub(r"\r?\n[ \t]+", " ", text.lstrip("\ufeff")).splitlines()
    for line in lines:
        kind, _, words = line.partition(":")
        if kind == "@Participants":
            for code, *rest in filter(None, map(str.split, words.split(","))):
                names[code] = rest[0] if len(rest) > 1 else code
    for line in lines:
        kind, _, words = line.partition(":")
        times = re.findall("\x15(\\d+)_\\d+\x15", words)
        words = " ".join(re.sub("\x15[^\x15]*\x15", " ", words).split())
        if kind.startswith("*") and words:
            who = names.get(kind[1:], kind[1:])
            reading.add(as_said(who, words, clock_of(int(times[0]) / 1000) if times else ""))
        elif kind.startswith("%com") or kind in ("@Comment", "@Situation", "@Location"):
            reading.add(Block(words, "note"))
        elif kind.startswith("%"):
            tiers[kind] += 1
    for kind, count in tiers.items():
        reading.remark("not read", f"tier {kind}", count)
    if not any(block.speaker for block in reading.blocks):
        raise Unreadable("it is no transcript in CHAT", "Save it from CLAN again")
    reading.cues, reading.program = True, "CHAT"


def read_rows(text: str, reading: Reading) -> bool:
    """The turns of what ELAN exports as text parted by tabulators; False, and nothing read, of another text."""
    rows = [_ROW.fullmatch(line) for line in text.splitlines() if line.strip()]
    found = [row.groups() for row in rows if row]
    if not found or len(found) < len(rows):
        return False
    reading.program = "ELAN"
    _add(
        [
            (seconds_of(start) or 0.0, at, who.strip() or tier, words.strip())
            for at, (tier, who, start, words) in enumerate(found)
            if words.strip()
        ],
        reading,
    )
    return True


def read_captions(text: str, reading: Reading) -> None:
    """The captions of TTML, and of YouTube's srv1, srv2 and srv3. Raises `Unreadable` when it is neither."""
    root = _root(text, "tt", "timedtext", "transcript")
    names = {}
    for agent in root.iter("{*}agent"):
        name = next((value for key, value in agent.items() if key.endswith("}id")), "")
        names[name] = _words(agent) or name
    turns: list[_Turn] = []
    for line in root.iter("{*}br"):
        line.tail = f" {line.tail or ''}"
    for one in root.iter("{*}p", "{*}text"):
        begin = one.get("begin") or one.get("start") or ""
        start = (
            _seconds(one.get("t")) / 1000
            if not begin
            else seconds_of(begin)
            if ":" in begin
            else _seconds(re.sub(r"[^\d.]", "", begin))
        )
        agent = next((value for key, value in one.items() if key.endswith("}agent")), "")
        words = " ".join(unescape("".join(one.itertext())).split())
        if words:
            turns.append((start or 0.0, len(turns), names.get(agent, agent), words))
    reading.program = "captions in XML" if root.tag != "timedtext" else "YouTube"
    _add(turns, reading)

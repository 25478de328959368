"""Subtitles as transcripts, WebVTT, SubRip and SBV: cues become turns of who speaks in them.

Follows the W3C WebVTT format, the SubRip format and YouTube's SBV: a line with a time and
`-->` begins a cue, an empty line ends it; voices as `<v Name>`, as the name of a cue, or
`Name:` at the head of a line. Lines that roll, shown again in the next cue, count once.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise

from jalin.collect.blocks import Block, Reading, as_said
from jalin.collect.labels import likely, shown

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d[\d:.]*)(?:[.\s][^>]*)?>|\{\\[^}]*\}")
_TIME = r"((?:\d+:)?\d{1,2}:\d{1,2})(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*{_TIME}\s*(?:-->|,(?={_TIME}\s*$))")
_HEAD = re.compile(r"\s*(?:NOTE|STYLE|REGION)(?:\s|$)")
# Webex: 1 "Name" (number)
_QUOTED = re.compile(r'\s*\d*\s*"([^"]+)"(?:\s*\(\d+\))?\s*')
_NAMED = re.compile(r"[(\[]([^()\[\]]+)[)\]]:?")
_LABEL = re.compile(r"(?:>>\s*)?[^\W\d_][^:|?!,;]{0,39}?\s*:(?=\s)|\[[^\]]+\]:|>>")


@dataclass
class _Cue:
    """A cue: when it begins, its name, its lines without tags; or a note, which has no time."""

    time: str
    name: str = ""
    lines: list[str] = field(default_factory=list)
    voice: str = ""


def _cues(text: str) -> Iterator[_Cue]:
    """The cues and notes of a file in order; words before the first cue and after an empty line come with their cue."""
    lines = re.split(r"\r\n|\r|\n", text)
    timings = {number for number, line in enumerate(lines) if _TIMING.match(line)}
    at = 0
    if lines and lines[0].lstrip("\ufeff").startswith("WEBVTT"):
        while at < len(lines) and lines[at].strip() and at not in timings and at + 1 not in timings:
            at += 1
    cue: _Cue | None = None
    name = ""
    ended = True
    while at < len(lines):
        line = lines[at]
        if at in timings:
            match = _TIMING.match(line)
            cue = _Cue(match[1] if match else "", name)
            yield cue
            name, ended = "", False
        elif not line:
            ended = True
        elif at + 1 in timings and (ended or line.strip().isdigit() or not lines[at - 1].strip()):
            name = line.strip()
        elif at + 2 in timings and ended and line.strip().isdigit():
            pass  # the number of a cue, above its name
        elif ended and _HEAD.match(line):
            kind, _, rest = line.strip().partition(" ")
            words = [rest]
            while at + 1 < len(lines) and lines[at + 1].strip() and at + 1 not in timings:
                at += 1
                words.append(lines[at].strip())
            if kind == "NOTE":
                yield _Cue("", "NOTE", words)
        elif line.strip():
            if cue is None:
                cue = _Cue("")
                yield cue
            cue.lines.append(line.strip())
        at += 1


def _overlap(before: list[str], now: list[str]) -> list[str]:
    """What `now` has beyond what rolled on from `before`."""
    for size in range(min(len(before), len(now)), 0, -1):
        if before[-size:] == now[:size]:
            return now[size:]
    old, new = " ".join(before).split(), " ".join(now).split()
    return [" ".join(new[len(old) :])] if old and new[: len(old)] == old and len(new) > len(old) else now


def _unrolled(cues: list[_Cue]) -> bool:
    """Take off what each cue repeats of the one before, where most do; whether they do."""
    plain = [[words for line in cue.lines if (words := " ".join(_TAG.sub("", line).split()))] for cue in cues]
    fresh = [_overlap(before, now) for before, now in pairwise(plain)]
    rolling = sum(new != now for new, now in zip(fresh, plain[1:], strict=True))
    if rolling < 2 or rolling * 2 < len(fresh):
        return False
    for cue, lines in zip(cues[1:], fresh, strict=True):
        cue.lines = lines
    return True


def _voiced(cues: list[_Cue]) -> None:
    """Give each cue the voice that its name or its first line says: what comes back and looks like a label."""
    names = Counter(cue.name for cue in cues)
    heads = Counter(cue.lines[0] for cue in cues if len(cue.lines) > 1 and _NAMED.fullmatch(cue.lines[0]))
    for cue in cues:
        if quoted := _QUOTED.fullmatch(cue.name):
            cue.voice = quoted[1].strip()
        elif names[cue.name] > 1 and not cue.name.isdigit() and likely(cue.name):
            cue.voice = cue.name
        elif cue.lines and heads[cue.lines[0]] > 1 and likely(shown(cue.lines[0])):
            cue.voice = shown(cue.lines.pop(0))


def _labels(cues: list[_Cue]) -> set[str]:
    """What stands before a colon at the head of a line and may be who speaks: what comes back, or is written as a name is."""
    found = Counter(match.group() for cue in cues for line in cue.lines if (match := _LABEL.match(line)))
    return {
        label
        for label, count in found.items()
        if count > 1 or label[0] in "[>" or all(word[0].isupper() for word in label.rstrip(" :").split())
    }


def _spoken(cue: _Cue, labels: set[str]) -> list[tuple[str, str]]:
    """(voice, words) of each voice in a cue, in which one of `labels` begins another; the voice is "" where none is named."""
    parts = _VOICE.split("\n".join(cue.lines))
    pairs = [(cue.voice, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    found = []
    for voice, words in pairs:
        name = "" if voice.strip(" -") == "" else unescape(voice).strip().removeprefix("//")
        for line in _parts(words, labels) if not name else [words]:
            clean = " ".join(unescape(_TAG.sub("", line)).replace(">>", " ").split())
            # noScribe says it twice
            clean = clean.removeprefix(f"{name}: ") if name else clean
            # the dash before the next who speaks in a cue
            clean = clean.removesuffix(" -")
            if re.search(r"\w", clean):
                found.append((name, clean))
    return found


def _parts(words: str, labels: set[str]) -> list[str]:
    """The lines of a cue, those of one speaker as one."""
    parts: list[str] = []
    for line in words.split("\n"):
        if parts and not ((match := _LABEL.match(line)) and match.group() in labels):
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts


def _program(text: str, cues: list[_Cue], rolling: bool) -> str:
    """Which program wrote it, as far as it can be told."""
    names = [cue.name for cue in cues]
    if "noScribe" in text[:2000]:
        return "noScribe"
    if any(_QUOTED.fullmatch(name) for name in names):
        return "Webex"
    if "<v " in text and any(re.search(r"[\da-f]{4}-[\da-f]{4}.*/\d+-\d+", name) for name in names):
        return "Microsoft Teams"
    if rolling and "<c>" in text:
        return "YouTube"
    if re.search(r"\[?SPEAKER_\d\d\]?:", text):
        return "WhisperX"
    return "WebVTT" if text.lstrip("\ufeff").startswith("WEBVTT") else "subtitles"


def read(text: str, reading: Reading) -> None:
    """Turns `Name: words`, cues of one voice joined; notes and cues without a voice as paragraphs."""
    found = list(_cues(text))
    cues = [cue for cue in found if cue.time]
    rolling = _unrolled(cues)
    _voiced(cues)
    reading.cues, reading.program = True, _program(text, cues, rolling)
    labels = _labels(cues)
    turn: Block | None = None
    for cue in found:
        if not cue.time:
            words = " ".join(" ".join(cue.lines).split())
            kind = "note" if cue.name == "NOTE" and cues else "paragraph"
            if turn:
                reading.add(turn)
                turn = None
            reading.add(Block(unescape(_TAG.sub("", words)), kind)) if words else None
            continue
        for voice, words in _spoken(cue, labels):
            if turn and voice and voice == turn.speaker:
                turn = replace(turn, text=f"{turn.text} {words}")
                continue
            if turn:
                reading.add(turn)
            turn = as_said(voice, words, cue.time)
    if turn:
        reading.add(turn)

"""Who speaks in a transcript, and when: its dialect is told by its lines, and heads of turns are taken off the words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jalin.collect.blocks import Block, Reading
from jalin.collect.dialects import STAMP, TIME, Dialect, Form
from jalin.collect.labels import even, likely, once, possible, prefixes, role, shown, speakers

# lines by which the dialect of a long transcript is told
_SAMPLE = 3000
_DIGITS = re.compile(r"\d[:.]\d")
# marks of the direction of writing
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"^\(?\d{1,4}[.)]\s*(?=[^\W\d_])")
_LETTER = re.compile(r"^\(?[a-z][.)]\s+(?=[^\W\d_])")
_MADE_BY = re.compile(r"\(Transcribed by TurboScribe[^)]*\)\s*")
_BEGIN = re.compile(rf"^\W{{0,3}}{TIME}\s*[-–—:]?\s*")
_DAY = re.compile(
    r"^\W{0,3}\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s*\S*\s*(?:[ap]\.?m\.?)?\]?\s*[-–]?\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class _Said:
    """What one line says: a label, a time, words; `lines` it takes, `form` it has, `note`: it is no speech."""

    form: Form
    lines: int = 1
    label: str = ""
    time: str = ""
    words: str = ""
    note: bool = False

    @property
    def speaks(self) -> bool:
        return bool(self.label)


def _time(found: str) -> str:
    """When a time or the first of two begins, without brackets and parts of a second."""
    first = re.search(r"\d+:\d+(?::\d+)?", found)
    return first.group() if first else ""


def _match(form: Form, texts: Sequence[str], at: int, note: bool) -> _Said | None:
    """What the line number `at` says in this form; None where it has not this form."""
    timed = "{time}" in form.text or "{clock}" in form.text or "{day}" in form.text
    found: dict[str, str] = {}
    for number, pattern in enumerate(form.lines):
        if at + number >= len(texts) or (timed and len(form.lines) == 1 and not _DIGITS.search(texts[at])):
            return None
        match = pattern.fullmatch(texts[at + number])
        if not match:
            return None
        found |= {name: value for name, value in match.groupdict().items() if value}
    time = found.get("clock", "").strip() or _time(found.get("time", ""))
    return _Said(form, len(form.lines), shown(found.get("label", "")), time, found.get("words", ""), note)


def _lines(dialect: Dialect, texts: Sequence[str]) -> list[_Said | None]:
    """What each line says in the dialect, before it is known which labels are of speakers."""
    said: list[_Said | None] = [None] * len(texts)
    at = 0
    while at < len(texts):
        tries = (_match(form, texts, at, note) for form, note in dialect.tries)
        said[at] = next(filter(None, tries), None)
        one = said[at]
        at += one.lines if one else 1
    named = [at for at, one in enumerate(said) if one and "{name}" in one.form.text]
    for at, label in zip(named, prefixes([said[at].words for at in named]), strict=True):  # type: ignore[union-attr]
        one = said[at]
        if one and label:
            said[at] = replace(one, label=label, words=one.words[len(label) :].strip())
    return said


def _seconds(time: str) -> float:
    """A time of a recording in seconds."""
    return seconds_of(time) or 0.0


def seconds_of(time: str) -> float | None:
    """Seconds from the beginning of a recording: of 0:03, 01:02:15.5, 0:0:3.0; None where it is no such time."""
    first = re.match(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?", time.strip())
    if not first:
        return None
    hours, minutes, seconds, rest = first.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{rest}") if rest else 0.0)


def _settled(dialect: Dialect, said: list[_Said | None], known: set[str], pieces: bool) -> list[_Said | None]:
    """The same with only those labels that are of speakers; `pieces`: each line is a cue with a time of its own."""
    heads = [(at, one) for at, one in enumerate(said) if one and one.label and not one.note]
    found = [one.label for _, one in heads]
    by_time = [
        one.label for _, one in heads if (one.form.sure and not one.form.bare) or "{name}" in one.form.text
    ]
    labels = (
        {even(label) for label in found if possible(label)}
        if dialect.chat
        else speakers(found, by_time, known)
    )
    counted = Counter(map(even, found))
    spoken = [at for at, one in heads if even(one.label) in labels]
    if spoken and not dialect.chat:
        # who speaks once, where all others are told: a person, and no heading before the first turn
        start = 0 if pieces else spoken[0]
        lines = len(said) - start
        labelled = sum(at >= start and possible(one.label) and likely(one.label) for at, one in heads) / lines
        # of a cue a name is the head, whatever follows
        labelled = 1.0 if pieces and labelled >= 0.8 else labelled
        labels |= {even(one.label) for at, one in heads if at >= start and once(one.label, labelled)}
    kept: list[_Said | None] = []
    for at, one in enumerate(said):
        if one is None or one.note or not one.label:
            kept.append(one)
            continue
        key = even(one.label)
        speaks = key in labels
        if one.form.bare:
            back = counted[key] > 1 or key in known or bool(re.search(r"\d", key) and role(one.label))
            speaks = speaks and likely(one.label) and not one.label.endswith(".") and back
        early = _early(said, at, counted[key])
        if speaks and not early:
            kept.append(one)
        elif dialect.chat:
            kept.append(replace(one, label="", words=f"{one.label}: {one.words}".strip(), note=True))
        elif one.time and not early and one.form.text.startswith("{time} {label}:"):
            # the time is one, though what follows is speech
            kept.append(replace(one, label="", words=f"{one.label}: {one.words}".strip()))
        else:
            kept.append(None)
    return kept


def _early(said: list[_Said | None], at: int, times: int) -> bool:
    """Whether a head that comes once says a time that is not between those beside it: it is speech."""
    one = said[at]
    if times > 1 or one is None or "{time}" not in one.form.text or "{label}:" in one.form.text:
        return False
    near = [
        next((other for other in range_ if other and other.time and other.label), None)
        for range_ in (reversed(said[max(0, at - 40) : at]), said[at + 1 : at + 40])
    ]
    time = _seconds(one.time)
    before, after = near
    return bool(before and _seconds(before.time) > time) or bool(after and _seconds(after.time) < time)


def _score(dialect: Dialect, said: list[_Said | None], texts: Sequence[str]) -> int:
    """How much of the lines a dialect explains: two for a label, one for a time alone or a note; 0 where it does not fit."""
    found = [(at, one) for at, one in enumerate(said) if one]
    heads = [(at, one) for at, one in found if one.label and not one.note]
    if len(found) < dialect.least * len(said):
        return 0
    taken = {at + step for at, one in found for step in range(one.lines) if not one.words}
    above = [(at, one) for at, one in heads if not one.words and not one.form.text.rstrip().endswith(":")]
    spoken = sum(at + one.lines < len(said) and at + one.lines not in taken for at, one in above)
    bare = [one for _, one in above if one.form.bare or one.lines > 1]
    if bare and (spoken < 0.6 * len(above) or len({even(one.label) for one in bare}) < 2):
        return 0
    if "{label}" in dialect.forms and len(bare) < 0.1 * len(said):
        return 0
    if any("{name}" in form for form in dialect.forms) and len(heads) * 2 < len(found):
        return 0
    if len({even(one.label) for _, one in heads}) == 1 and not dialect.chat and not role(heads[0][1].label):
        # one word that comes back after some times is a word of the speech
        timed = [at for at, text in enumerate(texts) if _BEGIN.match(text)]
        if sum(at in dict(heads) for at in timed) < 0.9 * len(timed):
            return 0
    return sum(one.lines + (1 if one.label and not one.note else 0) for _, one in found)


def _readable(lines: Sequence[Block]) -> list[str]:
    """The text of each line to match, without its number; "" of one whose speaker the file names, of a row and of a note."""
    texts = [
        "" if line.speaker or line.kind in ("note", "row") else _MARKS.sub("", line.text).strip()
        for line in lines
    ]
    lettered = sum(bool(_LETTER.match(text)) for text in texts) * 2 > len(texts) > 2
    return [(_LETTER if lettered else _NUMBER).sub("", text) for text in texts]


def _in_pieces(lines: Sequence[Block]) -> bool:
    """Whether most lines have a time of their own, as cues have."""
    return sum(bool(line.time) for line in lines) * 2 > len(lines)


def dialect_of(lines: Sequence[Block], known: set[str], dialects: Iterable[Dialect]) -> Dialect | None:
    """The dialect that explains most of the lines, the first of those that do so alike; None where none explains any."""
    texts = _readable(lines)[:_SAMPLE]
    pieces = _in_pieces(lines)
    best, most = None, 1
    for dialect in dialects:
        needed = [form.lines[0] for form in dialect.needed]
        if needed and not any(pattern.fullmatch(text) for text in texts for pattern in needed):
            continue
        score = _score(dialect, _settled(dialect, _lines(dialect, texts), known, pieces), texts)
        if score > most:
            best, most = dialect, score
    return best


def _unstamped(text: str) -> tuple[str, str]:
    """Words without times that are marked as such, and the time before them; words without any stay as they are."""
    text = _MADE_BY.sub("", text)
    first = STAMP.match(text.lstrip())
    if not STAMP.search(text):
        return text, ""
    words = re.sub(r"\s+([,.;:?!])", r"\1", re.sub(rf"(?:{STAMP.pattern})(?:\s*[-–—:]\s)?", " ", text))
    return " ".join(words.split()), _time(first.group()) if first else ""


def _turn(line: Block, label: str, words: str, time: str, whole: str) -> Block:
    """A line with who speaks in it; `whole`: its text as it is, "" where label and words make it."""
    text = whole if whole and not (label and whole == words) else f"{label}: {words}" if label else words
    return replace(line, text=text, speaker=label, time=time)


def hear(lines: Sequence[Block], known: set[str], dialect: Dialect | None) -> list[Block]:
    """The same lines, one for one, with their speakers and times, and the words without them.

    A turn begins `Label: words`. A line that only says who speaks next, or when, becomes "".
    """
    texts = _readable(lines)
    said = (
        _settled(dialect, _lines(dialect, texts), known, _in_pieces(lines))
        if dialect
        else [None] * len(texts)
    )
    chat = dialect is not None and dialect.chat
    heard: list[Block] = []
    label = time = ended = ""
    skip = 0
    for at, (line, one) in enumerate(zip(lines, said, strict=True)):
        if line.speaker or line.kind in ("note", "row"):
            words, stamp = _unstamped(line.text)
            heard.append(replace(line, text=words, time=line.time or stamp) if line.speaker else line)
            label = time = ""
            continue
        if skip:
            heard.append(replace(line, text=""))
            skip -= 1
            continue
        text = _MARKS.sub("", line.text).strip() if chat else line.text
        if one is None or (not one.label and not one.words and not one.note and not one.time):
            words, stamp = _unstamped(text)
            if not words and stamp:
                time = stamp
                heard.append(replace(line, text=""))
                continue
            heard.append(_turn(line, label, words, line.time or time or stamp, words))
            label = time = "" if words else time
            continue
        if one.note:
            words = one.words or _DAY.sub("", _BEGIN.sub("", texts[at]))
            heard.append(replace(line, text=words, kind="note"))
            continue
        skip = one.lines - 1
        words, stamp = _unstamped(one.words)
        own = one.time or stamp
        if dialect is not None and dialect.closing:
            own, ended = ended or "00:00:00", one.time
        if one.label and not words:
            if own or not texts[at].endswith((":", "：")):
                label, time = one.label, own or time
                heard.append(replace(line, text=""))
                continue
            heard.append(replace(line, text=text, speaker=one.label, time=line.time or time))
        elif one.label:
            plain = not own and text.startswith(one.label) and words == one.words
            whole = text if plain else ""
            heard.append(_turn(line, one.label, words, line.time or own or time, whole))
        elif words:
            heard.append(_turn(line, label, words, line.time or own or time, words))
        else:
            time = own
            heard.append(replace(line, text=""))
            continue
        label = time = ""
    return heard


def joined(lines: Sequence[Block]) -> list[Block]:
    """Lines, one for one, in which neighbours of one speaker are a turn: what goes on with it becomes ""."""
    found = list(lines)
    head: int | None = None
    for at, line in enumerate(found):
        if line.text and head is not None and line.speaker and line.speaker == found[head].speaker:
            words = line.text.removeprefix(f"{line.speaker}:").strip()
            found[head] = replace(found[head], text=f"{found[head].text} {words}")
            found[at] = replace(line, text="", speaker="")
        elif line.text:
            head = at if line.speaker else None
    return found


def program_of(reading: Reading, lines: Sequence[Block], dialect: Dialect | None) -> str:
    """What wrote a transcript, in words; "" where nobody is heard in it."""
    if reading.program:
        return reading.program
    if dialect:
        return dialect.program
    return "a table" if any(line.speaker for line in lines) else ""

"""The lines of a transcript in a dialect: what each says, which labels are of speakers, and how well the dialect fits."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jalin.collect.dialects import TIME, Dialect, Form
from jalin.collect.labels import even, in_capitals, likely, once, possible, prefixes, role, shown, speakers

_DIGITS = re.compile(r"\d[:.]\d|\d\s?[m'’′]|¤", re.IGNORECASE)
_SPELLED = re.compile(
    r"""(?:(\d+)\s?[^\W\d_m][^\W\d_]*?\s?)?(\d+)\s?(?:m[^\W\d_]*|['’′])\s?(\d+)\s?["sd'’′”″]""", re.IGNORECASE
)
_SHORT = re.compile(r"\w \(([^()]{1,12})\)$")
_CODED = re.compile(r"¤<(\d+)>")
# what says who writes by where it stands: below the end of another message
_NEXT = Form("{label} below an end", ())
_SECONDS = re.compile(r"[\[(]\s?(\d+\.\d+)\s?(?=s|-->)")
BEGIN = re.compile(rf"^\W{{0,3}}{TIME}\s*[-–—:]?\s*")


@dataclass(frozen=True)
class Said:
    """What one line says: a label, a time, words; `lines` it takes, `form` it has, `note`: it is no speech."""

    form: Form
    lines: int = 1
    label: str = ""
    time: str = ""
    words: str = ""
    note: bool = False

    @property
    def above(self) -> bool:
        """Whether it is a head with a time and no colon: its words stand below, and speech may look like it."""
        return (
            not self.words
            and "{time}" in self.form.text
            and "{label}" in self.form.text
            and "{label}:" not in self.form.text
        )


def clock_of(seconds: float) -> str:
    """Seconds from the beginning of a recording as 00:00:03."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def time_of(found: str) -> str:
    """When a time or the first of two begins, without brackets and parts of a second."""
    if seconds := _SECONDS.match(found):
        return clock_of(float(seconds[1]))
    if coded := _CODED.search(found):
        return clock_of(int(coded[1]) / 1000)
    if spelled := _SPELLED.search(found):
        hours, minutes, rest = (int(one or 0) for one in spelled.groups())
        return clock_of(hours * 3600 + minutes * 60 + rest)
    first = re.search(r"\d+:\d+(?::\d+)?", found if ":" in found else found.replace(".", ":"))
    return first.group() if first else ""


def _match(form: Form, texts: Sequence[str], at: int, note: bool) -> Said | None:
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
    if len(form.lines) > 1 and "label" in found and not possible(shown(found["label"])):
        # speech above a time: the head is below
        return None
    time = found.get("clock", "").strip() or time_of(found.get("time", ""))
    return Said(form, len(form.lines), shown(found.get("label", "")), time, found.get("words", ""), note)


def said_in(dialect: Dialect, texts: Sequence[str]) -> list[Said | None]:
    """What each line says in the dialect, before it is known which labels are of speakers."""
    said: list[Said | None] = [None] * len(texts)
    at = 0
    ended = bool(dialect.ends)
    while at < len(texts):
        # below an end alone a head may take several lines
        tries = (
            _match(form, texts, at, note)
            for form, note in dialect.tries
            if note or ended or not dialect.ends or len(form.lines) < 2
        )
        one = next(filter(None, tries), None)
        if one is None and ended and texts[at]:
            one = Said(_NEXT, label=shown(texts[at]))
        said[at] = one
        ended = one is not None and (one.form.text in dialect.ends or (ended and one.note))
        at += one.lines if one else 1
    named = [at for at, one in enumerate(said) if one and "{name}" in one.form.text]
    for at, label in zip(named, prefixes([said[at].words for at in named]), strict=True):  # type: ignore[union-attr]
        one = said[at]
        if one and label:
            said[at] = replace(one, label=label, words=one.words[len(label) :].strip())
    return said


def seconds_of(time: str) -> float | None:
    """Seconds from the beginning of a recording: of 0:03, 01:02:15.5, 0:0:3.0; None where it is no such time."""
    if not time:
        # most segments have none
        return None
    first = re.match(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?", time.strip())
    if not first:
        return None
    hours, minutes, seconds, rest = first.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{rest}") if rest else 0.0)


def settled(
    dialect: Dialect, said: list[Said | None], texts: Sequence[str], known: set[str], pieces: bool
) -> list[Said | None]:
    """The same with only those labels that are of speakers; `pieces`: each line is a cue with a time of its own."""
    heads = [(at, one) for at, one in enumerate(said) if one and one.label and not one.note]
    counted = Counter(even(one.label) for _, one in heads)
    labels = _speaking(dialect, said, heads, counted, known, pieces)
    wide = sum(_gap(texts[at]) > 1 for at, one in heads if one.above) * 2 > sum(one.above for _, one in heads)
    bare = [one for _, one in heads if one.form.bare]
    again = sum(counted[even(one.label)] > 1 for one in bare)
    kept: list[Said | None] = []
    for at, one in enumerate(said):
        if one is None or one.note or not one.label:
            kept.append(one)
            continue
        key = even(one.label)
        speaks = key in labels
        if one.form.bare:
            back = counted[key] > 1 or key in known or bool(re.search(r"\d", key) and role(one.label))
            # where all that is said has a time, a line without is a label
            below = said[at + 1] if at + 1 < len(said) else None
            timed = below is not None and bool(below.time and below.words)
            # so is a person with what they are in brackets, among others
            timed = timed or (one.label.endswith(")") and again > 2) or 5 * again >= 2 * len(said)
            # or a time stands beside it, as beside most that come back
            timed = timed or ("{time}" in one.form.text and 2 * again > len(bare))
            person = likely(one.label) and possible(one.label) and not one.label.endswith(".")
            speaks = person and ((speaks and back) or timed)
        stray = one.above and counted[key] == 1 and (_early(said, at) or (wide and _gap(texts[at]) < 2))
        if speaks and not stray:
            kept.append(one)
        elif dialect.chat:
            kept.append(replace(one, label="", words=f"{one.label}: {one.words}".strip(), note=True))
        elif one.time and not stray and one.form.text.startswith("{time} {label}:"):
            # the time is one, though what follows is speech
            kept.append(replace(one, label="", words=f"{one.label}: {one.words}".strip()))
        else:
            kept.append(None)
    # a head of which the program left the time out: the name of one who has others, above words
    above = {even(one.label): one for one in kept if one and one.above}
    for at, (one, after) in enumerate(pairwise(kept)):
        if one is None and after is None and (head := above.get(even(texts[at]))):
            kept[at] = replace(head, lines=1, time="")
    return kept


def _speaking(
    dialect: Dialect,
    said: list[Said | None],
    heads: list[tuple[int, Said]],
    counted: Counter[str],
    known: set[str],
    pieces: bool,
) -> set[str]:
    """The labels among the heads of lines that are of speakers, evened."""
    found = [one.label for _, one in heads]
    if dialect.chat:
        able = {even(label) for label in found if possible(label)}
        # what a person did to the group, which the program tells once: "Ani changed the description: …"
        did = {
            even(label)
            for label in found
            if counted[even(label)] == 1
            and any(even(label).startswith(f"{who} ") and label[len(who) + 1 :][:1].islower() for who in able)
        }
        return able - did
    sure = [
        one.label for _, one in heads if (one.form.sure and not one.form.bare) or "{name}" in one.form.text
    ]
    labels = speakers(found, sure, known)
    # who is called in short from then on: Peneliti (P)
    labels |= {even(one) for one in found if (short := _SHORT.search(one)) and even(short[1]) in labels}
    spoken = [at for at, one in heads if even(one.label) in labels]
    # who speaks once, where all others are told: a person, and no heading before the first turn
    start = spoken[0] if spoken and not pieces else 0
    lines = sum(one is None or bool(one.label or one.words) for one in said[start:])
    persons = [
        one
        for at, one in heads
        if at >= start and possible(one.label) and (likely(one.label) or counted[even(one.label)] > 1)
    ]
    labelled = len(persons) / max(1, lines)
    if spoken and labelled >= (0.5 if pieces else 0.8):
        # of a cue a name is the head, whatever follows; where all have one, a label that comes back is one however long
        labelled = 1.0 if pieces else labelled
        labels |= {even(one.label) for one in persons if counted[even(one.label)] > 1}
    # of a long text without labels some words come back before a colon
    if len(spoken) < 0.03 * len(said):
        labels = {
            key
            for key in labels
            if key in known or likely(key) or any(even(one) == key and likely(one) for one in found)
        }
    # where those who come back are written in capitals, so are the others, from the first of them on
    told = [one.label for at, one in heads if even(one.label) in labels]
    if told and all(label.isupper() or in_capitals(label) for label in told):
        least = 1 if all(map(in_capitals, told)) else 2
        labels |= {
            even(one.label)
            for at, one in heads
            if (one.words or at >= start)
            and in_capitals(one.label)
            and likely(one.label)
            and len(one.label.split()) >= (least if at >= start else 2)
        }
    if spoken or (labelled == 1.0 and len(counted) > 1):
        labels |= {even(one.label) for at, one in heads if at >= start and once(one.label, labelled)}
    return labels


def _gap(text: str) -> int:
    """How much white space stands before the time that ends a line."""
    gap = re.search(rf"(\s*){TIME}\s*$", text)
    return len(gap[1]) if gap else 0


def _early(said: list[Said | None], at: int) -> bool:
    """Whether a head says a time that is not between those beside it: it is speech."""
    one = said[at]
    near = [
        next((other for other in beside if other and other.time and other.label), None)
        for beside in (reversed(said[max(0, at - 40) : at]), said[at + 1 : at + 40])
    ]
    time = seconds_of(one.time) or 0.0 if one else 0.0
    before, after = ((seconds_of(other.time) or 0.0) if other else None for other in near)
    return (before is not None and before > time) or (after is not None and after < time)


def score(dialect: Dialect, said: list[Said | None], texts: Sequence[str]) -> int:
    """How much of the lines a dialect explains: two for a label, one for a time alone or a note; 0 where it does not fit."""
    found = [(at, one) for at, one in enumerate(said) if one]
    heads = [(at, one) for at, one in found if one.label and not one.note]
    if len(found) < dialect.least * len(said) or all(one.note for _, one in found):
        return 0
    taken = {
        at + step
        for at, one in found
        for step in range(one.lines)
        if not one.words and (one.label or one.form.text in dialect.ends)
    }
    above = [(at, one) for at, one in heads if not one.words and not one.form.text.rstrip().endswith(":")]
    spoken = sum(at + one.lines < len(said) and at + one.lines not in taken for at, one in above)
    bare = [one for _, one in above if one.form.bare or one.lines > 1]
    if (bare or dialect.ends) and (
        spoken < 0.6 * len(above) or len({even(one.label) for _, one in above}) < 2
    ):
        return 0
    if "{label}" in dialect.forms and len(bare) < 0.1 * len(said):
        return 0
    if any("{name}" in form for form in dialect.forms) and len(heads) * 2 < len(found):
        return 0
    if len({even(one.label) for _, one in heads}) == 1 and not dialect.chat and not role(heads[0][1].label):
        # one word that comes back after some times is a word of the speech
        timed = [at for at, text in enumerate(texts) if BEGIN.match(text)]
        if sum(at in dict(heads) for at in timed) < 0.9 * len(timed):
            return 0
    if dialect.chat and len(heads) == 1 and not heads[0][1].words:
        return 0
    # nothing but a chat looks like one, whatever its words look like
    head = 3 if dialect.chat else 1
    # nor does speech have heads of three lines and more
    return sum(
        one.lines + (max(head, one.lines * (one.lines > 2)) if one.label and not one.note else 0)
        for _, one in found
    )

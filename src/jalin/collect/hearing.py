"""Who speaks in a transcript, and when: its dialect is told by its lines, and heads of turns are taken off the words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jalin.collect.blocks import Block, Reading
from jalin.collect.dialects import DIALECTS, STAMP, Dialect
from jalin.collect.labels import even, likely, once, shown
from jalin.collect.told import BEGIN, said_in, score, seconds_of, settled, time_of

# lines by which the dialect of a long transcript is told
_SAMPLE = 3000
# a label within a paragraph, at its head or after a sentence, with a time before it perhaps
_WITHIN = re.compile(
    rf"(?:^|(?<=[?!…\"”’)]\s)|(?<=\w\w\w\.\s)|\t)(?:(?:{STAMP.pattern})\s*)?(?P<label>[^\W\d_][^:.?!,\n]{{0,39}}?)\s?:(?=\s)"
)
# marks of the direction of writing
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# a label between the marks that Markdown has for bold, alone or after a time
_BOLD = re.compile(r"^(\W{0,3}(?:\d[\d:.,]*\W{0,3})?)\*\*([^*\n]{1,80})\*\*")
_NUMBER = re.compile(r"^(?:\(?\d{1,4}[.)]\s*|[-–—•]\s+)(?=[^\W\d_])")
_LETTER = re.compile(r"^\(?(?:[a-z]|[ivxlc]{2,6}|[IVXLC]{1,6})[.)]\s+(?=[^\W\d_])")
_COUNTED = re.compile(r"^\s*(\d{1,4})[\s.)]\s*(?=[^\W\d_]|[(\[])")
# numbers of lines, as of conversation analysis, with an arrow perhaps
_LINE = re.compile(
    r"^\s*(?:(?:line|baris|zeile|ligne|l[ií]nea|linha|regel)\s)?\[?(\d{1,4})\]?(?:\s*[→►*]\s*|\s*[-=]+>\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^\W*\d{1,3}[.)]|\?\W*$")
_MADE_BY = re.compile(r"\((?:Transcribed by TurboScribe|This file is longer than)[^)]*\)\s*")
_DAY = re.compile(
    r"^\W{0,3}\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s*\S*\s*(?:[ap]\.?m\.?)?\]?\s*[-–]?\s*", re.IGNORECASE
)


def unnumbered(lines: list[Block]) -> list[Block]:
    """The same lines without their numbers, where each has one, counted up one by one."""
    found = [_LINE.match(line.text) for line in lines if line.text.strip()]
    numbers = [int(match[1]) for match in found if match]
    if (
        len(numbers) < 4
        or len(numbers) * 20 < len(found) * 19
        or any(b - a != 1 for a, b in pairwise(numbers))
    ):
        return lines
    return [replace(line, text=_LINE.sub("", line.text)) for line in lines]


def parted(lines: list[Block], origins: list[int]) -> tuple[list[Block], list[int]]:
    """The lines, and what each is of, where several turns in one paragraph are a line each."""
    heads = [
        [match for match in _WITHIN.finditer(line.text) if likely(shown(match["label"]))]
        if not line.speaker and line.kind not in ("note", "row")
        else []
        for line in lines
    ]
    # what is said within a turn, whose line begins with a label
    spans = [matches if matches and matches[0].start() == 0 else [] for matches in heads]
    counted = Counter(even(match["label"]) for found in spans for match in found)
    inner = {
        even(match["label"])
        for found in spans
        for match in found
        if match.start() and counted[even(match["label"])] > 1
    }
    if len(inner) < 2:
        return lines, origins
    made: list[Block] = []
    of: list[int] = []
    for line, origin, found in zip(lines, origins, spans, strict=True):
        cuts = [0, *(match.start() for match in found if match.start() and even(match["label"]) in inner)]
        for start, end in pairwise([*cuts, len(line.text)]):
            made.append(
                replace(line, text=line.text[start:end].strip(), strong=line.strong if not start else "")
            )
            of.append(origin)
    return made, of


def _readable(lines: Sequence[Block]) -> list[str]:
    """The text of each line to match, without its number; "" of one whose speaker the file names, of a row and of a note."""
    texts = [
        ""
        if line.speaker or line.kind in ("note", "row")
        else _BOLD.sub(r"\1\2", _MADE_BY.sub("", _MARKS.sub("", line.text)).strip() or line.text, count=1)
        for line in lines
    ]
    said = [text for text in texts if text]
    # a list of turns: a number, Roman perhaps, or a letter before each; a letter that comes back is a label
    letters = [match.group() for text in said if (match := _LETTER.match(text))]
    lettered = len(letters) * 2 > len(said) > 2 and len(set(letters)) == len(letters)
    numbers = [int(match[1]) for text in said if (match := _COUNTED.match(text))]
    counted = len(numbers) * 5 > len(said) * 4 and all(a < b for a, b in pairwise(numbers))
    mark = _LETTER if lettered else _COUNTED if counted else _NUMBER
    return [mark.sub("", text) for text in texts]


def in_bold(lines: Sequence[Block]) -> list[Block]:
    """The same lines with their speakers, and times, where words in bold at their heads are labels, with no mark after them."""
    # what follows the words in bold: a time, and what is said; a label with a time alone is a head above its words
    rests = [
        line.text[len(line.strong) :].strip(" \t:–—-") if line.text.startswith(line.strong) else ""
        for line in lines
    ]
    times = [BEGIN.match(rest) for rest in rests]
    said = [rest[time.end() :] if time else rest for rest, time in zip(rests, times, strict=True)]
    labels = [
        shown(line.strong) if line.strong and words else "" for line, words in zip(lines, said, strict=True)
    ]
    counted = Counter(filter(None, labels))
    heads = {
        label for label, count in counted.items() if count > 1 and likely(label) and len(label.split()) <= 9
    }
    marked = sum(label in heads for label in labels)
    # a label before a colon is one without bold, too
    plain = all(":" in line.text[: len(line.strong) + 2] for line in lines if shown(line.strong) in heads)
    if len(heads) < 2 or marked * 3 < len(lines) or plain:
        return list(lines)
    return [
        replace(
            line,
            speaker=label,
            text=f"{label}: {words}",
            time=line.time or (time_of(time.group()) if time else ""),
        )
        if label in heads or (label and once(label, 1.0))
        else line
        for line, label, words, time in zip(lines, labels, said, times, strict=True)
    ]


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
        fits = score(dialect, settled(dialect, said_in(dialect, texts), texts, known, pieces), texts)
        if fits > most:
            best, most = dialect, fits
    return best


def heads_of(texts: Sequence[str]) -> dict[str, bool]:
    """The lines of a page at which a turn begins, or a note, each with whether its words stand on the line below."""
    lines = [Block(text.strip()) for text in texts]
    dialect = dialect_of(lines, set(), [DIALECTS[name] for name in DIALECTS])
    if dialect is None:
        return {}
    plain = _readable(lines)
    heads = {}
    for at, one in enumerate(settled(dialect, said_in(dialect, plain), plain, set(), False)):
        for step in range(one.lines if one else 0):
            heads[lines[at + step].text] = bool(one and not one.words and not lines[at].text.endswith(":"))
    return heads


def _unstamped(text: str) -> tuple[str, str]:
    """Words without times that are marked as such, and the time before them; words without any stay as they are."""
    text = _MADE_BY.sub("", text)
    first = STAMP.match(text.lstrip())
    if not STAMP.search(text):
        return text, ""
    words = re.sub(r"\s+([,.;:?!])", r"\1", re.sub(rf"(?:{STAMP.pattern})(?:\s*[-–—:]\s)?", " ", text))
    return " ".join(words.split()), time_of(first.group()) if first else ""


def _unbracketed(words: str, time: str, after: str) -> str:
    """Words of a line that begins with a time, without the times like (0:06) between that and the next line's; a verse (3:16) stays."""
    first, last = seconds_of(time) or 0.0, seconds_of(after)

    def kept(found: re.Match[str]) -> str:
        moment = seconds_of(found[1]) or 0.0
        return " " if first <= moment and (last is None or moment <= last) else found[0]

    return re.sub(r"\s*\((\d{1,3}:\d{2})\)\s+", kept, words)


def _turn(line: Block, label: str, words: str, time: str, whole: str) -> Block:
    """A line with who speaks in it; `whole`: its text as it is, "" where label and words make it."""
    # what begins with a sign would be a formula to a spreadsheet that opens the table
    head = f"[{label}]" if label.startswith(("+", "-", "=", "@")) else label
    text = whole if whole and not (label and whole == words) else f"{head}: {words}" if label else words
    return replace(line, text=text, speaker=label, time=time)


def hear(lines: Sequence[Block], known: set[str], dialect: Dialect | None) -> list[Block]:
    """The same lines, one for one, with their speakers and times, and the words without them.

    A turn begins `Label: words`. A line that only says who speaks next, or when, becomes "".
    """
    texts = _readable(lines)
    said = (
        settled(dialect, said_in(dialect, texts), texts, known, _in_pieces(lines))
        if dialect
        else [None] * len(texts)
    )
    chat = dialect is not None and dialect.chat
    heard: list[Block] = []
    label = time = ended = ""
    waiting: list[tuple[int, str]] = []
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
            words, stamp = (text, "") if chat else _unstamped(text)
            if not words and stamp:
                time = stamp
                heard.append(replace(line, text=""))
                continue
            heard.append(_turn(line, label, words, line.time or time or stamp, words))
            label = time = "" if words else time
            continue
        if one.note:
            words = one.words or _DAY.sub("", BEGIN.sub("", texts[at]))
            heard.append(replace(line, text=words, kind="note"))
            continue
        skip = one.lines - 1
        words, stamp = (one.words, "") if chat else _unstamped(one.words)
        own = one.time or stamp
        if one.time and texts[at].startswith("("):
            after = next((later.time for later in said[at + 1 :] if later and later.time), "")
            words = _unbracketed(words, one.time, after)
        if dialect is not None and dialect.closing:
            own, ended = ended or "00:00:00", one.time
        if one.label and not words:
            if own or not texts[at].endswith((":", "：")):
                label, time = one.label, own or time
                waiting.append((at, label))
                heard.append(replace(line, text=""))
                continue
            heard.append(replace(line, text=text, speaker=one.label, time=line.time or time))
        elif one.label:
            plain = not own and words == one.words and text.startswith(one.label)
            plain = plain and text[0].isalnum() and text.removeprefix(one.label).lstrip().startswith(":")
            whole = text if plain else ""
            heard.append(_turn(line, one.label, words, line.time or own or time, whole))
        elif words:
            heard.append(_turn(line, label, words, line.time or own or time, words))
        else:
            time = own
            heard.append(replace(line, text=""))
            continue
        label = time = ""
    # who is named and never says anything is no speaker
    speakers = {line.speaker for line in heard}
    for at, named in waiting:
        if named not in speakers:
            heard[at] = lines[at]
    return heard


def asked(lines: Sequence[Block]) -> list[Block]:
    """The same lines, where the questions of a written interview, which have no label as its answers have, are no part of the answer before."""
    found = list(lines)
    above: list[int] = []
    last, said, plain = "", -1, 0
    for at, line in enumerate(lines):
        if line.speaker and "?" in line.text:
            # who asks has a label
            return found
        if line.speaker and said >= 0 and not lines[said].speaker:
            plain += 1
            if last in ("", line.speaker) and _ASKED.search(lines[said].text):
                above.append(said)
        last, said = line.speaker or last, at if line.text else said
    if len(above) * 2 > plain > 1:
        for at in above:
            found[at] = replace(found[at], kind="note")
    return found


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


@dataclass(frozen=True)
class Heard:
    """A transcript as heard: its lines, one for one, some of them ""; what wrote it; whether its times are of the day."""

    lines: list[Block]
    program: str
    day: bool


def heard(
    reading: Reading,
    lines: Sequence[Block],
    interviewers: Iterable[str],
    dialects: dict[str, Dialect],
    named: str = "",
) -> Heard:
    """The canonical `lines` of a reading with their speakers and times.

    `named`: the dialect that the register names, one of `dialects`; else it is told by the lines.
    """
    known = {even(name) for name in interviewers}
    given, lines = lines, in_bold(unnumbered(list(lines)))
    dialect = dialects[named] if named else dialect_of(lines, known, dialects.values())
    told = hear(lines, known, dialect)
    told = joined(told) if reading.cues else asked(told)
    marked = "a table" if any(line.speaker for line in given) else "names in bold"
    marked = marked if any(line.speaker for line in lines) else ""
    program = reading.program or (dialect.program if dialect else marked)
    return Heard(told, program, dialect is not None and dialect.of_day)

"""A second hand that edits texts, with texts, habits and an oracle of its own, so that anchoring fits no one hand.

It works on lines, and each sign carries the place it had in the text before: None if it is new, -1 - place
if it is pasted from there. Where of a passage only what was pasted is left, it was moved for all that anyone can
see, which is counted apart; any other that is found where its own signs are not is in a wrong place.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from random import Random

from edits import selectors

from jalin.code.anchor import Anchor, Unanchored, anchor_all
from jalin.code.known import Selector

Span = tuple[int, int]
Sign = tuple[str, int | None]
Line = list[Sign]

_NAMES = ["Anna", "Mrs Okoro", "Tom", "⟦nurse 3⟧", "⟦farmer B⟧", "Mr Lee", "⟦neighbour 12⟧", "Ines", "Zoë"]
_list = str.split
_THINGS = _list(
    "clinic road river market school borehole committee boundary letter engine nursery harvest bus minister "
    "playground café ledger orchard radio vaccine council pump goat fence assembly bakery roof scholarship"
)
_DID = _list(
    "repaired visited promised ignored measured sold borrowed painted counted forgot blamed inspected closed "
    "photographed questioned praised moved rented shared defended"
)
_HOW = (
    "slowly again in the rainy season without asking on Thursday with our own money as my mother used to "
    "before anyone came for the third time against the rules at night by hand"
)
_HOWS = re.findall(r"\S+(?: \S+){0,3}", _HOW)
_SMALL = ["Yes.", "No.", "Mm-hm.", "I see.", "Right.", "Exactly.", "Don’t know.", "[laughs]", "N/A"]


def said(dice: Random, least: int = 1, most: int = 4) -> str:
    """Some sentences."""
    parts = []
    for _ in range(dice.randint(least, most)):
        who, what = dice.choice(["They", "We", "I", *_NAMES]), dice.choice(_THINGS)
        words = f"{who} {dice.choice(_DID)} the {what}"
        if dice.random() < 0.6:
            words += f" {dice.choice(_HOWS)}"
        if dice.random() < 0.3:
            words += (
                f", {dice.choice(['and', 'so', 'but'])} “the {dice.choice(_THINGS)} was {dice.choice(_DID)}”"
            )
        parts.append(
            dice.choice(_SMALL) if dice.random() < 0.2 else words + dice.choice([".", ".", "!", "?"])
        )
    return " ".join(parts)


def _interview(dice: Random) -> str:
    ask, tell = dice.choice([("INT", "R04"), ("Interviewer", "Anna"), ("Q", "A")])
    turns = [f"{ask}: {said(dice, 1, 2)}\n{tell}: {said(dice, 1, 9)}" for _ in range(dice.randint(8, 40))]
    return dice.choice(["\n", "\n\n"]).join(turns) + "\n"


def _group(dice: Random) -> str:
    return "".join(
        f"{dice.choice(['FG1-1', 'FG1-2', 'FG1-3', 'Moderator'])}: {said(dice, 1, 3)}\n"
        for _ in range(dice.randint(30, 90))
    )


def _chat(dice: Random) -> str:
    lines, minute = [], dice.randint(400, 600)
    for _ in range(dice.randint(30, 100)):
        minute += dice.choice([0, 0, 1, 1, 2, 15])
        lines.append(f"{minute // 60}:{minute % 60:02} - {dice.choice(_NAMES)}: {said(dice, 1, 2)}\n")
    return "".join(lines)


def _subtitles(dice: Random) -> str:
    text, at = "WEBVTT\n\n", 0
    for _ in range(dice.randint(30, 90)):
        begin, at = at, at + dice.randint(1, 6)
        text += f"00:{begin // 60:02}:{begin % 60:02}.000 --> 00:{at // 60:02}:{at % 60:02}.000\n{said(dice, 1, 1)}\n\n"
    return text


def _table(dice: Random) -> str:
    between = dice.choice(["\t", " | ", ", "])
    numbered = dice.random() < 0.7
    rows = [between.join([*(["No"] if numbered else []), "Date", "Name", "Role", "Came", "Remark"])]
    for number in range(1, dice.randint(15, 60)):
        row = [
            f"{dice.randint(1, 28):02}/0{dice.randint(1, 9)}",
            dice.choice(_NAMES),
            dice.choice(["cook", "guard", "clerk"]),
        ]
        row += [dice.choice(["yes", "yes", "no"]), dice.choice(["", "late", said(dice, 1, 1)])]
        rows.append(between.join([*([str(number)] if numbered else []), *row]))
    return "\n".join(rows) + "\n"


def _form(dice: Random) -> str:
    asks = [f"{number}. {said(dice, 1, 1)[:-1]}?" for number in range(1, dice.randint(4, 9))]
    pages = []
    for number in range(dice.randint(4, 20)):
        answers = (dice.choice(["Agree", "Disagree", "N/A", said(dice)]) for _ in asks)
        pages.append(
            f"Respondent {number + 1:02}\n"
            + "".join(f"{ask}\n{answer}\n" for ask, answer in zip(asks, answers, strict=True))
        )
    return "\n".join(pages)


def _minutes(dice: Random) -> str:
    parts = []
    for number in range(1, dice.randint(5, 14)):
        points = "".join(f"- {said(dice, 1, 2)}\n" for _ in range(dice.randint(1, 6)))
        parts.append(
            f"{number}. {dice.choice(_THINGS).title()}\n{points}Decision: {dice.choice(['none', 'agreed', 'put off'])}\n"
        )
    return "\n".join(parts)


def _essay(dice: Random) -> str:
    return "\n\n".join(said(dice, 4, 14) for _ in range(dice.randint(4, 15))) + "\n"


KINDS: dict[str, Callable[[Random], str]] = {
    "interview": _interview, "group": _group, "chat": _chat, "subtitles": _subtitles, "table": _table,
    "form": _form, "minutes": _minutes, "essay": _essay,
}  # fmt: skip


class Retold:
    """A text under edit, by lines."""

    def __init__(self, dice: Random, text: str, spans: Sequence[Span]) -> None:
        self.dice, self.old, self.spans = dice, text, spans
        signs: Line = list(zip(text, range(len(text)), strict=True))
        self.lines: list[Line] = [[]]
        for sign in signs:
            self.lines[-1].append(sign)
            if sign[0] == "\n":
                self.lines.append([])

    @property
    def signs(self) -> Line:
        return [sign for line in self.lines for sign in line]

    @property
    def text(self) -> str:
        return "".join(sign for sign, _ in self.signs)

    def put(self, signs: Line) -> None:
        """All of the text anew."""
        self.lines = [[]]
        for sign in signs:
            self.lines[-1].append(sign)
            if sign[0] == "\n":
                self.lines.append([])

    def row(self, coded: bool = False) -> int:
        """The number of a line; `coded`: of one that some passage is in."""
        if coded:
            start, end = self.dice.choice(self.spans)
            found = [
                number
                for number, line in enumerate(self.lines)
                if any(start <= old < end for _, old in line if old is not None)
            ]
            if found:
                return self.dice.choice(found)
        return self.dice.randrange(len(self.lines))

    def block(self, most: int) -> slice:
        first = self.row()
        return slice(first, first + self.dice.randint(1, most))

    def passage(self) -> tuple[int, int]:
        """Where what is left of a passage is now, in signs; (0, 0) for none."""
        start, end = self.dice.choice(self.spans)
        at = [n for n, (_, old) in enumerate(self.signs) if old is not None and start <= old < end]
        return (at[0], at[-1] + 1) if at and at[-1] - at[0] < 3 * (end - start) + 9 else (0, 0)

    def sub(self, pattern: str, new: Callable[[str], str], times: int = 0, same: bool = False) -> None:
        """Other words for some matches, all without `times`; `same`: signs for signs, the last one for what is longer."""
        text, signs, last = self.text, self.signs, 0
        found = list(re.finditer(pattern, text))
        if times:
            found = sorted(self.dice.sample(found, min(times, len(found))), key=lambda one: one.start())
        made: Line = []
        for one in found:
            start, end = one.span()
            words = new(one.group())
            olds = [old for _, old in signs[start:end]]
            made += signs[last:start]
            made += [
                (sign, olds[min(number, len(olds) - 1)] if same and olds else None)
                for number, sign in enumerate(words)
            ]
            last = end
        self.put(made + signs[last:])


def _fresh(line: Line) -> Line:
    return [(sign, -1 - old if old is not None and old >= 0 else old) for sign, old in line]


def _words(one: Retold) -> str:
    return (
        one.dice.choice(re.findall(r"\w+", one.text) or ["x"])
        if one.dice.random() < 0.5
        else said(one.dice, 1, 1)
    )


def _swap(one: Retold) -> None:
    at, to = one.row(), one.row()
    one.lines[at], one.lines[to] = one.lines[to], one.lines[at]


def _swap_next(one: Retold) -> None:
    at = one.row(True)
    one.lines[at : at + 2] = one.lines[at : at + 2][::-1]


def _move(one: Retold) -> None:
    at = one.block(5)
    taken, one.lines[at] = one.lines[at], []
    goal = one.dice.randint(0, len(one.lines))
    one.lines[goal:goal] = taken


def _paste(one: Retold) -> None:
    at, goal = one.block(4), one.row()
    if not at.start - 1 <= goal <= at.stop + 1:
        one.lines[goal:goal] = [_fresh(line) for line in one.lines[at]]


def _paste_and_cut(one: Retold) -> None:
    """A coded line is pasted elsewhere and struck, or struck in part, where it stood."""
    at, goal = one.row(True), one.row()
    line = one.lines[at]
    if abs(at - goal) > 2 and line:
        half = len(line) // 2
        one.lines[at] = one.dice.choice([[], line[:half] + line[-1:], line[half:]])
        one.lines[goal:goal] = [_fresh(line)]


def _near_copy(one: Retold) -> None:
    """A passage goes, and the same with another word is written elsewhere."""
    (start, end), signs = one.passage(), one.signs
    if end:
        taken, rest = _fresh(signs[start:end]), signs[:start] + signs[end:]
        words = [found.span() for found in re.finditer(r"\S+", "".join(sign for sign, _ in taken))]
        first, last = one.dice.choice(words or [(0, 0)])
        taken[first:last] = [(sign, None) for sign in one.dice.choice(_THINGS)]
        spots = [n for n, (sign, _) in enumerate(rest) if sign == " " and abs(n - start) > 40]
        goal = one.dice.choice(spots) if spots else 0
        one.put([*rest[:goal], (" ", None), *taken, *rest[goal:]])


def _drop(one: Retold) -> None:
    start, end = one.passage()
    signs = one.signs
    one.put(signs[:start] + signs[end:])


def _drop_widely(one: Retold) -> None:
    start, end = one.passage()
    signs, wide = one.signs, one.dice.randint(1, 60)
    if end:
        one.put(signs[: max(0, start - wide)] + signs[end + wide :])


def _drop_rows(one: Retold) -> None:
    if len(one.lines) > 8:
        del one.lines[one.block(4)]


def _drop_coded_row(one: Retold) -> None:
    if len(one.lines) > 4:
        del one.lines[one.row(True)]


def _shuffle_some(one: Retold) -> None:
    at = one.block(8)
    part = one.lines[at]
    one.dice.shuffle(part)
    one.lines[at] = part


def _sort(one: Retold) -> None:
    if one.dice.random() < 0.3:
        one.lines.sort(key=lambda line: "".join(sign for sign, _ in line)[:12])


def _wrap(one: Retold) -> None:
    width, at = one.dice.choice([40, 60, 72]), 0
    made: Line = []
    for sign, old in one.signs:
        at = 0 if sign == "\n" else at + 1
        if sign == " " and at > width:
            sign, at = "\n", 0
        made.append((sign, old))
    one.put(made)


def _form_of_signs(one: Retold) -> None:
    how = one.dice.choice(["NFC", "NFD"])
    if how == "NFD":
        one.put([(part, old) for sign, old in one.signs for part in unicodedata.normalize("NFD", sign)])
        return
    made: Line = []
    for sign, old in one.signs:
        if made and len(whole := unicodedata.normalize("NFC", made[-1][0] + sign)) == 1:
            made[-1] = (whole, made[-1][1])
        else:
            made.append((sign, old))
    one.put(made)


def _line_ends(one: Retold) -> None:
    if "\r" in one.text:
        one.sub("\r", lambda _: "")
    else:
        one.sub("\n", lambda _: "\r\n")


def _rename(one: Retold) -> None:
    """A pseudonym, a name or a label is another one throughout."""
    text = one.text
    kinds = (r"⟦[^⟧]*⟧", r"(?m)^[^\W\d][^:|\n]{0,15}(?=: )", r"\b(?:Anna|Tom|Ines|Mrs Okoro)\b")
    found = re.findall(one.dice.choice(kinds), text)
    if found:
        new = one.dice.choice(["⟦x⟧", "⟦a respondent of the second village 2⟧", "Speaker 9", "⟦nurse 31⟧"])
        one.sub(rf"(?<!\w){re.escape(one.dice.choice(found))}(?!\w)", lambda _: new, same=True)


def _renumber(one: Retold) -> None:
    """Rows are counted anew."""
    count = iter(range(1, 10_000))
    one.sub(r"(?m)^\d+(?=\t| \||, |\. )", lambda _: str(next(count)))


def _stamp(one: Retold) -> None:
    """Times before the lines go, or come."""
    if re.search(r"(?m)^\d+:\d\d - ", one.text):
        one.sub(r"(?m)^\d+:\d\d - ", lambda _: "")
    else:
        count = iter(range(100_000))
        one.sub(r"(?m)^(?=.)", lambda _: f"[{next(count):04}] ")


def _column(one: Retold) -> None:
    """A column of a table goes."""
    one.sub(r"(?m)(?:\t| \| |, )(?:yes|no|Came)(?=\t| \||,)", lambda _: "")


def _in_passage(one: Retold) -> None:
    start, end = one.passage()
    if end:
        signs, at = one.signs, one.dice.randrange(start, end)
        size = one.dice.choice([0, 0, 1, 3, 8])
        new: Line = [(sign, None) for sign in one.dice.choice(["", "not ", "e", "(sic) ", _words(one)])]
        one.put(signs[:at] + new + signs[min(end, at + size) :])


HABITS: dict[str, list[Callable[[Retold], None]]] = {
    "a light hand": [
        lambda one: one.sub(r"\w+", lambda _: _words(one), 1),
        lambda one: one.sub(r"(?<=\w)(?=\w)", lambda _: one.dice.choice("aeth"), 2),
        lambda one: one.sub(r"\w+ ", lambda _: "", 2),
        lambda one: one.sub(r"(?<= )(?=\w)", lambda _: _words(one) + " ", 2),
        lambda one: one.sub(r"(?<=[.?!] )\w", str.lower, 3),
        _in_passage,
    ],
    "tidying": [
        _wrap, _form_of_signs, _line_ends, _stamp, _renumber,
        lambda one: one.sub(r"[“”]", lambda _: '"', same=True),
        lambda one: one.sub(" ", lambda _: "\u00a0", 9, same=True),
        lambda one: one.sub(r"\n+", lambda _: "\n\n"),
        lambda one: one.sub(r"[\[(]laughs[\])]", lambda _: "(laughs)", same=True),
        lambda one: one.sub(r" +(?=[.,])|(?<=\w)(?=[,.])", lambda _: " "),
    ],
    "hiding": [
        _rename, _rename, _rename,
        lambda one: one.sub(r"\b(?:clinic|river|bakery)\b", lambda _: "⟦place⟧", same=True),
        lambda one: one.sub(r"⟦[^⟧]*⟧", lambda _: "⟦…⟧", 1),
    ],
    "rearranging": [
        _swap, _swap_next, _swap_next, _move, _shuffle_some, _sort,
        lambda one: one.sub(r"\n", lambda _: " ", 2),
        lambda one: one.sub(r"(?<=[.?!]) ", lambda _: "\n", 2),
    ],
    "copying": [_paste, _paste, _paste_and_cut, _near_copy, _move],
    "cutting": [_drop, _drop_widely, _drop_rows, _drop_coded_row, _column,
        lambda one: one.sub(r"(?m)^.*\n", lambda _: "", 2),
        lambda one: one.sub(r"[^.?!\n]+[.?!] ?", lambda _: "", 2),
    ],
}  # fmt: skip


def retell(dice: Random, text: str, spans: Sequence[Span], count: int) -> tuple[Retold, list[str]]:
    """The text after `count` edits, of one habit or of all, and of which."""
    one = Retold(dice, text, spans)
    habits = list(HABITS) if dice.random() < 0.5 else [dice.choice(list(HABITS))]
    done = dice.choices(habits, k=count)
    for habit in done:
        dice.choice(HABITS[habit])(one)
    return one, done


def _dense(line: Line) -> Line:
    return [sign for sign in line if not sign[0].isspace()]


def _bare(words: str) -> str:
    """Words without white space, capitals, quotation marks, names and labels: an edit of these makes no other words."""
    names = "|".join([r"⟦[^⟧]*⟧", *map(re.escape, _NAMES)])
    words = re.sub(rf"{names}|[“”\"]|^[^:\n]{{1,40}}: ", "", words, flags=re.MULTILINE)
    return "".join(unicodedata.normalize("NFC", words).casefold().split())


def _is_twin(one: Retold, span: Span, found: Span) -> bool:
    """Whether a copy has the 24 signs on both sides as they were: nobody could tell it from the passage."""
    text = one.text
    before, after = (_bare(part) for part in (one.old[: span[0]], one.old[span[1] :]))
    now, then = (_bare(part) for part in (text[: found[0]], text[found[1] :]))
    return now.endswith(before[-24:]) and then.startswith(after[:24])


def judged(one: Retold, span: Span, found: Span | None, verbatim: bool) -> str:
    """right, asked, asked though whole, its only copy, twin, or what is wrong."""
    signs = one.signs
    own = {at for at in range(*span) if not one.old[at].isspace()}
    where = [n for n, (_, old) in enumerate(signs) if old in own]
    left = {signs[n][1] for n in where}
    now = _dense(signs[where[0] : where[-1] + 1]) if where else []
    quote = "".join(unicodedata.normalize("NFC", one.old[slice(*span)]).split())
    whole = (
        left == own
        and {old for _, old in now} == own
        and unicodedata.normalize("NFC", "".join(sign for sign, _ in now)) == quote
    )
    if found is None:
        return "asked though whole" if whole else "asked"
    taken = _dense(signs[slice(*found)])
    words = unicodedata.normalize("NFC", "".join(sign for sign, _ in taken))
    if verbatim and words != quote:
        return "other words"
    hit = {old for _, old in taken} & own
    if not hit or 2 * len(hit) < len(left):
        pasted = {-1 - old for _, old in taken if old is not None and old < 0} & own
        if 2 * len(pasted) >= len(own) and 3 * len(left) <= len(own):
            return "its only copy"
        # the same words but for quotation marks, capitals and names
        if _bare(one.text[slice(*found)]) == _bare(one.old[slice(*span)]) and _is_twin(one, span, found):
            return "twin"
        return "elsewhere" if left else "gone"
    if words == quote:
        return "right"
    slack = 8 + (span[1] - span[0]) // 10
    hits = [n for n, (_, old) in enumerate(taken) if old in own]
    more = {old for n, (_, old) in enumerate(taken) if old is not None and not hits[0] <= n <= hits[-1]}
    near = _dense(signs[max(0, found[0] - slack) : found[0]]) + _dense(signs[found[1] : found[1] + slack])
    less = {old for _, old in near} & own
    return "bounds" if max(len(more), len(less)) > slack else "right"


def retold(
    dice: Random, text: str, spans: Sequence[Span], count: int
) -> list[tuple[Selector, Anchor | Unanchored, str]]:
    """Each passage of a text, what was found of it after `count` edits, and whether that is right."""
    one, _ = retell(dice, text, spans, count)
    wanted = selectors(text, spans)
    return [
        (passage, found, judged(one, passage[:2], *_said(found)))
        for passage, found in zip(wanted, anchor_all(one.text, wanted), strict=True)
    ]


def _said(found: Anchor | Unanchored) -> tuple[Span | None, bool]:
    """Where it is, and whether it was said that the words are the same."""
    if isinstance(found, Unanchored):
        return None, False
    return (found.start, found.end), found.state in ("held", "moved")

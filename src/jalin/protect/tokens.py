"""The words of a text with their places, and the runs of capitalised ones that may be names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from jalin.protect.words import Kind, Vocabulary, listed_words

# letters, with ' or - within, and a word that goes on after a hyphen at the end of a line
_TOKEN = re.compile(
    r"(?:[^\W\d_]|(?<=[^\W\d_])[015](?=[^\W\d_])|[15](?=[^\W\d_]{3}))+(?:(?:['-]|-\n(?=[a-z]))[^\W\d_]+)*"
)
_CLITIC = re.compile(
    r"(?:-(?:nya|na|mah|teh|ku|mu|lah|kah|pun|e)|'s|(?<=[a-z]{3})(?:nya|kah|lah|pun)|(?<=[a-z]{3})[km]u|(?<=[a-z]{4})na)$"
)
_DASHED = re.compile(r"([A-Z]\w+)-([a-z]+)")
_SHORTENED = re.compile(r"[A-Z]{2,}[a-z]")
_MIXED, _PREFIXED = (
    re.compile(r"[a-z][A-Z]"),
    re.compile(r"(?:Mc|Mac|De|Di|La|Le|Van|Fitz|Da|O|Ni|Jo|Mar)[A-Z]"),
)
PARTICLES = listed_words("particles")
# nicknames begin with these: Fat Tony, Two Bears
NICK = listed_words("nick")
# what is written short before a name, with a full stop
SHORT = listed_words("short")
# what stands between a word and the next that goes with it, and after what is written short
_GAP = frozenset([" ", "  ", "   "])
_GAP_AFTER_SHORT = _GAP | {".", ". ", ".  ", ".   "}
# after these a sentence begins, and its first word is written with a capital
_OPENS = re.compile(r"(?:^|[\n.?!:;\"(\[|·…]|- )\s*(?:[\"'(\[]\s*)?$")


@dataclass(slots=True)
class Token:
    """A word of a text: `word` is without what hangs on it, as in Asep-nya, `small` the same in small letters; `end` is where that begins."""

    word: str
    small: str
    start: int
    end: int
    kind: Kind
    # how its letters are written, and whether nothing but a space stands between it and the word before
    case: str
    joined: bool


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at `at`."""
    return _OPENS.search(text[max(0, at - 6) : at]) is not None


def _case(word: str) -> str:
    if not word[0].isupper():
        # al-Fictawi, and 5utarjo, whose first letter is a digit that looks like one
        inside = word.rpartition("-")[2]
        prefixed = word[:3] in ("al-", "el-") and inside[:1].isupper()
        return "capital" if prefixed or word[0].isdigit() else "small"
    if len(word) == 1:
        return "letter"
    # CEOnya is an abbreviation, too
    if word.isupper() or _SHORTENED.match(word):
        return "capitals"
    # SaaS, FarmOS and IoT, not McAteer, DeShawn or O'Brien
    return "small" if _MIXED.search(word) and not _PREFIXED.match(word) else "capital"


def _hangs(whole: str, clitic: re.Match[str], words: Vocabulary) -> bool:
    """Whether what looks as if it hung on a word does: Calonna, and not Ratna."""
    if clitic.group() == "'s":
        # it's and McDonald's are one word, Mason's is Mason
        return words.kind(whole) not in ("stop", "known")
    kind, alone = words.kind(whole), words.kind(whole[: clitic.start()])
    dashed = clitic.group()[0] in "-'"
    if (
        kind == "word"
        and not words.uses(whole)
        and (dashed or clitic.group() in ("ku", "mu") or words.is_derived(whole))
    ):
        # Bambangnya, Siti-nya, of which a stemmer makes a word
        return alone == "name"
    # Sitiku, and no word in -ku or -mu
    known = dashed or (alone == "name" if clitic.group() in ("ku", "mu") else alone != "unknown")
    return kind == "unknown" and known


def tokens_of(
    text: str, words: Vocabulary, language: str = "", spans: Iterable[tuple[int, int]] | None = None
) -> list[Token]:
    """The words of normalised `text` in `language`, in order; only of its `spans` of whole lines where they are given."""
    found: list[Token] = []
    forms = words.forms.setdefault(language == "en", {})
    end, short = 0, False
    for match in chain.from_iterable(
        _TOKEN.finditer(text, *span) for span in ([(0, len(text))] if spans is None else spans)
    ):
        whole = match.group()
        if whole not in forms:
            forms[whole] = _form(whole, words, language)
        word, small, written, kind, case = forms[whole]
        start = match.start()
        joined = bool(found) and text[end:start] in (_GAP_AFTER_SHORT if short else _GAP)
        last = start + written
        if case == "letter" and text[last : last + 1] == ".":
            case = "initial"
        found.append(Token(word, small, start, last, kind, case, joined))
        end, short = match.end(), case == "initial" or small in SHORT
    return found


def _form(whole: str, words: Vocabulary, language: str) -> tuple[str, str, int, Kind, str]:
    """What is known of a word wherever it stands: without what hangs on it, in small letters, its length as written, its kind and case."""
    clitic = _CLITIC.search(whole)
    written = whole[: clitic.start()] if clitic and _hangs(whole, clitic, words) else whole
    dashed = _DASHED.fullmatch(written)
    if (
        dashed is not None
        and (language != "en" or len(dashed[2]) > 4 or words.kind(dashed[2], language) == "stop")
        and words.kind(dashed[2], language) in ("stop", "word")
        and words.kind(dashed[1], language) in ("name", "both", "known")
    ):
        # Ken-that had done it, where a dash is meant
        written = dashed[1]
    word = written.replace("-\n", "")
    return word, word.casefold(), len(written), words.kind(word, language), _case(word)


def _shouted(token: Token) -> bool:
    """Whether a word is in capitals and too long for an abbreviation."""
    return token.case == "capitals" and len(token.word) > 3


def runs_of(tokens: list[Token]) -> list[list[int]]:
    """The runs of capitalised words, as their numbers; a particle such as bin or van may stand within."""
    runs: list[list[int]] = []
    run: list[int] = []
    for number, token in enumerate(tokens):
        if run and not token.joined:
            runs.append(run)
            run = []
        # Kepala Desa SUPARMAN HADI
        if run and (
            _shouted(token)
            if tokens[run[-1]].case == "capital"
            else _shouted(tokens[run[-1]]) and token.case == "capital"
        ):
            runs.append(run)
            run = []
        if token.case != "small" or (run and token.small in PARTICLES):
            run.append(number)
        elif run:
            runs.append(run)
            run = []
    if run:
        runs.append(run)
    for run in runs:
        while run and tokens[run[-1]].case == "small":
            run.pop()
    return runs

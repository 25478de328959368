"""What may name somebody though no rule says so: a net below the rules, of which all that it finds is asked about.

Each mesh is a place where people stand: after a form of address, within a sentence with a capital, before what
only people do, beside a name, in a nickname, as the initials of somebody who is named.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from string import ascii_lowercase

from jalin.protect.addressed import addresses
from jalin.protect.candidate import NOBODY
from jalin.protect.cues import (
    AND,
    AND_BEFORE,
    ASIDE,
    BEFORE,
    INTRODUCED,
    PERSON,
    ends_field,
    introduced,
    labelled,
    tells,
)
from jalin.protect.hits import Hit
from jalin.protect.likeness import POSSIBLE, likeness
from jalin.protect.reading import Reading
from jalin.protect.runs import may_be_called
from jalin.protect.somebody import appositive, before_who, does, following, said_of, says
from jalin.protect.titles import SHORTEST
from jalin.protect.tokens import NICK, Token, opens_sentence
from jalin.protect.words import ADDRESSES, HONORIFICS, UNSURE, Vocabulary, either, listed_words

_STOP = listed_words("stop")
# forms of address that are hardly kin: ibu senam is somebody's exercise
_SPOKEN = listed_words("honorifics") - listed_words("offices")
# a word in small letters that no dictionary has is somebody after these
_WHO = re.compile(
    rf"(?<!\w)(?i:{either('tells')})(?: aja| saja| dulu)? (?:ke|kepada|sama|pada) (?=(?P<z>[a-z]{{3,20}})(?![\w-]))|(?<!\w)(?i:{HONORIFICS}|{either('small_before')}|(?:my|our|her|his) (?:{either('mine')})|(?:{either('mine_here')})(?:ku| saya| gue))\.? (?=(?P<x>[a-z]{{2,20}})(?![\w-]))|(?<![\w,.])(?P<w>[a-z]{{3,20}})(?= (?:{either('small_after')})\b)|(?<!\w)(?i:its|it's|this is|ini) (?P<y>[a-z]{{3,20}})(?= (?:from|here|speaking|calling|yang|dari)\b)|(?<!\w)(?i:name(?:'s| is| was)|nama(?:ku| saya| aku| gue| gua| gw| (?:{either('whose_name')})(?:nya|ku)?)(?: adalah| itu|:)?) (?=(?P<n>[a-z]{{3,20}})(?![\w-]))"
)
# my name is wei ling: whoever is named in small letters goes on
_MORE = re.compile(r" (?P<x>[a-z]{2,20})(?![\w-])")
# what stands before a name with a capital where a mark is missing
_NOT_BEFORE = ADDRESSES | listed_words("not_before")
# the label of a line, as chats have it, and a handle
_LABEL = re.compile(
    r"(?m)^(?:[\[(\d][^\n\])>:]{0,12}(?::\d\d){0,2}[\])]?(?: -|,)? ?)?<?(?P<x>[A-Za-z][a-z][\w.]{1,24})(?:>|: )"
)
# [17/02 08.14] Rina Tetangga: and who writes in a chat
_CHAT = re.compile(r"(?m)^\[?\d[\d/.,: -]{3,20}\]?(?: -)? (?P<x>[A-Z][\w']{1,20}(?: [A-Z][\w']{0,20}){0,3}):")
# of which one stands wherever that matches, a word in small letters
CUES = frozenset(
    word.split()[0]
    for name in ("honorifics", "small_before", "small_after", "tells")
    for word in listed_words(name)
).union(
    (word + end for word in listed_words("mine_here") for end in ("", "ku")),
    ["n", "name", "nama", "namaku", "my", "our", "her", "his", "its", "it's", "this", "ini"],
)  # fmt: skip
_SMALL = re.compile(r"[a-z][a-z']*")
# a letter with none beside it, which all that is told by letters has
LONE = re.compile(r"(?<![^\W\d_])[A-Za-z](?![^\W\d_])")
# a letter alone, and what stands before who has no other name: Bu S, let's call her M., one girl, J, stopped
_LETTER = re.compile(r"[A-HJ-Z](?<!\w.)(?![\w'-]|\.? ?[A-Z])")
_BEFORE_LETTER = re.compile(
    rf"(?i)(?<!\w)(?:(?:{HONORIFICS}|{UNSURE})\.?|(?:call(?:ed)?|named)(?: (?:me|her|him|them))?|(?:sebut|panggil)(?: saja| aja)?(?: dia| ia| beliau| saya| aku)?|(?:ber)?inisial(?:nya)?|(?:{either('someone')}),) $"
)
# S u m i n a h; N, U, R, D, I, N, and no word that is drawn out: m a n t a p
_SPACED = re.compile(r"(?<![\w'.-])[A-Za-z](?:(?: |, ?|\. ?| - )[A-Za-z]){3,24}(?![\w'-])")
# her initials are p.k.
_SMALL_INITIALS = re.compile(
    r"(?<!\w)(?:initials?|inisial(?:nya)?)(?: are| is| were| was| adalah| itu)?:? (?P<x>[a-z](?:(?:\. ?| )[a-z]){1,2})(?!\w)"
)
# R.S., umur 16; MR (17), of which the degrees and countries are none
_INITIALS = re.compile(r"[A-Z](?<![\w.].)(?:\. ?(?:O')?[A-Z]){1,3}(?=\.(?! ?[A-Z]))")
_AGED = re.compile(r"[A-Z]{2,3}(?<!\w..)(?<!\w...)(?= \(\d\d\))")
_NO_INITIALS = frozenset(["SE", "SH", "ST", "SP", "SS", "SI", "MM", "MH", "MT", "MA", "MD", "BA", "BC", "US", "UK", "UN", "EU", "DC", "LA", "AD", "PS", "PT", "PO", "NB", "RI", "CV", "TV"])  # fmt: skip
_BEFORE_AND, _AFTER_AND = re.compile(r"([A-Z][a-z]+) and $"), re.compile(r" and ([A-Z][a-z]+)")
# whom a speaker turns to, and goes on with a capital in what a program wrote down
_CALLED = listed_words("called")
_PARTS = re.compile(r"[A-Z][a-z]+")
# what begins a sentence of English, and is no name by its ending
_NO_NAME = re.compile(r"[a-z]+(?:ly|ing|ed|ness|ment|tion|ity|ers)")


OWNS = re.compile(r"(?<!s)'s [a-z]")
_WOULD = re.compile(
    rf" (?:would|could|should|had|has|never|[a-z]{{2,6}}n't|(?:is|was) (?:off|ill|sick|late|away|there|here|out|back|home|gone|dead|[a-z]{{3,12}}ing))(?!\w)|'s (?:{either('kin_english')})\b"
)


def acts(text: str, at: int, words: Vocabulary) -> bool:
    """Whether what people do, or are, stands at `at`."""
    return (
        says(text, at)
        or does(text, at, words)
        or said_of(text, at, words)
        or ASIDE.match(text, at) is not None
    )


def would(text: str, at: int) -> bool:
    """Whether what stands at `at` goes with a name and hardly with the word that a name is besides: Will would, Ruby's mum."""
    return _WOULD.match(text, at) is not None


def _sells(text: str, at: int, words: Vocabulary) -> bool:
    """Whether an English verb stands at `at` as it does after he or she."""
    verb = following(text, at)
    return verb.isalpha() and verb.islower() and verb[-1] == "s" and words.is_english(verb[:-1])


def perhaps(reading: Reading, found: Collection[Hit], known: Iterable[tuple[int, int]] = ()) -> Iterator[Hit]:
    """What may be somebody besides the names that were `found` in a text, and places and figures that are `known` to all."""
    taken, idle = bytearray(len(reading.text) + 2), bytearray(len(reading.text))
    for hit in found:
        taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
    for start, end in known:
        idle[start:end] = b"\x01" * (end - start)
    initials = {
        "".join(part[0] for part in parts)
        for hit in found
        if 1 < len(parts := re.findall(r"[^\W\d_]+", hit.original)) < 4
    }
    before: Token | None = None
    within = False
    for token in reading.tokens:
        beside, before = (before if token.joined else None), token
        if token.case == "small" and token.word == token.small:
            within = False
            continue
        # the name of an office or an institution goes on
        kind = reading.kind(token)
        within = token.case == "capital" and (kind in ("office", "body") or (within and beside is not None))
        if (
            token.small in reading.kept
            or token.small in reading.words.not_names
            or any(taken[token.start : token.end])
            or idle[token.start]
            or (within and kind == "word")
            or len(token.word) < 2
            or (len(token.word) == 2 and reading.language != "en" and not _two_letters(reading, token, kind))
        ):
            continue
        if (
            _capital(reading, token, beside, taken)
            if token.case == "capital"
            else _other(reading, token, beside, initials, taken)
        ):
            start = token.start
            if beside is not None and beside.small in NICK and beside.case == "capital":
                start = beside.start
            if beside is not None and (_begins(reading, beside) or beside.case == "initial"):
                start = beside.start
            if beside is not None and beside.small == "the" and taken[max(0, beside.start - 2)]:
                start = beside.start
            yield Hit("name", start, token.end, reading.text[start : token.end])
    for start, end in told_small(reading.text, reading.words, reading.language):
        yield Hit("name", start, end, reading.text[start:end])


def _two_letters(reading: Reading, token: Token, kind: str) -> bool:
    """Whether two letters within a sentence may be somebody: Bo and Yu, not Rp and Km."""
    vowel = not set("aiueoy").isdisjoint(token.small)
    return kind == "unknown" and vowel and not opens_sentence(reading.text, token.start)


def _begins(reading: Reading, token: Token) -> bool:
    """Whether a word that opens a sentence may be the first of two names though a dictionary has it: Naftali Kobak."""
    words = reading.words
    return (
        token.case == "capital"
        and reading.language != "en"
        and reading.kind(token) == "word"
        and not (words.uses(token.word) or words.is_derived(token.word))
        and opens_sentence(reading.text, token.start)
    )


def in_capitals(token: Token, kind: str) -> bool:
    """Whether a word in capitals may be a name as a heading has it, or somebody's initials."""
    if kind in ("stop", "office", "body", "known") or token.case != "capitals":
        return False
    return len(token.word) < SHORTEST or (
        kind == "unknown" and len(token.word) > SHORTEST and likeness(token.small) > POSSIBLE
    )


def of_two(token: Token, words: Vocabulary) -> bool:
    """Whether a word with a capital within is made of names: JoAnn, XiaoMing."""
    parts = _PARTS.findall(token.word) if token.case == "small" and token.word != token.small else []
    return len(parts) > 1 and all(map(words.may_name, parts))


def _may_be_small(word: str, addressed: bool, words: Vocabulary, language: str) -> bool:
    """Whether a word in small letters may be somebody where people stand, `addressed` after pak and the like."""
    if words.names_no_one(word):
        return False
    if addressed and word in ADDRESSES:
        # bu ning
        return words.may_name(word)
    kind = words.kind(word, language)
    if kind in ("stop", "known") or words.may_name(word) or len(word) < 3:
        # tanya fitri
        return kind != "stop" and words.may_name(word)
    if language == "en":
        return not words.is_english(word)
    # mbak sasa, a rare word that nobody here uses as one
    rare = addressed and kind == "word" and not words.uses(word)
    return not words.is_derived(word) and (rare or not words.in_dictionary(word))


def told_small(
    text: str, words: Vocabulary, language: str, cued: bool | None = None, lone: bool | None = None
) -> Iterator[tuple[int, int]]:
    """Where words in small letters that no dictionary has stand after what a person stands after: kata asmuni; and letters alone.

    `cued`, `lone`: whether one of `CUES`, and a letter that is `LONE`, stand in the text, where that is known.
    """
    if cued is None:
        cued = not CUES.isdisjoint(_SMALL.findall(text.casefold()))
    if lone is None:
        lone = LONE.search(text) is not None
    for match in _WHO.finditer(text) if cued else ():
        part = match.lastgroup or "x"
        addressed = part == "x" and match.group().partition(" ")[0].strip(".") in _SPOKEN
        # fitri nanya, whom a holiday is called as
        speaks = part == "w" and words.may_name(match[part])
        if speaks or _may_be_small(match[part], addressed, words, language):
            start, end = match.span(part)
            while part == "n" and (more := _MORE.match(text, end)) and _may_be_small(more["x"], False, words, language):  # fmt: skip
                end = more.end()
            yield start, end
    for match in _LETTER.finditer(text) if lone else ():
        if _BEFORE_LETTER.search(text[max(0, match.start() - 24) : match.start()]):
            yield match.span()
    for match in _INITIALS.finditer(text) if lone else ():
        if re.sub(r"\W", "", match.group()) not in _NO_INITIALS:
            yield match.span()
    for match in _SMALL_INITIALS.finditer(text) if lone else ():
        yield match.span("x")
    for match in _AGED.finditer(text) if " (" in text else ():
        yield match.span()
    for match in _SPACED.finditer(text) if lone else ():
        word = re.sub(r"\W", "", match.group()).casefold()
        if not words.in_dictionary(word) and len(set(word) - set("abcd")) > 2 and word not in ascii_lowercase:
            yield match.span()
    # a label ends with one of these
    if ":" not in text and ">" not in text:
        return
    for match in _CHAT.finditer(text):
        if not all(words.names_no_one(part) or words.is_heading(part) for part in match["x"].split()):
            yield match.span("x")
    for match in _LABEL.finditer(text):
        if not words.in_dictionary(match["x"]) and not words.is_heading(match["x"]):
            yield match.span("x")


def _other(
    reading: Reading, token: Token, beside: Token | None, initials: Collection[str], taken: bytearray
) -> bool:
    """Whether a word that is not written with a capital and small letters may be somebody."""
    if token.case == "capitals":
        short = len(token.word) < SHORTEST
        if beside is not None and beside.case == "capitals" and taken[beside.start] and not short:
            # THANDEKA ZULU
            return reading.kind(token) not in ("stop", "office", "body")
        return in_capitals(token, reading.kind(token)) and (
            not short or token.word in initials or _in_row(reading, token)
        )
    return of_two(token, reading.words)


def _in_row(reading: Reading, token: Token) -> bool:
    """Whether two capitals stand beside a name: Bongo and JJ."""
    before, after = reading.text[max(0, token.start - 24) : token.start], reading.text[token.end :][:24]
    name = _BEFORE_AND.search(before) or _AFTER_AND.match(after)
    return (
        reading.language == "en"
        and name is not None
        and reading.words.kind(name[1], "en") in ("name", "both")
    )


def _in_a_row(text: str, token: Token, taken: bytearray) -> bool:
    """Whether a capital and a name stand beside a word, with and between: Ikhlas dan Jujur Pribadi, of which one was found."""
    after = AND.match(text, token.end)
    if after is not None and after.group() != ", " and taken[after.end()]:
        return True
    before = AND_BEFORE.search(text, max(0, token.start - 12), token.start)
    return (
        before is not None
        and before.group() != ", "
        and bool(before.start())
        and bool(taken[before.start() - 1])
    )


def _capital(reading: Reading, token: Token, beside: Token | None, taken: bytearray) -> bool:
    words, kind, text = reading.words, reading.kind(token), reading.text
    may, used = words.may_name(token.word), words.uses(token.word) or words.is_derived(token.word)
    before_name = (
        bool(taken[token.end + 1]) and re.match(r" [A-Z]", text[token.end : token.end + 2]) is not None
    )
    if beside is not None and beside.case != "small" and addresses(beside, reading.language):
        # Om Bertus, Auntie Mei; Auntie Bibi, which is an aunt elsewhere
        abroad = reading.language == "en" and not words.is_english(token.word)
        return abroad or (
            kind not in ("office", "body")
            and (kind != "stop" or may or token.small not in _STOP or beside.small not in _CALLED)
        )
    if beside is not None and beside.small == "the" and taken[max(0, beside.start - 2)]:
        # Jimmy the Greek
        return kind != "office"
    if beside is not None and taken[beside.start]:
        # Zahra Aulia Putri; Amira Said; Tan Siok Lan
        named = kind == "stop" and token.small not in _NOT_BEFORE
        named = named and (reading.kind(beside) == "name" or not words.uses(token.word))
        return kind not in NOBODY or may or named
    if beside is not None and beside.small in NICK and beside.case == "capital" and reading.language == "en":
        return kind not in ("stop", "office", "body") or may
    # the full stop of A. Gani ends nothing
    if beside is not None and beside.case == "initial" and text[beside.start - 1 : beside.start] == " ":
        return not opens_sentence(text, beside.start) and (
            may or (kind != "stop" and not used and token.small[-3:] != "nya")
        )
    if kind == "word" and not words.is_derived(token.word) and _in_a_row(text, token, taken):
        return True
    told = introduced(text, token.start) or labelled(text, token.start)
    if told and not used and (may or kind not in NOBODY) and ends_field(text, token.end):
        # Saksi: Kasih
        return True
    if (
        kind == "word"
        and not used
        and appositive(reading, token.end, text[max(0, token.start - BEFORE) : token.start])
    ):
        return True
    opens = opens_sentence(text, token.start)
    if kind == "stop" and not may and before_name and (not opens or told):
        # Ari Wibisono; Nama: Lalu Wirasakti
        return len(token.word) > 2 and token.small not in _NOT_BEFORE
    if opens:
        # Lie Tjeng Hoat, which begins with an English word
        if before_name and _begins(reading, token) and not words.is_indonesian(token.word):
            return True
        if (may or not used) and (before_who(text, token.end) or would(text, token.end)):
            # Angel in payroll; Will would; Ruby's mum
            return True
        if token.small in NICK and reading.language == "en" and before_name:
            return True
        if before_name and reading.language == "en":
            # Comrade Bongani
            return not used and kind not in NOBODY and _NO_NAME.fullmatch(token.small) is None
        if kind == "unknown" and len(token.word) == 2 and text.startswith((",", " and "), token.end):
            return True
        if kind == "word" and not used and OWNS.match(text, token.end):
            # Spud's van
            return True
        if kind == "unknown" and reading.language == "en" and _sells(text, token.end, words):
            return True
        if not (does if used and may else acts)(text, token.end, words) or (used and not may):
            return False
        if kind == "stop" and used and reading.language != "en":
            # Ada yang pulang
            return False
        return may if kind in NOBODY else _NO_NAME.fullmatch(token.small) is None
    if kind in NOBODY:
        before = text[max(0, token.start - BEFORE) : token.start]
        # an address heads a label, and stands before a name or an office: dipanggil Pak Kades
        called = token.small in ADDRESSES and not re.match(r":| [A-Z]", text[token.end : token.end + 2])
        named = kind == "known" or (kind == "stop" and may and token.small not in ADDRESSES)
        if (named and tells(before, PERSON, INTRODUCED)) or (called and tells(before, PERSON)):
            # Everyone calls me Pip, we named him River; dipanggil Acil
            return True
        here = kind == "stop" and reading.language != "en" and token.small not in _NOT_BEFORE
        if here and does(text, token.end, words):
            # lalu Kasih pulang
            return True
        # we waited for Bill to pay
        paid = may and text.endswith("for ", 0, token.start) and text.startswith(" to ", token.end)
        return paid or may_be_called(reading, token)
    return not used

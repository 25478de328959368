"""Names in a run of capitalised words: what its words are, one by one and together, and what stands around them."""

import re
from collections.abc import Iterator

from jalin.protect.candidate import NOBODY, acts, part_of
from jalin.protect.cues import ACCUSED, AND, AND_BEFORE, BEFORE, MET, THING, WHEN, WHERE, introduced, tells
from jalin.protect.reading import Found, Reading
from jalin.protect.rules import MONTHS
from jalin.protect.somebody import says
from jalin.protect.titles import SHORTEST
from jalin.protect.together import people
from jalin.protect.tokens import NICK, PARTICLES, Token, opens_sentence
from jalin.protect.words import ADDRESSES, listed_words

# a given name of two syllables, as Korean ones are written
_SYLLABLES = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{2,6}")
_MONTH = re.compile(MONTHS)
_BALI, _JOINS, _SURE = listed_words("bali"), listed_words("joins"), listed_words("honorifics")


def names_of(reading: Reading, run: list[int]) -> Iterator[Found]:
    """The names in a run of capitalised words, parted by those that name nobody."""
    parts: list[Token] = []
    # what stands before: an office or what is said of it, or the first word of an institution's name
    office = body = False
    mixed = any(reading.tokens[number].case == "capital" for number in run)
    text = reading.text
    for number in run:
        token = reading.tokens[number]
        kind = reading.kind(token)
        following = reading.tokens[number + 1] if number != run[-1] else None
        if parts and text.startswith("'s ", parts[-1].end):
            # Coley's Future Farmers
            yield from people(reading, parts, office, body)
            parts, office, body = [], False, False
        if token.case == "letter" and (token.small == "i" or not parts):
            # A and I stand alone, I Wayan is a name
            if token.small == "i" and following is not None and following.small in _BALI:
                parts.append(token)
        elif (
            following is not None
            and (token.small, following.small) != ("sang", "saka")
            and (
                (token.small == "anak" and following.small == "agung")
                or (
                    token.small in ("sang", "lalu", "si")
                    and following.small in _BALI
                    and following.case == "capital"
                )
            )
        ):
            parts.append(token)
        elif token.case == "capitals" and mixed:
            # nor is an abbreviation part of a name
            yield from people(reading, parts, office, body)
            parts, body = [], False
            if (
                kind == "unknown"
                and len(token.word) < SHORTEST
                and tells(text[max(0, token.start - BEFORE) : token.start], ACCUSED)
            ):
                yield [token], False
        elif _goes_on(reading, parts, token, following) and not body:
            parts.append(token)
        elif kind in ("stop", "office", "known", "body"):
            yield from people(
                reading, parts, office, body or (kind == "body" and reading.words.is_english(token.word))
            )
            office = kind == "office" or (office and kind == "body")
            body = kind == "body" or (body and (kind == "known" or token.small in reading.kept))
            parts = []
            if (
                may_be_called(reading, token)
                and (not opens_sentence(text, token.start) or acts(reading, token))
                and all(reading.kind(reading.tokens[other]) == "stop" for other in run if other != number)
            ):
                # so Will had to; I told Will
                met = tells(text[max(0, token.start - BEFORE) : token.start], MET)
                yield [token], met and kind in ("stop", "known") and following is None
            elif (
                len(run) == 1
                and kind == "known"
                and reading.language == "en"
                and reading.words.may_name(token.word)
                and says(text, token.end)
            ):
                # Christian was made to apologise
                yield [token], False
        else:
            parts.append(token)
    yield from people(reading, parts, office, body)


def _goes_on(reading: Reading, parts: list[Token], token: Token, following: Token | None) -> bool:
    """Whether a word that is no name alone belongs to one here: April Summers, Siti Maryam, Frank Bishop, Van der Berg."""
    kind = reading.kind(token)
    if token.small in PARTICLES and kind != "name":
        return bool(parts) or (token.case != "small" and following is not None)
    if token.small in reading.kept:
        # Sara, who is kept, and Sara Mannheimer; after a name whatever it is: Mannheimer
        if parts and token.kind == "unknown":
            return part_of(reading, parts[-1]) == "name"
        near = [*parts[-1:], *([following] if following else [])]
        named = any(
            one.case == "capital" and reading.kind(one) in ("name", "both", "unknown") for one in near
        )
        return named and token.kind in ("name", "both")
    if kind in ("body", "office") and following is not None and _SYLLABLES.fullmatch(following.word):
        # Park Ji-hoon
        return True
    if token.small in NICK and kind != "stop" and following is not None and reading.language == "en":
        # Fat Tony, Big Col
        return reading.kind(following) in ("name", "both", "unknown")
    if kind == "stop" and parts and following is not None and len(token.word) < SHORTEST:
        # Tan Kok Beng, and no Kemarin Pak Beng
        kinds = {reading.kind(following), part_of(reading, parts[-1])}
        address = token.small in _SURE and reading.language != "en"
        return not address and token.small not in _JOINS and kinds <= {"name", "both", "unknown"}
    if len(parts) > 1 and parts[-1].small in ("bin", "binti", "bint", "ibn"):
        # Amina bint Said
        return True
    if kind == "known" and parts and following is None and reading.words.is_surname(token.word):
        # Gerald Ford
        before = reading.text[max(0, parts[0].start - BEFORE) : parts[0].start]
        return part_of(reading, parts[-1]) == "name" and not tells(before, WHERE)
    if kind in NOBODY and reading.words.may_name(token.word):
        if introduced(reading.text, token.start):
            return True
        beside = following is not None and reading.kind(following) in ("name", "unknown", "surname", "both")
        return beside or (
            bool(parts) and (kind == "known" or part_of(reading, parts[-1]) in ("name", "both"))
        )
    named = bool(parts) and part_of(reading, parts[-1]) in ("name", "both", "unknown")
    return kind in ("body", "office") and named and reading.words.is_surname(token.word)


def may_be_called(reading: Reading, token: Token) -> bool:
    """Whether somebody may be called a word that names nobody by itself, where it stands as no month or country does."""
    text, kind = reading.text, reading.kind(token)
    if (
        token.case != "capital"
        or kind not in ("stop", "known", "office", *(["body"] if reading.language == "en" else []))
        or not reading.words.may_name(token.word)
    ):
        return False
    # a grandmother, and in English a name: I went with Ade
    if (token.small in ADDRESSES and reading.language != "en") or token.small in reading.kept:
        return False
    before = text[max(0, token.start - 16) : token.start]
    if kind in ("office", "body") and (reading.language != "en" or tells(before, THING)):
        return False
    row = AND.match(text, token.end) or AND_BEFORE.search(before)
    return (
        (kind in ("stop", "office", "body") or reading.language == "en" or row is not None)
        and (WHEN.search(before) is None or (kind == "stop" and _MONTH.fullmatch(token.small) is None))
        and not text[token.end : token.end + 2].strip(" ,").isdigit()
    )

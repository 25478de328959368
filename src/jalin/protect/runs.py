"""Names in a run of capitalised words: what its words are, one by one and together, and what stands around them."""

import re
from collections.abc import Iterator

from jalin.protect.cues import (
    ACCUSED,
    AND,
    AND_BEFORE,
    APPOSED,
    BEFORE,
    INTRODUCED,
    KIN,
    LABELLED,
    MET,
    NAMED_AFTER,
    ONE_PLACE,
    THING,
    TOLD,
    WHEN,
    WHERE,
    introduced,
    tells,
)
from jalin.protect.likeness import LIKELY, likeness
from jalin.protect.reading import Found, Reading
from jalin.protect.somebody import appositive, does, is_somebody, looks_like_one
from jalin.protect.titles import SHORTEST
from jalin.protect.tokens import NICK, PARTICLES, Token, opens_sentence
from jalin.protect.words import ADDRESSES, listed_words

_BALI = frozenset(
    "gde ayu wayan made nyoman ketut gusti gede putu kadek komang dewa ngurah nengah luh wy nym".split()  # noqa: SIM905
)
_SAYS = listed_words("says")
_CAME = frozenset("came left told went said says asked".split())  # noqa: SIM905
# what a word is that names nobody, and may still be somebody's: May, Bill, Victoria, Bishop
_NOBODY = ("stop", "known", "office", "body")
# the first word of a place's name
_PLACE_BEGINS = frozenset(
    "camp fort lake river hurricane storm cyclone typhoon isle loch bay valley mount mt port north south east upper lower new san santa los el las saint st".split()  # noqa: SIM905
)


# rare family names that nearly always end a name of a place
_NO_SURNAMES = frozenset("high street church college court school middle hospital prison lodge".split())  # noqa: SIM905
_TOWNS = listed_words("places_and_names")
# what stands after a thing that is called after somebody
_THING_AFTER = re.compile(
    r" (?:\d{1,3}(?![\w.):])|(?:and|&) (?:Sons|Co|Bros)\b|(?!does|act|way|plan|bank|court|post|times|press|house|hall|park|field|service|services|farm|farms|drive|will|bill|state|states|market|mine|ward|notes)(?P<word>[a-z]+)\b)"
)
_JOINS = frozenset("dan and or the of di ke of in to at on by for".split())  # noqa: SIM905
_INITIALS = re.compile(
    r"(?i)(?<!\w)(?:ber|di)?inisial(?:kan|nya)?(?: korban| pelaku)?:? $|(?<!\w)initials?(?: were| was| are| is|:)? $"
)
_GIVEN_TOO = re.compile(r" (?:and|dan|sama) ([A-Z][a-z]+)")
_GIVEN = re.compile(r", ([A-Z][a-z]+)")


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
            yield from _people(reading, parts, office, body)
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
            yield from _people(reading, parts, office, body)
            parts, body = [], False
            if (
                kind == "unknown"
                and len(token.word) < SHORTEST
                and tells(ACCUSED, text[max(0, token.start - BEFORE) : token.start])
            ):
                yield [token], False
        elif _goes_on(reading, parts, token, following) and not body:
            parts.append(token)
        elif kind in ("stop", "office", "known", "body"):
            yield from _people(
                reading, parts, office, body or (kind == "body" and reading.words.is_english(token.word))
            )
            office = kind == "office" or (office and kind == "body")
            body = kind == "body" or (body and kind == "known")
            parts = []
            if (
                may_be_called(reading, token)
                and (not opens_sentence(text, token.start) or _acts(reading, token))
                and all(reading.kind(reading.tokens[other]) == "stop" for other in run if other != number)
            ):
                # so Will had to; I told Will
                met = tells(MET, text[max(0, token.start - BEFORE) : token.start])
                yield [token], met is not None and kind in ("stop", "known") and following is None
            elif len(run) == 1 and kind == "known" and reading.language == "en":
                # Christian was made to apologise
                after = text[token.end : token.end + 14].split()
                if reading.words.may_name(token.word) and after and after[0] in _SAYS:
                    yield [token], False
        else:
            parts.append(token)
    yield from _people(reading, parts, office, body)


def _goes_on(reading: Reading, parts: list[Token], token: Token, following: Token | None) -> bool:
    """Whether a word that is no name alone belongs to one here: April Summers, Siti Maryam, Frank Bishop, Van der Berg."""
    kind = reading.kind(token)
    if token.small in PARTICLES and kind != "name":
        return bool(parts) or (token.case != "small" and following is not None)
    if token.small in reading.kept:
        return False
    if token.small in NICK and kind != "stop" and following is not None and reading.language == "en":
        # Fat Tony, Big Col
        return reading.kind(following) in ("name", "both", "unknown")
    if kind == "stop" and parts and following is not None and len(token.word) < SHORTEST:
        # Tan Kok Beng
        kinds = {reading.kind(following), _part(reading, parts[-1])}
        return token.small not in _JOINS and kinds <= {"name", "both", "unknown"}
    if len(parts) > 1 and parts[-1].small in ("bin", "binti", "bint", "ibn"):
        # Amina bint Said
        return True
    if kind == "known" and parts and following is None and reading.words.is_surname(token.word):
        # Gerald Ford
        before = reading.text[max(0, parts[0].start - BEFORE) : parts[0].start]
        return _part(reading, parts[-1]) == "name" and not tells(WHERE, before)
    if kind in _NOBODY and reading.words.may_name(token.word):
        if introduced(reading.text, token.start):
            return True
        beside = following is not None and reading.kind(following) in ("name", "unknown", "surname", "both")
        return beside or (bool(parts) and (kind == "known" or _part(reading, parts[-1]) in ("name", "both")))
    named = bool(parts) and _part(reading, parts[-1]) in ("name", "both", "unknown")
    return kind in ("body", "office") and named and reading.words.is_surname(token.word)


def _acts(reading: Reading, token: Token) -> bool:
    """Whether a word does what people do: April came, Tiny, the driver."""
    after = reading.text[token.end : token.end + 40]
    words = after.split()
    if after.startswith(" ") and words and (reading.words.is_act(words[0].strip(".,")) or words[0] in _CAME):
        return True
    row = _GIVEN_TOO.match(after)
    if row is not None:
        # Muhammad and Moses
        return reading.words.kind(row[1], reading.language) in ("name", "both", "unknown")
    who = APPOSED.match(after)
    return who is not None and (
        who[1].endswith(("er", "or", "ist", "man", "ant")) or reading.words.names_no_one(who[1].split()[-1])
    )


def may_be_called(reading: Reading, token: Token) -> bool:
    """Whether somebody may be called a word that names nobody by itself, where it stands as no month or country does."""
    text, kind = reading.text, reading.kind(token)
    if (
        token.case != "capital"
        or kind not in ("stop", "known", "office")
        or not reading.words.may_name(token.word)
    ):
        return False
    if token.small in ADDRESSES or token.small in reading.kept:
        return False
    before = text[max(0, token.start - 16) : token.start]
    if kind == "office" and (reading.language != "en" or tells(THING, before)):
        return False
    row = AND.match(text, token.end) or AND_BEFORE.search(before)
    return (
        (kind in ("stop", "office") or reading.language == "en" or row is not None)
        and WHEN.search(before) is None
        and not text[token.end : token.end + 2].strip(" ,").isdigit()
    )


def _is_thing(reading: Reading, parts: list[Token], before: str) -> bool:
    """Whether English words are the name of a place, a building or a body: Blenheim Boulevard, Camp Washington, the Willard Sherwood project."""
    if reading.language != "en":
        return False
    last, words = parts[-1], reading.words
    person = (
        len(parts) == 2
        and words.is_surname(last.word)
        and last.small not in _NO_SURNAMES
        and _part(reading, parts[0]) in ("name", "both")
    )
    ends = words.ends_place(last.word) and not person
    begins = parts[0].small in _PLACE_BEGINS
    the = (
        before.endswith((" the ", "The "))
        and last.small[-1:] != "s"
        and not reading.text.startswith(" family", last.end)
    )
    return ends or begins or the


def _is_place(reading: Reading, name: Token, before: str) -> bool:
    """Whether one name is a town's or a thing's here: she moved to Charlotte, Morton high school, Ward 7, Pascoe and Sons."""
    after = reading.text[name.end : name.end + 24]
    if before.endswith(("St ", "St. ", "Saint ", "San ", "Santa ")):
        return True
    thing = _THING_AFTER.match(after)
    if thing is not None and (
        not thing["word"] or (reading.language == "en" and reading.words.ends_place(thing["word"]))
    ):
        return True
    return (
        name.small in _TOWNS
        and tells(MET, before) is None
        and tells(KIN, before) is None
        and not does(reading.text, name.end, reading.words)
        and _GIVEN_TOO.match(after) is None
    )


def _part(reading: Reading, token: Token) -> str:
    """What a word is within a name: May and King are names there."""
    kind = reading.kind(token)
    if token.case == "small" and token.small in PARTICLES:
        return "particle"
    if kind in _NOBODY and reading.words.may_name(token.word):
        return "both"
    return "surname" if kind == "office" and reading.words.is_surname(token.word) else kind


def _people(reading: Reading, parts: list[Token], office: bool, body: bool) -> Iterator[Found]:
    """Whether capitalised words one after the other are a name.

    `office`: they follow an office; `body`: they are part of an institution's name, or of a place's.
    """
    while parts and parts[-1].case in ("small", "letter"):
        parts = parts[:-1]
    if not parts:
        return
    words = reading.words
    heads = opens = opens_sentence(reading.text, parts[0].start)
    before = reading.text[max(0, parts[0].start - BEFORE) : parts[0].start]
    presented = introduced(reading.text, parts[0].start)
    labelled = presented or LABELLED.search(before) is not None
    # a word that opens a sentence is no part of the name after it
    if (
        opens
        and not labelled
        and len(parts) > 1
        and (reading.kind(parts[0]) == "word" or words.is_derived(parts[0].word))
    ):
        parts, opens = parts[1:], False
    before = reading.text[max(0, parts[0].start - BEFORE) : parts[0].start]
    kinds = [_part(reading, part) for part in parts]
    names, both, unknown = kinds.count("name"), kinds.count("both"), kinds.count("unknown")
    surnames = kinds.count("surname")
    whole = [part for part in parts if part.case not in ("initial", "letter")]
    if not whole or (len(parts) == 1 and len(whole[0].word) < 3 and not names):
        # then Bo, in English alone: elsewhere it is short for something
        if whole and unknown and not opens and reading.language == "en" and whole[0].word[1:].islower():
            yield parts, False
        return
    if len(parts) > 2 and [part.small for part in parts[:2]] == ["p", "s"]:
        # P.S. Minnie says hello
        parts, kinds = parts[2:], kinds[2:]
    if all(part.case == "capitals" for part in whole):
        yield from _in_capitals(reading, parts, kinds, body)
    elif body:
        if names or unknown or both == len(whole) > 1:
            yield parts, False
    elif presented or (tells(INTRODUCED, before) and names + both > 0):
        called = tells(INTRODUCED, before) is None and not words.uses(parts[0].word)
        yield parts, names + both + unknown > 0 or called
    elif (
        labelled
        and (names + both + unknown or (len(parts) > 1 and not any(words.uses(part.word) for part in parts)))
    ) or (
        not heads
        and appositive(reading, parts[-1].end, before)
        and not any(
            words.uses(part.word) or words.is_derived(part.word) or words.is_place(part.word)
            for part in parts
        )
    ):
        yield parts, True
    elif names + both + unknown + surnames == 0:
        plain = words.is_derived(parts[0].word)
        told = (
            not plain and (tells(KIN, before) or tells(TOLD, before) or tells(INTRODUCED, before)) is not None
        )
        two = len(whole) > 1 and not office and not all(words.is_derived(part.word) for part in whole)
        # itu Kelik, a word that the study does not use as one
        lone = len(parts) == 1 and not office and not plain and not words.uses(parts[0].word)
        lone = lone and reading.language != "en" and not words.is_english(parts[0].word)
        lone = lone and not tells(THING, before) and not tells(WHERE, before)
        # that's when Piers got suspicious; Skye, River and Blaise
        following = reading.text[parts[-1].end : parts[-1].end + 14].split()
        person = len(parts) == 1 and not plain and not words.uses(parts[0].word) and not tells(THING, before)
        person = person and (
            (
                following[:1]
                and (following[0] in _SAYS or words.is_act(following[0].strip(".,")))
                and before[-2:-1].isalpha()
            )
            or (AND_BEFORE.search(before) is not None and AND.match(reading.text, parts[0].end) is not None)
        )
        if (not heads and (told or two or lone or person)) or (
            len(parts) == 1
            and heads
            and _acts(reading, parts[0])
            and APPOSED.match(reading.text, parts[0].end)
        ):
            yield parts, False
    elif len(parts) == 2 and parts[0].small in NICK and kinds[1] == "name" and reading.language == "en":
        # Old Wilf
        yield parts, True
    elif len(parts) > 1 and _is_thing(reading, parts, before):
        yield parts, False
    elif any(part.small in ("bin", "binti") for part in parts[1:-1]):
        yield parts, True
    elif len(parts) > 1:
        yield from _several(reading, parts, opens)
    elif names:
        # Livermore is a place where something is in it
        placed = not reading.text.startswith("'s", parts[0].end) and (
            tells(ONE_PLACE, before) is not None
            or tells(NAMED_AFTER, before) is not None
            or _is_place(reading, parts[0], before)
        )
        yield parts, not placed and (not opens or len(parts[0].word) >= SHORTEST)
    elif unknown and (
        is_somebody(reading, parts[0], before) or looks_like_one(reading, parts[0], before, opens)
    ):
        yield parts, True
    elif tells(KIN, before):
        yield parts, (unknown > 0 or both > 0) and not words.uses(parts[0].word)
    elif both:
        after = reading.text[parts[0].end : parts[0].end + 14]
        following_word = after.split()[0].casefold() if after.startswith(" ") and after.split() else ""
        says = following_word in _SAYS
        owned = reading.text.startswith("'s ", parts[0].end)
        if opens and not words.uses(parts[0].word) and (owned or does(reading.text, parts[0].end, words)):
            # Sandy cried, Blessing trained me
            yield parts, True
        elif not opens or says:
            # Ask Grace: a capital within a sentence, of a word that the study does not use as one
            within = (
                re.search(r"[^\W_A-Z]\S*,? $", before) is not None
                and reading.text[parts[0].end : parts[0].end + 1] != "-"
            )
            thing = tells(NAMED_AFTER, before) is not None or _is_place(reading, parts[0], before)
            thing = thing or before.endswith(("the ", "The "))
            yield parts, within and not words.uses(parts[0].word) and not thing
        elif not words.uses(parts[0].word):
            # Grace never turned up
            yield parts, False
    elif surnames and opens and reading.text.startswith("'s ", parts[0].end):
        # Young's van
        yield parts, False
    elif words.is_place(parts[0].word) and tells(WHERE, before):
        return
    elif (
        unknown
        and opens
        and reading.text[parts[0].end : parts[0].end + 14].split()[:1]
        and reading.text[parts[0].end : parts[0].end + 14].split()[0] in _SAYS
    ):
        # Ana left
        yield parts, False
    elif not opens or (unknown and len(parts[0].word) >= SHORTEST and not words.is_derived(parts[0].word)):
        yield parts, False


def _in_capitals(reading: Reading, parts: list[Token], kinds: list[str], body: bool) -> Iterator[Found]:
    """Names in capitals: most words in capitals are abbreviations, or all of a heading is in them."""
    known = [
        part
        for part, kind in zip(parts, kinds, strict=True)
        if kind == "name" and len(part.word) + len(parts) > SHORTEST
    ]
    last = parts[-1]
    before = reading.text[max(0, parts[0].start - BEFORE) : parts[0].start]
    opens = opens_sentence(reading.text, last.start)
    if opens and len(parts) == 1 and len(last.word) >= SHORTEST and kinds[0] in ("unknown", "name", "both"):
        given = _GIVEN.match(reading.text, last.end)
        if given and reading.words.may_name(given[1]):
            # DELACROIX, Simone
            yield parts, True
            return
    if any(map(str.isalpha, last.word)) and _INITIALS.search(before):
        # korban berinisial RPW
        yield parts, True
    elif len(parts) == 1 and len(last.word) < SHORTEST and kinds[0] == "unknown" and tells(ACCUSED, before):
        yield parts, False
    elif known and not body:
        words = [kind for kind in kinds if kind in ("word", "stop", "office")]
        yield (parts, not words) if len(parts) > 1 else (known, False)


def _several(reading: Reading, parts: list[Token], opens: bool) -> Iterator[Found]:
    """Two capitalised words and more, one of which at least may be a name."""
    words = reading.words

    def plain(part: Token) -> bool:
        return reading.kind(part) in ("word", "surname") and (
            words.uses(part.word) or words.is_derived(part.word)
        )

    named = [number for number, part in enumerate(parts) if not plain(part)]
    # di Kartini Teknologi, which goes on with a word
    goes_on = bool(named) and named[-1] + 1 < len(parts) and reading.language != "en"
    parts = parts[named[0] : named[-1] + 1] if named else parts
    kinds = [_part(reading, part) for part in parts]
    # two words that no list has are a person, unless they are where something is
    before = reading.text[max(0, parts[0].start - 24) : parts[0].start]
    strange = kinds.count("unknown") == len(parts) > 1 and not tells(WHERE, before)
    strange = strange and all(len(part.word) >= SHORTEST for part in parts)
    if "body" in kinds:
        # Mary Hill is a person, Victoria Park is none
        yield parts, False
    elif goes_on and len(parts) == 1 and tells(THING, before):
        yield parts, False
    elif opens and kinds[0] in ("both", "initial"):
        yield parts, "name" in kinds or "unknown" in kinds or "surname" in kinds
    else:
        pair = (
            len(parts) > 1
            and kinds[0] != "word"
            and ("both" in kinds or ("initial" in kinds and "unknown" in kinds))
        )
        like = before_thing = False
        if "unknown" in kinds and not (pair or strange or "name" in kinds):
            before_thing = tells(THING, before) is not None
            like = any(
                likeness(part.small) > LIKELY
                for part, kind in zip(parts, kinds, strict=True)
                if kind == "unknown"
            )
        yield parts, "name" in kinds or pair or strange or (like and not before_thing)

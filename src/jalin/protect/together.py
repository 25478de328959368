"""Whether capitalised words one after the other are a name: what they are, and what stands around them."""

import re
from collections.abc import Callable

from jalin.protect.candidate import GIVEN_TOO, Together, acts, part_of
from jalin.protect.cues import (
    ACCUSED,
    AND,
    AND_BEFORE,
    APPOSED,
    ASIDE,
    BEFORE,
    INTRODUCED,
    KIN,
    MET,
    NAMED_AFTER,
    ONE_PLACE,
    PLACES,
    THING,
    TOLD,
    WHERE,
    ends_field,
    introduced,
    tells,
)
from jalin.protect.cues import labelled as in_form
from jalin.protect.likeness import LIKELY, likeness
from jalin.protect.reading import Found, Reading
from jalin.protect.rules import MONTHS
from jalin.protect.somebody import (
    appositive,
    before_who,
    does,
    following,
    is_somebody,
    looks_like_one,
    said_of,
    says,
)
from jalin.protect.titles import SHORTEST
from jalin.protect.tokens import NICK, Token, opens_sentence
from jalin.protect.words import either, listed_words

_PLACE_BEGINS = listed_words("place_begins")
# rare family names that nearly always end a name of a place
_NO_SURNAMES, _TOWNS = listed_words("no_surnames"), listed_words("places_and_names")
# what stands after a thing that is called after somebody
_THING_AFTER = re.compile(
    r" (?:\d{1,3}(?![\w.):])|(?:and|&) (?:Sons|Co|Bros)\b|(?:FM|TV|Inc|Ltd|Tbk|GmbH|Corp)\b|(?P<word>[a-z]+)\b)"
)
_OWNED = listed_words("owned")
_FAMILY = re.compile(rf" (?:{either('family')})\b")
_AFTER_PEOPLE = tuple(listed_words("after_people"))
_MONTH = re.compile(MONTHS)
_INITIALS = re.compile(
    r"(?i)(?<!\w)(?:ber|di)?inisial(?:kan|nya)?(?: korban| pelaku| saksi| orangnya| pelapor| terlapor| anak| responden| informan)?(?: itu| adalah)?:? $|(?<!\w)initials?(?: were| was| are| is|:)? $"
)
_GIVEN = re.compile(r", ([A-Z][a-z]+)")
# Moore's Law, Hugo's Cafe
_OWNED_THING = re.compile(r"'s ([A-Z][a-z]+)")
# no rule reads more of what stands after a name
_AFTER = 160
# Participant 12 (Ewa, 47
_NUMBERED = re.compile(rf"(?i)(?<!\w)(?:{either('accused')}) (?:no\.? ?)?\d{{1,3}} ?\($")
_WITHIN = re.compile(r"[^\W_A-Z]\S*,? $")


# what is found, None where a rule says nothing
_Rule = Callable[[Together], list[Found] | None]


def people(reading: Reading, parts: list[Token], office: bool, body: bool) -> list[Found]:
    """The names in capitalised words one after the other, by the first rule that says something.

    `office`: they follow an office; `body`: they are part of an institution's name, or of a place's.
    """
    while parts and parts[-1].case in ("small", "letter"):
        parts = parts[:-1]
    if not parts:
        return []
    # a list of a thousand alike names is decided once
    begin = max(0, parts[0].start - BEFORE - 16)
    around = reading.text[begin : parts[-1].end + _AFTER]
    key = office, body, around, *(part.start - begin for part in parts)
    if key not in reading.decided:
        number = {part.start: at for at, part in enumerate(parts)}
        reading.decided[key] = [
            ([number[part.start] for part in name], sure)
            for name, sure in _decided(reading, parts, office, body)
        ]
    return [([parts[at] for at in name], sure) for name, sure in reading.decided[key]]


def _decided(reading: Reading, parts: list[Token], office: bool, body: bool) -> list[Found]:
    at = parts[0].start
    heads = opens = opens_sentence(reading.text, at)
    before = reading.text[max(0, at - BEFORE) : at]
    presented = introduced(reading.text, at) or (before[-1:] == "(" and _NUMBERED.search(before) is not None)
    labelled = presented or in_form(reading.text, at)
    # a word that opens a sentence is no part of the name after it
    if (
        opens
        and not labelled
        and len(parts) > 1
        and (reading.kind(parts[0]) == "word" or reading.words.is_derived(parts[0].word))
    ):
        parts, opens = parts[1:], False
    if len(parts) > 2 and [part.small for part in parts[:2]] == ["p", "s"]:
        # P.S. Minnie says hello
        parts = parts[2:]
    some = Together(reading, parts, office, body, heads, opens, presented, labelled)
    found = next(found for rule in _RULES if (found := rule(some)) is not None)
    placed = some.told(PLACES) and not does(reading.text, parts[-1].end, reading.words)
    return [(name, sure and not placed) for name, sure in found]


def _short(some: Together) -> list[Found] | None:
    if some.whole and not (some.one and len(some.whole[0].word) < 3 and not some.names):
        return None
    # then Bo, in English alone: elsewhere it is short for something
    bo = some.whole and some.unknown and not some.opens and some.english and some.whole[0].word[1:].islower()
    return some.sure(False) if bo else []


def _initials(some: Together) -> list[Found] | None:
    """Who is written about by initials: korban berinisial RPW, her initials were D.K."""
    told = any(part.word.isupper() for part in some.parts) and _INITIALS.search(some.before)
    return some.sure() if told or (some.presented and not some.whole and not some.one) else None


def _in_capitals(some: Together) -> list[Found] | None:
    """Names in capitals: most words in capitals are abbreviations, or all of a heading is in them."""
    if any(part.case != "capitals" for part in some.whole):
        return None
    text, last, kind = some.reading.text, some.parts[-1], some.kinds[0]
    long = len(last.word) >= SHORTEST
    names_alone = {"word", "stop", "office"}.isdisjoint(some.kinds)
    if some.labelled and some.named and names_alone and (long or not some.one):
        return some.sure(some.presented or bool(some.names))
    if some.one and long and kind in ("unknown", "name", "both") and opens_sentence(text, last.start):
        given = _GIVEN.match(text, last.end)
        if given and some.words.may_name(given[1]):
            # DELACROIX, Simone
            return some.sure()
    if some.one and not long and kind == "unknown" and some.told(ACCUSED):
        return some.sure(False)
    known = [
        part
        for part, kind in zip(some.parts, some.kinds, strict=True)
        if kind == "name" and len(part.word) + len(some.parts) > SHORTEST
    ]
    if not known or some.body:
        return []
    return [(known, False)] if some.one else some.sure(names_alone)


def _of_body(some: Together) -> list[Found] | None:
    if not some.body:
        return None
    owned = some.one and some.before.rstrip().rpartition(" ")[2].rpartition("\n")[2].casefold() in _OWNED
    if owned and not (some.used or some.names or some.words.is_derived(some.parts[0].word)):
        # rumah Gempar jauh, which is no Rumah Sakit
        return some.sure(False)
    return some.sure(False) if some.names or some.unknown or some.both == len(some.whole) > 1 else []


def _presented(some: Together) -> list[Found] | None:
    called = some.told(INTRODUCED)
    if not (some.presented or (called and some.names + some.both)):
        return None
    return some.sure(some.named > 0 or not (called or some.used))


def _labelled(some: Together) -> list[Found] | None:
    uses = some.words.uses
    if (some.labelled and (some.named or not (some.one or some.any_is(uses)))) or (
        not some.heads
        and appositive(some.reading, some.parts[-1].end, some.before)
        and not some.any_is(uses, some.words.is_derived, some.words.is_place)
    ):
        return some.sure()
    asks = some.labelled and not some.any_is(uses, some.words.is_derived)
    return some.sure(False) if asks and ends_field(some.reading.text, some.parts[-1].end) else None


def _words_alone(some: Together) -> list[Found] | None:
    """Words of which no list says that anybody is called so are asked about where a person stands."""
    if some.named + some.surnames:
        return None
    words, text, first, end = some.words, some.reading.text, some.parts[0], some.parts[-1].end
    plain, thing = words.is_derived(first.word), some.told(THING)
    if some.heads:
        who = some.one and acts(some.reading, first) and APPOSED.match(text, end)
        # rumah Gempar, at the beginning of a sentence that goes on
        goes_on = re.match(r"[,.]? ?[a-z]", text[end : end + 3]) is not None
        owner = some.one and not (some.opens or plain or some.used or some.english) and goes_on
        return some.sure(False) if who or owner else []
    strange = some.one and not (plain or some.used or thing)
    # itu Kelik, a word that the study does not use as one
    lone = not (some.english or words.is_english(first.word) or some.told(WHERE))
    # that's when Piers got suspicious; Skye, River and Blaise
    does_so = (says(text, end) or words.is_act(following(text, end))) and some.before[-2:-1].isalpha()
    in_row = AND_BEFORE.search(some.before) and AND.match(text, end)
    told = not plain and some.told(KIN, TOLD, INTRODUCED)
    two = len(some.whole) > 1 and not (some.office or all(words.is_derived(part.word) for part in some.whole))
    return some.sure(False) if told or two or (strange and (lone or does_so or in_row)) else []


def _nicknamed(some: Together) -> list[Found] | None:
    # Old Wilf, Old Packie Doherty
    named = "name" in some.kinds[1:] and {"name", "both", "unknown"}.issuperset(some.kinds[1:])
    named = named and some.parts[0].small in NICK and some.english
    return some.sure() if named else None


def _thing(some: Together) -> list[Found] | None:
    """English words that are the name of a place, a building or a body: Blenheim Boulevard, Camp Washington, the Willard Sherwood project."""
    if some.one or not some.english:
        return None
    last = some.parts[-1]
    person = (
        len(some.parts) == 2
        and some.words.is_surname(last.word)
        and last.small not in _NO_SURNAMES
        and some.kinds[0] in ("name", "both")
    )
    the = (
        some.before.endswith((" the ", "The ", " a ", " an "))
        and last.small[-1:] != "s"
        and not some.reading.text.startswith(" family", last.end)
    )
    place = (some.words.ends_place(last.word) and not person) or some.parts[0].small in _PLACE_BEGINS
    return some.sure(False) if place or the else None


def _several(some: Together) -> list[Found] | None:
    """Two capitalised words and more, one of which at least may be a name."""
    if some.one:
        return None
    if any(part.small in ("bin", "binti") for part in some.parts[1:-1]) or (
        some.parts[0].small in ("van", "von") and some.kinds[-1] in ("name", "both", "unknown")
    ):
        return some.sure()
    reading, words, parts = some.reading, some.words, some.parts

    def plain(part: Token) -> bool:
        return reading.kind(part) in ("word", "surname") and (
            words.uses(part.word) or words.is_derived(part.word)
        )

    def ordinary(number: int) -> bool:
        return reading.kind(parts[number]) == "word" and not words.may_name(parts[number].word)

    # Bambang Sutrisno Rencanakan Pernikahan Usai Piala, a headline: two words that are no names end a name
    for at in range(1, len(parts) - 1):
        if ordinary(at) and ordinary(at + 1) and (some.english or plain(parts[at]) or plain(parts[at + 1])):
            rest = next((more for more in range(at + 2, len(parts)) if not ordinary(more)), len(parts))
            pieces = [parts[:at], *([parts[rest:]] if rest < len(parts) else [])]
            return [name for piece in pieces for name in people(reading, piece, some.office, some.body)]
    named = [number for number, part in enumerate(parts) if not plain(part)]
    # di Kartini Teknologi, which goes on with a word
    goes_on = bool(named) and named[-1] + 1 < len(parts) and not some.english
    parts = parts[named[0] : named[-1] + 1] if named else parts
    kinds = [part_of(reading, part) for part in parts]
    before = reading.text[max(0, parts[0].start - 24) : parts[0].start]
    if "body" in kinds or (goes_on and len(parts) == 1 and tells(before, THING)):
        # Mary Hill is a person, Victoria Park is none
        return [(parts, False)]
    if some.opens and kinds[0] in ("both", "initial"):
        return [(parts, not {"name", "unknown", "surname"}.isdisjoint(kinds))]
    strangers = [part for part, kind in zip(parts, kinds, strict=True) if kind == "unknown"]
    two = len(parts) > 1
    # two words that no list has are a person, unless they are where something is
    strange = two and strangers == parts and all(len(part.word) >= SHORTEST for part in parts)
    pair = two and kinds[0] != "word" and ("both" in kinds or ("initial" in kinds and bool(strangers)))
    sure = "name" in kinds or pair or (strange and not tells(before, WHERE))
    acting = two and bool(strangers) and not tells(before, WHERE, THING)
    sure = sure or (acting and (tells(before, MET, KIN) or does(reading.text, parts[-1].end, words)))
    sure = sure or (not tells(before, THING) and any(likeness(part.small) > LIKELY for part in strangers))
    return [(parts, sure and not tells(before, NAMED_AFTER))]


def _is_place(some: Together) -> bool:
    """Whether one name is a town's or a thing's here: she moved to Charlotte, Morton high school, Ward 7, Pascoe and Sons."""
    name, text, before = some.parts[0], some.reading.text, some.before
    if before.endswith(("St ", "St. ", "Saint ", "San ", "Santa ")):
        return True
    thing = _THING_AFTER.match(text[name.end : name.end + 24])
    if thing is not None and (
        not thing["word"]
        or (
            some.english
            and some.words.ends_place(thing["word"])
            and not thing["word"].startswith(_AFTER_PEOPLE)
        )
    ):
        return True
    return (
        name.small in _TOWNS
        and not some.told(MET, KIN)
        and not (does(text, name.end, some.words) or before_who(text, name.end))
        and GIVEN_TOO.match(text, name.end) is None
    )


def _name(some: Together) -> list[Found] | None:
    if not some.names:
        return None
    # Livermore is a place where something is in it
    end = some.parts[0].end
    placed = (some.told(ONE_PLACE, NAMED_AFTER) and not some.told(MET)) or _is_place(some)
    family = some.before.endswith("the ") and _FAMILY.match(some.reading.text, end) is not None
    placed = placed and not family and not some.reading.text.startswith("'s", end)
    thing = _OWNED_THING.match(some.reading.text, end) if some.english else None
    placed = placed or (thing is not None and some.words.ends_place(thing[1]))
    long = len(some.parts[0].word) >= SHORTEST or does(some.reading.text, end, some.words)
    return some.sure(not placed and (not some.opens or long))


def _somebody(some: Together) -> list[Found] | None:
    first = some.parts[0]
    somebody = some.unknown and (
        is_somebody(some.reading, first, some.before)
        or looks_like_one(some.reading, first, some.before, some.opens)
    )
    return some.sure() if somebody else None


def _kin(some: Together) -> list[Found] | None:
    return some.sure(bool(some.unknown or some.both) and not some.used) if some.told(KIN) else None


def _both(some: Together) -> list[Found] | None:
    """A name that is a word as well, or the other way round."""
    if not some.both:
        return None
    text, end = some.reading.text, some.parts[0].end
    if _MONTH.fullmatch(some.parts[0].small) and some.before.rstrip()[-1:].isdigit():
        # 30 Jan
        return []
    acting = said_of(text, end, some.words) or some.owns or does(text, end, some.words)
    acting = acting or ASIDE.match(text, end) is not None
    if some.opens and not some.used and acting:
        # Jack, my eldest, found him; Permana, ketua RT, pulang; Sandy cried, Blessing trained me
        return some.sure()
    if some.opens and not says(text, end):
        # Grace never turned up
        return [] if some.used else some.sure(False)
    # Ask Grace: a capital within a sentence, of a word that the study does not use as one
    within = _WITHIN.search(some.before) is not None and text[end : end + 1] != "-"
    thing = some.told(NAMED_AFTER) or _is_place(some) or some.before.endswith(("the ", "The "))
    return some.sure(within and not some.used and not thing and not some.reading.loose)


def _stranger(some: Together) -> list[Found]:
    """A word that no list has, or a family name that is a word."""
    first, text = some.parts[0], some.reading.text
    if some.words.is_place(first.word) and some.told(WHERE):
        return []
    long = len(first.word) >= SHORTEST and not some.words.is_derived(first.word)
    # Young's van; Ana left
    asks = (
        not some.opens or (some.unknown and (says(text, first.end) or long)) or (some.surnames and some.owns)
    )
    return some.sure(False) if asks else []


# in this order: the first that says something is followed
_RULES: tuple[_Rule, ...] = (
    _initials, _short, _in_capitals, _of_body, _presented, _labelled, _words_alone, _nicknamed, _thing, _several, _name, _somebody, _kin, _both, _stranger,
)  # fmt: skip

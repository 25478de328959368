"""Names after a form of address or a title in words: Pak Budi, Ceu Entin, Mrs Duffy, Captain Marsh."""

from collections.abc import Iterator

from jalin.protect.reading import Found, Reading
from jalin.protect.tokens import PARTICLES, Token
from jalin.protect.words import ADDRESSES, listed_words

_SURE, _TITLES = listed_words("honorifics"), listed_words("titles")
# after these anything with a capital is a name; who is spoken to by an office alone
_MR, _SPOKEN_TO = listed_words("mister"), listed_words("spoken_to")
# a title that stands between the address and the name; written small some still are titles
_BETWEEN, _SMALL = listed_words("between_title"), listed_words("small_titles")
_FARTHEST = 7


def addresses(first: Token, language: str) -> bool:
    """Whether a word is a form of address where it stands: in small letters many are words."""
    if first.small not in ADDRESSES:
        return False
    if first.case != "small":
        return True
    if first.small == "emang":
        # an uncle, and more often: indeed
        return False
    return (
        first.small in (_MR | {"dr"}) - {"miss"}
        if language == "en"
        else first.small not in _TITLES or first.small in _SMALL
    )


def _surname(token: Token, reading: Reading) -> bool:
    return token.case == "capital" and token.small not in _SPOKEN_TO and reading.words.is_surname(token.word)


def addressed_names(reading: Reading) -> Iterator[Found]:
    """Names after a form of address, in any case; never an office or a word that the study uses as one."""
    tokens = reading.tokens
    within: set[int] = set()
    for number, first in enumerate(tokens):
        if number in within or not addresses(first, reading.language):
            continue
        english = (first.small in _TITLES and first.small not in _SURE) or first.small in _MR
        at, office = number + 1, False
        # Pak Haji, Bu RT, Bapak Kepala Desa
        while (
            reading.follows(at)
            and at - number < _FARTHEST
            and not (english and _surname(tokens[at], reading))
        ):
            token = tokens[at]
            between = token.small in _SURE or (
                token.small in _BETWEEN and (token.case != "small" or token.small in _SMALL)
            )
            # DPR RI Winarti
            short = token.case == "capitals" and len(token.word) < 3 and reading.follows(at + 1)
            between = between or (short and tokens[at + 1].case == "capital")
            if reading.kind(token) == "office":
                office = True
            elif not between:
                break
            if token.small in ADDRESSES:
                within.add(at)
            at += 1
        if reading.follows(at + 2) and tokens[at].case == "small" and tokens[at].small in PARTICLES:
            # Dr van der Merwe
            merwe = at + 1 + (tokens[at + 1].small in PARTICLES)
            if tokens[merwe].case == "capital" and reading.kind(tokens[merwe]) in ("name", "both", "unknown"):
                yield tokens[at : merwe + 1], True
                continue
        if reading.follows(at):
            sure = first.small in _SURE and not office
            if tokens[at].case == "small":
                yield from _small(reading, at, sure, first.small in _MR or first.small == "dr")
            else:
                yield from _capital(reading, at, sure, first.small in _MR, english)


def _capital(reading: Reading, at: int, sure: bool, mr: bool, english: bool) -> Iterator[Found]:
    token = reading.tokens[at]
    name = _name_from(reading, at)
    kind = reading.kind(token)
    if not name:
        return
    if (
        token.case == "capitals"
        and kind == "unknown"
        and not (set(token.small) & set("aiueo") and token.word.isupper() and (sure or len(token.word) > 2))
    ):
        # BPKP, CEOnya, Jenderal DPR RI
        return
    if kind in ("name", "both", "unknown", "initial") or (english and _surname(token, reading)):
        yield name, True
    elif mr:
        # Miss Indonesia
        known = kind == "known" and not reading.words.may_name(token.word)
        if token.small not in _SPOKEN_TO and kind not in ("stop", "office") and not known:
            yield name, True
    elif english and len(name) > 1 and any(reading.kind(part) in ("name", "unknown") for part in name[1:]):
        # Uncle Banjo Wallaby
        yield name, True
    elif kind in ("word", "surname", "known") and not english and not reading.words.is_derived(token.word):
        more = any(reading.kind(part) in ("name", "unknown") for part in name[1:])
        if (
            sure
            or more
            or (reading.tokens[at - 1].case == "capital" and reading.tokens[at - 1].small in ADDRESSES)
        ):
            # Yu Tum, which nobody writes small
            address = reading.tokens[at - 1]
            told = kind == "word" and address.case == "capital" and not reading.words.uses(token.word)
            known = kind == "known" and not reading.words.may_name(token.word)
            yield name, more or (sure and not known) or told


def _small(reading: Reading, at: int, sure: bool, mr: bool) -> Iterator[Found]:
    """A name in small letters: nobody can tell where it ends, so what is no name ends it."""
    token = reading.tokens[at]
    kind = reading.kind(token)
    if (
        len(token.word) < 3
        or token.small in PARTICLES
        or (reading.language == "en" and reading.words.is_english(token.word))
    ):
        # Auntie Bibi made
        return
    if kind == "name" or (mr and kind == "unknown"):
        more = reading.tokens[at + 1 : at + 2]
        yield [token, *(part for part in more if part.joined and reading.kind(part) == "name")], True
    elif (kind == "both" and not sure) or (kind == "stop" and sure and reading.words.may_name(token.word)):
        # kak fitri
        yield [token], False
    elif sure and kind in ("both", "unknown") and not reading.words.uses(token.word):
        # speech that a program wrote down has many a word that nobody knows
        yield [token], kind == "both"


def _name_from(reading: Reading, at: int) -> list[Token]:
    """The words of a name that begins with word `at`; none where it begins with a word that is no name."""
    tokens, words = reading.tokens, reading.words
    first = tokens[at]
    following = tokens[at + 1] if reading.follows(at + 1) else None
    if reading.kind(first) in ("stop", "office") and not words.is_surname(first.word):
        # Tante Mei Ling
        named = words.may_name(first.word) and following is not None and following.case == "capital"
        if not named:
            return []
        return [first, *_name_from(reading, at + 1)]
    if len(first.word) == 1:
        # S u t a r j o
        letters = at + 1
        while letters < len(tokens) and len(tokens[letters].word) == 1 and tokens[letters].joined:
            letters += 1
        if letters - at > 3:
            return tokens[at:letters]
    found = [first]
    for token in tokens[at + 1 : at + 8]:
        kind = reading.kind(token)
        owned = reading.text.startswith("'s ", found[-1].end)
        kept = token.small in reading.kept and not words.may_name(token.word)
        # I told Dr Tesfaye I was
        says_i = token.word == "I" and token.case == "letter" and reading.language == "en"
        if not token.joined or kept or owned or says_i:
            break
        if token.case == "small" and token.small not in PARTICLES:
            break
        word = kind == "word" and (words.uses(token.word) or words.is_derived(token.word))
        if (
            token.case != "small"
            and not words.may_name(token.word)
            and (word or kind in ("stop", "office", "body", "known"))
        ):
            break
        found.append(token)
    while len(found) > 1 and found[-1].case == "small":
        found.pop()
    return found if len(first.word) > 1 or len(found) > 1 else []

"""Whether one word that no list has is a name: what stands around it, and how its letters look."""

import re

from jalin.protect.cues import ASIDE, BY, INTRODUCED, MET, OURS, ROLED, THING, TOLD, WHERE, tells
from jalin.protect.likeness import LIKELY, POSSIBLE, likeness
from jalin.protect.reading import Reading
from jalin.protect.titles import SHORTEST
from jalin.protect.tokens import Token
from jalin.protect.words import Vocabulary, either, listed_words

# a role, and whose it is: wakilnya Sarip, the clerk, Bisi
_ROLE = re.compile(r"(?<!\w)(?P<role>[a-z]{3,20}?)(?P<whose>nya)?(?P<more>, | )$")
# words of everyday speech that no dictionary has look so: Surelnya, Ngebahas, Kirain
_AFFIXED = re.compile(r"^(?:me|ber|ter|di|ke|ng)[a-z]{4}|(?:nya|kan|lah|kah)$")
_DID = re.compile(r"[a-z]{3,}ed|went|sent|spent|left|felt|kept|taught|bought|brought|fought|thought|caught")
_OBJECT = re.compile(
    r" (?:a|the|my|me|him|her|them|us|it|for|to|in|on|at|with|up|out|off|down|all|every|people|his|their|our)\b"
)
_SAYS = listed_words("says")
_NEXT = re.compile(rf"(?: (?:{either('leads')})(?![^ ])){{0,3}} ([a-z]+)(?![a-z-])")
_FOLLOWING = re.compile(r" (\S+)")
# somebody stands before these: Baz who told me, Pat and I, Glenda from reception
_BEFORE_WHO = re.compile(
    rf",? who(?:se)?\b| (?:and I|(?:in|from|at) (?:my |our |the )?(?:{either('sites')}))\b"
)
_HUNG = re.compile(r"[a-z]{4}(?:nya|ku|mu|lah|kan)$")
# the sound man was Shaggy
_WAS = re.compile(r"(?<!\w)(?P<role>[a-z]{3,20})(?:nya)?(?:'s| was| is| adalah| ialah| itu) $")
_ROLES = listed_words("roles")


def following(text: str, at: int) -> str:
    """The word after the space at `at`, "" without one."""
    found = _FOLLOWING.match(text, at)
    return found[1].strip(".,") if found else ""


def says(text: str, at: int) -> bool:
    """Whether the words at `at`, with no mark after them, make a name likely of the one before them."""
    found = _FOLLOWING.match(text, at)
    if found is None or found[1] in _SAYS:
        return found is not None
    after = _NEXT.match(text, at)
    return after is not None and after[1] in _SAYS and text[after.end() : after.end() + 1].strip() == ""


def does(text: str, at: int, words: Vocabulary) -> bool:
    """Whether what people do stands at `at`: passed away, never came, menangis."""
    found = _NEXT.match(text, at)
    if found is None:
        return False
    first = found[1]
    if words.is_act(first) or _DID.fullmatch(first) is not None:
        return True
    # Mercy translates for the mums
    return (
        first[-1] == "s"
        and first not in ("is", "was", "has", "does")
        and _OBJECT.match(text, found.end(1)) is not None
        and words.is_english(first[:-1])
    )


def before_who(text: str, at: int) -> bool:
    """Whether what stands at `at` is said of somebody: who told me, and I, in payroll."""
    return _BEFORE_WHO.match(text, at) is not None


def said_of(text: str, at: int, words: Vocabulary) -> bool:
    """Whether what stands at `at` says who somebody is: Jack, my eldest; Permana, ketua RT; Chance is my grandson."""
    ours = OURS.match(text, at)
    role = (ours["kin"] or ours["role"]) if ours else ""
    return role in _ROLES or words.names_no_one(role)


def appositive(reading: Reading, end: int, before: str) -> bool:
    """Whether what ends at `end` and stands in commas or brackets says who somebody is: the butcher, Royston, keeps; ada preman, Codet, yang; kepala dusun (Gempar)."""
    # what is said of somebody is written small
    small = before.endswith((", ", " (")) and before[:-2].rpartition(" ")[2].islower()
    said = ROLED.search(before) if small else None
    return (
        said is not None
        and reading.text.startswith((",", ".", ")"), end)
        and any(
            role in _ROLES or reading.words.names_no_one(role)
            for role in said["said"].casefold().split()[-3:]
        )
    )


def is_somebody(reading: Reading, word: Token, before: str) -> bool:
    """Whether what stands around a word that nobody knows tells a person: the pharmacist, Harpreet; wakilnya Shafira; Tunde laughed."""
    words, after = reading.words, reading.text[word.end : word.end + 20]
    if not word.word[1:].islower() or (reading.language != "en" and _HUNG.search(word.small)):
        return False
    # Kev the postman
    the = after.startswith(" the ") and words.names_no_one(after[5:].partition(" ")[0].strip(".,"))
    act = (
        words.is_act(following(reading.text, word.end))
        if reading.language == "en"
        else does(reading.text, word.end, words) and not tells(before, WHERE)
    )
    aside = ASIDE.match(reading.text, word.end) is not None
    if the or act or aside or tells(before, MET):
        return True
    if before_who(reading.text, word.end) and not tells(before, THING):
        return True
    was = _WAS.search(before)
    if was is not None and (was["role"] in _ROLES or words.names_no_one(was["role"])):
        return True
    role = _ROLE.search(before)
    return (
        role is not None
        and words.kind(role["role"]) == "office"
        and (reading.language == "en" or role["more"] != " " or role["whose"] is not None)
    )


def looks_like_one(reading: Reading, word: Token, before: str, opens: bool) -> bool:
    """Whether the letters of a word that nobody knows are a name's, as far as nothing says that it is a place or a thing."""
    owned = reading.text.startswith("'s", word.end)
    if reading.words.is_place(word.word) and not owned:
        return False
    if not word.word[1:].islower() or len(word.word) < SHORTEST or (tells(before, THING) and not owned):
        return False
    told = not opens and tells(before, BY, TOLD, INTRODUCED)
    # 2. Sudarmaji
    if _AFFIXED.search(word.small) and (opens or word.small.endswith("nya")):
        return False
    return likeness(word.small) > (POSSIBLE if told else LIKELY)

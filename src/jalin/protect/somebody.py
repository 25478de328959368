"""Whether one word that no list has is a name: what stands around it, and how its letters look."""

import re

from jalin.protect.cues import BY, INTRODUCED, MET, THING, TOLD, tells
from jalin.protect.likeness import AT_BEGINNING, LIKELY, POSSIBLE, likeness
from jalin.protect.reading import Reading
from jalin.protect.titles import SHORTEST
from jalin.protect.tokens import Token

# a role, and whose it is: wakilnya Sarip, the clerk, Bisi
_ROLE = re.compile(r"(?<!\w)(?P<role>[a-z]{3,20}?)(?:nya)?(?P<more>, | )$")
# words of everyday speech that no dictionary has look so: Surelnya, Ngebahas, Kirain
_AFFIXED = re.compile(r"^(?:me|ber|ter|di|ke|ng)[a-z]{4}|(?:nya|kan|lah|kah)$")
_NUMBERED = re.compile(r"(?<!\w)\d{1,2}[.)] $")


def is_somebody(reading: Reading, word: Token, before: str) -> bool:
    """Whether what stands around a word that nobody knows tells a person: the pharmacist, Harpreet; wakilnya Shafira; Tunde laughed."""
    words, after = reading.words, reading.text[word.end : word.end + 20]
    if not word.word[1:].islower():
        return False
    if tells(MET, before) or (
        after.startswith(" the ") and words.names_no_one(after[5:].partition(" ")[0].strip(".,"))
    ):
        # Kev the postman
        return True
    if tells(MET, before) or (
        after.startswith(" ") and words.is_act(after[1:].partition(" ")[0].strip(".,"))
    ):
        return True
    role = _ROLE.search(before)
    return (
        role is not None
        and words.kind(role["role"]) == "office"
        and (reading.language == "en" or role["more"] != " ")
    )


def looks_like_one(reading: Reading, word: Token, before: str, opens: bool) -> bool:
    """Whether the letters of a word that nobody knows are a name's, as far as nothing says that it is a place or a thing."""
    owned = reading.text.startswith("'s", word.end)
    if reading.words.is_place(word.word) and not owned:
        return False
    if not word.word[1:].islower() or len(word.word) < SHORTEST or (tells(THING, before) and not owned):
        return False
    told = not opens and (tells(BY, before) or tells(TOLD, before) or tells(INTRODUCED, before))
    # 2. Sudarmaji
    if _AFFIXED.search(word.small) and (opens or word.small.endswith("nya")):
        return False
    least = AT_BEGINNING if opens and not _NUMBERED.search(before) else POSSIBLE if told else LIKELY
    return likeness(word.small) > least

"""What stands before a name and tells it: what introduces somebody, kin, who is spoken to; and where something is.

The words are in `lists/cues.txt`.
"""

import re
from dataclasses import dataclass

from jalin.protect.words import either, listed_words


@dataclass(frozen=True)
class Cue:
    """What stands right before a name: its `pattern`, and the words of which one ends each match, none given where any may."""

    pattern: re.Pattern[str]
    ends: frozenset[str] = frozenset()


def _before(*lists: str, more: str = "", ends: str = "") -> Cue:
    """A cue for the words of some lines of `cues.txt`, and `more` alternatives that end with one of `ends`."""
    listed = [word for name in lists for word in listed_words(name)]
    return Cue(
        re.compile(
            rf"(?i)(?<!\w)(?:{'|'.join(filter(None, [either(*lists), more]))})[ \t]{{0,16}}[,:]{{0,2}}\s{{1,3}}$"
        ),
        frozenset([*(word.split()[-1].strip(":.") for word in listed), *ends.split()]),
    )


# what introduces a person, and what introduces anything that has a name
PERSON = _before(
    "presents",
    more=rf"nama(?: (?:{either('whose_name')})){{1,2}}(?: adalah| itu|:)?|a\.? ?n\.|a[. ]n|initials?(?: was| were| is| are)?|(?:my|his|her) (?:\w{{2,10}} )?(?:nick)?name(?: (?:at|in) \w{{2,10}})?(?:'s| is| was)|"
    rf"(?:maiden|first|last|middle|family|full|preferred|given) name:|(?:call|named?|christen|nicknamed?|baptise)(?:s|ed)? (?:me|him|her|them)|panggil (?:saya|aku|dia|beliau|saja|aja)(?: saja| aja)?|(?:{either('someone')}) (?:called|named)",
    ends=f"n n. adalah itu initial initials was were is are name name's me him her them saya aku dia beliau saja aja called named {' '.join(listed_words('whose_name'))}",
)
# a line of a form, or of minutes
LABELLED = re.compile(rf"(?i)(?<!\w)(?:{either('labelled')})(?: \w{{1,10}})?[ \t]{{0,16}}:\s{{0,3}}$")
INTRODUCED = _before("introduced")
KIN = _before(
    more=rf"(?:{either('kin')})(?:{either('whose_kin')}){{1,2}}|(?:my|his|her|our|their|your) (?:\w{{2,12}} ){{0,2}}?(?:{either('kin_english')})",
    ends=" ".join(
        [
            *listed_words("kin_english"),
            *(
                own.strip() if own[0] == " " else kin + own
                for kin in listed_words("kin")
                for own in listed_words("whose_kin")
            ),
        ]
    ),
)
# who is spoken to, married or buried is a person; in Indonesian also whose wife or child somebody is
MET = _before(
    "met",
    more=rf"(?:{either('speaks')}) (?:to|with|next to)|(?:{either('owned')})nya|(?:{either('tells')}) (?:ke|kepada|sama|pada)",
    ends=" ".join(
        ["to with ke kepada sama pada", *(f"{word.split()[-1]}nya" for word in listed_words("owned"))]
    ),
)
# a place or a people is called so after these; kepala desa Sumanto is a person
_PLACE = rf"(?<!\w){''.join(f'(?<!{head} )' for head in sorted(listed_words('heads')))}(?:{either('places')})"
PLACES = Cue(
    re.compile(rf"(?i){_PLACE}\s{{1,3}}$"),
    frozenset(word.split()[-1].strip(".") for word in listed_words("places")),
)
# Desa Harapan Jaya, CV Babah Digital, of which the last word alone is taken for a name
PLACE_GOES_ON = re.compile(rf"(?i:{_PLACE})(?:\s[A-Z][\w'-]{{0,30}}){{1,2}}\s$")
# whoever did it, and whose it is
BY = Cue(re.compile(rf"(?i)(?<!\w)(?:{either('by')}|di[a-z]{{3,12}}(?<!kan)(?<!an))\s{{1,3}}$"))
# after these a name is likely, and not sure
TOLD = _before("told")
ONE_PLACE = _before("in", "from")
# things have names after these
THING = _before("in", "from", "things")
# a thing, a place or a body stands after these that is called after somebody or a flower
NAMED_AFTER = _before("named_after")
# who is written about by initials alone: terdakwa DS
ACCUSED = _before("accused")
# the butcher, Royston, keeps; ada preman, Codet, yang
ROLED = re.compile(r"(?P<said>(?:(?<!\w)[A-Za-z][a-z]{1,19} ){0,3}(?<!\w)[a-z]{2,20})(?:, | \()$")
# in apposition: Tiny, the forklift driver
APPOSED = re.compile(r", (?:the|my|our|his|her|a|an) ((?:[a-z]{1,20} ){0,2}[a-z]{1,20})[,.]")
# Embun (34), Embun, 34 tahun; Embun, tolong ambilkan: who is this old, and whom somebody asks
ASIDE = re.compile(
    r"(?:, | \()(?:[FLMP][,/] ?)?(?:(?:umur|usia|berumur|berusia|aged?) )?\d{2}(?:(?: ?-?(?:tahun|thn|th|years?|yrs?|yo))\b|(?=\))|(?=, [a-z]))"
    r"| (?:umur|usia|berumur|berusia|aged) \d{2}\b| \([FLMP][),/]"
    r"|, (?:tolong|coba|ayo|mari|jangan|sini|kamu|kau|makasih|maaf|come|listen|look|please|can you|could you|do you|don't|thank)\b"
)
# Jack, my eldest; Permana, ketua karang taruna; Chance is my grandson
OURS = re.compile(
    r"(?:,| is| was| itu| adalah) (?:(?:my|our|his|her|the) (?:[a-z]{1,20} ){0,2}(?P<kin>[a-z]{1,20})|(?P<role>[a-z]{3,20})(?: [a-z]{1,20}){0,3})[,.]"
)
# who speaks in a chat says who it is, in small letters
SELF = re.compile(
    r"(?<!\w)(?:(?P<sure>atas nama|nama saya|namaku|nama gue|my name is|my name's) |(?:ini aku|ini saya|ini|aku|gue|gw|gua|i'm|im|its|it's|this is|ask|tell|text) )(?P<x>[a-z]{3,20})(?!\w)"
)
# between two names of a list
AND = re.compile(r",? (?:and|or|dan|atau|sama|jeung|sareng|karo|lan) |, | ?& ?|, (?:and|dan) ")
AND_BEFORE = re.compile(rf"(?:{AND.pattern})$")
# places and figures of two names, which tell nobody, and sums in hexadecimal digits, in which 5daa is none
KNOWN = re.compile(
    rf"(?<!\w)(?:{either('known_by_all')}|Washington,? D\.?C|(?=(?:[a-f-]{{0,8}}\d){{3}})[\da-f][\da-f-]{{6,63}})(?!\w)"
)
# before a place, and before a thing that is called after somebody
PLACED = re.compile(
    r"(?<!\w)(?:[Ii]n|[Aa]t|[Oo]n|[Dd]i|[Tt]i|ning|[Tt]he|us(?:e|es|ed|ing)|via|pakai|pake|memakai|menggunakan|aplikasi)\s{1,3}$"
)
# before a month or a season
WHEN = re.compile(rf"(?i)(?<!\w)(?:{either('when')}|\d{{1,4}}(?:st|nd|rd|th)?)[ -]{{1,2}}$")
# so much of what stands before a name is read
BEFORE = 48
WHERE = _before(
    "where", more=rf"(?:{either('such_as')}) (?:like|such as|seperti|kayak)", ends="like as seperti kayak"
)
_LAST = re.compile(r"[\w'/]{1,48}$")


def tells(before: str, *cues: Cue) -> bool:
    """Whether one of some cues ends `before`, whose last word alone spares most searches."""
    last = _LAST.search(before.rstrip(" ,:.\t\n"))
    word = last.group().casefold() if last else ""
    return word != "" and any(
        (not cue.ends or word in cue.ends) and cue.pattern.search(before) for cue in cues
    )


def ends_field(text: str, at: int) -> bool:
    """Whether a field of a form may end at `at`: no word in small letters goes on."""
    return re.match(r" ?[a-z']", text[at : at + 2]) is None


def labelled(text: str, at: int) -> bool:
    """Whether a person stands at `at` in a line of a form, or of minutes."""
    before = text[max(0, at - BEFORE) : at]
    return before.rstrip().endswith(":") and LABELLED.search(before) is not None


def introduced(text: str, at: int) -> bool:
    """Whether what stands before `at` introduces a person, whatever word comes."""
    before = text[max(0, at - BEFORE) : at]
    # a.n. is the one cue that ends with a mark
    return tells(before, PERSON) or (
        before[-3:].rstrip().casefold().endswith("n.") and PERSON.pattern.search(before) is not None
    )

"""What stands before a name and tells it: what introduces somebody, kin, who is spoken to; and where something is.

The words are in `lists/cues.txt`.
"""

import re

from jalin.protect.words import either


def _before(words: str, flags: str = "i") -> re.Pattern[str]:
    """A pattern for any of some alternatives right before a name."""
    return re.compile(rf"(?{flags})(?<!\w)(?:{words})\s{{1,3}}$")


# what introduces a person, and what introduces anything that has a name
PERSON = re.compile(
    rf"(?i)(?:(?<!\w)(?:nama(?: (?:{either('whose_name')})){{1,2}}(?: adalah| itu|:)?|a\.? ?n\.?|{either('presents')}|initials?(?: was| were| is| are)?|(?:my|his|her) (?:\w{{2,10}} )?name(?:'s| is| was)|"
    rf"(?:maiden|first|last|middle|family|full|preferred|given) name:|call(?:s|ed)? (?:me|him|her|them)|panggil (?:saya|aku|dia|beliau|saja|aja)(?: saja| aja)?|(?:{either('someone')}) (?:called|named)),?:?\s{{0,3}})$"
)
# a line of a form, or of minutes
LABELLED = re.compile(rf"(?i)(?<!\w)(?:{either('labelled')})(?: \w{{1,10}})?:\s{{0,3}}$")
INTRODUCED = re.compile(rf"(?i)(?<!\w)(?:{either('introduced')}),?:?\s{{0,3}}$")
KIN = re.compile(
    rf"(?i)(?:(?<!\w)(?:{either('kin')})(?:{either('whose_kin')}){{1,2}},?|(?<!\w)(?:my|his|her|our|their|your) (?:\w{{2,12}} ){{0,2}}?(?:{either('kin_english')}),?)\s{{0,3}}$"
)
# who is spoken to, married or buried is a person; in Indonesian also whose wife or child somebody is
MET = _before(
    rf"{either('met')}|(?:{either('speaks')}) (?:to|with|next to)|(?:{either('owned')})nya|(?:{either('tells')}) (?:ke|kepada|sama|pada)"
)
# whoever did it, and whose it is
BY = _before(rf"{either('by')}|di[a-z]{{3,12}}(?<!kan)(?<!an)")
# after these a name is likely, and not sure
TOLD = _before(either("told"))
ONE_PLACE = _before(either("in", "from"))
# things have names after these
THING = _before(either("in", "from", "things"))
# a thing, a place or a body stands after these that is called after somebody or a flower
NAMED_AFTER = _before(either("named_after"))
# who is written about by initials alone: terdakwa DS
ACCUSED = re.compile(rf"(?i)(?<!\w)(?:{either('accused')}),? $")
# the butcher, Royston, keeps; ada preman, Codet, yang
ROLED = re.compile(r"(?P<said>(?:(?<!\w)[a-z]{2,20} ){0,3}[a-z]{2,20}), $")
# in apposition: Tiny, the forklift driver
APPOSED = re.compile(r", (?:the|my|our|his|her|a|an) ((?:[a-z]{1,20} ){0,2}[a-z]{1,20})[,.]")
# who speaks in a chat says who it is, in small letters
SELF = re.compile(
    r"(?<!\w)(?:(?P<sure>atas nama|nama saya|namaku|nama gue|my name is|my name's) |(?:ini aku|ini saya|ini|aku|gue|gw|gua|i'm|im|its|it's|this is|ask|tell|text) )(?P<x>[a-z]{3,20})(?!\w)"
)
# between two names of a list
AND = re.compile(r",? (?:and|or|dan|atau|sama|jeung|sareng|karo|lan) |, | ?& ?|, (?:and|dan) ")
AND_BEFORE = re.compile(rf"(?:{AND.pattern})$")
# places and figures of two names, which tell nobody
KNOWN = re.compile(rf"(?<!\w)(?:{either('known_by_all')}|Washington,? D\.?C)(?!\w)")
# before a place, and before a thing that is called after somebody
PLACED = re.compile(r"(?<!\w)(?:[Ii]n|[Aa]t|[Oo]n|[Dd]i|[Tt]i|ning|[Tt]he)\s{1,3}$")
# before a month or a season
WHEN = re.compile(rf"(?i)(?<!\w)(?:{either('when')}|\d{{1,4}}(?:st|nd|rd|th)?)[ -]{{1,2}}$")
# so much of what stands before a name is read
BEFORE = 48
WHERE = _before(rf"(?:{either('such_as')}) (?:like|such as|seperti|kayak)|{either('where')}")


def tells(cue: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The match of a cue that ends `before`; all of them end with a letter, which spares most searches."""
    return cue.search(before) if before.rstrip(" ,:\n")[-1:].isalpha() else None


def introduced(text: str, at: int) -> bool:
    """Whether what stands before `at` introduces a person, whatever word comes."""
    before = text[max(0, at - BEFORE) : at]
    # a.n. is the one cue that ends with a mark
    cue = PERSON.search(before) if before.rstrip().casefold().endswith("n.") else tells(PERSON, before)
    return cue is not None

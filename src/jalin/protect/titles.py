"""Names with a title before them (Drs., H., Hj.) or a degree after them (S.IP., M.Si.)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from jalin.protect.hits import Hit
from jalin.protect.normalise import normalise
from jalin.protect.tokens import opens_sentence
from jalin.protect.words import Vocabulary

# a word of capitals of fewer letters is an abbreviation
SHORTEST = 4
_CAP = r"[A-Z][a-z']{1,30}(?:-?[A-Z][a-z']{1,30}){0,3}(?:-(?!(?:nya|na|mah|teh|ku|mu|lah|kah|pun)\b)[a-z]{2,15})?(?![A-Za-z])|(?:Moh|Muh|Abd|Mohd|Moch)\.|[A-Z]\.(?=\s{0,2}[A-Z])"
_ALL_CAPS = r"[A-Z][A-Z']{1,30}(?:-[A-Z]{1,30}){0,2}"
_BETWEEN = r"(?:bin|binti|al|el|bte|van|de)"
# a line is a paragraph, so no name goes on in the next; nobody has more than eight names
_NAME = rf"(?:{_CAP})(?: {{1,3}}(?:{_BETWEEN} {{1,3}})?(?:{_CAP})){{0,7}}"
_CAPS_NAME = rf"(?:{_ALL_CAPS})(?: {{1,3}}(?:{_ALL_CAPS}|[A-Z]\.)){{0,7}}"
_TITLE = r"(?:(?:(?:H|R)(?=\. ?(?:\S|\Z))|Drs|Dra|Ir|Hj|K\.?\s?H|Dr|dr|drg|drh|Prof|Rm|Pst|Rd|Tb|Ust|Tn|Ny|Sdr|Sdri|Alm|Almh)\.|(?:Drs|Dra|Ir|Hj|H|KH|Prof|Kompol|AKP|AKBP|Ipda|Iptu|Aiptu|Bripka|Brigadir|Briptu|Letkol|Kapten|Lettu|Serka|Serda|Sertu|Pelda|Peltu)(?=\s))"
_TITLES = rf"(?:{_TITLE}\s{{0,3}}){{1,6}}"
# degrees, of which M. Yusup and S. Ali are none
_AFTER_S = r"E|H|T|Sos|IP|I\.P|Pd(?:\.\s?I|\.\s?SD)?|Ag|Kom|Kep|KM|STP|AP|Hut|P|Pt|Pi|Si|Psi|Farm|Hum|Kes|Gz|I\.Kom|Ikom|Sn|Tr\.\s?\w{1,4}|S|E\.I|Th|Kel|ST|Stat|Mat|IIP|Akt"
_AFTER_M = r"Si|Pd(?:\.I)?|M|H|T|A|AP|Kom|Kes|Hum|Sc|Ag|P|E|Kn|Psi|Kep|Sos|Farm|IP|I\.P|I\.Kom|Ikom|Th|Par|Epid|Gz|Eng|Phil|Ed|B\.A|Acc|Ak|Tr\.\s?\w{1,4}|MT"
_DOTTED = (
    rf"(?:S\.\s?(?:{_AFTER_S})(?![A-Za-z])\.?|M\.\s?(?:{_AFTER_M})(?![A-Za-z])\.?|A\.\s?Md\.?(?:\s?[A-Z][a-z]{{0,4}}\.?){{0,2}}|A\.Ma\.?"
    r"|Ph\.?\s?D\b\.?|Lc\.|B\.\s?(?:A|Sc)\b\.?|Sp\.\s?[A-Z][A-Za-z]{0,3}\b\.?|D\.Phil\b\.?)"
)
_PLAIN = r"(?:SE|SH|ST|MM|MH|MT|MSi|MPd|SPd|SSos|SIP|SKM|MAP|MKom|SKom|SAg|STP|SSTP|MPA|MBA|MA|AMd|SAP|SHut|SPt|Lc|PhD|MKes|SKep|MHum|MSc)"
_PLAIN_ENGLISH = r"(?:PhD|MSc|MBA|BSc|BA|MA|MD|RN|MPhil|DPhil|LLB|MPH|MPA)"
_SURE = rf"(?<![\w.])(?:{_TITLES})(?:{_NAME}|{_CAPS_NAME})"
# each with the plain degrees of its language, which need a comma: ST and MT are words elsewhere
_DEGREES, _DEGREES_ENGLISH = (
    rf"(?:\s{{0,3}},\s{{0,3}}(?:{_DOTTED}|{plain}\b\.?)|\s{{1,3}}{_DOTTED})"
    for plain in (_PLAIN, _PLAIN_ENGLISH)
)
_TITLED, _TITLED_ENGLISH = (
    re.compile(rf"{_SURE}(?:{degrees}){{0,8}}|\b(?:{_NAME}|{_CAPS_NAME})(?:{degrees}){{1,8}}(?!\w)")
    for degrees in (_DEGREES, _DEGREES_ENGLISH)
)
# the words of titles and degrees, of which one at least stands in whatever `titled_names` finds
MARKS = frozenset(
    re.findall(
        r"[A-Za-z]{2,}|[A-Z]",
        re.sub(r"\\[a-z]|\(\?.", " ", "|".join([_TITLE, _DOTTED, _PLAIN, _PLAIN_ENGLISH])),
    )
)
BEFORE = re.compile(rf"(?<![\w.])(?:{_TITLES})$")
AFTER = re.compile(rf"(?:{_DEGREES}){{1,8}}(?!\w)")
_STRIP = re.compile(rf"^(?:{_TITLES})|(?:{_DEGREES}|{_DEGREES_ENGLISH}){{1,8}}$")


def without_stop(text: str, end: int) -> int:
    """The end of a name that closes with a degree, without the full stop of the sentence."""
    after = text[end : end + 2]
    return (
        end - 1 if text[end - 1] == "." and (not after.strip() or re.match(r"\s[A-Z\[(\"]", after)) else end
    )


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """A name without its titles and degrees, with whatever signs these are written: Drª is Dra."""
    even = normalise(name)
    start, end = 0, len(even.text)
    for match in _STRIP.finditer(even.text):
        start, end = (match.end(), end) if match.start() == 0 else (start, match.start())
    return name[slice(*even.span(start, end))].strip(" ,") or name


def titled_names(text: str, words: Vocabulary, language: str = "") -> Iterator[Hit]:
    """Names with a title before them or a degree after them; the plain degrees are those of `language`."""
    pattern = _TITLED_ENGLISH if language == "en" else _TITLED
    for match in pattern.finditer(text):
        start = match.start()
        inner = bare(match.group()).split()
        # H without a full stop is a letter before most words
        if match.group().startswith("H ") and not any(
            words.may_name(word) and len(word) >= SHORTEST for word in inner
        ):
            continue
        # Sekdesnya Rini, S.AP.
        kinds = [words.kind(word.strip(".,'").removesuffix("nya")) for word in inner]
        if not BEFORE.search(text[max(0, start - 30) : start]) and not re.match(_TITLE, match.group()):
            # a name of degrees alone begins with a word of the sentence: Kemarin Agus, S.E.
            while kinds and (
                kinds[0] in ("stop", "office", "body")
                or ((kinds[0] == "word" or words.is_derived(inner[0])) and opens_sentence(text, start))
            ):
                following = re.compile(r"\S+\s*").match(text, start)
                start = following.end() if following else match.end()
                inner, kinds = inner[1:], kinds[1:]
            # nor is QT a name in QT, MT
            if all(len(word.strip(".,")) < 3 or (word.isupper() and len(word) < SHORTEST) for word in inner):
                continue
        if inner and not all(kind in ("office", "stop", "body") for kind in kinds):
            end = without_stop(text, match.end())
            yield Hit("name", start, end, text[start:end])

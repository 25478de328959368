"""Names of people, told by what stands before and after them.

Indonesian titles before a name (Drs., H., Hj.), degrees after it (S.IP., M.Si.), and
forms of address (Pak, Bu, Kang, Teh). A rule is a start, not proof: what only might
be a name is suspected, and a person decides.
"""

import re
from collections.abc import Iterator

from jalin.protect.hits import Hit
from jalin.protect.words import HONORIFICS, UNSURE, Vocabulary

_CAP = r"[A-Z][a-z']+(?:-?[A-Z][a-z']+)*(?![A-Za-z])|(?:Moh|Muh|Abd|Mohd)\.|[A-Z]\.(?=\s*[A-Z])"
_ALL_CAPS = r"[A-Z][A-Z']+(?:-[A-Z]+)*"
_BETWEEN = r"(?:bin|binti|al|el|bte|van|de)"
# a line is a paragraph, so no name goes on in the next
_NAME = rf"(?:{_CAP})(?: +(?:{_BETWEEN} +)?(?:{_CAP}))*"
_CAPS_NAME = rf"(?:{_ALL_CAPS})(?: +(?:{_ALL_CAPS}|[A-Z]\.))*"
_TITLE = r"(?:(?:Drs|Dra|Ir|Hj|H|K\.?\s?H|Dr|dr|drg|Prof|R|Rd|Tb|Ust|Tn|Ny|Sdr|Sdri|Alm|Almh)\.|(?:Drs|Dra|Ir|Hj|H|KH|Prof|Kompol|AKP|AKBP|Ipda|Iptu|Aiptu|Bripka|Letkol|Kapten|Lettu|Serka|Pelda)(?=\s))"
_DOTTED = r"(?:[SMAD]\.\s?[A-Z][A-Za-z]{0,4}\.?(?:[A-Z][a-z]{0,3}\.?)?|[MSA][A-Z]?[a-z]{0,3}\.[A-Z][a-z]{0,3}\.?|Ph\.?\s?D\.?|Lc\.|B\.A\.?)"
_PLAIN_DEGREE = r"(?:SE|SH|ST|MM|MH|MT|MSi|MPd|SPd|SSos|SIP|SKM|MAP|MKom|SKom|SAg|STP|SSTP|MPA|MBA|MA|AMd|AMd\.Kep|SAP|SHut|SPt|Lc|PhD)"
_DEGREES = rf"(?:\s*,\s*(?:{_DOTTED}|{_PLAIN_DEGREE}\b\.?)|\s+{_DOTTED})"
TITLED = re.compile(
    rf"(?<![\w.])(?:{_TITLE}\s*)+(?:{_NAME}|{_CAPS_NAME})(?:{_DEGREES})*|\b(?:{_NAME}|{_CAPS_NAME})(?:{_DEGREES})+(?!\w)"
)
BEFORE = re.compile(rf"(?<![\w.])(?:{_TITLE}\s*)+$")
AFTER = re.compile(rf"(?:{_DEGREES})+(?!\w)")
_STRIP = re.compile(rf"^(?:{_TITLE}\s*)+|(?:{_DEGREES})+$")
_ADDRESSED = re.compile(
    rf"(?i:(?<![\w-])(?P<sure>{HONORIFICS})|(?<![\w-])(?P<unsure>{UNSURE}))(?:(?:(?<=(?i:sdr|dri|alm|lmh|ust|mrs))|(?<=(?i:mr|ms)))\.)?"
    # a line that was broken, but not before the label of the next speaker
    rf"(?: +|\n(?![^\n:]{{0,40}}:))(?:{_TITLE} *)*"
    # an office in capitals may come between, as in Bu RT Wati
    rf"(?P<name>(?:[A-Z]{{2,5}} +)?{_NAME}|{_CAPS_NAME}|[a-z]{{3,}}(?:-(?:nya|na|mah|teh))?\b)"
)
_CAPITALISED = re.compile(rf"\b{_NAME}")
_CLITIC = re.compile(r"-(?:nya|na|mah|teh|ku|mu)$|nya$")
# after these a sentence begins, and its first word is written with a capital
_OPENS = re.compile(r"(?:^|[\n.?!:;\"(\[|·…]|- )\s*(?:[\"'(\[]\s*)?$")


def without_stop(text: str, end: int) -> int:
    """The end of a name that closes with a degree, without the full stop of the sentence."""
    after = text[end : end + 2]
    return (
        end - 1 if text[end - 1] == "." and (not after.strip() or re.match(r"\s[A-Z\[(\"]", after)) else end
    )


def bare(name: str) -> str:
    """A name without its titles and degrees."""
    return _STRIP.sub("", name).strip(" ,") or name


def _parts(name: str, start: int) -> list[tuple[str, int]]:
    """The words of a name with their places."""
    return [(match.group(), start + match.start()) for match in re.finditer(r"\S+", name)]


def _kept(parts: list[tuple[str, int]], words: Vocabulary) -> list[tuple[str, int]]:
    """The words that make a name: offices before it are left out, and the first office after it ends it."""
    while parts and words.names_no_one(parts[0][0].strip(".,")):
        parts = parts[1:]
    for number, (word, _) in enumerate(parts):
        if words.names_no_one(word.strip(".,")):
            return parts[:number]
    return parts


def _hit(parts: list[tuple[str, int]], text: str, kind: str = "name") -> Hit:
    start, end = parts[0][1], parts[-1][1] + len(parts[-1][0])
    clitic = _CLITIC.search(text[start:end])
    if clitic and (clitic.group().startswith("-") or clitic.start() > 4):
        end = start + clitic.start()
    return Hit(kind, start, end, text[start:end])


def titled_names(text: str, words: Vocabulary) -> Iterator[Hit]:
    """Names with a title before them or a degree after them."""
    for match in TITLED.finditer(text):
        inner = bare(match.group())
        if not all(words.names_no_one(word.strip(".,")) for word in inner.split()):
            end = without_stop(text, match.end())
            yield Hit("name", match.start(), end, text[match.start() : end])


def addressed_names(text: str, words: Vocabulary) -> Iterator[Hit]:
    """Names after a form of address, in any case; never an office or a word that the study uses as one."""
    at = 0
    while match := _ADDRESSED.search(text, at):
        # the next form of address may be within this match, as in Bapak Haji Dedi
        at = match.start("name")
        name, sure = match["name"], match["sure"] is not None
        if re.fullmatch(f"(?i:{HONORIFICS})", name.split()[0]):
            continue
        parts = _kept(_parts(name, match.start("name")), words)
        if not parts:
            continue
        first = parts[0][0].strip(".,")
        if first.islower():
            # one word alone: in small letters nobody can tell where a name ends
            if sure and not words.has(first) and not words.has(_CLITIC.sub("", first)):
                yield _hit(parts[:1], text)
        elif sure or not words.has(first):
            yield _hit(parts, text)


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at `at`."""
    return _OPENS.search(text[max(0, at - 6) : at]) is not None


def suspected_names(text: str, words: Vocabulary) -> Iterator[Hit]:
    """Capitalised words within a sentence that are no words: names of people or places, perhaps.

    A word that opens a sentence counts only with another such word after it.
    """
    for match in _CAPITALISED.finditer(text):
        run: list[tuple[str, int]] = []
        for part in [*_parts(match.group(), match.start()), ("", len(text))]:
            word = _CLITIC.sub("", part[0].strip(".,'"))
            if len(word) > 2 and not words.has(word) and not words.has(part[0]):
                run.append(part)
                continue
            if len(run) > 1 or (run and not opens_sentence(text, run[0][1])):
                yield _hit(run, text)
            run = []


def is_name(label: str, words: Vocabulary) -> bool:
    """Whether a speaker's label names a person, and is not I, P1, Teacher or an office."""
    parts = [part.strip(".,()") for part in bare(label).split()]
    letters = [part for part in parts if part.isalpha() and len(part) > 2]
    if not letters or any(any(character.isdigit() for character in part) for part in parts):
        return False
    titles = re.compile(f"(?i)(?:{HONORIFICS}|{UNSURE})")
    named = [part for part in letters if not titles.fullmatch(part)]
    return any(part[0].isupper() and not words.has(part) for part in named)

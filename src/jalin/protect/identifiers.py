"""Identifiers that can be told by their form: numbers, addresses, handles, titled names.

Structures: NIK 16 digits (region 6, birth date DDMMYY with day + 40 for women,
serial 4); NIP 18 digits (birth date 8, start of service 6, sex 1, serial 3);
NPWP 15 digits in its printed form; mobile numbers 08… or +62 8…; RT/RW addresses.
Rules are for Indonesian texts. A rule is a start, not proof: a person reads on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One identifier in a text: `start` and `end` are its code points, half-open."""

    kind: str
    start: int
    end: int
    original: str


_DAY = r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_BEFORE, _AFTER = r"(?<![\w@])", r"(?!\w)"
_DIGIT = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"

# in order of precedence: where two overlap, the earlier rule wins
_NUMBERS: tuple[tuple[str, str], ...] = (
    ("email", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    (
        "link",
        r"(?i)\bhttps?://[^\s<>\"']+[\w/]|\b(?:www\.|(?:instagram|facebook|tiktok|x)\.com/)[^\s<>\"']+[\w/]",
    ),
    ("handle", r"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9._]{1,28}[A-Za-z0-9_]"),
    (
        "nip",
        r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ .]?"
        r"(?:19|20)\d{2}(?:0[1-9]|1[0-2]|2[1-9])[ .]?[12][ .]?\d{3}(?!\d)",
    ),
    ("npwp", r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    (
        "nik",
        rf"(?<!\d)(?:\d{{6}}|\d{{2}}[ .]\d{{2}}[ .]\d{{2}})[ .]?{_DAY}[ .]?{_MONTH}[ .]?\d{{2}}[ .]?\d{{4}}(?!\d)",
    ),
    ("phone", r"(?<!\d)(?:\+?62[ .-]?|0)8\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,5}(?!\d)"),
    ("phone", rf"(?i)\b(?:{_DIGIT}[ ,-]+){{7,}}{_DIGIT}\b"),
    (
        "address",
        r"\b(?:(?:Jl|Jln|Jalan|Gg|Gang|Kp|Kampung|Dusun|Blok)\.?\s+[A-Z][\w.]*(?:\s+[A-Z0-9][\w.]*)*,?\s+"
        r"(?:[Nn]o\.?\s*\d+\w?,?\s+)?)?RT\.?\s*0*\d{1,3}\s*[/,]?\s*RW\.?\s*0*\d{1,3}\b",
    ),
    ("address", r"\b(?:Jl|Jln|Jalan|Gg|Gang)\.?\s+[A-Z][\w.]*(?:\s+[A-Z][\w.]*)*,?\s+[Nn]o\.?\s*\d+\w?\b"),
    ("plate", r"\b[A-Z]{1,2}\s\d{1,4}\s[A-Z]{2,3}\b"),
)

_WORD = r"[A-Z][a-z'’]+"
_NAME = rf"{_WORD}(?:\s+(?:{_WORD}|[A-Z]\.))*"
_TITLE = r"(?:Drs|Dra|Ir|H|Hj|K\.?H|Dr|Prof)\."
_DEGREE = r"(?:S\.(?:IP|Sos|STP|H|E|Pd|Kom|AP|T|Ag|Hut|Si)|M\.(?:Si|AP|M|H|Pd|A|IP|Kom)|A\.Md|SH|SE)\.?"
_TITLED = re.compile(rf"(?:{_TITLE}\s*)+{_NAME}(?:,\s*{_DEGREE})*|{_NAME}(?:,\s*{_DEGREE})+(?!\w)")
_HONORIFIC = re.compile(
    rf"\b(?:[Pp]ak|[Bb]u|[Bb]apak|[Ii]bu|[Kk]ang|[Tt]eh|[Mm]ang|[Cc]eu|[Nn]eng|[Uu]stadz|[Aa]jengan|[Hh]aji)\s+(?!{_TITLE})(?P<name>{_NAME})"
)


def _names(text: str, not_names: frozenset[str]) -> Iterable[Hit]:
    """Names after a title or an honorific, or before a degree; never a word of `not_names`."""
    for match in _TITLED.finditer(text):
        yield Hit("name", match.start(), match.end(), match.group())
    for match in _HONORIFIC.finditer(text):
        words = match["name"].split()
        kept = []
        for word in words:
            if word.casefold() in not_names:
                break
            kept.append(word)
        if kept:
            start = match.start("name")
            end = start + match["name"].index(kept[-1], len(" ".join(kept[:-1]))) + len(kept[-1])
            yield Hit("name", start, end, text[start:end])


def _listed(text: str, pseudonyms: dict[str, str]) -> Iterable[Hit]:
    """Every original of the study's own list, in any case, its clitic left standing."""
    for original in pseudonyms:
        pattern = r"\s+".join(map(re.escape, original.split()))
        for match in re.finditer(rf"(?i){_BEFORE}{pattern}(?=-?(?:nya|mah|teh|na)?{_AFTER})", text):
            yield Hit("listed", match.start(), match.end(), match.group())


def find_identifiers(text: str, pseudonyms: dict[str, str], not_names: Iterable[str]) -> list[Hit]:
    """The identifiers in `text`, in order, none overlapping another.

    `pseudonyms` is the study's own list, original to pseudonym; it goes before the
    rules for names, and after those for numbers and addresses, which may hold a name.
    `not_names` are capitalised words that may follow an honorific without
    being a name, such as an office.
    """
    hits = [
        Hit(kind, m.start(), m.end(), m.group())
        for kind, pattern in _NUMBERS
        for m in re.finditer(pattern, text)
    ]
    hits += _listed(text, pseudonyms)
    hits += _names(text, frozenset(word.casefold() for word in not_names))
    taken: list[Hit] = []
    for hit in hits:
        if not any(hit.start < other.end and other.start < hit.end for other in taken):
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.start)

"""Identifiers that can be told by their form: numbers, addresses, accounts and handles.

Structures: NIK and KK numbers of 16 digits (region 6, date DDMMYY with day + 40 for
women, serial 4); NIP of 18 (birth date 8, start of service 6 with month 21 and more
for PPPK, sex 1, serial 3); NPWP of 15 with a check digit (python-stdnum); telephone
numbers as `phonenumbers` knows them, and as they are spoken or typed with any mark.
A number after its own name (NIK, rekening, lahir) needs less structure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

import phonenumbers
from stdnum.id import npwp

from jalin.protect.hits import Hit
from jalin.protect.needs import Gate, Held
from jalin.protect.rules import MONTHS, Rule
from jalin.protect.rules import after as _after
from jalin.protect.rules import rule as _rule
from jalin.protect.spellings import ENGLISH, FIRST, SPELLED

_S = r"[ .\-/]?"


def _run(digits: str) -> str:
    """A pattern for so many digits, with a mark or space allowed between any two."""
    low, _, high = digits.partition(",")
    times = f"{{{int(low) - 1}{',' + str(int(high) - 1) if high else ''}}}"
    return rf"(?<![\d.,])\d(?:{_S}\d){times}(?!\d)"


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_nik(text: str) -> bool:
    digits = _digits(text)
    day, month, year = (int(digits[at : at + 2]) for at in (6, 8, 10))
    day -= 40 * (day > 40)
    # with slashes it is two days and a sum
    return (
        digits[0] != "0"
        and "/" not in text
        and (_is_day(1900 + year, month, day) or _is_day(2000 + year, month, day))
    )


def _is_nip(text: str) -> bool:
    digits = _digits(text)
    born, began = int(digits[:4]), int(digits[8:12])
    month = int(digits[12:14])
    return (
        1930 <= born <= 2015
        and _is_day(born, int(digits[4:6]), int(digits[6:8]))
        and born + 14 <= began <= 2060
        and (1 <= month <= 12 or 21 <= month <= 32)
        and digits[14] in "12"
    )


def _is_npwp(text: str) -> bool:
    return npwp.is_valid(_digits(text))


def _is_iban(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 10


def _is_phone(text: str) -> bool:
    digits = _digits(text)
    local = digits.removeprefix("62") if digits.startswith("62") else digits.removeprefix("0")
    return 8 <= len(local) <= 12


_DATE = (
    rf"(?:\d{{1,2}}\s{{0,3}}[-/. ]\s{{0,3}}\d{{1,2}}\s{{0,3}}[-/. ]\s{{0,3}}(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{{0,3}}[- ]?\s{{0,3}}(?i:{MONTHS})\.?\s{{0,3}}[-,]?\s{{0,3}}(?:\d{{4}}|'?\d{{2}})|(?i:{MONTHS})\s{{1,3}}\d{{1,2}},?\s{{1,3}}\d{{4}})(?!\d)"
)
_STREET = r"(?:Jl|Jln|Jalan|JL|JALAN|Gg|Gang|GG|GANG|Kp|Kampung|KP|Kmp|Dusun|Dsn|Blok|BLOK|Perum|Perumahan|Komplek|Kompleks|Lingkungan|Link|Lk|Babakan|Cluster|Dukuh|Padukuhan|Banjar|Jorong|Lorong|Lr|Nagari)"
_PLACE = r"[A-Z][\w.']{0,30}(?:\s{1,3}(?:[Kk][Mm]\.? ?\d{1,3}(?:[.,]\d{1,2})?|[A-Z0-9][\w.']{0,30}|dan|III?|IV)){0,6}"
_NO = r"(?:\b(?:[Nn]o|[Nn]omor|NO|NOMOR)\.?\s{0,3}\d{1,5}(?:[\s-]?[A-Za-z]\b)?(?!\w)(?:[/-]\d{1,5})?)"
_COUNT = r"(?:0{0,3}\d{1,3}|(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)(?:\s{1,3}belas)?)"
_RT_RW = (
    rf"(?i:RT\.?\s{{0,3}}/\s{{0,3}}RW\.?\s{{0,3}}:?\s{{0,3}}{_COUNT}\s{{0,3}}[/-]\s{{0,3}}{_COUNT}|RT\.?\s{{0,3}}:?\s{{0,3}}{_COUNT}\s{{0,3}}[/,-]?\s{{0,3}}(?:dan\s{{1,3}})?RW\.?\s{{0,3}}:?\s{{0,3}}{_COUNT}|"
    rf"RT\.?\s{{0,3}}0{{0,3}}\d{{1,3}}\s{{0,3}}/\s{{0,3}}0{{0,3}}\d{{1,3}})(?!\w)"
)
_BEYOND = r"(?:,?\s{1,3}(?i:desa|ds|kel|kelurahan|kec|kecamatan|dusun|kab|kabupaten|kota)\.?\s{1,3}[A-Z][a-z]{1,30}(?: [A-Z][a-z]{1,20})?(?!\w)){0,4}"
# where vehicles of Indonesia are registered, and the ZZ of state officials
_REGIONS = (
    "A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|CC|CD|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|"
    "E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|R|RI|S|T|W|Z|ZZ"
)


# in order of precedence: where two overlap, the earlier rule wins
RULES: tuple[Rule, ...] = (
    _rule(
        "link",
        r"(?i)\bhttps?://[^\s<>\"']+[\w/]|\b(?:www\.|(?:m\.)?(?:instagram|facebook|fb|tiktok|twitter|x|threads|youtube|linkedin|telegram)\.(?:com|net|me|org)/|(?:t|wa|fb)\.me/|youtu\.be/|bit\.ly/|s\.id/|linktr\.ee/)[^\s<>\"']*[\w/]",
    ),
    # twice where who answers writes it before a name that begins with one; without a letter it is a price
    _rule("handle", r"(?<![\w@.])@{1,3}(?=[0-9._]{0,29}[A-Za-z])[A-Za-z0-9_][A-Za-z0-9._]{1,28}[A-Za-z0-9_]"),
    _rule(
        "handle",
        _after(
            r"akun|username|user name|nickname|ig|instagram|insta|tiktok|tik tok|twitter|telegram|threads|fb|facebook|path|line|snapchat|snap|discord|wechat|kakao|steam|xbox|github|handle",
            r"(?<=[\s:=\"'])(?=[\w.]{0,40}[A-Za-z])(?:(?:[A-Za-z0-9]{1,30}[._]{1,3}){1,6}[A-Za-z0-9_]{1,30}|[A-Za-z]{1,30}\d{1,10}\w{0,20}|(?<=: )[A-Za-z]{2,30}_)(?:#\d{4})?(?![\w.]\w)",
            20,
        ),
    ),
    _rule("handle", r"(?<![\w/])u/[A-Za-z0-9_-]{3,20}(?!\w)"),
    _rule("account", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b", _is_iban),
    _rule("nip", _run("18"), _is_nip),
    _rule("nip", _after(r"nip|nippppk|ni pppk|nip pppk|nipt|nrp|nidn|nuptk|niy|nik pegawai", r"\d(?:[ .\-]?\d){7,17}(?!\d)", 16)),
    _rule("nik", _after(r"nik|no\.? ktp|nomor ktp|ktp|no\.? kk|nomor kk|kk|kartu keluarga", r"\d(?:[ .\-]?\d){15}(?!\d)")),
    _rule("npwp", r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    _rule("npwp", _after(r"npwp", r"\d(?:[ .\-]?\d){14,15}(?!\d)")),
    _rule("nik", _run("16"), _is_nik),
    _rule("npwp", r"(?<![\d.,])\d{15}(?!\d)", _is_npwp),
    _rule(
        "account",
        _after(
            r"rekening|no\.? ?rek|norek|rek|bca|bri|bni|btn|bjb|bsi|mandiri|cimb|danamon|account number|bank account|virtual account|va|dana|ovo|gopay",
            r"(?i:(?<!rp )(?<!rp\. )(?<!rp)(?<!rp\.))(?<!£)(?<!\$)\d(?:[ .\-]?\d){7,17}(?!\d)(?!\s{0,2}(?:rupiah|juta|ribu|dollars?|pounds?|euros?))",
            40,
        ),
        # nor a telephone number, a code of the budget such as 5.1.02.01, or money as 800.000.000
        lambda text: not re.match(r"(?:0|\+?62)8\d|\d(?:\.\d{1,2}){3}", text)
        and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text)
        and len(_digits(text)) >= 9,
    ),
    _rule("phone", r"(?<![\d\w])(?:\+?\s?62[ .\-(]{0,2}(?:0\))?|\(?0)8\d{1,2}\)?(?:(?:[ .\-]{0,2}|-\n)\d){5,10}(?!\d)", _is_phone),
    _rule("phone", r"(?<![\d\w])(?:\+\s?62[ .\-]?|0)800(?:(?:[ .\-]{0,2}|-\n)\d){5,7}(?!\d)"),
    # as a messenger writes who is not in one's contacts, whatever the country
    _rule("phone", r"(?<![\w+])\+\d{1,3}(?:[ \-()\xa0\u2011]{0,2}\d){8,13}(?!\d)"),
    _rule("phone", r"(?<![\d\w])\(0\d{2,3}\)[ .\-]?\d{2,4}[ .\-]?\d{2,4}(?:[ .\-]?\d{1,4})?(?!\d)"),
    _rule("phone", _after(r"telp|telpon|telepon|tlp|hp|wa|whatsapp|nomor|no|kontak|phone|fax|call|hubungi", r"\(?0\d{2,3}\)?[ .\-]?\d{3,4}(?:[ .\-]?\d{2,4}){1,2}(?!\d)")),
    _rule("birth", rf"(?i:(?<!\w)(?:(?:tempat,?\s{{0,3}})?(?:tanggal|tgl)\.?\s{{0,3}}lahir|lahir(?:nya)?|kelahiran|ttl|ultah|ulang tahun|date of birth|dob|d\.o\.b\.?|born|birthday|b-?day))(?!\w)[^\d\n]{{0,50}}?(?P<x>{_DATE})"),
    _rule("birth", rf"(?<!\w)(?P<x>{_DATE})(?i: (?:saya|aku|dia|beliau|anak saya|itu|adalah|is|was|that's|when) (?:\w{{2,8}} ){{0,2}}(?:lahir|dilahirkan|ulang tahun|born|birthday|date of birth|dob))"),
    _rule("address", rf"(?:\b{_STREET}\.?\s{{1,3}}{_PLACE},?\s{{1,3}}(?:{_NO},?\s{{1,3}})?(?:(?:Blok|BLOK|blok)\s{{1,3}}\w{{1,10}},?\s{{1,3}})?(?:{_NO},?\s{{1,3}})?)?\b{_RT_RW}{_BEYOND}"),
    _rule("address", rf"\b{_STREET}\.?\s{{1,3}}{_PLACE},?\s{{1,3}}(?:(?:Blok|blok|BLOK)\s{{1,3}}\w{{1,3}}[\d/-]{{0,8}},?\s{{0,3}})?{_NO}"),
    _rule("address", r"\b(?:Jl|Jln|JL|Jalan|JALAN|Gg|Gang)\.? (?:[A-Z][\w.']{1,20} ){1,4}\d{1,4}[A-Za-z]?(?![\w:])(?! ?(?:km|meter|m|menit|jam|hari|tahun|orang|rumah|kali|%|persen|ribu|juta|kilo)\b)(?![.,]\d)"),
    _rule("address", rf"\b(?:Perum|Perumahan|Komplek|Kompleks|Cluster)\.?\s{{1,3}}{_PLACE},?\s{{1,3}}(?:Blok|blok|BLOK)\s{{1,3}}\w{{1,3}}[\d/.-]{{0,8}}(?:\s{{0,3}}{_NO}|\s{{0,3}}\d{{1,5}})?"),
    _rule("address", rf"\b(?:Jl|Jln|JL|Jalan|JALAN|Gg|Gang)\.?\s{{1,3}}{_PLACE},?\s{{1,3}}(?:Blok|blok|BLOK)\s{{1,3}}[A-Za-z]{{1,2}}[/-]?\d{{1,3}}(?:[/-]\d{{1,4}})?(?!\w)"),
    _rule("address", _after(r"kode ?pos|postal code", r"\d{5}(?!\d)", 6)),
    _rule("plate", _after(r"kendaraan|mobil|motor|truk|bus|bis|angkot|dinas", rf"(?i:\b(?:{_REGIONS}) ?\d{{2,4}} ?[A-Z]{{1,3}}\b)", 20)),
    _rule("plate", _after(r"plat|pelat|nopol|no\.? pol|nomor polisi|plat nomor|bernomor|berplat|berpelat", r"(?i:\b[a-z]{1,2}[ -]?\d{1,4}[ -]?[a-z]{1,3}\b)", 20)),
    _rule("plate", rf"\b(?:{_REGIONS})\s\d{{1,4}}\s[A-Z]{{2,3}}\b"),
    _rule("plate", rf"\b(?:{_REGIONS})[ -]?\d{{3,4}}[ -]?[A-Z]{{1,3}}\b"),
)  # fmt: skip

_CANDIDATE = re.compile(r"(?<![\w.,])[+(]?\d[\d ().\-]{6,22}\d(?!\w)")
# a mistyped NIK, perhaps, or a number of a card
_LONG = re.compile(r"(?<![\w.,/:])\d(?:[ \-]?\d){4,21}(?!\w)(?![.,:/]\d)")
# a plate of another country, a number of a form; a house that has a name
_MIXED = re.compile(
    r"(?<![\w.,/:@-])(?=[A-Z\d/-]{0,30}[A-Z])(?=(?:[A-Z/-]{0,12}\d){4})[A-Z\d]{1,10}(?:[-/][A-Z\d]{1,10}){1,5}(?![\w/-])|(?<![\w.,/:@-])(?=[A-Z]*\d+[A-Z]|[A-Z]+\d)(?=(?:[A-Z]*\d){3})[A-Z\d]{6,12}(?![\w-])"
)
_HOUSE = re.compile(
    r"\b(?:The )?(?:[A-Z][\w'-]{1,20} ){0,2}[A-Z][\w'-]{1,20}, (?:[A-Z][\w'-]{1,20} ){1,3}(?:Street|Road|Lane|Avenue|Close|Terrace|Drive|Crescent)\b"
)
# jl kenanga gg 4 no 17b, kontrakan pak haji kamar 3; 9 the old mews, flat 2: where somebody lives, however it is written
_LIVES = re.compile(
    r"(?i)\b(?:jl|jln|jalan|gg|gang|kp|kampung|dusun|dsn|blok|perum(?:ahan|nas)?|komplek|kompleks|apartemen|rusun\w{0,4}|lingkungan|asrama|kontrakan|kost?an?|kos)\.? "
    r"(?:[\w.'-]{1,20} ){0,6}?(?:(?:no|nomor|rt|rw|blok|lantai|kamar|unit)\b\.? ?\w{0,2}\d{1,4}\w?(?:[ /,.-]{1,3}(?:(?:no|nomor|rt|rw|blok|lantai|kamar|unit)\.? ?)?\w?\d{1,4}\w?\b){0,4}|[a-z]\d{1,3}[/-]\d{1,4})"
)
_LIVES_ENGLISH = re.compile(
    r"\b\d{1,4}[a-z]? The [A-Z]\w{2,20}|(?i:\b(?:flat|apt|apartment)\.? ?#?\d{1,4}[a-z]?\b|\b\d{1,5}[a-z]?,? (?:(?!(?:the|a|of|in|on|to|and|down|people|miles?|minutes?) )[a-z'-]{2,20} ){1,3}(?:street|st|road|rd|lane|ln|avenue|ave|crescent|terrace|boulevard|blvd|grove|mews|gardens)\b)(?i:,? (?:flat|apt|apartment|unit)\.? ?#?\w{1,4}\b)?"
)
_CANDIDATES = Gate(_CANDIDATE)
_ASKED = tuple(
    (kind, pattern, Gate(pattern))
    for kind, pattern in (
        ("number", _MIXED),
        ("number", _LONG),
        ("address", _HOUSE),
        ("address", _LIVES),
        ("address", _LIVES_ENGLISH),
    )
)
# what numbers count, and what is written like one and is none: days, spans of years or of places, thousands
_MONEY = re.compile(r"(?i)(?:rp\.?|rupiah|idr|usd|[£$€]) ?$")
_COUNTED = re.compile(
    r"(?i) ?(?:rupiah|juta|ribu|miliar|milyar|orang|jiwa|kk|ha|hektar|meter|m2|km|kg|ton|dollars?|pounds?|euros?|people|miles|acres|tons?|years?|tahun|%)(?!\w)"
)
_NO_NUMBER = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[ -]\d{1,2}[ -]\d{4}|(?:(?:19|20)\d\d[ -]?)+|\d{1,3}(?: \d{3})+|(?:\d{1,3}[ -])+\d{1,3}"
)


@lru_cache(maxsize=10_000)
def _valid(candidate: str) -> list[tuple[int, str]]:
    """Where a telephone number starts in what looks like one, and how it is written."""
    return [(match.start, match.raw_string) for match in phonenumbers.PhoneNumberMatcher(candidate, "ID")]


def phones(text: str, lines: Iterable[tuple[int, int, Held]] | None = None) -> Iterator[Hit]:
    """Further telephone numbers that `phonenumbers` finds valid: of other countries, and Indonesian land lines."""
    for span in _CANDIDATES.spans(text, lines):
        for candidate in _CANDIDATE.finditer(text, *span):
            if not candidate.group().startswith(("+", "0", "(0")):
                continue
            for at, number in _valid(candidate.group()):
                yield Hit("phone", candidate.start() + at, candidate.start() + at + len(number), number)


_EVERY = (*FIRST, *RULES, *SPELLED, *ENGLISH)
# no rule asks for more digits, so texts with more are alike
_MOST = max(rule.gate.digits for rule in _EVERY)


@cache
def _tried(english: bool, digits: int) -> list[tuple[int, Rule]]:
    """The rules that may match where so many digits stand, each with the pieces that it wants besides."""
    every = _EVERY if english else _EVERY[: -len(ENGLISH)]
    return [(rule.gate.wanted, rule) for rule in every if rule.gate.digits <= digits]


def numbers(
    text: str,
    language: str = "",
    held: Held | None = None,
    lines: Sequence[tuple[int, int, Held]] | None = None,
) -> Iterator[Hit]:
    """Every identifier of `text` that can be told by its form, the surer forms first; `held` and `lines` of a glance spare what cannot match."""
    every = _tried(language in ("", "en"), _MOST if held is None else min(held.digits, _MOST))
    for wanted, rule in every:
        if held is None or held.pieces & wanted == wanted:
            yield from rule.find(text, lines)
    if held is None or _CANDIDATES.open(held):
        yield from phones(text, lines)


def suspected_numbers(text: str, held: Held | None = None) -> Iterator[Hit]:
    """Numbers of five digits and more, or of letters and digits, that fit no form; and where somebody lives, in any spelling."""
    for kind, pattern, gate in _ASKED:
        if held is None or gate.open(held):
            yield from _fitting(kind, pattern, text)


def _fitting(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        counted = _MONEY.search(text[max(0, match.start() - 8) : match.start()]) or _COUNTED.match(
            text, match.end()
        )
        if not counted and (_NO_NUMBER.fullmatch(match.group()) is None or len(_digits(match.group())) > 9):
            yield Hit(kind, match.start(), match.end(), match.group())

"""Identifiers as people spell them: e-mail with spaces, numbers in words, plates and addresses in small letters; and forms of English-speaking countries."""

import re
from collections.abc import Iterator

from jalin.protect.hits import Hit
from jalin.protect.needs import Gate, Held
from jalin.protect.rules import MONTHS, Rule, after, rule
from jalin.protect.words import Vocabulary

_DIGIT = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|zero|oh|one|two|three|four|five|six|seven|eight|nine|"
    r"hiji|tilu|opat|genep|dalapan|salapan|siji|loro|telu|papat|limo|enem|pitu|wolu|songo|dobel|double|triple|tripel)"
)
_NUMBER = rf"(?:{_DIGIT}|sepuluh|sebelas|belas|puluh|ratus|hundred|ten|eleven|twelve)"
_NUMERALS = frozenset(re.findall(r"\w{2,}", _NUMBER))
_COUNTING = ("satu dua tiga", "one two three", "hiji dua tilu", "siji loro telu")
# 0812 tiga empat lima enam 7890: words and groups of digits, one after the other
_UNIT = rf"(?:{_NUMBER}|\d{{1,6}})"
_SEPARATOR = r"(?: ?[,.\-…/]{1,3} ?|[ \n]{1,2})"


def _spoken(text: str) -> bool:
    """Whether a row of words and digits has as many digits as a telephone number, and does not count up from one."""
    units = re.findall(rf"(?i){_UNIT}", text)
    words = [unit for unit in units if not unit.isdigit()]
    size = sum(len(unit) if unit.isdigit() else 1 for unit in units)
    counted = " ".join(words[:3]).casefold() in _COUNTING and len(words) == len(units)
    return len(words) >= 3 and 8 <= size <= 34 and not counted


def _mistyped(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 6 and any(
        character.isalpha() for character in text
    )


def _spelled_out(text: str) -> bool:
    """Whether letters one by one, S-U-M-I, are a word, and neither a stutter nor the alphabet."""
    letters = re.sub(r"\W", "", text).casefold()
    return len(set(letters)) > 2 and letters not in "abcdefghijklmnopqrstuvwxyz"


def _one_address(text: str) -> bool:
    """Whether what stands before @ belongs to it: budi.s @gmail.com, and not IG saya @budi.s."""
    before = text.partition("@")[0]
    return not re.search(r"\s@\S", text) or re.search(r"[._\d]", before) is not None


_YEAR_OR_DAY = re.compile(
    r"(?:19|20)\d\d(?:[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01]))?|"
    r"(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:19|20)\d\d"
)


# a day as 14-01-93 or 01-14-93, years and hours in a row
_DAYS = re.compile(
    r"(?:(?:0[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])-(?:1[3-9]|2\d|3[01]))-\d\d|(?:(?:19|20)\d\d ?){4}|(?:(?:[01]\d|2[0-3])[0-5][05] ?){4}"
)


def _no_days(text: str) -> bool:
    return _DAYS.fullmatch(text) is None


def _numbered(text: str) -> bool:
    """Whether a code has four digits and more, and is no year and no day."""
    return len(re.findall(r"\d", text)) > 3 and _YEAR_OR_DAY.fullmatch(text) is None


def _dated(text: str) -> bool:
    """Whether a day of a month is told, and not the month alone."""
    return re.search(rf"(?i)\d|(?<!\w)(?:{_NUMBER}|{_ORDINAL})(?!\w)", text) is not None


_PROVIDER = re.compile(
    r"(?i)(?:gmail|yahoo|ymail|outlook|hotmail|live|icloud|me|aol|proton\w*|mail|email|gmx)\b"
)


def _no_site(text: str) -> bool:
    """Whether words with "at" between them are an address of somebody, and not a word before a site: found at example.org."""
    local, _, site = re.split(r"(?i) (at|et|ad|a keong|akeong|keong) ", text, maxsplit=1)
    spelled = re.search(r"[._\d+-]| (?:dot|titik|underscore|garis) ", local) is not None
    return spelled or "." not in site or _PROVIDER.match(site) is not None


_DOT = r"(?:\.| \. | ?[\[({] ?(?:dot|titik) ?[\])}] ?| (?:dot|titik) )"
_AT_SIGN = r"(?: ?@ ?| ?[\[({<] ?(?:at|et|a keong|@) ?[\])}>] ?)"
_AT_WORD = r"(?: (?:at|et|ad|a keong|akeong|keong) )"
_PART = r"[\w+-]{1,64}"
# what is spelled out within an address besides its points: underscore, garis bawah
_MARK = r"(?: ?[\[({]? ?(?i:under ?score|garis bawah|strip|dash|hyphen) ?[\])}]? ?)"
_LOCAL = rf"(?<![\w.+-]){_PART}(?:(?:{_DOT}|{_MARK}){_PART}){{0,4}}"
_PLATFORM = r"akun|username|user name|nickname|handle|ig|instagram|insta|tiktok|tik tok|twitter|telegram|threads|fb|facebook|path|discord|snapchat|line|youtube|linkedin|gamer ?tag|xbox|steam|twitch|reddit|bluesky|mastodon"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|"
    r"nineteenth|twentieth|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth)"
)
# a day in figures and words, in any order, of which one is a month
_OF_DAY = (
    rf"(?:(?:tanggal|tgl|bulan|tahun|hari|of|the|and|on) ){{0,2}}(?:'?\d{{1,4}}(?:st|nd|rd|th)?|{_NUMBER}|{_ORDINAL}|se(?:ribu|mbilanratus)|ribu|rebu|thousand|nineteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day|kliwon|legi|pa(?:h|)ing|pon|wage)"
)
_GAP = r"[ ,./-]{1,3}"
_BIRTH = r"(?:tempat,? ?)?(?:tanggal|tgl)\.? ?lahir|lahir(?:nya)?|kelahiran|ttl|ultah(?:ku|nya)?|ulang tahun(?:ku|nya)?|milad|date of birth|dob|born|birthday|b-?day|turned \w{2,10}(?:[ -]\w{3,5})? on|(?:forty|fifty|sixty|seventy|eighty|ninety) on"
_STREETS = r"Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Court|Crescent|Terrace|Way|Place|Square|Gardens|Grove|Row|Boulevard|Blvd|Mews|Walk|View|Parade|Hill|Park|Yard|Alley|Quay|Wharf|Rise|Green|Mount|Estate|Highway|Hwy"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_STATE = r"(?:[A-Z]{2} \d{5}(?:-\d{4})?|(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) \d{4})"
_TOWN = rf"(?:,? (?:[A-Z][a-z]{{1,20}}[ ,]{{1,2}}){{0,3}}(?:{_POSTCODE}|{_STATE})\b|(?:, (?!I\b)[A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{1,20}}){{0,2}}(?=[.,;\n]|$)){{1,2}})?"
_WORDS = r"(?!(?:yang|dan|di|ke|itu|ini|sudah|rusak|desa|raya itu|baru|the|a|of|down|up|to|on|in|and|more|long|minutes?|hours?|miles?|days?|years?|people|way|more)\b)[a-z]{3,14}"

# what people have numbers of, in both languages; a number is one with a digit in four places at least
_NUMBERED = (
    r"badge|payroll|ni|tax|ghana card|policy|hospital|patient|student|pupil|employee|staff|member|membership|customer|client|account|case|claim|file|reference|registration|licen[cs]e|"
    r"library card|card|meter|certificate|diploma|ijazah|invoice|tracking|parcel|device|candidate|enrolment|enrollment|prisoner|inmate|service|serial|chassis|personnel|worker|identity|identification|id|voter|ration card|benefit|visa|permit|docket|booking|"
    r"rekam medis(?:nya)?|rm|polis(?: asuransi)?|asuransi|sim|sertifikat(?: tanah)?|pegawai|karyawan|anggota|pasien|kartu|pelanggan|resi|stnk|bpkb|akta|akte|registrasi|rangka|mesin|ijazah|"
    r"absen|pendaftaran|porsi(?: haji)?|antrean rekam medis|meteran|id pelanggan|token"
)
_CODE = r"(?<![£$€])(?<!rp )(?<!rp\. )(?=(?:[A-Za-z/.-]{0,7} ?(?:[A-Z][a-z] )?\d){4})(?:[A-Za-z]{1,6}[ /.-]?)?\d[\dA-Za-z]{0,12}(?:[ /.-](?:[A-Z][a-z]? )?[\dA-Za-z]{0,5}\d[\dA-Za-z]{0,8}){0,6}(?![\w])(?!,\d{3}| {0,2}(?:people|pounds|dollars|rupiah|orang|ribu|juta))"

FIRST: tuple[Rule, ...] = (
    rule("email", rf"{_LOCAL}{_AT_SIGN}{_PART}(?:{_DOT}{_PART}){{0,3}}{_DOT}[A-Za-z]{{2,10}}\b", _one_address),
    rule("email", r"(?<![\w.+-])[\w.+-]{2,64}@[\w-]{2,40}(?![\w@])"),
    rule("email", rf"(?i)(?<!')(?=\w[\w.+-])(?!(?:look|is|are|was|were|meet|and|me|you|us|it|or)\b){_LOCAL}{_AT_WORD}{_PART}(?:{_DOT}{_PART}){{0,3}}{_DOT}[a-z]{{2,10}}\b", _no_site),
    rule("address", rf"(?i:\b(?:jl|jln|jalan|gg|gang)\.? (?:{_WORDS} ){{1,4}}(?:(?:km\.? ?)?\d{{1,3}} )?(?:no|nomor)\.? ?(?:\d{{1,4}}(?: ?[a-z]\b)?|(?:{_DIGIT}|sepuluh|sebelas)(?: (?:belas|puluh))?\b)(?:,? (?:rt|rw)\.? ?\d{{1,3}}| ?/ ?(?:rw\.? ?)?\d{{1,3}}|,? (?:kel|kec|desa|ds|kelurahan|kecamatan|kota|kab)\.? [a-z]{{3,20}}){{0,5}}|\b(?:komplek|kompleks|perum|perumahan|cluster|griya)\.? (?:{_WORDS} ){{1,3}}blok ?[a-z]{{1,2}}\d{{0,3}}[ /-]?,? ?(?:no|nomor)?\.? ?\d{{1,4}})"),
    rule("birth", rf"(?i)(?<!\w)(?:{_BIRTH})(?:nya|ku|mu)?(?!\w)[^\d\n]{{0,40}}?(?<!\w)(?!(?:tanggal|tgl|hari|of|the|and|on) )(?P<x>(?:{_OF_DAY}{_GAP}){{0,8}}(?:bulan |of )?{MONTHS}(?!\w)(?:{_GAP}{_OF_DAY}){{0,8}}|\d{{1,2}} bulan \d{{1,2}}(?:,? tahun \d{{2,4}})?)(?!\w)", _dated),
)  # fmt: skip
SPELLED: tuple[Rule, ...] = (
    rule("phone", rf"(?i)(?<![\w.,]){_UNIT}(?:{_SEPARATOR}{_UNIT}){{3,31}}(?!\w)", _spoken, rf"\b{_NUMBER}\b", (_NUMERALS, 3)),
    rule("phone", rf"(?i)(?<!\w){_DIGIT}(?:[ ,.\-…\n]{{1,3}}{_NUMBER}){{5,14}}(?!\w)", _spoken, "", (_NUMERALS, 6)),
    rule("name", r"(?<![\w-])[A-Za-z](?:-[A-Za-z]){3,24}(?![\w-])", _spelled_out),
    rule("name", after(r"eja|ejaan|dieja|spell|spelled|spelt|spells|spelling", r"(?<!\w)[A-Za-z](?:(?: |, ?|\. ?|-)[A-Za-z]){2,24}(?![\w'-])"), _spelled_out),
    # K.M., female, 52; R.T. (m, 29)
    rule("name", r"(?<![\w.])(?![AP]\.M|U\.[SKN]|[DL]\.[CA])[A-Z](?:\. ?[A-Z]){1,3}(?=\.(?:,| \() ?(?i:(?:l|p|m|f|male|female|man|woman|perempuan|laki-laki|pria|wanita|usia|umur|aged?),? )?\d\d(?:[,;.):]| (?:tahun|th|years)\b))"),
    rule("phone", r"(?<!\w)[0oO]8[\dIlOo]{2}[ .\-]?[\dIlOo]{3,4}[ .\-]?[\dIlOo]{3,5}(?!\w)", _mistyped),
    rule("handle", r"(?<![\w@])@ [A-Za-z0-9]{1,30}[._][A-Za-z0-9._]{1,28}[A-Za-z0-9]"),
    rule("handle", r"(?<![\w@.])[A-Za-z][\w.]{2,30}#\d{4}(?!\d)"),
    rule("handle", rf"(?i)(?<![\w@.])(?P<x>[a-z][a-z0-9]{{1,20}}(?:[._][a-z0-9]{{1,20}}){{1,3}}|[a-z]{{3,20}}\d{{2,6}}) (?:di|on|in|@) (?:{_PLATFORM})\b"),
    rule("number", after(r"paspor|passport", r"[A-Z]{0,3}\d{6,9}(?!\w)", 16)),
    rule("number", after(r"bpjs|jkn|kis|kpj|nisn?|npm|nim|nomor induk|no\.? induk|nomor peserta", r"(?:[A-Z]{1,4}[ .-]?)?\d(?:[ .\-]?\d){6,15}(?!\d)", 16)),
    rule("number", rf"(?i:(?<!\w)(?:{_NUMBERED})(?:'s)? (?:number|no\.?|nr\.?|id|ref(?:erence)?|code|nomor(?:nya)?)(?!\w)(?: was| is| itu| adalah|nya)?:? ?#?(?P<x>{_CODE}))", _numbered),
    rule("number", rf"(?i:(?<!\w)(?:no\.?|nomor|nik|nip|id|kode) (?:{_NUMBERED})(?:nya)?(?!\w)(?: (?!rp)[a-z]{{2,5}}(?= \d))?(?: saya| dia| itu| adalah| milik| atas nama){{0,2}}:? ?(?P<x>{_CODE}))", _numbered),
    rule("number", rf"(?i:(?<!\w)(?:sim|stnk|bpkb|resi|rekam medis|paspor|kitas|imei|meteran|tfn|abn|acn|crn|mrn|rego|aadhaa?r|pan|nric|fin|mykad|bvn|nin|sss|philhealth|curp|dni|cedula|bsn|pesel|ein|itin|hkid|omang)(?:nya)?(?!\w)(?: saya| dia| milik| jne| jnt| number| no\.?| nomor| [abc](?= )){{0,2}}:? ?#?(?P<x>{_CODE}))", _numbered),
    rule("number", rf"(?i:(?<!\w)(?:ref|our ref|your ref|utr|uci|uprn|crn|urn|nino|badge|driving licen[cs]e|driver's licen[cs]e|bpjs ketenagakerjaan|bpjs kesehatan|nrp|nuptk|no\.? rm|norm)(?!\w)(?: was| is)?[:.]? ?#?(?P<x>{_CODE}))", _numbered),
    rule("plate", after(r"plat|pelat|nopol|no\.? pol|nomor polisi|platnya|pelatnya|plat nomor(?:nya)?", rf"(?i:\b[a-z]{{1,2}}(?: {_NUMBER}){{1,6}}(?: [a-z]\b| [a-z]{{2,3}}\b){{0,3}})", 20)),
    rule("plate", after(r"plat|pelat|nopol|platnya|pelatnya", r"(?i:\b[a-z]{1,2}[ .-]\d{1,4}(?:[ .-][a-z]{1,3}\b)?)", 20)),
    rule("plate", r"(?<![\w.])[A-Z]{1,2}\.\d{1,4}\.[A-Z]{1,3}(?![\w.])"),
    rule("address", r"(?:(?!\w{0,30}nya )[A-Z][a-z]{2,20} ){0,3}(?i:\bblok ?[a-z]{1,2}[-/]?\d{0,3},? (?:no|nomor)\.? ?\d{1,4})(?!\w)(?:,? (?i:perum|perumahan|komplek|kompleks|cluster)\.? [A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,2})?"),
    rule("plate", after(r"rego|reg|registration|number plate|licen[cs]e plate|plate", r"(?:(?=[A-Z0-9 -]{0,9}\d)[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){0,2}|[a-z]{1,3}\d{1,4} ?[a-z]{0,3})(?![\w-])", 12)),
    rule("number", r"(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)", _no_days),
    rule("address", r"(?<![\d.])-?\d{1,2}\.\d{4,8}, ?-?\d{2,3}\.\d{4,8}(?!\d)"),
)  # fmt: skip
ENGLISH: tuple[Rule, ...] = (
    rule("address", rf"\b(?:[A-Z][\w'-]{{1,20}} ){{1,3}}(?:{_STREETS}), (?:number|no\.?) \d{{1,4}}[a-z]?(?!\w)"),
    rule("address", r"\b(?:H(?:ouse|\.)? ?[Nn]o\.? ?)?\d{1,5}(?:[/-]\d{1,5}){0,3}[A-Z]?,? (?:[A-Z][\w'-]{1,20},? ){0,2}(?:Moo|Soi|Lorong|Rue|Calle|Avenida|Via|Nagar|Colony|Marg|Gali|Mohalla|Chowk|Bazaar|Bazar|Phase|Sector|Layout|Salai|Strasse|Jalan)\b(?:,? ?\d{1,3}\b)?(?:,? [A-Z][a-z]{2,20}){0,3}"),
    rule("address", r"\bH(?:ouse|\.)? ?[Nn]o\.? ?\d{1,5}(?:[/-]\d{1,5}){0,4}[A-Z]?(?:,? [A-Z][a-z]{2,20}){0,3}"),
    rule(
        "number",
        after(
            r"nhs|health|social security|ssn|national insurance|NI|ID|MRN|insurance|card|student|account|member|membership|nino|policy|case|reference|hospital|passport|aadhaa?r|medicare|tax file|voter|visa|iban|licen[cs]e|staff|patient|sort|claim|ref",
            r"(?<=[ :#])(?:[A-Z]{1,2} ?\d{2}(?: ?\d{2}){2} ?[A-Z]\b|[A-Z]{2,5}\d{4,10}[A-Z]?\b|(?=(?:[A-Z/-]{0,8}\d){4})[A-Z\d]{1,10}(?:[-/][A-Z\d]{1,10}){1,5}\b|[A-Z]{0,3}-?\d(?:[ -]?\d){5,18}(?!\d))",
            16,
        ),
        _numbered,
    ),
    rule("number", r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|(?<![\d-])\d{2}-\d{2}-\d{2}(?:[ ,]{1,2}\d{8})?(?![\d-])", _no_days),
    rule("number", r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    rule("phone", r"(?<![\w.])(?:\+?1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[ .-]\d{4}(?!\d)(?:,? (?:ext\.?|x|extension) ?\d{1,5})?"),
    rule("phone", r"(?<![\w.,])0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)|(?<![\w.,])0[1-9]\d{9}(?!\d)"),
    rule("phone", after(r"call|ring|phone|mobile|cell|text|tel|telephone|whatsapp|reach (?:me|her|him|us)|number is", r"\+?\d(?:[ .\-()]{0,2}\d){6,13}(?!\d)", 20)),
    rule("plate", r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b|\b[A-Z]{2}[ -]\d{2}[ -][A-Z]{1,2}[ -]\d{4}\b"),
    rule("plate", after(r"licen[cs]e plate|number plate|plate number|plates?|registration|reg", r"\b(?=[A-Z0-9 -]{0,8}\d)(?=[A-Z0-9 -]{0,8}[A-Z])[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,4}(?:[ -][A-Z0-9]{1,4})?\b", 16)),
    rule("address", rf"\b(?:Plot|Flat|Apt|Apartment|Unit|Block|Lot|Stand|Erf|Room|House|Stall)\.? (?:No\.? ?)?\d{{1,5}}[A-Z]?, (?:[A-Z][\w'-]{{1,20}} ){{1,3}}(?:{_STREETS}|House|Court|Tower|Towers|Building|Block|Lodge|Heights|Point|Mansions|Estate)\b{_TOWN}"),
    rule("address", after(r"zip(?: ?code)?|post ?code", r"\d{5}(?:-\d{4})?(?!\d)|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", 12)),
    rule("address", rf"\b(?:(?:[Hh]ouse )?(?:[Nn]umber|[Nn]o\.?) )?(?:(?i:flat|apt|unit|apartment|suite)\.? \w{{1,4}},? )?\d{{1,5}}[A-Za-z]?,? (?:(?:[NSEW]{{1,2}}|North|South|East|West)\.? )?(?:(?:[A-Z][\w'-]{{1,20}} ){{1,3}}|\d{{1,3}}(?:st|nd|rd|th) )(?:{_STREETS})\b\.?(?:,? (?:Apt|Apartment|Unit|Flat|Suite)\.? ?\w{{1,4}})?{_TOWN}"),
    rule("address", rf"\b(?:The )?(?:[A-Z][\w'-]{{1,20}} ){{0,2}}[A-Z][\w'-]{{1,20}}, (?:[A-Z][\w'-]{{1,20}} ){{1,3}}(?:{_STREETS}),? (?:[A-Z][a-z]{{1,20}}[ ,]{{1,2}}){{1,3}}{_POSTCODE}\b"),
    rule("address", rf"\b\d{{1,4}}[a-z]? {_WORDS} (?:{_WORDS} )?(?:street|road|lane|avenue|close|crescent|terrace|drive)\b"),
    rule("address", rf"(?:\b(?i:P\.? ?O\.? Box) \d{{1,6}}|\bBox \d{{1,6}}(?=, [A-Z])){_TOWN}"),
    rule("address", rf"\b(?:[A-Z][\w'-]{{1,20}} ){{1,3}}(?:{_STREETS}),? (?:[A-Z][a-z]{{1,20}},? ){{0,2}}{_POSTCODE}\b"),
    rule("address", rf"\b{_POSTCODE}\b|\b[A-Z][a-z]{{2,20}}, {_STATE}\b"),
    rule("address", r"(?<=Flat )\d{1,3}, \d{1,4} [A-Z][a-z]{2,20}"),
)  # fmt: skip

_ACCOUNT = re.compile(
    rf"(?i)\b(?:{_PLATFORM})(?:-?nya)?(?: (?:fb|ig|facebook|instagram|tiktok|twitter|saya|dia|kami|di|is|as|on|namanya|handle|username|account|profile|page)(?:-?nya)?){{0,4}}:? (?:(?P<x>[a-z][a-z0-9]{{5,30}})(?!\w)|(?<=: )(?P<n>(?-i:[A-Z]\w{{1,20}}(?: [A-Z]\w{{1,20}}){{1,3}})))"
)


_ACCOUNTS = Gate(_ACCOUNT)


def accounts(text: str, words: Vocabulary, held: Held | None = None) -> Iterator[Hit]:
    """What stands after akun, username and the like and is no word; and after its colon the name that somebody has there."""
    if held is not None and not _ACCOUNTS.open(held):
        return
    for match in _ACCOUNT.finditer(text):
        name = match["x"] or ""
        if match["n"]:
            yield Hit("handle", match.start("n"), match.end("n"), match["n"])
        elif not name[1:].islower() or (name.islower() and not words.in_dictionary(name)):
            yield Hit("handle", match.start("x"), match.end("x"), name)

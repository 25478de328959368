"""What stands in a text because of its place: who speaks, at the head of a turn; whoever fills in a form, in a column for it."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from jalin.protect.hits import Hit

_OF = (
    r"(?: (?:lengkap|panggilan|anda|kamu|saudara|responden|informan|narasumber|peserta|siswa|murid|guru|ibu|bapak|ayah|orang ?tua|wali|suami|istri|anak|"
    r"kepala keluarga|kk|pewawancara|surveyor|enumerator|pengisi|pendamping|sesuai ktp|samaran))*"
)
# how a column for people is headed, in small letters and words; the first that fits says what it holds
_COLUMNS = tuple(
    (kind, re.compile(rf"(?:\d+[.)]? )?(?:what is |what's |apa(?:kah)? )?(?:your |respondents? |participants? |recipient )?(?:{pattern})(?: \(.*\)| anda| kamu)?[?:* ]*"))
    for kind, pattern in (
        ("name", rf"nama{_OF}|(?:full |first |last |family |middle |given |sur|nick|user )?names?(?: of (?:respondent|participant|interviewee|child|parent))?|surname|interviewee|respondent|responden|wawancara dengan"),
        ("email", r"(?:alamat )?(?:e-?mail|surel)(?: address| aktif)?"),
        ("phone", r"(?:(?:no|nomor|nmr)\.? ?)?(?:hp|wa|whats ?app|telp|telepon|tlp|handphone|ponsel|kontak|hp/wa|wa/hp|telepon/wa)(?: aktif| number)?|(?:phone|mobile|cell|telephone|contact)(?: (?:no|number|phone))?\.?"),
        ("nik", r"(?:(?:no|nomor)\.? ?)?(?:nik|ktp|kk|nip|nisn|nim|npwp|paspor|passport|bpjs)(?: number)?|id card|national id|ssn"),
        ("birth", r"(?:tempat,? ?(?:dan |/ ?)?)?(?:tanggal|tgl) lahir|ttl|date of birth|dob|birth ?da(?:te|y)"),
        ("address", r"alamat(?: rumah| lengkap| tinggal| domisili| sekarang)?|(?:home |street |postal |mailing )?address|location latitude|location longitude|gps|koordinat"),
        ("handle", r"(?:akun |nama akun |username |user name )?(?:instagram|ig|facebook|fb|twitter|tiktok|telegram|line|media sosial|medsos)(?: handle| account)?|akun|username|handle|ip address"),
        ("account", r"(?:(?:no|nomor)\.? ?)?(?:rekening|rek)|(?:bank )?account number|iban"),
    )
)  # fmt: skip
_FARTHEST = 60


@lru_cache(maxsize=10_000)
def column_kind(heading: str) -> str:
    """The kind of identifier that a column of this heading holds; "" where it holds none."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\s]+", " ", heading).strip().casefold()
    return next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(words)), "")


def label_hits(text: str, turns: Iterable[tuple[str, int]], people: Collection[str]) -> Iterator[Hit]:
    """The labels of `turns` (label, start) that name a person, where they stand at the head of their turns."""
    for label, start in turns:
        if label in people:
            at = text.find(label, start, start + len(label) + _FARTHEST)
            if at >= 0:
                yield Hit("name", at, at + len(label), label)


def column_hits(text: str, start: int, end: int, fields: Iterable[tuple[str, str]]) -> Iterator[Hit]:
    """The values of columns for people in one row of a table: `text` from `start` to `end`, with its (field, value) in order."""
    at = start
    for field, value in fields:
        kind = column_kind(field)
        place = text.find(value, at, end) if value else -1
        if place >= 0:
            at = place + len(value)
            if kind:
                yield Hit(kind, place, at, value)

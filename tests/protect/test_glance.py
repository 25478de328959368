"""The first look at a text spares reading, and changes nothing of what is found."""

import random
import re

import pandas as pd
import pytest

from jalin.protect.cues import introduced
from jalin.protect.finder import Search, finder_with
from jalin.protect.glance import Glance
from jalin.protect.identifiers import Finder
from jalin.protect.needs import Gate, Held, needs
from jalin.protect.numbers import ENGLISH, FIRST, RULES, SPELLED
from jalin.protect.pseudonyms import ListedName, Names, _either
from jalin.protect.words import Vocabulary

NAMES = [
    "Asep",
    "Siti",
    "Budi",
    "Wati",
    "Rahma",
    "Lestari",
    "Suryana",
    "Melati",
    "Bagus",
    "Mawar",
    "Grace",
    "April",
    "Mary",
    "Hill",
    "King",
    "Wayan",
    "Gusti",
    "Yusup",
    "O'Brien",
    "McAteer",
    "al-Fictawi",
    "Sutarjo",
    "5utarjo",
    "Zubkov",
    "Quorandi",
    "Ratna",
]
TITLES = ["Pak", "Bu", "pak", "ibu", "Ibu", "Teh", "Kang", "Mrs", "Mr.", "Dr.", "dr.", "Drs.", "Hj.", "H.", "Prof.", "Captain", "Bapak Kepala Desa", "Bu RT", "Pak Haji", "Moh.", "S.IP", ", S.Pd.", ", SE", "M.Si", "drg."]  # fmt: skip
INTRODUCED = ["nama saya", "Nama:", "namanya", "a.n.", "atas nama", "my name is", "Dear", "suami saya", "his brother", "kata", "called", "dari", "alias", "bernama", "regards,"]  # fmt: skip
NUMBERS = ["0812-3456-7890", "+62 812 3456 789", "nol delapan satu dua tiga empat lima enam tujuh", "budi.s@contoh.id", "budi at contoh dot org", "@budi_s", "akun budisantoso", "NIK 9901014708900001", "9901014708900001", "RT 03 RW 05", "Jl. Melati No. 12", "Jalan Mawar\nNo. 4", "D 1234 AB", "plat d 1234 ab", "lahir 12 Mei 1990", "lahir dua belas mei", "https://contoh.id/a", "bit.ly/abc", "12 High Street", "AB1 2CD", "NI AB 12 34 56 C", "rekening BCA 1234567890", "5.1.02.01", "Rp50.000", "2013", "7", "tiga", "1234567890123", "IG: budi.s", "paspor A1234567", "discord budi#1234", "nopol B satu dua C"]  # fmt: skip
PLAIN = [
    "kami",
    "menunggu",
    "lama",
    "karena",
    "Kantor",
    "kantor",
    "Bupati",
    "bupati",
    "Desa",
    "desa",
    "Sukamaju",
    "KTP",
    "BPJS",
    "WhatsApp",
    "hari",
    "Senin",
    "Tidak",
    "tidak",
    "Baru",
    "baru",
    "petugas",
    "ramah",
    "anak",
    "Anak",
    "Agung",
    "I",
    "A",
    "bin",
    "van",
    "De",
    "la",
    "Kepala",
    "Dinas",
    "Pelayanan",
    "sudah",
    "Saya",
    "saya",
    "the",
    "The",
    "is",
    "was",
    "said",
    "bilang",
    "itu",
    "Mal",
    "Publik",
    "April",
    "grand",
    "St",
    "st",
    "Mixed-Case",
    "orang-orang",
    "Senin-nya",
    "Budinya",
    "KK",
    "Sutarjo-nya",
    "mawar",
    "melati",
    "siti",
    "budi",
    "ibu\xadnya",
]
JOINS = [
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    ". ",
    ", ",
    "\n",
    ": ",
    "? ",
    " - ",
    "-\n",
    "  ",
    ' "',
    " (",
    ".\n",
    "...",
]


def made(chance: random.Random) -> str:
    """A text of words that rules look at and others, in any order."""
    kinds = [NAMES, TITLES, INTRODUCED, NUMBERS, PLAIN, PLAIN, PLAIN, PLAIN]
    return "".join(
        chance.choice(chance.choice(kinds)) + chance.choice(JOINS) for _ in range(chance.randint(1, 14))
    )


class ReadsAll(Finder):
    """A finder that looks at nothing first."""

    def look(self, even: str, language: str) -> Glance:
        return Glance(Held(10**6, -1), None, -1, True, [(0, len(even))])


LISTED = [ListedName(("Sari Melati", "Bu Sari"), "the gardener"), ListedName(("Desa Sukamaju",), "the village", "place"), ListedName(("12",), "a number", "office")]  # fmt: skip


def finders(texts: list[str], language: str) -> tuple[Finder, Finder]:
    """A finder that knows names from lists and texts, and the same that looks at nothing first."""
    words = Vocabulary(texts, ["Mal"])
    given = {
        "names": Names(LISTED, words),
        "words": words,
        "met": Names(
            [ListedName((name,), "") for name in ("Budi", "Rahma Lestari", "Zubkov")], words, told=True
        ),
        "settled": Names([ListedName(("Kantor Baru",), "an office")], words),
        "keep": ["Quorandi", "Grace"],
        "doubtful": ["Bagus", "Mawar"],
    }
    return Finder(**given), ReadsAll(**given)


@pytest.mark.parametrize("language", ["id", "en", ""])
def test_a_first_look_changes_nothing_of_what_is_found(language: str) -> None:
    chance = random.Random(11)
    texts = [made(chance) for _ in range(700)]
    quick, slow = finders(texts, language)
    for text in texts:
        assert quick.find(text, language) == slow.find(text, language), text


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_word_alone_and_each_two_are_read_as_without_a_first_look(language: str) -> None:
    words = [*NAMES, *TITLES, *INTRODUCED, *PLAIN]
    chance = random.Random(5)
    texts = [*words, *NUMBERS, *(f"{one}{chance.choice(JOINS)}{two}" for one in words for two in chance.sample(words, 12))]  # fmt: skip
    quick, slow = finders(["kami menunggu lama"], language)
    for text in texts:
        assert quick.find(text, language) == slow.find(text, language), text


@pytest.mark.parametrize("language", ["id", "en"])
def test_rows_of_numbers_and_numerals_are_found_line_by_line_as_in_the_whole(language: str) -> None:
    chance = random.Random(3)
    parts = [
        "nol", "delapan", "satu", "dua", "Tiga", "empat", "oh", "eight", "belas", "puluh", "0812", "3456", "7890", "12", "no.",
        "(021)", "+62", "08", "O812", "3201", "lahir", "mobil", "D", "1234 AB", "RT 03", "RW", "Jl. Melati", "hubungi", "2024",
    ]  # fmt: skip
    joins = [" ", " ", " ", "\n", "-\n", ", ", "-", ".", "/", " di rumah\n", "\nyang "]
    texts = [
        "".join(chance.choice(parts) + chance.choice(joins) for _ in range(chance.randint(2, 25)))
        for _ in range(600)
    ]
    quick, slow = finders(texts, language)
    found = 0
    for text in texts:
        assert quick.find(text, language) == slow.find(text, language), text
        found += len(quick.find(text, language)[0])
    assert found > 100


def test_most_answers_need_no_rule_for_names() -> None:
    quick, _ = finders(["kami menunggu lama karena petugas"], "id")
    glance = quick.look("Kami menunggu lama. Petugas ramah tetapi KTP belum selesai.\ntidak ada", "id")
    assert glance.spans == []


def test_texts_without_a_new_name_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "A": "Saya bertemu Pak Zubkov di kantor.",
        "B": "tidak ada kendala",
        "C": "kata zubkov sudah baik",
    }
    read: list[str] = []
    find = Finder.find
    monkeypatch.setattr(
        Finder, "find", lambda self, text, *more: read.append(text) or find(self, text, *more)
    )
    sources = pd.DataFrame({"source_id": list(texts), "language": "id"})
    finder_with([], [], [], texts, sources, pd.DataFrame({"speaker": [""]}))
    assert read.count(texts["B"]) == 1
    assert read.count(texts["C"]) == 2


def test_reading_again_where_names_differ_finds_what_reading_all_again_does() -> None:
    chance = random.Random(3)
    texts = {f"S{number}": made(chance) for number in range(300)}
    sources = pd.DataFrame({"source_id": list(texts), "language": "id"})
    words = Vocabulary(texts.values())
    search = Search(texts, sources, [])
    for names in ([], ["Budi", "Siti"], ["Budi Suryana", "Siti", "King"], ["Siti Rahma", "King"]):
        finder = Finder(
            Names([], words), words, Names([ListedName((name,), "") for name in names], words, told=True)
        )
        assert search.found_by(finder) == {name: finder.find(text, "id") for name, text in texts.items()}


RULES_EVERY = [*FIRST, *RULES, *SPELLED, *ENGLISH]


@pytest.mark.parametrize(
    "rule", RULES_EVERY, ids=[f"{rule.kind}-{number}" for number, rule in enumerate(RULES_EVERY)]
)
def test_what_a_rule_needs_is_in_whatever_it_finds(rule) -> None:
    chance = random.Random(7)
    pieces = [*NUMBERS, *NAMES[:6], "Blok C No. 3", "Perumahan Indah", "NIP 199001012015011001", "12.345.678.9-012.345", "kode pos 46211", "0800 0123456", "(0265) 771234", "mobil dinas Z 1234 TX", "BPJS 0001234567890", "P.O. Box 12", "NHS 943 476 5919", "07700 900123", "AB12 CDE", "-7.32678, 108.35432", "blok a no 3", "jl kenanga no 5", "a.b.c di ig", "zahra88 on instagram"]  # fmt: skip
    quick, _ = finders(["kami"], "en")
    for _ in range(120):
        text = " ".join(chance.choice(pieces) for _ in range(4))
        if any(True for _ in rule.find(text)):
            assert rule.gate.open(quick.look(text, "en").held), text


def test_needs_are_read_off_a_pattern() -> None:
    found = needs(r"(?i)(?<!\w)(?:nik|no\.? ktp)(?!\w)[^\d]{0,9}(?P<x>\d(?: ?\d){15})")
    assert found.digits == 16
    assert frozenset(["ik|", "|ktp|"]) in found.pieces
    assert needs(r"a?b*[cd]|\d").pieces == frozenset()
    gate = Gate(re.compile(r"\bplat ?[a-z]\b"))
    assert not gate.open(Held(9, 0))


@pytest.mark.parametrize(
    ("forms", "text", "found"),
    [
        (["Budi", "Budi Santoso"], "budi santoso dan Budinya, Budiman", ["budi santoso", "Budi"]),
        (
            ["Ann-Marie", "Ann"],
            "Ann Marie; ann-  marie; @Ann; Anne; Ann",
            ["Ann Marie", "ann-  marie", "Ann"],
        ),
        (["Budi S.", "Budi S Wijaya"], "Budi S. Wijaya, Budi S.", ["Budi S. Wijaya", "Budi S."]),
    ],
)
def test_the_longest_form_is_found_at_each_place(forms: list[str], text: str, found: list[str]) -> None:
    pattern = _either(forms)
    assert pattern is not None
    assert [match.group() for match in pattern.finditer(text)] == found


def test_a_word_that_opens_a_sentence_may_be_introduced_on_the_line_before() -> None:
    assert introduced("Nama:\nMenteng", 6)
    quick, slow = finders(["menteng"], "id")
    assert quick.find("Nama:\nMenteng ada", "id") == slow.find("Nama:\nMenteng ada", "id")

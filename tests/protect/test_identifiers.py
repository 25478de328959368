import pytest

from jalin.protect.identifiers import find_identifiers

FOUND = {
    "nik": ["NIK 3299014307880001.", "NIK 32.99.01 430788 0001 itu"],
    "nip": ["NIP 197904122005012000", "NIP 19790412 200501 2 000,"],
    "npwp": ["NPWP 00.000.000.0-000.000"],
    "phone": [
        "hubungi 0812-3456-7890",
        "WA +62 812 3456 7890",
        "nol delapan satu dua nol nol nol satu dua tiga",
    ],
    "email": ["ke a.b@example.com ya"],
    "handle": ["akun @contoh_kel itu"],
    "link": ["lihat https://example.org/p/1 ya"],
    "address": ["di Jl. Nagasari RT 02/RW 07", "rumah RT 5 RW 2"],
    "plate": ["mobil ZZ 1234 XY itu"],
    "name": ["Drs. Maman Suganda, M.Si.", "kata Pak Maman kemarin", "Hj. Entin Rohaeni"],
}
LOOK_ALIKES = [
    "UU 20/2023 dan SKB No. 2 Tahun 2022",
    "anggaran Rp1.250.000.000 tahun 2024",
    "kata Pak Camat dan Bu Lurah",
    "RT saja, tanpa nomor",
    "jumlahnya 12345678 orang",
    "asep-asep di dapur",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_identifiers_are_found_by_their_form(kind, text):
    assert [hit.kind for hit in find_identifiers(text, {}, ["Camat", "Lurah"])] == [kind]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_stay(text):
    assert find_identifiers(text, {}, ["Camat", "Lurah"]) == []


@pytest.mark.parametrize("text", ["Wiwin", "WIWIN", "Wiwinnya", "wiwin-nya"])
def test_listed_names_are_found_in_every_case_and_with_a_clitic(text):
    (hit,) = find_identifiers(text, {"Wiwin": "clerk"}, [])
    assert hit.original.casefold() == "wiwin"


def test_a_listed_name_within_a_word_stays():
    assert find_identifiers("Wiwinarti", {"Wiwin": "clerk"}, []) == []

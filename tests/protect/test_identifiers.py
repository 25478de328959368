"""Identifiers by their form, in sentences that no rule was written from."""

import csv

import pytest
from conftest import REPOSITORY

from jalin.protect.hits import Hit
from jalin.protect.identifiers import Finder
from jalin.protect.pseudonyms import ListedName, Names
from jalin.protect.words import Vocabulary

OFFICES = ["Camat", "Lurah", "Sekcam", "Ciamis"]


def finder(text, listed=(), **options):
    words = Vocabulary([text], OFFICES)
    return Finder(Names(list(listed), words), words, **options)


def found(text, listed=(), **options):
    return finder(text, listed, **options).find(text)[0]


# what stands in « » must be hidden, as this kind, and nothing else in the sentence
SENTENCES = {
    "nik": [
        "NIK saya «3299124505890002» sudah dicatat.",
        "KTP-nya nomor «3299 1245 0589 0002» ya.",
        "Tertera «32.99.12.450589.0002» di surat.",
        "No. KK «3299120101080011» keluarga itu.",
    ],
    "nip": [
        "Beliau ber-NIP «198503122010011000» golongan III.",
        "NIP. «19850312 201001 1 000»",
        "NIP «19850312.201001.1.000» pangkat Penata.",
        "NIPPPK «199001152023212000» sudah keluar.",
    ],
    "npwp": [
        "NPWP «00.000.000.0-000.000» milik bendahara.",
        "NPWP: «092542943407000»",
        "Angka «013000666091000» itu.",
    ],
    "phone": [
        "Dari «+0 800 000 1234» tadi.",
        "Dari «+99 800-0001-234» tadi.",
        "Hubungi «081234567890» saja.",
        "Malam hari «0812-3456-789».",
        "WA «+62 812-3456-7890» aktif.",
        "Kantor «(0265) 771234» ada.",
        "Telp. «0265-771234» sekretariat.",
        "Nomor «6281234567890» itu admin.",
        "Posko «0800-000-\n7799» begitu.",
        "Nomornya «nol delapan satu dua, tiga empat lima enam, tujuh delapan» begitu.",
        "Dari luar negeri «+65 6521 8000» katanya.",
        "Angka lebar «０８１２３４５６７８９０» juga.",
    ],
    "email": [
        "Kirim ke «a.kartiwan@example.com» ya.",
        "Surel «a.k [at] example [dot] com» katanya.",
        "Surelnya «kartiwan88 at gmail titik com» kalau tidak salah.",
    ],
    "handle": [
        "Akunnya «@contoh.kartiwan_88» menyukai itu.",
        "«@@ContohKartiwan88» terima kasih.",
        "IG: «contoh_kartiwan» suka.",
        "akun tiktok «contohganteng77» itu.",
    ],
    "link": [
        "Lihat «https://example.org/contoh/1» saja.",
        "profil «facebook.com/contoh.12» ada.",
        "kontak «wa.me/620000» tertera.",
    ],
    "plate": ["Mobil «Z 1234 AB» parkir.", "pelat nomor «D1234ABC» dipakai.", "nopol «z 1234 ab» terlihat."],
    "account": [
        "Rekening BRI «1234-01-012345-53-1» atas nama bendahara.",
        "BCA «8720123456» untuk iuran.",
        "no rek «7123456789» itu.",
    ],
    "address": [
        "Rumahnya di «Jl. Ahmad Yani No. 12 RT 03/RW 05» dekat masjid.",
        "Tinggal di «RT.01/RW.03» sana.",
        "warga «RT/RW 04/11» sudah tahu.",
        "di «Gang Mawar No. 3» belakang pasar.",
        "di «Perum Griya Asri Blok C No. 5» sana.",
    ],
    "birth": [
        "lahir di Ciamis, «12 Mei 1985», anak kedua.",
        "Tanggal lahir «12-05-1985» tertulis.",
        "TTL: Ciamis, «5/12/1979»",
    ],
    "name": [
        "«Drs. H. Ahmad Sobari, M.Si.» memimpin apel.",
        "«Asep Kartiwan, S.STP., M.AP.» hadir.",
        "«H. ASEP SUNANDAR, S.IP.» tercantum",
        "kata «H. Dedi» kemarin.",
        "«Prof. Dr. Bambang Suharto, M.Pd.» hadir",
        "kata «Wiwin Rahmawulan, SE» begitu",
        "Bu «Siti Maryam» menolak.",
        "Kata PAK «ASEP» juga.",
        "pak «asep» bilang jangan.",
        "Pak «Asep»-nya tidak ada.",
        "Teh «Euis» yang pegang, Ceu «Entin» ikut.",
        "Pak Camat «Yayan» katanya.",
        "Bapak Haji «Dedi Mulyana» kata orang.",
        "Jawab Abah «Engkos Kuncén» begitu.",
        "Mr. «John Baker» pengamat.",
        "«Sdr. Taufik Hidayat» pelapor, Bu RT «Wati» saksi.",
    ],
}
LOOK_ALIKES = [
    "UU 20/2023 dan SKB No. 2 Tahun 2022",
    "anggaran Rp1.250.000.000 tahun 2024",
    "kode rekening 5.1.02.01.01.0024 belanja",
    "Pasal 5 huruf n PP 94 Tahun 2021",
    "kata Pak Camat dan Bu Lurah",
    "Bapak Bupati dan Ibu Wakil Bupati, juga Pak RT",
    "RT saja, tanpa nomor",
    "jumlahnya 12345678 orang",
    "Surat No. 800/1234-BKPSDM/2024 tanggal 3 Oktober 2024",
    "pukul 08.00 sampai 16.30, tanggal 27-11-2024",
    "suara 89,31 persen dari 102.000",
    "Terima kasih, Pak. Sekarang soal program",
    "akun kelurahan. Ada yang pakai akun sendiri",
    "rekening listrik 2024",
    "asep-asep di dapur",
    "20 buah @200 dan 3 buah @1.500",
]


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, one) for kind, many in SENTENCES.items() for one in many]
)
def test_an_identifier_is_hidden_whole_and_nothing_else(kind, marked):
    text = marked.replace("«", "").replace("»", "")
    wanted, at = [], 0
    for number, part in enumerate(marked.replace("»", "«").split("«")):
        if number % 2:
            wanted.append((kind, part.rstrip(".")))
        at += len(part)
    assert [(hit.kind, hit.original.rstrip(".")) for hit in found(text)] == wanted


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_stay(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "signed on 14-01-93",
        "it entered into force 04-29-97.",
        "2002 2003 2004 2005",
        "at 1100 1300 1500 1715",
        "Pembayaran 10/11/04-19/01/05 22.80 sudah diterima.",
    ],
)
def test_days_years_and_hours_in_a_row_are_no_numbers_of_accounts(text):
    assert not finder(text).find(text, "en")[0]


@pytest.mark.parametrize(
    "text", ["sort code 14-01-93", "14-01-93 31926819", "20-45-45", "4929 1380 1120 2005"]
)
def test_numbers_of_accounts_are_hidden_though_they_may_read_like_days(text):
    assert [hit.kind for hit in finder(text).find(text, "en")[0]] == ["number"]


@pytest.mark.parametrize(
    "text",
    [
        "Wiwin",
        "WIWIN",
        "Wiwinnya",
        "wiwin-nya",
        "Pak Wiwin mah",
        "Wiwín",
        "wiwin.",
        "Rahmawulan",
        "Wiwin  Rahmawulan",
    ],
)
def test_a_listed_person_is_found_in_every_form(text):
    (hit,) = found(text, [ListedName(("Wiwin Rahmawulan",), "clerk")])
    assert hit.kind == "listed" and hit.original.casefold()[:2] in ("wi", "ra")


def test_one_name_of_several_that_is_also_a_word_is_a_name_only_where_it_looks_like_one():
    listed = [ListedName(("Indah Permana",), "clerk")]
    assert [
        hit.original for hit in found("indah sekali. Indah kotanya. kata Bu Indah, memang indah", listed)
    ] == ["Indah"]


def test_a_name_that_two_people_bear_is_hidden_without_saying_whose():
    listed = [ListedName(("Asep Kartiwan",), "clerk"), ListedName(("Asep Sunarya",), "driver")]
    kinds = [(hit.kind, hit.original) for hit in found("Asep Kartiwan dan Asep datang", listed)]
    assert kinds == [("listed", "Asep Kartiwan"), ("name", "Asep")]


def test_a_listed_name_within_a_word_stays():
    assert not any(hit.kind == "listed" for hit in found("Wiwinarti", [ListedName(("Wiwin",), "clerk")]))


def test_a_kept_form_is_hidden_no_more():
    assert found("kata Pak Haur begitu", keep=["haur"]) == []


def test_capitals_within_a_sentence_and_long_numbers_are_suspected():
    text = "Yang datang Skolwarta kemarin, bukan Sri. Lalu Cikoneng, kode 12345678901234567. Besok hari Senin di Bandungrejo."
    words = Vocabulary([text], OFFICES)
    suspected = [hit.original for hit in Finder(Names([], words), words).find(text)[1]]
    assert suspected == ["Skolwarta", "Cikoneng", "12345678901234567", "Bandungrejo"]


def test_hits_are_in_order_and_say_what_stands_at_their_place():
    text = "Café – Bu Siti Márýam, ０８１２３４５６７８９０, lalu @contoh_satu."
    hits = found(text)
    assert [hit.kind for hit in hits] == ["name", "phone", "handle"]
    assert all(text[hit.start : hit.end] == hit.original for hit in hits)
    assert hits[0] == Hit("name", 10, 21, "Siti Márýam")


def test_every_planted_identifier_is_found_and_nothing_else(shipped):
    run = shipped
    planted: dict[str, list[tuple[int, int]]] = {}
    for row in csv.DictReader((REPOSITORY / "tests/cases/identifiers.csv").open(encoding="utf-8")):
        if row["where"] == "text":
            planted.setdefault(row["source_id"], []).append((int(row["start"]), int(row["end"])))
    key = run.protected.key
    false = count = 0
    for source_id, text in run.collected.texts.items():
        rows = key[(key["source_id"] == source_id) & (key["place"] == "text")]
        # places in the original text, found by going through it in order
        covered, at = set(), 0
        for original in rows["original"]:
            start = text.index(original, at)
            at = start + len(original)
            covered |= set(range(start, at))
            count += 1
            false += not any(start < high and low < at for low, high in planted.get(source_id, []))
        for low, high in planted.get(source_id, []):
            assert set(range(low, high)) <= covered, (source_id, text[low:high])
    assert false / count < 0.05

import re
import unicodedata
from collections import Counter
from random import Random

import pytest
from conftest import REPOSITORY
from edits import WRONG, selectors, some_spans, trial
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from retold import KINDS, retold
from texts import TEXTS

from jalin.code.anchor import Anchor, Unanchored, anchor, anchor_all, context
from jalin.code.compared import only_names, plain

words = st.text("abc \n", max_size=60)


@st.composite
def passages(draw):
    """A text and a passage of it."""
    text = draw(st.text("abcdé🙂 ", min_size=1, max_size=80))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(plain(text[start:end]) == text[start:end] != "")
    return text, start, end


@given(passages())
def test_a_passage_at_its_place_is_held(passage):
    text, start, end = passage
    found = anchor(text, start, end, text[start:end], *context(text, start, end))
    assert (found.start, found.end, found.state) == (start, end, "held")


@given(passages(), words, words)
def test_text_added_before_and_after_never_moves_a_passage_to_other_words(passage, before, after):
    text, start, end = passage
    quote, around = text[start:end], context(text, start, end)
    new = before + text + after
    try:
        found = anchor(new, start, end, quote, *around)
    except Unanchored as fault:
        assert len(fault.candidates) > 1
    else:
        assert new[found.start : found.end] == quote


@given(passages(), st.text("xyz\n", min_size=1, max_size=40))
def test_a_passage_that_stands_once_is_found_after_an_insertion(passage, inserted):
    text, start, end = passage
    quote = text[start:end]
    # places may overlap, as those of aa in aaa do
    assume(sum((inserted + text).startswith(quote, at) for at in range(len(inserted + text))) == 1)
    found = anchor(inserted + text, start, end, quote)
    assert (found.start, found.end) == (start + len(inserted), end + len(inserted))


def test_context_tells_two_like_passages_apart():
    text = "first yes. then no. second yes. then go."
    found = anchor("XX" + text, text.rindex("yes"), text.rindex("yes") + 3, "yes", "second ", ". then go")
    assert found.start == 2 + text.rindex("yes")


def test_a_passage_that_fits_two_places_alike_is_not_moved_on_a_guess():
    with pytest.raises(Unanchored) as fault:
        anchor("yes yes", 50, 53, "yes", "nothing like it", "nor this")
    assert fault.value.candidates == [(0, 3), (4, 7)]


@pytest.mark.parametrize("text", ["", " ", "\n", "x"])
def test_a_text_that_lost_nearly_all_has_no_place(text):
    with pytest.raises(Unanchored):
        anchor(
            text,
            24,
            120,
            "Sesudah apel kami pulang. " * 4,
            "Pak Camat lalu bertanya:",
            " Tidak ada yang menjawab.",
        )


def test_a_passage_that_is_nowhere_is_not_anchored():
    with pytest.raises(Unanchored) as fault:
        anchor("something else", 0, 4, "kayak")
    assert fault.value.candidates == []


def test_a_short_passage_among_new_words_is_not_taken_for_the_old_one():
    text = "Ya.\n" + "Kalimat lain sama sekali tanpa hubungan. " * 2 + "Ya.\nPenutup yang baru."
    with pytest.raises(Unanchored):
        anchor(text, 900, 903, "Ya.", "Apakah Ibu ikut rapat?\n", "\nTerima kasih banyak, Bu")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "  "),
    ],
)
def test_other_line_ends_spaces_and_unicode_forms_do_not_lose_a_passage(change):
    text = "Pembuka.\nKafé itu dibuka\nlagi sesudah apel, kata Pak René.\nPenutup."
    start, end = text.index("Kafé"), text.index("\nPenutup")
    new = change(text)
    found = anchor(new, start, end, text[start:end], *context(text, start, end))
    assert " ".join(unicodedata.normalize("NFC", new[found.start : found.end]).split()) == " ".join(
        text[start:end].split()
    )


def _texts():
    """Texts of the study, with some names hidden."""
    raw = REPOSITORY / "data/raw"
    for name in ["interviews/W04_wawancara", "observations/O05_satu-hari", "documents/D10_percakapan-grup"]:
        text = unicodedata.normalize("NFC", (raw / f"{name}.txt").read_text(encoding="utf-8"))
        yield re.sub(r"\b(?:Pak|Bu|Kang|Teh) ([A-Z])\w+", r"⟦warga \1⟧", text)


def _tried(dice, texts, trials):
    """Judgements of passages after edits, and those that are wrong with what was done."""
    found, wrong = Counter(), []
    for _ in range(trials):
        text = texts(dice)
        tried = trial(dice, text, some_spans(dice, text, dice.randint(1, 30)), dice.randint(1, 15))
        found.update(one.judgement for one in tried)
        wrong += [
            (one.judgement, one.selector, one.found, one.kinds) for one in tried if one.judgement in WRONG
        ]
    return found, wrong


def test_many_edits_move_no_passage_to_another_place_and_few_that_stand_whole_are_asked_about():
    texts = list(_texts())
    found, wrong = _tried(Random(23), lambda dice: dice.choice(texts), 4 * settings().max_examples)
    assert not wrong
    assert found["asked though whole"] <= found.total() / 25
    assert found["right"] > found.total() * 0.65


@pytest.mark.parametrize("kind", TEXTS)
def test_in_texts_of_other_styles_no_passage_is_moved_to_another_place(kind):
    found, wrong = _tried(Random(kind), TEXTS[kind], settings().max_examples)
    assert not wrong
    assert found["right"] > found.total() * 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_hand_that_edits_otherwise_moves_no_passage_to_another_place_either(kind):
    dice = Random(f"second {kind}")
    for _ in range(settings().max_examples):
        text = KINDS[kind](dice)
        judged = retold(dice, text, some_spans(dice, text, dice.randint(1, 30)), dice.randint(1, 15))
        assert not [one for one in judged if one[2] in WRONG]


@pytest.mark.parametrize("new", ["Peneliti", "⟦warga Z9⟧", "Ibu Rahayu"])
@pytest.mark.parametrize("names", [r"(?m)^\w+(?=: )", r"⟦[^⟧]*⟧"])
def test_a_label_or_a_pseudonym_that_is_another_throughout_stops_no_coding(names, new):
    for text in _texts():
        spans = [found.span() for found in re.finditer(r"[^\s:][^\n:]*[.?!]", text)]
        for name in set(re.findall(names, text)):
            renamed = re.sub(names, lambda found, name=name: new if found[0] == name else found[0], text)
            found = anchor_all(renamed, selectors(text, spans))
            assert not [one for one in found if isinstance(one, Unanchored)]
            assert [one.start for one in found] == sorted(one.start for one in found)
            assert "edited" not in {one.state for one in found}


def test_words_that_stand_once_are_found_when_all_around_them_was_edited():
    text = "I01: Biasanya petugas loket. Kadang satpam juga. Ya.\nP: Apakah warga mengeluh?\n"
    new = "Ibu S: Biasanya petugas. Rahayu. Kadang satpam juga. Tidak.\nK: Apakah mereka mengeluh?\n"
    found = anchor_all(new, selectors(text, [(29, 48)]))[0]
    assert new[found.start : found.end] == "Kadang satpam juga."
    assert found.state == "moved"


def test_one_sure_neighbour_and_a_passage_shifted_by_a_few_characters_are_no_reason_to_ask():
    # the first and the last coding of a text, after a pseudonym of another length
    text = "A: ⟦name S01.1⟧ says the queue was long.\nB: It is good at night when the office is closed.\n"
    new = text.replace("⟦name S01.1⟧", "Timestamp")
    spans = [
        (text.index(words), text.index(words) + len(words))
        for words in ("the queue was long", "good at night")
    ]
    found = anchor_all(new, selectors(text, spans))
    assert [(new[one.start : one.end], one.state) for one in found] == [
        ("the queue was long", "moved"), ("good at night", "moved"),
    ]  # fmt: skip


def test_held_is_said_only_where_the_words_are_the_same():
    # two rows of a table change places; the other row has words as long at the old place
    rows = ["4 | ⟦kasi A⟧ | ⟦NIP D05.3⟧ | loket", "5 | ⟦staf B⟧ | ⟦NIP D02.1⟧ | gudang"]
    text, new = "\n".join(["No | Nama", *rows, ""]), "\n".join(["No | Nama", *rows[::-1], ""])
    start = text.index("⟦NIP D05.3⟧")
    for found in anchor_all(new, selectors(text, [(start, start + 11), (start, start + 19)])):
        if isinstance(found, Anchor):
            assert new[found.start : found.end].startswith("⟦NIP D05.3⟧")


def test_a_pseudonym_in_the_passage_that_changed_throughout_is_told():
    text = "P: Siapa?\nI: Kata ⟦warga 1⟧ gotongnya ditunda sampai Senin.\nP: Oh, ⟦warga 1⟧ lagi.\n"
    start, end = text.index("Kata"), text.index("\nP: Oh")
    for name in ("⟦tetangga dekat⟧", "Rahayu"):
        new = text.replace("⟦warga 1⟧", name)
        found = anchor_all(new, selectors(text, [(start, end)]))[0]
        assert (new[found.start : found.end], found.state) == (
            f"Kata {name} gotongnya ditunda sampai Senin.", "renamed",
        )  # fmt: skip


def test_a_passage_that_was_taken_out_is_not_placed_on_its_like():
    like = "I: Ya, betul begitu.\nP: Lalu?\n"
    text = f"P: Satu?\n{like}I: Dua.\nP: Tiga?\n{like}I: Empat.\n"
    start = text.rindex("Ya, betul begitu.")
    new = text[:start] + text[start + 17 :]
    assert isinstance(anchor_all(new, selectors(text, [(start, start + 17)]))[0], Unanchored)


def test_codings_that_keep_less_of_what_stood_around_them_are_found_too(monkeypatch):
    monkeypatch.setattr(
        "edits.context", lambda text, start, end: (text[max(0, start - 24) : start], text[end : end + 24])
    )
    texts = list(_texts())
    found, wrong = _tried(Random(24), lambda dice: dice.choice(texts), 2 * settings().max_examples)
    assert not wrong
    assert found["right"] > found.total() * 0.65


def test_codings_made_before_and_after_an_edit_are_found_together():
    text = "P: Satu?\nI: Loket tutup jam dua, begitu saja.\nP: Lalu?\nI: Warga menunggu di halaman sampai sore.\n"
    later = text.replace("Satu?", "Pertanyaan yang lain sama sekali?")
    now = later.replace("begitu saja", "begitu kata petugas")
    wanted = [
        one
        for state, words in (
            (text, "Loket tutup jam dua"),
            (later, "Warga menunggu di halaman"),
            (later, "jam dua"),
        )
        for one in selectors(state, [(state.index(words), state.index(words) + len(words))])
    ]
    found = anchor_all(now, wanted)
    assert [now[one.start : one.end] for one in found] == [quote for _, _, quote, *_ in wanted]


def test_a_turn_that_was_edited_and_its_copy_are_both_shown_and_neither_is_taken():
    turn = "I: Waktu itu kami menutup loket jam dua, lalu warga menunggu di halaman sampai sore.\n"
    text = f"P: Bagaimana hari pertama?\n{turn}P: Siapa yang memutuskan?\nI: Camat, tetapi saya yang berdiri di depan.\n"
    start = text.index("kami menutup loket jam dua")
    now = text.replace("menutup loket", "terpaksa menutup loket") + turn
    found = anchor_all(now, selectors(text, [(start, start + 26)]))[0]
    assert isinstance(found, Unanchored)
    assert {now[start:end] for start, end in found.candidates} == {
        "kami terpaksa menutup loket jam dua",
        "kami menutup loket jam dua",
    }


@pytest.mark.parametrize("quote", ["16.00\n12 |", "| hadir | 07.15 | 16.00\n12 | ⟦staf 5⟧"])
def test_two_halves_of_rows_that_no_longer_follow_on_each_other_are_asked_about(quote):
    rows = [f"{number} | ⟦staf {number % 7}⟧ | honorer | hadir | 07.15 | 16.00\n" for number in range(1, 20)]
    text = "".join(rows)
    start = (
        text.index("16.00\n12 |") if quote.startswith("16") else text.index("| hadir", text.index("\n11 |"))
    )
    assert text.startswith(quote, start)
    now = "".join([*rows[:10], *rows[11:15], rows[10], *rows[15:]])
    found = anchor_all(now, selectors(text, [(start, start + len(quote))]))[0]
    assert isinstance(found, Unanchored)


def test_a_text_of_very_many_different_signs_is_searched():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 900))) + "\n"
    start, end = 300, 700
    now = "一丁" + text[:250] + text[260:420] + "丂" + text[420:]
    found = anchor_all(now, selectors(text, [(start, end)]))[0]
    assert (now[found.start], now[found.end - 1]) == (text[start], text[end - 1])


def _rows(*rows):
    return "".join(f"{number} | {row}\n" for number, row in enumerate(rows, 1))


def test_a_cell_of_a_row_that_was_taken_out_is_not_placed_in_the_row_before_it():
    rows = [
        f"⟦staf {number}⟧ | {'kasi' if number % 3 else 'honorer'} | hadir | 07.30 | 16.00"
        for number in range(1, 20)
    ]
    text = _rows(*rows)
    lines = text.splitlines(True)
    start = text.index("07.30", text.index(lines[9]))
    now = "".join([*lines[:9], *lines[10:]])
    for size in (5, 13):
        found = anchor_all(now, selectors(text, [(start, start + size)]))[0]
        assert isinstance(found, Unanchored)


def test_a_word_put_in_beside_a_cell_that_stands_in_many_rows_is_no_reason_to_ask():
    rows = [f"⟦staf {number}⟧ | kasi | hadir | 07.30 | 16.00" for number in range(1, 20)]
    text = _rows(*rows)
    start = text.index("hadir", text.index("⟦staf 9⟧"))
    now = text[: start + 5] + " (terlambat)" + text[start + 5 :]
    assert anchor_all(now, selectors(text, [(start, start + 5)])) == [Anchor(start, start + 5, "held")]


def test_another_word_in_place_of_a_short_passage_is_asked_about_though_it_is_much_like_it():
    text = "No | Nama | Nomor\n6 | petugas akun | tenaga harian, NIK 12\n7 | staf | tetap, 14\n"
    start = text.index("NIK")
    found = anchor_all(text.replace("NIK", "NIP"), selectors(text, [(start, start + 3)]))[0]
    assert isinstance(found, Unanchored)


def test_words_put_in_before_a_name_that_was_hidden_are_not_the_name():
    assert only_names("Saya menulis laporan itu.", "⟦warga⟧ menulis laporan itu.")
    assert not only_names("Saya menulis laporan itu.", "Kami pergi. ⟦warga⟧ menulis laporan itu.")


def test_a_label_that_became_another_one_elsewhere_is_not_this_speaker():
    turns = ["P: Siapa yang datang?", "I: Camat, lalu kami semua berdiri di halaman.", "P: Betul.", "I: Betul.", "P: Lalu apel dimulai?", "I: Ya, sampai jam delapan lebih."]  # fmt: skip
    text = "\n".join(turns) + "\n"
    start = text.index("P: Betul.")
    now = (text[:start] + text[start + 10 :]).replace("P: ", "Peneliti: ").replace("I: ", "⟦warga A⟧: ")
    found = anchor_all(now, selectors(text, [(start, start + 9)]))[0]
    assert isinstance(found, Unanchored)


def test_a_long_label_that_now_stands_within_a_line_is_the_same_words():
    text = "Lembar kerja\nSisa waktu menurut kontrak: sampai 5 Desember.\nCatatan: tidak ada.\n"
    start, end = text.index("Sisa"), text.index("\nCatatan")
    now = text.replace("kerja\n", "kerja ")
    assert anchor_all(now, selectors(text, [(start, end)])) == [Anchor(start, end, "held")]


def test_an_answer_does_not_go_to_the_other_label_when_two_lines_of_a_form_change_places():
    pages = [
        f"Responden {number}\nUmur: {20 + number * 3 % 17}\nPuas: tidak\nAlasan: -\nSaran: -\n\n"
        for number in range(1, 9)
    ]
    text = "".join(pages)
    start = text.index("Saran: -", text.index("Responden 5")) + 7
    now = "".join([*pages[:4], pages[4].replace("Alasan: -\nSaran: -", "Saran: -\nAlasan: -"), *pages[5:]])
    assert isinstance(anchor_all(now, selectors(text, [(start, start + 1)]))[0], Unanchored)


ROWS = [
    f"{number} | staf {number * 7 % 19} | {'kasi' if number % 3 else 'honorer'} | hadir | 07.{15 + number % 2 * 15} | 16.00\n"
    for number in range(12, 30)
]
PLEDGE = (
    "Pakta integritas.\nSaya yang bertanda tangan di bawah ini menyatakan dengan sebenarnya:\n"
    "1. tidak memihak kepada calon mana pun dalam jabatan;\n2. tidak menghadiri kampanye kecuali bertugas;\n"
    "3. tidak menggunakan kendaraan dan ruang kantor;\n4. bijak dalam menggunakan media sosial.\nTertanda.\n"
)
STAFF = "".join(
    f"{number} | ⟦staf {number % 14 + 13}⟧ | {'kasi' if number == 43 else 'staf'} | hadir | 07.15 | 15.30\n"
    for number in range(36, 49)
)
MEETING = (
    "Yang datang ⟦staf 2⟧ dan membawa kunci gudang, lalu ikut rapat sampai sore; katanya disuruh Pak ⟦camat⟧ "
    "mengecek kursi, dan ⟦staf 2⟧ juga yang mencatat siapa pulang lebih dahulu dari kantor.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        # it was taken out, and what came in its place ends like it
        (PLEDGE, PLEDGE.replace("\n4. bijak", "\nUnit d04. bijak"), "4."),
        # the next line was pasted before it, with a 1 of its own; the line itself lost its number
        (
            PLEDGE,
            PLEDGE.replace(
                "1. tidak memihak", "1. 2. tidak menghadiri acara kampanye kecuali bertugas;\ntidak memihak"
            ).replace("\n2. tidak menghadiri kampanye", "\n1. 2. tidak menghadiri acara kampanye"),
            "1.",
        ),
        # from the end of a row to the number of the next, and the rows before have changed places
        ("".join(ROWS), "".join([*ROWS[:8], ROWS[9], ROWS[8], *ROWS[10:]]), "| 16.00\n22"),
        # nothing of it but names could be the same
        (
            "Surat dari: Kasi Ekonomi.\nIsi: ruang dipakai sampai November.\nTembusan: ⟦pejabat kabupaten⟧. Arsip: Bu ⟦arsiparis⟧, surel ⟦surel D06.1⟧.\n",
            "Isi: ruang dipakai sampai November.\nSurat dari: Kasi Ekonomi. Arsip: Bu ⟦arsiparis⟧, surel ⟦nama X9.12⟧.\n",
            "Tembusan: ⟦pejabat kabupaten⟧.",
        ),
        # the cell was taken out of a table that has two spaces everywhere now, in its names as well
        (STAFF, STAFF.replace("43 | ⟦staf 14⟧ | kasi |", "43 | ⟦staf 14⟧ |").replace(" ", "  "), "kasi |"),
        # it was copied and names were hidden otherwise in the copy; one word was mistyped in the first
        (
            "I: " + MEETING + "P: Lalu apa yang terjadi sesudah itu semua?\n",
            "P: Lain?\nI: "
            + MEETING.replace("gudang", "gudnag")
            + "P: Apa lagi yang masih diingat?\nI: "
            + MEETING.replace("⟦staf 2⟧", "⟦tetangga dekat⟧")
            + "P: Lalu apa yang terjadi sesudah itu semua?\n",
            MEETING[:-1],
        ),
    ],
)
def test_what_stands_in_the_place_of_a_passage_is_not_taken_for_it(old, new, quote):
    start = old.index(quote)
    with pytest.raises(Unanchored):
        anchor(new, start, start + len(quote), quote, *context(old, start, start + len(quote)))


def test_words_that_stand_once_and_what_followed_them_are_found_where_they_went():
    quote = "- ⟦nurse 3⟧ shared the assembly rainy season without asking?"
    before = "rehole on Thursday with our. Anna borrowed the fence anyone came for the.\n- Mr Lee sold the ledger anyone came for the?\n"
    after = " Anna visited the orchard third time against the.\n- ⟦farmer B⟧ visited the vaccine. Tom defended the fence rainy season "
    now = (
        "[0045] - I inspected the letter? Zoë promised the assembly rainy season without asking?\n"
        "[0063] - Mr Lee sold the ledger anyone came for the?\n"
        "[0064] - ⟦farmer B⟧ visited the vaccine. Tom defended the fence rainy season without asking.\n"
        "[0065] - ⟦nurse 3⟧ shared the assembly rainy season without asking? Anna visited the orchard third time against the.\n"
    )
    found = anchor(now, 2975, 3035, quote, before, after)
    assert (now[found.start : found.end], found.state) == (quote, "moved")


@pytest.mark.parametrize(
    ("quote", "now"),
    [
        # words beside a pseudonym, and twice in a passage
        (
            "Koran Melati ⟦nama S01.7⟧ menulis bahwa warga Melati menutup jalan desa",
            "Koran ⟦nama S01.1⟧ ⟦nama S01.7⟧ menulis bahwa warga ⟦nama S01.1⟧ menutup jalan desa",
        ),
        # a passage that ends within a name takes in the whole of it, as what is read from other programs does
        ("warga Melati menutup jalan desa sesudah rapat. Mel", "warga ⟦nama S01.1⟧ menutup jalan desa sesudah rapat. ⟦nama S01.1⟧"),
        # and one that is a name alone
        ("Melati", "⟦nama S01.1⟧"),
    ],
)  # fmt: skip
def test_what_is_hidden_later_wherever_it_stands_stops_no_passage(quote, now):
    text = (
        "Peneliti: Apa yang terjadi pada pekan itu di kantor desa?\nI01: Koran Melati ⟦nama S01.7⟧ menulis bahwa warga "
        "Melati menutup jalan desa sesudah rapat. Melati membantah berita itu pada hari berikutnya, kata pak lurah.\n"
    )
    new = "Catatan: salinan kedua.\n" + text.replace("Melati", "⟦nama S01.1⟧")
    start = text.index(quote)
    found = anchor(new, start, start + len(quote), quote, *context(text, start, start + len(quote)))
    assert new[found.start : found.end] == now


def test_a_name_that_is_hidden_in_two_parts_now_stops_no_passage():
    """As where one word of a long name came to stand, and the parts left are called as other names are."""
    text = (
        "Peneliti: Apa isi laporan itu?\nI01: Ia tidak menyebut bahwa ⟦nama S01.2⟧ sudah membuktikan kursi itu rusak "
        "sejak musim hujan, dan ⟦nama S01.3⟧ menulis surat kedua kepada kantor.\nPeneliti: Lalu?\nI01: Tidak ada.\n"
    )
    new = "Catatan: salinan kedua.\n" + text.replace("⟦nama S01.3⟧", "⟦nama S01.2⟧").replace(
        "⟦nama S01.2⟧", "Balai Pertanian ⟦nama S01.2⟧ Tata ⟦nama S01.3⟧", 1
    )
    start, end = text.index("Ia tidak"), text.index("\nPeneliti: Lalu")
    found = anchor(new, start, end, text[start:end], *context(text, start, end))
    assert new[found.start : found.end] == new[new.index("Ia tidak") : new.index("\nPeneliti: Lalu")]


def test_of_two_places_that_have_all_that_was_around_it_none_is_chosen():
    page = "".join(
        f"Baris {number} bercerita tentang {number * number} orang di pasar. " for number in range(40)
    )
    start = page.index("Baris 20")
    selector = (start, start + 8, "Baris 20", *context(page, start, start + 8))
    block = page[start - 130 : start + 138]
    for new in ("Awal. " + block + "Tengah. " + page, "Awal. " + page + "Akhir. " + block):
        (found,) = anchor_all(new, [selector])
        assert isinstance(found, Unanchored) and len(found.candidates) > 0
    (found,) = anchor_all("Awal. " + page, [selector])
    assert isinstance(found, Anchor) and found.start == start + 6


def test_a_part_of_a_pseudonym_is_no_other_name():
    assert only_names("⟦warga A⟧ memanggil bidan", "Rahayu memanggil bidan")
    assert not only_names("⟦warga A⟧ memanggil bidan", "tidak ada\nA⟧ memanggil bidan")


def test_what_two_say_alike_is_not_given_to_the_other_speaker():
    begin = "Pewawancara: Bagaimana rapat itu?\nInforman 3: Kami menunggu lama sekali di depan kantor.\n"
    end = "Pewawancara: Siapa yang memanggil petugas itu?\nInforman 3: Bu bidan, dari pasar sana.\n"
    one, other = "Pewawancara: Terima kasih.\n", "Informan 3: Terima kasih.\n"
    old, new = begin + one + other + end, begin + other + one + end
    start = old.index("Terima")
    selector = (start, start + 6, "Terima", *context(old, start, start + 6))
    (found,) = anchor_all(new, [selector])
    assert isinstance(found, Unanchored) or found.start == new.rindex("Terima")
    # a label that is renamed everywhere stops nothing
    (found,) = anchor_all(old.replace("Pewawancara", "Peneliti"), [selector])
    assert isinstance(found, Anchor) and old.replace("Pewawancara", "Peneliti").index("Terima") == found.start


def test_codings_made_after_a_name_was_hidden_otherwise_stop_none_that_were_made_before():
    said = re.findall(r"[^.\n]+\.", TEXTS["story"](Random(5)))[:40]
    old = "".join(f"⟦nama S01.1⟧ {at:02}:10\n{one.strip()}\n" for at, one in enumerate(said))
    new = old.replace("⟦nama S01.1⟧", "⟦pengenal S01.1⟧ ⟦pengenal S01.2⟧")
    spans = {
        text: [(text.index(one.strip()), text.index(one.strip()) + len(one.strip())) for one in said]
        for text in (old, new)
    }
    wanted = selectors(old, spans[old][::2]) + selectors(new, spans[new][1::3])
    found = anchor_all(new, wanted)
    assert [(one.start, one.end) for one in found] == spans[new][::2] + spans[new][1::3]
    assert "edited" not in {one.state for one in found}


def test_two_names_side_by_side_where_one_was_stop_no_coding():
    old = "P: Siapa?\nI: Kami menunggu ⟦warga A1⟧ di depan kantor itu.\nP: Lalu?\nI: ⟦warga A1⟧ menutup loket.\n"
    new = old.replace("⟦warga A1⟧", "⟦warga A1.1⟧ ⟦warga A1.2⟧")
    (found,) = anchor_all(new, selectors(old, [(old.index("Kami"), old.index("itu.") + 4)]))
    assert isinstance(found, Anchor) and found.state == "renamed"
    assert new[found.start : found.end] == "Kami menunggu ⟦warga A1.1⟧ ⟦warga A1.2⟧ di depan kantor itu."


def test_pseudonyms_that_all_get_other_numbers_once_a_name_is_let_stand_stop_no_passage():
    """One form is decided `keep`: who was 2 is 1 now, who was 3 is 2, and so on; the words between them are as they were."""
    said = (
        "{} datang lebih dulu dari {} dan menunggu bersama {} di teras. ",
        "Kata {}, loket dua tutup sejak {} pindah, dan {} belum diganti. ",
        "Kemudian {} bertanya kepada {} mengapa surat dari {} hilang. ",
        "Akhirnya {} pulang, {} tetap duduk, sedangkan {} menelepon kantor. ",
    )
    people = ((1, 2, 3), (4, 2, 5), (3, 5, 1), (2, 4, 6))

    def page(name):
        return "".join(line.format(*map(name, who)) for line, who in zip(said, people, strict=True))

    old = page(lambda number: f"⟦nama W1.{number}⟧")
    new = page(lambda number: "Rahayu" if number == 1 else f"⟦nama W1.{number - 1}⟧")
    for words in ("Kata", "Kemudian", "Akhirnya"):
        start = old.index(words)
        end = old.index(". ", start) + 1
        found = anchor(new, start, end, old[start:end], *context(old, start, end))
        at = new.index(words)
        assert (found.start, found.end) == (at, new.index(". ", at) + 1)

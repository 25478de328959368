"""Names told by what they are called and by what stands around them, in sentences with invented people."""

import json
import re
import shutil
import sys

import pandas as pd
import pytest
from conftest import REPOSITORY, Run

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.protect import cues, titles
from jalin.protect.fields import column_kind
from jalin.protect.finder import finder_with
from jalin.protect.hiding import Pseudonyms
from jalin.protect.names import names_in
from jalin.protect.numbers import RULES
from jalin.protect.pseudonyms import ListedName
from jalin.protect.reading import Reading, foreign_told
from jalin.protect.spellings import ENGLISH, FIRST, SPELLED
from jalin.protect.words import Vocabulary
from jalin.study import open_study
from jalin.words import known_languages
from jalin.words import word as said

CASES = sorted((REPOSITORY / "tests/cases/names").glob("*.jsonl"))
# titles may stay
TITLES = frozenset(
    [
        "drs",
        "hj",
        "h",
        "ir",
        "m",
        "si",
        "msi",
        "pak",
        "bu",
        "haji",
        "abah",
        "pa",
        "bapak",
        "ibu",
        "sir",
        "mrs",
        "mr",
        "ms",
        "sister",
        "captain",
        "professor",
        "i",
        "dr",
    ]
)


def found(text, language="id", speakers=("",)):
    """(hidden, suspected) originals of a text that is a study's only one."""
    sources = pd.DataFrame([{"source_id": "S1", "language": language}])
    finder = finder_with([], [], [], {"S1": text}, sources, pd.DataFrame({"speaker": list(speakers)}))
    hits, suspected = finder.find(text, language)
    return [hit.original for hit in hits], [hit.original for hit in suspected]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_what_identifies_is_hidden_or_asked_about_and_look_alikes_stay(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = "".join(f"{row['text']}\n" for row in rows)
    language = "en" if path.stem == "english" else "id"
    sources = pd.DataFrame([{"source_id": "S1", "language": language}])
    finder = finder_with([], [], [], {"S1": text}, sources, pd.DataFrame({"speaker": [""]}))
    hits, suspected = finder.find(text, language)
    hidden, asked = bytearray(len(text)), bytearray(len(text))
    for marks, some in ((hidden, hits), (asked, suspected)):
        for hit in some:
            marks[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    at = 0
    for row in rows:
        for one in row["identifiers"]:
            start, end = at + one["start"], at + one["end"]
            words = [
                word
                for word in re.finditer(r"\w+(?:['-]\w+)*", text[start:end])
                if word.group().casefold() not in TITLES
            ]
            for word in words:
                places = range(start + word.start(), start + word.end())
                told = all(
                    hidden[place] or (asked[place] and one["least"] == "suspected") for place in places
                )
                assert told or one["kind"] != "name", (row["text"], word.group())
        for one in row["not"]:
            for place in range(at + one["start"], at + one["end"]):
                if text[place].isalnum():
                    assert not hidden[place] and (one["ask"] or not asked[place]), (row["text"], one["text"])
        at += len(row["text"]) + 1


@pytest.mark.parametrize(
    "office",
    [
        "Camat",
        "Lurah",
        "Kuwu",
        "Kades",
        "Sekdes",
        "Carik",
        "Sekdis",
        "Sekcam",
        "Babinsa",
        "Kapolsek",
        "Danramil",
        "Kapus",
        "Kasi",
        "Kaur",
        "Kadisdik",
        "Bendahara",
        "Hakim",
        "Mandor",
        "Sopir",
        "Kasir",
        "Bidan",
        "Guru",
    ],
)
def test_an_office_after_a_form_of_address_is_no_name(office):
    assert found(f"Kata Pak {office} rapat ditunda, Bu {office} juga.") == ([], [])


def test_an_office_before_a_name_stays():
    assert found("Kata Pak Camat Hermawan rapat ditunda.")[0] == ["Hermawan"]


@pytest.mark.parametrize("word", ["saya", "apa", "Harap", "Sudah", "Terima", "nanti", "Silakan", "mohon"])
def test_what_is_said_to_somebody_is_no_name(word):
    assert found(f"Iya Pak {word} begitu.")[0] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Uda Zulfahmi pergi.", "Zulfahmi"),
        ("Kata Ua Entis sudah.", "Entis"),
        ("Tante Mei Ling membantu.", "Mei Ling"),
        ("Saya bertemu I Wayan Sudarmika.", "I Wayan Sudarmika"),
        ("Anak saya Intan Wahyu Permana sekolah.", "Intan Wahyu Permana"),
        ("Kemarin M. Yusup datang.", "M. Yusup"),
        ("Surat atas nama Khoirul Anam ada.", "Khoirul Anam"),
        ("Yang hadir Sutris-\nno dan lain-lain.", "Sutris-\nno"),
        ("Bapak S u t a r j o datang.", "S u t a r j o"),
        ("tadi ketemu asep di pasar", "asep"),
    ],
)
def test_names_of_many_peoples_and_spellings_are_hidden(text, name):
    assert found(text)[0] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Auntie Joan kept the books.", "Joan"),
        ("Captain Marsh gave the order.", "Marsh"),
        ("My mate Declan left.", "Declan"),
        ("My name is Temperance Ojo.", "Temperance Ojo"),
        ("Then Frank Bishop called.", "Frank Bishop"),
        ("I asked Grace about it.", "Grace"),
        ("Mohammed al-Fictawi waits.", "Mohammed al-Fictawi"),
        ("Ms. Dhillon's office", "Dhillon"),
    ],
)
def test_names_in_english_are_hidden(text, name):
    assert found(text, "en")[0] == [name]


@pytest.mark.parametrize(
    ("text", "names", "language"),
    [
        (
            "The crew were Jovelito, Rodrik and Ernesto Bautista.",
            ["Jovelito", "Rodrik", "Ernesto Bautista"],
            "en",
        ),
        ("The pharmacist, Hovreet, always asks.", ["Hovreet"], "en"),
        ("Then Tondrey laughed at us.", ["Tondrey"], "en"),
        ("We rented from the Gallaghers.", ["Gallaghers"], "en"),
        ("We spoke to Mei-Ling.", ["Mei-Ling"], "en"),
        ("Surname: Kinnersby", ["Kinnersby"], "en"),
        ("Tanah itu milik Jumhur bin Lasim.", ["Jumhur bin Lasim"], "id"),
        ("Rapat dipimpin Sulismiyati dan Komarrudin.", ["Sulismiyati", "Komarrudin"], "id"),
        ("Penerima kuasa: Lintang Praptowati", ["Lintang Praptowati"], "id"),
        ("Waktu itu Kang Warjo bilang begitu, lalu Sukardiman pulang.", ["Warjo", "Sukardiman"], "id"),
    ],
)
def test_names_that_no_list_has_are_told_by_their_letters_and_by_what_stands_around(text, names, language):
    assert found(text, language)[0] == names


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Hormat saya,\nGempar\n", "Gempar", "id"),
        ("Nama responden   : Gempar", "Gempar", "id"),
        ("Nama | Tekege Huler\nUmur | 34", "Tekege Huler", "id"),
        ("No | Nama | HP\n1 | Nggai | -", "Nggai", "id"),
        ("Saya ketemu Bambangnya di pasar.", "Bambang", "id"),
        ("Itu Sitiku yang pintar.", "Siti", "id"),
        ("Saya diajak Nggai ke kota.", "Nggai", "id"),
        ("Yours sincerely,\nSpud", "Spud", "en"),
        ("Dr. van der Merwe said it was nothing.", "van der Merwe", "en"),
        ("He looked at Siobhan and laughed.", "Siobhan", "en"),
    ],
)
def test_names_are_hidden_by_where_they_stand(text, name, language):
    (hidden,) = found(text, language)[0]
    assert hidden.endswith(name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nama | Jabatan\nSiti | Kader\nRudi | Ketua", "id"),
        ("Nama | Kata orang antrenya panjang sekali.", "id"),
        ("Harganya Rp 50.000 dan jaraknya 3 Km saja.", "id"),
        ("1. Siti Aminah\n2. Rapat dan makan\n3. Laporan Keuangan Desa", "id"),
        ("Istilahnya begitu. Masalahnya banyak.", "id"),
    ],
)
def test_headings_sentences_and_units_beside_names_are_nobody(text, language):
    hidden, asked = found(text, language)
    assert {*hidden, *asked} <= {"Siti", "Rudi", "Siti Aminah"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We live in Kavarra and use Slorpix for notes.", "en"),
        ("She comes on Thursdays and Fridays.", "en"),
        ("Kami tinggal di desa Karsinan, pakai aplikasi Kumparo.", "id"),
        ("Si CEOnya datang, emang Kotlin susah.", "id"),
        ("Ngebahas itu lama. Surelnya belum masuk. Kirain sudah.", "id"),
        ("Kata Suku Dinas Kesehatan (Sudinkes) tadi begitu. Dinas itu, Sudinkes, menolak.", "id"),
        ("Dari Dogiyai, Deiyai, Paniai dan Dharmasraya kami dengar soal Ukraina.", "id"),
        ("Di CV Babah Digital, PT Sarana Bali dan Desa Harapan Jaya sama saja.", "id"),
        ("The week of 23-30 Jan was wet. Payments to be Made: none were made.", "en"),
        ("Glazewing Ltd offered. We wrote to Glazewing and heard from Glazewing Ltd.", "en"),
    ],
)
def test_places_things_and_everyday_words_are_not_hidden_as_names(text, language):
    assert found(text, language)[0] == []


def test_a_headline_is_no_longer_name_than_who_it_is_about():
    text = "Bambang Sutrisno Rencanakan Pernikahan Usai Piala Dunia\nPiala itu, kata Bambang, ia rencanakan."
    assert found(text)[0] == ["Bambang Sutrisno", "Bambang"]


def test_one_place_that_tells_a_word_nobody_knows_does_not_tell_all_the_others():
    text = "Kata Tanabox dan Chloe begitu.\n" + "Waktu itu ada Tanabox baru.\n" * 8
    hidden, suspected = found(text)
    assert hidden.count("Tanabox") == 1 and suspected.count("Tanabox") == 8


def test_contractions_abbreviations_and_headings_are_no_names():
    text = "I'm sure I've said RT, QT, MT. In May the Mayor and Mum saw SaaS and IoT. Yes, Sir."
    assert found(text, "en") == ([], [])


def test_the_degrees_of_one_language_are_words_in_another():
    assert found("Ditandatangani Wiralaga, SE kemarin.")[0] == ["Wiralaga, SE"]
    assert found("It is in Lower Sedgwold, SE of here.", "en")[0] == []


def test_an_address_of_mail_does_not_make_its_words_ordinary():
    text = "Kirim ke wiralaga.baruna@contoh.id ya.\nKata satpam, Baruna Wiralaga belum datang.\n"
    hidden, suspected = found(text)
    assert "Baruna Wiralaga" in hidden + suspected


def test_what_follows_a_name_that_was_met_belongs_to_it():
    text = "Bapak Cekas datang.\nLalu Cekas Supriatma menulis surat.\n"
    assert found(text)[0] == ["Cekas", "Cekas Supriatma"]


def test_money_is_no_account():
    assert (
        found("Dana Desa tahun itu Rp 800.000.000, usaha mandiri 150.000.000 rupiah, dana rp 100000000.")[0]
        == []
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Nomornya 0812 tiga empat lima enam 7890 dicatat.", "0812 tiga empat lima enam 7890"),
        ("surelnya budi . santosa @ gmail . com ya", "budi . santosa @ gmail . com"),
        ("kirim ke budi.santosa{at}gmail.com", "budi.santosa{at}gmail.com"),
        ("kirim ke budi.santosa a keong gmail titik com ya", "budi.santosa a keong gmail titik com"),
        ("rumah di jl melati no 12 cat hijau", "jl melati no 12"),
        ("motor plat d 4321 xy lewat", "d 4321 xy"),
        ("pelatnya z empat dua satu a b", "z empat dua satu a b"),
        ("ultah saya tiap 12 Mei sama", "12 Mei"),
        (
            "lahir tujuh belas Agustus seribu sembilan ratus delapan puluh lima di sana",
            "tujuh belas Agustus seribu sembilan ratus delapan puluh lima",
        ),
        ("cari kang_budi88 di instagram", "kang_budi88"),
        ("no wa o8l2 3345 6677", "o8l2 3345 6677"),
    ],
)
def test_identifiers_as_people_spell_them_are_hidden(text, form):
    assert form in found(text)[0]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            "She lives at 14 Bramble Close, Little Fictham TF6 5BB.",
            "14 Bramble Close, Little Fictham TF6 5BB",
        ),
        ("he's at 77 elm avenue now", "77 elm avenue"),
        ("Phone: 555-867-5309", "555-867-5309"),
        ("My NHS number is 943 476 5919.", "943 476 5919"),
        ("the plate was AB12 CDE", "AB12 CDE"),
        ("i was born the third of march nineteen eighty one", "third of march nineteen eighty one"),
    ],
)
def test_identifiers_of_english_speaking_countries_are_hidden(text, form):
    assert form in found(text, "en")[0]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Nama lengkap", "name"),
        ("Nama Responden (sesuai KTP)", "name"),
        ("Name", "name"),
        ("RecipientLastName", "name"),
        ("What is your name?", "name"),
        ("Email Address", "email"),
        ("No HP/WA", "phone"),
        ("Nomor Telepon", "phone"),
        ("NIK", "nik"),
        ("Tanggal Lahir", "birth"),
        ("Alamat rumah", "address"),
        ("Akun Instagram", "handle"),
        ("Nama desa", ""),
        ("Nama kegiatan", ""),
        ("Timestamp", ""),
        ("Umur", ""),
        ("What do you think of the name of the school?", ""),
    ],
)
def test_columns_for_people_are_told_by_their_headings(heading, kind):
    assert column_kind(heading) == kind


def test_a_column_for_people_is_hidden_whole_in_the_text_and_in_the_table(root):
    (root / "data/raw/observations").mkdir(exist_ok=True)
    register = root / "data/raw/sources.csv"
    log = next(row.split(",")[3] for row in register.read_text().splitlines() if row.startswith("L1"))
    (root / "data/raw" / log).write_text(
        "Nama lengkap,who,act\nlarang sekali,pupil,digs\nUntung,pupil,waters\n"
    )
    run = Run(root, codings=False)
    text = run.protected.texts["L1"]
    values = set(run.protected.observations["value"])
    assert "larang" not in text and "Untung" not in text and "digs" in text
    assert not {"larang sekali", "Untung"} & values and {"digs", "waters"} <= values


def _steps(text, language):
    """How many lines of Python the rules for names take to read a text."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace if "protect" in frame.f_code.co_filename else None

    words = Vocabulary([text])
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        names_in(Reading(text, words, language))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "word",
    [
        "Pak ",
        "Kepala ",
        "Aa ",
        "Agus ",
        "Jl. ",
        "H. ",
        "M. ",
        "Mr ",
        "A ",
        "AGUS ",
        "van ",
        "S.Pd. ",
        "Agus dan ",
        "agus, Dilvo, ",
    ],
)
def test_twice_the_text_takes_twice_the_steps(word):
    once = _steps(f"A: {word * 200}", "id")
    assert _steps(f"A: {word * 400}", "id") < 2.3 * once


def _unbounded(pattern):
    """Everything that a pattern repeats without a bound, other than in a look behind."""
    parser = re._parser  # the only way to see how a pattern repeats
    waiting = [parser.parse(pattern.pattern, pattern.flags)]
    while waiting:
        for name, value in waiting.pop():
            parts = value if isinstance(value, (list, tuple)) else [value]
            if str(name) in ("MAX_REPEAT", "MIN_REPEAT"):
                _low, high, inner = value
                if high == parser.MAXREPEAT:
                    yield inner
                waiting.append(inner)
            elif str(name) == "BRANCH":
                waiting += value[1]
            else:
                waiting += [part for part in parts if isinstance(part, parser.SubPattern)]


def test_no_form_repeats_anything_without_a_bound():
    """So none looks farther than a fixed number of characters: twice the text takes twice the time, whatever it says."""
    forms = [rule.pattern for rule in (*FIRST, *RULES, *SPELLED, *ENGLISH) if rule.kind != "link"]
    forms += [
        value if isinstance(value, re.Pattern) else value.pattern
        for module in (cues, titles)
        for value in vars(module).values()
        if isinstance(value, (re.Pattern, cues.Cue))
    ]
    assert [form.pattern[:60] for form in forms if list(_unbounded(form))] == []
    assert max(re._parser.parse(form.pattern, form.flags).getwidth()[1] for form in forms) < 2_500


@pytest.mark.parametrize("piece", ["Siti, ", "0812 ", "Box 1, A ", "Pak Pak Budi ", "(021) ", "S.Pd., "])
def test_twice_as_many_pieces_ask_for_twice_the_work(piece):
    """Counted in calls of functions, which no other work on the machine changes."""

    def calls(times: int) -> int:
        counted = 0

        def count(_frame, event, _what):
            nonlocal counted
            counted += event in ("call", "c_call")

        sources = pd.DataFrame([{"source_id": "S1", "language": "en"}])
        finder = finder_with([], [], [], {"S1": piece * times}, sources, pd.DataFrame({"speaker": [""]}))
        sys.setprofile(count)
        try:
            finder.find(f"{piece * times}.", "en")
        finally:
            sys.setprofile(None)
        return counted

    calls(2)
    assert calls(400) < 2.3 * calls(200)


TALK = "Nadia Putri: Who waters?\nBudi: I do.\nNadia Putri: Every day?\nBudi: Yes.\n"


def talking(root, labels=""):
    """A study whose first interview bears real names as labels, and its check."""
    (root / "data/raw/interviews/W1.txt").write_text(TALK)
    shutil.rmtree(root / "data/raw/coding/codings")
    (root / "data/raw/coding/codings").mkdir()
    if labels:
        (root / "data/raw/labels.csv").write_text(f"label,kind,pseudonym\n{labels}")
    return root


def test_check_says_where_nobody_is_known_to_ask_and_who_may(root):
    said = "\n".join(check_study(open_study(talking(root))).told())
    assert "nobody is known to ask in W1" in said and "Nadia Putri,interviewer," in said
    assert "hidden as names: Budi, Nadia Putri" in said


def test_labels_settle_who_asks_who_is_hidden_and_as_whom(root):
    talking(root, "Nadia Putri,interviewer,interviewer 1\nBudi,person,\n")
    protected = Run(root, codings=False).protected
    assert protected.texts["W1"].startswith("⟦interviewer 1⟧: Who waters?\n⟦name W1.2⟧: I do.")
    voices = protected.segments.query("source_id == 'W1'").groupby("voice")["speaker"].unique()
    assert voices["interviewer"].tolist() == ["⟦interviewer 1⟧"] and voices["informant"].tolist() == [
        "⟦name W1.2⟧"
    ]
    said = "\n".join(check_study(open_study(root)).told())
    assert "nobody is known to ask" not in said and "hidden as names" not in said


def test_a_label_that_is_a_role_stays(root):
    talking(root, "Nadia Putri,interviewer,\nBudi,role,\n")
    assert "Budi: I do." in Run(root, codings=False).protected.texts["W1"]


def test_a_name_may_stand_by_a_recorded_decision(root):
    talking(root)
    (root / "data/raw/review.csv").write_text(
        "form,decision,decided_by,date\nNadia Putri,keep,Ann,2024-05-06\n"
    )
    protected = Run(root, codings=False).protected
    assert "Nadia Putri: Who waters?" in protected.texts["W1"]
    assert "Nadia Putri" in set(protected.segments["speaker"])


def test_a_real_name_among_the_interviewers_of_study_yaml_is_told_with_its_place(root):
    talking(root)
    settings = root / "data/raw/study.yaml"
    settings.write_text(settings.read_text().replace("interviewers: [Q]", "interviewers: [Q, Nadia Putri]"))
    said = "\n".join(check_study(open_study(root)).told())
    assert "'Nadia Putri' is a person's name, and this file is shared" in said


@pytest.mark.parametrize(
    ("rows", "words"),
    [("Q,asker,\n", "needs one of interviewer, role, person"), ("Q,role,\nq,role,\n", "'q' stands twice")],
)
def test_broken_labels_are_refused(root, rows, words):
    talking(root, rows)
    with pytest.raises(StudyError, match=words):
        Run(root, codings=False)


def test_a_new_study_suggests_what_its_labels_stand_for(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.txt").write_text(TALK + "Satpam: Me too.\nSatpam: At night.\n")
    _counts, told = empty_study(tmp_path / "new", tmp_path / "in", ["en"])
    rows = pd.read_csv(tmp_path / "new/data/raw/labels.csv").set_index("label")["kind"].to_dict()
    assert rows == {"Nadia Putri": "interviewer", "Budi": "person", "Satpam": "role"}
    assert any("who asks is Nadia Putri" in sentence for sentence in told)


def test_every_kind_of_identifier_has_a_word_in_each_language():
    kinds = {rule.kind for rule in (*FIRST, *RULES, *SPELLED, *ENGLISH)}
    assert all(said(f"identifier.{kind}", language) for kind in kinds for language in known_languages())


def _people(texts, language="id", speakers=("",)):
    """The person of each hidden name of some texts, and the pairs that are asked about."""
    sources = pd.DataFrame([{"source_id": name, "language": language} for name in texts])
    finder = finder_with([], [], [], texts, sources, pd.DataFrame({"speaker": list(speakers)}))
    found = [finder.find(text, language)[0] for text in texts.values()]
    return [[finder.person(hit.original) for hit in hits] for hits in found], finder.unsure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mrs Rahma came. Then Rahma Lestari said so. R. Lestari signed, and Rahma's book was lost.", "en"),
        ("Kata Pak H. Dadang begitu. Kami menunggu Dadang Hermawan.", "id"),
        ("Kata Dadang Hermawan begitu. Lalu Dadang H. hadir.", "id"),
        ("Kata Rotua Sihombing, biasa dipanggil Butet, sudah. Lalu Butet pulang.", "id"),
        ("We met Lionel Petrie, known as Jonno. I miss Jonno.", "en"),
        ("Kami menemui Dadang Hermawan. Di daftar: Hermawan Dadang.", "id"),
    ],
)
def test_forms_of_one_name_are_one_person(text, language):
    (found,), asked = _people({"S1": text}, language)
    assert len(found) > 1 and len(set(found)) == 1 and asked == []


def test_a_form_of_address_tells_two_people_apart():
    (found,), asked = _people({"S1": "Kata Ibu Rahma Hermawan sudah. Lalu Pak Hermawan marah."})
    assert len(set(found)) == 2 and asked == []


@pytest.mark.parametrize(
    ("texts", "speakers", "pair"),
    [
        (
            {"S1": "Kata Bu Rahma begitu.", "S2": "Kami menemui Rahma Hermawan."},
            [""],
            ("Rahma", "Rahma Hermawan"),
        ),
        ({"S1": "Rahma: Saya.\nKami menemui Rahma Hermawan."}, ["Rahma"], ("Rahma", "Rahma Hermawan")),
    ],
)
def test_where_two_people_could_be_meant_a_person_is_asked(texts, speakers, pair):
    found, asked = _people(texts, speakers=speakers)
    assert pair in asked and len({person for some in found for person in some}) == 2


def test_check_asks_whether_two_names_are_one_person(root):
    (root / "data/raw/interviews/W1.txt").write_text(
        "Q: Who?\nA: Rahma asked.\nQ: And?\nRahma: Rahma Hermawan did.\nRahma: Yes.\n"
    )
    (root / "data/raw/pseudonyms.csv").unlink(missing_ok=True)
    shutil.rmtree(root / "data/raw/coding/codings")
    (root / "data/raw/coding/codings").mkdir()
    said = "\n".join(check_study(open_study(root)).told())
    assert "may be one person or two" in said and "Rahma and Rahma Hermawan" in said


def test_an_office_that_one_person_holds_is_told_until_it_is_settled(root):
    text = "Q: Siapa?\nA: Pak Camat dan Ketua RW 05, kata kepala sekolah. Guru tidak.\nQ: Lalu?\nA: Camat lagi.\n"
    (root / "data/raw/interviews/W1.txt").write_text(text)
    shutil.rmtree(root / "data/raw/coding/codings")
    (root / "data/raw/coding/codings").mkdir()
    said = "\n".join(check_study(open_study(root)).told())
    assert "camat (W1)" in said and "ketua rw 05 (W1)" in said and "kepala sekolah (W1)" in said
    assert "guru" not in said.partition("offices that one person holds")[2].partition("Settle")[0]
    (root / "data/raw/review.csv").write_text(
        "form,decision,pseudonym,decided_by,date\nCamat,keep,,Ann,2024-05-06\nKetua RW 05,hide,a neighbourhood head,Ann,2024-05-06\n"
    )
    said = "\n".join(check_study(open_study(root)).told())
    assert "camat (W1)" not in said and "rw 05 (W1)" not in said and "kepala sekolah (W1)" in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # a place or a body named after somebody, and a town that a list has
        (
            "We met at the Willard Sherwood project. The Willard Sherwood roof leaks. Then Willard Sherwood closed.",
            "Willard Sherwood",
        ),
        ("She studied at Quillfeather. They liked her at Quillfeather.", "Quillfeather"),
        ("It runs along Tannehill Boulevard to the river.", "Tannehill Boulevard"),
        ("The bus from Fairfax was late.", "Fairfax"),
        ("Mereka orang Muna, dari seberang.", "Muna"),
        ("Kata orang, ini adat Samosir. Kami dari Samosir.", "Samosir"),
        (
            "Kata orang suara itu enak. Kami dengar Kartini Suara, lalu Kartini Suara lagi, terus Kartini Suara.",
            "Kartini",
        ),
        ("I work at Goldman Sachs now.", "Goldman"),
        # a district, a hamlet and a people, and those of the list it heads
        ("Datanya dari Kabupaten Lani Jaya, Sarmi, Paniai dan Dogiyai. Kata orang, Dogiyai jauh.", "Dogiyai"),
        ("Orang dusun Rai Cokro tidak ikut.", "Rai"),
        ("Orang suku Dani, Moni dan Ayamaru datang.", "Dani"),
        ("Kata orang, Radio Komunitas Marsinah FM tutup. Marsinah FM itu ramai.", "Marsinah"),
        ("I keep the seeds in a Mason Jar.", "Mason"),
        # where a program wrote capitals anywhere, one tells nothing
        (
            "jadi orang Dan kami Untuk itu harus Arif, karena Kita dewasa dan harus tahu Dari awal",
            "Arif",
        ),
    ],
)
def test_places_and_what_is_called_after_somebody_are_asked_about_and_not_hidden(text, named):
    language = "id" if "orang" in text else "en"
    hidden, _ = found(text, language)
    assert not [form for form in hidden if named.split()[0] in form]


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Grace is late as always.", "Grace", "en"),
        ("It was late, so Will had to cover.", "Will", "en"),
        ("That's when Piers got suspicious.", "Piers", "en"),
        ("Christian was made to apologise.", "Christian", "en"),
        ("Bunga yang terima tamu.", "Bunga", "id"),
        ("Yang pinjam pacul itu Kelik.", "Kelik", "id"),
        ("Halo, dengan Fitri ada yang bisa dibantu.", "Fitri", "id"),
        # below the rules
        ("Angel in payroll lost my form.", "Angel", "en"),
        ("Will would never have signed that.", "Will", "en"),
        ("We waited for Bill to pay.", "Bill", "en"),
        ("Let's call her M., she asked me to.", "M", "en"),
        ("One girl, J, stopped eating.", "J", "en"),
        ("Kritik buat pak S di loket dua.", "S", "id"),
        ("her initials are p.k. I think", "p.k", "en"),
        ("I gave the papers to Will and he lost them.", "Will", "en"),
        ("It was Prince who carried the boxes.", "Prince", "en"),
        ("Bill can't stand the forms.", "Bill", "en"),
        ("thats what kev told me", "kev", "en"),
        ("My name is wei ling, I live upstairs.", "wei ling", "en"),
        ("Auntie Bibi made the tea.", "Bibi", "en"),
        ("Lie Tjeng Hoat sudah WNI dari dulu.", "Lie", "id"),
        ("Responden SH, 29, ibu rumah tangga.", "SH", "id"),
        ("hub asih di loket", "asih", "id"),
        ("It was either Dana or somebody else.", "Dana", "en"),
        ("Penyintas, VR (17), dititipkan.", "VR", "id"),
        ("Lalu Kasih pulang ke Ende.", "Kasih", "id"),
        ("mbak sasa kapan cair?", "sasa", "id"),
        ("tanya aja ke ayu", "ayu", "id"),
        ("His truck was 7ABC123, I think.", "7ABC123", "en"),
        ("The Old Forge, Chapel Street is where he died.", "The Old Forge, Chapel Street", "en"),
        ("Yang melapor itu A. Gani, bukan saya.", "A. Gani", "id"),
        ("I voted for A. Church.", "A. Church", "en"),
        ("Park Ji-hoon sat in front of me.", "Park Ji-hoon", "en"),
        ("Dia tulis S u m i n a h di papan.", "S u m i n a h", "id"),
        ("Anak yang dipanggil Acil ikut mengantre.", "Acil", "id"),
        ("Ada dua guru: Ikhlas dan Siti Rohana.", "Ikhlas", "id"),
        ("gw tanyain indah katanya ga ada", "indah", "id"),
        # by where they stand, whatever words they are
        ("Gempar (34 tahun) mengaku tidak tahu.", "Gempar", "id"),
        ("Gempar, tolong buka pintu.", "Gempar", "id"),
        ("Gempar sekarang kerja di Malaysia.", "Gempar", "id"),
        ("Gempar, kepala sekolah itu, pulang.", "Gempar", "id"),
        ("Rumah Gempar jauh dari sini.", "Gempar", "id"),
        ("Kepala dusun (Gempar) setuju.", "Gempar", "id"),
        ("Saksi: Gempar\nHari: Senin", "Gempar", "id"),
        ("1. Gempar\n2. Siti Aminah\n3. Rudi", "Gempar", "id"),
        ("No | Nama | Umur\n1 | Gempar | 34", "Gempar", "id"),
        ("Saya ketemu Bo di pasar.", "Bo", "id"),
        ("Kata budi sih besok.", "budi", "id"),
        ("Spud's van broke down.", "Spud", "en"),
        ("Spud, who lives next door, helped.", "Spud", "en"),
        ("The caretaker (Spud) agreed.", "Spud", "en"),
    ],
)
def test_a_name_that_is_a_word_is_asked_about_where_the_study_does_not_use_the_word(text, name, language):
    _, asked = found(text, language)
    assert name in asked


@pytest.mark.parametrize(
    "text",
    ["Dulu, bukan ke orang lain. Hatur nuhun, Kang.", "Katanya dipanggil Pak Lurah, dimarahi.", "Halo, Bu."],
)
def test_an_address_with_no_name_after_it_is_nobody(text):
    assert found(text, "id") == ([], [])


@pytest.mark.parametrize(
    ("text", "form", "language"),
    [
        ("Kev the postman found him. I met Maria de los Santos.", "Maria de los Santos", "en"),
        ("Sandy cried when she told it.", "Sandy", "en"),
        ("They call me Spud.", "Spud", "en"),
        # kin of many peoples, and an account
        ("Babeh Naim yang ngajarin silat.", "Naim", "id"),
        ("Usi Merry menangis waktu cerita.", "Merry", "id"),
        ("Nantulang Rotua ikut menandatangani.", "Rotua", "id"),
        ("Atuk Leman pawang di hutan.", "Leman", "id"),
        ("kemarin udah nelpon mbk rini", "rini", "id"),
        ("Facebooknya Dedek Permata Sari, coba cari.", "Dedek Permata Sari", "id"),
        ("Oga Emeka paid us late.", "Emeka", "en"),
        ("Kata warga, kepala desa Sumanto marah.", "Sumanto", "id"),
        ("Notulis: Angga Prawira", "Angga Prawira", "id"),
        ("Direksi baru, Tan Kok Beng, membekukan bonus.", "Tan Kok Beng", "id"),
        ("Old Wilf from next door drove me in.", "Old Wilf", "en"),
        ("The butcher, Jubilee, keeps bones for me.", "Jubilee", "en"),
        ("Participant 12 (Marigold, 47, cleaner) agreed.", "Marigold", "en"),
        ("Ibu dari Sengkuni minta namanya ditulis.", "Sengkuni", "id"),
        # lines of a chat that end with no mark
        ("iya\nSaya udah\nDia belum\nKamu aja\nkemarin ketemu Gembira di pasar", "Gembira", "id"),
        ("Moved by Trustee Halloran.", "Halloran", "en"),
        ("Di pasar ada tengkulak, Codet, yang minta jatah.", "Codet", "id"),
        ("Korban berinisial RPW masih sekolah.", "RPW", "id"),
        ("assalamualaikum bu hj mimi", "mimi", "id"),
        ("Inisial pelaku AR, kata polisi.", "AR", "id"),
        ("His initials are D.K., you can work it out.", "D.K", "en"),
        ("Namanya dieja S-U-M-I-Y-A-T-I, pakai Y.", "S-U-M-I-Y-A-T-I", "id"),
        ("Mengetahui, Kepala Desa SUPARMAN HADI", "SUPARMAN HADI", "id"),
        ("Kami di Jl. Tongkol Raya Blok C2/17.", "Jl. Tongkol Raya Blok C2/17", "id"),
        ("alamat jl. raya pasirhuni km 7 no 19 dekat bengkel", "jl. raya pasirhuni km 7 no 19", "id"),
        ("Daisy, the youngest, has the farm now.", "Daisy", "en"),
        ("He would have been sixty on the 3rd of August.", "3rd of August", "en"),
        ("Tokonya Ahong di pojok.", "Ahong", "id"),
        ("We rent from the Bassi brothers.", "Bassi", "en"),
        ("They named him River.", "River", "en"),
        ("I moved to flat 3b, 27 Almond Grove last year.", "flat 3b, 27 Almond Grove", "en"),
        ("Lahirnya 1 Syawal 1390, kata ibu.", "1 Syawal 1390", "id"),
        ("ultahku tgl 9 bulan 9 tahun 99 kak", "9 bulan 9 tahun 99", "id"),
        ("my b-day is 11/11/88", "11/11/88", "en"),
        ("Inisial pelapor D.K.W. saja.", "D.K.W", "id"),
        # letters of other scripts that look alike, wide ones, and what shows nothing within
        (
            "Kemarin Pak \u0412ud\u0456 S\u0430nt\u043es\u043e datang.",
            "\u0412ud\u0456 S\u0430nt\u043es\u043e",
            "id",
        ),
        (
            "Lalu \uff24\uff45\uff57\uff49 Bu\u200bdiman pulang.",
            "\uff24\uff45\uff57\uff49 Bu\u200bdiman",
            "id",
        ),
        (
            "Hubungi \u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669 saja.",
            "\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669",
            "id",
        ),
        ("Interview with K. M., 34, trader.", "K. M", "en"),
        ("Informan pertama (R.S., perempuan, 52 tahun) setuju.", "R.S", "id"),
        ("Nama saya dieja W A R S I T O, tanpa h.", "W A R S I T O", "id"),
        ("It is spelled B, H, A, T, T.", "B, H, A, T, T", "en"),
        ("She was born March 1st '82, same as me.", "March 1st '82", "en"),
        (
            "Tanggal lahirnya tiga puluh satu Agustus sembilan belas tujuh dua.",
            "tiga puluh satu Agustus sembilan belas tujuh dua",
            "id",
        ),
        ("Saya lahir Senin Wage, 8 Januari 1951.", "Senin Wage, 8 Januari 1951", "id"),
        ("Name: THANDEKA ZULU", "THANDEKA", "en"),
        ("My Discord is moth_king#0412.", "moth_king#0412", "en"),
        ("Sato-san bowed, and Hyun-woo left.", "Hyun-woo", "en"),
        ("Jean-Baptiste works the night shift.", "Jean-Baptiste", "en"),
        ("Reference ABX/2023/00417 was on the letter.", "ABX/2023/00417", "en"),
        ("Ketuanya Pardi, wakilnya Lasimin.", "Lasimin", "id"),
        ("Penjual jamunya, Yu Tum, pulang.", "Tum", "id"),
        (
            "Write to jen underscore wills at outlook dot com.",
            "jen underscore wills at outlook dot com",
            "en",
        ),
        ("Imel rudi garis bawah h at yahoo titik com.", "rudi garis bawah h at yahoo titik com", "id"),
        ("IBAN GB29 NWBK 6016 1331 9268 19.", "GB29 NWBK 6016 1331 9268 19", "en"),
        ("Kodeposnya 46211.", "46211", "id"),
        ("Saya lahir tahun 1979 bulan Maret tanggal 4.", "tahun 1979 bulan Maret tanggal 4", "id"),
        (
            "We live at 1120 W Maple Ave, Springfield, IL 62704.",
            "1120 W Maple Ave, Springfield, IL 62704",
            "en",
        ),
    ],
)
def test_names_and_numbers_that_cues_tell_are_hidden(text, form, language):
    hidden, _ = found(text, language)
    assert form in hidden


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I've said so. I-I-I don't know, A-B-C-D-E. Ohh, mmm.", "en"),
        ("He got his M.A. in the U.S. and page 4 says that plan B is off.", "en"),
        ("Saya dan kak siapa itu, bu tolong, pak besok saja.", "id"),
        ("Gelar S.E. dan M.M. dari rencana A, tahun 2019 (17) orang.", "id"),
        ("Rasanya m a n t a p sekali. Pilih A B C D. Saya minum vitamin C. Lalu tidur.", "id"),
        ("It was n i c e, plan B. Then we left, and a \u0444\u0438\u0440\u043c\u0430 called.", "en"),
    ],
)
def test_letters_stutters_and_what_people_say_to_somebody_are_not_asked_about(text, language):
    assert found(text, language) == ([], [])


def test_words_with_at_between_them_before_a_site_are_no_address():
    assert found("More can be found at example.org and works at home.", "en") == ([], [])


@pytest.mark.parametrize(
    "written", ["Dra. Suwarni", "Drª. Suwarni", "Ｄｒａ． Suwarni", "Suwarni, S.\N{SOFT HYPHEN}E."]
)
def test_a_title_in_other_signs_makes_a_listed_name_nobody_else(written):
    text = f"Besoknya {written} datang lagi."
    sources = pd.DataFrame([{"source_id": "S1", "language": "id"}])
    listed = [ListedName(("Suwarni",), "Bu A")]
    finder = finder_with(listed, [], [], {"S1": text}, sources, pd.DataFrame({"speaker": [""]}))
    hits, _ = finder.find(text, "id")
    assert [Pseudonyms(finder, {"S1": "id"}).replacement("S1", hit) for hit in hits] == ["⟦Bu A⟧"]


def test_in_a_language_that_the_rules_do_not_know_what_looks_like_a_name_is_asked_about():
    text = "Hogy Kovácsnéval mondtam, hogy Szeged szép. Ma Nagy Péter jön, és Anna is."
    assert found(text, "hu") == (["Nagy Péter", "Anna"], ["Kovácsnéval", "Szeged"])
    assert "Solenne" in found("La secrétaire, Solenne, ne voulait rien dire.", "fr")[1]
    # at the beginning of a sentence any word has a capital, and in German any noun
    assert found("Remélem. Köszönöm szépen.", "hu") == ([], [])
    german = "Der Antrag lag auf dem Schreibtisch, und wir hatten Angst vor der Kündigung, sagt Frau Niehues."
    assert found(german, "de") == ([], ["Niehues"])
    assert "Szegedieknek" in str(found("Lalu Szegedieknek pulang.", "su"))
    assert foreign_told({"S1": "hu", "S2": "en-GB", "S3": "su", "S4": "", "S5": "id, jv"}) == [
        line for line in foreign_told({"S1": "hu"}) if "S1 (hu)" in line
    ]
    assert foreign_told({"S2": "en"}) == []


def test_a_letter_at_the_end_of_a_line_is_no_title_of_the_next_and_one_before_a_listed_name_is():
    assert found("Dari: Anissa R.\nAssalamualaikum Pak Rohim, punten.", "id")[0] == ["Anissa R", "Rohim"]
    text = "Penanggung jawab: H. Suwarni, telepon menyusul."
    sources = pd.DataFrame([{"source_id": "S1", "language": "id"}])
    finder = finder_with([ListedName(("Suwarni",), "Bu A")], [], [], {"S1": text}, sources, pd.DataFrame({"speaker": [""]}))  # fmt: skip
    assert [hit.original for hit in finder.find(text, "id")[0]] == ["H. Suwarni"]


def test_what_a_chat_says_of_a_picture_left_out_names_nobody():
    chat = "Bu Yanti: <Media tidak disertakan>\nBu Yanti: <Melati ikut>\n"
    assert "Media" not in found(chat)[1] and "Melati" in [*found(chat)[0], *found(chat)[1]]

"""PDF as a person reads it: divided words whole, running heads away, pictures told."""

import re
import sys

import pytest
import typst

from jalin.collect import read_pdf
from jalin.collect.blocks import Unreadable
from jalin.collect.hyphens import Divided
from jalin.collect.readers import read_file
from jalin.collect.running import running_lines


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("soal pela-\nyanan dan", "soal pelayanan dan"),
        ("pegawai se-\ndang rapat", "pegawai sedang rapat"),
        ("lalu orang\u00adorang pulang", "lalu orang-orang pulang"),
        ("lalu orang-\norang pulang", "lalu orang-orang pulang"),
        ("anak-\nanaknya pulang", "anak-anaknya pulang"),
        ("saling tolong-\nmenolong di", "saling tolong-menolong di"),
        ("pegawai non-\nASN juga", "pegawai non-ASN juga"),
        ("masa Covid-\n19 itu", "masa Covid-19 itu"),
        ("semua like-\nnya dicabut", "semua like-nya dicabut"),
        ("sudah di-\nlike orang", "sudah di-like orang"),
        ("kerja-\nnya berat", "kerjanya berat"),
        ("Bu Sumi-\nyati datang", "Bu Sumiyati datang"),
        ("the neigh-\nbours came", "the neighbours came"),
        ("satu - \ndua", "satu - \ndua"),
        ("dari Pelayan\u00ad\nan di", "dari Pelayanan di"),
        ("mereka berlari-\nlari pulang", "mereka berlari-lari pulang"),
        ("antara 2019-\n2021 kami", "antara 2019-2021 kami"),
        ("a well-\nkept garden", "a well-kept garden"),
        ("baris satu\nbaris dua", "baris satu\nbaris dua"),
    ],
)
def test_a_word_divided_at_a_line_end_is_one_word(text, whole):
    assert Divided(text.splitlines()).whole(text) == whole


def test_a_compound_that_stands_whole_elsewhere_keeps_its_hyphen():
    lines = ["a well-known man is a well-", "known man"]
    assert Divided(lines).whole("a well-\nknown man") == "a well-known man"


def page(*lines):
    return {"boxes": [[line] for line in lines], "height": 842.0, "picture": False}


def running(*pages):
    return {pages[number]["boxes"][box][line][0] for number, box, line in running_lines(list(pages))}


def test_lines_that_come_back_at_one_height_are_running_ones():
    found = running(
        *(
            page(("Transkrip Loket", 20.0), *(("abefghjkn"[at] * n, 60.0 + 14 * at) for at in range(9)), (f"Halaman {n} dari 3", 800.0))
            for n in (1, 2, 3)
        )
    )  # fmt: skip
    assert found == {"Transkrip Loket"} | {f"Halaman {n} dari 3" for n in (1, 2, 3)}


@pytest.mark.parametrize("heads", [("Bab Satu {n}", "{n} Studi Kasus"), ("{n} | Antre", "{n} | Kursi")])
def test_heads_that_change_with_the_chapter_have_the_page_s_number(heads):
    pages = [
        page((heads[n % 2].format(n=n), 20.0), *(("abefghjkn"[at] * n, 60.0 + 14 * at) for at in range(9)))
        for n in range(4, 9)
    ]
    assert running(*pages) == {heads[n % 2].format(n=n) for n in range(4, 9)}


def test_a_title_beside_the_number_of_a_page_is_a_running_head():
    titles = ["Antre", "Kursi", "Kipas", "Loket"]
    pages = [
        page((title, 20.0), (str(n), 20.0), *(("abefghjkn"[at] * n, 60.0 + 14 * at) for at in range(9)))
        for n, title in enumerate(titles, 7)
    ]
    assert running(*pages) == {*titles, "7", "8", "9", "10"}


def test_a_bare_number_at_the_foot_of_each_page_is_a_page_number():
    found = running(
        *(page((f"{'ab'[n - 1]} words", 60.0), ("more words", 374.0), (f"- {n} -", 800.0)) for n in (1, 2))
    )
    assert found == {"- 1 -", "- 2 -"}


def test_a_page_alone_that_says_its_number_in_words_has_a_running_foot():
    words = [(f"kalimat {'abcdef'[at]}", 60.0 + 14 * at) for at in range(6)]
    assert running(page(*words, ("hlm. 1", 800.0))) == {"hlm. 1"}
    assert not running(page(*words, ("12", 800.0)))


def test_what_speakers_say_again_at_the_top_of_a_page_stays():
    first = page(("P: Ya?", 60.0), ("I: Betul.", 74.0), ("P: Lalu?", 88.0))
    assert running(first, page(("P: Ya?", 60.0), ("I: Tidak.", 74.0), ("P: Habis?", 88.0))) == set()


def test_numbered_lines_that_begin_each_page_stay():
    pages = [page(*((f"{5 * n + at}. words", 60.0 + 14 * at) for at in range(5))) for n in range(3)]
    assert running(*pages) == set()


def blocks_of(tmp_path, source):
    path = tmp_path / "T1.pdf"
    typst.compile(source.encode(), output=str(path))
    return read_file(path).blocks


def test_a_ruled_table_is_read_by_row_and_its_columns_do_not_run_into_each_other(tmp_path):
    found = blocks_of(
        tmp_path,
        """Sebelum tabel.
        #table(columns: (1fr, 2fr), [Bagian], [Isi], [Loket], [Antrean panjang, jadi warga harus menunggu sejak pagi.],
        [Arsip], [Berkas tercecer.])
        Sesudah tabel.""",
    )
    assert [block.text for block in found] == [
        "Sebelum tabel.",
        "Bagian | Isi",
        "Loket | Antrean panjang, jadi warga harus menunggu sejak pagi.",
        "Arsip | Berkas tercecer.",
        "Sesudah tabel.",
    ]


def test_a_table_of_questions_and_answers_gives_turns_over_the_page_with_its_heading_once(tmp_path):
    rows = "".join(
        f"[{n}], [Soal {n}?], [Jawab {n} yang tidak pendek dan tidak panjang.]," for n in range(1, 60)
    )
    found = blocks_of(
        tmp_path, f"#table(columns: (1fr, 3fr, 4fr), table.header([No], [Pertanyaan], [Jawaban]), {rows})"
    )
    assert [block.speaker for block in found] == ["Pertanyaan", "Jawaban"] * 59
    assert found[-1].text == "Jawaban: Jawab 59 yang tidak pendek dan tidak panjang."


def test_names_before_a_colon_beside_wide_words_are_no_column(tmp_path):
    said = [
        "Bagaimana antreannya, kalau awal bulan?",
        "Panjang sekali, dari pagi sampai siang tidak habis.",
    ] * 2
    rows = "".join(f"[{'Pewawancara' if at % 2 else 'Pak Gito'} :], [{one}]," for at, one in enumerate(said))
    found = blocks_of(
        tmp_path, f"#set page(width: 14cm)\n#grid(columns: (4.5cm, 1fr), row-gutter: 9pt, {rows})"
    )
    text = " ".join(block.text for block in found)
    assert [text.index(one) for one in said[:2]] == [len("Pak Gito : "), text.index("Pewawancara : ") + 14]


def test_a_frame_around_a_paragraph_is_no_table(tmp_path):
    found = blocks_of(tmp_path, "Atas.\n\n#rect[Satu paragraf dalam kotak.]\n\n#rect[Dan satu lagi.]")
    assert [block.text for block in found] == ["Atas.", "Satu paragraf dalam kotak.", "Dan satu lagi."]


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import no_such_reader", "cannot be loaded: ModuleNotFoundError: No module named 'no_such_reader'"),
        ("raise RuntimeError('odd font')", "ended with RuntimeError: odd font"),
        ("import sys; sys.exit(3)", "ended with the code 3 and no word"),
        ("import os; os.abort()", "ended with the code -6 and no word"),
        ("raise MemoryError", "more time or memory than any transcript"),
        (
            "import resource; resource.setrlimit(resource.RLIMIT_CPU, (0, 1))\nwhile True: pass",
            "more time or memory than any transcript",
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="codes of Linux")
def test_why_the_reading_ended_is_said(tmp_path, monkeypatch, program, told):
    worker, path = tmp_path / "worker.py", tmp_path / "a.pdf"
    worker.write_text(program)
    path.write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(read_pdf, "_WORKER", worker)
    with pytest.raises(Unreadable) as fault:
        read_file(path)
    assert told in fault.value.what


@pytest.mark.parametrize("width", ["10cm", "7.5cm"])
def test_wide_gaps_of_justified_words_are_no_columns(tmp_path, width):
    said = "Mempertanggungjawabkan ketidakberdayaan orang-orang di pelayanan administrasi kependudukan dan kemasyarakatan, anak-anak bermain-main."
    (tmp_path / "a.typ").write_text(
        f"#set page(width: {width}, height: 22cm)\n#set par(justify: true)\n" + f"{said} " * 4
    )
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    assert " ".join(block.text for block in read_file(tmp_path / "a.pdf").blocks) == " ".join([said] * 4)


def test_each_column_is_read_to_its_end_where_the_last_is_short(tmp_path):
    words = [f"kata{number}" for number in range(70)]
    said = " ".join(f"Kolom {word} berikutnya." for word in words)
    title = '#place(top + center, scope: "parent", float: true)[= Judul yang melintasi semua kolom dari halaman ini]'
    page = "#set page(width: 14cm, height: 10cm, columns: 2)\n#set par(justify: true)\n"
    typst.compile(f"{page}{title}\n{said}".encode(), tmp_path / "a.pdf")
    text = " ".join(block.text for block in read_file(tmp_path / "a.pdf").blocks)
    assert re.findall(r"kata\d+", text) == words
    assert text.startswith("Judul yang melintasi")


def test_a_short_title_stands_before_three_columns_and_short_lines_are_columns(tmp_path):
    said = ["air mati sejak Mei", "pompa rusak dan tua", "warga antre di balai desa", "iuran naik lagi"]
    words = " ".join(f"kata{n} {said[n % 4]}{' juga' * (n % 3)}." for n in range(26))
    title = '#place(top+center,scope:"parent",float:true)[#text(16pt)[*Warta*]]'
    (tmp_path / "a.typ").write_text(f"#set page(width:20cm,height:10cm,columns:3)\n{title}\n{words}")
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    text = " ".join(block.text for block in read_file(tmp_path / "a.pdf").blocks)
    assert re.findall(r"Warta|kata\d+", text) == ["Warta", *(f"kata{n}" for n in range(26))]


SAID = [
    "air mati sejak Mei dan warga menunggu",
    "pompa rusak",
    "iuran naik lagi, kata kepala dusun",
    "sumur kering",
]


def _words(name, count):
    """Sentences of several lengths, each with a word of its own: name0, name1 …"""
    return " ".join(f"{name}{n} {SAID[n % 4]}{' juga' * (n % 3)}." for n in range(count))


def _order(blocks):
    return re.findall(r"\b[a-z]{1,2}\d+\b", " ".join(block.text for block in blocks))


def _named(*names):
    return [f"{name}{n}" for name, count in names for n in range(count)]


def test_a_page_of_two_columns_then_words_across_then_three_is_read_part_by_part(tmp_path):
    found = blocks_of(
        tmp_path,
        f"""#columns(2)[{_words("a", 14)}#colbreak(){_words("b", 12)}]
        {_words("w", 6)}
        #columns(3)[{_words("c", 8)}#colbreak(){_words("d", 8)}#colbreak(){_words("e", 3)}]
        == Penutup
        #columns(2)[{_words("f", 12)}#colbreak(){_words("g", 12)}]""",
    )
    assert _order(found) == _named(
        ("a", 14), ("b", 12), ("w", 6), ("c", 8), ("d", 8), ("e", 3), ("f", 12), ("g", 12)
    )
    text = " ".join(block.text for block in found)
    assert text.index("e2 ") < text.index("Penutup") < text.index("f0 ")


def test_a_box_over_two_columns_stands_before_them_and_the_third_column_after(tmp_path):
    box = f"#rect(width: 100%)[{_words('k', 6)}]\n#columns(2, gutter: 12pt)[{_words('a', 12)}#colbreak(){_words('b', 12)}]"
    found = blocks_of(tmp_path, f"#grid(columns: (2fr, 1fr), gutter: 12pt, [{box}], [{_words('c', 14)}])")
    assert _order(found) == _named(("k", 6), ("a", 12), ("b", 12), ("c", 14))


@pytest.mark.parametrize("inset", ["6pt", "(x: 5pt, y: 0.325em)"])
def test_a_table_without_lines_is_read_by_row_with_the_lines_of_each_cell_together(tmp_path, inset):
    rows = [
        ("Utara", SAID[0] * 2, SAID[1]),
        ("Timur laut", SAID[2], SAID[0] * 3),
        ("Barat", SAID[3], "nihil"),
        ("Selatan", "tutup", SAID[2] * 2),
    ]
    cells = ",".join(f"[{cell}]" for row in [("Wilayah", "Keadaan", "Tindak"), *rows] for cell in row)
    found = blocks_of(
        tmp_path,
        f"{_words('p', 6)}\n\n#table(stroke: none, inset: {inset}, columns: (3cm, 1fr, 1fr), {cells})\n\n{_words('r', 6)}",
    )
    assert [block.text for block in found][1:-1] == ["Wilayah | Keadaan | Tindak", *map(" | ".join, rows)]


def test_a_talk_in_a_table_without_lines_has_its_turns_over_the_page(tmp_path):
    talk = [
        ("Peneliti", f"Lalu apa yang terjadi pada bulan ke-{n}?")
        if n % 2
        else ("Pak Maman", f"Bulan {n}: {SAID[0]}, {SAID[2]}, {SAID[3]}, lalu {SAID[1]}.")
        for n in range(60)
    ]
    cells = ",".join(f"[{cell}]" for row in talk for cell in row)
    found = blocks_of(tmp_path, f"#grid(columns: (3cm, 1fr), row-gutter: 11pt, {cells})")
    assert [(block.speaker, block.text) for block in found] == [(who, f"{who}: {said}") for who, said in talk]


def test_lists_and_forms_are_no_tables(tmp_path):
    entries = "\n".join(f"+ {SAID[n % 4]} {n}" for n in range(5))
    form = ",".join(
        f"[{asked}], [: {SAID[at]}]" for at, asked in enumerate(["Nama", "Umur", "Alamat", "Dusun"])
    )
    found = blocks_of(
        tmp_path,
        f"#set enum(body-indent: 14pt)\n{_words('a', 5)}\n\n{entries}\n\n{_words('b', 5)}\n\n#grid(columns: 2, column-gutter: 14pt, row-gutter: 6pt, {form})",
    )
    text = " ".join(block.text for block in found)
    assert "|" not in text
    assert f"1. {SAID[0]} 0" in text
    assert f"Umur : {SAID[1]}" in text


def test_a_ruled_table_in_one_of_two_columns_stands_where_it_is(tmp_path):
    table = "#table(columns: 2, [Desa], [Pompa], [Sukamaju], [dua], [Mekar], [satu])"
    left = f"{_words('a', 4)}\n\n{table}\n\n{_words('b', 4)}"
    right = f"*Loket:* buka\n\n*Parkir:* penuh\n\n{_words('c', 2)}\n\n*Antre:* lama\n\n*Kursi:* kurang"
    found = blocks_of(tmp_path, f"#columns(2)[{left}#colbreak(){right}]")
    assert _order(found) == _named(("a", 4), ("b", 4), ("c", 2))
    said = [block.text for block in found]
    assert any("Sukamaju" in text and "dua" in text and "Mekar" not in text for text in said)


def test_a_column_that_begins_beside_the_heading_of_the_other_is_read_from_its_first_line(tmp_path):
    heading = "#v(10pt)\\n#align(center)[#text(13pt)[*Ringkasan*]]\\n#v(6pt)\\n#pad(x: 10pt)[".replace(
        "\\n", "\n"
    )
    title = "#align(center)[#text(17pt)[Judul makalah tentang air]\n\nNama Penulis\n\nkantor, jalan, kota]"
    found = blocks_of(
        tmp_path,
        f"{title}\n#grid(columns: (1fr, 1fr), gutter: 14pt, [{heading}{_words('a', 9)}]], [{_words('b', 12)}])",
    )
    assert _order(found) == _named(("a", 9), ("b", 12))


def test_a_column_of_headings_beside_columns_of_prose_is_no_table(tmp_path):
    heads = " \\\n".join(f"*{SAID[n % 2][: 12 + n % 9].upper()}* h{n}" for n in range(26))
    prose = f"{_words('a', 22)}#colbreak(){_words('b', 22)}"
    found = blocks_of(tmp_path, f"#columns(3)[{heads}#colbreak(){prose}]")
    assert _order(found) == _named(("h", 26), ("a", 22), ("b", 22))


def test_letters_beyond_the_edge_of_a_page_are_told(tmp_path):
    path = tmp_path / "a.pdf"
    typst.compile(b"#set page(height: 10cm)\nDi dalam.\n#place(dy: 20cm)[Di luar]\n", output=str(path))
    reading = read_file(path)
    assert [block.text for block in reading.blocks] == ["Di dalam."]
    told = [(one.place, one.detail) for one in reading.remarks if one.kind == "not read"]
    assert told == [("page 1", "letters beyond the upper or lower edge of the page: 6")]

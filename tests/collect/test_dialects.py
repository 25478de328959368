"""Transcripts of the programs that interviewers use: who speaks, when, and every word once."""

import json
import unicodedata

import pytest
import typst
from conftest import REPOSITORY
from docx import Document
from helpers_docs import blocks
from office import odt
from tiny import make_study
from written import TABLES, WRITTEN, Written
from written_more import MORE

from jalin.check import check_study
from jalin.collect.blocks import Reading
from jalin.collect.dialects import DIALECTS, DialectsFile, dialects_of
from jalin.collect.hearing import heard, parted
from jalin.collect.readers import read_file
from jalin.collect.register import read_register
from jalin.collect.segments import segment
from jalin.collect.sources import lines_of
from jalin.collect.speakers import rows_as_blocks
from jalin.collect.stage import run
from jalin.errors import StudyError
from jalin.study import open_study

CASES = REPOSITORY / "tests/cases/transcripts"
SHARED = json.loads((CASES / "cases.json").read_text("utf-8"))["cases"]


def test_the_dialects_that_jalin_knows_are_as_a_study_would_have_to_write_them():
    own = DialectsFile(dialects=[one.model_dump() for one in DIALECTS.own.values()])
    assert {one.id: one for one in own.dialects} == DIALECTS.own


def segments_of(path):
    """The segments of a transcript, as the stage makes them."""
    reading = read_file(path)
    told = heard(
        reading, parted(*lines_of(reading.blocks))[0], [], {name: DIALECTS[name] for name in DIALECTS}
    )
    return segment("W1", [line for line in told.lines if line.text], [], day=told.day)[0]


def norm(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def turns_of(rows, join=True):
    """(speaker, seconds, words) of each turn, the label off its words; neighbours of a speaker joined."""
    turns = []
    for row in rows:
        if row["kind"] != "turn":
            continue
        # a telephone number stands in brackets
        words = norm(row["text"]).replace(f"[{row['speaker']}]", row["speaker"])
        assert words.startswith(row["speaker"]), "a turn begins with its label"
        words = words[len(row["speaker"]) :].lstrip(" :")
        if join and turns and turns[-1][0] == row["speaker"]:
            turns[-1][2] = norm(f"{turns[-1][2]} {words}")
        else:
            turns.append([row["speaker"], row["seconds"], words])
    return turns


def same(found, wanted):
    assert [(who, words) for who, _, words in found] == [(who, norm(words)) for who, _, words in wanted]
    for (_, got, words), (_, right, _) in zip(found, wanted, strict=True):
        assert right is None or (got is not None and int(got) == right), f"{words}: {got}, right is {right}"


@pytest.mark.parametrize("written", WRITTEN + MORE, ids=lambda written: written.name)
def test_every_program_is_understood(tmp_path, written: Written):
    path = tmp_path / written.name
    path.write_bytes(written.text.encode(written.encoding))
    rows = segments_of(path)
    same(turns_of(rows), written.turns)
    spoken = " ".join(row["text"] for row in rows if row["kind"] == "turn" or not written.turns)
    assert not [one for one in written.lacks if one in spoken]


CAPTIONS = {
    "c.srv3": '<timedtext format="3"><body><w t="0"/><p t="3200" d="9" w="1"><s ac="0">mari</s><s t="200"> mulai</s></p><p t="3300" a="1">\n</p><p t="70000">ya</p></body></timedtext>',
    "c.srv1": '<?xml version="1.0" encoding="utf-8"?><transcript><text start="3.2" dur="1">mari mulai</text><text start="70">ya</text></transcript>',
    "c.json3": '{"wireMagic": "pb3", "events": [{"tStartMs": 0, "id": 1}, {"tStartMs": 3200, "segs": [{"utf8": "mari"}, {"utf8": " mulai", "tOffsetMs": 9}]}, {"tStartMs": 3300, "aAppend": 1, "segs": [{"utf8": "\\n"}]}, {"tStartMs": 70000, "segs": [{"utf8": "ya"}]}]}',
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_captions_of_youtube_count_once_and_keep_their_times(tmp_path, name):
    path = tmp_path / name
    path.write_text(CAPTIONS[name], "utf-8")
    assert [(row["seconds"], row["text"]) for row in segments_of(path)] == [(3, "mari mulai"), (70, "ya")]


def test_a_record_a_line_is_read_as_a_list_of_them(tmp_path):
    path = tmp_path / "talk.jsonl"
    records = [
        {"start": 3.2, "end": 6, "speaker": "SPEAKER_00", "text": "mari mulai"},
        {"start": 70.0, "end": 71, "speaker": "SPEAKER_01", "text": "ya"},
    ]
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n", "utf-8")
    assert [(row["speaker"], row["seconds"], row["text"]) for row in segments_of(path)] == [
        ("SPEAKER_00", 3, "SPEAKER_00: mari mulai"),
        ("SPEAKER_01", 70, "SPEAKER_01: ya"),
    ]


NAMES = {
    "one": ["Wulan", "Budi", "Ani 2"],
    "long": ["Ni Luh Ayu Kadek Suartini", "Abdul Rahman al-Hakim", "Bo van der Li"],
    "accents": ["Nürhan Öztürk", "José María Núñez", "Zoë"],
    "no capitals": ["李明", "王芳", "R03"],
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(
    "form",
    [
        "{who}  {time}\n{said}\n\n",
        "[{time}] {who}: {said}\n",
        "{who}: [{time}] {said}\n\n",
        "{who} ({time}): {said}\n",
        "[{who}] ({time} - {time})\n{said}\n\n",
        "{time} --> {time}\n{who}\n{said}\n",
        "[{time}] {who} {said}\n\n",
        "[14/03/25 {time}] {who}: {said}\n",
        "14/03/2025, {time} - {who}: {said}\n",
        "{time} From {who} to Everyone:\n\t{said}\n",
        "{who}: {said}\n",
    ],
)
def test_names_of_every_kind_are_labels(tmp_path, form, names):
    said = [
        "Good morning, shall we start?",
        "Yes: but ten minutes.",
        "How long do people wait?",
        "Two hours.",
    ]
    turns = [(names[at % 3], f"00:{at:02d}:07", f"{said[at % 4]} Number {at}.") for at in range(8)]
    (tmp_path / "a.txt").write_text(
        "".join(form.format(who=who, time=time, said=words) for who, time, words in turns)
    )
    assert [(who, words) for who, _, words in turns_of(segments_of(tmp_path / "a.txt"))] == [
        (who, words) for who, _, words in turns
    ]


@pytest.mark.parametrize(
    ("ends", "encoding"),
    [("\r\n", "utf-16"), ("   \n", "utf-8-sig"), ("\n\n", "utf-16")],
    ids=["windows", "trailing blanks", "empty lines"],
)
def test_ends_of_lines_and_encodings_change_nothing(tmp_path, ends, encoding):
    for written in (one for one in WRITTEN if one.name.endswith(".txt")):
        text = written.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\n", ends)
        (tmp_path / written.name).write_bytes(text.encode(encoding))
        same(turns_of(segments_of(tmp_path / written.name)), written.turns)


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["id"])
def test_cases_of_the_field(case):
    rows = segments_of(CASES / case["file"])
    expect = case["expect"]
    if case["kind"] == "text":
        assert norm(" ".join(row["text"] for row in rows)) == norm(expect["words"])
        assert "start" not in expect or int(rows[0]["seconds"]) == expect["start"]
        return
    found = turns_of(rows, not expect.get("joined"))
    wanted = []
    for turn, got in zip(expect["turns"], found, strict=True):
        names = turn["speaker"] if isinstance(turn["speaker"], list) else [turn["speaker"]]
        wanted.append((got[0] if got[0] in names else names[0], turn["start"], turn["text"]))
    same(found, wanted)
    assert not [one for one in expect.get("lacks", []) if any(one in words for _, _, words in found)]


def interviews(root, **texts):
    """Write interviews of the tiny study over, by their source."""
    register = read_register(open_study(root)).set_index("source_id")
    for source_id, text in texts.items():
        (root / "data/raw" / register.loc[source_id, "file"]).write_text(text)


def test_a_dialect_that_a_study_declares_is_read_as_the_manual_says(tmp_path):
    root = make_study(tmp_path / "study")
    shown = {block.title: block.text for block in blocks(REPOSITORY / "docs/transcripts.md") if block.title}
    (root / "data/raw/dialects.yaml").write_text(shown["data/raw/dialects.yaml"])
    interviews(root, W1=shown["data/raw/interviews/M1.txt"])
    collected = run(open_study(root))
    rows = collected["segments"].query("source_id == 'W1'")
    turns = rows[rows["kind"] == "turn"]
    assert list(zip(turns["speaker"], turns["seconds"], turns["text"], strict=True)) == [
        ("Ann Lee", 3.0, "Ann Lee: Who waters the beds?"),
        ("Bo", 9.0, "Bo: We do,\nevery day."),
    ]
    assert collected.programs["W1"] == "Minutes of the school"


def test_the_dialect_that_the_manual_shows_in_indonesian_is_one(tmp_path):
    (shown,) = [block for block in blocks(REPOSITORY / "docs/transcripts.id.md") if block.title]
    (tmp_path / "dialects.yaml").write_text(shown.text)
    assert dialects_of(tmp_path)["notulen"].of_day


def test_the_register_names_the_dialect_where_the_file_does_not_tell_it(tmp_path):
    root = make_study(tmp_path / "study")
    interviews(root, W1="Note 0:03\nwe water\nNote 0:09\ndaily\n")
    register = root / "data/raw/sources.csv"
    head, *rows = register.read_text().splitlines()
    register.write_text(
        "\n".join([f"{head},dialect", *(f"{row},{'typed' if row.startswith('W1,') else ''}" for row in rows)])
    )
    collected = run(open_study(root))
    assert collected.programs["W1"] == "typed by hand"
    assert "turn" not in set(collected["segments"].query("source_id == 'W1'")["kind"])
    register.write_text(register.read_text().replace(",typed\n", ",oter\n"))
    with pytest.raises(StudyError, match=r"column dialect: there is no dialect .*'oter'. Did you mean otter"):
        run(open_study(root))


@pytest.mark.parametrize(
    ("dialect", "said"),
    [
        ("{id: otter, program: x, forms: ['{label} {time}']}", "there is a dialect 'otter' already"),
        (
            "{id: mine, program: x, forms: ['{speaker}: {words}']}",
            "a form needs a place for who speaks or when",
        ),
        ("{id: mine, program: x, forms: ['{label} {wrods}']}", "a form has no place {wrods}"),
        ("{id: mine, program: x, forms: ['{label} {label}']}", "the same place twice"),
    ],
)
def test_a_wrong_dialect_is_told_where_it_stands(tmp_path, dialect, said):
    (tmp_path / "dialects.yaml").write_text(f"dialects:\n- {dialect}\n")
    with pytest.raises(StudyError) as fault:
        dialects_of(tmp_path)
    assert said in str(fault.value) and "data/raw/dialects.yaml" in str(fault.value)


def test_check_names_the_program_and_says_where_nobody_is_heard(tmp_path):
    root = make_study(tmp_path / "study")
    interviews(root, W1="Ann Lee  0:03\nWho?\n\nBo  0:09\nWe.\n", W2="We water the beds.\nEvery day.\n")
    lines = check_study(open_study(root)).told()
    assert "    Otter.ai, 2 turns, 2 speakers" in lines
    assert any(line.startswith("    no speaker is told; name the dialect") for line in lines)


def test_tiers_become_turns_in_the_order_of_time(tmp_path):
    path = tmp_path / "talk.exb"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><basic-transcription><head><speakertable>'
        '<speaker id="S0"><abbreviation>ANA</abbreviation></speaker><speaker id="S1"><abbreviation>BO</abbreviation>'
        '</speaker></speakertable></head><basic-body><common-timeline><tli id="T0" time="0.5"/><tli id="T1" time="61.0"/>'
        '<tli id="T2"/><tli id="T3" time="70"/></common-timeline>'
        '<tier id="A" speaker="S0" category="v" type="t" display-name="ANA [v]"><event start="T0" end="T1">Halo &amp; </event>'
        '<event start="T2" end="T3">lagi</event></tier>'
        '<tier id="B" speaker="S1" category="v" type="t"><event start="T1" end="T2">ya</event></tier>'
        '<tier id="C" speaker="S1" category="en" type="a" display-name="BO [en]"><event start="T1" end="T2">yes</event></tier>'
        "</basic-body></basic-transcription>"
    )
    same(turns_of(segments_of(path)), [("ANA", 0, "Halo &"), ("BO", 61, "ya"), ("ANA", 61, "lagi")])
    assert [(one.place, one.detail) for one in read_file(path).remarks] == [
        ("tier BO [en]", "1 events of category en")
    ]


@pytest.mark.parametrize(("rows", "turns"), TABLES, ids=lambda value: str(value[0])[:40])
def test_a_table_is_a_transcript_by_what_its_columns_hold(rows, turns):
    found = heard(
        Reading(), lines_of(rows_as_blocks(rows))[0], [], {name: DIALECTS[name] for name in DIALECTS}
    )
    same(turns_of(segment("W1", [line for line in found.lines if line.text], [])[0]), turns)


def test_a_table_that_is_no_transcript_stays_rows():
    rows = [
        ["Desa", "Kegiatan"],
        ["Suka", "rapat"],
        ["Suka", "kerja bakti"],
        ["Maju", "rapat"],
        ["Maju", "arisan"],
    ]
    assert [block.text for block in rows_as_blocks(rows)] == [" | ".join(row) for row in rows]


def test_a_form_whose_headings_come_back_here_and_there_stays_rows():
    rows = [
        ["Nama usaha", "", "", ""],
        ["Alamat kantor", "", "", ""],
        ["Kontak", "Telp.", "021 555", "Surat"],
        ["Berdiri", "", "tahun berapa?", ""],
        ["Penanggung jawab pertama perusahaan ini.", "Nama", "", "Umur"],
        ["Penanggung jawab kedua perusahaan ini.", "Nama", "", "Umur"],
        ["Penanggung jawab ketiga perusahaan ini.", "Nama", "", "Umur"],
        ["Izin usaha yang masih berlaku sampai kapan?", "", "Luas", ""],
        ["Jumlah karyawan tetap dan tidak tetap.", "", "", ""],
        ["Pemilik tanah dan bangunan tempat usaha.", "", "", ""],
        ["Rekening bank atas nama perusahaan di mana?", "", "", ""],
    ]
    assert [block.text for block in rows_as_blocks(rows)] == [" | ".join(row) for row in rows]


def test_what_a_researcher_wrote_beside_the_words_is_kept_in_the_fields():
    rows = [
        ["Subjek", "Verbatim", "Pemadatan fakta"],
        ["P", "Lalu?", ""],
        ["I", "Panjang.", "antrean"],
        ["P", "Ya?", ""],
    ]
    assert rows_as_blocks(rows)[1].fields == (("Pemadatan fakta", "antrean"),)


def paragraphs(path, *lines):
    """A Word document of these paragraphs; a tuple is one whose first part is in bold."""
    document = Document()
    for line in lines:
        strong, words = line if isinstance(line, tuple) else ("", line)
        paragraph = document.add_paragraph()
        if strong:
            paragraph.add_run(strong).bold = True
        paragraph.add_run(words)
    document.save(path)
    return path


def test_labels_in_bold_need_no_mark_after_them(tmp_path):
    path = paragraphs(
        tmp_path / "a.docx",
        "Wawancara 3",
        ("Nadia Kusworini ", "Boleh mulai?"),
        ("Wulan", " Boleh, ini kursinya."),
        ("Penting", " sekali, ya."),
        ("Nadia Kusworini ", "Sejak kapan?"),
        ("Wulan", " Dulu."),
    )
    found = turns_of(segments_of(path))
    assert [who for who, *_ in found][:2] == ["Nadia Kusworini", "Wulan"]
    assert found[0][2] == "Boleh mulai?" and found[1][2].startswith("Boleh, ini kursinya.")


def test_words_in_bold_are_no_labels_where_labels_have_a_mark(tmp_path):
    path = paragraphs(
        tmp_path / "a.docx", ("P: Satu?", ""), ("Itu", " dia."), ("P: Dua?", ""), ("Itu", " juga.")
    )
    assert {who for who, *_ in turns_of(segments_of(path))} == {"P"}


def test_word_documents_of_teams_have_a_turn_in_each_paragraph(tmp_path):
    path = paragraphs(
        tmp_path / "a.docx",
        "Rapat-20250314_090000-Meeting Recording",
        "Nadia Kusworini started transcription",
        ("Nadia Kusworini", "   0:03\nBoleh mulai?"),
        ("Darsono Wirya (Tamu)", "   1:02:07\nBoleh.\nSilakan."),
        ("Nadia Kusworini", " stopped transcription"),
    )
    same(
        turns_of(segments_of(path)),
        [("Nadia Kusworini", 3, "Boleh mulai?"), ("Darsono Wirya (Tamu)", 3727, "Boleh. Silakan.")],
    )


def test_a_study_of_28_interviews_has_two_voices_a_source(tmp_path):
    """A published deposit of transcripts by Otter.ai became thousands of paragraphs without a voice."""
    names = ["Ann Lee", "QR02", "Maria de la Cruz", "Dr. Bo Li", "Speaker 3", "unknown speaker", "O'Neil"]
    for number in range(28):
        informant, lines = names[number % len(names)], []
        for turn in range(24):
            who = "Priscilla Vane" if turn % 2 == 0 else informant
            at = turn * 167
            stamp = (
                f"{at // 3600}:{at // 60 % 60:02d}:{at % 60:02d}"
                if at >= 3600
                else f"{at // 60:02d}:{at % 60:02d}"
            )
            lines += [f"{who}  {stamp}  ", f"We met at 9:{turn:02d}, she said: fine.", ""]
        (tmp_path / f"{number}.txt").write_text("\n".join([*lines, "Transcribed by https://otter.ai"]))
        rows = segments_of(tmp_path / f"{number}.txt")
        turns = [row for row in rows if row["kind"] == "turn"]
        assert len(turns) == 24 and {row["speaker"] for row in turns} == {"Priscilla Vane", informant}
        assert all(row["seconds"] is not None for row in turns)


def test_heads_of_turns_begin_a_paragraph_in_a_pdf(tmp_path):
    turns = "".join(
        f"Harriet van Quillon  0:0{at} \\\nGood morning, shall we start with the chairs and the queue, {at}? \\\n"
        f"Ibu Kepala Seksi Pelayanan Umum  0:1{at} \\\nYes, but I have ten minutes: no more. \\\n"
        for at in range(3)
    )
    (tmp_path / "a.typ").write_text(f"#set page(width: 12cm, height: 9cm)\n{turns}")
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    found = turns_of(segments_of(tmp_path / "a.pdf"))
    assert [who for who, *_ in found] == ["Harriet van Quillon", "Ibu Kepala Seksi Pelayanan Umum"] * 3
    assert found[0][2] == "Good morning, shall we start with the chairs and the queue, 0?"


def test_names_in_bold_before_a_time_are_speakers_and_the_time_stands_beside(tmp_path):
    bold = "**Lena** [0:00] Why did you stop watering?\n\n**Omar** [0:06] The tap was broken.\n\n**Lena** [1:10] And then?\n\n**Omar** [1:14] Then it rained.\n"
    (tmp_path / "a.md").write_text(bold, encoding="utf-8")
    assert turns_of(segments_of(tmp_path / "a.md")) == [
        ["Lena", 0.0, "Why did you stop watering?"],
        ["Omar", 6.0, "The tap was broken."],
        ["Lena", 70.0, "And then?"],
        ["Omar", 74.0, "Then it rained."],
    ]


def test_a_bold_name_with_a_time_on_a_line_of_its_own_heads_the_words_below(tmp_path):
    turns = "\n\n".join(f"**{name}**  0:0{at}  \n{words}" for at, (name, words) in enumerate([("Lena", "Why did you stop?"), ("Omar", "The tap was broken."), ("Lena", "And then?"), ("Omar", "Then it rained.")]))  # fmt: skip
    (tmp_path / "a.md").write_text(turns, encoding="utf-8")
    assert [one[:2] for one in turns_of(segments_of(tmp_path / "a.md"))] == [
        ["Lena", 0.0],
        ["Omar", 1.0],
        ["Lena", 2.0],
        ["Omar", 3.0],
    ]


def test_words_that_begin_sentences_after_times_are_no_speakers(tmp_path):
    said = ["And we opened the gate before the rain.", "So people came in early that day.", "And some of them stayed for tea.", "But nobody had brought a chair.", "So they stood along the wall.", "And then it was over at noon.", "But one came back for her bag.", "I gave it to her at once."]  # fmt: skip
    (tmp_path / "a.txt").write_text("\n\n".join(f"00:00:{at:02d} {words}" for at, words in enumerate(said)))
    assert not [row for row in segments_of(tmp_path / "a.txt") if row["speaker"]]


@pytest.mark.parametrize(
    ("name", "text", "seconds"),
    [
        ("rev.txt", "Speaker 1: (00:00)\nWhy stop?\n\nSpeaker 2: (00:06)\nThe tap broke.\n\nSpeaker 1: (01:10)\nAnd then?\n", [0, 6, 70]),
        ("inq.txt", "[00:00:00.00] LENA: Why stop?\n[00:00:06.12] OMAR: The tap broke.\n[00:01:10.29] LENA: And then?\n", [0, 6, 70]),
        ("bbc.txt", "Lena \t [00:00] \t Why stop?\n\nOmar \t [00:06] \t The tap broke.\n\nLena \t [01:10] \t And then?\n", [0, 6, 70]),
        ("comma.txt", "Lena Marks, 00:00\nWhy stop?\n\nOmar Bint, 00:06\nThe tap broke.\n\nLena Marks, 01:10\nAnd then?\n", [0, 6, 70]),
        ("telegram.txt", "Lena, [20/08/2026 09:13]\nWhy stop?\n\nOmar, [20/08/2026 09:14]\nThe tap broke.\n\nLena, [20/08/2026 09:15]\nAnd then?\n", [None] * 3),
        ("bold.html", "<p><b>Lena</b> Why stop?</p><p><b>Omar</b> The tap broke.</p><p><b>Lena</b> And then?</p><p><strong>Omar</strong> It rained.</p>", [None] * 4),
    ],
)  # fmt: skip
def test_forms_that_makers_of_programs_describe(tmp_path, name, text, seconds):
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = turns_of(segments_of(tmp_path / name))
    assert [one[1] if one[1] == one[1] else None for one in found] == seconds
    assert [one[2] for one in found][:3] == ["Why stop?", "The tap broke.", "And then?"]


def test_bold_labels_of_an_opendocument_are_speakers(tmp_path):
    styles = '<office:styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style></office:styles>'
    turns = [("Lena", "Why stop?"), ("Omar", "The tap broke."), ("Lena", "And then?"), ("Omar", "It rained.")]
    body = "".join(f'<text:p><text:span text:style-name="B">{name}</text:span> {words}</text:p>' for name, words in turns)  # fmt: skip
    found = turns_of(segments_of(odt(tmp_path / "a.odt", body, styles)))
    assert [(one[0], one[2]) for one in found] == turns


SAID = [("Hartono Victor", "Halo semua, saya mulai."), ("Santoso", "Saya urus arsip:\nsurat masuk: banyak."), ("Hartono Victor", "Sejak kapan?"), ("Santoso", "Sejak dulu, kira-kira.")]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("zoom.txt", "09:0{n}:12 From {who} to Everyone:\n\t{words}"),
        ("zoom.txt", "09:0{n}:12\t From  {who} to Antonio Otto(Direct Message) : {words}"),
        ("zoom.txt", "09:0{n}:12 Dari {who} ke Semua Orang:\n\t{words}"),
        ("zoom.txt", "09:0{n}:12 Dari {who} untuk Semua Orang:\n\t{words}"),
        ("zoom.txt", "09:0{n}:12 Von {who} an Alle:\n\t{words}"),
        ("zoom.txt", "09:0{n}:12 De {who} à Tous : {words}"),
        ("zoom.txt", "09:0{n}:12 De {who} a Todos:\n\t{words}"),
        ("zoom.txt", "09:0{n}:12 De {who} para Todos:\n\t{words}"),
        ("typed.txt", "{who} – {words}"),
        ("spanish.txt", "{who}.- {words}"),
        ("express.txt", "{who}\t{words}\t00:0{n}:12"),
        ("gap.txt", "{who}    {words}"),
        ("marks.txt", "{who} >> {words}"),
        ("arrow.txt", "{who} → {words}"),
        ("double.txt", "{who} => {words}"),
        ("tilde.txt", "{who} ~ {words}"),
        ("colons.txt", "{who} :: {words}"),
        ("guillemet.txt", "{who} » {words}"),
        ("numbered.txt", "Line {n}  {who}: {words}"),
        ("typed.txt", "{who} - {words}"),
        ("descript.txt", "[00:0{n}:12] **{who}:** {words}\n"),
        ("bold.txt", "**{who}:** {words}\n"),
    ],
)
def test_a_name_ends_where_what_stands_after_it_begins(tmp_path, name, line):
    said = [(who, words.replace("\n", " ")) for who, words in SAID]
    path = tmp_path / name
    path.write_text(
        "\n".join(line.format(n=n, who=who, words=words) for n, (who, words) in enumerate(said)) + "\n"
    )
    assert [tuple(turn[::2]) for turn in turns_of(segments_of(path))] == said


@pytest.mark.parametrize(
    "heads",
    [
        ["Penanya", "Penjawab", "Penanya", "Penjawab"],
        ["Peneliti (P)", "Informan (I)", "P", "I", "P", "I"],
    ],
)
@pytest.mark.parametrize("mark", ["", "{}. "])
def test_a_roman_number_is_no_label_and_a_label_that_says_its_short_form_is_one(tmp_path, heads, mark):
    path = tmp_path / "a.txt"
    numbers = ["I", "II", "III", "IV", "V", "VI"]
    path.write_text(
        "".join(f"{mark.format(n)}{head}: Kata ke-{n}.\n" for n, head in zip(numbers, heads, strict=False))
    )
    assert [one[0] for one in turns_of(segments_of(path))] == heads


def test_running_heads_between_form_feeds_are_no_speech_and_told(tmp_path):
    path = tmp_path / "a.txt"
    pages = ["P: Air datang jam dua?\nI: Ya. Kami naik ke", "atap.\nP: Siapa menolong?", "I: Tetangga."]
    path.write_text("\f".join(f"Wawancara 07   {n}\n\n{page}\n" for n, page in enumerate(pages, 1)))
    assert [one[::2] for one in turns_of(segments_of(path))] == [
        ["P", "Air datang jam dua?"],
        ["I", "Ya. Kami naik ke atap."],
        ["P", "Siapa menolong?"],
        ["I", "Tetangga."],
    ]
    assert [(one.kind, one.detail) for one in read_file(path).remarks] == [("header", "Wawancara 07 1")]


@pytest.mark.parametrize("voice", ["{who}: {words}", "<v {who}>{words}</v>", "<v {who}>{who}: {words}"])
def test_a_colon_on_the_second_line_of_a_cue_is_no_other_speaker(tmp_path, voice):
    path = tmp_path / "a.vtt"
    cues = [
        f"00:00:0{n}.000 --> 00:00:0{n}.900\n{voice.format(who=who, words=words)}"
        for n, (who, words) in enumerate(SAID)
    ]
    path.write_text("\n\n".join(["WEBVTT", *cues]) + "\n")
    turns = turns_of(segments_of(path))
    assert [(who, said) for who, _, said in turns] == [(who, norm(words)) for who, words in SAID]


@pytest.mark.parametrize(
    "text",
    [
        "Kami   berangkat pagi sekali ke pasar.\nDi   sana banyak orang berjualan ikan.\nKami   duduk di warung.\nDi   jalan pulang hujan turun.\n",
        "Rice   12000 a kilo\nFish   40000, none left by noon\nRice   12500 at the other stall\nFish   38000 from the boat\n",
        "2024-05-12\tvisited the ferry\n2024-05-13\tvisited again\n2024-05-13\ttalked to the clerk\n2024-05-12\train\n",
        "BAB I. Pendahuluan\nBAB II. Metode\nBAB III. Hasil\nBAB IV. Penutup\n",
        "AIM. To find out.\n\nMETHOD. We asked.\n\nRESULTS. Many said so.\n",
        "Air → hidup\nTanah → warisan\nAir → mahal\n",
        "Langkah   Rendam kedelai.\nLangkah   Rebus.\nCatatan   Jangan pakai air payau.\nCatatan   Ragi beli di Bu Tun.\n",
    ],
)
def test_words_that_come_back_before_gaps_and_days_are_no_speakers_where_nothing_is_asked(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert turns_of(segments_of(path)) == []


def test_names_in_capitals_before_a_point_are_speakers(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("INTERVIEWER. Were you there?\n\nMRS OSEI. I was. I had the baby.\n\n" * 2)
    heard_ = [one[::2] for one in turns_of(segments_of(path), join=False)]
    assert heard_ == [["INTERVIEWER", "Were you there?"], ["MRS OSEI", "I was. I had the baby."]] * 2


def test_what_closes_an_interview_is_said_by_nobody(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "P: Kalau hujan?\nI: Ya busuk.\nP: Terima kasih.\nI: Sama-sama.\nWawancara selesai pukul 10.15\n"
    )
    *turns, last = segments_of(path)
    assert [one["speaker"] for one in turns] == ["P", "I", "P", "I"]
    assert (last["kind"], last["speaker"], last["text"]) == ("note", "", "Wawancara selesai pukul 10.15")


@pytest.mark.parametrize("number", ["", "{}. "])
def test_questions_of_a_written_interview_are_no_part_of_the_answer_before(tmp_path, number):
    path = tmp_path / "a.txt"
    asked = ["Apa alasan Anda pindah?", "Siapa yang mengurus?", "Menyesal?"]
    told = ["Upah.\nSaya juga rindu kota.", "Calo. Mahal.", "Tidak."]
    lines = (
        number.format(n) + f"{one}\nJawab: {two}\n"
        for n, (one, two) in enumerate(zip(asked, told, strict=True), 1)
    )
    path.write_text("\n".join(lines))
    rows = segments_of(path)
    assert [(one["speaker"], one["voice"]) for one in rows] == [("", "none"), ("Jawab", "informant")] * 3
    assert [one["text"].removeprefix("Jawab: ") for one in rows[1::2]] == told
    assert [norm(one["text"])[-len(two) :] for one, two in zip(rows[::2], asked, strict=True)] == asked


def test_a_question_on_the_line_below_a_label_is_of_who_has_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("P: Baik.\nKapan mulai?\nI: Kemarin.\nP: Oh.\nSiapa saja?\nI: Kami berdua.\n")
    assert [one[::2] for one in turns_of(segments_of(path))] == [
        ["P", "Baik. Kapan mulai?"],
        ["I", "Kemarin."],
        ["P", "Oh. Siapa saja?"],
        ["I", "Kami berdua."],
    ]

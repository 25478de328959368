"""Codings of other programs as tables and lists of quotes, found in the texts by their words."""

import csv

import openpyxl
import pandas as pd
import pytest
from conftest import build
from docx import Document

from jalin.cli import main
from jalin.code import read_codebook
from jalin.errors import StudyError
from jalin.exchange.coded_tables import codes_of_table, quotes_of_file
from jalin.exchange.comment_codes import Comments
from jalin.exchange.place_quotes import Texts, import_quotes
from jalin.exchange.project import Document as ProjectDocument
from jalin.spreadsheet import csv_of
from jalin.study import open_study
from jalin.tables import store

HEADS = {
    "maxqda": ("Document name,Code,Segment,Created by", "W1,{path},{quote},A", " > "),
    "atlas": ("ID,Document,Quotation Content,Codes,Created by", "1:1,W1.txt,{quote},{path},A", ": "),
    "taguette": ("id,document,tag,content", "1,W1,{path},{quote}", "."),
    "dedoose": (
        "Media Title,Excerpt Creator,Excerpt Copy,Code: {path} Applied",
        "W1.txt,A,{quote},True",
        "\\",
    ),
}
# further ones, as programs in other languages head them
HEADS |= {
    "maxqda, de": ("Farbe;Kommentar;Dokumentgruppe;Dokumentname;Code;Anfang;Ende;Gewicht;Segment;Bearbeitet von;Fläche", ";;G1;W1;{path};1;1;0;{quote};A;20", " > "),
    "maxqda, es": ("Color,Comentario,Grupo de documentos,Nombre del documento,Código,Inicio,Fin,Segmento,Modificado por", ",,G1,W1,{path},1,1,{quote},A", "\\"),
    "maxqda, pt": ("Nome do documento,Código,Segmento,Criado por", "W1,{path},{quote},A", " > "),
    "maxqda, fr": ("Nom du document,Code,Segment,Modifié par", "W1,{path},{quote},A", " > "),
    "maxqda, id": ("Nama dokumen,Kode,Segmen,Dibuat oleh", "W1,{path},{quote},A", " > "),
    "atlas, de": ("ID,Dokument,Zitatinhalt,Kodes,Erstellt von", "1:1,W1,{quote},{path},A", ": "),
    "atlas, es": ("ID,Documento,Contenido de la cita,Códigos,Creado por", "1:1,W1,{quote},{path},A", ": "),
    "atlas, numbered": ("ID,Document,Quotation Content,Codes,Created by", "1:1,D 1: W1.txt,{quote},{path},A", ": "),
    "atlas, mac": ("Number;Reference;Name;Text Content;Document;Codes;Number of Codes;Comment;Initial Position;Created by", "1:1;¶ 4;;{quote};W1;{path};1;;4;A", ": "),
    "webqda": ("Fonte;Código;Referência;Utilizador;Data", "W1.txt;{path};{quote};A;01/05/2025", " > "),
    "nvivo, de": ("Quellenname;Codename;Abdeckung;Codierter Text;Codiert von", "W1;{path};1,2 %;{quote};A", " > "),
    "nvivo, es": ("Nombre del archivo,Nombre del código,Texto codificado,Codificado por iniciales", "W1,{path},{quote},A", "\\"),
    "dedoose, es": ("Título del medio,Copia del extracto,Códigos aplicados,Creador del extracto", "W1.txt,{quote},{path},A", "\\"),
    "webqda, other": ("Nome da fonte;Nome do código;Citação;Codificado por", "W1;{path};{quote};A", " > "),
    "es, by hand": ("Entrevista,Documento,Fragmento,Código,Investigadora", "1,W1,{quote},{path},A", " > "),
    "pt, by hand": ("Documento,Trecho,Código,Pesquisador", "W1,{quote},{path},A", " > "),
    "delve, several": ("Transcript Title,Snippet Text,Code(s),Coder Name", "W1,{quote},{path},A", " > "),
    "dedoose, de": ("Medientitel;Auszug;Angewandte Codes;Ersteller", "W1.txt;{quote};{path};A", "\\"),
    "dedoose, id": ("Judul media,Cuplikan,Kode yang diterapkan,Pembuat", "W1.txt,{quote},{path},A", "\\"),
    "atlas, de, other": ("ID;Dokumenttitel;Zitat-Inhalt;Kodes;Geändert von", "1:1;W1;{quote};{path};A", ": "),
    "maxqda, de, other": ("Dokumentname;Code;Kodiertes Segment;Kodiert von", "W1;{path};{quote};A", " > "),
    "maxqda, id, other": ("Nama berkas,Kode,Segmen berkode,Diubah oleh", "W1,{path},{quote},A", " > "),
    "nvivo, extract": ("Hierarchical Name,Source Name,Coverage,Coded Text,Coded By Initials", "Nodes\\\\{path},W1,0.1,{quote},A", "\\\\"),
    "delve": ("Transcript,Snippet,Codes,Created by", "W1,{quote},{path},A", " > "),
    "qda miner": ("Case,Variable,Code,Text,Coder", "W1,DOC,{path},{quote},A", "\\"),
    "maxqda, id, author": ("Nama dokumen,Kode,Segmen,Penulis", "W1,{path},{quote},A", " > "),
    "id, by hand": ("No,Informan,Kutipan wawancara,Kode,Kategori,Peneliti", "1,W1,{quote},{path},Z,A", " > "),
    "de, by hand": ("Nr.;Interview;Textstelle;Kategorie;Kodierer", "1;W1;{quote};{path};A", " > "),
    "en, by hand": ("Participant,Quote,Theme,Coder", "W1,{quote},{path},A", " > "),
    "qualcoder": ("File,Coder,Coded,Id,Codename,Coded_Memo,Category", "W1.txt,A,{quote},ctid:1,{path},,", " > "),
}  # fmt: skip
QUOTE = "They water it every day."


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("program", HEADS)
def test_a_table_of_a_program_is_known_by_its_headings(tmp_path, program, ending):
    head, row, mark = HEADS[program]
    path = tmp_path / "a.csv"
    words = {"path": f"Care{mark}Water", "quote": f'"{QUOTE}"'}
    path.write_text(f"{head}\n{row}\n".format(**words), encoding="utf-8")
    if ending == ".xlsx":
        book = openpyxl.Workbook()
        for cells in csv.reader(
            path.open(encoding="utf-8", newline=""), delimiter=";" if ";" in head else ","
        ):
            book.active.append(cells)
        path = path.with_suffix(".xlsx")
        book.save(path)
    ((one,), _) = quotes_of_file(path)
    assert one.codes == (("Care", "Water"),) and one.quote == QUOTE and one.source.startswith("W1")
    assert one.coder == ("" if program == "taguette" else "A")


def test_columns_that_no_heading_tells_are_named_by_the_user(tmp_path):
    (tmp_path / "a.csv").write_text("what,where,it said\nCare,W1,They water\n")
    assert quotes_of_file(tmp_path / "a.csv") == ([], [])
    ((one,), _) = quotes_of_file(tmp_path / "a.csv", {"code": "what", "source": "where", "quote": "it said"})
    assert (one.codes, one.source, one.quote) == ((("Care",),), "W1", "They water")


def test_references_of_a_code_of_nvivo_are_read(tmp_path):
    (tmp_path / "Care.txt").write_text(
        "<Files\\\\Round 1\\\\W1> - § 2 references coded  [4.00% Coverage]\n\nReference 1 - 2.00% Coverage\n\nfirst words\n"
        "over two lines\n\nReference 2 - 2.00% Coverage\n\nsecond\n\n<Files\\\\W2> - § 1 reference coded  [1,00% Coverage]\n\n"
        "Referenz 1 - 1,00 % Abdeckung\n\nthird\n"
    )
    assert [(one.source, one.quote, one.codes) for one in quotes_of_file(tmp_path / "Care.txt")[0]] == [
        ("W1", "first words\nover two lines", (("Care",),)),
        ("W1", "second", (("Care",),)),
        ("W2", "third", (("Care",),)),
    ]


def test_nvivo_s_report_coding_summary_is_read_and_a_word_file_without_codings_told(tmp_path):
    document = Document()
    for line in (
        "Coding Summary By Code", "Code", "Codes\\\\Care\\Water", "Document", "Files\\\\W1", "No\t\t0.02\t2", "1\tAB\t3/4/2024 10:11 AM",
        "first words", "over two lines", "2\tAB\t3/4/2024", "second", "Code", "Nodes\\\\Fear", "Document", "Files\\\\Round 1\\\\W2",
        "1 | CD | 2024-03-04", "third", "Page 1 of 1",
    ):  # fmt: skip
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    assert [
        (one.source, one.quote, one.codes, one.coder) for one in quotes_of_file(tmp_path / "a.docx")[0]
    ] == [
        ("W1", "first words\nover two lines", (("Care", "Water"),), "AB"),
        ("W1", "second", (("Care", "Water"),), "AB"),
        ("W2", "third", (("Fear",),), "CD"),
    ]
    blank = Document()
    blank.add_paragraph("words")
    blank.save(tmp_path / "b.docx")
    (none, (said,)) = quotes_of_file(tmp_path / "b.docx")
    assert none == [] and "so no coding" in said


def test_codes_a_line_each_in_a_cell_are_several_and_quotation_marks_around_a_passage_no_part_of_it(root):
    study = build(root, "03")
    text = (study.root / "data/processed/protect/texts/W1.txt").read_text()
    unique = next(line for line in text.splitlines() if len(line) > 25)[3:24].strip()
    path = root.parent / "a.csv"
    path.write_text(f'ID,Document,Quotation Content,Codes\n1:1,1 W1.docx,“{unique}”,"A\nB: C"\n')
    lines = import_quotes(study, quotes_of_file(path)[0], "a.csv", study.lead, codes=True)
    assert lines[:2] == [f"2 codings of {study.lead} on W1", "a.csv: 1 passages, 1 placed, 0 not"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("tag,description\nA.B,two\nA,one\nC.D,x\n", [("A", ""), ("C", ""), ("B", "A"), ("D", "C")]),
        ("Code,Memo\nA,\nA > B > C,deep\n", [("A", ""), ("B", "A"), ("C", "A\nB")]),
        ("name,definition,parent\nA,one,\nB,two,A\n", [("A", ""), ("B", "A")]),
    ],
)
def test_a_codebook_as_a_table_is_a_tree(tmp_path, text, codes):
    (tmp_path / "a.csv").write_text(text)
    found = codes_of_table(tmp_path / "a.csv")
    assert sorted((code.name, code.parent) for code in found) == sorted(codes)


def test_quotes_are_placed_and_what_has_no_one_place_is_asked(root):
    study = build(root, "03")
    text = (study.root / "data/processed/protect/texts/W1.txt").read_text()
    line = next(line for line in text.splitlines() if len(line) > 25)
    unique = line[3:24].strip()
    path = root.parent / "a.csv"
    rows = [("W1", f"  {unique.replace(' ', '  ')} …"), ("W1", "nowhere at all"), ("W9", unique)]
    path.write_text(
        "document,code,quote\n" + "".join(f'{source},NEW > Kind,"{quote}"\n' for source, quote in rows)
    )
    lines = import_quotes(study, quotes_of_file(path)[0], "a.csv", study.lead, codes=True)
    assert lines[0] == f"1 codings of {study.lead} on W1"
    assert lines[1] == "a.csv: 3 passages, 1 placed, 2 not"
    assert "'nowhere at all' (Kind) is not in the text of W1" in lines[2] and "'W9'" in lines[3]
    assert {"NEW", "KIND"} <= set(read_codebook(study).codes)
    again = import_quotes(study, quotes_of_file(path)[0], "a.csv", study.lead, codes=True)
    assert again[0].startswith("a.csv: 3 passages")


def test_a_comment_may_name_several_codes_and_a_note():
    assert Comments().codes("ANTRE; SABAR\nKURSI: hanya enam") == [
        ("ANTRE", ""),
        ("SABAR", ""),
        ("KURSI", "hanya enam"),
    ]
    assert Comments().are_codes(["KURSI", "ANTRE; SABAR", "#panas"])
    assert not Comments().are_codes(["Apa maksudnya di sini?", "Tolong cek lagi dengan rekaman aslinya"])
    assert not Comments().are_codes([])


def test_comments_of_word_files_are_codings_of_a_new_study(tmp_path):
    from jalin.exchange.empty_study import empty_study

    (tmp_path / "in").mkdir()
    document = Document()
    document.add_paragraph("P: Bagaimana?")
    answer = document.add_paragraph()
    answer.add_run("I: ")
    marked = answer.add_run("Kursi hanya enam")
    answer.add_run(", jadi kami berdiri.")
    document.add_comment(marked, text="KURSI; SABAR: nada", author="Sekar", initials="S")
    document.save(tmp_path / "in/a.docx")
    counts, told = empty_study(tmp_path / "study", tmp_path / "in", ("id",))
    assert (
        counts["codings"] == 2
        and "comments in the margin read as codings: 2, of 2 codes by Sekar (coder1)" in told
    )
    (file,) = (tmp_path / "study/data/raw/coding/codings/coder1").glob("*.jsonl")
    assert file.read_text().count('"quote": "Kursi hanya enam"') == 2 and '"memo": "nada"' in file.read_text()
    # who coded is called as the comments say, under an id that is nobody's name
    assert "name: Sekar" in (tmp_path / "study/data/raw/study.yaml").read_text()


def test_a_new_study_with_a_file_that_cannot_be_read_is_made_and_the_check_says_which(tmp_path):
    from jalin.check import check_study
    from jalin.exchange.empty_study import empty_study
    from jalin.study import open_study

    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("P: Apa?\nI: Baik.\n")
    (tmp_path / "in/b.docx").write_bytes(b"no Word document")
    counts, _ = empty_study(tmp_path / "study", tmp_path / "in", ("id",))
    assert counts["sources"] == 2
    assert any(
        "is not a Word document" in str(one) for one in check_study(open_study(tmp_path / "study")).problems
    )


@pytest.fixture
def built(run):
    """The tiny study as built."""
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    return run


def exported(built, path, form, language="en"):
    assert main(["export", form, str(path), "--root", str(built.study.root), "--language", language]) == 0
    if path.suffix == ".csv":
        return list(csv.DictReader(path.open(encoding="utf-8-sig")))
    sheet = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    head = next(sheet)
    return [dict(zip(head, row, strict=True)) for row in sheet]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_row_of_a_coding_says_where_its_code_stands_and_what_is_known_of_its_source(built, tmp_path, form):
    rows = exported(built, tmp_path / f"a.{form}", form)
    row = next(one for one in rows if one["source_id"] == "W2" and one["code"] == "CARE-WATER")
    assert (row["code_name"], row["code_path"]) == ("Water", "Care > Water")
    assert (row["case"], row["method"], row["role_group"], row["round"]) == (
        "School",
        "interview",
        "Pupil",
        "late",
    )
    assert row["date"] == "2024-05-03" and "file" not in row and "consent" not in row
    own = exported(built, tmp_path / f"b.{form}", form, "id")
    same = ("source_id", "coder", "coding_id")
    other = next(one for one in own if all(one[name] == row[name] for name in same))
    assert (other["code_path"], other["method"], other["role_group"]) == (
        "Rawat > Siram",
        "wawancara",
        "Murid",
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exported_rows_come_home_with_nothing_new(built, tmp_path, capsys, form):
    exported(built, tmp_path / f"a.{form}", form)
    capsys.readouterr()
    assert main(["import", str(tmp_path / f"a.{form}"), "--root", str(built.study.root)]) == 0
    said = capsys.readouterr().out
    assert (
        "codings of" not in said
        and f"{len(built.codings)} passages, {len(built.codings)} placed, 0 not" in said
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_codebook_goes_out_as_a_table_and_comes_home_with_what_was_added_to_it(
    built, tmp_path, capsys, ending
):
    path, root = tmp_path / f"book.{ending}", str(built.study.root)
    rows = exported(built, path, "codebook")
    assert [(row["id"], row["parent_id"] or "") for row in rows][:3] == [
        ("CARE", ""),
        ("CARE-WATER", "CARE"),
        ("TOIL", ""),
    ]
    assert main(["import", str(path), "--root", root]) == 0
    assert "the study has all of its codes already" in capsys.readouterr().out
    new = {
        "id": "x1",
        "parent_id": "TOIL",
        "name": "Back, sore",
        "definition": "of backs",
        "include": "pain",
        "kind": "deductive",
    }
    pd.DataFrame([*rows, new]).to_csv(tmp_path / "more.csv", index=False)
    assert main(["import", str(tmp_path / "more.csv"), "--root", root]) == 0
    code = read_codebook(built.study).codes["BACK-SORE"]
    assert (code.parent, code.definition["en"], code.include, code.kind) == (
        "TOIL",
        "of backs",
        "pain",
        "deductive",
    )


def test_a_codebook_as_a_table_begins_a_study(built, tmp_path):
    exported(built, tmp_path / "book.csv", "codebook")
    assert main(["new", str(tmp_path / "new"), "--from", str(tmp_path / "book.csv"), "--language", "en"]) == 0
    book = read_codebook(open_study(tmp_path / "new"))
    assert {"CARE", "WATER", "TOIL"} <= set(book.codes) and book.codes["WATER"].parent == "CARE"


QUALCODER = "File,Coder,Coded,Id,Codename,Coded_Memo,Category,Category,FileVar_umur\nW1,A,{quote},ctid:1,Water,note,Care,Top,41\n"
DELVE = "Transcript,Snippet,Codes,Created By\nW1,{quote},Water,A\n"


@pytest.mark.parametrize(("table", "memo"), [(QUALCODER, "note"), (DELVE, "")])
def test_reports_of_qualcoder_and_snippets_of_delve_are_known(tmp_path, table, memo):
    (tmp_path / "a.csv").write_text(table.format(quote=f'"{QUOTE}"'))
    ((one,), _) = quotes_of_file(tmp_path / "a.csv")
    assert (one.source, one.codes, one.quote, one.coder, one.memo) == ("W1", (("Water",),), QUOTE, "A", memo)


LISTED = "Text Content;Document;Codes;Number of Codes\nThey water it.;W1;{};{}\n"


def test_commas_between_codes_are_told_from_those_in_their_names_by_how_many_there_are(tmp_path):
    # ATLAS.ti for Mac lists the codes of a quotation with commas, which names of codes have as well
    (tmp_path / "a.csv").write_text(LISTED.format("T1. Water, Soil & Air: Rain, Care: Tools, Gates", 3))
    known = {"T1. Water, Soil & Air > Rain", "Care > Tools", "Care", "Gates"}
    (found,), _ = quotes_of_file(tmp_path / "a.csv", known=known)
    assert found.codes == (("T1. Water, Soil & Air", "Rain"), ("Care", "Tools"), ("Gates",))
    with pytest.raises(StudyError, match=r"row 2.* 3 codes cannot be told apart.*Import the codebook first"):
        quotes_of_file(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text(LISTED.format("Rain, Tools", 2))
    assert quotes_of_file(tmp_path / "a.csv")[0][0].codes == (("Rain",), ("Tools",))
    (tmp_path / "a.csv").write_text(LISTED.format("Rain, and wind", 1))
    assert quotes_of_file(tmp_path / "a.csv")[0][0].codes == (("Rain, and wind",),)


@pytest.mark.parametrize("head", ["Código;Definición;Categoría", "Nome do código;Descrição;Código pai", "Code;Beschreibung;Oberkategorie", "Nama kode;Keterangan;Kode induk"])  # fmt: skip
def test_a_codebook_is_known_by_its_headings_in_any_of_these_languages(tmp_path, head):
    (tmp_path / "b.csv").write_text(f"{head}\nCare;what they do;\nWater;by hand;Care\n")
    care, water = codes_of_table(tmp_path / "b.csv")
    assert [care.name, care.description, water.parent] == ["Care", "what they do", care.guid]


def test_a_code_after_a_colon_is_below_the_code_before_it(tmp_path):
    (tmp_path / "b.csv").write_text(
        "Code;Comment;Code Group 1\nCare;;Themes\nCare: Water;by hand;\nNote: first;;\n"
    )
    found = codes_of_table(tmp_path / "b.csv")
    by_guid = {one.guid: one.name for one in found}
    assert [(one.name, by_guid.get(one.parent), one.description) for one in found] == [
        ("Care", None, ""), ("Note: first", None, ""), ("Water", "Care", "by hand"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "quote", ["=1+1 says", "- They water", "\n\nThey water", "@ann said", "'=quoted", "'so", "'\n'"]
)
@pytest.mark.parametrize("ours", [True, False])
def test_a_passage_that_a_spreadsheet_would_compute_comes_home_as_it_was(tmp_path, quote, ours):
    path, text = tmp_path / "a.csv", f"x. {quote}!\n"
    row = {"source": "W1", "code": "C", "quote": quote} | (
        {"start": 3, "end": 3 + len(quote)} if ours else {}
    )
    path.write_text(csv_of(pd.DataFrame([row])), encoding="utf-8")
    ((one,), _) = quotes_of_file(path)
    texts = Texts.__new__(Texts)
    texts.documents, texts.__dict__["_originals"] = {"W1": ProjectDocument("d", "W1", text)}, {}
    ((start, end),) = texts.spans("W1", one)
    assert text[start:end].split() == quote.split()


@pytest.mark.parametrize(
    "head",
    [
        "Kutipan,Kode Awal,Kategori,Tema",
        "Quote,Sub-theme,Theme",
        "Quote,First-order concept,Second-order theme",
        "Verbatim,Koding,Tema",
    ],
)
def test_of_several_columns_that_may_be_codes_the_user_says_which(tmp_path, head):
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\nkami beli air" + ",biaya" * head.count(",") + "\n")
    with pytest.raises(StudyError, match="--column code="):
        quotes_of_file(path)
    ((one,), _) = quotes_of_file(path, {"code": head.split(",")[1]})
    assert one.codes == (("biaya",),)

"""Tables as survey programs and spreadsheets write them: the rows that a person sees in them."""

import datetime
import zipfile

import openpyxl
import pytest

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
from jalin.collect.sheet_marks import as_shown


def rows(path):
    return [dict(block.fields) for block in read_file(path).blocks if block.kind == "row"]


def remarks(path):
    return [f"{item.kind} {item.place} {item.detail}" for item in read_file(path).remarks]


def written(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return path


def saved(tmp_path, fill):
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        # quotation marks come before marks between fields (RFC 4180)
        (
            '"nama, gelar";"umur, tahun"\n"A, S.E.";12\n',
            [{"nama, gelar": "A, S.E.", "umur, tahun": "12"}],
        ),
        ('"a;b";"c;d",e\n"1;2";"3",4\n', None),
        ("sep=;\nkantor;keluhan\nUtara;kursi\n", [{"kantor": "Utara", "keluhan": "kursi"}]),
        ('"sep=|"\r\nkantor|keluhan\r\nUtara|a, b\r\n', [{"kantor": "Utara", "keluhan": "a, b"}]),
        ("\ufeffsep=\t\nkantor\tkeluhan\nUtara\ta; b\n", [{"kantor": "Utara", "keluhan": "a; b"}]),
        ("a\tb\n1, 2, 3\t4\n5, 6, 7\t8\n", [{"a": "1, 2, 3", "b": "4"}, {"a": "5, 6, 7", "b": "8"}]),
        (
            'jawaban\n"Ya, tentu; saya mau"\n"Tidak"\n',
            [{"jawaban": "Ya, tentu; saya mau"}, {"jawaban": "Tidak"}],
        ),
        ("a;b;;\n1;2;;\n", [{"a": "1", "b": "2"}]),
        (
            "nama|keluhan\nAni|antre, lama\nBudi|kursi\n",
            [{"nama": "Ani", "keluhan": "antre, lama"}, {"nama": "Budi", "keluhan": "kursi"}],
        ),
        ('a,b\n1,"x, y|z|w"\n2,x|z|w\n', [{"a": "1", "b": "x, y|z|w"}, {"a": "2", "b": "x|z|w"}]),
        ("Laporan kunjungan\n\nkantor;jam\nUtara;8\n", [{"kantor": "Utara", "jam": "8"}]),
        ("a,b,a\n1,2,3\n", [{"a": "1", "b": "2", "a (C)": "3"}]),
        ("a,,c\n1,2,3\n", [{"a": "1", "B": "2", "c": "3"}]),
        ("a,,c\n1,,3\n", [{"a": "1", "c": "3"}]),
        ('a,b\n"1\nand 2",3\n', [{"a": "1 and 2", "b": "3"}]),
    ],
)
def test_a_csv_is_cut_as_it_was_written(tmp_path, text, right):
    path = written(tmp_path, text)
    if right is not None:
        assert rows(path) == right


def test_a_title_above_the_header_stays_as_a_line(tmp_path):
    path = written(tmp_path, "Laporan kunjungan\n\nkantor;jam\nUtara;8\n")
    assert [block.text for block in read_file(path).blocks] == ["Laporan kunjungan", "kantor: Utara · jam: 8"]
    assert any("row 1" in line and "above the header" in line for line in remarks(path))


def test_a_row_cut_otherwise_than_the_header_is_refused_at_its_place(tmp_path):
    with pytest.raises(Unreadable, match="3 fields, the header 2") as error:
        read_file(written(tmp_path, "a,b\n1,2\n1,2,3\n4,5\n"))
    assert error.value.place == "row 3"


def test_qualtrics_three_header_rows_are_one(tmp_path):
    path = written(
        tmp_path,
        'StartDate,Q1,Q2\nStart Date,Why?,"How old, in years?"\n'
        '"{""ImportId"":""startDate"",""timeZone"":""Asia/Jakarta""}","{""ImportId"":""QID1_TEXT""}","{""ImportId"":""QID2""}"\n'
        "2025-03-14 09:00:00,Chairs,34\n",
    )
    assert rows(path) == [{"Start Date": "2025-03-14 09:00:00", "Why?": "Chairs", "How old, in years?": "34"}]


def test_surveymonkeys_two_header_rows_are_one(tmp_path):
    path = written(
        tmp_path,
        "Respondent ID,Collector ID,Why?,Which of these?,\n,,Open-Ended Response,Chairs,Fans\n11,7,It is hot,,Fans\n",
    )
    assert rows(path) == [
        {
            "Respondent ID": "11",
            "Collector ID": "7",
            "Why?": "It is hot",
            "Which of these?: Chairs": "",
            "Which of these?: Fans": "Fans",
        }
    ]


def test_what_koboToolbox_says_twice_stands_once_in_the_line_and_is_kept_as_a_field(tmp_path):
    path = written(
        tmp_path, '"Tahu dari?";"Tahu dari?/radio";"Tahu dari?/koran";"_id"\n"radio";"1";"0";"5"\n'
    )
    (block,) = read_file(path).blocks
    assert block.text == "Tahu dari?: radio · _id: 5"
    assert ("Tahu dari?/koran", "0") in block.fields


def test_a_merged_cell_holds_for_every_row_it_spans(tmp_path):
    def fill(sheet):
        sheet.append(["kantor", "jam"])
        sheet.append(["Utara", "08.00"])
        sheet.append([None, "09.00"])
        sheet.merge_cells("A2:A3")

    assert rows(saved(tmp_path, fill)) == [
        {"kantor": "Utara", "jam": "08.00"},
        {"kantor": "Utara", "jam": "09.00"},
    ]


def test_a_header_of_two_rows_names_each_column(tmp_path):
    def fill(sheet):
        sheet.append(["Rekap loket", None, None])
        sheet.merge_cells("A1:C1")
        sheet.append(["kantor", "keadaan", None])
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:C2")
        sheet.append([None, "pagi", "sore"])
        sheet.append(["Utara", "ramai", "sepi"])

    path = saved(tmp_path, fill)
    assert rows(path) == [{"kantor": "Utara", "keadaan: pagi": "ramai", "keadaan: sore": "sepi"}]
    assert read_file(path).blocks[0].text == "Rekap loket"


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (7, "0000", "0007"),
        (112, "00000", "00112"),
        (12345, "0000", "12345"),
        (8123, '"No. "0000', "No. 8123"),
        (81234567, "0000-0000", "8123-4567"),
        (0.25, "0%", "25%"),
        (0.256, "0.0%", "25.6%"),
        (7, "0", ""),
        (7.5, "0000", ""),
        (7, "General", ""),
        (7, "#,##0", ""),
    ],
)
def test_a_number_is_read_as_it_is_shown(value, pattern, shown):
    assert as_shown(value, pattern) == shown


def test_numbers_days_and_percentages_of_a_sheet_are_those_a_person_sees(tmp_path):
    def fill(sheet):
        sheet.append(["nomor", "tanggal", "bagian", "berat"])
        sheet.append([7, datetime.date(2025, 3, 14), 0.25, 0.1 + 0.2])
        sheet["A2"].number_format, sheet["C2"].number_format = "0000", "0%"

    assert rows(saved(tmp_path, fill)) == [
        {"nomor": "0007", "tanggal": "2025-03-14", "bagian": "25%", "berat": "0.3"}
    ]


def test_a_time_of_day_is_as_its_format_shows_it(tmp_path):
    def fill(sheet):
        sheet.append(["buka", "dari"])
        sheet.append([datetime.time(13, 5), datetime.time(0, 1, 5)])
        sheet["A2"].number_format, sheet["B2"].number_format = "hh:mm", "h:mm:ss"

    assert rows(saved(tmp_path, fill)) == [{"buka": "13:05", "dari": "00:01:05"}]


def test_hidden_rows_and_columns_are_left_out_and_told(tmp_path):
    def fill(sheet):
        sheet.append(["jam", "keadaan", "catatan"])
        for row in (["08", "sepi", "x"], ["09", "batal", "y"], ["10", "penuh", "z"]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    path = saved(tmp_path, fill)
    assert rows(path) == [{"jam": "08", "keadaan": "sepi"}, {"jam": "10", "keadaan": "penuh"}]
    told = " / ".join(remarks(path))
    assert "hidden text Sheet row 3: hidden" in told and "column C" in told


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_told_as_damaged(tmp_path):
    def fill(sheet):
        sheet.append(["nik", "ket"])
        sheet.append([9907124503790002, "a"])

    path = saved(tmp_path, fill)
    assert rows(path)[0]["nik"] == "9907124503790002"
    assert any("column A row 2" in line and "15 digits" in line for line in remarks(path))


def test_an_error_in_a_cell_is_told(tmp_path):
    def fill(sheet):
        sheet.append(["a", "b"])
        sheet.append(["x", "#REF!"])
        sheet["B2"].data_type = "e"

    path = saved(tmp_path, fill)
    assert rows(path) == [{"a": "x", "b": "#REF!"}]
    assert any("column B row 2: the error #REF!" in line for line in remarks(path))


def test_a_formula_whose_value_was_never_stored_is_told(tmp_path):
    def fill(sheet):
        sheet.append(["a", "b"])
        sheet.append(["x", "=1+1"])

    path = saved(tmp_path, fill)
    assert any("column B row 2: a formula without its value" in line for line in remarks(path))


def test_what_a_spreadsheet_lost_before_it_was_saved_as_csv_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nama,NIK,Skor\nAna,3.20112E+15,#N/A\nBo,3201123456780001,#tagar\nCi,3.20112E+15,5\n")
    assert [(one.place, one.detail) for one in read_file(path).remarks] == [
        ("column B", "rows 2, 4: 3.20112E+15 is a long number of which a spreadsheet kept some digits; restore it from the source"),
        ("column C", "row 2: the error #N/A stands there instead of a value"),
    ]  # fmt: skip


def test_a_quotation_mark_that_is_never_closed_is_refused_and_hides_no_row(tmp_path):
    (tmp_path / "a.csv").write_text('kantor,keluhan\nUtara,kursi\nSelatan,"antre\nTimur,tutup\n')
    with pytest.raises(Unreadable, match="never closed") as told:
        read_file(tmp_path / "a.csv")
    assert told.value.place == "row 3"


_NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")
} | {"calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"}


def opendocument(path, *sheets):
    """A .ods as LibreOffice writes it; `sheets`: name, style, and the XML of its columns and rows."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{style}">{content}'
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, style, content in sheets
    )
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in _NAMES.items())
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "content.xml",
            f'<office:document-content {names}><office:automatic-styles><style:style style:name="away"><style:table-properties table:display="false"/>'
            f"</style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(words, more=""):
    return f"<table:table-cell {more}>{''.join(f'<text:p>{line}</text:p>' for line in words.split('|'))}</table:table-cell>"


def row(*cells, more=""):
    return f'<table:table-row {more}>{"".join(cells)}<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'


def test_an_opendocument_spreadsheet_is_read_as_it_is_seen(tmp_path):
    hides = 'table:visibility="collapse"'
    content = (
        f"<table:table-column/><table:table-column {hides}/><table:table-column/><table:table-column/>"
        + row(cell("kantor"), cell("rahasia"), cell("hari"), cell("nomor"))
        + row(
            cell("Utara", 'table:number-rows-spanned="2"'),
            cell("x"),
            cell("14 Mar", 'office:value-type="date" office:date-value="2025-03-14"'),
            cell("0007", 'office:value-type="float" office:value="7"'),
        )
        + row(
            "<table:covered-table-cell/>",
            cell("x"),
            cell("Senin|pagi"),
            cell("9,91E+15", 'office:value-type="float" office:value="9.907124503790002E15"'),
        )
        + row(cell("Barat"), cell("x"), cell("batal"), more=hides)
        + row(cell("Timur"), cell(""), cell("#DIV/0!", 'calcext:value-type="error"'), cell("1"))
    )
    path = opendocument(tmp_path / "a.ods", ("Maret", "", content), ("simpan", "away", row(cell("gelap"))))
    assert rows(path) == [
        {"kantor": "Utara", "hari": "2025-03-14", "nomor": "0007"},
        {"kantor": "Utara", "hari": "Senin pagi", "nomor": "9907124503790002"},
        {"kantor": "Timur", "hari": "#DIV/0!", "nomor": "1"},
    ]
    told = "\n".join(remarks(path))
    for place in ("Maret row 4", "Maret, column B rows 1, 2, 3", "column D row 3: numbers of more than 15", "column C row 5: the error #DIV/0!", "sheet simpan"):  # fmt: skip
        assert place in told


def test_an_opendocument_spreadsheet_filled_far_beyond_its_table_is_refused(tmp_path):
    wide = 'table:number-columns-repeated="10000"'
    filled = row(cell("x", wide), more='table:number-rows-repeated="10000"')
    with pytest.raises(Unreadable, match="more than 2,000,000 cells") as told:
        read_file(opendocument(tmp_path / "a.ods", ("Maret", "", filled)))
    assert "Take out" in told.value.remedy

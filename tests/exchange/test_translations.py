"""Passages in another language: listed, filled in, taken home, printed below the words that were said, and told when stale."""

import csv
from types import SimpleNamespace

import openpyxl
import pytest
from conftest import build

from jalin.check import check_study
from jalin.cli import main
from jalin.report import Results, compute_facts, number_chapters, report_pages
from jalin.report.tables.findings import ledger
from jalin.spreadsheet import csv_of_rows
from jalin.study import open_study

COLUMNS = ["source_id", "quote", "from", "words", "translator", "date"]
FILE = "data/raw/translations/id.csv"


@pytest.fixture
def built(results):
    """The tiny study, whose sources are in English, built."""
    return SimpleNamespace(study=results.study)


def jalin(run, *words):
    return main(["translate", *map(str, words), "--root", str(run.study.root)])


def write(root, *rows):
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(csv_of_rows(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows]))


def rows(root):
    with (root / FILE).open(newline="") as handle:
        return list(csv.DictReader(handle))


def listed(path):
    page = openpyxl.load_workbook(path).active
    names = [cell.value for cell in page[1]]
    return [
        dict(zip(names, [cell.value or "" for cell in row], strict=True)) for row in page.iter_rows(min_row=2)
    ]


def fill(path, **by_quote):
    """Put words beside the quotes that begin with each name."""
    book = openpyxl.load_workbook(path)
    page = book.active
    names = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        quote = row[names.index("quote")].value
        for begin, words in by_quote.items():
            if quote.startswith(begin):
                row[names.index("words")].value = words
                row[names.index("translator")].value = "Ann"
    book.save(path)


MOTHER = (
    "W1",
    "The children water it every morning.",
    "",
    "Anak-anak menyiramnya tiap pagi.",
    "Ann",
    "2024-06-12",
)


def lines_of(root, language="id"):
    return [line for line in check_study(open_study(root)).told() if f"translations/{language}.csv" in line]


def test_only_what_is_printed_and_was_said_in_another_language_is_missing(built, tmp_path, capsys):
    assert jalin(built) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{FILE}: passages that are printed and have no translation: 7 of 7")
    assert said[1:] == ["data/raw/translations/en.csv: nothing is missing, nothing is stale"]
    assert jalin(built, "id", tmp_path / "list.xlsx") == 0
    found = listed(tmp_path / "list.xlsx")
    assert [row["quote"] for row in found if row["source_id"] == "W1"] == [
        "The children water it every morning.",
        "Digging is hard work for small hands.",
    ]
    assert found[1]["before"].endswith("garden?\nA: ") and found[1]["after"].startswith(" I only open")
    # what one coder alone marked counts as no evidence
    assert "My back hurts from digging." not in {row["quote"] for row in found}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_filled_table_comes_home_and_nothing_is_asked_twice(built, tmp_path, capsys, ending):
    path = tmp_path / f"list.{ending}"
    jalin(built, "id", path)
    if ending == "xlsx":
        fill(path, The="Anak-anak menyiramnya tiap pagi.", Digging="=KERAS, tangan kecil")
    else:
        # as a spreadsheet saves it elsewhere
        lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(True)))
        for row in lines:
            said = {"The": "Anak-anak menyiramnya tiap pagi.", "Digging": "=KERAS, tangan kecil"}
            row["words"] = next((said[word] for word in said if row["quote"].startswith(word)), "")
            row["date"] = "12/13/2024" if row["words"] else ""
        with path.open("w", newline="") as handle:
            writer = csv.DictWriter(handle, list(lines[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(lines)
    capsys.readouterr()
    if ending == "xlsx":
        # typed so, a spreadsheet would compute it, and show nothing of it
        assert jalin(built, "id", path, "--take") == 1
        assert "column words: it is computed: =KERAS, tangan kecil" in capsys.readouterr().err
        fill(path, Digging="'=KERAS, tangan kecil")
    assert jalin(built, "id", path, "--take", "--translator", "Ben") == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith(f"{FILE}: 2 new, 0 changed, 0 in the place")
    found = rows(built.study.root)
    assert [row["words"] for row in found] == ["Anak-anak menyiramnya tiap pagi.", "'=KERAS, tangan kecil"]
    assert {row["translator"] for row in found} == {"Ann" if ending == "xlsx" else "Ben"}
    before = (built.study.root / FILE).read_bytes()
    assert jalin(built, "id", path, "--take", "--translator", "Ben") == 0
    assert capsys.readouterr().out.startswith(f"{FILE}: 0 new, 0 changed")
    assert (built.study.root / FILE).read_bytes() == before
    jalin(built, "id", tmp_path / "rest.xlsx")
    assert len(listed(tmp_path / "rest.xlsx")) == 5
    jalin(built, "id", tmp_path / "whole.xlsx", "--all")
    assert sum(bool(row["words"]) for row in listed(tmp_path / "whole.xlsx")) == 2


def test_a_row_that_is_wrong_is_placed_and_nothing_is_written(built, tmp_path, capsys):
    write(built.study.root, MOTHER)
    before = (built.study.root / FILE).read_bytes()
    path = tmp_path / "list.csv"
    faults = [
        ("W1", "Digging is hard work", "", "x", "Ann", ""),
        ("W1", "Digging is hard wrok for small hands.", "", "x", "Ann", ""),
        ("W9", "The children water it every morning.", "", "x", "Ann", ""),
        ("W2", "We water the beans, even after the rain in May.", "xx", "x", "Ann", ""),
        ("W2", "even after the rain in May", "", "x", "", "2024-06-12"),
        ("W1", "Digging is hard work for small hands.", "", "x", "Ann", ""),
        ("W1", "Digging is  hard work for small hands.", "", "y", "Ann", ""),
    ]
    path.write_text(csv_of_rows(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in faults]))
    assert jalin(built, "id", path, "--take") == 1
    said = capsys.readouterr().err
    assert "row 3, column quote: no coding of W1 has the words 'Digging is hard wrok" in said
    assert "Did you mean Digging is hard work" in said
    assert "row 4, column source_id: no passage of a source 'W9' is coded" in said
    assert "row 5, column from: there is no language 'xx'" in said
    assert "row 6: 'translator' is missing" in said
    assert "row 8: its passage stands in row 7, too" in said
    # another coder's shorter passage is one of its own
    assert "row 2" not in said
    assert (built.study.root / FILE).read_bytes() == before


def test_a_corrected_transcript_makes_its_translation_stale_and_the_new_words_take_its_place(
    built, tmp_path, capsys
):
    root = built.study.root
    write(root, MOTHER)
    assert not any("no coding has" in line for line in lines_of(root))
    source = root / "data/raw/interviews/W1.txt"
    source.write_text(source.read_text().replace("every morning", "each dawning"))
    build(root, "02")
    for coder, words in (
        ("ann", "The children water it each dawning."),
        ("ben", "children water it each dawning"),
    ):
        assert main(["place", "W1", "c1", words, "--coder", coder, "--root", str(root)]) in (0, 1)
    told = "W1: no coding has the words 'The children water it every morning.' any more; nearest is now"
    assert any(told in line for line in lines_of(root))
    built.study = build(root, "03", since="03")
    jalin(built, "id", tmp_path / "list.xlsx")
    (row,) = (row for row in listed(tmp_path / "list.xlsx") if row["earlier_quote"])
    assert row["quote"].endswith("water it each dawning.") and row["earlier_words"] == MOTHER[3]
    fill(tmp_path / "list.xlsx", The="Anak-anak menyiramnya tiap fajar.")
    capsys.readouterr()
    assert jalin(built, "id", tmp_path / "list.xlsx", "--take") == 0
    assert "1 new, 0 changed, 1 in the place" in capsys.readouterr().out
    assert [row["words"] for row in rows(root)] == ["Anak-anak menyiramnya tiap fajar."]


def test_the_other_language_prints_the_words_that_were_said_with_the_translation_below(results):
    root = results.study.root
    write(
        root,
        MOTHER,
        (
            "D1",
            "Nobody has watered the garden",
            "su en",
            "Tidak ada yang menyiram <kebun>",
            "Ben",
            "2024-06-12",
        ),
    )
    results = Results.of(open_study(root))
    chapter = '# Hasil\n\n{{ quotes("P1", "for") }}\n\n{{ table("ledger") }}\n\n{{ evidence() }}\n'
    for language in ("id", "en"):
        (root / f"notebooks/report/1_results.{language}.md").write_text(chapter)
    page = {
        language: "\n".join(
            one.data for one in report_pages(number_chapters(results, compute_facts(results), language))
        )
        for language in ("id", "en")
    }
    said = '<p><span lang="en">“The children water it every morning.”</span></p>'
    assert f'{said}<p class="translation"><em>Anak-anak menyiramnya tiap pagi.</em></p>' in page["id"]
    assert "dari bahasa Sunda dan Inggris" in page["id"] or "Sunda" not in page["id"]
    assert "penerjemah: Ann dan Ben." in page["id"]
    assert "translation" not in page["en"] and "menyiram" not in page["en"]
    frame = ledger(results, "id")
    assert frame["Terjemahan"].tolist().count("Tidak ada yang menyiram <kebun>") == 1
    assert "Translation" not in ledger(results, "en")
    assert "Tidak ada yang menyiram &lt;kebun&gt;</em></td>" in page["id"]


def test_what_may_not_be_quoted_is_never_asked_for_and_told_where_it_stands(root):
    register = root / "data/raw/consent.csv"
    register.write_text("whose,version,date,recorded_by,use,quote\nI1,1,2024-03-01,ann,yes,no\n")
    write(root, MOTHER)
    lines = lines_of(root)
    assert f"{FILE}: the words of W1 may not be quoted, and stand there; take its rows out" in lines
    assert any(": 5 of 5;" in line for line in lines)


def test_a_passage_translated_twice_and_an_unknown_source_are_problems(root):
    write(
        root, MOTHER, (*MOTHER[:3], "Lain.", "Ben", "2024-06-13"), ("W8", "x", "", "y", "Ben", "2024-06-13")
    )
    said = [str(problem) for problem in check_study(open_study(root)).problems]
    assert any(
        "row 3: W1 has two translations of 'The children water it every morning.'" in one for one in said
    )
    assert any("row 4, column source_id: 'W8' is no source yet" in one for one in said)


def test_the_words_of_a_translation_leave_no_trace_of_who_took_consent_back(root):
    write(root, ("W3", "Nobody, secretly.", "", "Tidak seorang pun.", "Ann", "2024-06-12"))
    assert any("W3: no coding has the words 'Nobody, secretly.'" in line for line in lines_of(root))

"""The appendices of a thesis: from files and tables alone, of nobody who did not agree, and said where something is missing."""

import shutil
from zipfile import ZipFile

import docx
import pytest
from PIL import Image

from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.report import Results
from jalin.report.appendices.analysis import by_question, by_source, conclusions, reduction
from jalin.report.appendices.lines import in_lines, lines_of, lines_within, margin
from jalin.report.appendices.pack import appendices
from jalin.report.appendices.sheets import informants
from jalin.report.appendices.write import write_appendices
from jalin.report.evidence import entries
from jalin.report.guides import read_guides
from jalin.report.photographs import picture_of, read_photographs
from jalin.report.tables.guides import grid, guides_table
from jalin.study import open_study

GUIDE = """
method: interview
groups: [teacher, pupil]
items:
  - asks: {id: Siapa menyiram?, en: Who waters?}
    question: 1
    codes: [CARE-WATER]
    groups: [pupil]
    probes: [{id: Pada hari libur?, en: In the holidays?}]
  - asks: {id: Apa lagi?, en: What else?}
"""


@pytest.fixture
def study(garden, tmp_path):
    """A copy of the tiny study, built."""
    return shutil.copytree(garden, tmp_path / "study")


def guided(root, text=GUIDE):
    (root / "data/raw/guides").mkdir()
    (root / "data/raw/guides/interview.yaml").write_text(text, encoding="utf-8")
    return open_study(root)


def words_in(path):
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_lines_hold_every_word_once_and_no_line_is_too_long():
    text = "one two three\nfour  five sixsevenEightnine ten\n\neleven"
    lines = [text[start:end] for start, end in lines_of(text, 0, len(text), width=10)]
    assert lines == ["one two", "three", "four  five", "sixsevenEightnine", "ten", "eleven"]
    assert list(lines_of(text, 4, 7, width=10)) == [(4, 7)]
    assert list(lines_of("  \n ", 0, 4)) == []


def test_a_passage_is_told_by_the_lines_it_touches():
    lines = [(0, 5), (6, 10), (12, 20)]
    assert lines_within(lines, 3, 7) == (1, 2)
    assert lines_within(lines, 12, 13) == (3, 3)
    assert lines_within(lines, 10, 12) == (0, 0)
    assert [in_lines(1, 2), in_lines(3, 3)] == ["1–2", "3"]


def test_the_margin_has_each_code_where_its_passage_begins(study):
    results = Results.of(open_study(study))
    found = entries(results)
    one = found[found["source_id"] == "W1"].iloc[0]
    frame = margin(results, "W1", found, "en")
    named = results.codebook.names("en")[one["code"]]
    said = frame[frame["Codes (lines)"].str.contains(named)]
    assert any(one["quote"].split()[0] in line for line in said["Words"])
    assert " ".join(" ".join(frame["Words"]).split()) == " ".join(results.texts["W1"].split())


def test_the_grid_says_who_is_asked_what_and_what_nobody_asks(study):
    results = Results.of(guided(study))
    frame = grid(results, "en")
    assert frame.values.tolist() == [
        ["1. Who cares?", "Water", "Who waters?", "Pupil", "interview, 1"],
        ["1. Who cares?", "Toil", "–", "–", "–"],
    ]


def test_all_guides_stand_in_one_table_and_a_study_without_any_has_it_empty(study):
    assert guides_table(Results.of(open_study(study)), "en").empty
    frame = guides_table(Results.of(guided(study)), "en")
    assert frame[["Technique", "No.", "Question", "Probes"]].values.tolist() == [
        ["interview", 1, "Who waters?", "In the holidays?"],
        ["interview", 2, "What else?", ""],
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("question: 1", "question: 7", "'7' is no research question"),
        ("CARE-WATER", "CARE-WATR", "CARE-WATER"),
        ("groups: [pupil]", "groups: [pupils]", "pupil"),
        ("method: interview", "method: phone", "interview"),
    ],
)
def test_a_guide_that_names_what_is_not_there_is_refused_with_its_line(study, old, new, told):
    with pytest.raises(StudyError, match="line ") as refused:
        read_guides(guided(study, GUIDE.replace(old, new)))
    assert "data/raw/guides/interview.yaml" in str(refused.value)
    assert told in str(refused.value)


def test_a_renamed_code_in_a_guide_is_the_code_of_today(study):
    results = Results.of(guided(study, GUIDE.replace("CARE-WATER", "WATERING")))
    assert grid(results, "en")["Indicator"].iloc[0] == "Water"


def test_each_proposition_stands_with_the_question_its_evidence_speaks_to(study):
    results = Results.of(open_study(study))
    assert by_question(results) == {"1": ["P1", "P2"], "": []}
    assert list(conclusions(results, "en")["1"]["Conclusion"]) == [
        "P1. The garden is cared for.",
        "P2. The garden is toil.",
    ]


def test_the_reduction_has_a_row_for_each_passage_and_the_category_above_its_code(study):
    results = Results.of(open_study(study))
    found = entries(results)
    frame = reduction(results, found, "en")
    assert sorted(frame["Label"]) == sorted(found["label"])
    watered = frame[frame["Code"] == "Water"]
    assert set(watered["Category"]) <= {"Care"}


def test_labels_in_the_triangulation_are_of_passages_in_the_reduction(study):
    results = Results.of(open_study(study))
    labels = set(entries(results)["label"])
    cells = by_source(results, "en").astype("str").to_numpy().ravel()
    quoted = {
        part for cell in cells for part in cell.replace(";", " ").split() if "/" in part and part[0].isalpha()
    }
    assert quoted and quoted <= labels


def test_a_form_has_the_words_of_its_informant_and_no_one_elses(study):
    results = Results.of(open_study(study))
    write_appendices(results)
    evidence = results["conclude/evidence"]
    assert informants(results)
    for name in informants(results):
        said = words_in(study / f"reports/appendices/member-checks/{name}.en.docx")
        for row in evidence.itertuples():
            if row.informant_id == name:
                assert row.quote in said
            elif row.quote not in set(evidence.loc[evidence["informant_id"] == name, "quote"]):
                assert row.quote not in said


def test_the_same_study_gives_the_same_bytes(study):
    results = Results.of(open_study(study))
    first = {path: path.read_bytes() for path in write_appendices(results).files}
    again = {path: path.read_bytes() for path in write_appendices(results).files}
    assert first == again
    assert len(first) == 2 * (2 + len(informants(results)))


def test_who_may_not_be_shared_has_no_transcript_and_who_may_not_be_quoted_no_words(study):
    whose = Results.of(open_study(study))["protect/sources"].set_index("source_id").at["W1", "informant_id"]
    (study / "data/raw/consent.csv").write_text(
        f"whose,use,quote,share,version,date,recorded_by\n{whose},yes,yes,no,1,2024-03-01,me\n",
        encoding="utf-8",
    )
    results = Results.of(open_study(study))
    parts = "".join(appendices(results, "en").parts)
    assert "<h3>W1</h3>" not in parts
    assert "Not printed, as consent does not cover it" in parts


def test_what_is_missing_is_said_and_nothing_fails_in_a_study_that_has_just_begun(garden, tmp_path):
    pack = appendices(Results.of(open_study(garden)), "en")
    said = "\n".join(pack.missing)
    for file in ("guides/interview.yaml", "photographs.csv", "study.yaml"):
        assert file in said


def test_a_new_study_has_a_guide_that_is_read(tmp_path):
    for languages in (("id", "en"), ("en",)):
        folder = tmp_path / "-".join(languages)
        empty_study(folder, languages=languages)
        (one,) = read_guides(open_study(folder))
        (item,) = one.guide.items
        # it names no code, which a codebook of one's own would lack
        assert item.asks and item.codes == []


def test_front_pages_say_what_study_yaml_has_and_leave_a_line_for_the_rest(study):
    path = study / "data/raw/study.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "thesis: {student_number: '4711', supervisors: [{name: Dr. Cara Example, number: NIDN 12}]}\n",
        encoding="utf-8",
    )
    written = write_appendices(Results.of(open_study(study)))
    said = words_in(study / "reports/appendices/front.en.docx")
    assert "4711" in said and "Dr. Cara Example" in said and "NIDN 12" in said and "Supervisor 1" in said
    assert "......" in said
    assert any("Faculty" in one for one in written.missing["en"])


PEOPLE = "file,date,caption_id,caption_en,people,consent\n"


def photographed(root, *rows, place=True):
    (root / "data/raw/photographs").mkdir()
    image = Image.new("RGB", (40, 30), "green")
    exif = Image.Exif()
    exif[0x010E] = "Mrs Example's house"
    image.save(root / "data/raw/photographs/a.jpg", exif=exif)
    (root / "data/raw/photographs.csv").write_text(PEOPLE + "\n".join(rows), encoding="utf-8")
    return open_study(root)


def test_a_photograph_is_shown_only_where_all_in_it_agreed(study):
    rows = [f"photographs/a.jpg,2024-03-0{at},Kebun,Garden,{people},{consent}" for at, (people, consent) in enumerate(
        [("none", ""), ("to be known", ""), ("to be known", "no"), ("to be known", "yes"), ("not to be known", "")], start=1
    )]  # fmt: skip
    found = read_photographs(photographed(study, *rows))
    assert [one.date.day for one in found.shown] == [1, 4, 5]
    assert found.withheld == 2


def test_what_a_camera_wrote_into_a_picture_does_not_come_with_it(study):
    tried = photographed(study, "photographs/a.jpg,2024-03-01,Kebun,Garden,none,")
    (one,) = read_photographs(tried).shown
    assert b"Example" not in picture_of(tried, one)
    write_appendices(Results.of(tried))
    with ZipFile(study / "reports/appendices/appendices.en.docx") as package:
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
        assert pictures and not any(b"Example" in package.read(name) for name in pictures)


def test_a_photograph_outside_the_study_or_that_is_not_there_is_refused(study):
    tried = photographed(
        study, "../study.yaml,2024-03-01,Kebun,Garden,none,", "photographs/b.jpg,2024-03-01,K,G,none,"
    )
    with pytest.raises(StudyError) as refused:
        read_photographs(tried)
    assert str(refused.value).count("there is no file") == 2

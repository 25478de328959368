import pytest
from tiny import SOURCES, write_sources

from jalin.check import check_study
from jalin.collect import collect_sources, contact_summary, read_register
from jalin.collect.register import mend_register
from jalin.errors import StudyError
from jalin.study import open_study


def problems(root):
    with pytest.raises(StudyError) as error:
        study = open_study(root)
        collect_sources(study, read_register(study))
    return [str(problem) for problem in error.value.problems]


def test_a_file_missing_from_disk_is_named_with_its_row(root):
    (root / "data/raw/interviews/W1.txt").unlink()
    (found,) = problems(root)
    assert found.startswith(
        "data/raw/sources.csv, row 2 (W1), column file: data/raw/interviews/W1.txt is not on disk."
    )


def test_a_misspelt_file_gets_a_suggestion(root):
    rows = [row[:] for row in SOURCES]
    rows[0][3] = "interviews/W1.text"
    write_sources(root, rows)
    assert "Did you mean interviews/W1.txt?" in problems(root)[0]


def test_a_file_missing_from_the_register_is_named(root):
    write_sources(root, SOURCES[1:])
    (found,) = problems(root)
    assert found.startswith("data/raw/interviews/W1.txt: the source is missing from data/raw/sources.csv.")


def test_every_problem_is_told_at_once(root):
    rows = [row[:] for row in SOURCES]
    rows[0][4], rows[1][2], rows[2][11] = "yesterday", "intervew", "maybe"
    write_sources(root, rows)
    found = problems(root)
    assert len(found) == 3
    assert "'date' needs a day, written as 2024-11-27; it is 'yesterday'" in found[0]
    assert "Did you mean interview?" in found[1]
    assert "'consent' needs one of given, withdrawn, public; it is 'maybe'" in found[2]


def test_a_file_outside_the_study_is_refused(root):
    rows = [row[:] for row in SOURCES]
    rows[0][3] = "../../../secret.txt"
    write_sources(root, rows)
    assert any("is not a file below data/raw" in line for line in problems(root))


def test_a_source_twice_is_refused(root):
    write_sources(root, [*SOURCES, SOURCES[0]])
    assert any("W1 stands twice" in line for line in problems(root))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        ("é Q: ".encode() + b"\xff\n", "byte 0xff is not valid UTF-8"),
        (b"\n \n", "no text"),
    ],
)
def test_an_unreadable_source_is_named_with_its_remedy(root, content, words):
    (root / "data/raw/interviews/W1.txt").write_bytes(content)
    (found,) = problems(root)
    assert found.startswith("data/raw/interviews/W1.txt") and words in found


def test_through_keeps_what_was_collected_up_to_that_day(root):
    assert list(read_register(open_study(root, "2024-03-05"))["source_id"]) == ["W1", "D1"]


def test_contact_summary_counts_turns_and_questions(run):
    tables = (run.collected[name] for name in ("sources", "segments", "comments", "remarks"))
    found = contact_summary(*tables, run.protected.audit).set_index("source_id")
    assert found["identifiers"].to_dict() == {"W1": 2, "W2": 0, "D1": 0, "L1": 0}
    assert found.loc["W1", ["turns", "questions"]].tolist() == [4, 2]
    assert 0.5 < found.loc["W1", "informant_share"] < 1
    assert found.loc["D1", "turns"] == 0 and found["informant_share"].isna()["D1"]


def test_a_misspelt_column_gets_a_suggestion(root):
    path = root / "data/raw/sources.csv"
    path.write_text(path.read_text().replace("informant_id", "informan_id", 1))
    (found,) = problems(root)
    assert (
        found
        == "data/raw/sources.csv, row 1: the column informant_id is missing. Add it. Did you mean informan_id?"
    )


def test_a_register_with_semicolons_is_read(root):
    path = root / "data/raw/sources.csv"
    path.write_text(path.read_text().replace(",", ";"))
    assert len(read_register(open_study(root))) == len(SOURCES)


def test_one_file_for_two_sources_is_refused(root):
    rows = [row[:] for row in SOURCES]
    rows[1][3] = rows[0][3]
    write_sources(root, rows)
    assert any("is the file of W1 already" in line for line in problems(root))


def test_the_file_of_a_source_withdrawn_may_be_gone(root):
    (root / "data/raw/interviews/W3.txt").unlink()
    assert len(read_register(open_study(root))) == len(SOURCES)


def test_an_informant_withdraws_from_all_their_sources(root):
    rows = [row[:] for row in SOURCES]
    rows[1][6] = "I3"
    write_sources(root, rows)
    assert any("I3 withdrew consent in another row" in line for line in problems(root))


def test_a_source_withdrawn_is_not_read(root):
    (root / "data/raw/interviews/W3.txt").write_bytes(b"\xff\x00 not even text")
    study = open_study(root)
    assert "W3" not in collect_sources(study, read_register(study)).texts


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (1, "schol", "column case_id: 'schol' is no case yet. Did you mean school? Or add it under cases in"),
        (5, "3", "column round: '3' is no round yet. Known: 1, 2. Or add it under rounds in"),
        (7, "officials", "column role_group: 'officials' is no role group yet. Known: paper, pupil, teacher. "
                         "Or add it under role_groups in"),
    ],
)  # fmt: skip
def test_what_study_yaml_does_not_have_is_told_with_where_to_add_it(root, column, value, said):
    rows = [row[:] for row in SOURCES]
    rows[0][column] = value
    write_sources(root, rows)
    assert problems(root) == [f"data/raw/sources.csv, row 2 (W1), {said} data/raw/study.yaml."]


def test_a_register_that_a_spreadsheet_saved_is_read_and_mended(root):
    path = root / "data/raw/sources.csv"
    days = ["26/11/2026", "9/11/2026", "10/11/2026"]
    lines = [";".join(line.split(",")) for line in path.read_text().splitlines()]
    rows = [line.split(";") for line in lines]
    for row, day in zip(rows[1:], days, strict=False):
        row[4] = day
    path.write_text("\ufeff" + "".join(";".join(row) + ";;\r\n" for row in rows), encoding="utf-8")
    study = open_study(root)
    dates = list(read_register(study)["date"])[:3]
    assert dates == ["2026-11-26", "2026-11-09", "2026-11-10"]
    (said,) = mend_register(study)
    assert "3 days" in said
    mended = path.read_bytes().decode()
    assert mended.splitlines()[1].split(",")[4] == "2026-11-26" and ";" not in mended
    assert list(read_register(study)["date"])[:3] == dates
    assert mend_register(study) == ["data/raw/sources.csv: nothing to mend"]


@pytest.mark.parametrize("mark", ["\t", ";", ","])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_register_saved_as_unicode_text_is_read_and_mended(root, encoding, mark):
    path = root / "data/raw/sources.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    before = read_register(open_study(root))
    rows[1][rows[0].index("collector")] = "Bu Café"
    text = "".join(mark.join(row) + "\r\n" for row in rows)
    path.write_bytes((text if encoding.endswith(("16", "32", "sig")) else f"\ufeff{text}").encode(encoding))
    read = read_register(open_study(root))
    assert list(read["collector"]) == ["Bu Café", *list(before["collector"])[1:]]
    mend_register(open_study(root))
    assert path.read_bytes().decode().splitlines()[1].split(",")[4] == rows[1][4]
    assert read_register(open_study(root)).equals(read)


def test_a_register_in_half_a_character_of_utf_16_is_refused_with_its_line(root):
    path = root / "data/raw/sources.csv"
    path.write_bytes(path.read_text().encode("utf-16")[:-1])
    with pytest.raises(
        StudyError, match=r"sources.csv, line \d+: .*not valid UTF-16. Save the file as UTF-8"
    ):
        read_register(open_study(root))


def test_a_register_that_excel_saved_in_windows_1252_is_read_and_told_once(root):
    path = root / "data/raw/sources.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    rows[1][rows[0].index("collector")] = "Bu Café – “Siti”"
    path.write_bytes("".join(";".join(row) + "\r\n" for row in rows).encode("cp1252"))
    assert read_register(open_study(root))["collector"][0] == "Bu Café – “Siti”"
    told = [line for line in check_study(open_study(root)).lines if "Windows-1252" in str(line)]
    assert len(told) == 1 and told[0].startswith("data/raw/sources.csv: ")
    # what was UTF-8, and is damaged, is not guessed at
    path.write_bytes(path.read_bytes() + "é".encode())
    with pytest.raises(StudyError, match="not valid UTF-8"):
        read_register(open_study(root))


def test_yaml_is_read_in_the_encoding_that_its_first_bytes_say(root):
    path = root / "data/raw/study.yaml"
    before = open_study(root).settings
    path.write_bytes(path.read_text().encode("utf-16"))
    assert open_study(root).settings == before


def test_a_register_with_a_day_that_may_be_two_is_not_mended(root):
    path = root / "data/raw/sources.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    rows[1][4] = "9/11/2026"
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    before = path.read_bytes()
    with pytest.raises(StudyError, match="may be 2026-11-09 or 2026-09-11"):
        mend_register(open_study(root))
    assert path.read_bytes() == before

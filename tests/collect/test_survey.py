"""A survey is many sources: each answer one, its open answers text, its closed ones attributes."""

import pytest

from jalin.check import check_study
from jalin.collect import collect_sources, read_register
from jalin.collect.readers import read_file
from jalin.collect.register import surveys_told
from jalin.collect.stage import run as collect
from jalin.collect.survey import program_of, survey_of
from jalin.consent import withheld
from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.protect.key import reveal
from jalin.protect.leaks import forms_of
from jalin.protect.letters import write_letter
from jalin.protect.stage import run as protect
from jalin.study import open_study
from jalin.tables.made import Built

ANSWERS = """Timestamp,Nama lengkap,Usia,Kantor,"Apa kendala Anda, dan mengapa?"
14/03/2025 9:15:02,Mirna Sadewi,34,Utara,"Antre lama sekali karena loket hanya satu"
14/03/2025 9:22:40,Yusuf Tanjil,51,Utara,"Petugas ramah tetapi kursi kurang"
3/4/2025 10:01:11,Ratna Kumbara,28,Selatan,"Tidak ada kendala yang berarti"
3/4/2025 10:05:11,Budi Santosa,28,Selatan,
"""


@pytest.fixture
def study(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/survei.csv").write_text(ANSWERS, encoding="utf-8")
    empty_study(tmp_path / "study", tmp_path / "in", ("id",))
    return open_study(tmp_path / "study")


def as_sources(study):
    path = study.raw / "sources.csv"
    head, row = path.read_text().splitlines()
    path.write_text(f"{head},row\n{row},source\n")


def test_each_answer_is_a_source_with_its_informant_day_and_attributes(study):
    as_sources(study)
    register = read_register(study)
    assert list(register["source_id"]) == [f"S01-00{n}" for n in (1, 2, 3, 4)]
    assert list(register["informant_id"]) == [f"I01-00{n}" for n in (1, 2, 3, 4)]
    # 14 can be no month, so the column's order is known
    assert list(register["date"]) == ["2025-03-14", "2025-03-14", "2025-04-03", "2025-04-03"]
    assert list(register["Usia"]) == ["34", "51", "28", "28"]
    assert list(register["Kantor"]) == ["Utara", "Utara", "Selatan", "Selatan"]
    texts = collect_sources(study, register).texts
    assert texts["S01-002"] == (
        "Nama lengkap\nYusuf Tanjil\nApa kendala Anda, dan mengapa?\nPetugas ramah tetapi kursi kurang\n"
    )
    assert texts["S01-004"] == "Nama lengkap\nBudi Santosa\n"


def test_an_answer_is_hidden_alike_in_its_text_and_in_its_field_and_asked_about_once(study):
    path = study.raw / "interviews/S01.csv"
    path.write_text(
        ANSWERS.replace("Petugas ramah", "Petugas Pak Zubkov ramah di Quorandi"), encoding="utf-8"
    )
    as_sources(study)
    collected = collect(study)
    collected.write()
    protected = protect(study)
    answers = protected["observations"].set_index("segment_id")["value"]
    segments = protected["segments"].set_index("segment_id")["text"]
    assert (segments[answers.index] == answers).all()
    assert "Zubkov" not in " ".join(answers)
    assert list(protected.suspected["form"]) == ["Quorandi"]


def test_the_answers_to_a_survey_are_one_file_of_texts_and_their_key_another(study):
    as_sources(study)
    collected = collect(study)
    # what an earlier build left, one file an answer, goes
    stale = study.processed / "collect/texts/S01-001.txt"
    stale.parent.mkdir(parents=True)
    stale.write_text("Nama lengkap\n")
    collected.write()
    hidden = protect(study)
    hidden.write()
    for folder in ("collect/texts", "protect/texts", "private/texts"):
        assert [path.name for path in (study.processed / folder).iterdir()] == ["S01.jsonl"]
    assert [path.name for path in (study.processed / "private/key").iterdir()] == ["S01.csv"]
    assert Built(study).texts("protect") == hidden.texts
    assert reveal(study, "S01-002") == collected.texts["S01-002"]
    with pytest.raises(StudyError, match="the text of S01-009 is not there"):
        reveal(study, "S01-009")


def test_what_changed_in_an_answer_is_told(study):
    as_sources(study)
    collect(study).write()
    path = study.raw / "interviews/S01.csv"
    path.write_text(ANSWERS.replace("kursi kurang", "kursi sedikit"), encoding="utf-8")
    (change,) = collect(study).changes
    assert (change.source_id, change.before, change.after) == ("S01-002", "kurang", "sedikit")


def test_check_suggests_it_and_says_how_each_question_is_read(study):
    assert any(
        "looks like 4 answers to a survey of Google Forms" in line for line in check_study(study).told()
    )
    as_sources(study)
    (line,) = [line for line in check_study(study).told() if line.startswith("S01: 4 answers (Google Forms)")]
    assert "Open, read as text: Apa kendala Anda, dan mengapa?" in line
    assert "Closed, read as attributes: Usia; Kantor" in line and "not read: Timestamp" in line


def test_study_yaml_says_otherwise(study):
    as_sources(study)
    path = study.raw / "study.yaml"
    path.write_text(path.read_text() + "surveys:\n- {source: S01, open: [Kantor], closed: [Nama lengkap]}\n")
    told = open_study(study.root)
    register = read_register(told)
    assert "Kantor" not in register and register["Nama lengkap"][0] == "Mirna Sadewi"
    path.write_text(path.read_text().replace("Kantor", "Kantr"))
    with pytest.raises(StudyError, match=r"it has no question 'Kantr'\. Did you mean Kantor\?"):
        read_register(open_study(study.root))


@pytest.mark.parametrize(
    ("headings", "program"),
    [
        (["Timestamp", "Why?"], "Google Forms"),
        (["Start Date", "Recorded Date", "Response ID", "Q1"], "Qualtrics"),
        (["start", "end", "Q", "_id", "_uuid", "_submission_time"], "KoboToolbox"),
        (["SubmissionDate", "q1", "KEY"], "ODK"),
        (["Response ID", "Date submitted", "Last page", "Start language", "Seed"], "LimeSurvey"),
        (["Respondent ID", "Collector ID", "Start Date"], "SurveyMonkey"),
        (["kantor", "jam"], ""),
    ],
)
def test_survey_programs_are_known_by_their_headings(headings, program):
    assert program_of(headings) == program


def test_questions_are_told_apart_by_their_answers(tmp_path):
    long = [
        "I came because the office is near",
        "My mother told me to come here",
        "No reason that I can think of",
    ]
    rows = [
        [long[n % 3] + f" {n}", "Strongly agree with this" if n % 2 else "Agree", str(20 + n), f"Name{n}"]
        for n in range(12)
    ]
    (tmp_path / "a.csv").write_text(
        "why,rate,age,who\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8"
    )  # fmt: skip
    found = survey_of(read_file(tmp_path / "a.csv"))
    assert (found.open, found.closed, found.other) == (("why",), ("rate", "age"), ("who",))


def agreed(study, *lines):
    (study.raw / "consent.csv").write_text(
        "whose,use,quote,share,archive,voice,version,date,recorded_by\n"
        + "".join(f"{line},1,2025-04-04,me\n" for line in lines)
    )


def test_one_answer_is_withdrawn_or_not_quoted_and_the_others_stay(study):
    path = study.raw / "interviews/S01.csv"
    path.write_text(
        ANSWERS.replace("kursi kurang", "kursi kurang dan kipas angin sering mati"), encoding="utf-8"
    )
    as_sources(study)
    agreed(study, "I01,yes,yes,yes,yes,yes", "I01-002,withdrawn,,,,", "S01-003,,no,,,")
    register = read_register(study)
    assert list(register["consent"]) == ["given", "withdrawn", "given", "given"]
    assert list(register["quotable"]) == ["yes", "no", "no", "yes"]
    collect(study).write()
    protect(study).write()
    written = [path.read_bytes() for path in study.processed.rglob("*") if path.is_file()]
    assert not [one for one in written if b"S01-002" in one or b"kursi" in one]
    assert withheld(study, "share") == {"S01-002"}
    # their words may stand nowhere that is built later
    assert any("petugas ramah tetapi kursi" in form.text for form in forms_of(study))


def test_consent_to_a_survey_is_consent_to_each_of_its_answers(study):
    as_sources(study)
    collect(study).write()
    agreed(study, "S01,yes,yes,no,yes,no", "I01-001,yes,yes,yes,yes,yes")
    assert withheld(study, "share") == {"S01", "S01-001", "S01-002", "S01-003", "S01-004"}
    assert withheld(study, "archive") == set()


def test_consent_of_an_answer_that_there_is_not_is_told(study):
    as_sources(study)
    agreed(study, "I01-044,no,,,,")
    with pytest.raises(StudyError, match="I01-044"):
        read_register(study)


def test_a_withdrawal_is_carried_out_when_the_row_is_emptied_and_the_others_keep_their_numbers(study):
    as_sources(study)
    agreed(study, "I01-002,withdrawn,,,,")
    path = study.raw / "consent.csv"
    path.write_text(
        path.read_text().replace("recorded_by", "recorded_by,done").replace(",me", ",me,2025-04-05")
    )
    collect(study).write()
    protect(study).write()
    with pytest.raises(StudyError, match=r"answer 2: what was withdrawn is still there"):
        write_letter(study, "I01-002")
    table = study.raw / "interviews/S01.csv"
    table.write_text(
        table.read_text()
        .replace("Yusuf Tanjil,51,Utara,", ",,,")
        .replace('"Petugas ramah tetapi kursi kurang"', "")
    )
    assert list(read_register(study)["source_id"]) == [f"S01-00{n}" for n in (1, 2, 3, 4)]
    collect(study).write()
    protect(study).write()
    assert write_letter(study, "I01-002")


def survey_in_csv(tmp_path, head, *rows):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return survey_of(read_file(path))


@pytest.mark.parametrize(
    ("program", "head", "row", "notes"),
    [
        (
            "LimeSurvey",
            "id. Response ID,submitdate. Date submitted,lastpage. Last page,G1Q1. Apa yang berubah?",
            "{n},2025-03-14 09:0{n}:00,2,Kursi baru sudah datang {n}",
            ("id. Response ID", "submitdate. Date submitted", "lastpage. Last page"),
        ),
        (
            "Microsoft Forms",
            "ID,Start time,Completion time,Email,Apa yang berubah?",
            "{n},3/14/25 9:0{n}:00,3/14/25 9:1{n}:00,anonymous,Kursi baru sudah datang {n}",
            ("ID", "Start time", "Completion time", "Email"),
        ),
        (
            "",
            "No,Zeitstempel,Was hat sich geändert?",
            "{n},14.03.2025 09:0{n}:00,Kursi baru sudah datang {n}",
            ("No", "Zeitstempel"),
        ),
    ],
)
def test_what_a_program_notes_of_each_answer_is_no_answer(tmp_path, program, head, row, notes):
    found = survey_in_csv(tmp_path, head, *(row.format(n=n) for n in range(1, 7)))
    assert (found.program, found.notes, found.open) == (program, notes, (head.split(",")[-1],))
    assert "2025" in found.rows[0][found.when] or "/25" in found.rows[0][found.when]


def test_answers_from_few_templates_are_told_where_they_are_read_as_closed(study):
    said = ["Antre lama sekali karena loket satu", "Petugas ramah tetapi kursi kurang"]
    rows = [f"{n},{'AB'[n % 2]},{said[n % 2]}" for n in range(1, 13)]
    (study.raw / "interviews/S01.csv").write_text("\n".join(["No,Kantor,Mengapa?", *rows]), encoding="utf-8")
    as_sources(study)
    (told,) = surveys_told(study)
    assert "Closed though the answers are sentences, for each comes several times: Mengapa?;" in told

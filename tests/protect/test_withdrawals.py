"""Withdrawal has a clock, a letter that it was carried out, and a notice where protection failed."""

from datetime import datetime

import docx
import pytest
from conftest import build
from helpers_consent import YES, write_consent

from jalin.cli import main
from jalin.consent import read_consents
from jalin.errors import StudyError
from jalin.protect.letters import write_letter, write_notice
from jalin.protect.withdrawals import due, unasked, withdrawals_of
from jalin.study import open_study
from jalin.tables.store import read

BACK = {"whose": "I2", "use": "withdrawn", "date": "2024-06-01", "time": "14:30"}


def words_of(path):
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_seventy_two_hours_run_from_the_time_it_was_received(root):
    write_consent(root, {"whose": "I2", **YES}, BACK)
    study = open_study(root)
    before, after = datetime(2024, 6, 4, 14, 30), datetime(2024, 6, 4, 14, 31)
    assert not due(study, before).late and due(study, after).late
    assert "to be done by 2024-06-04 14:30, 0 hours are left" in due(study, before).lines[0]
    assert "Pasal 40" in due(study, after).lines[1]


def test_without_a_time_they_run_from_the_beginning_of_the_day(root):
    write_consent(root, BACK | {"time": ""})
    study = open_study(root)
    assert not due(study, datetime(2024, 6, 4)).late
    assert due(study, datetime(2024, 6, 4, 0, 1)).late


def test_no_after_yes_is_a_withdrawal_and_no_from_the_start_is_none(root):
    write_consent(
        root,
        {"whose": "I1", "use": "yes", "quote": "no"},
        {"whose": "I2", **YES},
        {"whose": "I2", "quote": "no", "date": "2024-06-01"},
    )
    found = withdrawals_of(read_consents(open_study(root)))
    assert [(one.whose, one.scopes) for one in found] == [("I2", ("quote",))]


@pytest.mark.parametrize("line", [BACK, BACK | {"use": "no"}, BACK | {"whose": "W2"}])
def test_what_is_withdrawn_is_read_no_more_whatever_the_register_says(root, line):
    write_consent(root, {"whose": "I2", **YES}, line)
    sources = build(root, "01")
    assert list(read(sources, "collect/sources")["source_id"]) == ["W1", "D1", "L1"]


def test_retention_that_is_over_is_told(root):
    write_consent(root, {"whose": "I1", **YES, "until": "2029-12-31"})
    study = open_study(root)
    assert due(study, datetime(2029, 12, 31)).lines[:-1] == []
    told = due(study, datetime(2030, 1, 1))
    assert told.late and "I1: it was to be kept until 2029-12-31, which is over" in told.lines[0]


def test_what_was_not_asked_is_told_and_counts_as_no(root):
    write_consent(root, {"whose": "I2", "use": "yes", "quote": "yes"})
    consents = read_consents(open_study(root))
    assert not consents.may("W2", "share") and consents.may("W2", "quote") and consents.may("W1", "share")
    assert "share was not asked of I2; it counts as no" in "\n".join(unasked(consents))
    assert "no line for I1" in "\n".join(unasked(consents))


def test_the_letter_waits_until_all_is_gone_and_then_says_so_in_both_languages(root):
    write_consent(root, {"whose": "I2", **YES}, BACK)
    study = build(root, "02")
    with pytest.raises(StudyError, match="it is not written when it was done"):
        write_letter(study, "I2")
    write_consent(root, {"whose": "I2", **YES}, BACK | {"done": "2024-06-03"})
    with pytest.raises(StudyError, match=r"interviews/W2\.md: what was withdrawn is still there"):
        write_letter(study, "I2")
    (root / "data/raw/interviews/W2.md").unlink()
    for path in (root / "data/raw/coding/codings").glob("*/W2.jsonl"):
        path.unlink()
    (root / "data/raw/sealed.age").write_bytes(b"age")
    with pytest.raises(StudyError, match=r"sealed\.age: it may hold what was withdrawn"):
        write_letter(build(root, "02"), "I2")
    (root / "data/raw/sealed.age").unlink()
    study = build(root, "02")
    indonesian, english = write_letter(study, "I2")
    # a letter is no trace of what was withdrawn
    assert write_letter(study, "I2") == [indonesian, english]
    assert "4 Juni 2024, 14:30" in words_of(indonesian) and "Pasal 45" in words_of(indonesian)
    assert "4 June 2024, 14:30" in words_of(english) and "no trace of it in any" in words_of(english)
    assert "bukan nasihat hukum" in words_of(indonesian) and "no legal advice" in words_of(english)
    assert study.private in english.parents


def test_a_trace_in_what_was_built_stops_the_letter(root):
    write_consent(root, {"whose": "I2", **YES}, BACK | {"done": "2024-06-03"})
    study = build(root, "01")
    (root / "data/raw/interviews/W2.md").unlink()
    for path in (root / "data/raw/coding/codings").glob("*/W2.jsonl"):
        path.unlink()
    (study.reports / "old.html").parent.mkdir(exist_ok=True)
    (study.reports / "old.html").write_text("<p>W2: We water the beans</p>")
    with pytest.raises(StudyError, match=r"reports/old\.html.*a trace of W2"):
        write_letter(study, "I2")


def test_the_notice_has_the_three_contents_and_no_identifier(root):
    study = build(root, "02")
    (study.reports).mkdir(exist_ok=True)
    (study.reports / "old.html").write_text("<p>Call Sari Melati</p>")
    for path, kind in zip(
        write_notice(study, datetime(2024, 6, 1, 9)), ("nama, dari W1", "name, from W1"), strict=True
    ):
        said = words_of(path)
        assert kind in said and "reports/old.html" in said
        for content in (
            ("46(2)(a)", "46(2)(b)", "46(2)(c)") if ".en." in path.name else ("huruf a", "huruf b", "huruf c")
        ):
            assert content in said
        assert "Sari" not in said and "Melati" not in said


def test_the_command_tells_what_is_due_and_fails_when_it_is_late(root, capsys):
    write_consent(root, {"whose": "I2", **YES}, BACK)
    command = ["consent", "--root", str(root), "--today"]
    assert main([*command, "2024-06-02 10:00"]) == 0
    assert "52 hours are left" in (told := capsys.readouterr().out) and "no legal advice" in told
    assert main([*command, "2024-06-09"]) == 1
    assert main([*command, "yesterday"]) == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"whose": "I9", "use": "yes"}, "row 2, column whose: 'I9' is no informant and no source"),
        ({"whose": "I2"}, "row 2: it says nothing of any scope"),
        ({"whose": "I2", "quote": "maybe"}, "row 2: 'quote' needs one of yes, no, withdrawn"),
        ({"whose": "I2", "use": "yes", "time": "half past"}, "'half past' is no time of day"),
        ({"whose": "I2", "use": "withdrawn", "done": "2024-02-01"}, "done before it was asked for"),
    ],
)
def test_a_line_that_is_wrong_is_told_by_its_row(root, line, told):
    write_consent(root, line)
    with pytest.raises(StudyError, match=told):
        read_consents(open_study(root))

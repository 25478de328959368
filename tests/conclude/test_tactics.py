import re

import pytest
from conftest import build
from tiny import coding_line, plain

from jalin.conclude import read_member_checks, read_recorded
from jalin.conclude.explanations import holds_within
from jalin.errors import StudyError
from jalin.tables.store import read


@pytest.fixture
def root(results):
    """The tiny study, built."""
    return results.study.root


def matrix(root, since="03"):
    found = read(build(root, "06", since=since), "conclude/tactics")
    return found.set_index(["proposition", "tactic"])


def test_none_is_done_without_data_or_a_person(root):
    found = matrix(root)
    assert len(found) == 2 * 13
    # nothing recorded, no rival, no if-then: open, and no words
    for tactic in (7, 9, 10, 12, 13):
        assert found.loc[("P1", tactic), ["state", "found_en"]].tolist() == ["open", ""]
    # the notice speaks against; half of all codings for come from one pupil
    assert "finds 1 that counts against it, from 1 voice;" in found.loc[("P1", 8), "found_en"]
    assert (
        found.loc[("P1", 1), "alarm"]
        and "Of the 3 voices that could have spoken, 3 speak" in found.loc[("P1", 1), "found_en"]
    )
    # one of three is more than a quarter
    assert "fewer than" not in found.loc[("P2", 1), "found_en"]
    # with either coder left out it stands, but no round and no technique alone repeats it
    assert found.loc[("P1", 11), "alarm"] and "in 0 of 4 parts" in found.loc[("P1", 11), "found_en"]
    # nobody asked what speaks against P2
    assert (
        found.loc[("P2", 8), "alarm"]
        and "Evidence against it has not been looked for" in found.loc[("P2", 8), "found_en"]
    )
    assert found["found_id"].eq("").eq(found["found_en"].eq("")).all()


def test_what_speaks_against_it_and_does_not_count_is_listed_as_that(root):
    # Ann alone hears a denial; Ben alone finds the notice to speak of toil, and denies that, too
    for coder, source, number, code, quote in (
        ("ann", "W1", 9, "DENIED", "The children water it every morning."),
        ("ben", "D1", 9, "CARE", "since January"),
        ("ben", "D1", 10, "DENIED", "since January"),
    ):
        path = root / f"data/raw/coding/codings/{coder}/{source}.jsonl"
        text = plain({"W1": "interviews/W1.txt", "D1": "documents/D1.md"}[source])
        path.write_text(path.read_text() + coding_line(text, number, code, quote))
    said, alarm = matrix(root).loc[("P1", 8), ["found_en", "alarm"]]
    assert alarm and "A search of 20 codings of all coders finds 1 that counts against it" in said
    assert said.endswith("Another 2 speak against it without counting: D1/c9 (ben), W1/c1 (ann).")


def test_few_of_those_who_could_speak_call_for_caution(root):
    settings = root / "data/raw/study.yaml"
    settings.write_text(settings.read_text() + "verdict: {share_speaking: 0.4}\n")
    said, alarm = matrix(root).loc[("P2", 1), ["found_en", "alarm"]]
    assert alarm and "Of the 3 voices that could have spoken, 1 speaks," in said
    assert said.endswith("These are fewer than 40% of those that could have spoken.")


def test_a_finding_is_replicated_by_each_case_too_where_there_are_several(root):
    def parts(words):
        return int(re.search(r"of (\d+) parts", words)[1])

    alone = matrix(root).loc[("P1", 11), "found_en"]
    assert "each round and each technique alone" in alone
    settings, register = root / "data/raw/study.yaml", root / "data/raw/sources.csv"
    settings.write_text(
        settings.read_text().replace("cases: [", "cases: [{id: nursery, name: {id: Taman, en: Nursery}}, ")
    )
    register.write_text(register.read_text().replace("D1,school", "D1,nursery"))
    apart = matrix(root, since="01").loc[("P1", 11), "found_en"]
    assert "each round, each technique and each case alone" in apart
    # the school and the nursery
    assert parts(apart) == parts(alone) + 2


def test_if_then_is_counted_over_voices(root):
    path = root / "data/raw/analysis/propositions.yaml"
    path.write_text(
        path.read_text().replace(
            "query: CARE and with DENIED}",
            "query: CARE and with DENIED}\n    if_then: {if: CARE, then: TOIL}",
        )
    )
    found = matrix(root)
    # of Ann's codings: care by I1, I2 and D1, toil by I1 and I2; nobody without care
    assert (
        "holds for 3 voices; the consequence holds for 2 of them and for 0 of 0 others. Exceptions: D1."
        in found.loc[("P1", 9), "found_en"]
    )
    assert found.loc[("P1", 10), "alarm"]


def test_a_voice_that_was_read_and_has_no_code_is_one_of_whom_nothing_holds(root):
    path, coder = root / "data/raw/analysis/propositions.yaml", root / "data/raw/coding/codings/ann"
    path.write_text(
        path.read_text().replace(
            "query: CARE and with DENIED}",
            "query: CARE and with DENIED}\n    if_then: {if: TOIL, then: CARE}",
        )
    )
    (coder / "D1.jsonl").unlink()
    waits = matrix(root).loc[("P1", 9), "found_en"]
    assert "holds for 2 of them and for 0 of 0 others" in waits
    (coder / "read.csv").write_text("source_id,date\nD1,2024-06-02\n")
    found = matrix(root)
    assert "holds for 2 of them and for 0 of 1 other." in found.loc[("P1", 9), "found_en"]
    # by hand: of three voices two have both and one has neither: 1 of the 3 ways to choose two
    assert "p = 0.33;" in found.loc[("P1", 9), "found_en"]


def test_a_condition_that_holds_of_nobody_tests_nothing_and_says_so(root):
    path = root / "data/raw/analysis/propositions.yaml"
    path.write_text(
        path.read_text().replace(
            "query: CARE and with DENIED}",
            "query: CARE and with DENIED}\n    if_then: {if: CARE and role_group = nobody, then: TOIL}",
        )
    )
    found = matrix(root)
    assert found.loc[("P1", 9), "alarm"] and "holds for no voice" in found.loc[("P1", 9), "found_en"]
    assert found.loc[("P1", 10), "alarm"] and "cannot be looked at" in found.loc[("P1", 10), "found_en"]


def voices(prefix, count):
    return {f"{prefix}{number}" for number in range(count)}


@pytest.mark.parametrize(
    ("with_", "with_both", "without", "without_both", "holds"),
    [
        # all have the consequence, with the condition or without: it is the group that has it
        (5, 5, 1, 1, False),
        # none has it
        (1, 0, 5, 0, False),
        (5, 4, 5, 3, True),
        (5, 3, 5, 4, False),
        # a third and a third
        (3, 1, 6, 2, False),
        (5, 5, 0, 0, None),
        (0, 0, 5, 5, None),
    ],
)
def test_a_relation_is_seen_within_a_group_where_the_condition_makes_a_difference(
    with_, with_both, without, without_both, holds
):
    everyone = voices("a", with_) | voices("b", without)
    second = voices("a", with_both) | voices("b", without_both) | {"elsewhere"}
    assert holds_within(everyone, voices("a", with_) | {"elsewhere"}, second) is holds


def test_collectors_are_compared_where_there_are_several_else_it_is_time_and_said_so(root):
    found = matrix(root).loc[("P1", 2)]
    assert "One person collected the data" in found["found_en"] and "time is compared" in found["found_en"]
    register = root / "data/raw/sources.csv"
    text = register.read_text()
    assert text.count(",school,me,") >= 4
    register.write_text(
        "\n".join(
            line.replace(",me,", ",you,") if line.startswith("D1,") else line for line in text.splitlines()
        )
        + "\n"
    )
    found = matrix(root, since="01").loc[("P1", 2)]
    # the teacher and the pupil told me so, the notice that you brought says the opposite
    assert (
        found["found_en"] == "Share in favour by who collected the data (voices): me 1.00 (2), you 0.00 (1)."
    )
    assert found["alarm"]


def test_a_table_saved_with_semicolons_is_read_as_well(root):
    analysis = root / "data/raw/analysis"
    (analysis / "tactics.csv").write_text(
        "tactic;proposition;what;by;date\n7;P1;Read again, twice;Ann;2024-06-02\n"
    )
    assert matrix(root).loc[("P1", 7), "found_en"] == "“Read again, twice” (Ann, 2 June 2024)"


def test_what_people_did_stands_in_each_language_where_it_is_told_in_each(root):
    path = root / "data/raw/analysis/tactics.csv"
    path.write_text(
        "tactic,proposition,what_id,what_en,by,date\n7,P1,Dibaca lagi,Read again,Ann,2024-06-02\n"
    )
    assert matrix(root).loc[("P1", 7), "found_en"] == "“Read again” (Ann, 2 June 2024)"
    assert matrix(root).loc[("P1", 7), "found_id"] == "“Dibaca lagi” (Ann, 2 Juni 2024)"
    path.write_text("tactic,proposition,what_id,what_en,by,date\n7,P1,Dibaca lagi,,Ann,2024-06-02\n")
    with pytest.raises(StudyError, match=r"row 2, what: its words in 'en' are missing"):
        matrix(root)
    path.write_text("tactic,proposition,by,date\n7,P1,Ann,2024-06-02\n")
    with pytest.raises(StudyError, match=r"row 2: 'what' is missing"):
        matrix(root)


def test_what_people_did_is_told_with_who_and_when(root):
    analysis = root / "data/raw/analysis"
    (analysis / "tactics.csv").write_text(
        "tactic,proposition,what,by,date\n7,P1,The gate was open in January,Ann,2024-06-02\n5,all,Read I2 again,Ben,2024-06-03\n"
    )
    (analysis / "member_checks.csv").write_text(
        "date,informant_id,proposition,response,remark,change\n2024-06-04,I1,P1,disagree,no,\n2024-06-05,I2,P1,agree,,x\n"
    )
    found = matrix(root)
    assert found.loc[("P1", 7), ["state", "found_en"]].tolist() == [
        "recorded",
        "“The gate was open in January” (Ann, 2 June 2024)",
    ]
    assert found.loc[("P2", 7), "state"] == "open"
    assert "Read I2 again" in found.loc[("P2", 5), "found_id"]
    assert found.loc[("P1", 13), "alarm"] and "agree 1, disagree 1" in found.loc[("P1", 13), "found_en"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "tactics.csv",
            "tactic,proposition,what,by,date\n14,P1,x,a,2024-01-01\n",
            "row 2: 'tactic' needs a whole number from 1 to 13; it is '14'",
        ),
        (
            "tactics.csv",
            "tactic,proposition,what,by,date\n1,P1,x,y,a,2024-01-01\n",
            "row 2: it has 6 fields, the header 5",
        ),
        (
            "tactics.csv",
            "tactic,proposition,what,by,date\n1,P9,x,a,2024-01-01\n",
            "row 2: 'P9' is no proposition yet",
        ),
        (
            "member_checks.csv",
            "date,informant_id,proposition,response\n2024-01-01,I1,P1,yes\n",
            "row 2: 'response' needs one of agree, partly, disagree, added, withdrawn, no reply; it is 'yes'",
        ),
    ],
)
def test_a_slip_in_the_records_is_placed(root, run, name, text, said):
    (root / "data/raw/analysis" / name).write_text(text)
    with pytest.raises(StudyError, match=said):
        read_recorded(run.study, ["P1", "P2"])
        read_member_checks(run.study, ["P1", "P2"])

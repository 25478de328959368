"""A source withdrawn vanishes from everything built, and a trace of it is found wherever it is put."""

import csv

import pytest
from conftest import Run

from jalin.errors import StudyError
from jalin.protect import write_key
from jalin.protect.leaks import audit, refuse_leaks
from jalin.protect.trace import trace_source
from jalin.tables.store import write, write_texts


@pytest.fixture
def built(root):
    """The tiny study as the first two stages leave it."""
    run = Run(root)
    write_texts(run.study, "collect", run.collected.texts)
    write_texts(run.study, "protect", run.protected.texts)
    write(run.study, "protect/sources", run.sources)
    write(run.study, "protect/segments", run.protected.segments)
    write_key(run.study, run.protected.key)
    return run.study


def test_a_withdrawn_source_leaves_no_trace(built):
    traces = trace_source(built, "W3")
    assert traces.row["consent"] == "withdrawn" and traces.files > 5 and traces.found == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("see W3 for more", "its id"),
        ("I3 said so", "its informant"),
        ("He wrote: ZANZIBAR is my secret  word, and went on and on.", "words of it"),
    ],
)
def test_whatever_is_left_of_it_is_found(built, content, what):
    (built.raw / "interviews/W3.txt").write_text(
        "Q: Who?\nC: Zanzibar is my secret word, and went on and on.\nQ: Really?\n"
    )
    (built.reports / "x").mkdir(parents=True)
    (built.reports / "x/page.html").write_text(f"<p>fine</p>\n<p>{content}</p>")
    assert ("reports/x/page.html", "line 2", what) in trace_source(built, "W3").found


def test_words_of_a_withdrawn_source_fail_the_audit(built):
    (built.raw / "interviews/W3.txt").write_text(
        "Q: Who?\nC: Zanzibar is my secret word, and went on and on.\n"
    )
    assert audit(built)[0] == []
    (built.processed / "code").mkdir()
    (built.processed / "code/codings.csv").write_text("quote\nzanzibar is my secret word, and went\n")
    assert audit(built)[0] == []
    (built.processed / "code/codings.csv").write_text('quote\n"C: zanzibar is my secret word, and went on"\n')
    (problem,) = audit(built)[0]
    assert problem.file == "data/processed/code/codings.csv" and problem.place == "line 2"
    assert "W3, whose consent was withdrawn" in problem.what and "anzibar" not in problem.what


def test_a_source_in_use_is_traced_to_its_files(built):
    found = {file for file, _, _ in trace_source(built, "W1").found}
    assert {"data/processed/protect/texts/W1.txt", "data/processed/protect/sources.csv"} <= found


def test_an_unknown_source_gets_a_suggestion(built):
    with pytest.raises(StudyError, match=r"there is no source 'W11'. Did you mean W1"):
        trace_source(built, "W11")


def test_the_audit_names_file_and_place_and_not_the_identifier(built):
    assert audit(built)[0] == []
    (built.reports).mkdir()
    (built.reports / "note.txt").write_text("one\nask SARI MELATI\n")
    (problem,) = audit(built)[0]
    assert (problem.file, problem.place) == ("reports/note.txt", "line 2")
    assert "W1" in problem.what
    with pytest.raises(StudyError) as error:
        refuse_leaks(built, [problem])
    assert "elati" not in str(error.value).casefold()


def test_what_a_person_let_stand_is_no_leak_though_a_name_with_it_was_hidden(built):
    built.reports.mkdir()
    (built.reports / "note.txt").write_text("Sari Melati\n")
    decided = "form,decision,pseudonym,decided_by,date,reason\nsari melati,keep,,ann,2024-06-01,a street\n"
    (built.raw / "review.csv").write_text(decided)
    assert audit(built)[0] == []


def test_a_name_in_many_places_is_one_problem_and_the_private_folder_says_which_name(built):
    built.reports.mkdir()
    for number in range(6):
        (built.reports / f"note{number}.txt").write_text(
            "one\nask SARI MELATI\nand Sari Melati at 0812-3456-7890\n"
        )
    with pytest.raises(StudyError) as error:
        refuse_leaks(built, audit(built)[0])
    first, second = error.value.problems
    assert "name" in first.what and "phone" in second.what
    assert first.what.endswith(
        "still stands here, and in reports/note1.txt, reports/note2.txt and 3 more files"
    )
    assert "elati" not in str(error.value) and "0812" not in str(error.value)
    assert "Which words they are says data/processed/private/leaks.csv." in str(first)
    listed = list(csv.DictReader((built.private / "leaks.csv").open(encoding="utf-8")))
    assert len(listed) == 12 and {row["form"] for row in listed} == {"sari melati", "81234567890"}
    assert listed[0]["file"] == "reports/note0.txt" and listed[0]["place"] == "line 2"
    for path in built.reports.iterdir():
        path.unlink()
    refuse_leaks(built, audit(built)[0])
    assert not (built.private / "leaks.csv").exists()


def test_a_name_may_stand_where_works_are_cited_once_someone_decided_so_and_is_hidden_in_sources_all_the_same(
    built,
):
    source = built.raw / "interviews/W1.txt"
    source.write_text(source.read_text() + "A: And Bu Yatin said so, Miles heard it.\n")
    decided = built.raw / "review.csv"
    decided.write_text(
        "form,decision,decided_by,date,reason\nYatin,cite,ann,2024-06-01,a work of hers\nMiles,cite,ann,2024-06-01,\n"
    )
    run = Run(built.root, codings=False)
    assert "Yatin" not in run.protected.texts["W1"] and "Miles" not in run.protected.texts["W1"]
    write_texts(run.study, "protect", run.protected.texts)
    write_key(run.study, run.protected.key)
    for name in ("reports/report.en.html", "data/processed/code/codes.csv"):
        (built.root / name).parent.mkdir(parents=True, exist_ok=True)
        (built.root / name).write_text("as Bu Yatin (2019) and Miles (1994) have it\n")
    assert audit(built)[0] == []
    # in what is made of the sources it must not stand
    (built.processed / "protect/more.csv").write_text("Bu Yatin\n")
    assert (
        [leak.file for leak in audit(built)[0]]
        == ["data/processed/protect/more.csv"] * len(audit(built)[0])
        != []
    )
    # and nobody is let stand whom nobody decided on
    (built.reports / "report.en.html").write_text("as Sari Melati (2019) has it\n")
    (leak,) = [one for one in audit(built)[0] if one.file.startswith("reports")]
    assert leak.remedy.endswith("if a work is cited by it, decide cite in data/raw/review.csv")


def test_a_name_that_is_a_word_too_is_a_leak_only_after_a_title(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text() + "A: Bu Hujan was there, under the hujan.\n")
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text().replace(",en,given", ",id,given"))
    run = Run(root, codings=False)
    assert "Bu ⟦nama W1.2⟧ was there, under the hujan." in run.protected.texts["W1"]
    write_texts(run.study, "protect", run.protected.texts)
    write_key(run.study, run.protected.key)
    assert audit(run.study)[0] == []
    (run.study.reports).mkdir()
    (run.study.reports / "note.txt").write_text("bu hujan\n")
    assert len(audit(run.study)[0]) == 1

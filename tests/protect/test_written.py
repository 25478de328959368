"""What people write beside the sources names nobody, or nothing is shared."""

import json

import docx
import pytest
from conftest import Run
from tiny import make_study

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.protect.leaks import refuse_to_share
from jalin.protect.written import names_written
from jalin.study import open_study
from jalin.tables import store


@pytest.fixture
def study(tmp_path):
    root = make_study(tmp_path / "study")
    run = Run(root, codings=False)
    store.write(run.study, "protect/sources", run.sources)
    store.write_texts(run.study, "protect", run.protected.texts)
    return run.study


WRITTEN = {
    "data/raw/coding/memos/one.md": "---\nabout: CARE\n---\nI asked Bu Zubaedah again, at zubaedah@contoh.id.\n",
    "data/raw/coding/memos/two.md": "---\nabout: CARE\n---\nOne line.\nCall 0800-0004-7113.\n",
    "data/raw/analysis/tactics.csv": "tactic,note\noutliers,Drs. H. Zubaedah Rahmaniar said no\n",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_in_what_people_wrote_is_told_with_its_line_and_stops_what_is_shared(study, name):
    refuse_to_share(study)
    path = study.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(WRITTEN[name], encoding="utf-8")
    with pytest.raises(StudyError) as error:
        refuse_to_share(study)
    said = str(error.value)
    assert (
        f"{name}, line {WRITTEN[name].rstrip().count(chr(10)) + 1}: what reads like an identifier (" in said
    )
    assert "ubaedah" not in said and "7113" not in said and "keep or cite in data/raw/review.csv" in said
    forms = [leak.form.text for leak in names_written(study)]
    rows = "".join(f'"{form}",keep,ann,2024-06-01\n' for form in dict.fromkeys(forms))
    (study.raw / "review.csv").write_text(f"form,decision,decided_by,date\n{rows}", encoding="utf-8")
    refuse_to_share(open_study(study.root))


def test_a_name_in_a_table_of_utf_16_is_told(study):
    path = study.raw / "analysis/tactics.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(WRITTEN["data/raw/analysis/tactics.csv"], encoding="utf-16")
    assert [leak.file for leak in names_written(study)] == ["data/raw/analysis/tactics.csv"]


def test_the_memo_of_a_coding_is_read_and_its_quote_is_not(study):
    path = study.raw / "coding/codings/ann/W1.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert not names_written(study)
    lines[1]["memo"] = "as Pak Zubaedah told me"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (leak,) = names_written(study)
    assert leak.place == "line 2" and leak.file.endswith("ann/W1.jsonl")


def test_the_id_of_a_coding_is_no_name(study):
    path = study.raw / "coding/passages.csv"
    head = "from_source,from_coding,type,to_source,to_coding,note,coder,created\n"
    # of which four letters read like a name
    path.write_text(f"{head}W1,ann:95DAA90d-d8c4-51f0-8121-2c1ca324086a,causes,W1,ann:c002,,ann,\n")
    assert not names_written(study)


def test_coders_authors_works_and_pseudonyms_may_be_named(study):
    (study.raw / "coding/memos").mkdir(exist_ok=True)
    memo = "---\nabout: CARE\n---\nAs @miles2014 has it, Pak Ben (coder) and ⟦name W1.1⟧ agree.\n"
    (study.raw / "coding/memos/one.md").write_text(memo, encoding="utf-8")
    assert names_written(study) == []


def test_check_tells_the_names_that_stand_in_memos(study):
    path = study.root / "data/raw/coding/memos/one.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(WRITTEN["data/raw/coding/memos/one.md"], encoding="utf-8")
    said = "\n".join(check_study(study).told())
    assert (
        "'Zubaedah' reads like an identifier, and stops a deposit: data/raw/coding/memos/one.md, line 4"
        in said
    )


NADIA = "Nadia Putri: Who waters?\nBudi: I do.\nNadia Putri: Every day?\nBudi: Yes.\n"


@pytest.mark.parametrize("decision", ["hidden", "kept"])
def test_the_name_of_an_interviewer_stops_no_deposit_once_it_is_settled(tmp_path, decision):
    root = make_study(tmp_path / "study")
    raw = root / "data/raw"
    (raw / "interviews/W1.txt").write_text(NADIA, encoding="utf-8")
    settings = (raw / "study.yaml").read_text(encoding="utf-8")
    named = settings.replace("interviewers: [Q]", "interviewers: [Q, Nadia Putri]")
    assert named != settings
    (raw / "study.yaml").write_text(named, encoding="utf-8")

    def shared():
        run = Run(root, codings=False)
        store.write(run.study, "protect/sources", run.sources)
        store.write_texts(run.study, "protect", run.protected.texts)
        refuse_to_share(run.study)
        return run.protected.texts["W1"]

    with pytest.raises(StudyError, match=r"data/raw/study\.yaml"):
        shared()
    if decision == "hidden":
        (raw / "study.yaml").write_text(settings, encoding="utf-8")
        (raw / "labels.csv").write_text("label,kind,pseudonym\nNadia Putri,interviewer,interviewer 1\n")
        assert shared().startswith("⟦interviewer 1⟧: Who waters?")
    else:
        (raw / "review.csv").write_text("form,decision,decided_by,date\nNadia Putri,keep,ann,2024-06-01\n")
        assert shared().startswith("Nadia Putri: Who waters?")


def test_what_is_filled_into_a_form_is_read_as_a_person_reads_it(study):
    (study.raw / "forms").mkdir()
    form = docx.Document()
    form.add_paragraph("Saya bersedia. Nama: Bu Zubaedah Rahmaniar, 0812-3456-7113")
    form.save(study.raw / "forms/form.docx")
    found = {(leak.file, leak.form.text) for leak in names_written(study)}
    # nothing of how the file is made is taken for somebody's name
    assert found == {
        ("data/raw/forms/form.docx", "Zubaedah Rahmaniar"),
        ("data/raw/forms/form.docx", "0812-3456-7113"),
    }

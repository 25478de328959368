import json

import pandas as pd
import pytest
from conftest import Run

from jalin.check import check_study
from jalin.code.codings import read_marks, read_sources, waiting_table
from jalin.collect.register import registered
from jalin.errors import StudyError
from jalin.study import open_study

FILE = "data/raw/coding/codings/ann/W1.jsonl"


def change(root, line, **fields):
    path = root / FILE
    lines = path.read_text().splitlines()
    lines[line - 1] = json.dumps(json.loads(lines[line - 1]) | fields)
    path.write_text("\n".join(lines) + "\n")


def refused(root):
    with pytest.raises(StudyError) as error:
        Run(root)
    return str(error.value)


def test_every_coding_holds_the_words_it_quotes(run):
    assert len(run.codings) == 17
    for coding in run.codings.itertuples():
        assert run.protected.texts[coding.source_id][coding.start : coding.end] == coding.quote


def test_an_old_code_counts_as_its_new_one(run):
    found = run.codings.query("code_as_written == 'WATERING'")
    assert set(found["code"]) == {"CARE-WATER"}


def test_a_corrected_transcript_moves_codings_and_says_so(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text("Recorded in March.\n" + path.read_text())
    found = Run(root).codings.query("source_id == 'W1'")
    assert set(found["anchor"]) == {"moved"}
    assert "The children water it every morning." in set(found["quote"])


def test_a_quote_that_is_not_in_the_text_is_placed(root):
    change(root, 2, quote="Nobody ever digs here")
    assert refused(root) == (
        f"{FILE}, line 2, coding c2: the passage 'Nobody ever digs here' is not in the text. "
        "Say where it belongs, with its words as they are now: "
        'jalin place W1 c2 --coder ann "WORDS"; or take it away: jalin place W1 c2 --coder ann --remove.'
    )


def test_an_unknown_code_gets_a_suggestion(root):
    change(root, 1, code="CARE-WATERS")
    found = refused(root)
    assert f"{FILE}, line 1, coding c1: 'CARE-WATERS' is no code yet. Did you mean CARE-WATER" in found
    assert "Did you mean CARE-WATER" in found


def test_a_passage_whose_words_were_corrected_is_found_and_told(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text().replace("Digging is hard work", "Digging here is harder work"))
    found = Run(root).codings.query("source_id == 'W1' and anchor == 'edited'")
    assert set(zip(found["quote_as_written"], found["quote"], strict=True)) == {
        ("Digging is hard work for small hands.", "Digging here is harder work for small hands."),
        ("Digging is hard work", "Digging here is harder work"),
    }
    told = check_study(open_study(root)).told()
    assert any("read this again: W1, coder ann, coding c2 was on 'Digging is hard" in line for line in told)


def test_a_code_that_was_retired_is_not_used_any_more(root):
    path = root / "data/raw/coding/codebook.yaml"
    path.write_text(path.read_text() + "  - {action: retire, old: [WIDE], round: 1, reason: vague}\n")
    change(root, 1, code="WIDE")
    assert "coding c1: the code WIDE was retired. Choose another code" in refused(root)


def test_a_passage_that_stands_twice_is_not_guessed(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text() + "A: hard hard\n")
    change(root, 1, quote="hard", start=9000, end=9004, prefix="", suffix="")
    found = refused(root)
    assert "the passage 'hard' has no one clear place in the text; it may be at" in found
    assert "line 5, 'hard'" in found
    assert "jalin place W1 c1 --coder ann --take 1" in found


def test_a_pseudonym_given_later_stops_no_study_and_is_counted(root):
    (root / "data/raw/pseudonyms.csv").write_text("original,pseudonym,kind\nchildren,Small Hands,person\n")
    found = Run(root).codings.query("coder == 'ann' and source_id == 'W1'")
    assert "⟦Small Hands⟧" in " ".join(found["quote"])
    assert "edited" not in set(found["anchor"])
    assert "renamed" in set(found["anchor"])
    told = check_study(open_study(root)).told()
    assert any("a pseudonym or a label is another than when they were made" in line for line in told)


def test_a_line_that_is_no_json_is_placed(root):
    (root / FILE).write_text('{"id": "c1", \n')
    assert f"{FILE}, line 1: it is not JSON" in refused(root)


def test_a_file_of_an_unknown_source_or_coder_is_refused(root):
    coder = root / "data/raw/coding/codings"
    (coder / "ann/W9.jsonl").write_text("")
    (coder / "bent").mkdir()
    (coder / "bent/W1.jsonl").write_text("")
    found = refused(root)
    assert "'W9' is no source yet" in found
    assert "'bent' is no coder yet. Did you mean ben? Or add it under coders in data/raw/study.yaml" in found


def test_codings_of_a_withdrawn_source_are_left_out(root):
    (root / "data/raw/coding/codings/ann/W3.jsonl").write_text('{"broken": true}\n')
    assert "W3" not in set(Run(root).codings["source_id"])


def test_agreed_means_the_same_code_on_overlapping_words(run):
    apart = run.codings[~run.codings["agreed"]]
    assert list(zip(apart["coder"], apart["source_id"], apart["code"], strict=True)) == [
        ("ann", "W2", "TOIL")
    ]


def test_a_coding_under_a_split_code_names_the_choice(root):
    path = root / "data/raw/coding/codebook.yaml"
    path.write_text(path.read_text() + "  - {action: split, old: [WIDE], new: [CARE, TOIL], round: 1}\n")
    change(root, 1, code="WIDE")
    assert "coding c1: the code WIDE was split. Choose one of CARE, TOIL." in refused(root)


def test_a_coder_has_read_what_they_marked_and_what_they_say_they_read(root):
    ben = root / "data/raw/coding/codings/ben"
    before = read_sources(Run(root).codings, pd.DataFrame(columns=["coder", "source_id"]))
    (ben / "D1.jsonl").unlink()
    assert "D1" not in read_sources_of(root)["ben"]
    (ben / "D1.jsonl").write_text("")
    assert "D1" not in read_sources_of(root)["ben"], "an empty file may be a slip: only read.csv says it"
    # a line may stand twice where git joined two; W3 was withdrawn
    (ben / "read.csv").write_text("source_id,date\nD1,2024-06-10\nW3,2024-06-10\nD1,2024-06-11\n")
    assert read_sources_of(root) == before
    found = Run(root).premises.coded.read
    assert found == before


def read_sources_of(root):
    run = Run(root)
    known = registered(run.study)
    return read_sources(run.codings, read_marks(run.study, set(run.sources["source_id"]), known))


def test_a_source_read_that_is_not_there_is_refused(root):
    (root / "data/raw/coding/codings/ben/read.csv").write_text("source_id,date\nW9,\n")
    assert "ben/read.csv, row 2: 'W9' is no source yet" in refused(root)


def test_sources_that_wait_for_a_coder_are_those_nobody_marked_as_read():
    found = waiting_table(["ann", "ben", "cai"], ["W1", "W2"], {"ann": {"W1", "W2"}, "ben": {"W2", "W9"}})
    assert found.to_numpy().tolist() == [["ben", "W1"], ["cai", "W1"], ["cai", "W2"]]

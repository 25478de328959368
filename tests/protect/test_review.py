import csv

import pandas as pd
import pytest
from conftest import Run

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.protect import read_review, review_table, write_review
from jalin.protect.finder import Search, finder_with
from jalin.protect.review import Decision, halves_told
from jalin.protect.speakers import suggested
from jalin.protect.words import Vocabulary

HEADER = "form,decision,pseudonym,decided_by,date,reason\n"


def say(root, line):
    path = root / "data/raw/interviews/W2.md"
    path.write_text(f"{path.read_text()}\n**B:** {line}\n")


def decide(root, *rows):
    (root / "data/raw/review.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))


def waiting(run):
    return sorted(set(run.protected.suspected["form"]))


def test_what_only_may_be_a_name_stands_and_waits(root):
    say(root, "We saw Skolwarta in the yard, and again Skolwarta.")
    run = Run(root)
    assert waiting(run) == ["Skolwarta"] and "We saw Skolwarta" in run.protected.texts["W2"]
    write_review(run.study, run.protected.suspected)
    with (run.study.private / "review.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["form"], row["times"], row["sources"], row["decision"]) == ("Skolwarta", "2", "W2", "")
    assert "We saw Skolwarta in the yard" in row["around"]


def test_a_number_that_speaks_in_a_chat_is_somebody():
    said = {"source_id": "W1", "kind": "turn", "speaker": ["+62 800-0001-234", "P1"], "text": "Besok."}
    found = suggested(pd.DataFrame(said), Vocabulary([], ()))
    assert [one.kind for one in found] == ["person", "role"]


def test_one_decision_shows_the_places_that_a_form_has(root):
    say(
        root,
        "We saw Skolwarta in the yard. Then Skolwarta shut the gate. Near Skolwarta it rained. Past SKOLWARTA the road ends.",
    )
    run = Run(root)
    write_review(run.study, run.protected.suspected)
    with (run.study.private / "review.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    around = next(row["around"] for row in rows if row["form"] == "Skolwarta").split(" | ")
    assert len(around) == 3 and "in the yard" in around[0] and "it rained" in around[-1] + around[-2]
    (told,) = (line for line in check_study(run.study).told() if "wait" in line and "review.csv" in line)
    assert f"{len(rows)} suspected" in told


def test_a_settled_form_is_not_asked_again(root):
    say(root, "We saw Skolwarta near Kebunraya.")
    assert waiting(Run(root)) == ["Kebunraya", "Skolwarta"]
    decide(
        root, "Skolwarta,hide,the gardener,Ann,2024-05-06,a person", "kebunraya,keep,,Ann,2024-05-06,a word"
    )
    run = Run(root)
    assert waiting(run) == [] and "We saw ⟦the gardener⟧ near Kebunraya." in run.protected.texts["W2"]
    counts = review_table(run.protected.suspected, read_review(run.study)).set_index("state")["forms"]
    assert counts.to_dict() == {"open": 0, "hide": 1, "keep": 1}


def test_a_form_hidden_without_a_pseudonym_gets_a_number(root):
    say(root, "We saw Skolwarta.")
    decide(root, "Skolwarta,hide,,Ann,2024-05-06,")
    assert "We saw ⟦identifier W2.1⟧." in Run(root).protected.texts["W2"]


def test_the_list_is_gone_when_nothing_waits(root):
    say(root, "We saw Skolwarta.")
    run = Run(root)
    write_review(run.study, run.protected.suspected)
    write_review(run.study, run.protected.suspected.head(0))
    assert not (run.study.private / "review.csv").exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            ["Ann,hid,,Ben,2024-05-06,"],
            "row 2: 'decision' needs one of hide, keep, cite; it is 'hid'. Did you mean hide",
        ),
        (["Ann,hide,,,2024-05-06,"], "row 2: 'decided_by' needs a text; it is empty"),
        (["Ann,hide,,Ben,yesterday,"], "row 2: 'date' needs a day"),
        (
            ["Ann,hide,,Ben,2024-05-06,", "ANN,keep,,Ben,2024-05-06,"],
            "row 3: 'ANN' was decided in row 2 already",
        ),
    ],
)
def test_a_broken_decision_is_refused(root, rows, words):
    decide(root, *rows)
    with pytest.raises(StudyError, match=words):
        Run(root)


@pytest.mark.parametrize("decision", ["hide", "cite"])
def test_what_is_decided_of_a_part_leaves_the_whole_name_of_a_person_one(root, decision):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text() + "A: Pak Budi Santosa came. Then Budi Santosa left.\n")
    decide(root, f"Santosa,{decision},,Ann,2024-05-06,a work of hers")
    text = Run(root).protected.texts["W1"]
    assert "Budi" not in text and "Santosa" not in text
    assert text.count("⟦name W1.2⟧ came. Then ⟦name W1.2⟧ left.") == 1


@pytest.mark.parametrize("kept", ["Sara", "Mannheimer"])
def test_what_was_decided_of_one_name_leaves_no_half_of_a_longer_one(kept):
    text = "I met Sara Mannheimer at noon. Then we rang Sara. Dr Sara Mannheimer wrote it.\n"
    sources = pd.DataFrame([{"source_id": "S1", "language": "en"}])
    decided = [Decision(form=kept, decision="keep", decided_by="ann", date="2024-06-01")]
    finder = finder_with([], decided, [], {"S1": text}, sources, pd.DataFrame({"speaker": [""]}))
    hidden = [hit.original for hit in finder.find(text, "en")[0]]
    assert hidden.count("Sara Mannheimer") == 2 and kept not in hidden
    told = halves_told(decided, pd.DataFrame({"original": hidden}))
    assert len(told) == 1 and kept in told[0] and "decide hide" in told[0]
    assert halves_told(decided, pd.DataFrame({"original": ["Sara-Jane", "Ann Lee"]})) == []


PEOPLE = "Pak Budi Santosa came. Dr Sara Mannheimer sang. Pak Wiryo Utomo slept. Skolwarta and Kebunraya saw Pak Jaka Purnama.\n"


@pytest.mark.parametrize(
    "rows",
    [
        ["Budi Santosa,keep,,Ann,2024-05-06,"],
        ["Mannheimer,keep,,Ann,2024-05-06,", "Budi Santosa,keep,,Ann,2024-05-06,"],
        ["Skolwarta,hide,,Ann,2024-05-06,", "Wiryo Utomo,hide,the baker,Ann,2024-05-06,"],
        ["Sara Mannheimer,cite,,Ann,2024-05-06,", "Santosa,cite,,Ann,2024-05-06,"],
    ],
)
def test_no_decision_gives_another_person_another_number(root, rows):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text() + f"A: {PEOPLE}")

    def numbers():
        key = Run(root, codings=False).protected.key
        return dict(zip(key["original"], key["replacement"], strict=True))

    before = numbers()
    assert len(set(before.values())) == len(before) > 3
    decide(root, *rows)
    after = numbers()
    about = [row.split(",")[0] for row in rows]
    others = {name: new for name, new in before.items() if not any(form in name for form in about)}
    assert others.items() <= after.items() and len(set(after.values())) == len(after)
    # and what is put on the list
    (root / "data/raw/pseudonyms.csv").write_text("original,pseudonym\nBudi Santosa,the guard\n")
    assert {name: new for name, new in others.items() if "Budi" not in name}.items() <= numbers().items()


def test_what_decisions_hide_is_numbered_by_their_rows(root):
    say(root, "We saw Skolwarta near Kebunraya.")
    rows = ["Kebunraya,hide,,Ann,2024-05-06,", "Skolwarta,hide,,Ann,2024-05-06,"]
    decide(root, *rows)
    assert "We saw ⟦identifier W2.2⟧ near ⟦identifier W2.1⟧." in Run(root).protected.texts["W2"]
    decide(root, rows[0].replace("hide", "keep"), rows[1])
    assert "We saw ⟦identifier W2.2⟧ near Kebunraya." in Run(root).protected.texts["W2"]


@pytest.mark.parametrize(
    "kept", [["Mannheimer"], ["Budi"], ["Santo-sa", "0812 3456"], ["Jaka Purnama", "Sara"]]
)
def test_a_finder_that_knows_what_another_found_finds_what_it_would_alone(kept):
    texts = {
        "S1": PEOPLE,
        "S2": "Budi rang +62 812 3456 7890. Then Sara sang. The mannheimer stood.\n",
        "S3": "Santosa, Jaka.\n",
    }
    sources = pd.DataFrame([{"source_id": name, "language": "en"} for name in texts])
    segments = pd.DataFrame({"speaker": [""]})
    decided = [Decision(form=one, decision="keep", decided_by="ann", date="2024-06-01") for one in kept]
    search = Search(texts, sources, [])
    finder_with([], [], [], texts, sources, segments, [], search)
    after = finder_with([], decided, [], texts, sources, segments, [], search)
    alone = finder_with([], decided, [], texts, sources, segments)
    assert all(after.find(text, "en") == alone.find(text, "en") for text in texts.values())

from hypothesis import given
from hypothesis import strategies as st

from jalin.collect.changes import changed_words, changes_since, remember
from jalin.study import open_study


def test_each_changed_word_is_told_with_its_line():
    before = "P: Who came?\nI: The head came late.\nI: Then we left.\n"
    after = "P: Who came?\nI: The clerk came late.\nI: Then we all left.\nI: That is it.\n"
    assert [str(change) for change in changed_words("W1", before, after)] == [
        "W1, line 2: “head” became “clerk”",
        "W1, line 3: added “all”",
        "W1, line 4: added “I: That is it.”",
    ]


@given(st.lists(st.sampled_from("abc \n"), max_size=40), st.lists(st.sampled_from("abc \n"), max_size=40))
def test_the_changes_and_nothing_else_lead_from_one_text_to_the_other(before, after):
    old, new = "".join(before), "".join(after)
    changes = changed_words("W1", old, new)
    gone = [word for change in changes for word in change.before.split()]
    come = [word for change in changes for word in change.after.split()]
    assert sorted([*old.split(), *come]) == sorted([*new.split(), *gone])


def test_a_file_saved_again_has_not_changed_and_a_corrected_one_has(root):
    study = open_study(root)
    texts = {"W1": "Q: Who?\n", "W2": "A: Me.\n"}
    assert remember(study, texts, []) == []
    assert remember(study, texts, []) == []
    assert not (study.private / "changes.csv").exists()
    texts["W2"] = "A: Us.\n"
    assert len(changes_since(study, texts)) == 1
    assert [str(change) for change in remember(study, texts, [])] == ["W2, line 1: “Me.” became “Us.”"]
    log = (study.private / "changes.csv").read_text()
    assert log.splitlines()[0] == "seen,source_id,line,before,after,sha256" and ",W2,1,Me.,Us.," in log


def test_nothing_of_a_source_withdrawn_stays(root):
    study = open_study(root)
    remember(study, {"W1": "a b\n", "W2": "c\n"}, [])
    remember(study, {"W1": "a secret\n", "W2": "c\n"}, [])
    remember(study, {"W2": "c\n"}, ["W1"])
    kept = "".join(path.read_text() for path in study.private.rglob("*") if path.is_file())
    assert "secret" not in kept and "W1" not in kept

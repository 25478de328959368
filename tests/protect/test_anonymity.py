import json

import pandas as pd
import pytest
from conftest import Run
from tiny import SETTINGS

from jalin.collect import read_register
from jalin.collect import stage as collect
from jalin.errors import StudyError
from jalin.protect import anonymity, read_informants
from jalin.protect import stage as protect
from jalin.protect.stage import unplaced
from jalin.rules import Anonymity
from jalin.study import open_study
from jalin.tables.made import Built

# counted by hand: three clerks alike, one clerk alone by sex, one head alone by role
PEOPLE = pd.DataFrame(
    [
        ("I1", "clerk", "F", "31"),
        ("I2", "clerk", "F", "35"),
        ("I3", "clerk", "F", "38"),
        ("I4", "clerk", "M", "34"),
        ("I5", "head", "M", "52"),
    ],
    columns=["informant_id", "role_group", "sex", "age"],
)


def test_who_is_alone_on_what():
    people, _ = anonymity(PEOPLE, Anonymity(k=3))
    found = people.set_index("informant_id")
    assert found["k"].tolist() == [3, 3, 3, 1, 1]
    assert found.loc["I4", "alone_on"] == "role_group + sex; sex + age"
    assert found.loc["I5", "alone_on"] == "role_group; age"
    assert (found.loc[["I1", "I2", "I3"], "alone_on"] == "").all()


def test_what_would_help_is_told_by_its_effect():
    _, helps = anonymity(PEOPLE, Anonymity(k=3))
    found = helps.set_index(["attribute", "step"])
    assert found.loc[("sex", "leave out"), ["alone_before", "alone_after"]].tolist() == [2, 1]
    assert found.loc[("sex", "leave out"), ["below_before", "below_after"]].tolist() == [2, 1]
    assert found.loc[("age", "wider bands"), "alone_after"] == 2
    assert ("role_group", "join rare values") in found.index
    assert helps.iloc[0]["attribute"] == "sex"


def test_no_exact_number_and_no_attribute_goes_into_the_tables():
    people, _ = anonymity(PEOPLE, Anonymity(k=3))
    assert list(people) == ["informant_id", "k", "alone_on"]


def test_informants_are_described_in_a_file_of_their_own(root):
    run = Run(root)
    assert list(read_informants(run.study, run.sources)) == ["informant_id", "role_group"]
    (root / "data/raw/informants.csv").write_text("informant_id,sex\nI1,F\nI2,M\n")
    assert read_informants(run.study, run.sources)["sex"].tolist() == ["F", "M"]
    # as a spreadsheet with other marks and spaces writes it
    (root / "data/raw/informants.csv").write_text("informant_id ; sex\nI1; F\n\nI2;M\n")
    assert read_informants(run.study, run.sources)["sex"].tolist() == ["F", "M"]


def test_an_informant_nobody_described_is_named(root):
    run = Run(root)
    (root / "data/raw/informants.csv").write_text("informant_id,sex\nI1,F\nI1,M\n")
    with pytest.raises(StudyError) as error:
        read_informants(run.study, run.sources)
    said = str(error.value)
    assert "row 3: I1 stands twice" in said and "the informant I2 is missing" in said


def sites(root, **anonymity):
    path = root / "data/raw/study.yaml"
    path.write_text(f"{SETTINGS}anonymity: {json.dumps(anonymity)}\n")
    study = open_study(root)
    return (
        protect.hide(study, Built(study, collect.run(study))).sources.set_index("source_id")["site"].to_dict()
    )


def test_places_are_masked_where_fewer_than_k_informants_share_them(root):
    # of those that take part
    shown = read_register(open_study(root)).set_index("source_id")["site"].drop("W3").to_dict()
    # each interview is of a group of its own; a notice and a log are nobody's
    assert sites(root) == {"W1": "⟦place⟧", "W2": "⟦place⟧", "D1": "school", "L1": "yard"}
    assert sites(root, places="shown") == shown
    decided = {"groups": ["teacher"], "because": "agreed", "decided_by": "A", "decided_on": "2024-01-02"}
    assert sites(root, recognisable=[decided]) == shown | {"W2": "⟦place⟧"}


@pytest.mark.parametrize(
    ("places", "masked"),
    [
        # all of a group in one place, or each place of k
        ("aaa", ""), ("aaabbb", ""), ("ab", "ab"),
        # one alone elsewhere would be told by being masked alone
        ("aaab", "ab"), ("aaaabbbc", "bc"), ("aaaabcd", "bcd"), ("aaa-", ""),
    ],
)  # fmt: skip
def test_nobody_is_told_by_being_the_only_one_of_a_group_without_a_place(places, masked):
    rows = [("s", "g", f"I{at}", "" if place == "-" else place, "en") for at, place in enumerate(places)]
    sources = pd.DataFrame(rows, columns=["case_id", "role_group", "informant_id", "site", "language"])
    found = unplaced(sources, Anonymity(k=3))["site"]
    assert set(sources["site"][found == "⟦place⟧"]) == set(masked)
    assert found.tolist() == ["⟦place⟧" if one in masked and one else one for one in sources["site"]]

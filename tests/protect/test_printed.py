"""Beside single voices, groups of few are printed together, so that no label tells who speaks."""

import pandas as pd
import pytest
import yaml
from tiny import SETTINGS

from jalin.errors import StudyError
from jalin.protect.printed import printed_groups
from jalin.settings import Settings
from jalin.study import open_study


def settings_of(groups, **anonymity):
    content = yaml.safe_load(SETTINGS) | {"anonymity": anonymity}
    content["role_groups"] = [{"id": one, "name": one.upper()} for one in groups]
    return Settings.model_validate(content, context={"languages": ("id", "en")})


def sources_of(**sizes):
    rows = [(f"{group}{number}", group) for group, count in sizes.items() for number in range(count)]
    return pd.DataFrame([*rows, ("", "paper")], columns=["informant_id", "role_group"])


GROUPS = ("head", "chief", "staff", "paper")


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"head": 3, "chief": 4, "staff": 5}, {"head": "HEAD", "chief": "CHIEF", "staff": "STAFF"}),
        (
            {"head": 1, "chief": 4, "staff": 5},
            {"head": "HEAD / CHIEF", "chief": "HEAD / CHIEF", "staff": "STAFF"},
        ),
        (
            {"head": 4, "chief": 1, "staff": 3},
            {"head": "HEAD", "chief": "CHIEF / STAFF", "staff": "CHIEF / STAFF"},
        ),
        ({"head": 1, "chief": 1, "staff": 9}, dict.fromkeys(GROUPS[:3], "HEAD / CHIEF / STAFF")),
        ({"head": 2, "staff": 2}, {"head": "HEAD / STAFF", "chief": "CHIEF", "staff": "HEAD / STAFF"}),
        ({"head": 1, "chief": 1}, {"head": "Informant", "chief": "Informant", "staff": "STAFF"}),
        ({}, {"head": "HEAD", "chief": "CHIEF", "staff": "STAFF"}),
    ],
)
def test_no_label_is_of_fewer_than_k_and_those_of_papers_stay(sizes, expected):
    found = printed_groups(settings_of(GROUPS), sources_of(**sizes))
    assert found.name_of("en") == expected | {"paper": "PAPER"}
    assert list(found.names("en").values()) == list(dict.fromkeys(found.name_of("en").values()))
    for shown in found.names("en"):
        people = sum(count for group, count in sizes.items() if found.of[group] == shown)
        assert people == 0 or people >= 3 or shown == "informant"


def test_what_the_study_puts_together_has_its_name_and_k_is_a_setting():
    together = [{"groups": ["chief", "staff"], "name": "OFFICE"}]
    sizes = {"head": 3, "chief": 2, "staff": 2}
    found = printed_groups(settings_of(GROUPS, together=together), sources_of(**sizes))
    assert found.name_of("en") == {"head": "HEAD", "chief": "OFFICE", "staff": "OFFICE", "paper": "PAPER"}
    wider = printed_groups(settings_of(GROUPS, together=together, k=5), sources_of(**sizes))
    assert set(wider.name_of("en").values()) == {"HEAD / OFFICE", "PAPER"}
    narrow = printed_groups(settings_of(GROUPS, k=2), sources_of(**sizes))
    assert narrow.name_of("en")["staff"] == "STAFF" and not narrow.together("en")


def test_a_group_that_may_be_recognised_is_named_by_decision_and_the_others_join_without_it():
    decided = [{"groups": ["chief"], "because": "x", "decided_by": "A", "decided_on": "2024-01-02"}]
    found = printed_groups(settings_of(GROUPS, recognisable=decided), sources_of(head=1, chief=1, staff=2))
    assert found.name_of("en")["chief"] == "CHIEF" and "chief" not in found.within
    assert found.name_of("en")["head"] == found.name_of("en")["staff"] == "HEAD / STAFF"
    together = [{"groups": ["head", "chief", "staff"], "name": "OFFICE"}]
    found = printed_groups(
        settings_of(GROUPS, recognisable=decided, together=together), sources_of(head=1, chief=1, staff=2)
    )
    assert found.name_of("en") == {"head": "OFFICE", "chief": "CHIEF", "staff": "OFFICE", "paper": "PAPER"}


def test_a_group_that_is_not_there_cannot_be_put_together(root):
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + "anonymity: {together: [{name: All, groups: [teacher, pupils]}]}\n")
    with pytest.raises(StudyError, match=r"anonymity\.together has 'pupils', which is no role group.*pupil"):
        open_study(root)


def test_nobody_of_the_shipped_study_stands_in_a_group_of_fewer_than_three(shipped):
    found = printed_groups(shipped.study.settings, shipped.sources)
    shown = shipped.sources[shipped.sources["informant_id"] != ""].drop_duplicates("informant_id")
    assert shown["role_group"].map(found.of).value_counts().min() >= shipped.study.settings.anonymity.k
    assert found.name_of("en")["pimpinan"] != shipped.study.settings.names("role_groups", "en")["pimpinan"]


def test_beside_a_case_the_group_has_to_be_large_in_each_case():
    sources = sources_of(head=3, chief=6, staff=6).assign(case_id="north")
    sources.loc[sources.groupby("role_group").cumcount() % 2 == 1, "case_id"] = "south"
    alone = printed_groups(settings_of(GROUPS), sources)
    beside = printed_groups(settings_of(GROUPS), sources, by_case=True)
    assert alone.name_of("en")["head"] == "HEAD"
    assert beside.name_of("en")["head"] == "HEAD / CHIEF" and beside.within == {"head", "chief"}

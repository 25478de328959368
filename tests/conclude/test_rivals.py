"""Rivals told apart by what each would have one expect, and propositions that mirror each other."""

import pytest
from conftest import Run, build

from jalin.check import check_study
from jalin.conclude import verdicts
from jalin.conclude.propositions import Discriminating, Expectation
from jalin.conclude.rivals import told_apart
from jalin.errors import StudyError
from jalin.report.results import Results
from jalin.report.tables.findings import discriminating_table
from jalin.rules import VerdictRule
from jalin.tables.store import read

FILE = "data/raw/analysis/propositions.yaml"
PAIR = """
propositions:
  - id: P1
    statement: {{id: Dirawat., en: The garden is cared for.}}
    rival: P2
    for: {{query: CARE and not with DENIED}}
    against: {{query: TOIL and CARE}}
    discriminating:
      - evidence: {{id: Siapa menyiram, en: Who waters}}
        if_so: {{expected: Children water, query: CARE-WATER{so}}}
        if_rival: {{expected: Nobody waters, query: {query}{rival}}}
  - id: P2
    statement: {{id: Disebut., en: Of the garden there is talk.}}
    rival: P1
    for: {{query: CARE}}
    against: {{query: TOIL and CARE}}
"""


def write(root, so="", query="TOIL and CARE", rival=""):
    """Two rivals, both supported by themselves, and one item that tells them apart; of `query` nothing is found."""
    (root / FILE).write_text(PAIR.format(so=so, query=query, rival=rival))
    return root


def judged(root):
    run = Run(root)
    found = verdicts(run.stances, run.propositions, VerdictRule()).set_index("proposition")
    return found[["verdict", "limited_by", "told_apart"]].T.to_dict("list")


@pytest.mark.parametrize(
    ("certain", "unique", "name"),
    [
        # Van Evera (1997), ch. 1; the table is that of Collier (2011), PS 44(4), table 1
        (False, False, "straw in the wind"),
        (True, False, "hoop"),
        (False, True, "smoking gun"),
        (True, True, "doubly decisive"),
    ],
)
def test_the_four_tests_have_van_everas_names(certain, unique, name):
    words = {"id": "x", "en": "x"}
    assert Expectation(expected=words, query="X", certain=certain, unique=unique).test == name


LIMITED = ["reserved", "P2", "undecided"], ["reserved", "P1", "undecided"]
FIRST = ["supported", "", "for it"], ["reserved", "P1", "for its rival"]
SECOND = ["reserved", "P2", "for its rival"], ["supported", "", "for it"]


@pytest.mark.parametrize(
    ("so", "query", "rival", "verdicts"),
    [
        # watering is found: a straw, and a hoop that is passed, decide nothing
        ("", "TOIL and CARE", "", LIMITED),
        (", certain: true", "TOIL and CARE", "", LIMITED),
        # a smoking gun found is against the rival; so is a hoop of the rival that is not passed
        (", unique: true", "TOIL and CARE", "", FIRST),
        (", certain: true, unique: true", "TOIL and CARE", "", FIRST),
        ("", "TOIL and CARE", ", certain: true", FIRST),
        # a smoking gun that is not found is no evidence
        ("", "TOIL and CARE", ", unique: true", LIMITED),
        # nobody waters: the notice says so
        ("", "CARE and with DENIED", ", unique: true", SECOND),
        # each has its smoking gun
        (", unique: true", "CARE and with DENIED", ", unique: true", LIMITED),
    ],
)
def test_a_rival_limits_by_what_discriminates(root, so, query, rival, verdicts):
    assert judged(write(root, so, query, rival)) == dict(zip(("P1", "P2"), verdicts, strict=True))


def test_hearsay_alone_is_not_found(root):
    write(root, query="CARE and with HEARD", rival=", unique: true")
    # the cousin's word on the teacher is all there is of it
    assert judged(root) == dict(zip(("P1", "P2"), LIMITED, strict=True))


def test_without_discriminating_evidence_a_rival_that_stands_limits_and_it_says_so(root):
    text = PAIR.format(so="", query="X", rival="")
    before, _, after = text.partition("    discriminating:")
    (root / FILE).write_text(before + "  - id: P2" + after.partition("  - id: P2")[2])
    assert judged(root) == {"P1": ["reserved", "P2", "not sought"], "P2": ["reserved", "P1", "not sought"]}


def test_what_tells_them_apart_is_shown_as_a_table_and_pulled_like_any_strand(root):
    write(root, "", "CARE and with DENIED", ", certain: true")
    study = build(root)
    # the notice alone lets the rival through its hoop; on P1 itself it says nothing
    pulled = read(study, "conclude/robustness").set_index(["proposition", "strand", "value"])
    held = pulled.loc[("P1", "voice", "D1"), ["codings", "verdict_with", "verdict"]]
    assert held.tolist() == [0, "reserved", "supported"]
    row = read(study, "conclude/discriminating").iloc[0]
    assert (row["test_so"], row["voices_so"], row["found_so"]) == ("straw in the wind", 2, True)
    assert (row["test_rival"], row["voices_rival"], row["found_rival"]) == ("hoop", 1, True)
    assert row["codings_so"].split() == ["ann:W1/c1", "ann:W2/c1"] and row["speaks_for"] == ""
    # the ledger is of the propositions alone
    assert set(read(study, "conclude/evidence")["proposition"]) == {"P1", "P2"}
    table = discriminating_table(Results.of(study), "en")
    assert table.iloc[0].tolist() == [
        "P1 / P2",
        "Who waters",
        "Children water (straw in the wind)",
        "Nobody waters (hoop test)",
        "P1: found, 2 voices (W1/c1, W2/c1); P2: found, 1 voice (D1/c1)",
        "decides nothing",
    ]
    said = read(study, "conclude/tactics").set_index(["proposition", "tactic"]).loc[("P1", 12), "found_en"]
    assert said.endswith("The evidence that should tell it apart from its rival decides nothing.")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    rival: P2\n", "", "P1, discriminating: it has no rival to be told from"),
        ("query: CARE-WATER", "query: WATR", "P1, discriminating 1, if_so, query: 'WATR' is no code yet"),
        ("query: CARE-WATER", "picked: [{coding: W1/c99, reason: x}]", "P1, discriminating 1, if_so, picked"),
        (", query: CARE-WATER", ", certain: true", "nothing is looked for that could be certain or unique"),
    ],
)
def test_a_slip_in_what_tells_rivals_apart_is_placed(root, old, new, words):
    path = write(root) / FILE
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(StudyError) as error:
        Run(root)
    assert words in str(error.value)


def test_one_side_has_to_look_for_something():
    nothing = Expectation(expected={"id": "x", "en": "x"})
    with pytest.raises(ValueError, match="neither side looks for anything"):
        Discriminating(evidence={"id": "x", "en": "x"}, if_so=nothing, if_rival=nothing)


def test_a_proposition_without_a_rival_is_told_from_nothing(run):
    assert told_apart(run.propositions[0], run.propositions, set()) == ""


@pytest.mark.parametrize(
    ("first", "second", "mirrored"),
    [
        # by the queries, in whichever order their parts stand, though one has an alternative more
        (("CARE and TOIL", "TOIL"), ("TOIL", "DENIED or TOIL and CARE"), True),
        # by the codings that they select: all watering is care
        (("CARE-WATER", "TOIL"), ("TOIL", "CARE"), True),
        # one way only
        (("CARE", "TOIL"), ("TOIL", "CARE-WATER"), False),
        (("CARE", "DENIED"), ("TOIL", "CARE"), False),
    ],
)
def test_check_warns_of_propositions_that_mirror_each_other(root, first, second, mirrored):
    (root / FILE).write_text(
        "propositions:\n"
        + "".join(
            f"  - {{id: P{number}, statement: x, for: {{query: {pro}}}, against: {{query: {con}}}}}\n"
            for number, (pro, con) in enumerate((first, second), start=1)
        )
    )
    checked = check_study(Run(root).study)
    told = [line for line in checked.told() if "mirror each other" in line]
    assert bool(told) == mirrored and not checked.problems
    if told:
        assert told[0].startswith(f"{FILE}, P1 and P2: ") and "under 'discriminating' of P1" in told[0]

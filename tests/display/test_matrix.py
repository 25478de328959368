import pytest

from jalin.code.reconcile import counted
from jalin.condense import cooccurrence, count_codes, with_sources
from jalin.display import code_network, conceptually_clustered, role_ordered, time_ordered


@pytest.fixture
def codings(run):
    found = with_sources(counted(run.codings, "ann", "agreed"), run.sources)
    dates = run.codebook.table().set_index("code")["date"]
    return found.assign(theme=found["code"].map(run.codebook.theme), code_date=found["code"].map(dates))


def cells(table):
    return table.set_index(["row", "column"])["codings"].to_dict()


def test_role_ordered_keeps_the_order_of_rank_and_the_empty_cells(codings):
    found = role_ordered(codings, ["teacher", "pupil", "paper"], ["CARE", "TOIL"])
    assert list(cells(found).items()) == [
        (("teacher", "CARE"), 1),
        (("teacher", "TOIL"), 1),
        (("pupil", "CARE"), 2),
        (("pupil", "TOIL"), 0),
        (("paper", "CARE"), 1),
        (("paper", "TOIL"), 0),
    ]


def test_a_cell_quotes_a_passage_that_belongs_to_it(codings):
    found = role_ordered(codings, ["teacher", "pupil", "paper"], ["CARE", "TOIL"])
    filled = found[found["codings"] > 0]
    for cell in filled.itertuples():
        own = codings[(codings["role_group"] == cell.row) & (codings["theme"] == cell.column)]
        assert cell.quote in set(own["quote"])
    assert set(found.loc[found["codings"] == 0, "quote"]) == {""}


def test_time_ordered_puts_an_event_where_it_happened(run, codings):
    found = cells(time_ordered(codings, run.study.settings.periods, ["EVENT", "TOIL"]))
    assert found == {("EVENT", "dry"): 0, ("EVENT", "wet"): 1, ("TOIL", "dry"): 1, ("TOIL", "wet"): 0}


def test_conceptually_clustered_gathers_the_themes_of_a_question(run, codings):
    found = cells(
        conceptually_clustered(codings, ["teacher", "pupil", "paper"], run.study.settings.questions)
    )
    assert found == {("I1", "1"): 2, ("I2", "1"): 2, ("D1", "1"): 1}


def test_the_network_keeps_ties_from_the_threshold_on(run, codings):
    own = counted(run.codings, "ann", "agreed")
    pairs = cooccurrence(own, list(run.codebook.codes))
    counts = count_codes(own, run.sources, [])
    assert len(code_network(pairs, counts, at_least=1)) == 3
    assert code_network(pairs, counts, at_least=2).empty
    # CARE twice, DENIED once, one passage in common: 1 / (2 + 1 − 1)
    tie = code_network(pairs, counts, at_least=1).set_index(["code_1", "code_2"]).loc[("CARE", "DENIED")]
    assert tie["jaccard"] == 0.5

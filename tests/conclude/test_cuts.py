"""Verdicts on parts of a ledger are those of a ledger that has only that part."""

import numpy as np
import pandas as pd
import pytest

from jalin.conclude.cuts import Cuts
from jalin.conclude.stances import stances
from jalin.conclude.verdict import verdict_of


def hearsay(random, size):
    """A ledger of few voices and days, in which many repeat one another, in circles too, and some repeat nobody met."""
    voices = [f"V{number}" for number in range(6)]
    directness = random.choice(["first-hand", "hearsay", "hearsay", "observed"], size)
    origin = np.where(directness == "hearsay", random.choice(["", *voices, "nobody"], size), "")
    return pd.DataFrame(
        {
            "proposition": random.choice(["P1", "P2", "P3"], size),
            "voice": random.choice(voices, size),
            "role_group": random.choice(["pupil", "teacher", "office"], size),
            "method": random.choice(["interview", "document"], size),
            "direction": random.choice(["for", "against"], size),
            "directness": directness,
            "origin": origin,
            "weight": random.choice([0.5, 1.0], size),
            "date": random.choice(["2024-01-01", "2024-01-02", "2024-02-01"], size),
        }
    ).astype({"origin": "str", "directness": "str"})


@pytest.mark.parametrize("seed", range(40))
def test_a_verdict_on_any_part_is_that_of_the_stances_on_it(run, seed):
    random = np.random.default_rng(seed)
    rule = run.study.settings.verdict.by_source(["pupil", "teacher"] if seed % 2 else ["office"])
    ledger = hearsay(random, int(random.integers(1, 40)))
    cuts = Cuts(ledger, run.propositions, rule)
    for share in (0.0, 0.2, 0.5, 0.8, 1.0):
        kept = random.random(len(ledger)) < share
        assert cuts.verdicts(kept) == verdict_of(stances(ledger[kept]), run.propositions, rule)

"""In how many simulated studies the 95% interval of sample coverage holds the true coverage; no peer.

Studies of 6, 10, 20 and 40 sources, of 20 to 150 codes whose use is equal, or differs as by
chance (exponential) or much (log-normal, Zipf). The worst of them against nine in ten.
"""

from itertools import product

import numpy as np

from jalin.condense.richness import richness

STUDIES = 400
USES = {
    "equal": lambda dice, codes: np.ones(codes),
    "exponential": lambda dice, codes: dice.exponential(1, codes),
    "log-normal": lambda dice, codes: dice.lognormal(0, 1, codes),
    "Zipf": lambda dice, codes: 1 / np.arange(1, codes + 1),
}


def held(use: str, codes: int, mean: float, sources: int, dice: np.random.Generator) -> float:
    """The share of studies whose interval holds the true coverage; those without an estimate left out."""
    inside = []
    for study in range(STUDIES):
        weights = USES[use](dice, codes)
        likely = np.clip(weights / weights.mean() * mean, 0, 0.95)
        uses = dice.random((sources, codes)) < likely
        found = richness(uses, study)
        if not np.isnan(found.coverage):
            assert found.coverage_low <= found.coverage <= found.coverage_high
            true = likely[uses.any(axis=0)].sum() / likely.sum()
            inside.append(found.coverage_low - 1e-12 <= true <= found.coverage_high + 1e-12)
    return float(np.mean(inside))


def main() -> None:
    dice = np.random.default_rng(2024)
    shares = []
    for use, (codes, mean) in product(USES, ((20, 0.3), (60, 0.05), (60, 0.15), (150, 0.15))):
        row = [held(use, codes, mean, sources, dice) for sources in (6, 10, 20, 40)]
        print(f"{use}, {codes} codes, mean {mean}: " + ", ".join(f"{share:.3f}" for share in row), flush=True)
        shares += row
    print(f"coverage_interval ratio={min(shares) / 0.9:.3f} goal=1")


if __name__ == "__main__":
    main()

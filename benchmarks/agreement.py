"""Krippendorff's alpha, nominal, 3 coders × 1,000,000 units with a tenth missing, against `krippendorff`.

And its interval over 100 sources, in times of one alpha.
"""

import time

import krippendorff
import numpy as np

from jalin.code.coefficients import coincidences, krippendorff_alpha
from jalin.code.interval import spread

REPEATS = 5


def best(call) -> float:
    """The least seconds of several calls, after one to warm up."""
    call()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    dice = np.random.default_rng(2024)
    truth = dice.integers(0, 2, 1_000_000)
    ratings = np.where(dice.random((3, truth.size)) < 0.1, 1 - truth, truth).astype(float)
    ratings[dice.random(ratings.shape) < 0.1] = np.nan
    ours, theirs = krippendorff_alpha(ratings), krippendorff.alpha(ratings, level_of_measurement="nominal")
    assert abs(ours - theirs) < 1e-12, (ours, theirs)
    one = best(lambda: krippendorff_alpha(ratings))
    peer = best(lambda: krippendorff.alpha(ratings, level_of_measurement="nominal"))
    parts = np.array_split(ratings, 100, axis=1)

    def interval():
        matrices = np.array([coincidences(part)[1] for part in parts])
        return spread(matrices, np.full(len(parts), 10_000)).interval()

    low, high = interval()
    assert low < ours < high
    many = best(interval)
    print(
        f"alpha {ours:.4f} [{low:.4f}, {high:.4f}]; jalin {one * 1000:.1f} ms, krippendorff {peer * 1000:.1f} ms"
    )
    print(f"agreement_interval ratio={20 * one / many:.2f} goal=1")
    print(f"agreement ratio={peer / one:.2f} goal=7")


if __name__ == "__main__":
    main()

"""In how many simulated studies the 95% interval of alpha holds the truth, beside the percentile bootstrap over sources.

Two coders mark one code in segments of sources; how often it occurs and how well they see it
differs from source to source. The truth is the alpha of a study of very many sources. An interval counts where
it can be estimated: `shown` says in what share of studies.
"""

from dataclasses import dataclass

import numpy as np

from jalin.code.coefficients import nominal_alpha
from jalin.code.interval import spread

WANTED = 2000
# studies tried for each interval wanted, at most
MOST = 25
SOURCES = (3, 5, 10, 30)
PREVALENCES = (0.30, 0.05)


@dataclass(frozen=True)
class Coding:
    """How coders code: `alike` is how alike sources are (the sum of a beta distribution's parameters)."""

    seen: float = 0.8
    alike: float = 8.0
    prevalence_alike: float = 9.0
    segments: tuple[int, int] = (15, 45)


KINDS = {
    "sources much alike": Coding(),
    "sources that differ": Coding(alike=4, prevalence_alike=7 / 3),
    "good coders": Coding(seen=0.9),
    "short sources": Coding(segments=(5, 15)),
}


def studies(
    count: int, sources: int, prevalence: float, how: Coding, dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(matrices, marked) of `count` studies: the coincidences of each source, and its units that a coder marked."""
    shape = (count, sources)
    segments = dice.integers(*how.segments, size=shape)
    a, b = prevalence * how.prevalence_alike, (1 - prevalence) * how.prevalence_alike
    true = dice.binomial(segments, dice.beta(a, b, size=shape))
    # as many marks in all as there are passages
    slips = prevalence * (1 - how.seen) / (1 - prevalence)
    sees = dice.beta(how.seen * how.alike, (1 - how.seen) * how.alike, size=(2, *shape))
    slip = dice.beta(slips * how.alike * 5, (1 - slips) * how.alike * 5, size=(2, *shape))
    both = np.zeros(shape, int)
    differ = np.zeros(shape, int)
    for units, (one, other) in ((true, sees), (segments - true, slip)):
        marked = dice.binomial(units, one)
        together, alone = dice.binomial(marked, other), dice.binomial(units - marked, other)
        both, differ = both + together, differ + marked - together + alone
    neither = segments - both - differ
    cells = np.stack([2 * neither, differ, differ, 2 * both], axis=-1)
    return cells.reshape(*shape, 2, 2).astype(float), both + differ


def truth(prevalence: float, how: Coding) -> float:
    """The alpha of very many sources."""
    matrices, _ = studies(1, 200_000, prevalence, how, np.random.default_rng(9))
    return float(nominal_alpha(matrices[0].sum(axis=0)))


def percentile(matrices: np.ndarray, dice: np.random.Generator, replicates: int = 200) -> tuple[float, float]:
    """The percentile interval of alpha over sources drawn with replacement."""
    count = len(matrices)
    drawn = np.tensordot(dice.multinomial(count, np.full(count, 1 / count), size=replicates), matrices, 1)
    low, high = np.nanquantile(nominal_alpha(drawn), [0.025, 0.975])
    return low, high


def coverage(
    wanted: int, sources: int, prevalence: float, how: Coding, seed: int
) -> tuple[int, float, float, float]:
    """(intervals, shown, ours, theirs): intervals, until `wanted` are there, in what share of studies, and which share of them holds the truth."""
    dice = np.random.default_rng(seed)
    target = truth(prevalence, how)
    held, theirs, tried = [], [], 0
    while len(held) < wanted and tried < MOST * wanted:
        tried += wanted // 4
        for matrices, marked in zip(*studies(wanted // 4, sources, prevalence, how, dice), strict=True):
            found = spread(matrices, marked)
            if found is not None:
                low, high = found.interval()
                held.append(low <= target <= high)
                low, high = percentile(matrices, dice)
                theirs.append(low <= target <= high)
    nothing = float("nan")
    shares = (float(np.mean(one)) if one else nothing for one in (held, theirs))
    return len(held), len(held) / tried, *shares


def main() -> None:
    least = 1.0
    print("kind of coding         sources  prevalence  shown  holds  percentile")
    for name, how in KINDS.items():
        for prevalence in PREVALENCES:
            for sources in SOURCES:
                count, shown, ours, theirs = coverage(WANTED, sources, prevalence, how, seed=2024)
                print(
                    f"{name:22s} {sources:7d} {prevalence:11.2f} {shown:6.0%} {ours:6.1%} {theirs:11.1%}",
                    flush=True,
                )
                # of few intervals a share says little
                least = min(least, ours) if count >= WANTED else least
    print(f"alpha_interval ratio={least / 0.9:.3f} goal=1")


if __name__ == "__main__":
    main()

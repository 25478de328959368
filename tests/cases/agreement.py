"""Published worked examples of agreement.

Each: name, source, ratings (coders × units, None where missing), and the printed values.
"""

_ = None

# Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, University of
# Pennsylvania, section C: 4 observers, 12 units, 5 categories, missing data. Nominal
# alpha is printed as 0.743.
KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]

# The same paper, section B: two observers, ten units, binary; alpha is printed as 0.095.
KRIPPENDORFF_2011_BINARY = [
    [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
    [1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
]

# The same data at the other levels of measurement, to four digits, as the package
# `krippendorff` and R's irr give them.
KRIPPENDORFF_LEVELS = {"nominal": 0.7434, "ordinal": 0.8154, "interval": 0.8491, "ratio": 0.7974}

# Fleiss' kappa, worked example of Wikipedia (after Fleiss 1971): 10 subjects, 14 raters,
# 5 categories; how many raters gave each category. Kappa is printed as 0.210.
FLEISS_COUNTS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]

# Two coders on a continuum of 100, units (start, end, value); the coefficients were worked
# out by the formulas of Krippendorff (2019, §12.6) independently of this code.
UNITS = (
    [(10, 30, "a"), (40, 60, "b"), (70, 90, "a")],
    [(12, 30, "a"), (40, 60, "b"), (70, 85, "b")],
)
UNITIZING = {"whole": 0.6810, "relevance": 0.8656, "codes": 0.5289}

# Artstein, R. & Poesio, M. (2008). Inter-Coder Agreement for Computational Linguistics.
# Computational Linguistics 34(4), 555–596, table 1: statements and requests, 20 + 20 +
# 10 + 50 of 100. Observed agreement 0.7, kappa 0.348.
ARTSTEIN_POESIO = {("stat", "stat"): 20, ("stat", "ireq"): 20, ("ireq", "stat"): 10, ("ireq", "ireq"): 50}

# Di Eugenio & Glass type of prevalence paradox, quoted in PMC7222679: 130, 56, 9, 5 of
# 200. Percent agreement 0.675, kappa 0.022.
PREVALENCE = {(1, 1): 130, (1, 0): 56, (0, 1): 9, (0, 0): 5}


def pairs(table: dict) -> tuple[list, list]:
    """Two coders' ratings from a table of pairs and their counts."""
    rows = [pair for pair, count in table.items() for _ in range(count)]
    return [left for left, _ in rows], [right for _, right in rows]

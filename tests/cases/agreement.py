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

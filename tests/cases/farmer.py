"""A convergence matrix worked by hand after the published tables of Farmer's protocol.

Farmer, Robinson, Elliott & Eyles (2006), Qualitative Health Research 16(3), 377–394, as
printed in Trials 2021;22:449, table 4, and Implementation Science, doi
10.1186/s13012-015-0325-y, table 2: agreement when all components are the same; partial
agreement when one is, "the meaning or prominence of themes is the same or specific examples are the
same"; dissonance when "meaning and prominence are different and specific examples are
different"; silence when one set does not speak. By the thresholds that `study.yaml` has of itself:
prominent from half of the able voices on, one meaning within .25 of the share in favour, the
same examples from half of all events in common on. Opposed directions are dissonance.
"""

from jalin.rules import Convergence
from jalin.triangulate import Cell

RULE = Convergence()
CELLS = {
    "staff": Cell(able=4, voices_for=3, examples=frozenset({"e1", "e2"})),
    "heads of units": Cell(able=3, voices_for=1, voices_against=1, examples=frozenset({"e1"})),
    "leaders": Cell(able=2, voices_against=1),
    "public": Cell(able=3),
    "organisers": Cell(able=0),
    "documents": Cell(able=2, voices_for=1, examples=frozenset({"e2"})),
    "observation": Cell(able=4, voices_for=1, examples=frozenset({"e3"})),
}
# pair, convergence, conflict of direction
PAIRS = [
    ("staff", "documents", "agreement", False),
    # prominence and one of two events
    ("staff", "heads of units", "partial agreement", False),
    # equally prominent, but opposed: by the letter they would agree in part
    ("staff", "leaders", "dissonance", True),
    # the same meaning alone
    ("staff", "observation", "partial agreement", False),
    ("leaders", "documents", "dissonance", True),
    ("staff", "public", "silence", False),
    # the same prominence alone
    ("heads of units", "documents", "partial agreement", False),
    # neither meaning nor prominence nor examples
    ("heads of units", "observation", "dissonance", False),
    ("staff", "organisers", "not able", False),
    ("public", "public", "none", False),
]


def events(first: int, last: int) -> frozenset[str]:
    return frozenset(f"e{number}" for number in range(first, last + 1))


# two cells, convergence: where an earlier rule of this program was stricter than the published one
MENDED = [
    (Cell(4, 3, examples=events(1, 1)), Cell(4, 1, examples=events(2, 2)), "partial agreement"),
    # both for, one prominent, no examples collected
    (Cell(5, 2), Cell(4, 4), "partial agreement"),
    # a cell beside itself
    (Cell(10, 5, 5), Cell(10, 5, 5), "agreement"),
    (Cell(10, 5, 5, examples=events(1, 1)), Cell(10, 5, 5, examples=events(1, 1)), "agreement"),
    # one dissenter of ten
    (Cell(10, 9, 1), Cell(10, 10), "agreement"),
    (Cell(10, 9, 1, examples=events(1, 1)), Cell(10, 10, examples=events(2, 2)), "partial agreement"),
    # one event of forty in common is not the same examples
    (Cell(21, 21, examples=events(1, 20)), Cell(21, 21, examples=events(20, 40)), "partial agreement"),
    (Cell(21, 21, examples=events(1, 1)), Cell(21, 21, examples=events(1, 21)), "partial agreement"),
]

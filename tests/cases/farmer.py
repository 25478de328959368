"""A convergence matrix worked by hand after Farmer et al. (2006), Qualitative Health
Research 16(3), 377–394: agreement when meaning with prominence and examples both
agree, partial agreement when one does, silence when one set does not speak,
dissonance when neither agrees. Prominence is high from half of the able voices on;
examples agree when any event is shared.
"""

from jalin.triangulate import Cell

CUT = 0.5
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
    ("staff", "heads of units", "partial agreement", False),
    ("staff", "leaders", "dissonance", True),
    # both support it, yet prominence and examples differ: dissonance, no conflict
    ("staff", "observation", "dissonance", False),
    ("leaders", "documents", "dissonance", True),
    ("staff", "public", "silence", False),
    ("heads of units", "documents", "dissonance", False),
    ("staff", "organisers", "not able", False),
]

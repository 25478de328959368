"""The convergence of two sets of data on one theme.

After the triangulation protocol of Farmer, Robinson, Elliott & Eyles (2006,
Qualitative Health Research 16(3), 377–394): two elements are compared, (a) meaning
and prominence, (b) coverage and specific examples. Both alike: agreement; one:
partial agreement; one set speaks where the other does not: silence; neither alike:
dissonance. Dissonance so defined is not contradiction, so a direct conflict of
direction is told apart; and a set that could not speak to the theme is not silent.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What one group says of one proposition, in voices; `examples` are event codes."""

    able: int
    voices_for: int = 0
    voices_against: int = 0
    voices_mixed: int = 0
    examples: frozenset[str] = frozenset()

    @property
    def speaking(self) -> int:
        return self.voices_for + self.voices_against + self.voices_mixed

    @property
    def state(self) -> str:
        """for, against, mixed, silent, or not able."""
        if self.able == 0:
            return "not able"
        if self.speaking == 0:
            return "silent"
        if self.speaking == self.voices_for:
            return "for"
        return "against" if self.speaking == self.voices_against else "mixed"

    @property
    def prominence(self) -> float:
        """Share of the voices able to speak to it that do; NaN when none is able."""
        return self.speaking / self.able if self.able else float("nan")


def conflict(left: Cell, right: Cell) -> bool:
    """Whether one speaks for and the other against."""
    return {left.state, right.state} == {"for", "against"}


def pair_code(left: Cell, right: Cell, prominence_cut: float) -> str:
    """The convergence code of two cells.

    "not able" when either could not speak to it, "none" when both are silent.
    Prominence is high from `prominence_cut` on.
    """
    states = (left.state, right.state)
    if "not able" in states:
        return "not able"
    if states == ("silent", "silent"):
        return "none"
    if "silent" in states:
        return "silence"
    same_meaning = left.state == right.state != "mixed"
    same_prominence = (left.prominence >= prominence_cut) == (right.prominence >= prominence_cut)
    alike = int(same_meaning and same_prominence) + int(bool(left.examples & right.examples))
    return ("dissonance", "partial agreement", "agreement")[alike]

"""The convergence of two sets of data on one theme.

After the triangulation protocol of Farmer, Robinson, Elliott & Eyles (2006, Qualitative
Health Research 16(3), 377–394), in the words of its published tables (Trials 2021;22:449,
table 4; Implementation Science, doi 10.1186/s13012-015-0325-y, table 2): agreement, when
meaning and prominence are the same and so are the examples; partial agreement, when one component is,
"the meaning or prominence of themes" or the examples; dissonance, when meaning and
prominence differ and the examples do; silence, when one set speaks and the other does not.
By the letter two sets of opposed directions that are equally prominent would agree in part:
here they are dissonance, with a flag of its own, which dissonance alone is not. A set that could not speak to the theme is
not silent, and examples of which neither tells are not compared.
"""

from dataclasses import dataclass

from jalin.rules import Convergence

# for shares that are no binary fractions: .9 − .65 is .25
_ROUNDING = 1e-9


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
    def favour(self) -> float:
        """Share in favour of the voices that speak, those that say both counted half; NaN when none speaks."""
        return (self.voices_for + self.voices_mixed / 2) / self.speaking if self.speaking else float("nan")

    @property
    def prominence(self) -> float:
        """Share of the voices able to speak to it that do; NaN when none is able."""
        return self.speaking / self.able if self.able else float("nan")

    def state(self, rule: Convergence) -> str:
        """for, against, mixed, silent, or not able; one dissenter does not make a large group mixed."""
        if self.able == 0:
            return "not able"
        if self.speaking == 0:
            return "silent"
        least = rule.share_direction * self.speaking - _ROUNDING
        if self.voices_for >= least:
            return "for"
        return "against" if self.voices_against >= least else "mixed"


def similarities(left: Cell, right: Cell, rule: Convergence) -> dict[str, bool]:
    """Whether two cells that both speak have the same meaning, prominence and examples.

    Meaning: the shares in favour differ by `meaning_apart` at most. Prominence: both or neither
    reach `prominence_cut`. Examples: of the events that either tells of both tell at
    least `examples_shared` (Jaccard); left out when neither tells of any.
    """
    prominent = [cell.prominence >= rule.prominence_cut - _ROUNDING for cell in (left, right)]
    found = {
        "meaning": abs(left.favour - right.favour) <= rule.meaning_apart + _ROUNDING,
        "prominence": prominent[0] == prominent[1],
    }
    if told := left.examples | right.examples:
        shared = len(left.examples & right.examples)
        found["examples"] = shared >= rule.examples_shared * len(told) - _ROUNDING
    return found


def conflict(left: Cell, right: Cell, rule: Convergence) -> bool:
    """Whether one speaks for and the other against."""
    return {left.state(rule), right.state(rule)} == {"for", "against"}


def pair_code(left: Cell, right: Cell, rule: Convergence) -> str:
    """The convergence code of two cells.

    "not able" when either could not speak to the proposition, "none" when neither of two that could does.
    """
    states = {left.state(rule), right.state(rule)}
    if "not able" in states:
        return "not able"
    if states == {"silent"}:
        return "none"
    if "silent" in states:
        return "silence"
    alike = similarities(left, right, rule).values()
    if conflict(left, right, rule) or not any(alike):
        return "dissonance"
    return "agreement" if all(alike) else "partial agreement"

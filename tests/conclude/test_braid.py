import pandas as pd
import pytest

from jalin.conclude.braid import draw_braid, draw_ribbons
from jalin.conclude.draw import draw_standing, draw_tactics, draw_verdicts

GROUPS = {"teacher": "Teachers", "pupil": "Pupils"}
STANCES = pd.DataFrame(
    [("P1", "I1", "teacher", "for"), ("P1", "I2", "pupil", "against"), ("P2", "I2", "pupil", "mixed")],
    columns=["proposition", "voice", "role_group", "stance"],
)
VERDICTS = pd.DataFrame({"proposition": ["P1", "P2"], "verdict": "mixed", "fragile": False}).assign(
    voices_for=[1, 0], voices_mixed=[0, 1], voices_against=[1, 0]
)
PULLED = pd.DataFrame(
    [("P1", "voice", "I2", True), ("P1", "voice", "I1", False), ("P2", "method", "interview", True)],
    columns=["proposition", "strand", "value", "changes"],
)
CALLED = {"P1": "P1  Cared for", "P2": "P2  Hard work"}


def dots(figure, **look):
    """Where dots of a look stand: (column, row)."""
    found = [
        line
        for line in figure.axes[0].lines
        if line.get_marker() == "o"
        and all(getattr(line, f"get_{name}")() == value for name, value in look.items())
    ]
    return [(int(x), int(y)) for line in found for x, y in zip(*line.get_data(), strict=True)]


def test_in_the_braid_shape_tells_how_a_voice_speaks_and_a_ring_on_whom_the_verdict_hangs():
    figure = draw_braid(STANCES, VERDICTS, PULLED, GROUPS, "en", CALLED)
    assert dots(figure, fillstyle="full") == [(0, 0)]
    assert dots(figure, fillstyle="left") == [(1, 1)]
    against, rings = (0, 1), (0, 1)
    assert dots(figure, fillstyle="none") == [against, rings]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["I1", "I2"]
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == list(CALLED.values())
    assert {"Teachers", "Pupils"} <= {text.get_text() for text in figure.axes[0].texts}


def test_the_braid_stays_as_ribbons_for_the_screen():
    figure = draw_ribbons(STANCES, VERDICTS, PULLED, GROUPS, "en", CALLED)
    assert len(figure.axes[0].patches) == len(STANCES)
    assert "P1  Cared for: mixed" in {text.get_text() for text in figure.axes[0].texts}


@pytest.mark.parametrize("verdicts", [VERDICTS.iloc[:0], VERDICTS], ids=["no proposition", "no voice"])
@pytest.mark.parametrize("draw", [draw_braid, draw_ribbons])
def test_without_a_proposition_or_a_voice_there_is_no_braid(draw, verdicts):
    figure = draw(STANCES.iloc[:0], verdicts, PULLED.iloc[:0], GROUPS, "en")
    assert [text.get_text() for text in figure.axes[0].texts] == ["There is no data for this figure."]


def test_figures_call_a_proposition_by_its_short_name_else_by_its_id():
    drawn = pd.DataFrame({"proposition": ["P1"], "verdict": "mixed", "share": 1.0, "stands": True})
    tactics = pd.DataFrame({"proposition": ["P1"], "tactic": 1, "state": "open", "alarm": False})
    for names, wanted in ((CALLED, "P1  Cared for"), (None, "P1")):
        for figure in (
            draw_verdicts(VERDICTS[:1], "en", names), draw_standing(drawn, "en", names), draw_tactics(tactics, "en", names),
        ):  # fmt: skip
            ax = figure.axes[0]
            labels = {label.get_text() for label in [*ax.get_yticklabels(), *ax.get_xticklabels()]}
            assert wanted in labels

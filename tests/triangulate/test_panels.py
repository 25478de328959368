import pandas as pd

from jalin.triangulate.draw import draw_panels

NAMES = {
    "role_group": {f"g{at}": f"Group {at}" for at in range(6)},
    "method": {"interview": "interview", "document": "document"},
    "round": {"1": "early", "2": "late"},
}


def cells(ways):
    rows = [("P1", by, group) for by in ways for group in NAMES[by]]
    found = pd.DataFrame(rows, columns=["proposition", "by", "group"])
    return found.assign(
        able=5, voices_for=3, voices_mixed=1, voices_against=1, convergence="agreement", conflict=False
    )


def test_source_technique_and_time_are_panels_of_one_figure_that_share_their_rows():
    figure = draw_panels(cells(NAMES), NAMES, "en", {"P1": "P1  Cared for"})
    assert [ax.get_title() for ax in figure.axes] == ["source group", "technique", "round"]
    assert [label.get_text() for ax in figure.axes for label in ax.get_yticklabels()] == [
        "P1  Cared for",
        "",
        "",
    ]
    groups = [label.get_text() for ax in figure.axes for label in ax.get_xticklabels()]
    assert groups == [name for names in NAMES.values() for name in names.values()]
    assert "A" in [text.get_text() for text in figure.axes[1].texts]


def test_a_way_that_a_study_does_not_have_is_no_empty_panel():
    figure = draw_panels(cells(["role_group"]), NAMES, "en")
    assert len(figure.axes) == 1
    assert [text.get_text() for text in figure.axes[0].texts][:2] == ["A", "+3 ±1 −1 / 5"]

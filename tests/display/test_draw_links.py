import networkx as nx
import pandas as pd
import pytest

from jalin.display.draw_links import (
    _bends,
    _curve,
    _ends,
    _hits,
    _layered,
    _timed,
    draw_links,
    draw_network,
)

NAMES = {"PLEDGE": "Pledge", "KNOWN": "Rules known", "LIKE": "Likes", "WARN": "Warning", "STOP": "Stopped"}
DATES = {"PLEDGE": "2024-09-09", "WARN": "2024-10-01", "STOP": "2024-10-02"}


def links(*rows, network="causal"):
    columns = ["source", "target", "sign", "voices", "voices_both"]
    return pd.DataFrame(rows, columns=columns).assign(network=network)


def said(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_each_link_has_its_sign_and_every_mark_is_explained():
    shown = links(("KNOWN", "LIKE", "+", 3, 4), ("WARN", "LIKE", "-", 2, 2), ("LIKE", "STOP", "?", 0, 5))
    figure = draw_links(shown, NAMES, {"WARN", "STOP"}, {}, "en")
    assert {"+ 3/4", "− 2/2", "? 0/5", "Likes", "Warning"} <= set(said(figure))
    assert legend(figure) == [
        "+ more of the one, more of the other",
        "− more of the one, less of the other",
        "? unclear which way",
        "nobody names both close together yet",
        "event",
        "state",
    ]


def test_what_a_network_does_not_have_is_not_in_its_legend():
    figure = draw_links(links(("KNOWN", "LIKE", "+", 3, 4)), NAMES, set(), {}, "en")
    assert legend(figure) == ["+ more of the one, more of the other", "state"]


def test_an_event_state_network_runs_along_an_axis_of_time():
    shown = links(
        ("PLEDGE", "KNOWN", "+", 1, 1), ("KNOWN", "STOP", "+", 1, 1), ("STOP", "LIKE", "+", 1, 1),
        ("LIKE", "WARN", "+", 1, 1), network="event-state",
    )  # fmt: skip
    figure = draw_links(shown, NAMES, set(DATES), DATES, "id")
    at = {text.get_text(): text.xy[1] for text in figure.axes[0].texts if hasattr(text, "xy")}
    # the network leads from the later event to the earlier, time does not
    assert at["Pledge"] < at["Warning"] < at["Stopped"]
    assert at["Pledge"] < at["Rules known"] < at["Stopped"]
    days = [text for text in said(figure) if text[0].isdigit()]
    assert days == ["9 Sep", "1 Okt", "2 Okt"]
    # boxes of events a day apart do not lie on one another
    assert at["Stopped"] - at["Warning"] > 0.5


@pytest.mark.parametrize("timed", [False, True])
def test_no_link_runs_through_a_box_that_is_not_its_own(timed):
    ends = [("PLEDGE", "A"), ("A", "B"), ("B", "WARN"), ("B", "C"), ("C", "STOP"), ("A", "STOP"), ("A", "C")]
    graph = nx.DiGraph(ends)
    places = _timed(graph, DATES)[0] if timed else _layered(graph, DATES)
    bends = _bends(graph, places)
    assert sum(_hits(_curve(*_ends(places, link), 0.0), places, link) for link in ends) > 0 or timed
    for link in ends:
        assert _hits(_curve(*_ends(places, link), bends[link]), places, link) == 0, link


def test_the_network_of_codes_has_names_and_no_code_that_only_marks_others():
    ties = pd.DataFrame(
        [("A", "B", 4), ("A", "HEARD", 9), ("B", "HEARD", 9)], columns=["code_1", "code_2", "passages"]
    )
    figure = draw_network(ties, {"A": "Care", "B": "Care"}, "en", {"A": "Watering", "B": "Weeding"})
    assert said(figure) == ["Watering", "Weeding"]
    assert said(draw_network(ties[1:], {"A": "Care"}, "en")) == ["There is no data for this figure."]


def test_a_flat_codebook_of_many_codes_has_its_network_without_a_legend_that_tells_nothing_apart():
    codes = [f"C{number}" for number in range(60)]
    ties = pd.DataFrame(
        [(one, other, 2) for one, other in zip(codes[::2], codes[1::2], strict=True)],
        columns=["code_1", "code_2", "passages"],
    )
    figure = draw_network(ties, {code: code for code in codes}, "en")
    assert sorted(said(figure)) == sorted(codes) and not figure.legends

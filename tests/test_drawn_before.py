"""A figure is drawn again when anything in it changed, and only then."""

import pytest

from jalin import drawn, figure


@pytest.fixture
def asked(monkeypatch):
    """The kinds of pictures that were really drawn."""
    found, svg, png = [], figure.svg_of, figure.picture
    monkeypatch.setattr(figure, "svg_of", lambda one: found.append("svg") or svg(one))
    monkeypatch.setattr(figure, "picture", lambda *one: found.append("png") or png(*one))
    return found


@pytest.fixture
def run(tmp_path, asked):
    """Show figures as a run of a notebook does; gives the kinds that it drew."""

    def shows(*figures, method="one"):
        asked.clear()
        drawn.begin(tmp_path / "drawn", method)
        for number, one in enumerate(figures):
            figure.save(one, tmp_path / f"{number}.svg")
            figure.save_png(tmp_path / f"{number}.svg")
        drawn.end(tmp_path / "drawn")
        return list(asked)

    yield shows
    drawn.end(tmp_path / "drawn")


def bars(word="taman", height=2.0, colour="for", shown="%d"):
    with figure.style():
        one, ax = figure.blank(2)
        ax.bar(["a", "b"], [1.0, height], color=figure.COLOURS[colour])
        ax.set_title(word)
        # what stands at the ticks is found only as it is drawn
        ax.yaxis.set_major_formatter(lambda value, _: shown % value)
    return one


ALL = ["svg", "png"]


def test_what_is_as_it_was_is_not_drawn_again_and_is_the_same_bytes(run, tmp_path):
    assert run(bars()) == ALL
    before = (tmp_path / "0.svg").read_bytes(), (tmp_path / "0.png").read_bytes()
    assert run(bars()) == []
    assert ((tmp_path / "0.svg").read_bytes(), (tmp_path / "0.png").read_bytes()) == before


@pytest.mark.parametrize(
    "change", [{"word": "garden"}, {"height": 2.1}, {"colour": "against"}, {"shown": "%d x"}]
)
def test_a_changed_word_number_colour_or_way_to_write_numbers_draws_it_anew(run, tmp_path, change):
    run(bars())
    before = (tmp_path / "0.svg").read_bytes()
    assert run(bars(**change)) == ALL
    assert (tmp_path / "0.svg").read_bytes() != before


def test_a_changed_style_draws_it_anew_though_the_figure_is_the_same(run, monkeypatch):
    run(bars())
    monkeypatch.setitem(figure._STYLE, "savefig.dpi", 100)
    assert "svg" in run(bars())


def test_another_method_or_version_draws_everything_anew(run):
    run(bars())
    assert run(bars(), method="other") == ALL


def test_what_a_run_does_not_show_any_more_is_not_kept(run, tmp_path):
    run(bars(), bars(word="Budi"))
    assert len(list((tmp_path / "drawn").iterdir())) == 4
    run(bars())
    assert len(list((tmp_path / "drawn").iterdir())) == 2
    assert run(bars(word="Budi")) == ALL


def test_a_run_that_was_stopped_leaves_what_it_drew(run, tmp_path):
    drawn.begin(tmp_path / "drawn", "one")
    figure.save(bars(), tmp_path / "0.svg")
    # it was killed here
    assert run(bars()) == ["png"]


def test_outside_a_build_everything_is_drawn(asked, tmp_path):
    for _ in range(2):
        figure.save(bars(), tmp_path / "0.svg")
        figure.save_png(tmp_path / "0.svg")
    assert asked == ["svg", "png"] * 2


def test_a_figure_that_cannot_be_written_down_is_drawn_each_time(run):
    def stubborn():
        one = bars()
        one.axes[0].held = (number for number in [])
        return one

    assert run(stubborn()) == ALL
    # its picture is that of the same SVG
    assert run(stubborn()) == ["svg"]


def test_a_picture_in_a_notebook_is_drawn_once_too(asked, tmp_path):
    shown = []
    for _ in range(2):
        drawn.begin(tmp_path / "drawn", "one")
        shown.append(figure.as_image(bars()).data)
        drawn.end(tmp_path / "drawn")
    assert asked == ALL
    assert shown[0] == shown[1]

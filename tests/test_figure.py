import numpy as np
import pandas as pd
import pytest
from PIL import Image

from jalin.code.draw import draw_agreement
from jalin.display.draw import draw_grid
from jalin.figure import COLOURS, PAGE, WIDTH, contrast, ink_on, save, save_png, sequential, sheet, style

# the least that text needs (WCAG 2.2, 1.4.3)
ENOUGH = 4.5


def test_contrast_is_that_of_the_standard():
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*COLOURS.values(), *sequential()(np.linspace(0, 1, 40))])
def test_text_on_any_cell_can_be_read(colour):
    assert contrast(ink_on(colour), colour) >= ENOUGH


@pytest.mark.parametrize("name", ["ink", "faint", "notice"])
def test_text_on_paper_can_be_read(name):
    assert contrast(COLOURS[name], "white") >= ENOUGH


def test_numbers_in_a_heat_map_are_written_so_that_each_can_be_read():
    cells = [(row, column) for row in "abcd" for column in "wxyz"]
    table = pd.DataFrame(cells, columns=["row", "column"]).assign(voices=range(16))
    ax = draw_grid(table, {}, {}, "en", "voices").axes[0]
    ax.figure.draw_without_rendering()
    faces = ax.collections[0].get_facecolor()
    assert len({text.get_color() for text in ax.texts}) == 2
    for text, face in zip(ax.texts, faces, strict=True):
        assert contrast(text.get_color(), face) >= ENOUGH, text.get_text()


@pytest.mark.parametrize("height", [3.0, 12.0, 60.0])
def test_no_figure_is_higher_than_a_page_when_it_is_as_wide_as_one(height):
    wide, high = sheet(height).get_size_inches()
    assert high == height and high / wide <= PAGE / WIDTH + 1e-9
    assert wide == WIDTH or height > PAGE


def test_a_figure_of_a_large_study_is_no_larger_a_picture(tmp_path):
    for height in (4.0, 30.0):
        save(sheet(height), tmp_path / f"{height}.svg")
        save_png(tmp_path / f"{height}.svg")
        with Image.open(tmp_path / f"{height}.png") as picture:
            assert picture.width == 1400


def test_agreement_names_the_codes_and_tells_those_of_one_name_apart():
    found = pd.DataFrame({"code": ["A", "B", "C"], "alpha": [0.9, 0.8, 0.7], "coded": [5, 6, 7]})
    found = found.assign(alpha_low=found["alpha"] - 0.1, alpha_high=found["alpha"] + 0.05)
    ax = draw_agreement(found, "en", {"A": "Care", "B": "Toil", "C": "Care"}).axes[0]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Care (A)  5", "Toil  6", "Care (C)  7"]


def test_the_png_is_the_svg_and_says_how_large_it_is(tmp_path):
    with style():
        one = sheet(2.0)
        one.set_facecolor("#d55e00")
        one.text(0.5, 0.5, "Ag", size=90, ha="center", va="center", color="#000000")
    save(one, tmp_path / "one.svg")
    save_png(tmp_path / "one.svg")
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.size == (1400, 400)
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        seen = picture.convert("RGB").getcolors(1 << 20)
    colours = {colour: count for count, colour in seen}
    assert colours[213, 94, 0] > 1400 * 400 * 0.8, "what the SVG fills is filled"
    assert colours[0, 0, 0] > 5_000, "and its letters are drawn"

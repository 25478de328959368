"""Letters that no font has are told, and none is told besides."""

import zipfile

from jalin.figure import blank, save, style
from jalin.typeset import boxes_told, compiled

TITLED = '#set document(title: "x")\n'


def test_letters_that_no_font_has_are_told_and_no_others(tmp_path):
    made, fault = compiled(f'{TITLED}#text("é — ⟦⟧ Русский ع क ﬁ \u2800 กำ 각 ꦗ x")'.encode())
    assert made.startswith(b"%PDF")
    assert "that no font here has (ก ำ ꦗ 각)" in fault and ".ttf" in fault
    (tmp_path / "reports").mkdir()
    for name, text in (("id", "kebun"), ("en", "각 garden")):
        (tmp_path / f"reports/report.{name}.pdf").write_bytes(
            compiled(f'{TITLED}#text("{text}")'.encode())[0]
        )
        with zipfile.ZipFile(tmp_path / f"reports/report.{name}.docx", "w") as package:
            package.writestr("word/document.xml", f"<w>{text}</w>")
    (told,) = boxes_told(tmp_path)
    assert told.startswith("reports/report.en.pdf: boxes stand for letters that no font here has (각)")


def test_letters_that_no_figure_can_draw_are_told(tmp_path):
    (tmp_path / "reports/figures").mkdir(parents=True)
    with style():
        for name, title in (("plain", "café – 5 ≥ 3"), ("far", "กา 水 a")):
            figure, ax = blank(1.0)
            ax.set_title(title)
            save(figure, tmp_path / f"reports/figures/{name}")
    (told,) = boxes_told(tmp_path)
    assert told.startswith("reports/figures, far.svg: boxes stand for letters") and "(ก า 水)" in told

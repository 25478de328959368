"""Letters that no font has are told, and none is told besides."""

import zipfile

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

"""What was selected on a picture or a page can be set into a chapter."""

import io
import zipfile

import pytest
from PIL import Image
from test_account import guid, rich

from jalin.cli import main
from jalin.errors import StudyError
from jalin.exchange.regions import picture_of, regions_of
from jalin.study import open_study


def saved(image, kind):
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


@pytest.fixture
def study(tmp_path):
    """A study made of a project with a picture and a page, each with one red part."""
    rich(tmp_path / "bare.qdpx")
    image = Image.new("RGB", (60, 80), "white")
    image.paste("red", (10, 20, 30, 40))
    with zipfile.ZipFile(tmp_path / "bare.qdpx") as bare, zipfile.ZipFile(tmp_path / "p.qdpx", "w") as made:
        for name in bare.namelist():
            kind = {"png": "PNG", "pdf": "PDF"}.get(name.rpartition(".")[2])
            # a point is a pixel
            made.writestr(name, saved(image, kind) if kind else bare.read(name))
    assert main(["new", str(tmp_path / "study"), "--from", str(tmp_path / "p.qdpx"), "--language", "en"]) == 0
    return open_study(tmp_path / "study")


def test_every_region_is_listed_with_its_source_page_codes_and_note(study, capsys):
    assert [(one.guid, one.page, one.box, one.codes, one.note) for one in regions_of(study)] == [
        (guid(60), 0, (10, 20, 30, 40), ("ANTRE",), ""),
        (guid(61), 1, (10, 20, 30, 40), ("ANTRE",), "cap"),
    ]
    capsys.readouterr()
    assert main(["region", "--root", str(study.root)]) == 0
    assert "page 1" in capsys.readouterr().out


@pytest.mark.parametrize(("number", "caption"), [(60, ": ANTRE"), (61, ", page 1: ANTRE; cap")])
def test_a_region_shows_what_was_selected_and_stands_beside_the_chapters(study, capsys, number, caption):
    capsys.readouterr()
    assert main(["region", guid(number), "--root", str(study.root)]) == 0
    said = capsys.readouterr()
    line = said.out.strip()
    assert caption in line and "Look at it" in said.err
    with Image.open(study.root / "notebooks/report" / line.rpartition("(")[2].rstrip(")")) as image:
        red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
        assert red > 200 and green < 80 and blue < 80
        assert abs(image.width / image.height - 1) < 0.1


def test_a_region_that_is_not_there_is_told_with_those_that_are(study):
    with pytest.raises(StudyError, match="there are 0 regions that are called 'ffff'"):
        picture_of(study, "ffff")

"""Regions of pictures and pages are coded, stand in a chapter as evidence, and follow their codes; passages are linked."""

import base64
import io
import shutil

import pytest
from PIL import Image
from tiny import make_study

from jalin.check import check_study
from jalin.code.passages import read_passages
from jalin.code.regions import read_regions
from jalin.collect import stage as collect
from jalin.errors import StudyError
from jalin.explore.desk import Desk
from jalin.explore.pieces import piece
from jalin.explore.rooms import codebook, pictures, report, sources
from jalin.explore.rooms.code import CodeRoom
from jalin.protect import stage as protect
from jalin.publish.scoped import withheld_of, without
from jalin.study import open_study

BOX = {"left": 25, "top": 50, "width": 50, "height": 25}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """The tiny study with a picture of its first source, whose lower half is red; its texts ready, not to be changed."""
    root = make_study(tmp_path_factory.mktemp("pictures") / "study")
    collect.run(open_study(root)).write()
    protect.run(open_study(root)).write()
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 100, 400, 200))
    made = io.BytesIO()
    picture.save(made, "PNG")
    desk = Desk(root, language="en")
    piece(desk, "0123456789abcdef", 0, base64.b64encode(made.getvalue()).decode())
    # a screen opens what was added
    added = pictures.add_picture(desk, "W1", "garden of Agus.png", "0123456789abcdef")
    assert added == "interviews/W1.png"
    pictures.add(desk, "W1", "interviews/W1.png", 0, BOX, "CARE-WATER", "The list of who waters")
    return root


@pytest.fixture
def desk(seen, tmp_path):
    return Desk(shutil.copytree(seen, tmp_path / "study"), language="en")


def region(desk):
    return read_regions(desk.study)[0]


def test_a_region_is_a_line_and_what_it_shows_goes_beside_the_chapters(desk):
    assert check_study(desk.study).problems == []
    one = region(desk)
    assert (one.region_id, one.file, one.coder, one.code) == (
        "W1/r1",
        "interviews/W1.png",
        "ann",
        "CARE-WATER",
    )
    assert pictures.set_in(desk, "W1/r1") == '{{ region("W1/r1") }}'
    with Image.open(desk.root / "notebooks/report/region-W1.r1.png") as shown:
        assert shown.size == (200, 50) and shown.getpixel((100, 25)) == (255, 0, 0)
    # moved up, it shows what is there
    pictures.edit(desk, "W1/r1", {"top": 10})
    with Image.open(desk.root / "notebooks/report/region-W1.r1.png") as shown:
        assert shown.getpixel((100, 25)) == (255, 255, 255)
    # and who can be known in it stands beside no chapter
    pictures.edit(desk, "W1/r1", {"people": "to be known"})
    assert not (desk.root / "notebooks/report/region-W1.r1.png").exists()
    with pytest.raises(StudyError, match="can be known"):
        pictures.set_in(desk, "W1/r1")


@pytest.mark.parametrize(
    "wrong", [{"code": "NOWHERE"}, {"alt": ""}, {"file": "interviews/W9.png"}, {"file": "../../secret.png"}]
)
def test_a_region_that_is_none_is_refused_and_nothing_written(desk, wrong):
    given = {"source": "W1", "file": "interviews/W1.png", "page": 0, "box": BOX, "code": "CARE", "alt": "x"}
    before = (desk.root / "data/raw/coding/regions.csv").read_bytes()
    with pytest.raises(StudyError):
        pictures.add(desk, **{**given, **wrong})
    assert (desk.root / "data/raw/coding/regions.csv").read_bytes() == before


def test_a_region_follows_its_code_and_stays_while_a_chapter_shows_it(desk):
    room = codebook.CodebookRoom(desk)
    assert {one["id"]: one["count"] for one in room.view()["codes"]}["CARE-WATER"] == 5
    codebook.split(desk, "CARE-WATER", [{"id": "HOSE"}, {"id": "CAN"}], "two ways", {"ann/W1/W1/r1": "CAN"})
    assert region(desk).code == "CAN"
    desk.history.undo()
    assert region(desk).code == "CARE-WATER"
    words = pictures.set_in(desk, "W1/r1")
    chapter = desk.root / "notebooks/report/1_results.en.md"
    chapter.write_text(f"{chapter.read_text()}\n{words}\n")
    with pytest.raises(StudyError, match="set in there"):
        pictures.remove(desk, "W1/r1")
    assert report.ReportRoom(desk).view()["regions"] == [["W1/r1", "The list of who waters"]]


def test_who_codes_blind_sees_no_region_link_or_passage_of_others_in_any_preview(desk):
    CodeRoom(desk).do("link", {"one": "ann:W1/c1", "other": "ann:W2/c1", "type": "supports"})
    ben = Desk(desk.root, "ben", "en")
    assert ben.blind
    assert pictures.PicturesRoom(ben).view()["regions"] == []
    found = codebook.moves(ben, "CARE-WATER")
    assert found["hidden"] and set(found["codings"]) <= {"ben"}
    assert {one["coder"] for one in found["passages"]} <= {"ben"}
    assert CodeRoom(ben).all()["links"] == []


def test_what_is_linked_stays_and_goes_with_its_source(desk):
    room = CodeRoom(desk)
    room.do("link", {"one": "ann:W1/c1", "other": "ann:W2/c1", "type": "contradicts", "note": "she saw it"})
    link = room.all()["links"][0]
    assert (link["type"], [end["source"] for end in link["ends"]]) == ("contradicts", ["W1", "W2"])
    with pytest.raises(StudyError, match="linked with another"):
        room.do("remove", {"id": "c1"})
    with pytest.raises(StudyError, match="no coding"):
        room.do("link", {"one": "ann:W1/c1", "other": "ann:W2/c999", "type": "contradicts"})
    with pytest.raises(StudyError, match="with itself"):
        room.do("link", {"one": "ann:W1/c1", "other": "ann:W1/c1", "type": "contradicts"})
    room.do("unlink", {"one": "ann:W1/c1", "other": "ann:W2/c1", "type": "contradicts"})
    assert read_passages(desk.study) == []


def test_a_deposit_has_no_region_of_what_may_not_be_quoted(desk):
    pictures.set_in(desk, "W1/r1")
    name = "notebooks/report/region-W1.r1.png"
    assert name in without({name: b""}, withheld_of(desk.study))
    who = next(row["informant_id"] for row in sources.rows_of(desk.study)[1] if row["source_id"] == "W1")
    sources.consent(desk, who, {"use": "yes", "quote": "no", "share": "yes", "archive": "yes"}, "form 1")
    assert name not in without({name: b""}, withheld_of(desk.study))
    with pytest.raises(StudyError, match="may not be quoted"):
        pictures.set_in(desk, "W1/r1")

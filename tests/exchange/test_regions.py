"""What was selected on a picture or a page can be set into a chapter, and the study's own regions go out and come back."""

import io
import shutil
import zipfile

import pandas as pd
import pytest
from conftest import Run
from lxml import etree
from PIL import Image
from test_account import guid, rich
from test_exports_protect import keep
from test_refi import schema
from tiny import make_study

from jalin.cli import main
from jalin.code import read_codebook
from jalin.code.passages import read_passages
from jalin.code.regions import read_regions
from jalin.errors import StudyError
from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.files import export_study, read_project
from jalin.exchange.new_study import new_study
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


BOXES = "W1/r{},W1,{},{},{},{},{},{},CARE-WATER,ann,{},{},{},2024-06-0{}\n"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The tiny study with four regions on a picture and two pages, one with somebody to be known, and a link."""
    root = make_study(tmp_path_factory.mktemp("own") / "study")
    rows = pd.read_csv(root / "data/raw/sources.csv", dtype=str, keep_default_na=False)
    rows["media"] = [
        "documents/kebun.png; documents/daftar.pdf; documents/orang.png" if one == "W1" else ""
        for one in rows["source_id"]
    ]
    rows.to_csv(root / "data/raw/sources.csv", index=False)
    sizes = {"kebun.png": (401, 333), "orang.png": (50, 50)}
    for name, size in sizes.items():
        Image.new("RGB", size, "white").save(root / "data/raw/documents" / name)
    pages = [Image.new("RGB", (300, 200), "white"), Image.new("RGB", (200, 500), "white")]
    pages[0].save(root / "data/raw/documents/daftar.pdf", save_all=True, append_images=pages[1:])
    (root / "data/raw/coding/regions.csv").write_text(
        "region_id,source_id,file,page,left,top,width,height,code,coder,alt,memo,people,created\n"
        + BOXES.format(
            1, "documents/kebun.png", 0, 12.5, 40, 30.1, 0.1, "A list & its <lines>", "", "none", 1
        )
        + BOXES.format(
            2, "documents/daftar.pdf", 2, 0, 0, 100, 33.1, "Page two", "why; so", "not to be known", 2
        )
        + BOXES.format(3, "documents/daftar.pdf", 1, 50, 10, 20, 20, "Page one", "", "none", 3)
        + BOXES.format(4, "documents/orang.png", 0, 5, 5, 5, 5, "Somebody", "", "to be known", 4)
    )
    (root / "data/raw/coding/passages.csv").write_text(
        "from_source,from_coding,type,to_source,to_coding,note,coder,created\n"
        "W1,ann:c1,contradicts,W1,ann:c2,,ann,2024-06-01\nW1,ann:c1,as,W1,ben:c1,heard,ann,2024-06-01\n"
    )
    return keep(Run(root))


def selections(path):
    """Each selection of a picture or page as (page, sides, code's name), by an independent reader; the project itself."""
    with zipfile.ZipFile(path) as archive:
        root, files = etree.fromstring(archive.read("project.qde")), archive.namelist()
    schema().assertValid(root)
    codes = {one.get("guid"): one.get("name") for one in root.iter("{*}Code")}
    found = [
        (
            one.get("page"),
            tuple(int(one.get(side)) for side in ("firstX", "firstY", "secondX", "secondY")),
            codes[one.find("{*}Coding/{*}CodeRef").get("targetGUID")],
        )
        for one in root.iter("{*}PictureSelection", "{*}PDFSelection")
    ]
    return sorted(found, key=str), files, root


def without(regions):
    """Regions but for the names of source and file, which a new study gives anew."""
    return [one.model_dump(exclude={"region_id", "source_id", "file", "code"}) for one in regions]


def test_regions_of_the_study_are_selections_that_come_back_equal(own, tmp_path):
    made, home = Account(), Account()
    path = export_study(own, "qdpx", tmp_path / "p.qdpx", "en", media=True, account=made)
    code = read_codebook(own).names("en")["CARE-WATER"]
    there, files, _ = selections(path)
    # a page is counted from 0, in points from below (the PDF has 72 of them an inch, as pixels); a tenth of a percent is a pixel at least
    assert there == sorted(
        [
            (None, (50, 133, 171, 134), code),
            ("1", (0, 334, 200, 500), code),
            ("0", (150, 140, 210, 180), code),
            (None, (2, 2, 5, 5), code),
        ],
        key=str,
    )
    # what shows somebody to be known stays here
    assert sum(name.endswith((".png", ".pdf")) for name in files) == 2
    assert made["regions of pictures and pages"]["taken"] == 4 and made["links"]["taken"] == 2
    assert add_codings(own, read_project(path)[0], path.name, account=home) == {}
    assert home["regions of pictures and pages"]["kept"] == 4 == home["links"]["kept"] + 2
    assert not any(home[thing]["taken"] for thing in home)

    new_study(read_project(path)[0], tmp_path / "new", path, ["en"])
    other = open_study(tmp_path / "new")
    assert without(read_regions(other)) == without(
        one for one in read_regions(own) if one.people != "to be known"
    )
    assert [(one.type, one.note) for one in read_passages(other)] == [("contradicts", ""), ("as", "heard")]
    assert {path.suffix for path in (other.raw / "documents").iterdir()} == {".png", ".pdf", ".txt"}
    keep(Run(other.root))
    again = export_study(other, "qdpx", tmp_path / "again.qdpx", "en", media=True)
    assert selections(again)[0] == there
    assert len(list(selections(again)[2].iter("{*}Link"))) == 2
    # what is taken away in the study is not there in its next export
    (other.raw / "coding/regions.csv").unlink()
    (other.raw / "coding/passages.csv").unlink()
    less = export_study(other, "qdpx", tmp_path / "less.qdpx", "en")
    assert [sides for _, sides, _ in selections(less)[0]] == [(2, 2, 5, 5)]
    assert not list(selections(less)[2].iter("{*}Link"))


def test_a_link_drawn_elsewhere_comes_home_with_its_codings(own, tmp_path):
    path = export_study(own, "qdpx", tmp_path / "p.qdpx", "en")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["project.qde"])
    first, second, *_ = root.iter("{*}PlainTextSelection")
    links = root.find("{*}Links")
    for number, (start, end) in enumerate([(first, second), (first, root.find("{*}Sources/*"))]):
        etree.SubElement(
            links,
            links[0].tag,
            guid=guid(900 + number),
            name="explains: why",
            originGUID=start.get("guid"),
            targetGUID=end.get("guid"),
        )
    with zipfile.ZipFile(tmp_path / "back.qdpx", "w") as archive:
        for name, content in (parts | {"project.qde": etree.tostring(root)}).items():
            archive.writestr(name, content)
    study, home = open_study(shutil.copytree(own.root, tmp_path / "study")), Account()
    add_codings(study, read_project(tmp_path / "back.qdpx")[0], "back.qdpx", account=home)
    # a link to a whole source has no line in passages.csv
    assert home["links"] == {"taken": 1, "kept": 2, "left": 1}
    assert [(one.type, one.note) for one in read_passages(study)][-1] == ("explains", "why")


def test_the_words_on_a_picture_are_a_source_with_its_codings_and_go_home_with_it(tmp_path):
    words = "Foto kursi loket yang rusak."
    coded = '<{0} guid="{1}" {2}><Coding guid="{3}"><CodeRef targetGUID="{4}"/></Coding></{0}>'
    on_words = coded.format(
        "PlainTextSelection", guid(31), 'startPosition="5" endPosition="16"', guid(32), guid(100)
    )
    on_picture = coded.format(
        "PictureSelection", guid(33), 'firstX="1" firstY="2" secondX="3" secondY="4"', guid(34), guid(100)
    )
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as made:
        made.writestr(
            "project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0" name="P"><CodeBook><Codes><Code guid="{guid(100)}" name="A" '
            f'isCodable="true"/></Codes></CodeBook><Sources><PictureSource guid="{guid(51)}" name="F" path="internal://f.png">'
            f'<TextDescription guid="{guid(53)}" name="F"><PlainTextContent>{words}</PlainTextContent>{on_words}</TextDescription>'
            f"{on_picture}</PictureSource></Sources></Project>",
        )
    new_study(read_project(tmp_path / "p.qdpx")[0], tmp_path / "study", tmp_path / "p.qdpx", ["en"])
    study = keep(Run(tmp_path / "study"))
    root = selections(export_study(study, "qdpx", tmp_path / "out.qdpx", "en"))[2]
    (text,) = root.iterfind("{*}Sources/{*}PictureSource/{*}TextDescription")
    assert [one.get("startPosition") for one in text.iterfind("{*}PlainTextSelection")] == ["5"]
    assert len(list(root.iter("{*}Coding"))) == 2 and len(root.findall("{*}Sources/*")) == 1

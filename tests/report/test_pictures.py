"""Pictures beside the chapters, and files there that are no chapters."""

import base64
import io
import re

import pytest
from PIL import Image

from jalin.errors import StudyError
from jalin.report.chapters import Chapter, chapters_of
from jalin.report.markdown import as_html
from jalin.report.pictures import with_pictures
from jalin.study import open_study


def picture(kind="png", **options):
    made = io.BytesIO()
    Image.new("RGB", (2, 3)).save(made, kind, **options)
    return made.getvalue()


@pytest.fixture
def study(root):
    """The tiny study with a picture beside its chapters."""
    (root / "notebooks/report/garden.png").write_bytes(picture())
    return open_study(root)


def chapter(text):
    return Chapter("1_results", "notebooks/report/1_results.en.md", text)


def test_a_picture_is_within_the_page(study):
    written = chapter("# A\n\n![The garden](garden.png)\n\nOr ![small](garden.png){width=20%} here.\n")
    page = with_pictures(written, study).text
    assert page.count("(data:image/png;base64,iVBORw0KGgo") == 2 and "garden.png" not in page
    html = as_html(page, {}, study.raw / "none.bib", "en-US")
    assert '<img src="data:image/png;base64,iVBORw0KGgo' in html and 'alt="The garden"' in html


def test_what_a_camera_writes_beside_a_picture_does_not_come_with_it(study):
    said = Image.Exif()
    said[0x013B], said[0x0112] = "Sari Melati", 6
    taken = picture("jpeg", exif=said, comment=b"at Sari's")
    (study.root / "notebooks/report/yard.jpg").write_bytes(taken)
    text = with_pictures(chapter("# A\n\n![The yard](yard.jpg)\n"), study).text
    shown = base64.b64decode(re.search(r"base64,([^)]+)", text)[1])
    assert b"Sari" in taken and b"Sari" not in shown
    with Image.open(io.BytesIO(shown)) as image:
        # it is as upright as it was
        assert dict(image.getexif()) == {0x0112: 6} and image.size == (2, 3)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gardn.png", r"the picture gardn.png is not beside the chapter. Did you mean garden.png\?"),
        ("plans/garden.png", "is not beside the chapter"),
        ("https://example.org/a.png", "is on the web. Save it beside the chapter"),
        ("cut.png", "the picture cut.png: it is damaged"),
        ("garden.tiff", "is no picture that every form of the report can show. Save it as PNG or JPEG"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_with_its_line(study, name, said):
    (study.root / "notebooks/report/cut.png").write_bytes(picture()[:30])
    with pytest.raises(StudyError, match=rf"1_results\.en\.md, line 3: .*{said}"):
        with_pictures(chapter(f"# A\n\n![The garden]({name})\n"), study)


def test_files_beside_the_chapters_are_no_chapters(study):
    folder = study.root / "notebooks/report"
    # what macOS, editors and word processors leave
    for name in (".DS_Store", "._1_results.en.md", ".#2_more.en.md", "1_results.en.md~", "notes.txt"):
        (folder / name).write_bytes(b"\x00\xff{{")
    assert [one.name for one in chapters_of(study, "en")] == ["1_results"]

"""Pictures beside the chapters, and files there that are no chapters."""

import pytest

from jalin.errors import StudyError
from jalin.report.chapters import Chapter, chapters_of
from jalin.report.markdown import as_html
from jalin.report.pictures import with_pictures
from jalin.study import open_study

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def study(root):
    """The tiny study with a picture beside its chapters."""
    (root / "notebooks/report/garden.png").write_bytes(PNG)
    return open_study(root)


def chapter(text):
    return Chapter("1_results", "notebooks/report/1_results.en.md", text)


def test_a_picture_is_within_the_page_and_on_paper_named_from_the_study(study):
    written = chapter("# A\n\n![The garden](garden.png)\n\nOr ![small](garden.png){width=20%} here.\n")
    page = with_pictures(written, study, page=True).text
    assert page.count("(data:image/png;base64,iVBORw0KGgo=)") == 2 and "garden.png" not in page
    html = as_html(page, {}, study.raw / "none.bib", "en-US")
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="The garden"' in html
    paper = with_pictures(written, study, page=False).text
    assert paper.count("(notebooks/report/garden.png)") == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gardn.png", r"the picture gardn.png is not beside the chapter. Did you mean garden.png\?"),
        ("plans/garden.png", "is not beside the chapter"),
        ("https://example.org/a.png", "is on the web. Save it beside the chapter"),
        ("garden.tiff", "is no picture that every form of the report can show. Save it as PNG or JPEG"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_with_its_line(study, name, said):
    with pytest.raises(StudyError, match=rf"1_results\.en\.md, line 3: .*{said}"):
        with_pictures(chapter(f"# A\n\n![The garden]({name})\n"), study, page=True)


def test_files_beside_the_chapters_are_no_chapters(study):
    folder = study.root / "notebooks/report"
    # what macOS, editors and word processors leave
    for name in (".DS_Store", "._1_results.en.md", ".#2_more.en.md", "1_results.en.md~", "notes.txt"):
        (folder / name).write_bytes(b"\x00\xff{{")
    assert [one.name for one in chapters_of(study, "en")] == ["1_results"]

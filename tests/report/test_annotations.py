"""What stands behind each claim and quote, as web annotations: valid, and each found where it says."""

import json
import re
import shutil
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import yaml
from jsonschema import Draft202012Validator
from lxml import html
from nbformat.v4 import new_code_cell, new_notebook, new_output
from test_book import numbered, write_chapter

from jalin.build.pages import report_page
from jalin.errors import StudyError
from jalin.report import Results, report_pages, write_annotations, write_documents, write_overview
from jalin.report.annotations import notes_of
from jalin.report.spots import Paper
from jalin.study import open_study

# after the tables of the W3C Web Annotation Data Model (Recommendation, 23 February 2017): 3.1 Annotations,
# 3.2.4 Embedded Textual Body, 3.3.5 Motivation and Purpose, 4 Specific Resources, 4.2.1 and 4.2.4 Selectors
_IRI = {"type": "string", "pattern": r"^\S+$"}
_PURPOSE = {
    "enum": [
        "assessing",
        "bookmarking",
        "classifying",
        "commenting",
        "describing",
        "editing",
        "highlighting",
        "identifying",
        "linking",
        "moderating",
        "questioning",
        "replying",
        "tagging",
    ]
}
_QUOTE = {
    "type": "object",
    "required": ["type", "exact"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string"},
        "suffix": {"type": "string"},
    },
}
_FRAGMENT = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"const": "FragmentSelector"},
        "value": {"type": "string"},
        "conformsTo": _IRI,
        "refinedBy": _QUOTE,
    },
}
_SPECIFIC = {
    "type": "object",
    "required": ["type", "source"],
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": _IRI,
        "purpose": _PURPOSE,
        "selector": {"anyOf": [_QUOTE, _FRAGMENT]},
    },
}
_TEXT = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"const": "TextualBody"},
        "value": {"type": "string", "minLength": 1},
        "format": {"type": "string"},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        "purpose": _PURPOSE,
    },
}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["@context", "id", "type", "target"],
        "properties": {
            "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
            "id": _IRI,
            "type": {"const": "Annotation"},
            "motivation": {"type": "array", "items": _PURPOSE},
            "body": {"type": "array", "items": {"anyOf": [_TEXT, _SPECIFIC]}},
            "target": {"type": "array", "minItems": 1, "items": _SPECIFIC},
        },
    },
}
CHAPTER = """# Care {#care}

{% claim "voices(CARE) > 1" %}More than one cares.{% endclaim %} It is so. {% claim "voices(CARE) > 5" %}It is so.{% endclaim %}

- {% claim "care" %}It is *so*, in a list.{% endclaim %}

{{ quotes("P1", "for") }}

{{ quotes("P1", "against") }}

{{ quote("W1/c1") }} {{ quote("W1/c1", "P1") }}

{{ evidence() }}
"""


@pytest.fixture
def results(garden, tmp_path) -> Results:
    """What the stages found in the tiny study, in a folder of its own."""
    made = Results.of(open_study(garden))
    shutil.copytree(garden, tmp_path / "study")
    return replace(made, study=replace(made.study, root=tmp_path / "study"))


@pytest.fixture
def annotated(results):
    """The tiny study with claims and quotes that stand twice, some of them with the same words; its annotations and its page."""
    analysis = results.study.raw / "analysis"
    named = [{"id": "care", "holds": "voices(CARE) >= 2"}]
    (analysis / "claims.yaml").write_text(yaml.safe_dump({"claims": named}))
    notes = [{"of": "W1/c1", "note": {"id": "Ia menunjuk.", "en": "She points at it."}}]
    (analysis / "annotations.yaml").write_text(yaml.safe_dump({"notes": notes}))
    write_chapter(results, CHAPTER)
    chapters = numbered(results)
    parts = report_pages(chapters)
    write_documents(chapters)
    write_overview(chapters, parts, write_annotations(chapters, parts))
    outputs = [new_output("display_data", data={"text/html": part.data}) for part in parts]
    page = report_page(new_notebook(cells=[new_code_cell("", outputs=outputs)]), results.study, "en")
    found = json.loads((results.study.reports / "annotations.en.jsonld").read_text(encoding="utf-8"))
    return results.study.reports, found, page


def test_they_are_valid_have_four_parts_and_are_each_found_once(annotated, caplog):
    reports, found, page = annotated
    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    text = html.fromstring(page).find("body").text_content()
    paper = Paper.read(reports / "report.en.pdf")
    # a warning would stand in the notebook that is published
    assert not caplog.records
    letters = re.sub(r"[\W_]", "", paper.text.casefold())
    with pdfium.PdfDocument(reports / "report.en.pdf") as pdf:
        said = [page.get_textpage().get_text_range() for page in pdf]
    pages = [re.sub(r"[\W_]", "", one.casefold()) for one in said]
    for one in found:
        on_page, on_paper = one["target"]
        sought = on_page["selector"]
        assert text.count(sought["prefix"] + sought["exact"] + sought["suffix"]) == 1
        refined = on_paper["selector"]["refinedBy"]
        whole = refined["prefix"] + refined["exact"] + refined["suffix"]
        assert letters.count(re.sub(r"[\W_]", "", whole.casefold())) == 1
        # nothing of the head or the foot of a page is among them
        on = pages[int(on_paper["selector"]["value"].removeprefix("page=")) - 1]
        assert on.count(re.sub(r"[\W_]", "", whole.casefold())) == 1
        # the words of the page and of the paper are the same
        assert re.sub(r"[\W_]", "", refined["exact"]) == re.sub(r"[\W_]", "", sought["exact"])
    words = [one["target"][0]["selector"]["exact"] for one in found]
    assert {"More than one cares.", "It is so.", "It is so, in a list."} <= set(words)
    quoted = [one for one in found if one["target"][0]["selector"]["exact"].startswith("“")]
    assert len(quoted) >= 4
    for one in quoted:
        labels = [part.get("label") for part in one["body"]]
        assert labels[:2] == ["Analytic note", "Source excerpt"] and "Source" in labels
        assert re.fullmatch(r"evidence\.en\.html#e-[\w-]+", one["body"][-1]["source"])


def test_a_note_of_a_person_stands_in_place_of_the_one_that_is_made(annotated):
    _, found, _ = annotated
    notes = [one["body"][0]["value"] for one in found]
    assert "She points at it." in notes
    assert any("does not hold: voices(CARE) > 5" in note for note in notes)


def test_hypothesis_gets_the_same(annotated):
    reports, found, _ = annotated
    form = json.loads((reports / "annotations.en.hypothesis.json").read_text(encoding="utf-8"))
    assert len(form["annotations"]) == len(found)
    for one, other in zip(form["annotations"], found, strict=True):
        assert one["target"][0]["selector"] == [other["target"][0]["selector"]]
        assert all(part["value"] in one["text"] for part in other["body"] if "value" in part)


def test_the_overview_has_three_parts_and_says_what_is_open(annotated):
    said = (annotated[0] / "data-overview.en.md").read_text(encoding="utf-8")
    parts = ["How the data were generated", "How the data were analysed", "The logic of annotation"]
    assert [line[3:] for line in said.splitlines() if line.startswith("## ")] == parts
    assert "to be written" in said and f"{len(annotated[1])} annotations" in said


def test_a_note_of_nothing_is_told(results):
    path = results.study.raw / "analysis/annotations.yaml"
    path.write_text(yaml.safe_dump({"notes": [{"of": "W1/c9", "note": "x"}]}))
    write_chapter(results, CHAPTER.replace('"care"', '"voices(CARE) > 1"'))
    chapters = numbered(results)
    with pytest.raises(StudyError, match="W1/c9"):
        write_annotations(chapters, report_pages(chapters))


def test_a_note_calls_a_passage_as_quote_and_trace_do(results):
    write_chapter(results, CHAPTER.replace('"care"', '"voices(CARE) > 1"'))
    chapters = numbered(results)
    path = results.study.raw / "analysis/annotations.yaml"
    note = {"id": "Ia.", "en": "She."}
    for name in ("ann:W1/c1", "ANN:w1/c1", "W1/c1"):
        path.write_text(yaml.safe_dump({"notes": [{"of": name, "note": note}]}))
        assert {label: said["en"] for label, said in notes_of(chapters).items()} == {"W1/c1": "She."}
    path.write_text(
        yaml.safe_dump({"notes": [{"of": "W1/c1", "note": note}, {"of": "ann:W1/c1", "note": note}]})
    )
    with pytest.raises(StudyError, match=r"ann:W1/c1.*W1/c1 has another note"):
        notes_of(chapters)


def paper_of(text, pages=(0,)):
    at = [place for place, sign in enumerate(text) if sign.isalnum()]
    return Paper(text, "".join(text[place].casefold() for place in at), at, list(pages))


@pytest.mark.parametrize(
    ("first", "rest", "kept", "page"),
    [
        (
            "Those on accounts that move most often are ",
            "the two.",
            "Those on accounts that move most often are",
            1,
        ),
        (
            "Those that ",
            "move most often are the two on accounts.",
            "move most often are the two on accounts",
            2,
        ),
    ],
)
@pytest.mark.parametrize("between", ["", "Figure 1. Voices.\n"])
def test_of_a_sentence_over_two_pages_the_longer_part_is_found_on_its_own(first, rest, kept, page, between):
    text = f"Before it. {first}\n"
    paper = paper_of(f"{text}{between}{rest} After it.\n", (0, len(text)))
    exact = (first + rest).removesuffix(".")
    found = paper.found({"exact": exact, "prefix": "Before it. ", "suffix": "."})
    assert (found["value"], found["refinedBy"]["exact"]) == (f"page={page}", kept)


def test_of_a_sentence_that_a_picture_parts_on_paper_the_first_words_are_found():
    paper = paper_of(
        "Before it. Only on accounts do groups point in \nFigure 1. Voices.\nopposite directions. After it.\n"
    )
    found = paper.found(
        {
            "exact": "Only on accounts do groups point in opposite directions",
            "prefix": "Before it. ",
            "suffix": ".",
        }
    )
    assert found["refinedBy"]["exact"] == "Only on accounts do groups point in"
    assert paper.found({"exact": "Only others are named here", "prefix": "", "suffix": ""}) is None

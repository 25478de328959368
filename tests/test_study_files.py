"""What the manual says of the files that people write is so, and a slip in them is told as a person would tell it."""

import json
import re
from copy import deepcopy
from datetime import date
from functools import reduce
from operator import getitem

import pytest
import yaml
from conftest import REPOSITORY
from helpers_docs import blocks

from jalin.cli.study_files import FILES, example_of
from jalin.errors import StudyError, nearest
from jalin.kinds import keys_of
from jalin.reading import Strict, as_model, parse_json, parse_yaml
from jalin.records import read_checked

EXAMPLES = {one.title: one.text for one in blocks(REPOSITORY / "docs/reference/study-files.md")}
WRITTEN = pytest.mark.parametrize("written", FILES, ids=lambda written: written.name)
FOREIGN = (
    "Input should",
    "Extra inputs",
    "Field required",
    "type=",
    "validation error",
    "valid ",
    "pydantic",
)
# what stands in a slip's place
SLIPS = (None, "", "a few words", 0, -1, 2.5, True, date(2024, 1, 1), [], ["x", 1], {}, {"x": 1})


def said(model, content):
    """What is said of content that is no such model; "" where it is one."""
    try:
        as_model(model, content, "FILE", "row 7")
    except StudyError as error:
        return str(error)
    return ""


def places(content, above=()):
    """Every place in content, from the outside in."""
    for step in (
        content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    ):
        yield (*above, step)
        yield from places(content[step], (*above, step))


def changed(content, place, change):
    """A copy of content, with `change` called on what holds the last step of `place`, and that step."""
    copy = deepcopy(content)
    inside = copy
    for step in place[:-1]:
        inside = inside[step]
    change(inside, place[-1])
    return copy


@WRITTEN
def test_the_examples_of_a_file_are_read_and_name_every_key(written, tmp_path):
    text = EXAMPLES[written.name]
    if written.name.endswith(".yaml"):
        as_model(written.model, parse_yaml(text, written.name), written.name, text=text)
        found = yaml.safe_load(text)
    elif written.name.endswith(".csv"):
        (tmp_path / "table.csv").write_text(text)
        ((_, row),) = read_checked(tmp_path / "table.csv", "table.csv", written.model)
        found = row.model_dump(by_alias=True)
    elif written.name.endswith(".jsonl"):
        found = as_model(written.model, json.loads(text), written.name).model_dump()
    else:
        found = {"guid": "", **yaml.safe_load(text.split("---\n")[1])}
    assert set(keys_of(written.model)) == set(found)


def test_every_key_says_what_it_means_and_has_an_example_in_its_row_or_below():
    page = (REPOSITORY / "docs/reference/study-files.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for row in rows:
        _, _, meaning, takes, without, example, _ = (cell.strip() for cell in re.split(r"(?<!\\)\|", row))
        assert meaning and takes and without, row
        assert example or "](#" in takes or "`guid`" in row, row
    anchors = {
        re.sub(r"[^\w -]", "", line[4:]).replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("### ")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) == anchors


@WRITTEN
def test_a_slip_is_told_in_a_persons_words_with_its_place(written):
    content = example_of(written.model)
    assert said(written.model, content) == ""
    told = set()
    for place in places(content):
        last = place[-1]
        slips = [
            changed(content, place, lambda inside, step, slip=slip: inside.__setitem__(step, slip))
            for slip in SLIPS
        ]
        if isinstance(last, str):
            slips += [changed(content, place, lambda inside, step: inside.pop(step))]
            slips += [
                changed(content, place, lambda inside, step: inside.__setitem__(f"{step}x", inside.pop(step)))
            ]
        for slip in slips:
            words = said(written.model, slip)
            if words:
                told.add(place)
                assert all(line.startswith("FILE, row 7") for line in words.splitlines()), words
                assert not [one for one in FOREIGN if one in words], words
    assert told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1: the key 'a' stands twice, first in line 1"),
        (
            "codes:\n- {id: X, name: y, id: Z}\n",
            "line 2, column 20: the key 'id' stands twice, first in line 2",
        ),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_both_places(text, said):
    with pytest.raises(StudyError, match=said):
        parse_yaml(text, "study.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nuntil: 2024-02-30\n", "line 2, column 8: there is no day '2024-02-30'"),
        ("- {date: 2024-13-01}\n", "line 1, column 10: there is no day '2024-13-01'"),
        (f"a: {'9' * 5000}\n", "line 1, column 4: there is no number '9"),
    ],
    ids=["day", "month", "digits"],
)
def test_a_day_or_number_that_there_is_not_is_refused_in_its_place(text, said):
    with pytest.raises(StudyError, match=said):
        parse_yaml(text, "study.yaml")


@pytest.mark.parametrize("text", ["{", '{"a": ' + "9" * 5000 + "}", "[" * 100_000])
def test_what_is_no_json_is_refused_in_its_place(text):
    with pytest.raises(StudyError, match=r"a\.jsonl, line 3: it is not JSON"):
        parse_json(text, "a.jsonl", "line 3")


def test_a_key_that_stands_twice_in_a_line_of_json_is_refused():
    with pytest.raises(StudyError, match=r"a\.jsonl, line 3: the key 'code' stands twice"):
        parse_json('{"id": "c1", "code": "A", "code": "B"}', "a.jsonl", "line 3")


@pytest.mark.parametrize("word", ["no", "012", "12:30", "2024", "2024-11-27", "1.0"])
def test_what_yaml_takes_for_something_else_is_to_be_put_in_quotation_marks(word):
    class Named(Strict):
        name: str

    with pytest.raises(StudyError, match="Put it in quotation marks"):
        as_model(Named, parse_yaml(f"name: {word}\n", "a.yaml"), "a.yaml")


@WRITTEN
def test_a_number_in_quotation_marks_is_a_text_and_is_to_be_taken_out_of_them(written):
    if not written.name.endswith((".yaml", ".jsonl")):
        pytest.skip("what stands in a table has no quotation marks")
    content = yaml.safe_load(EXAMPLES[written.name])
    read = as_model(written.model, content, written.name).model_dump(by_alias=True)
    for place in places(content):
        # names, such as those of rounds, are texts that may be written as numbers
        if isinstance(reduce(getitem, place, read), bool | int | float):
            plain = str(reduce(getitem, place, content)).lower()
            slip = changed(content, place, lambda inside, step, plain=plain: inside.update({step: plain}))
            assert "Take it out of its quotation marks" in said(written.model, slip), place


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("Café", "Cafe\u0301", "NFC and NFD"),
        ("KN-Bantah", "KN-BANTAH", "only in capitals"),
        ("ma’rup", "ma'rup", "curly quotation marks"),
        ("a–b", "a-b", "dashes"),
        ("A\u200bB", "AB", "do not show"),
    ],
)
def test_a_name_that_only_looks_the_same_is_named_as_such(word, known, said):
    assert said in nearest(word, [known, "other"]) and f"Did you mean {known}?" in nearest(word, [known])

"""What is wrong is said in the language of a study: file, place and remedy as in English, and every sentence that a beginner meets."""

import ast
import re
from pathlib import Path

import jinja2.parser
import pytest
from helpers_sentences import Said
from tiny import make_study

import jalin
from jalin.cli import main
from jalin.errors import Problem
from jalin.files import load_yaml
from jalin.words import FOLDER
from jalin.words.sentences import in_language, said

SRC = Path(jalin.__file__).parent
# what a programmer alone meets: who adds a table, a language, a package or a coefficient; and what no sentence is known of
_OURS = {
    "Fleiss' kappa needs the same number of ratings for every unit",
    "A new one goes into src/jalin/tables/X.py",
    "X has a column 'X' that its schema does not know",
    "it is no X but 'X'",
    "there are no such words",
    "X (docs/how-to/extend.md)",
    ": once is enough",
    "Write X",
    "a kernel knows X",
}
LANGUAGES = [path.stem for path in sorted((FOLDER / "sentences").glob("*.yaml"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_and_remedy_is_said_in_the_language(language):
    found = Said(SRC).sentences()
    assert len(found) > 600
    missing = {
        one
        for one in found
        if said(one, language) == one == in_language(Problem("", "", "", one), language).remedy
    }
    assert missing <= _OURS, sorted(missing - _OURS)
    # nor is one excused that is said, or that nobody says any more
    assert missing >= _OURS, sorted(_OURS - missing)
    # nor is a half of it left in English, where a part of a sentence is known and the rest is carried over
    halves = {
        one: told
        for one in found
        if (told := said(one, language)) != one
        and re.search(r"\b(the|of|that|from|its|it)\b", re.sub(r"'[^']*'", "", told))
    }
    assert not halves


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_known_sentence_is_one_that_is_said(language):
    written = [
        path.read_text(encoding="utf-8") for path in (*SRC.rglob("*.py"), Path(jinja2.parser.__file__))
    ]
    said_there = {
        node.value
        for text in written
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # what is put together of parts
    said_there |= {
        "; without quotation marks YAML reads it as ",
        "an empty group of keys",
        "a list of one or more ",
        "there is no text in it but ",
        "list of stop words and no stemmer",
        "1 suspected identifier waits for a decision",
        "suspected identifiers wait for a decision",
        "answers to a survey of",
    }
    # how a transcript is written
    dialects = load_yaml((SRC / "collect/dialects.yaml").read_text(encoding="utf-8"))["dialects"]
    said_there |= {dialect["program"] for dialect in dialects}
    # an account counts all of a thing
    there = "\n".join(said_there | {f"all {one}" for one in said_there})
    known = load_yaml((FOLDER / "sentences" / f"{language}.yaml").read_text(encoding="utf-8"))
    gone = [
        (english, words)
        for english in known
        for words in re.split(r"\{\w+\}|[:;,]", english)
        if len(words.split()) > 4 and words.strip(" '") not in there
    ]
    assert gone == []


def test_place_fault_and_remedy_are_said_and_what_stands_in_them_stays():
    told = in_language(
        Problem(
            "data/raw/sources.csv", "row 3, column date", "'kemarin dulu' is no day", "Write it as 2024-11-27"
        ),
        "id",
    )
    assert (
        str(told)
        == "data/raw/sources.csv, baris 3, kolom date: 'kemarin dulu' bukan tanggal. Tulis seperti 2024-11-27."
    )
    # several sentences, and a sentence within another
    remedy = "Known: AIR, TANAH. Or add it under codes in data/raw/coding/codebook.yaml"
    told = in_language(Problem("x.yaml", "P1, for, query", "'AER' is no code yet", remedy), "id")
    assert str(told) == (
        "x.yaml, P1, for, query: 'AER' belum ada sebagai kode. Yang ada: AIR, TANAH. "
        "Atau tambahkan di bawah codes dalam data/raw/coding/codebook.yaml."
    )
    # what nobody translated, a language without a file
    assert said("some words of another package", "id") == "some words of another package"
    assert said("'X' is no day", "en") == "'X' is no day"


@pytest.mark.parametrize(
    ("languages", "terminal", "words"),
    [
        ("[id]", "C.UTF-8", "tidak ada kunci"),
        ("[id, en]", "C.UTF-8", "there is no key"),
        ("[id, en]", "id_ID.UTF-8", "tidak ada kunci"),
        ("[en]", "id_ID.UTF-8", "there is no key"),
    ],
)
def test_the_check_speaks_the_language_of_the_study_and_the_terminal(
    tmp_path, monkeypatch, capsys, languages, terminal, words
):
    root = make_study(tmp_path / "study")
    settings = root / "data/raw/study.yaml"
    settings.write_text(
        re.sub("^languages:.*$", "", settings.read_text(), flags=re.M)
        + f"\nlanguages: {languages}\nwrong: 1\n"
    )
    monkeypatch.setenv("LC_ALL", terminal)
    assert main(["check", "--root", str(root)]) == 1
    assert words in (told := capsys.readouterr().err) and "data/raw/study.yaml" in told


def test_what_the_check_tells_besides_is_in_the_language_too(tmp_path, monkeypatch, capsys):
    root = make_study(tmp_path / "study")
    chapter = root / "notebooks/report/1_results.en.md"
    chapter.write_text(chapter.read_text() + "\nThere were 17 snails.\n")
    for terminal, words in (
        (
            "C.UTF-8",
            [
                "codings, 0 of them found again",
                "the number 17 is typed by hand",
                "informants' share",
                "ready",
            ],
        ),
        (
            "id_ID.UTF-8",
            ["pengodean, 0 di antaranya", "bilangan 17 diketik dengan tangan", "bagian informan", "siap"],
        ),
    ):
        monkeypatch.setenv("LC_ALL", terminal)
        assert main(["check", "--root", str(root)]) == 0
        told = capsys.readouterr().out
        assert [one for one in words if one not in told] == [] and f"{chapter.relative_to(root)}" in told
    assert not re.search(r"\b(the|is|are|of|turns|speakers?|typed|by)\b", told), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_command_did_is_said_in_the_language(language):
    found = Said(SRC).printed(SRC / "cli", SRC / "exchange")
    assert len(found) > 30
    missing = {one for one in found if in_language(Problem("", "", "", one), language).remedy == one}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_account_is_said_in_the_language(language, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("P: Apa kabar?\nI: Baik sekali hari ini.\n", encoding="utf-8")
    (tmp_path / "in/a.part").write_text("x", encoding="utf-8")
    assert main(["new", str(tmp_path / "study"), "--from", str(tmp_path / "in"), "--language", language]) == 0
    told = capsys.readouterr().out
    english = {"in the file", "taken", "left out", "files  ", "1 not taken", "1 source"}
    assert not [one for one in english if one in told], told

"""What is wrong is said in the language of a study: file, place and remedy as in English, and every sentence that a beginner meets."""

import ast
import re
from pathlib import Path

import jinja2.parser
import pytest
from tiny import make_study

import jalin
from jalin.cli import main
from jalin.errors import Problem
from jalin.files import load_yaml
from jalin.words import FOLDER
from jalin.words.sentences import in_language, said

SRC = Path(jalin.__file__).parent
# where the sentences are made that a person meets who begins at the screen
MET = [
    "explore", "collect/register.py", "collect/readers.py", "collect/archive.py", "collect/read_*.py", "records.py",
    "consent.py", "code/codebook.py", "code/codings.py", "conclude/propositions.py", "days.py", "named.py", "journal.py",
]  # fmt: skip
LANGUAGES = [path.stem for path in sorted((FOLDER / "sentences").glob("*.yaml"))]


def texts(node):
    """What a node says, "X" in each of its places; several where it is a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(one.value if isinstance(one, ast.Constant) else "X" for one in node.values)]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return []


def told_in(path):
    """The faults and remedies that a module tells."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
            yield from (text for one in node.args[2:] for text in texts(one))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple | ast.Name):
            names = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for name, value in zip(names, values, strict=False):
                if getattr(name, "id", "") in ("what", "remedy"):
                    yield from texts(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_beginner_meets_is_said_in_the_language(language):
    paths = [
        path for one in MET for path in ([*(SRC / one).rglob("*.py")] if "." not in one else SRC.glob(one))
    ]
    found = {text for path in paths for text in told_in(path) if " " in text.strip()}
    # a remark, and no fault
    found -= {"X events of category X"}
    assert len(found) > 150
    missing = [one for one in sorted(found) if in_language(Problem("", "", one, one), language).remedy == one]
    # a new one may come in English first
    assert len(missing) * 20 <= len(found), missing


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
    # what a key takes is put together of parts
    said_there |= {
        "; without quotation marks YAML reads it as ",
        "an empty group of keys",
        "a list of one or more ",
        "there is no text in it but ",
    }
    there = "\n".join(said_there)
    known = load_yaml((FOLDER / "sentences" / f"{language}.yaml").read_text(encoding="utf-8"))
    gone = [
        (english, words)
        for english in known
        for words in re.split(r"\{\w+\}", english)
        if len(words.split()) > 4 and words.strip() not in there
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

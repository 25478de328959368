"""`jalin check`: everything at once, and nothing built."""

from tiny import SOURCES, write_sources

from jalin.check import check_study
from jalin.cli import main
from jalin.study import open_study


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_study_in_order_is_ready_and_nothing_is_written(root, capsys):
    before = files(root)
    assert main(["check", "--root", str(root)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "ready" and any(line.startswith("W1 ") for line in said)
    assert "17 codings, 0 of them found again elsewhere in their text" in said
    assert files(root) == before


def test_problems_of_every_kind_are_in_one_list(root, capsys):
    (root / "data/raw/interviews/W1.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (root / "data/raw/documents/D1.md").write_bytes(b"")
    path = root / "data/raw/coding/codebook.yaml"
    path.write_text(path.read_text().replace("parent: CARE", "parent: CAER"))
    assert main(["check", "--root", str(root)]) == 1
    out, err = capsys.readouterr()
    assert "ready" not in out
    for words in (
        "interviews/W1.txt: it is no text but a picture",
        "D1.md: the file is empty",
        "codebook.yaml",
    ):
        assert words in err
    assert "Traceback" not in err


def test_warnings_changes_and_suspects_are_told(root):
    study = open_study(root)
    earlier = study.processed / "private/texts/W1.txt"
    earlier.parent.mkdir(parents=True)
    text = (root / "data/raw/interviews/W1.txt").read_text()
    earlier.write_text(text.replace("children", "kids"))
    path = root / "data/raw/interviews/W2.md"
    path.write_bytes((path.read_text() + "\n**B:** We saw Zulkarnadi at the café.\n").encode("cp1252"))
    checked = check_study(study)
    assert checked.problems == []
    said = "\n".join(checked.lines)
    assert "changed since the last build: W1, line 2: “kids” became “children”" in said
    assert "encoding, cp1252, detected" in said
    assert "1 suspected identifier waits" in said


def test_a_proposition_misspelt_in_the_register_is_named(root):
    rows = [row[:] for row in SOURCES]
    rows[1][12] = "P1 P22"
    write_sources(root, rows)
    (problem,) = check_study(open_study(root)).problems
    assert (
        str(problem)
        == "data/raw/sources.csv, row of W2, column covers: 'P22' is no proposition yet. Did you mean P2? Or add it under propositions in data/raw/analysis/propositions.yaml."
    )


def test_a_study_in_order_is_so_on_an_earlier_day(root):
    checked = check_study(open_study(root, "2024-03-31"))
    assert checked.problems == [] and any(line.startswith("8 codings") for line in checked.lines)

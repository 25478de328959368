import openpyxl
import pytest
from conftest import Run

from jalin.cli import main
from jalin.tables import store


@pytest.fixture
def sheet(run, tmp_path):
    """Where Ann and Ben differ, written for their meeting."""
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    path = tmp_path / "meeting.xlsx"
    assert main(["reconcile", str(path), "--root", str(run.study.root)]) == 0
    return path


def filled(path, **cells):
    book = openpyxl.load_workbook(path)
    page = book.active
    names = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(2, names.index(name) + 1, value)
    book.save(path)
    return dict(zip(names, [cell.value for cell in page[2]], strict=True))


def test_the_sheet_shows_both_coders_and_takes_their_decision_home(run, sheet, capsys):
    page = openpyxl.load_workbook(sheet).active
    several = run.codings.groupby("source_id")["coder"].transform("nunique") > 1
    assert page.max_row - 1 == (several & ~run.codings["agreed"]).sum() > 0
    row = filled(sheet, decision="drop", decided_by="both", date="2024-06-01", reason="a figure of speech")
    capsys.readouterr()
    take = ["reconcile", str(sheet), "--take", "--root", str(run.study.root)]
    assert main(take) == 0
    assert capsys.readouterr().out.startswith("1 decisions are new, 0 changed")
    again = Run(run.study.root).codings
    decided = again[again["decision"] == "drop"]
    assert decided[["source_id", "coder", "coding_id"]].to_numpy().tolist() == [
        [row["source_id"], row["coder"], row["coding_id"]]
    ]
    filled(sheet, decision="keep")
    assert main(take) == 0
    assert capsys.readouterr().out.startswith("0 decisions are new, 1 changed")


def test_a_decision_without_a_reason_is_placed_and_nothing_is_written(run, sheet, capsys):
    path = run.study.raw / "coding/reconciled.csv"
    before = path.read_bytes() if path.exists() else None
    filled(sheet, decision="drop", decided_by="both", date="2024-06-01")
    assert main(["reconcile", str(sheet), "--take", "--root", str(run.study.root)]) == 1
    assert "meeting.xlsx, row 2: 'reason' needs a text; it is empty" in capsys.readouterr().err
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_sheet_in_use_is_not_written_over(run, sheet, capsys):
    assert main(["reconcile", str(sheet), "--root", str(run.study.root)]) == 1
    assert "there is something already" in capsys.readouterr().err

"""The museum names real studies and has nothing of them."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

MUSEUM = Path(__file__).resolve().parent.parent / "museum"
PROJECTS = yaml.safe_load((MUSEUM / "museum.yaml").read_text(encoding="utf-8"))["projects"]


def test_the_museum_names_each_study_by_what_never_changes_and_keeps_none():
    assert {path.name for path in MUSEUM.iterdir() if path.suffix != ".pyc" and path.is_file()} == {
        "museum.yaml", "recount.py", "run.py",
    }  # fmt: skip
    for one in PROJECTS:
        assert re.fullmatch(r"[0-9a-f]{40}", one["commit"]) and re.fullmatch(r"[0-9a-f]{64}", one["sha256"])
        for name in ("id", "about", "repository", "path", "licence", "program", "language"):
            assert one[name], (one["id"], name)
        assert all(isinstance(one[name], int) for name in ("sources", "codes", "codings", "coders"))
    assert len({one["id"] for one in PROJECTS}) == len(PROJECTS) > 8
    assert len({one["program"] for one in PROJECTS}) > 4


@pytest.mark.parametrize("kept", [False, True])
def test_a_coding_on_part_of_a_hidden_name_is_paired_with_that_of_the_file(tmp_path, monkeypatch, kept):
    """The study takes in the whole of the name, also where it was let stand after the coding was made."""
    monkeypatch.syspath_prepend(str(MUSEUM))
    import recount
    import run

    name, text = "⟦name S1.1⟧", "They went to Burkina Faso."
    shown = text if kept else text.replace("Burkina Faso", name)
    coding = {"id": "c1", "code": "STATE", "start": 13, "end": 24, "quote": name}
    files = {
        "data/raw/coding/codebook.yaml": "codes:\n- id: STATE\n  name: State\n",
        "data/raw/coding/codings/ann/S1.jsonl": json.dumps(coding) + "\n",
        "data/raw/sources.csv": "source_id\nS1\n",
        "data/processed/private/key/S1.csv": "source_id,start,end,original\n"
        + ("" if kept else f"S1,13,{13 + len(name)},Burkina Faso\n"),
        "data/processed/protect/texts/S1.txt": shown,
        "data/processed/code/codings.csv": "source_id,coder,coding_id,code,start,end\n"
        f"S1,ann,c1,STATE,13,{len(shown) - 1}\n",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    made = recount.of_study(tmp_path, hidden=False)
    for words, differences in (("Burkina", False), ("went", True)):
        there = recount.Counter([("State", words)])
        assert bool(run._differences(there, made.codings, codes=True, inner=made.inner)) == differences


def test_codings_of_a_code_that_the_file_has_not_are_counted_apart(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(MUSEUM))
    import recount

    path = tmp_path / "a.rqda"
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            """CREATE TABLE source(id, name, file, status); INSERT INTO source VALUES (1, 'a', 'Kursi enam.', 1);
            CREATE TABLE codecat(catid, status);
            CREATE TABLE freecode(id, name, status); INSERT INTO freecode VALUES (1, 'Kursi', 1), (2, 'Hapus', 0);
            CREATE TABLE coding(cid, fid, seltext, status, owner);
            INSERT INTO coding VALUES (1, 1, 'Kursi', 1, 'ann'), (2, 1, 'enam', 1, 'ann'), (3, 1, 'enam', 1, 'ann'),
                (3, 1, 'Kursi', 0, 'ann');"""
        )
    there = recount.counted(path)
    assert (there.codings, there.uncoded) == ({("Kursi", "Kursi"): 1}, 2)

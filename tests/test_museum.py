"""The museum names real studies and has nothing of them."""

import re
from pathlib import Path

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

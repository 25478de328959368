"""What may not be shared is in no export, but for somebody of the study's own team."""

import json
import shutil

import pytest
from conftest import build
from helpers_consent import TOLD, UNQUOTABLE, YES, files_in, said_in, study_with

from jalin.errors import StudyError
from jalin.exchange.export import Export
from jalin.exchange.files import FORMATS, export_study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    root = study_with(tmp_path_factory.mktemp("export") / "study", {"whose": "I2", **YES, "share": "no"})
    (root / "data/raw/coding/memos").mkdir()
    (root / "data/raw/coding/memos/back.md").write_text(
        "---\nabout: W2\n---\nThe sore back again, as ever.\n"
    )
    (root / "data/raw/coding/memos/talk.md").write_text(
        "---\nabout: W1\n---\nIt is as W2 says, says I2 too.\n"
    )
    for path in (root / "data/raw/coding/codings").glob("*/W1.jsonl"):
        rows = [json.loads(line) | {"memo": "as W2 says"} for line in path.read_text().splitlines()]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    settings = root / "data/raw/study.yaml"
    text = settings.read_text()
    # the title, and what the case, a group and a coder are called
    for name in ("The school garden", "en: School}", "en: Teacher}", "en: Ann}"):
        text = text.replace(name, f"{name.removesuffix('}')} as W2 says{'}' if name.endswith('}') else ''}")
    settings.write_text(text)
    return build(root, "03")


def test_a_memo_with_words_that_may_not_be_shared_stops_an_export_but_for_the_team(study, tmp_path):
    memo = study.raw / "coding/memos/other.md"
    memo.write_text("Again: my back hurts from digging, they say.\n")
    try:
        with pytest.raises(StudyError, match="words that may not be shared"):
            export_study(study, "qdpx", tmp_path / "out.qdpx", "en")
        assert not (tmp_path / "out.qdpx").exists()
        assert export_study(study, "qdpx", tmp_path / "out.qdpx", "en", team=True).exists()
    finally:
        memo.unlink()


def test_the_former_project_is_left_out_and_told_where_consent_does_not_cover_all_of_it(study):
    project = study.raw / "exchange/original.qdpx"
    project.parent.mkdir()
    project.write_bytes(b"PK")
    try:
        export = Export(study, "en")
        assert export.original(".qdpx") is None and "former project" in export.told[0]
    finally:
        shutil.rmtree(project.parent)


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].write])
def test_no_export_has_what_may_not_be_shared(study, name, tmp_path):
    for team in (False, True):
        path = export_study(study, name, tmp_path / f"{team}" / f"out{FORMATS[name].ending}", "en", team=team)
        files = files_in(path) if path.is_dir() else {path.name: path.read_bytes()}
        withheld = (UNQUOTABLE, TOLD, "The sore back again", "as W2 says", "says I2")
        found = [words for words in withheld if said_in(files, words)]
        assert found == [] or team
        if team and name not in ("qdc", "codebook"):
            assert found

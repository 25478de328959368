import json
from dataclasses import replace

import pytest

from jalin.cli import main
from jalin.exchange.of_study import project_of
from jalin.exchange.project import ProjectCoding
from jalin.exchange.write_refi import write_refi
from jalin.tables import store

GUID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def exported(run):
    """The tiny study as built, as a project."""
    store.write(run.study, "protect/sources", run.sources)
    store.write(run.study, "code/codings", run.codings)
    store.write_texts(run.study, "protect", run.protected.texts)
    return project_of(run.study)


def coded_on(project, text_of="W1", words="Is it hard?", crlf=True):
    """The export, coded further by Ben in a program that stores other line ends."""
    document = next(item for item in project.documents if item.name == text_of)
    text = document.text.replace("\n", "\r\n") if crlf else document.text
    start = text.index(words)
    ben = next(user.guid for user in project.users if user.name == "Ben")
    code = next(code.guid for code in project.codes if code.name == "Lelah")
    new = ProjectCoding(
        GUID, document.guid, code, start, start + len(words), ben, "2024-05-06T07:08:09Z", "why"
    )
    documents = [replace(item, text=text) if item is document else item for item in project.documents]
    return replace(project, documents=documents, codings=[*project.codings, new])


def test_codings_made_elsewhere_come_home_once(run, exported, tmp_path, capsys):
    write_refi(coded_on(exported), tmp_path / "back.qdpx")
    command = ["import", str(tmp_path / "back.qdpx"), "--root", str(run.study.root)]
    assert main(command) == 0
    assert "1 codings of ben on W1\n" in capsys.readouterr().out
    assert main(command) == 0
    assert "the study has all of its codings already\n" in capsys.readouterr().out
    path = run.study.raw / "coding/codings/ben/W1.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    found = next(line for line in lines if line["id"] == GUID)
    text = run.protected.texts["W1"]
    assert text[found["start"] : found["end"]] == found["quote"] == "Is it hard?"
    assert (found["code"], found["memo"], found["created"]) == ("TOIL", "why", "2024-05-06")
    assert len(lines) == 1 + sum((run.codings["coder"] == "ben") & (run.codings["source_id"] == "W1"))


def test_what_does_not_belong_to_the_study_is_named_and_nothing_is_written(run, exported, tmp_path, capsys):
    project = coded_on(exported)
    codes = [
        replace(code, guid=GUID, name="Lela") if code.name == "Lelah" else code for code in project.codes
    ]
    codings = [replace(one, code=GUID) if one.guid == GUID else one for one in project.codings]
    documents = [replace(item, text=item.text + "more\n") for item in project.documents]
    write_refi(replace(project, codes=codes, codings=codings, documents=documents), tmp_path / "back.qdpx")
    path = run.study.raw / "coding/codings/ben/W1.jsonl"
    kept = path.read_bytes()
    assert main(["import", str(tmp_path / "back.qdpx"), "--root", str(run.study.root)]) == 1
    said = capsys.readouterr().err
    assert (
        "the code 'Lela' is not in the codebook. Add it to codebook.yaml, or import with --codes. Did you mean Lelah?"
        in said
    )
    assert "the text of W1 is not that of the study as built" in said
    assert path.read_bytes() == kept

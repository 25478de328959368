"""Identifiers in every corner of every kind of file stand in nothing that leaves the machine."""

import re
import shutil
import zipfile

import pytest
from conftest import REPOSITORY, build, no_projects
from containers import PLANTED, containers, picture, xlsx

from jalin.build.options import Options
from jalin.collect import stage as collect
from jalin.exchange.empty_study import empty_study
from jalin.exchange.files import FORMATS, export_study
from jalin.files import built_files
from jalin.protect import stage as protect
from jalin.protect.forms import even
from jalin.protect.leaks import audit
from jalin.protect.outputs import texts_of
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import write_manifest
from jalin.study import open_study

FILES = containers()
LOOSE = re.compile(r"(?<=\d) (?=\d)")


def planted_in(name, content):
    """(identifier, place, words) of each that stands in a file, whatever it is."""
    found = []
    for place, text in [("its name", name), *texts_of(name, content)]:
        evened = even(text)
        joined = LOOSE.sub("", evened)
        found += [
            (one, place, " ".join(text.split())[:120]) for one in PLANTED if one in evened or one in joined
        ]
    return found


def leaving(study):
    """All that stands in files that may leave the machine, or are written by protect."""
    return {
        study.relative(path): planted
        for path in built_files(study.root)
        if (planted := planted_in(path.name, path.read_bytes()))
    }


def study_of(folder, names):
    """A study of some of the files, named after whom they are about."""
    (folder / "in").mkdir()
    for number, name in enumerate(names):
        ending, content = FILES[name]
        (folder / "in" / f"Zubaedah Rahmaniar {number}{ending}").write_bytes(content)
    empty_study(folder / "study", folder / "in", ("id",))
    return open_study(folder / "study")


def protected(study):
    for stage in (collect, protect):
        stage.run(study).write()
    return study


def test_the_generator_plants_what_it_says_and_the_search_finds_it():
    """Where an archive, a picture or a page is opened, what is planted is found: so its absence elsewhere means something."""
    assert len(FILES) >= 80
    seen = {name for name, (ending, content) in FILES.items() if planted_in(f"x{ending}", content)}
    # as Word cuts it into runs, in another encoding, in what only a reader of that format decodes
    assert {name for name in FILES if name not in seen} <= {
        "docx comment of the archive", "docx split runs", "pdf file within", "pdf metadata", "pdf own property",
        "pdf link", "txt utf-16",
    }  # fmt: skip
    assert planted_in("a.png", picture(Author="Zubaedah")) and planted_in("a.xlsx", xlsx([["Zubaedah"]]))


def test_nothing_planted_in_any_file_is_in_what_protect_writes(tmp_path):
    study = protected(study_of(tmp_path, FILES))
    assert leaving(study) == {}
    # nor does the audit take the name of a property for somebody's
    assert audit(study)[0] == []
    # and nothing is lost: the plain words of each file are there
    texts = [path.read_text(encoding="utf-8") for path in (study.processed / "protect/texts").glob("*.txt")]
    assert (
        len(texts) == len(FILES)
        and sum("antre" in text.casefold() or "Panjang" in text for text in texts) > 60
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_file_alone_gives_nothing_away_either(tmp_path, name):
    """No other source tells the name that stands in it."""
    assert leaving(protected(study_of(tmp_path, [name]))) == {}


@pytest.mark.slow
def test_neither_deposit_nor_export_has_what_was_planted(tmp_path):
    study = study_of(tmp_path, FILES)
    # one who is coded, so that quotes and contexts are there too
    protected(study)
    first = sorted((study.processed / "protect/texts").glob("*.txt"))[0]
    text = first.read_text(encoding="utf-8")
    from jalin.code.add_codes import add_codes
    from jalin.explore.session import Session

    session = Session(study, first.stem, study.lead)
    said = {"id": "SAID", "name": "Said", "definition": "what is said", "kind": "inductive"}
    add_codes(study, [said])
    session.add("SAID", 0, min(40, len(text) - 1), "catatan")
    study = build(study.root, "08")
    write_manifest(study, REPOSITORY, Options().chosen)
    assert leaving(study) == {}
    write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        held = {
            name: planted_in(name, archive.read(name))
            for name in archive.namelist()
            if not name.startswith(("src/", "docs/"))
        }
    assert {name: found for name, found in held.items() if found} == {}
    for name in FORMATS:
        if FORMATS[name].write is None:
            continue
        path = export_study(study, name, tmp_path / "out" / f"out{FORMATS[name].ending}", "id")
        files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        assert [planted_in(one.name, one.read_bytes()) for one in files] == [[]] * len(files)
    shutil.rmtree(study.root)

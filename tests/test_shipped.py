"""What ships: the corpus, the notebooks, and the wall between method and study."""

import json
import re

import pytest
from conftest import REPOSITORY, Run

from jalin.code import agreement_by_code
from jalin.tables import dictionary

RAW = REPOSITORY / "data/raw"
STUDY_WORDS = re.compile(
    r"ciamis|cirengganis|galuhpura|kecamatan|kelurahan|petahana|\bASN\b|\bcamat\b|\blurah\b|netralitas", re.I
)


@pytest.fixture(scope="module")
def shipped():
    return Run(REPOSITORY)


def test_the_method_has_no_word_of_the_study():
    for path in (REPOSITORY / "src").rglob("*"):
        if path.suffix in {".py", ".yaml", ".css", ".j2", ".json"}:
            found = STUDY_WORDS.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path}: {found}"


def test_the_corpus_has_its_size(shipped):
    sources = shipped.sources.set_index("source_id")
    interviews = sources[sources["method"] == "interview"]
    assert len(interviews) == 6 and (interviews["words"] >= 900).all()
    assert {".docx", ".odt", ".txt", ".md"} <= set(interviews["file"].str.extract(r"(\.\w+)$")[0])
    assert sources["method"].value_counts()[["observation", "document"]].tolist() == [3, 3]
    assert shipped.protected.observations["segment_id"].nunique() >= 150
    assert (shipped.codings["coder"].value_counts() >= 200).all()
    assert len([code for code in shipped.codebook.codes.values() if code.parent]) >= 20
    rivals = {item.id: item.rival for item in shipped.propositions}
    assert len(rivals) >= 6 and any(rivals.get(rival) == name for name, rival in rivals.items())


def test_every_text_says_that_it_is_synthetic(shipped):
    for source_id, text in shipped.collection.texts.items():
        lines = text.splitlines()
        marked = lines if source_id == "O03" else lines[:1]
        assert all("SINTETIS" in line for line in marked), source_id
    for name in ("README.md", "study.yaml", "sources.csv"):
        assert "SINTETIS" in (RAW / name).read_text(encoding="utf-8")


def test_every_planted_identifier_is_gone(shipped):
    kinds = set(shipped.protected.audit["kind"])
    assert {"nik", "nip", "npwp", "phone", "email", "handle", "plate", "address", "name", "listed"} <= kinds
    everything = "\n".join(shipped.protected.texts.values())
    for planted in (
        "3299014307880001",
        "19790412",
        "19680917",
        "800-000-",
        "800 000 ",
        "example.com",
        "example.org",
        "@contoh",
        "ZZ 1182",
        "RT 03/RW 05",
        "Suganda",
        "Rahmawulan",
        "Wiwin",
        "Darmita",
        "Eutik",
        "Kosasih",
        "Somantri",
        "Permana",
        "00.000.000.0",
    ):
        assert planted not in everything, planted


def test_the_coders_differ_as_people_do(shipped):
    found = agreement_by_code(
        shipped.codings, shipped.protected.segments, ["a", "b"], list(shipped.codebook.codes)
    ).set_index("code")
    assert 0.7 < found.loc["(all)", "alpha"] < 0.95
    assert (found["alpha"] < 0.667).sum() >= 2


def test_one_proposition_fails(shipped):
    from jalin.conclude import verdicts

    found = verdicts(shipped.stances, shipped.propositions, shipped.study.settings.verdict)
    assert set(found["verdict"]) & {"refuted", "not supported"}
    assert "supported" in set(found["verdict"])


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_notebooks_are_committed_without_outputs_and_with_parameters(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    for name in ("study", "through", "language", "seed"):
        assert f"{name} = " in "".join(tagged[0]["source"])


def test_the_data_dictionary_is_that_of_the_tables():
    assert (REPOSITORY / "docs/data-dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_the_lock_has_hashes_and_no_address():
    lock = (REPOSITORY / "requirements.lock").read_text()
    assert "://" not in lock and "file:" not in lock
    pins = re.findall(r"(?m)^[\w.-]+(?:\[[\w,]+\])?==.*$", lock)
    assert len(pins) > 50 and all(pin.endswith("\\") for pin in pins)

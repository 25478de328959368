"""Metadata for others: codecheck.yml, the RO-Crate, CITATION.cff, and what Binder reads."""

import json
import re
import shutil
from pathlib import Path

import pytest
import rocrate
import yaml
from conftest import REPOSITORY
from helpers_codecheck import orcid_holds, problems_of
from rocrate_validator import models, services
from rocrate_validator.utils import document_loader

from jalin.publish.crate import FILE, crate_of, write_crate
from jalin.stages import read_runs
from jalin.study import open_study

# the example of the specification, section «Minimal example», with its addresses written out
MINIMAL = """---
version: https://codecheck.org.uk/spec/config/2.0/
manifest:
  - file: fig1.pdf
paper:
  title: "A good paper"
  authors:
    - name: Josiah Carberry
      ORCID: 0000-0002-1825-0097
  reference: https://doi.org/preprint.1
codechecker:
  - name: S. Eglen
    ORCID: 0000-0001-8607-8025
report: https://doi.org/abcde.12345
summary: |
  All material was provided and the figures could be reproduced.
certificate: 2026-001
"""


def rules(text):
    return {problem.place for problem in problems_of(text.encode())}


def test_our_codecheck_file_and_the_example_of_the_specification_break_no_rule():
    assert problems_of((REPOSITORY / "codecheck.yml").read_bytes()) == []
    assert rules(MINIMAL) == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("---\n", "", "CC-CFG-002"),
        ("manifest:\n  - file: fig1.pdf\n", "", "CC-CFG-004"),
        ("- file: fig1.pdf", "- comment: x", "CC-CFG-005"),
        ("fig1.pdf", "../fig1.pdf", "CC-CFG-006"),
        ("fig1.pdf", "https://example.org/fig1.pdf", "CC-CFG-006"),
        ("  - name: S. Eglen\n    ORCID: 0000-0001-8607-8025\n", "", "CC-CFG-008"),
        ("  - name: S. Eglen\n    ORCID", "  - ORCID", "CC-CFG-009"),
        ("report: https://doi.org/abcde.12345\n", "", "CC-CFG-011"),
        ("https://doi.org/abcde.12345", "https://doi.org/10.5281/zenodo.FIXME", "CC-CFG-013"),
        ("paper:", "papers:", "CC-CFG-016"),
        ('  title: "A good paper"\n', "", "CC-CFG-017"),
        ("    - name: Josiah Carberry\n      ORCID: 0000-0002-1825-0097\n", "", "CC-CFG-018"),
        ("- name: Josiah Carberry\n      ORCID", "- ORCID", "CC-CFG-019"),
        ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "CC-CFG-020"),
        ("\n      ORCID: 0000-0002-1825-0097", "", "CC-CFG-020"),
        ("  reference: https://doi.org/preprint.1\n", "", "CC-CFG-021"),
        ("A good paper", "TODO", "CC-CFG-023"),
        ("summary: |\n  All material was provided and the figures could be reproduced.\n", "", "CC-CFG-024"),
        ("certificate: 2026-001\n", "", "CC-CFG-025"),
        ("2026-001", "26-1", "CC-CFG-026"),
        ("preprint.1\n", "preprint.1\n  reference-other: x\n", "CC-CFG-029"),
        ("0000-0001-8607-8025", "0000-0001-8607-8026", "CC-MET-001"),
        ("paper:", "paper: [", "CC-CFG-001"),
    ],
)
def test_each_must_rule_is_broken_by_what_it_forbids(old, new, rule):
    assert MINIMAL.count(old) >= 1
    assert rule in rules(MINIMAL.replace(old, new, 1))


def test_the_last_digit_of_an_orcid_is_checked():
    # ORCID's own example of an X, and of a digit
    assert orcid_holds("0000-0002-1694-233X") and orcid_holds("0000-0002-1825-0097")
    assert not orcid_holds("0000-0002-1694-2330") and not orcid_holds("0000-0002-1825-009")


@pytest.fixture
def context(monkeypatch):
    """The JSON-LD context that the rocrate package brings, instead of the network; terms as RO-Crate 1.1 has them."""
    content = json.loads((Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_text(encoding="utf-8"))
    base = "https://bioschemas.org/"
    content["@context"] |= {
        "ComputationalWorkflow": f"{base}ComputationalWorkflow",
        "FormalParameter": f"{base}FormalParameter",
        "input": f"{base}ComputationalWorkflow#input",
        "output": f"{base}ComputationalWorkflow#output",
    }
    monkeypatch.setattr(document_loader, "_fetch_json_ld", lambda url: content)


# that the context can be fetched
_NETWORK = ("ro-crate-1.1_3.1", "ro-crate-1.1_3.2")


def issues(folder):
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="workflow-run-crate-0.5",
        requirement_severity=models.Severity.REQUIRED,
        skip_checks=list(_NETWORK),
    )
    found = services.validate(settings).get_issues()
    return [f"{one.check.identifier} {one.message}" for one in found if one.check.identifier not in _NETWORK]


@pytest.mark.slow
def test_the_crate_is_valid_and_as_the_committed_one(tmp_path, context):
    study = open_study(REPOSITORY)
    runs = read_runs(REPOSITORY)
    committed = (REPOSITORY / FILE).read_text(encoding="utf-8")
    for name in ("Makefile", "README.md", "REVIEWING.md", "requirements.lock", "codecheck.yml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    for name in ("notebooks", "src", "data/raw"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    # files that a build makes, listed whether they are there or not
    for entity in json.loads(committed)["@graph"]:
        if entity["@id"].startswith("reports/"):
            (tmp_path / entity["@id"]).parent.mkdir(exist_ok=True)
            (tmp_path / entity["@id"]).touch()
    write_crate(open_study(tmp_path), tmp_path, runs)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == committed, "make it anew with: jalin crate"
    assert issues(tmp_path) == []
    graph = {entity["@id"]: entity for entity in json.loads(committed)["@graph"]}
    assert graph["#run-conclude"]["instrument"] == {"@id": "notebooks/06_conclude.ipynb"}
    assert "invented" in graph["./"]["description"]
    assert crate_of(study, runs, ["Makefile"]) == crate_of(study, runs, ["Makefile"])


@pytest.mark.slow
def test_the_validator_would_see_a_crate_that_is_none(tmp_path, context):
    content = json.loads((REPOSITORY / FILE).read_text(encoding="utf-8"))
    root = next(entity for entity in content["@graph"] if entity["@id"] == "./")
    del root["mainEntity"]
    (tmp_path / FILE).write_text(json.dumps(content), encoding="utf-8")
    assert issues(tmp_path)


def test_the_citation_file_has_what_its_format_demands():
    """The required keys and forms of the Citation File Format 1.2.0 (doi:10.5281/zenodo.5171937)."""
    content = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    assert content["cff-version"] == "1.2.0" and content["type"] in ("software", "dataset")
    assert content["message"] and content["title"] and content["authors"]
    for author in content["authors"]:
        assert author.keys() & {"name", "family-names", "given-names", "alias"}
    allowed = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
        "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
        "repository-code", "title", "type", "url", "version",
    }  # fmt: skip
    assert content.keys() <= allowed
    assert set(content["license"]) <= {"MIT", "CC-BY-4.0"}
    assert re.search(rf'(?m)^version = "{content["version"]}"$', (REPOSITORY / "pyproject.toml").read_text())


def test_binder_takes_the_versions_of_the_lock():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    for line in (REPOSITORY / ".binder/requirements.txt").read_text(encoding="utf-8").split():
        assert re.search(rf"(?m)^{re.escape(line)} ", lock), line
    assert (REPOSITORY / ".binder/postBuild").stat().st_mode & 0o100

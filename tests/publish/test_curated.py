"""What a curator finds in a deposit besides its files: complete, valid, and telling nobody's name."""

import csv
import io
import json
import zipfile

import pandas as pd
import pytest
import yaml
from conftest import REPOSITORY, build
from jsonschema import Draft202012Validator
from lxml import etree
from tiny import make_study, without_names

from jalin.build.options import Options
from jalin.errors import StudyError
from jalin.exchange.files import projects_of
from jalin.exchange.read_refi import read_refi
from jalin.publish.curated import in_few
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import write_manifest
from jalin.study import open_study

SHARING = {
    "address": "https://example.org/garden/",
    "people": [
        {
            "name": "Test",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
            "affiliation": "Example University",
        }
    ],
    "contributors": [{"name": "Ben Example", "role": "DataCollector"}],
    "contact": {"name": "Ann Example", "email": "ann@example.org"},
    "funding": [{"funder": "Example Fund", "ror": "https://ror.org/02mhbdp94", "award": "12/2024"}],
    "places": [{"name": "West Java & <Banten>", "country": "ID"}],
    "collected": ["2024-03-01", "2024-06-30"],
    "doi": "10.5072/example",
    "repository": "Example Repository",
}
# what the DataCite Metadata Schema 4.7 makes mandatory, and how its JSON has it
DATACITE = {
    "type": "object",
    "required": ["types", "creators", "titles", "publisher", "publicationYear", "schemaVersion"],
    "properties": {
        "doi": {"type": "string", "pattern": "^10[.][0-9]{4,9}/"},
        "types": {"type": "object", "required": ["resourceTypeGeneral"]},
        "creators": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
        "contributors": {"items": {"type": "object", "required": ["name", "contributorType"]}},
        "titles": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["title"]}},
        "publicationYear": {"type": "string", "pattern": "^[0-9]{4}$"},
        "dates": {"items": {"required": ["date", "dateType"], "additionalProperties": False, "properties": {"date": {"pattern": "^\\d{4}-\\d\\d-\\d\\d(/\\d{4}-\\d\\d-\\d\\d)?$"}, "dateType": {"const": "Collected"}}}},
        "fundingReferences": {"items": {"required": ["funderName"]}},
        "descriptions": {"items": {"properties": {"descriptionType": {"enum": ["Abstract", "Methods", "SeriesInformation", "TableOfContents", "TechnicalInfo", "Other"]}}}},
    },
}  # fmt: skip
# Dataverse's API guide: the fields that a dataset has to have, and how each is written
DATAVERSE = {"title", "author", "datasetContact", "dsDescription", "subject"}
# DDI-Codebook 2.5, the order in which its schema asks for the elements that we write
DDI = {
    "codeBook": ["stdyDscr", "otherMat"],
    "stdyDscr": ["citation", "stdyInfo", "method", "dataAccs"],
    "citation": ["titlStmt", "rspStmt", "prodStmt", "distStmt"],
    "titlStmt": ["titl", "parTitl", "IDNo"],
    "rspStmt": ["AuthEnty", "othId"],
    "prodStmt": ["prodDate", "software", "fundAg", "grantNo"],
    "distStmt": ["distrbtr", "contact"],
    "stdyInfo": ["subject", "abstract", "sumDscr"],
    "sumDscr": ["collDate", "nation", "geogCover", "anlyUnit", "universe", "dataKind"],
    "dataColl": ["sampProc", "collMode"],
    "useStmt": ["restrctn", "citReq", "conditions", "disclaimer"],
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The tiny study with all that catalogues ask, a guide and a form; its deposit."""
    root = make_study(tmp_path_factory.mktemp("shared") / "study")
    without_names(root)
    path = root / "data/raw/study.yaml"
    settings = yaml.safe_load(path.read_text())
    authors = settings["authors"]
    sharing = SHARING | {"people": [SHARING["people"][0] | {"name": authors[0]}]}
    path.write_text(path.read_text() + yaml.safe_dump({"sharing": sharing}))
    (root / "data/raw/forms").mkdir()
    (root / "data/raw/forms/form-2.md").write_text("I agree.\n")
    write_manifest(build(root, "08"), REPOSITORY, Options().chosen)
    study = open_study(root)
    write_deposit(study, REPOSITORY, root.parent / "one.zip", projects_of)
    with zipfile.ZipFile(root.parent / "one.zip") as archive:
        names = [
            name for name in archive.namelist() if name.startswith("sharing/") or name == "datacite.json"
        ]
        return study, {name: archive.read(name) for name in names}


def test_it_has_what_a_curator_asks_for(shared):
    study, files = shared
    name = study.settings.id
    wanted = ["README.md", "OPEN.md", "dataverse.json", "ddi-codebook.xml", "participants.csv", "consent/form-2.md", "transcripts/W1.pdf"]  # fmt: skip
    wanted += [f"{name}.qdpx", f"{name}.qdc", "data-narrative.en.md", "data-narrative.id.md"]
    assert {f"sharing/{one}" for one in wanted} <= files.keys()
    # one that consent withdrew has no transcript
    assert not [one for one in files if "W3" in one]
    assert b"pdfaid" in files["sharing/transcripts/W1.pdf"]
    readme = files["sharing/README.md"].decode()
    for part in ("Citation", "Overview", "Collection", "Selection", "Access and licence", "Files", "Processing", "Contact"):  # fmt: skip
        assert f"## {part}" in readme
    assert "ann@example.org" in readme and "https://doi.org/10.5072/example" in readme
    still = files["sharing/OPEN.md"].decode()
    assert "ORCID" not in still and "who paid" not in still and "ethics clearance" in still


def test_the_project_opens_and_has_the_codings(shared, tmp_path):
    study, files = shared
    (tmp_path / "one.qdpx").write_bytes(files[f"sharing/{study.settings.id}.qdpx"])
    project = read_refi(tmp_path / "one.qdpx", "")
    assert project.codings and {item.name for item in project.documents} >= {"W1", "W2"}


def test_datacite_names_people_places_funding_and_days(shared):
    _, files = shared
    found = json.loads(files["datacite.json"])
    assert list(Draft202012Validator(DATACITE).iter_errors(found)) == []
    assert found["creators"][0]["nameIdentifiers"][0]["nameIdentifier"].endswith("0000-0002-1825-0097")
    assert {one["contributorType"] for one in found["contributors"]} == {"DataCollector", "ContactPerson"}
    assert found["dates"] == [{"date": "2024-03-01/2024-06-30", "dateType": "Collected"}]
    assert found["fundingReferences"][0]["funderIdentifierType"] == "ROR"
    assert found["geoLocations"] == [{"geoLocationPlace": "West Java & <Banten>, Indonesia"}]


def test_dataverse_gets_every_field_that_it_asks_for(shared):
    _, files = shared
    blocks = json.loads(files["sharing/dataverse.json"])["datasetVersion"]["metadataBlocks"]
    fields = {one["typeName"]: one for one in blocks["citation"]["fields"]}
    assert fields.keys() >= DATAVERSE
    for one in [*fields.values(), *blocks["geospatial"]["fields"]]:
        assert one.keys() == {"typeName", "multiple", "typeClass", "value"}
        assert isinstance(one["value"], list) == one["multiple"] and one["value"]
    assert fields["datasetContact"]["value"][0]["datasetContactEmail"]["value"] == "ann@example.org"


def test_ddi_has_its_elements_in_the_order_of_its_schema(shared):
    _, files = shared
    root = etree.fromstring(files["sharing/ddi-codebook.xml"])
    for one in root.iter():
        name = etree.QName(one).localname
        names = [etree.QName(child).localname for child in one]
        if name in DDI:
            assert set(names) <= set(DDI[name]) and names == sorted(names, key=DDI[name].index), name
    # of the elements that we write, the one that its schema has once at most
    assert root.xpath("count(//d:conditions)", namespaces={"d": "ddi:codebook:2_5"}) == 1
    said = root.xpath("//d:geogCover | //d:nation | //d:grantNo", namespaces={"d": "ddi:codebook:2_5"})
    assert [one.text for one in said] == ["12/2024", "Indonesia", "West Java & <Banten>"]
    listed = root.xpath("//d:otherMat/@URI", namespaces={"d": "ddi:codebook:2_5"})
    assert "data/processed/protect/texts/W1.txt" in listed


def test_no_number_of_participants_tells_of_fewer_than_k(shared):
    study, files = shared
    rows = list(csv.DictReader(io.StringIO(files["sharing/participants.csv"].decode())))
    for row in rows:
        assert row["informants"].startswith("fewer") or int(row["informants"]) >= study.settings.anonymity.k


def test_what_the_register_tells_of_few_informants_is_put_to_the_depositor(shared):
    _, files = shared
    said = files["sharing/OPEN.md"].decode()
    assert "- [ ] decide who may have it: fewer than 3 informants share case and role group with" in said
    assert "role group and place" not in said
    assert (
        "counts by role group, as tables of the report have them, may tell the group of fewer than 3 of 2"
        in said
    )
    assert "give access on request" in said


def test_nothing_is_put_to_anybody_where_enough_informants_share_group_and_place(root):
    study = open_study(root)
    people = [f"I{number}" for number in range(5)]
    columns = {"case_id": "school", "role_group": "pupil", "site": "yard"}
    sources = pd.DataFrame({"source_id": "", "informant_id": [*people, ""], **columns})
    assert in_few(study, sources) == ""
    # one of them in two places, which two share with them and nobody
    sources = pd.DataFrame(
        {"source_id": "", "informant_id": [*people, "I0", ""], **columns, "site": ["yard"] * 5 + ["hut", ""]}
    )
    assert "place with fewer than 3 of 5. Who" in in_few(study, sources)


def test_counts_tell_the_group_of_whoever_took_a_side_as_nobody_of_another_group_did(root):
    study = open_study(root)
    groups = {"I1": "teacher", "I2": "pupil", "I3": "pupil", "I4": "pupil", "I5": "pupil"}
    sources = pd.DataFrame(
        {
            "source_id": "",
            "informant_id": [*groups],
            "role_group": [*groups.values()],
            "case_id": "school",
            "site": "",
        }
    )
    # I1 and I2 alike, I3 alone with what was said, the others silent
    rows = [("P1", "I1", "for"), ("P1", "I2", "for"), ("P1", "I3", "against")]
    path = study.processed / "conclude/stances.parquet"
    path.parent.mkdir(parents=True)
    pd.DataFrame(rows, columns=["proposition", "voice", "stance"]).to_parquet(path)
    assert "may tell the group of 3 of 5" in in_few(study, sources)
    sources["role_group"] = "pupil"
    assert "counts" not in in_few(study, sources)


def test_an_orcid_or_an_author_that_is_none_is_told(root):
    path = root / "data/raw/study.yaml"
    before = path.read_text()
    for people, said in (
        ([{"name": "Nobody"}], "no author"),
        ([{"name": "Ann", "orcid": "0000-0002-1825-0098"}], "no ORCID"),
    ):
        path.write_text(before + yaml.safe_dump({"sharing": {"people": people}}))
        with pytest.raises(StudyError, match=said):
            open_study(root)

"""What catalogues read of a deposit: DataCite, Dataverse and DDI-Codebook, each from the same settings.

DataCite Metadata Schema 4.7 (as JSON), Dataverse's JSON for a new dataset (API guide, «Create a Dataset in a Dataverse
Collection») and DDI-Codebook 2.5 (DDI Alliance 2014).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel import Locale
from lxml import etree
from lxml.builder import ElementMaker

import jalin
from jalin.settings import Settings
from jalin.sharing import Person
from jalin.words import language_name

LICENCES = (
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "texts and data"),
    ("MIT", "https://spdx.org/licenses/MIT", "code"),
)
_DDI = "ddi:codebook:2_5"
_MAKER = ElementMaker(namespace=_DDI, nsmap={None: _DDI})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Shared:
    """What is shared, for who describes it: the days of the sources (first and last), their languages and methods, and what is left out, in words.

    `texts`: (path, id, day, method) of each source that has a text.
    """

    settings: Settings
    days: tuple[str, str]
    spoken: Sequence[str]
    methods: Sequence[str]
    texts: Sequence[tuple[str, str, str, str]]
    left_out: str = ""

    @property
    def language(self) -> str:
        """The language of catalogues."""
        return self.settings.catalogue_language

    @property
    def year(self) -> int:
        """The year of publication: that of the last round."""
        return max(item.until for item in self.settings.rounds).year

    @property
    def abstract(self) -> str:
        """What it is, in a few sentences."""
        settings, language = self.settings, self.language
        questions = " ".join(one.text[language] for one in settings.questions)
        notice = settings.notice[language] if settings.notice else ""
        setting = f"{settings.setting.frame[language]}. {settings.setting.corpus[language]}."
        said = (
            f"A qualitative case study: {setting} De-identified texts of {len(self.texts)} sources "
            f"({', '.join(self.methods)}), codings, codebook, memos, propositions, and the report that is built from them."
        )
        return " ".join(filter(None, [notice, said, questions]))


def datacite(shared: Shared) -> str:
    """Metadata after the DataCite schema 4.7, as JSON, for Zenodo, DataCite's own API and others."""
    settings, language = shared.settings, shared.language
    sharing = settings.sharing
    people: list[tuple[Person, str]] = [(one, one.role) for one in sharing.contributors]
    people += [(sharing.contact, "ContactPerson")] if sharing.contact else []
    languages = [language, *(name for name in settings.languages if name != language)]
    said = [("Abstract", shared.abstract)]
    said += [("Methods", settings.ethics.said(language))] if settings.ethics else []
    said += [("TechnicalInfo", shared.left_out)] if shared.left_out else []
    content = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Research compendium"},
        "titles": [{"title": settings.title[name], "lang": name} for name in languages],
        "creators": [_named(sharing.of(name)) for name in settings.authors],
        "contributors": [_named(one) | {"contributorType": role} for one, role in people],
        "publisher": {"name": sharing.repository or "(to be filled in by the repository)"},
        "publicationYear": str(shared.year),
        "dates": [{"date": "/".join(dict.fromkeys(shared.days)), "dateType": "Collected"}]
        if all(shared.days)
        else [],
        "language": language,
        "subjects": [
            {"subject": word, "lang": name} for name in settings.languages for word in settings.keywords[name]
        ],
        "fundingReferences": [
            _without_empty(
                {
                    "funderName": one.funder,
                    "funderIdentifier": one.ror,
                    "funderIdentifierType": "ROR" if one.ror else "",
                    "awardNumber": one.award,
                    "awardTitle": one.title,
                }
            )
            for one in sharing.funding
        ],
        "geoLocations": [
            {"geoLocationPlace": _place(one.name[language], one.country)} for one in sharing.places
        ],
        "descriptions": [
            {"description": text, "descriptionType": kind, "lang": language} for kind, text in said
        ]
        + [
            {"description": settings.notice[name], "descriptionType": "Other", "lang": name}
            for name in settings.languages
            if settings.notice
        ],
        "rightsList": [
            {
                "rights": f"{name} ({what})",
                "rightsUri": address,
                "rightsIdentifier": name,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
            for name, address, what in LICENCES
        ],
        "formats": [
            "text/plain",
            "text/csv",
            "application/vnd.apache.parquet",
            "application/pdf",
            "application/zip",
        ],
        "version": jalin.__version__,
    }
    if sharing.doi:
        content["doi"] = sharing.doi
    return json.dumps(_without_empty(content), ensure_ascii=False, indent=1) + "\n"


def _without_empty(content: dict) -> dict:
    return {name: value for name, value in content.items() if value not in ("", [], None)}


def _named(person: Person) -> dict:
    orcid = {
        "nameIdentifier": f"https://orcid.org/{person.orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    return _without_empty(
        {
            "name": person.name,
            "nameType": "Personal" if person.orcid else "",
            "nameIdentifiers": [orcid] if person.orcid else [],
            "affiliation": [{"name": person.affiliation}] if person.affiliation else [],
        }
    )


def _country(code: str) -> str:
    return str(Locale("en").territories.get(code, "")) if code else ""


def _place(name: str, code: str) -> str:
    return ", ".join(filter(None, [name, _country(code)]))


# Dataverse


def _field(name: str, value: object, kind: str = "primitive") -> dict:
    return {"typeName": name, "multiple": isinstance(value, list), "typeClass": kind, "value": value}


def _compound(name: str, entries: Iterable[dict[str, str]], controlled: Sequence[str] = ()) -> dict:
    """A field of several entries, each of several fields; those that are empty are left out."""
    kinds = dict.fromkeys(controlled, "controlledVocabulary")
    value = [
        {key: _field(key, said, kinds.get(key, "primitive")) for key, said in entry.items() if said}
        for entry in entries
    ]
    return _field(name, value, "compound")


def dataverse(shared: Shared) -> str:
    """A dataset as Dataverse's API takes it; whoever keeps the dataverse adds what theirs asks besides."""
    settings, language = shared.settings, shared.language
    sharing = settings.sharing
    contact = sharing.contact
    people = [sharing.of(name) for name in settings.authors]
    first, last = shared.days
    fields = [
        _field("title", settings.title[language]),
        _field("alternativeTitle", [settings.title[name] for name in settings.languages if name != language]),
        _compound(
            "author",
            [
                {
                    "authorName": one.name,
                    "authorAffiliation": one.affiliation,
                    "authorIdentifierScheme": "ORCID" if one.orcid else "",
                    "authorIdentifier": one.orcid,
                }
                for one in people
            ],
            ["authorIdentifierScheme"],
        ),
        _compound(
            "datasetContact",
            [
                {
                    "datasetContactName": contact.name if contact else settings.authors[0],
                    "datasetContactAffiliation": contact.affiliation if contact else "",
                    # the API refuses a dataset without one
                    "datasetContactEmail": contact.email if contact else "to-be-filled-in@example.org",
                }
            ],
        ),
        _compound("dsDescription", [{"dsDescriptionValue": shared.abstract}]),
        _field("subject", ["Social Sciences"], "controlledVocabulary"),
        _compound("keyword", [{"keywordValue": one} for one in settings.keywords[language]]),
        _field("language", [language_name(one, "en") for one in shared.spoken], "controlledVocabulary"),
        _compound(
            "contributor",
            [
                {"contributorType": _spaced(one.role), "contributorName": one.name}
                for one in sharing.contributors
            ],
            ["contributorType"],
        ),
        _compound(
            "grantNumber",
            [{"grantNumberAgency": one.funder, "grantNumberValue": one.award} for one in sharing.funding],
        ),
        _compound("dateOfCollection", [{"dateOfCollectionStart": first, "dateOfCollectionEnd": last}]),
        _field("kindOfData", ["qualitative: " + ", ".join(shared.methods)]),
        _field("notesText", shared.left_out),
    ]
    places = [
        {"country": _country(one.country), "otherGeographicCoverage": one.name[language]}
        for one in sharing.places
    ]
    blocks = {
        "citation": {
            "displayName": "Citation Metadata",
            "fields": [one for one in fields if one["value"] not in ("", [], [{}])],
        }
    }
    if places:
        covered = _compound("geographicCoverage", places, ["country"])
        blocks["geospatial"] = {"displayName": "Geospatial Metadata", "fields": [covered]}
    name, address, _ = LICENCES[0]
    version = {
        "license": {
            "name": name.replace("CC-BY-", "CC BY "),
            "uri": address.replace("https://", "http://").rstrip("/"),
        },
        "metadataBlocks": blocks,
    }
    return json.dumps({"datasetVersion": version}, ensure_ascii=False, indent=1) + "\n"


def _spaced(role: str) -> str:
    """A role as Dataverse writes it: DataCollector is Data Collector."""
    return "".join(f" {sign}" if sign.isupper() else sign for sign in role).strip()


# DDI


def _element(
    name: str, *content: "etree._Element | str | None", lang: str = "", **more: str
) -> "etree._Element | None":
    """An element with its words and the elements in it; None where it would have neither. Attributes without a value are left out."""
    held = [one for one in content if one is not None and one != ""]
    if not held:
        return None
    attributes = {key: value for key, value in (more | {_LANG: lang}).items() if value}
    return _MAKER(name, *held, **attributes)


def ddi(shared: Shared, methods: str, transcripts: Iterable[tuple[str, str]]) -> bytes:
    """A codebook after DDI-Codebook 2.5; `methods`: how data were made, in words; `transcripts`: (path, what it is)."""
    settings, language, one = shared.settings, shared.language, _element
    sharing, contact = settings.sharing, settings.sharing.contact
    others = [name for name in settings.languages if name != language]
    citation = one(
        "citation",
        one(
            "titlStmt",
            one("titl", settings.title[language], lang=language),
            *(one("parTitl", settings.title[name], lang=name) for name in others),
            one("IDNo", sharing.doi or settings.id, agency="DOI" if sharing.doi else ""),
        ),
        one(
            "rspStmt",
            *(one("AuthEnty", name, affiliation=sharing.of(name).affiliation) for name in settings.authors),
            *(
                one("othId", who.name, role=who.role, affiliation=who.affiliation)
                for who in sharing.contributors
            ),
        ),
        one(
            "prodStmt",
            one("prodDate", str(shared.year), date=str(shared.year)),
            one("software", "jalin", version=jalin.__version__),
            *(one("fundAg", grant.funder) for grant in sharing.funding),
            *(one("grantNo", grant.award, agency=grant.funder) for grant in sharing.funding),
        ),
        one(
            "distStmt",
            one("distrbtr", sharing.repository),
            contact and one("contact", contact.name, affiliation=contact.affiliation, email=contact.email),
        ),
    )
    words = [(word, name) for name in settings.languages for word in settings.keywords[name]]
    days = zip(("start", "end"), shared.days, strict=True)
    about = one(
        "stdyInfo",
        one("subject", *(one("keyword", word, lang=name) for word, name in words)),
        one("abstract", shared.abstract, lang=language),
        one(
            "sumDscr",
            *(one("collDate", when, event=event, date=when) for event, when in days),
            *(one("nation", _country(place.country), abbr=place.country) for place in sharing.places),
            *(one("geogCover", place.name[language]) for place in sharing.places),
            *(one("anlyUnit", case.name[language]) for case in settings.cases),
            one("universe", settings.setting.frame[language]),
            one("dataKind", f"Qualitative: {', '.join(shared.methods)}"),
        ),
    )
    collecting = one(
        "dataColl", one("sampProc", methods), *(one("collMode", name) for name in shared.methods)
    )
    access = one(
        "useStmt",
        one("restrctn", shared.left_out),
        one("citReq", citation_of(shared)),
        one("conditions", "; ".join(f"{name} for {what}: {address}" for name, address, what in LICENCES)),
        one("disclaimer", settings.notice[language] if settings.notice else ""),
    )
    study = one("stdyDscr", citation, about, one("method", collecting), one("dataAccs", access))
    listed = [
        one("otherMat", one("labl", said), type="text", level="study", URI=path) for path, said in transcripts
    ]
    root = one("codeBook", study, *listed, lang=language, version="2.5")
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def citation_of(shared: Shared) -> str:
    """How the data are cited."""
    sharing = shared.settings.sharing
    parts = [
        f"{', '.join(shared.settings.authors)} ({shared.year}). {shared.settings.title[shared.language]} [data set].",
        f"{sharing.repository}." if sharing.repository else "",
        f"https://doi.org/{sharing.doi}" if sharing.doi else "",
    ]
    return " ".join(filter(None, parts))

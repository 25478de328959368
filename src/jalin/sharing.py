"""What catalogues and repositories ask of a study before it is shared: `sharing` in `study.yaml`."""

import re
from typing import Literal

from pydantic import Field, field_validator
from stdnum.iso7064 import mod_11_2

from jalin.errors import nearest
from jalin.named import Words
from jalin.reading import Day, Strict

# DataCite Metadata Schema, appendix 1: contributorType
Role = Literal[
    "ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor", "HostingInstitution",
    "Producer", "ProjectLeader", "ProjectManager", "ProjectMember", "Researcher", "ResearchGroup", "RightsHolder",
    "Sponsor", "Supervisor", "Translator", "WorkPackageLeader", "Other",
]  # fmt: skip


def orcid_of(given: str) -> str:
    """An ORCID iD in its groups of four.

    Raises `ValueError` for one whose check digit (ISO 7064 MOD 11-2) is another.
    """
    bare = re.sub(r"^(?:https?://)?orcid\.org/", "", given.strip()).replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", bare) or not mod_11_2.is_valid(bare):
        raise ValueError(f"{given!r} is no ORCID iD", "Copy it from orcid.org: four groups of four")
    return "-".join(bare[place : place + 4] for place in range(0, 16, 4))


class Person(Strict):
    """Somebody to be named in a catalogue."""

    name: str = Field(min_length=1, description="the name as it is cited", examples=["Ann Example"])
    orcid: str = Field("", description="the ORCID iD", examples=["0000-0002-1825-0097"])
    affiliation: str = Field("", description="where they work", examples=["Example University"])

    @field_validator("orcid")
    @classmethod
    def _an_orcid(cls, given: str) -> str:
        return orcid_of(given) if given else ""


class Contributor(Person):
    """Somebody who took part and is no author."""

    role: Role = Field(
        description="what they did, in a word of DataCite", examples=["DataCollector"]
    )  # fmt: skip


class Contact(Person):
    """Whom to ask about the data."""

    email: str = Field(
        pattern=r"[^@\s]+@[^@\s]+", description="the address to write to", examples=["ann@example.org"]
    )


class Funding(Strict):
    """Who paid."""

    funder: str = Field(min_length=1, description="the name of who gave it", examples=["Example Fund"])
    ror: str = Field(
        "", pattern=r"^(|https://ror\.org/0[a-z0-9]{8})$", description="its address in ROR, the register of research organisations", examples=["https://ror.org/02mhbdp94"],
    )  # fmt: skip
    award: str = Field("", description="the number of the grant", examples=["12/2024"])
    title: str = Field("", description="the title of the grant", examples=["School gardens"])


class Place(Strict):
    """Where the study was made, as far as it may be told."""

    name: Words = Field(
        description="its name, no narrower than anonymity allows",
        examples=[{"id": "Jawa Barat", "en": "West Java"}],
    )
    country: str = Field(
        "", pattern=r"^(|[A-Z]{2})$", description="the country, as two letters of ISO 3166", examples=["ID"]
    )


class Sharing(Strict):
    """What catalogues ask of a study; none of it is needed to build."""

    address: str = Field(
        "",
        pattern=r"^(|https?://\S+/)$",
        description="where the folder of the reports is published, with a slash at its end: annotations point there",
        examples=["https://example.org/garden/"],
    )
    people: list[Person] = Field([], description="more about the authors, each by the name it has there")
    contributors: list[Contributor] = Field([], description="who took part and is no author")
    contact: Contact | None = Field(None, description="whom to ask about the data")
    funding: list[Funding] = Field([], description="who paid")
    places: list[Place] = Field([], description="where the study was made")
    collected: list[Day] = Field(
        [],
        max_length=2,
        description="first and last day of collection; without it the days of the shared sources",
        examples=[["2024-03-01", "2024-06-30"]],
    )
    doi: str = Field("", pattern=r"^(|10\.\d{4,}/\S+)$", description="the DOI, once there is one", examples=["10.5072/example"])  # fmt: skip
    repository: str = Field("", description="who keeps it", examples=["Qualitative Data Repository"])

    def of(self, author: str) -> Person:
        """What is told about an author."""
        return next((one for one in self.people if one.name == author), Person(name=author))

    @property
    def public(self) -> list[str]:
        """What is said here so that all may read it: names, addresses, numbers."""
        people = [*self.people, *self.contributors, *([self.contact] if self.contact else [])]
        said = [self.address, self.doi, self.repository]
        for one in people:
            said += [one.name, one.affiliation, one.orcid and f"https://orcid.org/{one.orcid}", one.orcid]
        said += [self.contact.email] if self.contact else []
        for grant in self.funding:
            said += [grant.funder, grant.ror, grant.award, grant.title]
        said += [name for place in self.places for name in place.name.root.values()]
        return list(dict.fromkeys(filter(None, said)))

    def strangers(self, authors: list[str]) -> list[tuple[str, str]]:
        """People who are told about and are no authors, each with who may be meant."""
        return [(one.name, nearest(one.name, authors)) for one in self.people if one.name not in authors]

"""Networks of stated links: what leads to what, each link with the evidence for it.

After the causal network and the event-state network of Miles, Huberman & Saldaña (2014,
ch. 8 and 9). Links are stated by people in `analysis/links.yaml`; what stands behind each
is counted from codings.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from jalin.code.codebook import Codebook
from jalin.code.overlap import overlapping
from jalin.code.query import QueryContext, QueryError, select
from jalin.errors import Problem, not_yet, refuse
from jalin.named import Words
from jalin.reading import Strict, read_model
from jalin.study import Study
from jalin.tables.parts import Parts, measure

FILE = "data/raw/analysis/links.yaml"


class Link(Strict):
    """A stated link between two codes.

    `sign`: whether more of the one brings more (+) or less (−) of the other, or that it is
    unclear (?). `evidence`: a query; without one, codings of either code with one of the
    other close by, put there by the same coder.
    """

    network: Literal["causal", "event-state"] = Field(
        "causal", description="the network in which it is drawn"
    )
    source: str = Field(alias="from", description="the code that leads", examples=["TOIL"])
    target: str = Field(alias="to", description="the code it leads to", examples=["CARE"])
    sign: Literal["+", "-", "?"] = Field(
        "+",
        description="more of the one brings more (+) or less (-) of the other, or it is unclear (?)",
        examples=["-"],
    )
    because: Words = Field(
        description="why it should be so", examples=[{"id": "Yang lelah berhenti", "en": "The tired give up"}]
    )
    evidence: str = Field(
        "",
        description="a query; without one, codings of the two codes close by",
        examples=["TOIL and near CARE"],
    )


class LinksFile(Strict):
    links: list[Link] = Field(description="the links, each an arrow")


def read_links(study: Study, codebook: Codebook) -> list[Link]:
    """`analysis/links.yaml`; empty without it. Raises `StudyError` for a link of a code that is not there."""
    path = study.raw / "analysis" / "links.yaml"
    if not path.exists():
        return []
    links = read_model(LinksFile, path, FILE, study.languages).links
    refuse(
        [
            Problem(
                FILE,
                f"link {number}",
                *not_yet("code", code, codebook.codes),
            )
            for number, link in enumerate(links, start=1)
            for code in (link.source, link.target)
            if code not in codebook.codes
        ]
    )
    return links


def _close(codings: pd.DataFrame, one: set[str], other: set[str], distance: int) -> np.ndarray:
    """Which codings of either branch have one of the other, of the same coder, within `distance` code points."""
    kept = codings["code"].isin(one | other).to_numpy()
    part = codings[kept].assign(end=codings.loc[kept, "end"] + distance)
    pairs = overlapping(part)
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    first, second = (part["code"].isin(codes).to_numpy() for codes in (one, other))
    coder = pd.factorize(part["coder"])[0]
    apart = (first[left] & second[right]) | (second[left] & first[right])
    apart &= coder[left] == coder[right]
    close = np.zeros(len(part), dtype=bool)
    close[left[apart]] = close[right[apart]] = True
    result = np.zeros(len(codings), dtype=bool)
    result[np.flatnonzero(kept)] = close
    return result


@dataclass(frozen=True)
class Behind:
    """The measure behind `link_table`."""

    codebook: Codebook
    links: tuple[Link, ...]
    distance: int

    @property
    def columns(self) -> None:
        """What it looks at: any, as queries name them."""

    def part(self, codings: pd.DataFrame) -> list[dict[str, object]]:
        """Per link what stands behind it: codings, voices, voices that speak of both codes, role groups, evidence."""
        asked = QueryContext.of(codings, self.codebook)
        frame, found, problems = asked.codings, [], []

        def voices_of(codes: set[str]) -> set[str]:
            return set(frame.loc[frame["code"].isin(codes), "voice"])

        for number, link in enumerate(self.links, start=1):
            branches = self.codebook.branch(link.source), self.codebook.branch(link.target)
            try:
                chosen = (
                    select(link.evidence, asked) if link.evidence else _close(frame, *branches, self.distance)
                )
            except QueryError as fault:
                problems.append(Problem(FILE, f"link {number}, evidence", fault.what, fault.remedy))
                continue
            mine = frame[chosen]
            found.append(
                {
                    "codings": len(mine),
                    "voices": mine["voice"].nunique(),
                    "voices_both": len(voices_of(branches[0]) & voices_of(branches[1])),
                    "role_groups": set(mine["role_group"]),
                    "evidence": mine[["source_id", "coder", "coding_id", "voice", "quote"]].assign(
                        link=number
                    ),
                }
            )
        refuse(problems)
        return found

    def join(self, parts: list[list[dict]]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """They add up; role groups are counted once."""
        rows = []
        for number, link in enumerate(self.links, start=1):
            mine = [part[number - 1] for part in parts]
            rows.append(
                {
                    "link": number,
                    "network": link.network,
                    "source": link.source,
                    "target": link.target,
                    "sign": link.sign,
                    **{f"because_{language}": words for language, words in link.because.root.items()},
                    "codings": sum(one["codings"] for one in mine),
                    "voices": sum(one["voices"] for one in mine),
                    "voices_both": sum(one["voices_both"] for one in mine),
                    "role_groups": len(set().union(*(one["role_groups"] for one in mine))),
                }
            )
        columns = ["link", "source_id", "coder", "coding_id", "voice", "quote"]
        kept = [part[at]["evidence"] for at in range(len(self.links)) for part in parts]
        evidence = pd.concat(kept, ignore_index=True)[columns] if kept else pd.DataFrame(columns=columns)
        return pd.DataFrame(rows), evidence


def link_table(
    codings: pd.DataFrame | Parts, codebook: Codebook, links: list[Link], distance: int = 300
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `display/links` and `display/link_evidence` from codings as `condense.with_context` gives them.

    The first has one row a link with how many codings, voices and role groups stand
    behind it, and how many voices speak of both codes wherever it be; the second every such coding. A link without any is kept, with zeros.
    Raises `StudyError` for a query that cannot be read.
    """
    return measure(codings, Behind(codebook, tuple(links), distance))

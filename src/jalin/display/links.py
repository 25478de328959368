"""Networks of stated links: what leads to what, each link with the evidence for it.

After the causal network and the event-state network of Miles, Huberman & Saldaña (2014,
ch. 8 and 9). Links are stated by people in `analysis/links.yaml`; what stands behind each
is counted from codings.
"""

from typing import Literal

import pandas as pd
from pydantic import Field

from jalin.code.codebook import Codebook
from jalin.code.overlap import overlapping
from jalin.code.query import Asked, QueryError, select
from jalin.errors import Problem, nearest, refuse
from jalin.study import Bilingual, Strict, Study, checked, read_yaml

FILE = "data/raw/analysis/links.yaml"


class Link(Strict):
    """A stated link between two codes.

    `sign`: whether more of the one brings more (+) or less (−) of the other, or that it is
    unclear (?). `evidence`: a query; without one, codings of either code with one of the
    other close by, put there by the same coder.
    """

    network: Literal["causal", "event-state"] = "causal"
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    sign: Literal["+", "-", "?"] = "+"
    because: Bilingual
    evidence: str = ""


class _File(Strict):
    links: list[Link]


def read_links(study: Study, codebook: Codebook) -> list[Link]:
    """`analysis/links.yaml`; empty without it. Raises `StudyError` for a link of a code that is not there."""
    path = study.raw / "analysis" / "links.yaml"
    if not path.exists():
        return []
    links = checked(_File, read_yaml(path, FILE), FILE).links
    refuse(
        [
            Problem(
                FILE,
                f"link {number}",
                f"the code {code!r} is not in the codebook",
                nearest(code, codebook.codes),
            )
            for number, link in enumerate(links, start=1)
            for code in (link.source, link.target)
            if code not in codebook.codes
        ]
    )
    return links


def _close(codings: pd.DataFrame, one: set[str], other: set[str], distance: int) -> list[bool]:
    """Which codings of either branch have one of the other, of the same coder, within `distance` code points."""
    kept = codings["code"].isin(one | other)
    part = codings[kept].assign(end=codings.loc[kept, "end"] + distance)
    pairs = overlapping(part)
    code, coder, index = part["code"].tolist(), part["coder"].tolist(), part.index.tolist()
    close = set()
    for left, right in zip(pairs["left"], pairs["right"], strict=True):
        apart = (code[left] in one and code[right] in other) or (code[left] in other and code[right] in one)
        if apart and coder[left] == coder[right]:
            close |= {index[left], index[right]}
    return [place in close for place in codings.index]


def link_table(
    codings: pd.DataFrame, codebook: Codebook, links: list[Link], distance: int = 300
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `display/links` and `display/link_evidence` from codings as `condense.known` gives them.

    The first has one row a link with how many codings, voices and role groups stand
    behind it, and how many voices speak of both codes wherever it be; the second every such coding. A link without any is kept, with zeros.
    Raises `StudyError` for a query that cannot be read.
    """
    asked = Asked.of(codings, codebook)

    def voices_of(codes: set[str]) -> set[str]:
        return set(asked.codings.loc[asked.codings["code"].isin(codes), "voice"])

    frame, rows, parts, problems = asked.codings, [], [], []
    for number, link in enumerate(links, start=1):
        branches = codebook.branch(link.source), codebook.branch(link.target)
        try:
            chosen = select(link.evidence, asked) if link.evidence else _close(frame, *branches, distance)
            found = frame[chosen]
        except QueryError as fault:
            problems.append(Problem(FILE, f"link {number}, evidence", fault.what, fault.remedy))
            continue
        rows.append(
            {
                "link": number,
                "network": link.network,
                "source": link.source,
                "target": link.target,
                "sign": link.sign,
                "because_id": link.because.id,
                "because_en": link.because.en,
                "codings": len(found),
                "voices": found["voice"].nunique(),
                "voices_both": len(voices_of(branches[0]) & voices_of(branches[1])),
                "role_groups": found["role_group"].nunique(),
            }
        )
        parts.append(found[["source_id", "coder", "coding_id", "voice", "quote"]].assign(link=number))
    refuse(problems)
    columns = ["link", "source_id", "coder", "coding_id", "voice", "quote"]
    evidence = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    return pd.DataFrame(rows), evidence

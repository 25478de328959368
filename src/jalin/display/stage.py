"""The stage display: the matrices and networks of a study."""

from dataclasses import dataclass

import pandas as pd

from jalin.condense.context import CodedStudy
from jalin.consent import printed, unquotable
from jalin.display.display import Display
from jalin.display.links import link_table, read_links
from jalin.display.material import Material
from jalin.display.matrix import matrices
from jalin.display.network import code_network
from jalin.display.shapes import displays_of
from jalin.display.summaries import read_summaries
from jalin.protect.printed import printed_groups
from jalin.study import Study
from jalin.tables.made import Built, Made


@dataclass(frozen=True, kw_only=True)
class Displayed(Made):
    """What was displayed: every matrix, and the `material` that any further one is made of."""

    material: Material
    displays: list[Display]


def material_of(coded: CodedStudy) -> Material:
    """What displays are made of: the codings that count as evidence, and what people wrote into cells."""
    written, closed = read_summaries(coded.study), unquotable(coded.sources)
    settings, sources = coded.study.settings, coded.sources
    voices = (printed_groups(settings, sources, by_case) for by_case in (False, True))
    return Material(settings, coded.codebook, coded.counted, written, closed, *voices)


def run(study: Study, language: str = "", built: Built | None = None) -> Displayed:
    """Make every matrix of the study, with names in `language` (the study's first when empty), and its networks.

    Raises `StudyError` for an axis, a code, a query or a link that is not there.
    """
    built = built or Built(study)
    coded = CodedStudy.of(study, built)
    material = material_of(coded)
    displays = matrices(material, displays_of(material), study.language(language))
    network = code_network(built["condense/cooccurrence"], built["condense/counts"])
    links, behind = link_table(coded.counted, coded.codebook, read_links(study, coded.codebook))

    def together(part: str) -> pd.DataFrame:
        frames = [getattr(one, part).assign(display=one.spec.id) for one in displays]
        return pd.concat(frames, ignore_index=True)

    cells = together("table")
    return Displayed(
        study=study,
        stage="display",
        tables={
            "matrices": cells,
            "cells": together("cells"),
            "network": network,
            "links": links,
            "link_evidence": printed(behind, material.closed),
        },
        numbers={
            "displays": len(displays),
            "cells": len(cells),
            "empty": int((cells["codings"] == 0).sum()),
            "ties": len(network),
            "links": len(links),
        },
        material=material,
        displays=displays,
    )

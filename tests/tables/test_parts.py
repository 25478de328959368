"""Codings in parts give the numbers of the whole, whatever the number of parts; the whole study's are the oracle."""

import os
import warnings

import dask
import numpy as np
import pandas as pd
import pytest
from distributed import Client, LocalCluster

from jalin.code import read_codebook
from jalin.code.reconcile import counted
from jalin.conclude import evidence_ledger, ledger_of, read_origins
from jalin.conclude.origins import told_together
from jalin.condense import (
    code_profiles,
    cooccurrence,
    count_codes,
    new_codes,
    pattern_table,
    saturation_runs,
    source_summaries,
    with_context,
)
from jalin.condense.context import voice_of, with_sources
from jalin.display import Material, displays_of, link_table, matrix, read_links, read_summaries
from jalin.rules import Convergence
from jalin.tables.columns import METHODS
from jalin.tables.parts import Parts, compute, write_parts
from jalin.triangulate import cells_of, completeness, researchers


@pytest.fixture(scope="module")
def study(shipped):
    return shipped.study


@pytest.fixture(scope="module")
def whole(shipped):
    """Every coding of the shipped study, with all that is known of it."""
    return shipped.known


@pytest.fixture(scope="module")
def origins(study, whole, shipped):
    return read_origins(study, whole, shipped.sources)


@pytest.fixture(scope="module", params=[2, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 7))])
def parts(request, whole, origins, tmp_path_factory):
    """The same in so many parts, measured in this process."""
    with dask.config.set(scheduler="synchronous"):
        yield write_parts(
            whole, tmp_path_factory.mktemp("parts"), request.param, told_together(whole, origins)
        )


def same(found, expected):
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False, check_exact=True
    )


def test_all_of_condense(parts, whole, study, shipped):
    codebook, evidence = read_codebook(study), study.settings.evidence
    one = counted(whole, study.lead, evidence.count)
    many = counted(parts, study.lead, evidence.count)
    sources = shipped.sources
    inductive = {code.id for code in codebook.codes.values() if code.kind == "inductive"}
    groups = [group.id for group in study.settings.role_groups]
    for what in (
        lambda codings: count_codes(codings, ["role_group", "method"]).sort_values(["by", "code", "value"]),
        lambda codings: cooccurrence(codings, list(codebook.codes), 200),
        code_profiles,
        lambda codings: pattern_table(codings, codebook),
        lambda codings: source_summaries(codings, sources),
        lambda codings: new_codes(codings, sources, inductive, 1),
        lambda codings: saturation_runs(codings, sources, codebook, groups, 4, 2, 0.05, 1, 50),
    ):
        same(what(many), what(one))


def test_all_that_is_known_of_codings(parts, whole, study, shipped, tmp_path):
    codebook, sources, segments = read_codebook(study), shipped.sources, shipped.protected.segments
    voices = voice_of(with_sources(shipped.codings, sources))
    with dask.config.set(scheduler="synchronous"):
        pieces = write_parts(shipped.codings, tmp_path / "codings", len(parts.paths), voices)
        # segments may be cut anywhere
        texts = write_parts(segments, tmp_path / "segments", 3, segments["source_id"])
        found = with_context(pieces, sources, texts, codebook, study.settings.evidence).write(
            tmp_path / "known"
        )
    order = ["source_id", "coder", "coding_id"]
    frame = pd.concat([found.read(path) for path in found.paths])
    same(frame.sort_values(order)[whole.columns], whole.sort_values(order))
    assert set(whole["prompted"]) == {"", "prompted", "unprompted"}


def test_all_displays(parts, whole, study, tmp_path):
    codebook, evidence = read_codebook(study), study.settings.evidence
    summaries = read_summaries(study)
    one = Material(study.settings, codebook, counted(whole, study.lead, evidence.count), summaries)
    many = Material(study.settings, codebook, counted(parts, study.lead, evidence.count), summaries)
    for spec in displays_of(one):
        expected, found = matrix(one, spec), matrix(many, spec, folder=tmp_path)
        same(found.table, expected.table)
        assert found.rows.names == expected.rows.names
        assert isinstance(found.cells, Parts)
        assert len(found.cells) == len(expected.cells)
        row, column = expected.table.sort_values("codings").iloc[-1][["row", "column"]]
        order = ["source_id", "coder", "coding_id"]
        same(
            found.quotes(row, column)[order].sort_values(order),
            expected.quotes(row, column)[order].sort_values(order),
        )
    found.export(tmp_path / "display.xlsx")
    assert len(pd.read_excel(tmp_path / "display.xlsx", sheet_name="cells")) == len(expected.cells)
    for found, expected in zip(
        link_table(many.codings, codebook, read_links(study, codebook)),
        link_table(one.codings, codebook, read_links(study, codebook)),
        strict=True,
    ):
        order = [name for name in ("link", "source_id", "coder", "coding_id") if name in found]
        same(found.sort_values(order), expected.sort_values(order))


def test_all_of_triangulate(parts, whole, study, shipped, origins, tmp_path):
    codebook, settings = read_codebook(study), study.settings
    propositions = shipped.propositions
    ids = [item.id for item in propositions]
    groups = {
        "role_group": [group.id for group in settings.role_groups],
        "method": list(METHODS),
        "round": [item.id for item in settings.rounds],
    }
    sources = shipped.sources
    ledger = evidence_ledger(whole, codebook, propositions, settings.evidence, study.lead, origins)
    in_parts = evidence_ledger(parts, codebook, propositions, settings.evidence, study.lead, origins).write(
        tmp_path
    )
    assert len(in_parts) == len(ledger)
    assert cells_of(in_parts, sources, ids, groups) == cells_of(ledger, sources, ids, groups)
    order = ["proposition", "by", "group"]
    same(completeness(in_parts, groups).sort_values(order), completeness(ledger, groups).sort_values(order))

    def alone(codings):
        return researchers(
            lambda coder: ledger_of([coder], codings, codebook, propositions, settings.evidence, origins),
            ["a", "b"], sources, ids, groups, Convergence(),
        )  # fmt: skip

    same(alone(parts), alone(whole))


def test_a_crosstab_counts_every_row(parts, whole):
    found = parts.crosstab("code", "role_group")
    expected = pd.crosstab(whole["code"], whole["role_group"])
    same(found.loc[expected.index, expected.columns], expected.rename_axis(None, axis=1))
    assert int(np.asarray(found).sum()) == len(whole) == len(parts)


def dying(shared, mark, place):
    """The length of what is shared and the place; the first to come to place 3 takes its worker with it."""
    if place == 3 and not mark.exists():
        mark.touch()
        os._exit(1)
    return len(shared) + place


@pytest.mark.slow
def test_a_worker_that_dies_loses_nothing_of_what_all_share(tmp_path):
    shared = bytes(20_000_000)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", memory_limit=0
        ) as cluster,
        Client(cluster),
        warnings.catch_warnings(),
    ):
        # nor does a researcher read advice on how to use Dask
        warnings.simplefilter("error", UserWarning)
        found = compute(dying, ((tmp_path / "died", place) for place in range(8)), shared)
    assert (tmp_path / "died").exists()
    assert found == [20_000_000 + place for place in range(8)]

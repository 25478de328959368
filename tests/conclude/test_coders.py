"""Three and four coders, who use the same ids: what is left without one equals a study rebuilt without that one."""

import json
import shutil

import pandas as pd
import pytest
import yaml
from conftest import Run

from jalin.conclude import stances, verdicts
from jalin.errors import StudyError

CODINGS = "data/raw/coding/codings"
PROPOSITIONS = "data/raw/analysis/propositions.yaml"
PICKED = "for: {query: TOIL, picked: [{coding: W2/c5, reason: she says it}]}"


def lines(root, coder, source):
    path = root / CODINGS / coder / f"{source}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(root, coder, source, codings):
    path = root / CODINGS / coder / f"{source}.jsonl"
    path.parent.mkdir(exist_ok=True)
    renamed = [coding | {"id": f"c{number}"} for number, coding in enumerate(codings, start=1)]
    path.write_text("".join(json.dumps(coding) + "\n" for coding in renamed))


def with_coders(root, more):
    """The tiny study with further coders, each with their own share of ann's codings, all of them called c1, c2, …"""
    settings = root / "data/raw/study.yaml"
    line = "  - {id: ben, name: {id: Ben, en: Ben}}\n"
    added = "".join(f"  - {{id: {one}, name: {{id: {one}, en: {one}}}}}\n" for one in more)
    settings.write_text(settings.read_text().replace(line, line + added))
    for number, coder in enumerate(more):
        for source in ("W1", "W2", "D1"):
            own = [one for at, one in enumerate(lines(root, "ann", source)) if (at + number) % 2 == 0]
            write(root, coder, source, own)
    # ann and the first of them alone agree that the pupil toils
    write(root, more[0], "W2", lines(root, "ann", "W2")[4:])
    return root


def without(root, coder, to):
    """The same study, in which `coder` never was: neither codings nor decisions on them, nor what was picked of them."""
    shutil.copytree(root, to)
    settings = to / "data/raw/study.yaml"
    kept = [line for line in settings.read_text().splitlines() if f"{{id: {coder}," not in line]
    settings.write_text("\n".join(kept) + "\n")
    shutil.rmtree(to / CODINGS / coder)
    decided = to / "data/raw/coding/reconciled.csv"
    rows = decided.read_text().splitlines(keepends=True)
    decided.write_text("".join(row for row in rows if row.split(",")[1] != coder))
    if coder == "ann":
        (to / "data/raw/analysis/origins.csv").unlink()
        path = to / PROPOSITIONS
        path.write_text(path.read_text().replace(PICKED, "for: {query: TOIL}"))
    return Run(to)


def left_by(run, coder):
    """The evidence as the other coders would have it."""
    return run.premises.ledger_of([one for one in run.premises.coded.coders if one != coder])


@pytest.mark.parametrize("more", [["cem"], ["cem", "dee"]])
def test_leaving_a_coder_out_is_a_study_rebuilt_without_that_coder(root, tmp_path, more):
    with_coders(root, more)
    path = root / PROPOSITIONS
    path.write_text(path.read_text().replace("for: {query: TOIL}", PICKED))
    (root / "data/raw/analysis/origins.csv").write_text(
        "source_id,coding_id,origin,decided_by,reason\nW2,c3,?cousin,both,says the cousin\n"
    )
    (root / "data/raw/coding/reconciled.csv").write_text(
        "source_id,coder,coding_id,decision,decided_by,date,reason\n"
        "W2,cem,c1,keep,both,2024-06-10,it is\nW1,ann,c1,drop,both,2024-06-10,it is not\n"
    )
    run = Run(root)
    for coder in ["ann", "ben", *more]:
        left, again = left_by(run, coder), without(root, coder, tmp_path / coder)
        pd.testing.assert_frame_equal(left, again.evidence)
        rule = run.study.settings.verdict
        pd.testing.assert_frame_equal(
            verdicts(stances(left), run.propositions, rule), verdicts(again.stances, again.propositions, rule)
        )


def test_what_two_agreed_on_is_no_evidence_without_one_of_them(root):
    """By hand: ann and cem alone agree on the pupil's toil. Without cem it is ann's alone, and does not count."""
    run = Run(with_coders(root, ["cem"]))
    toil = "proposition == 'P2' and source_id == 'W2'"
    assert len(run.evidence.query(toil)) == 1
    assert left_by(run, "cem").query(toil).empty
    assert len(left_by(run, "ben").query(toil)) == 1


def picked(root, written):
    path = root / PROPOSITIONS
    content = yaml.safe_load(path.read_text())
    content["propositions"][1]["for"]["picked"] = [{"coding": written, "reason": "she says it"}]
    path.write_text(yaml.safe_dump(content))


def test_a_pick_is_the_coding_of_its_coder_whoever_is_in_the_lead(root):
    """W2/c3 is ann's CARE; ben has a c3 of his own there, and it never stands in for hers."""
    picked(root, "W2/c3")
    run = Run(root)

    def found(ledger):
        own = ledger[ledger["picked"] == "she says it"]
        texts = run.protected.texts
        return [(row.coder, texts[row.source_id][row.start : row.end]) for row in own.itertuples()]

    assert found(run.evidence) == [("ann", "My cousin says the teacher waters too.")]
    assert found(left_by(run, "ann")) == []
    picked(root, "ben:W2/c3")
    run = Run(root)
    assert found(run.evidence) == [("ben", "the teacher waters too")]
    assert found(left_by(run, "ben")) == []
    assert found(left_by(run, "ann")) == [("ben", "the teacher waters too")]


def test_an_origin_is_that_of_its_coders_passage_alone(root):
    """W2/c3 names a passage of each coder; the row is on ann's, or on ben's where it says so."""
    path = root / "data/raw/analysis/origins.csv"
    path.write_text("source_id,coding_id,origin,decided_by,reason\nW2,c3,?cousin,both,so\n")

    def origins(coder):
        ledger = Run(root).premises.ledger_of([coder])
        return set(ledger.loc[ledger["source_id"] == "W2", "origin"])

    assert origins("ann") == {"", "?cousin"} and origins("ben") == {""}
    path.write_text("source_id,coding_id,coder,origin,decided_by,reason\nW2,c3,ben,?cousin,both,so\n")
    assert origins("ann") == {""} and origins("ben") == {"", "?cousin"}


def test_a_coding_of_no_coder_cannot_be_picked(root):
    picked(root, "ben:W2/c9")
    with pytest.raises(StudyError, match="there is no coding 'ben:W2/c9'"):
        Run(root)


def test_a_coder_who_read_all_and_marked_nothing_shares_nothing(root):
    """Agreed is what two share: with ben, who found nothing, that is nothing; without him ann's codings speak."""
    for path in (root / CODINGS / "ben").glob("*.jsonl"):
        path.unlink()
    alone = Run(root)
    assert alone.premises.coded.coders == ["ann"] and len(alone.evidence)
    (root / CODINGS / "ben/read.csv").write_text("source_id,date\nW1,\nW2,\nD1,\n")
    run = Run(root)
    assert run.premises.coded.coders == ["ann", "ben"] and run.evidence.empty
    assert run.premises.coded.counted.empty
    assert len(left_by(run, "ben")) == len(alone.evidence)

"""NVivo's documented ceiling: 1,048,576 answers to open questions, coded by query and cross-tabulated.

Each answer is a source of one segment, of somebody in one of four role groups. Twelve queries for words, as the
workbench asks them, code every passage that they find; the codings are joined with all that is known of them, counted
by role group, method and round, and set into every matrix that the study has. It begins where the answers are
de-identified: `survey.py` measures the way there. `JALIN_BENCH_CEILING` says how many answers (262,144, so that it takes about two
minutes); the seconds of the goal are scaled with them.
"""

import os
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scale_tables import GROUPS, ROUNDS, Memory, codebook, settings
from survey import said

from jalin.code.compared import places
from jalin.code.reconcile import counted, mark_agreed
from jalin.condense import count_codes, with_context
from jalin.display import Material, displays_of, matrices

CEILING = 1_048_576
ANSWERS = int(os.environ.get("JALIN_BENCH_CEILING", str(CEILING // 4)))
# how many answers are made; the others say the same as one of them
DIFFERENT = 50_000
GOAL_SECONDS, GOAL_MEMORY = 300, 6 * 2**30
QUERIES = ("antre", "petugas", "jaringan", "berkas", "kursi", "ramah", "lama sekali", "nomor antrean", "calo", "KTP", "kartu keluarga", "biaya")  # fmt: skip


def answers(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The register and the segments of so many answers."""
    chance, at = random.Random(7), np.arange(count)
    texts = np.array([said(chance) for _ in range(min(DIFFERENT, count))], dtype=object)
    ids = [f"S01-{one:07d}" for one in at]
    text = pd.Series(texts[at % len(texts)], dtype="str")
    sources = pd.DataFrame(
        {
            "source_id": ids, "case_id": "one", "method": "document", "date": "2024-03-01",
            "round": np.array(ROUNDS)[at % len(ROUNDS)], "informant_id": [f"I{one:07d}" for one in at],
            "role_group": np.array(GROUPS)[at * 7 // 3 % len(GROUPS)], "language": "id", "covers": "", "words": 14,
        }
    )  # fmt: skip
    segments = pd.DataFrame(
        {
            "source_id": ids, "segment_id": [f"{one}-0001" for one in ids], "kind": "row", "speaker": "",
            "voice": "informant", "start": 0, "end": text.str.len(), "text": text,
        }
    )  # fmt: skip
    return sources, segments


def coded(segments: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """A coding for every place in which a query finds its words."""
    rows = []
    columns = [segments[name].tolist() for name in ("source_id", "segment_id", "text")]
    for code, words in zip(codes, QUERIES, strict=False):
        rows += [
            (source, segment, code, start, end, text[start:end])
            for source, segment, text in zip(*columns, strict=True)
            for start, end in places(words, text)
        ]
    found = pd.DataFrame(rows, columns=["source_id", "segment_id", "code", "start", "end", "quote"])
    found = found.assign(coder="a", memo="", decision="", coding_id=[f"c{one}" for one in range(len(found))])
    order = ["source_id", "start", "end", "code", "coder", "coding_id"]
    return mark_agreed(found.sort_values(order, ignore_index=True))


def main() -> None:
    study = settings()
    with tempfile.TemporaryDirectory(dir=os.environ.get("JALIN_BENCH_FOLDER")) as place:
        book = codebook(Path(place))
        sources, segments = answers(ANSWERS)
        memory = Memory()
        memory.start()
        began = time.perf_counter()
        codings = coded(segments, [code.id for code in book.codes.values() if code.parent])
        searched = time.perf_counter()
        evidence = counted(with_context(codings, sources, segments, book, study.evidence), "a", "agreed")
        joined = time.perf_counter()
        counts = count_codes(evidence, ["role_group", "method", "round"])
        nothing = pd.DataFrame(columns=["display", "row", "column", "summary"])
        material = Material(study, book, evidence, nothing)
        shown = matrices(material, displays_of(material), "en", Path(place) / "cells")
        ended = time.perf_counter()
        memory.ended.set()
    assert len(counts), "nothing was counted"
    print(
        f"{len(sources):,} answers, {len(codings):,} codings by {len(QUERIES)} queries in {searched - began:.1f} s, joined "
        f"{joined - searched:.1f} s, counted and set into {len(shown)} matrices {ended - joined:.1f} s; most memory {memory.most / 2**30:.2f} GiB"
    )
    print(f"ceiling_memory ratio={GOAL_MEMORY / memory.most:.2f} goal=1")
    print(f"ceiling ratio={GOAL_SECONDS * ANSWERS / CEILING / (ended - began):.2f} goal=1")


if __name__ == "__main__":
    main()

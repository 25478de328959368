"""Condense, display and triangulate on 100,000 sources and 10 million codings, out of core.

The study is generated: 60 codes, three coders, 5,000 informants met twenty times each. Its
codings lie in parts as the stage code gives them; two Dask workers join them with all that is
known of them, and measure them. The same is done with a tenth of it. The cross-tabulation of
code by role group is compared with the same query in SQLite on QualCoder's schema, filled
with the same codings and indexed. `JALIN_BENCH_CODINGS` says how many codings (10,000,000).
"""

import os
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import yaml

from jalin.build.environment import FIXED
from jalin.code import read_codebook
from jalin.code.codebook import Codebook
from jalin.code.reconcile import counted, mark_agreed
from jalin.conclude import evidence_ledger, ledger_of
from jalin.conclude.propositions import Proposition
from jalin.condense import (
    code_profiles,
    cooccurrence,
    count_codes,
    distances,
    new_codes,
    pattern_table,
    saturation_runs,
    source_summaries,
    with_context,
    word_counts,
)
from jalin.display import Material, code_network, displays_of, link_table, matrices
from jalin.display.links import Link
from jalin.rules import Convergence
from jalin.settings import Settings
from jalin.study import Study
from jalin.tables.columns import METHODS
from jalin.tables.parts import Parts
from jalin.triangulate import (
    cells_of,
    completeness,
    convergence_cells,
    convergence_overall,
    convergence_pairs,
    researchers,
    sensitivity,
)

CODINGS = int(os.environ.get("JALIN_BENCH_CODINGS", "10000000"))
A_SOURCE, SPANS, A_VOICE, A_PART = 100, 34, 20, 2500
CODERS, GROUPS, ROUNDS = ("a", "b", "c"), ("head", "staff", "clerk", "citizen"), ("1", "2", "3")
THEMES, BELOW = 6, 9
WORDS = [
    "garden",
    "water",
    "school",
    "morning",
    "letter",
    "office",
    "answer",
    "people",
    "market",
    "bridge",
    "river",
    "street",
    "paper",
    "signal",
    "window",
    "teacher",
    "pupil",
    "winter",
    "summer",
    "promise",
    "village",
    "council",
    "election",
    "worker",
    "machine",
    "harvest",
    "doctor",
    "medicine",
]


def named(name: str) -> dict[str, str]:
    return {"id": name, "en": name}


def settings() -> Settings:
    """A study with three rounds, four role groups and two questions."""
    return Settings.model_validate(
        {
            "id": "scale", "title": named("Scale"), "authors": ["jalin"], "synthetic": True,
            "notice": named("SYNTHETIC DATA"), "setting": {"frame": named("none"), "corpus": named("none")},
            "keywords": {"id": ["x"], "en": ["x"]}, "cases": [{"id": "one", "name": named("One")}],
            "role_groups": [{"id": name, "name": named(name)} for name in GROUPS],
            "rounds": [{"id": name, "until": f"2024-{4 * int(name):02d}-28", "name": named(name)} for name in ROUNDS],
            "periods": [{"id": name, "until": f"2024-{4 * int(name):02d}-28", "name": named(name)} for name in ROUNDS],
            "coders": [{"id": name, "name": named(name)} for name in CODERS],
            "questions": [
                {"id": 1, "text": named("first?"), "themes": ["T0", "T1", "T2"]},
                {"id": 2, "text": named("second?"), "themes": ["T3", "T4", "T5"]},
            ],
        }
    )  # fmt: skip


def codebook(folder: Path) -> Codebook:
    """Six themes with nine codes each, and two patterns; written into `folder`."""
    codes = []
    for theme in range(THEMES):
        codes.append(
            {
                "id": f"T{theme}",
                "name": named(f"T{theme}"),
                "definition": named("a theme"),
                "kind": "deductive",
            }
        )
        codes += [
            {"id": f"T{theme}-{code}", "parent": f"T{theme}", "name": named(f"T{theme}-{code}"),
             "definition": named("a code"), "kind": "inductive"}
            for code in range(BELOW)
        ]  # fmt: skip
    codes += [
        {"id": f"P{one}", "name": named(f"P{one}"), "definition": named("a pattern"), "kind": "inductive",
         "cycle": "second", "members": [f"T{one}-0", f"T{one + 1}-1"]}
        for one in range(2)
    ]  # fmt: skip
    path = folder / "data/raw/coding/codebook.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump({"codes": codes}), encoding="utf-8")
    return read_codebook(Study(folder, settings()))


PROPOSITIONS = [
    Proposition.model_validate(
        {"id": f"P{one}", "statement": named("a claim"), "for": {"query": f"T{one}-0 and not with T5-8"},
         "against": {"query": f"T{one}-1 or (T{one}-0 and with T5-8)"}}
    )
    for one in range(THEMES)
]  # fmt: skip
LINKS = [
    Link.model_validate({"from": f"T{one}-2", "to": f"T{one + 1}-3", "because": named("a reason")})
    for one in range(3)
]


def sources_of(count: int) -> pd.DataFrame:
    """The register: `count` sources, twenty of each informant, all interviews but a tenth."""
    at = np.arange(count)
    voice = at // A_VOICE
    role = np.array(GROUPS)[voice % len(GROUPS)]
    number = at % A_VOICE
    month = 1 + number * 12 // A_VOICE
    return pd.DataFrame(
        {
            "source_id": [f"S{one:06d}" for one in at],
            "case_id": "one",
            "method": "interview",
            "date": [f"2024-{one:02d}-{1 + two % 28:02d}" for one, two in zip(month, at, strict=True)],
            "round": np.array(ROUNDS)[np.minimum(number * 3 // A_VOICE, 2)],
            "informant_id": [f"I{one:05d}" for one in voice],
            "role_group": role,
            "language": "en",
            "covers": "",
            "words": 100,
        }
    )


def part_of(sources: pd.DataFrame, book: Codebook, folder: Path, number: int) -> int:
    """Write the codings of some sources, and their segments; how many codings there are."""
    random = np.random.default_rng(number)
    codes = np.array([code.id for code in book.codes.values() if code.parent])
    count = len(sources)
    lead = np.sort(random.integers(0, 9600, (count, SPANS)), axis=1)
    length = random.integers(20, 220, (count, SPANS))
    code = random.integers(0, len(codes), (count, SPANS))
    parts = []
    for coder, name in enumerate(CODERS):
        kept = SPANS if coder == 0 else (A_SOURCE - SPANS) // 2
        start = lead[:, :kept] + (random.integers(0, 12, (count, kept)) if coder else 0)
        other = random.integers(0, len(codes), (count, kept))
        own = np.where(random.random((count, kept)) < 0.8, code[:, :kept], other) if coder else code
        parts.append(
            pd.DataFrame(
                {
                    "position": np.repeat(np.arange(count), kept),
                    "coder": name,
                    "code": codes[own.ravel()],
                    "start": start.ravel(),
                    "end": (start + length[:, :kept]).ravel(),
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    chosen = random.integers(0, len(WORDS), (997, 12))
    quotes = np.array([" ".join(WORDS[word] for word in row) for row in chosen])
    frame["coding_id"] = [f"c{one}" for one in range(len(frame))]
    frame["quote"] = quotes[random.integers(0, len(quotes), len(frame))]
    frame["source_id"] = sources["source_id"].to_numpy()[frame.pop("position")]
    segment = frame["start"] // 1000
    frame["segment_id"] = frame["source_id"] + "-" + segment.astype("str")
    frame = frame.assign(memo="", decision="")
    frame = frame.sort_values(["source_id", "start", "end", "code", "coder", "coding_id"], ignore_index=True)
    frame = mark_agreed(frame)
    for name in ("codings", "segments"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    frame.to_parquet(folder / "codings" / f"{number:04d}.parquet", index=False)
    segments = pd.DataFrame(
        {
            "source_id": np.repeat(sources["source_id"].to_numpy(), 10),
            "segment_id": [f"{one}-{at}" for one in sources["source_id"] for at in range(10)],
            "voice": np.tile(["interviewer", "informant"], 5 * count), "kind": "turn",
            "text": quotes[random.integers(0, len(quotes), 10 * count)],
        }
    )  # fmt: skip
    segments.to_parquet(folder / "segments" / f"{number:04d}.parquet", index=False)
    return len(frame)


def generated(folder: Path, codings: int, book: Codebook, client) -> pd.DataFrame:
    """Write a study of so many codings; its register."""
    sources = sources_of(codings // A_SOURCE)
    chunks = [sources.iloc[at : at + A_PART] for at in range(0, len(sources), A_PART)]
    tasks = [client.submit(part_of, chunk, book, folder, at) for at, chunk in enumerate(chunks)]
    print(
        f"generated {sum(client.gather(tasks)):,} codings of {len(sources):,} sources in {len(chunks)} parts"
    )
    return sources


def computed(folder: Path, sources: pd.DataFrame, book: Codebook) -> tuple[float, float]:
    """Seconds for all of condense, display and triangulate; and for the evidence in between."""
    study, codes = settings(), list(book.codes)
    groups = {"role_group": list(GROUPS), "method": list(METHODS), "round": list(ROUNDS)}
    segments = Parts.of(folder / "segments")
    steps: dict[str, float] = {}
    last = time.perf_counter()

    def done(what: str) -> None:
        nonlocal last
        steps[what] = time.perf_counter() - last
        last = time.perf_counter()

    joined = with_context(Parts.of(folder / "codings"), sources, segments, book, study.evidence)
    every = joined.write(folder / "known")
    done("known")
    evidence = evidence_ledger(every, book, PROPOSITIONS, study.evidence, "a").write(folder / "evidence")
    done("evidence")
    codings = counted(every, "a", "agreed")
    counts = count_codes(codings, ["role_group", "method", "round"])
    done("counts")
    pairs = cooccurrence(codings, codes, 200)
    done("co-occurrence")
    distances(code_profiles(codings))
    done("profiles and distances")
    pattern_table(codings, book)
    source_summaries(codings, sources)
    done("patterns and summaries")
    new_codes(codings, sources, {code for code in codes if "-" in code}, 1)
    done("saturation")
    saturation_runs(codings, sources, book, list(GROUPS), 4, 2, 0.05, 1)
    done("saturation of groups")
    word_counts(segments, sources)
    done("words")
    nothing = pd.DataFrame(columns=["display", "row", "column", "summary"])
    material = Material(study, book, codings, nothing)
    matrices(material, displays_of(material), "en", folder / "cells")
    done("matrices")
    code_network(pairs, counts)
    link_table(codings, book, LINKS)
    done("links")
    ids = [one.id for one in PROPOSITIONS]
    cells = cells_of(evidence, sources, ids, groups)
    table, both = convergence_cells(cells, Convergence()), convergence_pairs(cells, Convergence())
    convergence_overall(table, both)
    completeness(evidence, groups)
    sensitivity(cells, Convergence())
    done("convergence")
    researchers(
        lambda coder: ledger_of([coder], every, book, PROPOSITIONS, study.evidence, {}),
        list(CODERS), sources, ids, groups, Convergence(),
    )  # fmt: skip
    done("researchers")
    print("  " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in steps.items()))
    return sum(steps.values()) - steps["evidence"], steps["evidence"]


class Memory(threading.Thread):
    """The most memory that this process and all below it held."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.ended = 0, threading.Event()

    def run(self) -> None:
        own = psutil.Process()
        while not self.ended.wait(0.25):
            held = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    held += process.memory_full_info().uss
                except psutil.Error:
                    continue
            self.most = max(self.most, held)


def sqlite_of(folder: Path, sources: pd.DataFrame) -> Path:
    """The same codings in QualCoder's tables, with the indexes that the query wants."""
    path = folder / "data.qda.sqlite"
    base = sqlite3.connect(path)
    base.executescript(
        "pragma journal_mode=off; pragma synchronous=off;"
        "create table source (id integer primary key, name text, fulltext text, mediapath text, memo text,"
        " owner text, date text, av_text_id integer, risid integer, unique(name));"
        "create table code_name (cid integer primary key, name text, memo text, catid integer, owner text,"
        " date text, color text, supercid integer, unique(name));"
        "create table code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,"
        " pos1 integer, owner text, date text, memo text, avid integer, important integer,"
        " unique(cid,fid,pos0,pos1,owner));"
        "create table attribute (attrid integer primary key, name text, attr_type text, value text, id integer,"
        " date text, owner text, unique(name,attr_type,id));"
    )
    ids = {name: at for at, name in enumerate(sources["source_id"], start=1)}
    base.executemany("insert into source(id,name) values(?,?)", ((at, name) for name, at in ids.items()))
    rows = zip(sources["source_id"], sources["role_group"], strict=True)
    base.executemany(
        "insert into attribute(name,attr_type,value,id) values('role_group','file',?,?)",
        ((role, ids[name]) for name, role in rows),
    )
    codes: dict[str, int] = {}
    for part in Parts.of(folder / "codings").paths:
        frame = pd.read_parquet(part, columns=["code", "source_id", "quote", "start", "end", "coder"])
        for code in frame["code"].unique():
            codes.setdefault(code, len(codes) + 1)
        values = zip(
            frame["code"].map(codes).tolist(), frame["source_id"].map(ids).tolist(), frame["quote"].tolist(),
            frame["start"].tolist(), frame["end"].tolist(), frame["coder"].tolist(), strict=True,
        )  # fmt: skip
        base.executemany(
            "insert or ignore into code_text(cid,fid,seltext,pos0,pos1,owner) values(?,?,?,?,?,?)", values
        )
    base.executemany(
        "insert into code_name(cid,name) values(?,?)", ((at, name) for name, at in codes.items())
    )
    base.executescript(
        "create index by_file on code_text(fid,cid); create index by_attribute on attribute(name,attr_type,id,value);"
        "analyze;"
    )
    base.commit()
    base.close()
    return path


def crosstab(folder: Path, sources: pd.DataFrame) -> float:
    """How many times quicker the cross-tabulation is than SQLite's; the best of three each."""
    base = sqlite3.connect(sqlite_of(folder, sources))
    query = (
        "select code_name.name, attribute.value, count(*) from code_text join code_name using(cid) "
        "join attribute on attribute.id = code_text.fid and attribute.attr_type = 'file' "
        "and attribute.name = 'role_group' group by code_text.cid, attribute.value"
    )
    parts = Parts.of(folder / "known")
    theirs, ours = [], []
    for _ in range(3):
        began = time.perf_counter()
        rows = base.execute(query).fetchall()
        theirs.append(time.perf_counter() - began)
        began = time.perf_counter()
        found = parts.crosstab("code", "role_group")
        ours.append(time.perf_counter() - began)
    base.close()
    # the same codings twice at one place are one to QualCoder
    missing = int(found.to_numpy().sum()) - sum(row[2] for row in rows)
    print(
        f"cross-tabulation: SQLite {min(theirs):.2f} s, ours {min(ours):.2f} s; {missing} codings stand twice"
    )
    return min(theirs) / min(ours)


def main() -> None:
    from distributed import Client, LocalCluster

    os.environ.update(FIXED)
    with (
        tempfile.TemporaryDirectory(
            prefix="jalin-bench-", dir=os.environ.get("JALIN_BENCH_FOLDER")
        ) as folder,
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", memory_limit=0
        ) as cluster,
        Client(cluster) as client,
    ):
        book = codebook(Path(folder))
        small, large = Path(folder) / "small", Path(folder) / "large"
        tenth, whole = (
            generated(place, count, book, client)
            for place, count in ((small, CODINGS // 10), (large, CODINGS))
        )
        # workers import everything once
        computed(small, tenth, book)
        one, _ = computed(small, tenth, book)
        memory = Memory()
        memory.start()
        ten, evidence = computed(large, whole, book)
        memory.ended.set()
        print(
            f"{CODINGS // 10:,} codings {one:.1f} s, {CODINGS:,} codings {ten:.1f} s (evidence before it {evidence:.1f} s)"
        )
        print(f"most memory {memory.most / 2**30:.1f} GiB")
        quicker = crosstab(large, whole)
    print(f"scale_tables_seconds ratio={120 / ten:.2f} goal=1")
    print(f"scale_tables_memory ratio={12 * 2**30 / memory.most:.2f} goal=1")
    print(f"scale_tables_growth ratio={11 * one / ten:.2f} goal=1")
    print(f"scale_tables_crosstab ratio={quicker:.1f} goal=20")


if __name__ == "__main__":
    sys.exit(main())

"""A tiny study, countable by hand: a school garden, told by a teacher, a pupil and a notice."""

import csv
import json
from pathlib import Path

from jalin.collect.register import REQUIRED

SETTINGS = """
id: garden
title: {id: Kebun sekolah, en: The school garden}
authors: [Test]
synthetic: true
notice: {id: DATA UJI, en: TEST DATA}
setting:
  frame: {id: Sekolah, en: A school}
  corpus: {id: Sekolah rekaan, en: An invented school}
keywords: {id: [kebun], en: [garden]}
cases: [{id: school, name: {id: Sekolah, en: School}}]
role_groups:
  - {id: teacher, name: {id: Guru, en: Teacher}}
  - {id: pupil, name: {id: Murid, en: Pupil}}
  - {id: paper, name: {id: Dokumen, en: Documents}}
rounds:
  - {id: 1, until: 2024-03-31, name: {id: awal, en: early}}
  - {id: 2, until: 2024-06-30, name: {id: akhir, en: late}}
periods:
  - {id: dry, until: 2024-04-15, name: {id: kemarau, en: dry}}
  - {id: wet, until: 2024-06-30, name: {id: hujan, en: wet}}
coders:
  - {id: ann, name: {id: Ann, en: Ann}}
  - {id: ben, name: {id: Ben, en: Ben}}
interviewers: [Q]
questions:
  - {id: 1, text: {id: "Siapa merawat?", en: "Who cares?"}, themes: [CARE, TOIL]}
evidence: {count: agreed, hearsay: HEARD, examples: EVENT}
tallies:
  - {id: T1, name: {id: Siram, en: Watering}, rows: [who], columns: act}
published:
  - {id: F1, statement: {id: Kebun dirawat, en: The garden is cared for}, propositions: [P1]}
"""

CODEBOOK = """
codes:
  - {id: CARE, name: {id: Rawat, en: Care}, definition: {id: merawat, en: caring}, kind: deductive}
  - {id: CARE-WATER, parent: CARE, name: {id: Siram, en: Water}, definition: {id: siram, en: watering}, kind: inductive}
  - {id: TOIL, name: {id: Lelah, en: Toil}, definition: {id: lelah, en: toil}, kind: inductive}
  - {id: DENIED, name: {id: Bantah, en: Denied}, definition: {id: bantah, en: denied}, kind: inductive}
  - {id: HEARD, name: {id: Kabar, en: Heard}, definition: {id: kabar, en: hearsay}, kind: deductive}
  - {id: EVENT, name: {id: Peristiwa, en: Events}, definition: {id: peristiwa, en: events}, kind: inductive}
  - {id: EVENT-RAIN, parent: EVENT, name: {id: Hujan, en: Rain}, definition: {id: hujan, en: rain}, kind: inductive, date: 2024-05-02}
history:
  - {action: rename, old: [WATERING], new: CARE-WATER, round: 1}
"""

PROPOSITIONS = """
propositions:
  - id: P1
    statement: {id: Kebun dirawat., en: The garden is cared for.}
    for: {query: CARE and not with DENIED}
    against: {query: CARE and with DENIED}
  - id: P2
    statement: {id: Kebun melelahkan., en: The garden is toil.}
    for: {query: TOIL}
"""

HEADER = [*REQUIRED, "covers"]
SOURCES = [
    [
        "W1",
        "school",
        "interview",
        "interviews/W1.txt",
        "2024-03-01",
        "1",
        "I1",
        "teacher",
        "school",
        "me",
        "en",
        "given",
        "",
    ],
    [
        "W2",
        "school",
        "interview",
        "interviews/W2.md",
        "2024-05-03",
        "2",
        "I2",
        "pupil",
        "school",
        "me",
        "en",
        "given",
        "P1 P2",
    ],
    [
        "W3",
        "school",
        "interview",
        "interviews/W3.txt",
        "2024-05-04",
        "2",
        "I3",
        "pupil",
        "school",
        "me",
        "en",
        "withdrawn",
        "",
    ],
    [
        "D1",
        "school",
        "document",
        "documents/D1.md",
        "2024-03-05",
        "1",
        "",
        "paper",
        "school",
        "me",
        "en",
        "public",
        "P1",
    ],
    [
        "L1",
        "school",
        "observation",
        "observations/L1.csv",
        "2024-05-05",
        "2",
        "",
        "paper",
        "yard",
        "me",
        "en",
        "public",
        "P2",
    ],
]
FILES = {
    "interviews/W1.txt": (
        "Q: Who looks after the garden?\n"
        "A: The children water it every morning. I only open the gate.\n"
        "Q: Is it hard?\n"
        "A: Digging is hard work for small hands. Call Bu Sari Melati at 0812-3456-7890 for more.\n"
    ),
    "interviews/W2.md": (
        "**Q:** Who looks after the garden?\n\n"
        "**B:** We water the beans, even after the rain in May. My cousin says the teacher waters too.\n\n"
        "**Q:** Is it hard?\n\n"
        "**B:** My back hurts from digging.\n"
    ),
    "interviews/W3.txt": "Q: Who looks after it?\nC: Nobody, secretly.\nQ: Really?\nC: Zanzibar is my secret word.\n",
    "documents/D1.md": "# Notice\n\nNobody has watered the garden since January.\n",
    "observations/L1.csv": "who,act,note\npupil,water,beans\npupil,water,peas\nteacher,watch,gate\n",
}
# code and passage of each coding; the coders differ on one passage
CODINGS = {
    "ann": {
        "W1": [
            ("WATERING", "The children water it every morning."),
            ("TOIL", "Digging is hard work for small hands."),
        ],
        "W2": [
            ("CARE-WATER", "We water the beans, even after the rain in May."),
            ("EVENT-RAIN", "even after the rain in May"),
            ("CARE", "My cousin says the teacher waters too."),
            ("HEARD", "My cousin says"),
            ("TOIL", "My back hurts from digging."),
        ],
        "D1": [("CARE", "Nobody has watered the garden"), ("DENIED", "Nobody has watered the garden")],
    },
    "ben": {
        "W1": [("CARE-WATER", "children water it every morning"), ("TOIL", "Digging is hard work")],
        "W2": [
            ("CARE-WATER", "We water the beans"),
            ("EVENT-RAIN", "the rain in May"),
            ("CARE", "the teacher waters too"),
            ("HEARD", "My cousin says"),
        ],
        "D1": [("CARE", "Nobody has watered the garden"), ("DENIED", "Nobody has watered the garden")],
    },
}
CHAPTERS = {
    "1_results.id.md": '# Hasil\n\n{{ finding("P1") }}\n\n{{ quotes("P1", "for") }}\n\n{{ finding("P2") }}\n\n{{ figure("verdicts") }}\n\n{{ table("ledger") }}\n',
    "1_results.en.md": '# Results\n\n{{ finding("P1") }}\n\n{{ quotes("P1", "for") }}\n\n{{ finding("P2") }}\n\n{{ figure("verdicts") }}\n\n{{ table("ledger") }}\n',
}


def write_sources(root: Path, rows: list[list[str]]) -> None:
    """Write the register."""
    with (root / "data/raw/sources.csv").open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, lineterminator="\n").writerows([HEADER, *rows])


def coding_line(text: str, number: int, code: str, quote: str) -> str:
    """One line of a coder's file, for the first place where `quote` stands in `text`."""
    start = text.index(quote)
    end = start + len(quote)
    content = {
        "id": f"c{number}",
        "code": code,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": text[max(0, start - 24) : start],
        "suffix": text[end : end + 24],
    }
    return json.dumps(content) + "\n"


def plain(name: str) -> str:
    """The canonical text of a file of `FILES`."""
    text = FILES[name].replace("**", "").replace("# ", "")
    return "".join(f"{line}\n" for line in text.splitlines() if line)


def without_names(root: Path) -> None:
    """Take from the codings the context that holds a name: they were made on raw texts."""
    for path in (root / "data/raw/coding/codings").glob("*/W1.jsonl"):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        kept = [{**line, "suffix": ""} if "Sari" in line["suffix"] else line for line in lines]
        path.write_text("".join(json.dumps(line) + "\n" for line in kept))


def make_study(root: Path) -> Path:
    """Write the tiny study below `root`; returns `root`."""
    raw = root / "data/raw"
    texts = {
        **FILES,
        "study.yaml": SETTINGS,
        "coding/codebook.yaml": CODEBOOK,
        "analysis/propositions.yaml": PROPOSITIONS,
    }
    for name, text in texts.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
    write_sources(root, SOURCES)
    files = {Path(name).stem: name for name in FILES}
    for coder, by_source in CODINGS.items():
        for source_id, codings in by_source.items():
            path = raw / "coding/codings" / coder / f"{source_id}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = plain(files[source_id])
            lines = [coding_line(text, number, *coding) for number, coding in enumerate(codings, start=1)]
            path.write_text("".join(lines), encoding="utf-8")
    chapters = root / "notebooks/report"
    chapters.mkdir(parents=True)
    for name, text in CHAPTERS.items():
        (chapters / name).write_text(text, encoding="utf-8")
    return root

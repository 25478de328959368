"""A large project of another program through the command line: 500 sources, 5 MB, 50,000 codings, 2 coders.

The project is a .qdpx as REFI-QDA 1.0 has it. Measured are `jalin new`, `make all` (its seconds and its memory) and
each export, and the same on a quarter of the project: what takes more than its share there grows faster than the project.
`JALIN_BENCH_SOURCES` makes it smaller.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from pathlib import Path

from lxml import etree

REPOSITORY = Path(__file__).resolve().parent.parent
SPACE = "urn:QDA-XML:project:1.0"
SOURCES = int(os.environ.get("JALIN_BENCH_SOURCES", "500"))
CODES, CODINGS, LENGTH = 60, 100, 10_000  # of codes; of each source, by both coders; of characters
CODERS = ("Ann", "Ben")
FORMATS = {
    "qdpx": "x.qdpx", "qdc": "x.qdc", "docx": "x.docx", "csv": "x.csv", "xlsx": "x.xlsx",
    "qualcoder": "x.qda", "taguette": "x.sqlite3", "html": "x.html",
}  # fmt: skip
# seconds
NEW, ALL, EXPORT, MEMORY = 10, 90, 15, 3.0
WORDS = [
    "antre",
    "loket",
    "kursi",
    "petugas",
    "warga",
    "kantor",
    "lama",
    "ramah",
    "tidak",
    "ada",
    "kami",
    "menunggu",
    "sejak",
    "pagi",
    "sampai",
    "siang",
    "surat",
    "belum",
    "selesai",
    "juga",
    "karena",
    "jaringan",
    "putus",
    "lalu",
    "diminta",
    "kembali",
    "besok",
    "oleh",
    "orang",
    "yang",
    "duduk",
    "di",
    "depan",
]


def guid(random_: random.Random) -> str:
    return str(uuid.UUID(int=random_.getrandbits(128), version=4))


def text_of(random_: random.Random, number: int) -> str:
    """An interview of `LENGTH` characters: turns of a question and an answer, each a sentence or more."""
    lines, size = [], 0
    while size < LENGTH:
        speaker = "Interviewer" if len(lines) % 2 == 0 else f"Informant {number}"
        said = " ".join(random_.choice(WORDS) for _ in range(random_.randint(8, 60)))
        lines.append(f"{speaker}: {said.capitalize()}.")
        size += len(lines[-1]) + 1
    return "\n".join(lines)


def make_project(path: Path, sources: int) -> None:
    """Write the project; the coders mark the same passages four times in five."""
    random_ = random.Random(7)
    root = etree.Element(f"{{{SPACE}}}Project", {"name": "Large", "origin": "benchmark"}, nsmap={None: SPACE})
    people = etree.SubElement(root, f"{{{SPACE}}}Users")
    users = {name: guid(random_) for name in CODERS}
    for name, its in users.items():
        etree.SubElement(people, f"{{{SPACE}}}User", {"guid": its, "name": name})
    tree = etree.SubElement(etree.SubElement(root, f"{{{SPACE}}}CodeBook"), f"{{{SPACE}}}Codes")
    codes = []
    for number in range(CODES):
        codes.append(guid(random_))
        parent = tree if number % 6 == 0 else tree[-1]
        named = {"guid": codes[-1], "name": f"Code {number}", "isCodable": "true"}
        etree.SubElement(parent, f"{{{SPACE}}}Code", named)
    listed = etree.SubElement(root, f"{{{SPACE}}}Sources")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(sources):
            its, text = guid(random_), text_of(random_, number)
            package.writestr(f"sources/{its}.txt", text)
            at = {"creatingUser": users["Ann"], "creationDateTime": "2024-05-01T08:00:00Z"}
            about = {"guid": its, "name": f"Interview {number}", "plainTextPath": f"internal://{its}.txt"}
            source = etree.SubElement(listed, f"{{{SPACE}}}TextSource", about | at)
            for _ in range(CODINGS // 2):
                start = random_.randrange(len(text) - 400)
                end, code = start + random_.randint(20, 300), random_.choice(codes)
                for coder, user in users.items():
                    if coder == "Ben" and random_.random() < 0.2:
                        start, code = random_.randrange(len(text) - 400), random_.choice(codes)
                        end = start + random_.randint(20, 300)
                    place = {"startPosition": str(start), "endPosition": str(end)}
                    by = {"creatingUser": user, "creationDateTime": "2024-06-01T08:00:00Z"}
                    selection = {"guid": guid(random_), "name": text[start:end].replace("\n", " ")[:60]}
                    marked = etree.SubElement(
                        source, f"{{{SPACE}}}PlainTextSelection", selection | place | by
                    )
                    coding = etree.SubElement(marked, f"{{{SPACE}}}Coding", {"guid": guid(random_)} | by)
                    etree.SubElement(coding, f"{{{SPACE}}}CodeRef", {"targetGUID": code})
        package.writestr("project.qde", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def seconds(name: str, *command: str) -> float:
    """How long a command of jalin takes."""
    began = time.perf_counter()
    program = [str(Path(sys.prefix) / "bin/jalin"), *command]
    done = subprocess.run(program, cwd=REPOSITORY, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    taken = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    print(f"  {name}: {taken:.1f} s", flush=True)
    return taken


def measure(folder: Path, sources: int) -> dict[str, float]:
    """The seconds of each step with a project of so many sources."""
    print(
        f"{sources} sources, {sources * LENGTH / 1e6:.1f} MB, {sources * CODINGS} codings, 2 coders",
        flush=True,
    )
    project, study = folder / f"{sources}.qdpx", folder / f"study{sources}"
    make_project(project, sources)
    found = {"new": seconds("new", "new", str(study), "--from", str(project), "--language", "id")}
    found["all"] = seconds("make all", "build", "--root", str(study))
    for form, name in FORMATS.items():
        place = study.parent / f"{sources}-{name}"
        found[form] = seconds(f"export {form}", "export", form, str(place), "--root", str(study))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="jalin-bench-") as name:
        small = measure(Path(name), SOURCES // 4)
        large = measure(Path(name), SOURCES)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    slowest = max(FORMATS, key=lambda form: large[form])
    growth = max(large[step] / max(small[step], 1.0) for step in large)
    print(
        f"the slowest export: {slowest}; most memory of one process {memory:.2f} GB; largest growth {growth:.1f}"
    )
    share = SOURCES / 500
    print(f"project_new ratio={NEW * share / large['new']:.2f} goal=1")
    print(f"project_export ratio={EXPORT * share / large[slowest]:.2f} goal=1")
    print(f"project_memory ratio={MEMORY / memory:.2f} goal=1")
    print(f"project_growth ratio={4.5 / growth:.2f} goal=1")
    print(f"project_all ratio={ALL * share / large['all']:.2f} goal=1")


if __name__ == "__main__":
    main()

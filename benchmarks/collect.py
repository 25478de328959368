"""Reading Word documents, against markitdown's route (mammoth to HTML to Markdown).

Both read the same 200 twenty-page documents in one process each, one after the other,
after one document to warm up. The words of both are compared first: a fast reader of
half a text would be no reader.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES, WORDS_A_PAGE = 20, 400


def make(folder: Path, count: int) -> list[Path]:
    """`count` transcripts of about twenty pages: headings, turns, a table, a list, runs in bold."""
    from docx import Document

    paths = []
    for number in range(count):
        document = Document()
        document.add_heading(f"Transcript {number}", 1)
        words = 0
        turn = 0
        while words < PAGES * WORDS_A_PAGE:
            turn += 1
            asked = document.add_paragraph()
            asked.add_run(f"[00:{turn // 60:02d}:{turn % 60:02d}] P: ").bold = True
            asked.add_run(f"What happened on day {turn} of the week, and who was there with you?")
            told = document.add_paragraph()
            told.add_run("I: ").bold = True
            for part in range(6):
                told.add_run(f"We opened the gate and watered row {part}, then the rain came. ")
            words += 16 + 6 * 12
        document.add_paragraph("first point", style="List Bullet")
        table = document.add_table(rows=20, cols=3)
        for row in table.rows:
            for place, cell in enumerate(row.cells):
                cell.text = f"cell {place}"
        path = folder / f"{number:03d}.docx"
        document.save(str(path))
        paths.append(path)
    return paths


OURS = "from pathlib import Path; from jalin.collect.readers import read_file; read = lambda p: ' '.join(b.text for b in read_file(Path(p)).blocks)"
PEER = "from markitdown import MarkItDown; convert = MarkItDown(enable_plugins=False).convert; read = lambda p: convert(p).text_content"
TIMED = """
import sys, time
{setup}
first, *rest = sys.argv[1:]
print(' '.join(read(first).split()))
began = time.perf_counter()
for path in rest:
    read(path)
print(time.perf_counter() - began)
"""


def timed(python: str, setup: str, paths: list[Path]) -> tuple[float, list[str]]:
    """Seconds for all but the first of `paths`, and the words of the first."""
    done = subprocess.run(
        [python, "-c", TIMED.format(setup=setup), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    text, seconds = done.stdout.rsplit("\n", 2)[-3:-1]
    return float(seconds), re.findall(r"\w+", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peer", help="a Python that has markitdown")
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        paths = make(Path(folder), options.count + 1)
        print(f"made {len(paths)} documents in {time.perf_counter() - began:.1f} s", file=sys.stderr)
        ours, our_words = timed(sys.executable, OURS, paths)
        peer, peer_words = timed(options.peer, PEER, paths)
    missing = len(set(peer_words) - set(our_words))
    assert not missing and abs(len(our_words) - len(peer_words)) < len(peer_words) / 50, (
        "the two read different words"
    )
    print(f"jalin {options.count / ours:.1f} documents/s, markitdown {options.count / peer:.1f} documents/s")
    print(f"collect ratio={peer / ours:.2f} goal=5")


if __name__ == "__main__":
    main()

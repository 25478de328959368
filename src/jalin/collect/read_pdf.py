"""PDF with a text layer: the paragraphs that its layout shows.

The parser runs in a process of its own with bounds on time and memory, for a hostile
PDF can ask for any amount of both.
"""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.hearing import heads_of
from jalin.collect.hyphens import Divided
from jalin.collect.running import remark_heads, running_lines
from jalin.collect.speakers import rows_as_blocks

# of a busy machine's clock; the processor's time is bound by the program itself
SECONDS = 3600 if os.name == "posix" else 300
_WORKER = Path(__file__).with_name("pdf_pages.py")
_HOSTILE = Unreadable(
    "it takes more time or memory than any transcript", "Print it to PDF again, or save it as text"
)
# by the bounds on time and memory: SIGXCPU, and SIGKILL at the hard one
_STOPPED = {-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, 0))}
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")


def _paragraphs(lines: list[str], heads: dict[str, bool]) -> list[str]:
    """The paragraphs of a text box: one, but that a head of a turn begins anew, and so does what stands below it."""
    parts: list[list[str]] = []
    alone = False
    for line in lines:
        head = line.strip()
        if not parts or alone or head in heads:
            parts.append([])
        alone = heads.get(head, False)
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _goes_on(before: str, after: str, heads: dict[str, bool]) -> bool:
    """Whether a paragraph goes on over the page."""
    last, first = before.split("\n")[-1].strip(), after.split("\n")[0].strip()
    return not _ENDED.search(before) and after[:1].islower() and first not in heads and not heads.get(last)


def _whole(
    before: str | list[list[str]], after: str | list[list[str]], heads: dict[str, bool]
) -> str | list[list[str]]:
    """A paragraph or a table with what goes on of it over the page; "" where nothing does. A heading that comes again is one."""
    if isinstance(before, str) and isinstance(after, str):
        return f"{before.rstrip()}\n{after}" if _goes_on(before, after, heads) else ""
    if isinstance(before, str) or isinstance(after, str) or len(before[0]) != len(after[0]):
        return ""
    after = after[before[0] == after[0] :]
    if after and any(
        _goes_on(*cells, heads) for cells in zip(before[-1], after[0], strict=False) if all(cells)
    ):
        row = ["\n".join(filter(None, cells)) for cells in zip(before[-1], after[0], strict=False)]
        return [*before[:-1], row, *after[1:]]
    return before + after


def pages_of(path: Path) -> dict:
    """What `pdf_pages.py` finds."""
    try:
        # -P: the folder of the script holds names of ours, not to be taken for others'
        done = subprocess.run(
            [sys.executable, "-P", str(_WORKER), str(path.resolve())],
            capture_output=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise _HOSTILE from None
    if done.returncode:
        raise _ended(done.returncode, done.stderr.decode("utf-8", "replace"))
    return json.loads(done.stdout)


def _ended(code: int, said: str) -> Unreadable:
    """Why the worker ended: the bounds that were set, what is not installed, or whatever else it said last."""
    last = (said.strip().splitlines() or [""])[-1].strip()
    name = last.partition(":")[0]
    # stopped by the system, or out of memory
    if code in _STOPPED or name == "MemoryError":
        return _HOSTILE
    if name in ("ImportError", "ModuleNotFoundError"):
        return Unreadable(
            f"what reads PDF cannot be loaded: {last}", "Set up the environment again: make setup"
        )
    what = (
        f"what reads PDF ended with {last}"
        if last
        else f"what reads PDF ended with the code {code} and no word"
    )
    return Unreadable(what, "Print it to PDF again, or save it as text")


def read(path: Path) -> Reading:
    """The paragraphs of a PDF, each on one line, and its ruled tables by row; running heads, pages without text and properties are remarked.

    Raises `Unreadable` when it is no PDF, is locked, asks for too much, or has no text on any page.
    """
    found = pages_of(path)
    if found["fault"] == "locked":
        raise Unreadable("it is locked with a password", "Save a copy without password")
    if found["fault"]:
        raise Unreadable("it is not a readable PDF", "Print it to PDF again")
    reading, pages = Reading(), found["pages"]
    bare = {
        number: page["picture"]
        for number, page in enumerate(pages, 1)
        if not page["boxes"] and not page["tables"]
    }
    if len(bare) == len(pages):
        raise Unreadable(
            "there is no text to read, as on a scanned page",
            "Put it through text recognition (OCR) first",
            "page " + ", ".join(map(str, bare)) if bare else "",
        )
    running = running_lines(pages)
    kept = [
        [
            [text for line, (text, _) in enumerate(lines) if (number, box, line) not in running]
            for box, lines in enumerate(page["boxes"])
        ]
        for number, page in enumerate(pages)
    ]
    every = [line for page in kept for lines in page for line in lines]
    every += [
        line
        for page in pages
        for _, rows in page["tables"]
        for row in rows
        for cell in row
        for line in cell.split("\n")
    ]
    heads, divided = heads_of(every), Divided(every)
    # paragraphs, and tables as their rows
    parts: list[str | list[list[str]]] = []
    starts = []
    for number, page in enumerate(kept):
        of_page: list[str | list[list[str]]] = []
        tables: dict[int, list[list[list[str]]]] = {}
        for place, rows in pages[number]["tables"]:
            tables.setdefault(place, []).append(rows)
        for box in range(len(page) + 1):
            of_page += tables.get(box, [])
            of_page += _paragraphs(page[box], heads) if box < len(page) else []
        if parts and of_page and (whole := _whole(parts[-1], of_page[0], heads)):
            parts[-1] = whole
            of_page.pop(0)
        starts.append(len(parts))
        parts += of_page

    def words(text: str) -> str:
        return " ".join(divided.whole(text).split())

    first = []
    for part in parts:
        first.append(len(reading.blocks))
        if isinstance(part, str):
            reading.add(Block(words(part)))
        else:
            reading.add(*rows_as_blocks([list(map(words, row)) for row in part]))
    first.append(len(reading.blocks))
    remark_heads(pages, running, reading)
    reading.remark(
        "blank pages", "", ", ".join(str(number) for number, picture in bare.items() if not picture)
    )
    for number in (number for number, picture in bare.items() if picture):
        reading.remark(
            "not read",
            f"page {number}",
            "a picture without text; where there are words on it, put it through text recognition (OCR) first",
        )
    for number, page in enumerate(pages, 1):
        if beyond := page["beyond"]:
            edge = f"letters beyond the upper or lower edge of the page: {beyond}"
            reading.remark("not read", f"page {number}", edge)
    for name, value in found["properties"].items():
        reading.remark("metadata", name, value)
    # a note's place is known by its page alone
    reading.comments += [
        Comment(" ".join(text.split()), author, block=first[starts[page - 1]])
        for page, author, text in found["comments"]
    ]
    return reading

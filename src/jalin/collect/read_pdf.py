"""PDF with a text layer: the paragraphs that its layout shows.

The parser runs in a process of its own with bounds on time and memory, for a hostile
PDF can ask for any amount of both.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from jalin.collect.blocks import Block, Comment, Reading, Unreadable
from jalin.collect.hyphens import Divided
from jalin.collect.running import running_lines

# a time perhaps, then a label of one to four words before a colon
_LABELLED = re.compile(
    r"\s*(?:[\[(]?[\d:.]+[\])]?\s*)?(?P<label>[^\W\d_][\w.'-]{0,19}(?: [\w.'-]{1,19}){0,3}) ?(?:[\[(]?[\d:.]+[\])]?)?:(?:\s|$)"
)
# of a busy machine's clock; the processor's time is bound by the program itself
SECONDS = 3600 if os.name == "posix" else 300
_WORKER = Path(__file__).with_name("pdf_pages.py")
_HOSTILE = Unreadable(
    "it takes more time or memory than any transcript", "Print it to PDF again, or save it as text"
)
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")


def _labels(lines: list[str]) -> set[str]:
    """Labels that come back at the heads of lines: those of speakers."""
    counted = Counter(match["label"] for line in lines if (match := _LABELLED.match(line)))
    return {label for label, count in counted.items() if count > 1}


def _paragraphs(lines: list[str], labels: set[str]) -> list[str]:
    """The paragraphs of a text box: one, but that a line with a speaker's label begins anew."""
    parts: list[list[str]] = []
    for line in lines:
        match = _LABELLED.match(line)
        if not parts or (match and match["label"] in labels):
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _goes_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on over the page."""
    return not _ENDED.search(before) and after[:1].islower() and not _LABELLED.match(after)


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
        raise _HOSTILE
    return json.loads(done.stdout)


def read(path: Path) -> Reading:
    """The paragraphs of a PDF, each on one line; running heads, pages without text and properties are remarked.

    Raises `Unreadable` when it is no PDF, is locked, asks for too much, or has no text on any page.
    """
    found = pages_of(path)
    if found["fault"] == "locked":
        raise Unreadable("it is locked with a password", "Save a copy without password")
    if found["fault"]:
        raise Unreadable("it is not a readable PDF", "Print it to PDF again")
    reading, pages = Reading(), found["pages"]
    bare = {number: page["picture"] for number, page in enumerate(pages, 1) if not page["boxes"]}
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
    labels, divided = _labels(every), Divided(every)
    blocks: list[str] = []
    starts = []
    for page in kept:
        paragraphs = [one for lines in page for one in _paragraphs(lines, labels)]
        if blocks and paragraphs and _goes_on(blocks[-1], paragraphs[0]):
            blocks[-1] = f"{blocks[-1].rstrip()}\n{paragraphs.pop(0)}"
        starts.append(len(blocks))
        blocks += paragraphs
    reading.add(*(Block(" ".join(divided.whole(text).split())) for text in blocks))
    heads = [pages[number]["boxes"][box][line][0] for number, box, line in sorted(running)]
    # one of each, for its number is another on every page
    for words in {re.sub(r"\d+", "", head): head for head in reversed(heads)}.values():
        reading.remark("header", "", words)
    reading.remark(
        "blank pages", "", ", ".join(str(number) for number, picture in bare.items() if not picture)
    )
    for number in (number for number, picture in bare.items() if picture):
        reading.remark(
            "not read",
            f"page {number}",
            "a picture without text; where there are words on it, put it through text recognition (OCR) first",
        )
    for name, value in found["properties"].items():
        reading.remark("metadata", name, value)
    # a note's place is known by its page alone
    reading.comments += [
        Comment(" ".join(text.split()), author, block=starts[page - 1])
        for page, author, text in found["comments"]
    ]
    return reading

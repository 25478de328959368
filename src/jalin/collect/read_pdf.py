"""PDF with a text layer: the paragraphs that its layout shows.

The parser runs in a process of its own with bounds on time and memory, for a hostile
PDF can ask for any amount of both.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from jalin.collect.blocks import Block, Comment, Reading, Unreadable

# a time perhaps, then a label of one to four words before a colon
_LABELLED = re.compile(
    r"\s*(?:[\[(]?[\d:.]+[\])]?\s*)?(?P<label>[^\W\d_][\w.'-]{0,19}(?: [\w.'-]{1,19}){0,3}) ?(?:[\[(]?[\d:.]+[\])]?)?:(?:\s|$)"
)
SECONDS = 25
_WORKER = Path(__file__).with_name("pdf_pages.py")
_HOSTILE = Unreadable(
    "it takes more time or memory than any transcript", "Print it to PDF again, or save it as text"
)


def _line(text: str) -> str:
    """The lines of a paragraph as one; a hyphen at a line's end keeps its words together."""
    return " ".join(re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "-", text).split())


def _labels(pages: list[dict]) -> set[str]:
    """Labels that come back at the heads of lines: those of speakers."""
    lines = (line for page in pages for text in page["text"] for line in text.splitlines())
    counted = Counter(match["label"] for line in lines if (match := _LABELLED.match(line)))
    return {label for label, count in counted.items() if count > 1}


def _paragraphs(text: str, labels: set[str]) -> list[str]:
    """The paragraphs of a text box: one, but that a line with a speaker's label begins anew."""
    parts: list[list[str]] = []
    for line in text.splitlines():
        match = _LABELLED.match(line)
        if not parts or (match and match["label"] in labels):
            parts.append([])
        parts[-1].append(line)
    return [_line("\n".join(part)) for part in parts]


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
    """The paragraphs of a PDF, each on one line; properties are remarked, and pages with nothing on them.

    Raises `Unreadable` when it is no PDF, is locked, asks for too much, or has a
    scanned page: a picture without text.
    """
    found = pages_of(path)
    if found["fault"] == "locked":
        raise Unreadable("it is locked with a password", "Save a copy without password")
    if found["fault"]:
        raise Unreadable("it is not a readable PDF", "Print it to PDF again")
    reading = Reading()
    scanned = [
        str(number) for number, page in enumerate(found["pages"], 1) if page["picture"] and not page["text"]
    ]
    blank = [
        str(number)
        for number, page in enumerate(found["pages"], 1)
        if not page["picture"] and not page["text"]
    ]
    if scanned or len(blank) == len(found["pages"]):
        raise Unreadable(
            "there is no text to read, as on a scanned page",
            "Put it through text recognition (OCR) first",
            "page " + ", ".join(scanned or blank) if scanned or blank else "",
        )
    labels = _labels(found["pages"])
    starts = []
    for page in found["pages"]:
        starts.append(len(reading.blocks))
        reading.add(*(Block(line) for text in page["text"] for line in _paragraphs(text, labels)))
    reading.remark("blank pages", "", ", ".join(blank))
    for name, value in found["properties"].items():
        reading.remark("metadata", name, value)
    # a note's place is known by its page alone
    reading.comments += [
        Comment(" ".join(text.split()), author, block=starts[page - 1])
        for page, author, text in found["comments"]
    ]
    return reading

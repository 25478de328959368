"""A program: the text boxes of each page of a PDF, as JSON, within bounds on time and memory.

Run by `read_pdf` in a process of its own; it imports nothing of jalin.
"""

import json
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:
    # Windows has no such bounds; there the caller's clock has to do
    resource = None  # type: ignore[assignment]

MEMORY = 1536 * 2**20
# of processor time: for opening, for each page, and in all
SECONDS, SECONDS_A_PAGE, SECONDS_IN_ALL = 24, 6, 1200


def _bound() -> None:
    """Let the system stop this process."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS_IN_ALL))
    # macOS knows the limit and refuses to set it
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _one_more_page() -> None:
    """Each page read earns time for the next."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if 0 < soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (min(soft + SECONDS_A_PAGE, hard), hard))


def _texts(value: object) -> str:
    """A text string of a PDF: UTF-16 with a mark, UTF-8 with a mark, or nearly Latin-1."""
    if not isinstance(value, bytes):
        return str(value) if isinstance(value, str) else ""
    for mark, name in ((b"\xfe\xff", "utf-16"), (b"\xff\xfe", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if value.startswith(mark):
            return value.decode(name, "replace")
    return value.decode("latin-1")


# what pdfminer raises for files that are not as they should be, besides its own
_BROKEN = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError, NotImplementedError,
    ArithmeticError,
)  # fmt: skip
# the lines that a table has at least
_RULES = 4
# a text box of pdfminer
Box = Any
# the left, top, right and bottom of a table, and its rows of cells
Table = tuple[tuple[float, float, float, float], list[list[str]]]


def _holds(bounds: tuple[float, float, float, float], x: float, y: float) -> bool:
    left, top, right, bottom = bounds
    return left <= x <= right and top <= y <= bottom


def _size(texts: Iterable[str]) -> int:
    """How many characters that show stand in some texts."""
    return sum(len("".join(text.split())) for text in texts)


# a gap between columns: so wide in points, crossed by so few of the lines beside it
_GUTTER, _CROSSED = 8, 0.1
_BEYOND = 10_000
# so many widths of a letter part the words of a line: pdfminer's own, and any where there are no columns
_PARTED, _TOGETHER = 2.0, 40.0


# so much of the width has each column that is read from its top to its end: labels beside words are none
_COLUMN = 0.25
_EVEN = 1.1


def _margin(letters: Iterable[tuple[float, float, float, str]]) -> tuple[float, list[float] | None]:
    """How far apart letters, each (left, right, height on the page, sign), of one line may be, and where wide columns part.

    Wide gaps of justified words are no columns, nor are names before a colon beside what is said; of a few lines
    it cannot be told where columns part.
    """
    rows: dict[int, list[tuple[float, float, str]]] = {}
    for left, right, height, sign in letters:
        # what stands beyond any paper is not looked at
        if abs(left) + abs(right) + abs(height) < _BEYOND:
            rows.setdefault(round(height / 3), []).append((left, right, sign))
    if not 4 <= len(rows) < 1000:
        return _PARTED, None
    start = min(left for row in rows.values() for left, _, _ in row)
    end = max(right for row in rows.values() for _, right, _ in row)
    crossed = [0] * (int(end - start) + 2)
    for row in rows.values():
        covered = bytearray(len(crossed))
        for left, right, _ in row:
            first, last = int(left - start), int(right - start) + 1
            covered[first:last] = b"\x01" * (last - first)
        for at, one in enumerate(covered[: len(crossed)]):
            crossed[at] += one
    # of a column of few lines those count that reach so far
    ends = sorted(max(right for _, right, _ in row) - start for row in rows.values())
    wide, gaps, edge = 0, [], len(crossed) // 20
    lefts = [start]
    for at in range(edge, len(crossed) - edge):
        clear = crossed[at] <= _CROSSED * (len(ends) - bisect(ends, at))
        if wide >= _GUTTER and not clear:
            lefts.append(start + at)
        wide = wide + 1 if clear else 0
        if wide == _GUTTER:
            gaps.append(start + at)
    named = [
        max(before)[2]
        for row in rows.values()
        if gaps and (before := [one for one in row if one[1] <= gaps[0]])
    ]
    if named.count(":") * 2 > len(named):
        return _TOGETHER, []
    # of the last column a few short lines may be all there is
    edges = [start, *gaps]
    broad = all(after - before >= _COLUMN * (end - start) for before, after in pairwise(edges))
    # or three and more begin at even distances, however short their lines
    pitches = [after - before for before, after in pairwise(lefts)]
    broad = broad or (len(pitches) > 1 and max(pitches) < _EVEN * min(pitches))
    return (_PARTED, gaps if broad else []) if gaps else (_TOGETHER, [])


def _in_columns(boxes: list[Box], gaps: list[float]) -> list[Box]:
    """Boxes in the order of reading: each column to its end, between what goes across them; as they are without columns."""
    if not gaps:
        return boxes
    ordered: list[Box] = []
    band: list[Box] = []
    high = sorted(boxes, key=lambda one: -one.y1)
    for at, box in enumerate(high):
        # a short title stands above all columns, in one of them
        above = not band and all(other.y1 <= box.y0 for other in high[at + 1 :])
        if above or any(box.x0 < gap < box.x1 for gap in gaps):
            ordered += sorted(band, key=lambda one: sum(gap < one.x1 for gap in gaps))
            ordered.append(box)
            band = []
        else:
            band.append(box)
    return ordered + sorted(band, key=lambda one: sum(gap < one.x1 for gap in gaps))


def pages_of(path: str) -> dict:
    """`fault` ("", "locked" or "broken"), `pages`, `properties`, `comments` as (page, author, text).

    A page has `height` in points, `picture`, whether there is one on it, `boxes`: of each text box its lines as
    (text, how far its top is below that of the page in points); and `tables`: (the number of the box before which it
    stands, its rows of cells), whose words are in no box.
    """
    import pdfplumber
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import (
        LAParams,
        LTChar,
        LTCurve,
        LTFigure,
        LTImage,
        LTPage,
        LTTextBox,
        LTTextContainer,
        LTTextLine,
    )
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.psexceptions import PSException

    def has_picture(item: object) -> bool:
        return isinstance(item, LTImage) or (isinstance(item, LTFigure) and any(map(has_picture, item)))

    def boxes_in(items: Iterable) -> Iterator[LTTextContainer]:
        """The text boxes, those within figures included, as some programs set all their text."""
        for item in items:
            if isinstance(item, LTTextContainer):
                yield item
            elif isinstance(item, LTFigure):
                yield from boxes_in(item)

    def lines_of(box: LTTextContainer) -> list[LTTextContainer]:
        lines = (
            [line for line in box if isinstance(line, LTTextLine)] if isinstance(box, LTTextBox) else [box]
        )
        return [line for line in lines if line.get_text().strip()]

    def tables_of(page: pdfplumber.page.Page) -> list[Table]:
        """The tables that lines on a page show, with two columns and two rows of words at least."""
        every = []
        for table in page.find_tables():
            rows = [[cell or "" for cell in row] for row in table.extract()]
            columns = sum(any(cell.strip() for cell in column) for column in zip(*rows, strict=True))
            if columns > 1 and sum(any(map(str.strip, row)) for row in rows) > 1:
                every.append((table.bbox, rows))
        page.close()
        return every

    def read_page(layout: LTPage, tables: list[Table], gaps: list[float]) -> dict:
        def table_of(line: LTTextContainer) -> int | None:
            x, y = (line.x0 + line.x1) / 2, layout.y1 - (line.y0 + line.y1) / 2
            return next((number for number, (bounds, _) in enumerate(tables) if _holds(bounds, x, y)), None)

        every = [
            [(line, table_of(line)) for line in lines_of(box)]
            for box in _in_columns(list(boxes_in(layout)), gaps)
        ]
        # a table whose cells do not have all its words is read as lines
        whole = {
            number
            for number, (_, rows) in enumerate(tables)
            if _size(line.get_text() for box in every for line, within in box if within == number)
            <= _size(cell for row in rows for cell in row)
        }
        boxes: list[list[tuple[str, float]]] = []
        placed: dict[int, int] = {}
        for box in every:
            lines: list[tuple[str, float]] = []
            for line, within in box:
                if within in whole:
                    placed.setdefault(within, len(boxes) + bool(lines))
                else:
                    lines.append((line.get_text(), round(layout.y1 - line.y1, 1)))
            boxes += [lines] if lines else []
        return {
            "boxes": boxes,
            "tables": [(place, tables[number][1]) for number, place in placed.items()],
            "height": layout.height,
            "picture": any(map(has_picture, layout)),
        }

    found: dict = {"fault": "", "pages": [], "properties": {}, "comments": []}
    names = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}
    with Path(path).open("rb") as file:
        try:
            document = PDFDocument(PDFParser(file))
            for info in document.info:
                for key, name in names.items():
                    if text := _texts(resolve1(info.get(key))).strip():
                        found["properties"][name] = text
            device = PDFPageAggregator(resources := PDFResourceManager(), laparams=None)
            interpreter = PDFPageInterpreter(resources, device)
            ruled = pdfplumber.open(path)
            gaps: list[float] = []
            for number, page in enumerate(PDFPage.create_pages(document)):
                interpreter.process_page(page)
                layout = device.get_result()
                letters = (
                    (one.x0, one.x1, one.y0, one.get_text())
                    for one in layout
                    if isinstance(one, LTChar) and one.get_text().strip()
                )
                margin, parted = _margin(letters)
                # a few lines stand as those of the page before
                gaps = gaps if parted is None else parted
                layout.analyze(LAParams(all_texts=True, char_margin=margin))
                lines = sum(isinstance(item, LTCurve) for item in layout)
                found["pages"].append(
                    read_page(layout, tables_of(ruled.pages[number]) if lines >= _RULES else [], gaps)
                )
                _one_more_page()
                for reference in resolve1(page.annots) or []:
                    note = resolve1(reference)
                    if isinstance(note, dict) and (text := _texts(resolve1(note.get("Contents"))).strip()):
                        found["comments"].append([len(found["pages"]), _texts(resolve1(note.get("T"))), text])
        except PDFPasswordIncorrect:
            found["fault"] = "locked"
        except (PDFException, PSException, *_BROKEN):
            found["fault"] = "broken"
    return found


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    _bound()
    print(json.dumps(pages_of(sys.argv[1])))

"""A program: the text boxes of each page of a PDF, as JSON, within bounds on time and memory.

Run by `read_pdf` in a process of its own; of jalin it imports the order of reading alone.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

try:
    import resource
except ImportError:
    # Windows has no such bounds; there the caller's clock has to do
    resource = None  # type: ignore[assignment]

_Item = TypeVar("_Item")

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


# so many widths of a letter part the words of a line: any, for columns are apart already
_TOGETHER = 40.0


class Ruled:
    """A table that lines show, as one thing on the page."""

    def __init__(
        self, bounds: tuple[float, float, float, float], rows: list[list[str]], height: float
    ) -> None:
        self.x0, top, self.x1, bottom = bounds
        self.y0, self.y1, self.rows = height - bottom, height - top, rows

    def holds(self, one: Any) -> bool:
        x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
        return bool(self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1)


def pages_of(path: str) -> dict:
    """`fault` ("", "locked" or "broken"), `pages`, `properties`, `comments` as (page, author, text).

    A page has `height` in points, `picture`, whether there is one on it, `beyond`, how many letters stand beyond
    its edges and are in nothing else, `boxes`: of each text box its lines as
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

    from jalin.collect.pdf_layout import order
    from jalin.collect.pdf_lines import Line, Span

    def has_picture(item: object) -> bool:
        return isinstance(item, LTImage) or (isinstance(item, LTFigure) and any(map(has_picture, item)))

    def all_in(items: Iterable, kind: type[_Item]) -> Iterator[_Item]:
        """The text boxes, or letters, those within figures included, as some programs set all their text."""
        for item in items:
            if isinstance(item, kind):
                yield item
            elif isinstance(item, LTFigure):
                yield from all_in(item, kind)

    def lines_of(box: LTTextContainer) -> list[LTTextContainer]:
        lines = (
            [line for line in box if isinstance(line, LTTextLine)] if isinstance(box, LTTextBox) else [box]
        )
        return [line for line in lines if line.get_text().strip()]

    def tables_of(page: pdfplumber.page.Page, height: float) -> list[Ruled]:
        """The tables that lines on a page show, with two columns and two rows of words at least."""
        every = []
        for table in page.find_tables():
            rows = [[cell or "" for cell in row] for row in table.extract()]
            columns = sum(any(cell.strip() for cell in column) for column in zip(*rows, strict=True))
            if columns > 1 and sum(any(map(str.strip, row)) for row in rows) > 1:
                every.append(Ruled(table.bbox, rows, height))
        page.close()
        return every

    def shown(letters: list[LTChar], page: LTPage) -> list[LTTextContainer]:
        """The boxes of letters of a page that have one column."""
        part = LTPage(0, page.bbox)
        for one in letters:
            part.add(one)
        part.analyze(LAParams(all_texts=True, char_margin=_TOGETHER, boxes_flow=None))
        boxes = [one for one in part if isinstance(one, LTTextContainer)]
        return sorted(boxes, key=lambda one: (-one.y1, one.x0))

    def read_page(layout: LTPage, tables: list[Ruled], known: list[Span]) -> tuple[dict, list[Span]]:
        own = [one for one in layout if isinstance(one, LTChar)]
        figures = [one for one in layout if isinstance(one, LTFigure)]
        # some programs set all their text within figures
        if not own:
            own, figures = list(all_in(figures, LTChar)), []
        place = {id(one): at for at, one in enumerate(own)}
        upright = [one for one in own if one.upright and one.get_text().strip()]
        plain = [one for one in upright if layout.y0 - 1 < one.y1 and one.y0 < layout.y1 + 1]
        # a table whose cells do not have all its words is read as lines
        tables = [
            table
            for table in tables
            if sum(len("".join(one.get_text().split())) for one in plain if table.holds(one))
            <= sum(len("".join(cell.split())) for row in table.rows for cell in row)
        ]
        items = [one for one in plain if not any(table.holds(one) for table in tables)]
        parts, used = order([*items, *tables], layout.height, known)
        boxes: list[list[tuple[str, float]]] = []
        placed: list[tuple[int, list[list[str]]]] = []

        def with_spaces(letters: Iterable[LTChar]) -> list[LTChar]:
            """Letters in the order of the file, each with the spaces after it."""
            found = []
            for at in sorted(place[id(one)] for one in letters):
                found.append(own[at])
                while (at := at + 1) < len(own) and not own[at].get_text().strip():
                    found.append(own[at])
            return found

        def add(found: Iterable[LTTextContainer]) -> None:
            for box in found:
                lines = [(line.get_text(), round(layout.y1 - line.y1, 1)) for line in lines_of(box)]
                boxes.extend([lines] if lines else [])

        def cell_of(lines: list[Line]) -> str:
            boxes = shown(with_spaces(one for line in lines for one in line.items), layout)
            return "\n".join(line.get_text().strip() for box in boxes for line in lines_of(box))

        for part in parts:
            rows = [[cell_of(cell) for cell in row] for row in part.rows]
            # who speaks before a colon, or what a form asks, stands in one line with the words
            if sum(":" in (row[0][-1:], row[1][:1]) for row in rows) * 2 > len(rows):
                tops = [max(line.top for cell in row for line in cell) for row in part.rows]
                boxes += [
                    [(" ".join(filter(None, row)), round(layout.y1 - top, 1))]
                    for row, top in zip(rows, tops, strict=True)
                ]
            elif rows:
                placed.append((len(boxes), rows))
            some: list[LTChar] = []
            for one in (one for line in part.lines for one in line.items):
                if isinstance(one, Ruled):
                    add(shown(with_spaces(some), layout))
                    placed.append((len(boxes), one.rows))
                    some = []
                else:
                    some.append(one)
            add(shown(with_spaces(some), layout))
        # what stands upright, and in pictures
        add(shown([one for one in own if not one.upright], layout))
        for figure in figures:
            figure.analyze(LAParams(all_texts=True, char_margin=_TOGETHER))
            add(all_in(figure, LTTextContainer))
        return {
            "boxes": boxes,
            "tables": placed,
            "height": layout.height,
            "picture": any(map(has_picture, layout)),
            "beyond": len(upright) - len(plain),
        }, used

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
            strips: list[Span] = []
            for number, page in enumerate(PDFPage.create_pages(document)):
                interpreter.process_page(page)
                layout = device.get_result()
                ruling = sum(isinstance(item, LTCurve) for item in layout) >= _RULES
                tables = tables_of(ruled.pages[number], layout.height) if ruling else []
                content, strips = read_page(layout, tables, strips)
                found["pages"].append(content)
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

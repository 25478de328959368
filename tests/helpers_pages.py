"""What is seen on a page: text in the form of markup kept as the text that it is, and how far paper is filled."""

import numpy as np
import pypdfium2 as pdfium
from lxml import etree

# the margins of report.typ, in points
_TOP, _BOTTOM = 2.7 * 72 / 2.54, 2.4 * 72 / 2.54


def half_empty(path) -> list[str]:
    """The pages of the body of a PDF, by their numbers in print, whose last line stands above the middle of the text.

    The last upright page of a chapter is as full as its words make it.
    """
    found = []
    with pdfium.PdfDocument(path) as pdf:
        begins = {mark.get_dest().get_index() for mark in pdf.get_toc() if mark.level == 0} | {len(pdf)}
        upright = [at for at, page in enumerate(pdf) if page.get_height() > page.get_width()]
        last = {at for at, after in zip(upright, [*upright[1:], len(pdf)], strict=True) if after in begins}
        for at, page in enumerate(pdf):
            if at in last or not (label := pdf.get_page_label(at)).isdecimal():
                continue
            high = page.get_height()
            rows = np.asarray(page.render(scale=0.5, grayscale=True).to_pil()).min(axis=1)
            text = rows[int(_TOP / 2) : int((high - _BOTTOM) / 2)]
            inked = np.flatnonzero(text < 200)
            if not len(inked) or inked[-1] < len(text) / 2:
                found.append(label)
    return found


def ill_laid(root) -> list[str]:
    """Of every report of a built study: pages of its body that are half empty, and heads of tables above no row."""
    found = [
        f"{path.name} {page}"
        for path in sorted(root.glob("reports/report.*.pdf"))
        for page in half_empty(path)
    ]
    for path in sorted([*root.glob("reports/report.*.html"), *root.glob("reports/notebooks/*.html")]):
        tables = etree.HTML(path.read_bytes()).xpath("//table[thead][not(tbody/tr[normalize-space()])]")
        found += [f"{path.name} {' '.join(one.itertext())[:60]}" for one in tables]
    return found


HOSTILE = 'b<script>x()</script>\' onload="x()" `</b>`{=html} **b** [a](javascript:x()) ![](http://x/y) $x$'


def places(page: str, *paths: str) -> None:
    """Assert that `HOSTILE` stands as text in an element at each of `paths`, and is markup nowhere in `page`."""
    tree = etree.HTML(page)
    made = "//script | //b[.='b'] | //strong | //@onload | //img[@src='http://x/y']"
    assert tree.xpath(made) == []
    assert not any(href.startswith("javascript") for href in tree.xpath("//@href"))
    for path in paths:
        assert any(HOSTILE in "".join(found.itertext()) for found in tree.xpath(f"//{path}")), path

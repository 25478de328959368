"""Text in the form of markup, and whether a page keeps it as the text that it is."""

from lxml import etree

HOSTILE = 'b<script>x()</script>\' onload="x()" `</b>`{=html} **b** [a](javascript:x()) ![](http://x/y) $x$'


def places(page: str, *paths: str) -> None:
    """Assert that `HOSTILE` stands as text in an element at each of `paths`, and is markup nowhere in `page`."""
    tree = etree.HTML(page)
    made = "//script | //b[.='b'] | //strong | //@onload | //img[@src='http://x/y']"
    assert tree.xpath(made) == []
    assert not any(href.startswith("javascript") for href in tree.xpath("//@href"))
    for path in paths:
        assert any(HOSTILE in "".join(found.itertext()) for found in tree.xpath(f"//{path}")), path

"""A figure on the page is the picture that its file is, in fewer characters."""

import re
from urllib.parse import unquote

import numpy as np
from lxml import etree
from matplotlib.patches import Patch

from jalin.figure import blank, save
from jalin.report.vector import address, light

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(tmp_path) -> str:
    """A figure with what ours have: letters, markers, hatches, clipped lines, a legend, a picture."""
    figure, ax = blank(3.0)
    ax.plot([-5, 0.123456, 20], [1e-7, 5, 40], marker="o", label="one & <two> \"three\" 'four' 100% #5")
    ax.fill_between([0, 1], [0, 2], hatch="//", color="red")
    ax.imshow(np.eye(3), extent=(0, 1, 0, 1))
    ax.set_xlim(0, 10)
    ax.set_title("Wide WWWW and é ≥ ½")
    ax.legend(handles=[Patch(label="a"), *ax.get_legend_handles_labels()[0]])
    save(figure, tmp_path / "figure.svg")
    return (tmp_path / "figure.svg").read_text(encoding="utf-8")


def seen(svg: str) -> list[tuple[str, list[float], str]]:
    """What is drawn, in its order: the kind, the numbers of its shape and place, and its style."""
    tree = etree.fromstring(svg.encode())
    shapes = {one.get("id"): one for one in tree.iter() if one.get("id")}
    found = []
    for one in tree.iter(f"{_SVG}path", f"{_SVG}use", f"{_SVG}image", f"{_SVG}g"):
        href = one.get("href") or one.get("{http://www.w3.org/1999/xlink}href") or ""
        shape = shapes[href[1:]].get("d") if href.startswith("#") else one.get("d")
        place = one.get("transform") or ""
        if one.tag == f"{_SVG}use":
            # a letter by x and y is one moved by so much
            place = place or f"translate({one.get('x', 0)} {one.get('y', 0)})"
        said = f"{shape or ''} {place}"
        if one.tag == f"{_SVG}g" and not one.get("transform"):
            continue
        numbers = [float(part) for part in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", said)]
        style = re.sub(r"url\(#[^)]+\)", "url", one.get("style") or "")
        found.append((one.tag, numbers, style.replace(" ", "")))
    return found


def test_it_draws_the_same_shapes_at_the_same_places(tmp_path):
    svg = drawn(tmp_path)
    before, after = seen(svg), seen(light(svg))
    assert [(kind, style) for kind, _, style in before] == [(kind, style) for kind, _, style in after]
    for (_, one, _), (_, other, _) in zip(before, after, strict=True):
        assert len(one) == len(other)
        assert all(abs(a - b) < 0.11 for a, b in zip(one, other, strict=True))
    assert len(light(svg)) < 0.75 * len(svg)


def test_its_address_needs_nothing_else_and_ends_no_attribute(tmp_path):
    svg = drawn(tmp_path)
    found = address(svg)
    head, _, data = found.partition(",")
    assert head == "data:image/svg+xml" and not set(data) & set('<>"#&')
    assert len(etree.fromstring(unquote(data).encode()).xpath("//*")) == len(
        etree.fromstring(light(svg).encode()).xpath("//*")
    )

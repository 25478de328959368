"""A figure as text in an address that holds all of it, as small as it can be and look the same.

The file beside the report stays as it was drawn. Left out is what nobody sees: comments, names of groups, digits
beyond what a screen has.
"""

import re

from jalin.drawn import Known

# what is written for whoever edits a figure, not for whoever looks at it
_UNSEEN = re.compile(r"<\?xml.*?\?>|<!DOCTYPE[^>]*>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
# a hundredth of a point is less than a pixel at any zoom; letters are drawn in units a hundredth of that
_PLACES = re.compile(r'(?<=\bd=")[^"]*|(?<=translate\()[^)]*|(?<= )(?:x|y|width|height)="[^"]*"')
_DIGITS = re.compile(r"(\.\d\d)\d+(?![\de])")
_AROUND = re.compile(r" ?\b([A-Za-z])\b ?")
# one letter of a text, as a reference to its shape
_LETTER = re.compile(
    r'<use xlink:href="([^"]+)"(?: transform="translate\((-?\d+)(?:\.(\d)\d*)? (\S+?)\)")?/>'
)
_REFERENCE = re.compile(r'(?<= href="#)[^"]+|(?<=url\(#)[^)]+')
_EMPTY = re.compile(r"<(g|defs)>\s*</\1>|<(?:g|defs) ?/>")


def _letter(found: re.Match[str]) -> str:
    shape, x, tenth, y = found.groups()
    across = "" if x is None else f' x="{x}"' if tenth in (None, "0") else f' x="{x}.{tenth}"'
    down = "" if y in (None, "0") else f' y="{y}"'
    return f'<use href="{shape}"{across}{down}/>'


def light(svg: str) -> str:
    """`svg`, as matplotlib writes it, with the same picture in fewer characters."""
    svg = re.sub(r"\s+", " ", _UNSEEN.sub("", svg)).replace("> <", "><").strip()
    svg = _LETTER.sub(_letter, svg).replace(" xlink:href=", " href=")
    svg = _PLACES.sub(lambda part: _DIGITS.sub(r"\1", part[0]), svg)
    svg = re.sub(r'(?<=\bd=")[^"]*', lambda path: _AROUND.sub(r"\1", path[0]), svg)
    short = {name: f"a{place:x}" for place, name in enumerate(dict.fromkeys(_REFERENCE.findall(svg)))}
    svg = _REFERENCE.sub(lambda found: short[found[0]], svg)
    svg = re.sub(r' id="([^"]+)"', lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", svg)
    while (fewer := _EMPTY.sub("", svg)) != svg:
        svg = fewer
    return svg


# what means something in an address or in an attribute; an apostrophe serves SVG as well as a quotation mark
_SIGNS = str.maketrans({"%": "%25", "#": "%23", "<": "%3C", ">": "%3E", "&": "%26", '"': "'", "'": "%27"})


def address(svg: str) -> str:
    """An SVG as an address that holds all of it, to stand in an attribute as it is."""
    known = Known.of_text("address", svg)
    return known.made(
        "address", lambda: ("data:image/svg+xml," + light(svg).translate(_SIGNS)).encode()
    ).decode()

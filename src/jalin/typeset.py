"""Typst: what is text as text in its source, and a PDF for archives of it."""

import html
import re
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import Any

from jalin.files import MOMENT

# an archive wants a date; without one of its own a document has that of all files
DATE = f"datetime(year: {MOMENT.year}, month: {MOMENT.month}, day: {MOMENT.day})"
# below a study: where fonts for letters that none of Typst's own has lie beside the chapters
FONTS = "notebooks/report"
# no font has this, and every font this
_NOWHERE, _ANYWHERE = "\U0010fffd", "i"
# so many letters are told one by one
_MOST = 40


def quoted(text: str) -> str:
    """`text` as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def compiled(source: bytes, root: Path | None = None, fonts: Path | None = None) -> tuple[bytes, str]:
    """The PDF, tagged after PDF/UA-1 and PDF/A-2a, and why it is none for archives: a sign that no font has, an emoji say, is in none of the standards.

    Fonts are those that come with Typst and those in the folder `fonts`, so that the same source gives the same bytes.
    """
    # what asks only for boxes needs it seldom
    import typst

    own: Any = {"ignore_system_fonts": True} | ({"font_paths": [str(fonts)]} if fonts else {})
    # the types that typst states want the source and the root to be of one
    compiling: Any = own | ({"root": str(root)} if root else {})
    try:
        return typst.compile(source, pdf_standards=["ua-1", "a-2a"], **compiling), ""
    except typst.TypstError as error:
        fault = str(error)
        if not fault.startswith("PDF/"):
            raise
        return typst.compile(source, **compiling), _boxes(source.decode(), own) or fault.partition(": ")[2]


def picture(svg: bytes, width: float, pixels: int) -> bytes:
    """An SVG that has no text, only outlines, as a PNG `pixels` wide that says that it is `width` inches: as a PDF shows it, and in a sixth of the time in which matplotlib draws one."""
    import typst

    drawing = f'#image(bytes({quoted(svg.decode())}), format: "svg", width: {width}in)'
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{drawing}"
    options: Any = {"format": "png", "ppi": pixels / width, "ignore_system_fonts": True}
    made: Any = typst.compile(source.encode(), **options)
    # a picture that does not say how large it is would be that many points wide in Word
    metre = round(pixels / width / 0.0254).to_bytes(4)
    size = b"pHYs" + metre + metre + b"\1"
    head = 33  # bytes of signature and IHDR
    return made[:head] + (9).to_bytes(4) + size + zlib.crc32(size).to_bytes(4) + made[head:]


def boxes_told(root: Path) -> list[str]:
    """A sentence for each report on paper below `root` in which boxes stand for letters, of which Word has the same words; and one for the figures."""
    found = _drawn_boxes(sorted((root / "reports/figures").glob("*.svg")))
    for path in sorted((root / "reports").glob("report.*.pdf")):
        word_file = path.with_suffix(".docx")
        if b"pdfaid:part" in path.read_bytes() or not word_file.is_file():
            continue
        with zipfile.ZipFile(word_file) as package:
            text = package.read("word/document.xml").decode()
        own = {"ignore_system_fonts": True, "font_paths": [str(root / FONTS)]}
        if told := _boxes(text, own):
            found.append(f"reports/{path.name}: {told}")
    return found


def _drawn_boxes(figures: list[Path]) -> list[str]:
    """A sentence on the letters in figures that their font has not; [] where it has all. Beside its outlines a figure has its words as comments."""
    from matplotlib.font_manager import findfont, get_font

    font, lacking = get_font(findfont("DejaVu Sans")), {}
    for path in figures:
        said = html.unescape("".join(re.findall("<!--(.*?)-->", path.read_text(encoding="utf-8"), re.DOTALL)))
        found = dict.fromkeys(one for one in said if one > "~" and not font.get_char_index(ord(one)))
        if shown := [one for one in found if unicodedata.category(one)[0] not in "CZ"]:
            lacking[path.name] = shown
    if not lacking:
        return []
    letters = list(dict.fromkeys(one for many in lacking.values() for one in many))
    return [
        f"reports/figures, {', '.join(lacking)}: boxes stand for letters that their font has not ({_few(letters)}); the .csv beside each has them"
    ]


def _boxes(text: str, own: Any) -> str:
    """Which letters of a text no font has, and what to do; "" where each has one."""
    letters = _undrawn(text, own)
    if not letters:
        return ""
    return f"boxes stand for letters that no font here has ({_few(letters)}); put one that has them, .ttf or .otf, into {FONTS}"


def _few(letters: list[str]) -> str:
    more = f" and {len(letters) - _MOST} more" if len(letters) > _MOST else ""
    return " ".join(letters[:_MOST]) + more


def _undrawn(text: str, own: Any) -> list[str]:
    """The letters of a text that no font has, in their order: in a picture of each they look as one does that nobody has."""
    import typst

    asked = sorted(
        sign for sign in set(text) - {_NOWHERE} if sign > "~" and unicodedata.category(sign)[0] not in "CZ"
    )
    lines = "".join(f"#text({quoted(sign + _ANYWHERE)})\n\n" for sign in (_NOWHERE, *asked))
    page = "#set page(width: auto, height: auto)\n#set text(ligatures: false)\n"
    picture = typst.compile(f"{page}#text({quoted(_ANYWHERE)})\n\n{lines}".encode(), format="svg", **own)
    shapes = re.findall(
        r'<use [^>]*href="#(\w+)"', picture.decode() if isinstance(picture, bytes) else str(picture)
    )
    drawn: list[list[str]] = [[]]
    end = shapes[0]
    for shape in shapes[1:]:
        drawn.append([]) if shape == end else drawn[-1].append(shape)
    nothing = drawn[0]
    return [sign for sign, one in zip(asked, drawn[1:], strict=False) if set(nothing) & set(one)]

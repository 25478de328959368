"""Where sentences that carry a claim, and quotes, stand in the page and in the PDF: found in their text, each once.

Selectors are those of the W3C Web Annotation Data Model (2017), section 4.2.4: the words, and what stands before and
after them. Positions in a page are in the text of its elements as they follow each other, as browsers have it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from lxml import html

_LEAST = 32
_BLOCKS = {"p", "li", "figcaption", "caption", "td", "dd", "blockquote"}


@dataclass(frozen=True)
class Spot:
    """Words of the report: `kind` is claim or quote, `name` the number of the claim or the label of the passage.

    `selector` finds the words in the page, `before` are the words of the page up to it.
    """

    kind: str
    name: str
    selector: dict[str, str]


def _flat(tree: html.HtmlElement) -> tuple[str, dict[html.HtmlElement, tuple[int, int]]]:
    """The text of a page as browsers have it, and from where to where each element goes."""
    said: list[str] = []
    spans: dict[html.HtmlElement, tuple[int, int]] = {}
    at = 0

    def add(text: str | None) -> None:
        nonlocal at
        said.append(text or "")
        at += len(text or "")

    def walk(element: html.HtmlElement) -> None:
        start = at
        # a comment has no text
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            add(element.text)
            for child in element:
                walk(child)
                add(child.tail)
        spans[element] = (start, at)

    walk(tree)
    return "".join(said), spans


def _within(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """The last place of `words` between two places of `text`, whatever white space is between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = list(re.finditer(pattern, text[start:end])) if pattern else []
    return (start + found[-1].start(), start + found[-1].end()) if found else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - (len(said) - len(said.rstrip()))


def selector_of(
    text: str,
    start: int,
    end: int,
    bounds: tuple[int, int] | None = None,
    count: Callable[[str], int] | None = None,
) -> dict[str, str]:
    """The selector of a place: with as many words around it, within `bounds`, as make it the only one in `text`.

    `count` says how often words stand in the text.
    """
    count = count or text.count
    size, (low, high) = _LEAST, bounds or (0, len(text))
    while True:
        before, after = text[max(low, start - size) : start], text[end : min(high, end + size)]
        if count(before + text[start:end] + after) == 1 or size > len(text):
            return {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": before,
                "suffix": after,
            }
        size *= 2


def _places(
    tree: html.HtmlElement, text: str, spans: dict, sentences: Sequence[str]
) -> Iterator[tuple[str, str, int, int]]:
    """(kind, name, start, end) of claims and quotes, in their order; `sentences` are those of the claims in it."""
    said = iter(sentences)
    for one in tree.iter("sup", "blockquote"):
        if one.tag == "sup" and one.get("class") == "claim":
            number = (one.text_content() or "").strip(" []\n")
            block = next((up for up in one.iterancestors() if up.tag in _BLOCKS), one.getparent())
            start, end = spans[block][0], spans[one][0]
            found = _within(text, next(said, ""), start, end)
            if found is None and not text[start:end].strip() and block.getprevious() is not None:
                # a mark of its own after what it is of
                start, end = spans[block.getprevious()]
            yield "claim", number, *(found or _trimmed(text, start, end))
        elif one.tag == "blockquote" and (
            link := one.xpath('.//p[@class="meta"]//a[contains(@href, "#e-")]')
        ):
            yield "quote", link[0].text_content().strip(), *_trimmed(text, *spans[one.find("p")])


def spots_of(parts: Sequence[str], sentences: Sequence[str]) -> list[Spot]:
    """The places in a page, made of `parts` of HTML; `sentences` of the claims, in the order of the page."""
    tree = html.fragment_fromstring("".join(parts), create_parent="div")
    text, spans = _flat(tree)
    # what stands between the parts, the page decides
    parted = [span for one, span in spans.items() if one.getparent() is tree]
    return [
        Spot(
            kind, name, selector_of(text, start, end, next(one for one in parted if one[0] <= start < one[1]))
        )
        for kind, name, start, end in _places(tree, text, spans, sentences)
        if text[start:end].strip()
    ]


@dataclass(frozen=True)
class Paper:
    """The text of a PDF without what stands on every page.

    `keys` are its letters and digits in one row, `at` the place of each in `text`; `pages` where each page begins.
    Lines and hyphens fall otherwise on paper, so words are found by their letters and digits.
    """

    text: str
    keys: str
    at: list[int]
    pages: list[int]

    @classmethod
    def read(cls, path: Path) -> "Paper":
        """The text of a PDF."""
        with pdfium.PdfDocument(path) as pdf:
            found = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]
            marks = [one for one in pdf.get_toc() if one.level == 0]
            # lists of figures have their captions, too
            begin = min((one.get_dest().get_index() for one in marks), default=0)
            chapters = {_bare(one.get_title()) for one in marks}
        common = _furniture(found)
        text, pages = "", []
        for number, page in enumerate(found):
            pages.append(len(text))
            if number < begin:
                continue
            lines = page.split("\n")
            # the number of a page has no letters, nor has a comma or a year on a line of its own within it
            ends = (0, len(lines) - 1)
            lines = [
                line
                for place, line in enumerate(lines)
                if (bare := _bare(line)) not in common or not (bare or place in ends)
            ]
            # the chapter that the page is of
            lines = lines[1:] if lines and _bare(lines[0]) in chapters else lines
            text += "".join(f"{line}\n" for line in lines)
        at = [place for place, sign in enumerate(text) if sign.isalnum()]
        return cls(text, "".join(text[place].casefold()[:1] for place in at), at, pages)

    def found(self, selector: dict[str, str]) -> dict[str, object] | None:
        """The selector of the same words in the PDF, on their page, or of part of them where a picture or a page parts them.

        None where not even half of them stand there in one piece.
        """
        prefix, whole, suffix = (_key(selector[name]) for name in ("prefix", "exact", "suffix"))
        pieces = (
            (begin, begin + size)
            for size in range(len(whole), len(whole) // 2, -1)
            for begin in (0, len(whole) - size)
        )
        piece = next((one for one in pieces if whole[slice(*one)] in self.keys), None)
        if piece is None:
            return None
        exact, before, after = whole[slice(*piece)], prefix + whole[: piece[0]], whole[piece[1] :] + suffix
        starts = [one.start() for one in re.finditer(re.escape(exact), self.keys)]
        start = max(starts, key=lambda one: self._alike(one, one + len(exact), before, after))
        first, last = self.at[start], self.at[start + len(exact) - 1] + 1
        # what stands at the foot of a page and the head of the next is no part of the text: words of one page alone
        if edge := next((one for one in self.pages if first < one < last), None):
            first, last = max((first, edge), (edge, last), key=lambda part: part[1] - part[0])
            first, last = _trimmed(self.text, first, last)
        page = max(number for number, begin in enumerate(self.pages, start=1) if begin <= first)
        bounds = self.pages[page - 1], next((one for one in self.pages if one >= last), len(self.text))
        refined = selector_of(self.text, first, last, bounds, self._count)
        if self._count(refined["prefix"] + refined["exact"] + refined["suffix"]) != 1:
            refined = selector_of(self.text, first, last, count=self._count)
        return {
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
            "value": f"page={page}",
            "refinedBy": refined,
        }

    def _count(self, words: str) -> int:
        return self.keys.count(_key(words))

    def _alike(self, start: int, end: int, prefix: str, suffix: str) -> int:
        """How many letters before and after a place are those that are wanted."""
        before = zip(reversed(self.keys[:start][-200:]), reversed(prefix[-200:]), strict=False)
        after = zip(self.keys[end : end + 200], suffix, strict=False)
        return sum(_run(pairs) for pairs in (before, after))


def _run(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            return count
        count += 1
    return count


def _key(text: str) -> str:
    return "".join(sign.casefold()[:1] for sign in text if sign.isalnum())


def _bare(line: str) -> str:
    return re.sub(r"[\W\d_]+|\b[ivxlc]+\b", " ", line).strip()


def _furniture(pages: list[str]) -> set[str]:
    """Lines that stand on more than half of the pages, whatever their number, as head and foot do."""
    counts: dict[str, int] = {}
    for page in pages:
        for line in {_bare(line) for line in page.split("\n") if line.strip()}:
            counts[line] = counts.get(line, 0) + 1
    return {line for line, count in counts.items() if count * 2 > len(pages) > 2}
